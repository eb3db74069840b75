//! One table for any number of threads, without locks.

use baton::decision::{DecidedBy, Point};
use baton::policy::AlsoId;
use baton::runtime::{Facts, Scratch, Values};
use baton::{Artifact, Table};

use super::leaves::{DECLARED, FACTS, all};
use super::support::{Numbers, header, table};
use super::values::Domains;

const fn is_shared<T: Send + Sync>() {}
const fn is_sent<T: Send>() {}

const _: () = {
    is_shared::<Table>();
    is_shared::<Artifact>();
    is_shared::<Values>();
    is_sent::<Facts<'_>>();
    is_sent::<Scratch>();
};

/// A policy with a rule for each comparison, most of them rarely alone.
fn many_rules() -> Table {
    let mut numbers = Numbers(11);
    let leaves: Vec<String> = FACTS.iter().flat_map(|fact| all(fact)).collect();
    let mut text = header("offer", "on problem hand off to general") + DECLARED;
    text += "threshold confidence { 60%; 80% for billing; raise by 10 points when n at least 2; never above 90% }\n\
             threshold strict of confidence { 85% }\nthreshold s { 50%; raise by 5 points for each 1 n, up to 20 points }\n\
             threshold n { 2 }\nthreshold big { 0 }\nthreshold age { 1h }\nthreshold price { 10 EUR }\n";
    for at in 0..400 {
        let parts: Vec<&str> = (0..4).map(|_| numbers.one_of(&leaves).as_str()).collect();
        text += &format!("rule r{at} {{ when {}; then hand off to care }}\n", parts.join(" and "));
        text += &format!("also a{at} {{ when {} and {}; then tag one }}\n", parts[0], parts[1]);
    }
    table(&text)
}

type Answer = (DecidedBy, Vec<AlsoId>, usize);

fn answer(table: &Table, values: &Values, scratch: &mut Scratch) -> Answer {
    let facts = table.facts_of(values, Point::Answer);
    let decided = facts.decide_fully(scratch);
    (decided.decided_by(), decided.alsos().map(|(id, _)| id).collect(), decided.also_fitted().count())
}

#[test]
fn four_threads_decide_as_one() {
    let table = many_rules();
    let (domains, mut numbers, mut scratch) = (Domains::of(&table), Numbers(3), table.scratch());
    let inputs: Vec<Values> = (0..1_000).map(|_| domains.some(&table, &mut numbers)).collect();
    let alone: Vec<Answer> = inputs.iter().map(|values| answer(&table, values, &mut scratch)).collect();
    std::thread::scope(|scope| {
        let work = |first: usize| {
            let (table, inputs, alone) = (&table, &inputs, &alone);
            move || {
                let mut scratch = table.scratch();
                for at in (first..inputs.len()).chain(0..first) {
                    assert_eq!(answer(table, &inputs[at], &mut scratch), alone[at], "input {at}");
                }
            }
        };
        let threads: Vec<_> = (0..4).map(|thread| scope.spawn(work(thread * 250))).collect();
        for thread in threads {
            thread.join().expect("a thread agrees");
        }
    });
    assert!(alone.iter().any(|(by, ..)| matches!(by, DecidedBy::Rule(_))), "rules decide");
}
