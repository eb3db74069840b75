//! Setting facts and deciding allocate nothing once the first decision is over.
//!
//! The counting allocator counts for each thread by itself, so that tests may run side by side.

#![cfg(feature = "compiler")]
#![allow(unsafe_code, reason = "an allocator that counts is unsafe by its trait; nothing else here is")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fmt::Write;
use std::hint::black_box;

use baton::decision::Point;
use baton::policy::ThresholdId;
use baton::runtime::{ColumnOf, Decided, FactRef, Facts};
use baton::source::Files;
use baton::value::Fixed;
use baton::{Table, compile};

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

fn count() {
    // A thread that ends allocates when there is nothing left to count with.
    let _ = COUNT.try_with(|count| count.set(count.get() + 1));
}

// SAFETY: every call goes to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often something allocates.
fn allocations(work: impl FnOnce()) -> usize {
    let before = COUNT.get();
    work();
    COUNT.get() - before
}

struct Text(String);

impl Files for Text {
    fn read(&self, path: &str) -> Result<String, String> {
        match path {
            "vip.csv" => Ok("id\nv1\nv2\n".to_owned()),
            _ => Ok(self.0.clone()),
        }
    }
}

/// A policy of so many rules, with everything that a decision can have to look at.
fn policy(rules: usize) -> Table {
    let mut text = String::from(
        r#"baton 1
policy "T" {
  timezone "UTC"
  languages en
  assistant gives confidence, category
  default queue general
  otherwise offer
  on failure hand off to general
  on problem hand off to general
}
queue general "General"
queue care "Care" { level L2 }
message ask { en "What?" }
category billing { refund, dispute }
category travel
fact yes is true or false
fact n is count
fact s is share
fact tier is one of free, pro, enterprise or other
fact tongue is a language
fact note is text
fact labels is tags
list vip from "vip.csv" column id
allow silenced_guard because "a test"
threshold confidence {
  60%
  80% for billing
  raise by 10 points when n at least 2 or yes
  raise by 5 points for each 1 n after 3, up to 20 points
  highest of { raise by 5 points when tier is pro; raise by 7 points when tier is enterprise or s above 50% }
  never above 95%
}
threshold s { 50%; lower by 10 points when note is "x" }
"#,
    );
    let (tiers, categories) = (["free", "pro", "enterprise", "other"], ["billing", "refund", "dispute", "travel"]);
    for at in 0..rules {
        let (tier, category) = (tiers[at % 4], categories[at % 4]);
        let when = match at % 5 {
            0 => format!("category is {category} and n at least {at}"),
            1 => format!("confidence below threshold minus {} points and tier is {tier}", at % 30),
            2 => format!("(n is {at} or labels has t{}) and tongue is es", at % 20),
            3 => format!("s above threshold plus {} points and category is not {category}", at % 40),
            _ => format!("(customer in vip and n above {at}) or note is \"n{at}\""),
        };
        let layer = ["rule", "rule", "guard", "override", "watch rule", "watch guard"][at % 6];
        let then = ["hand off", "offer", "clarify with ask, then hand off to care at L2"][at % 3];
        writeln!(text, "{layer} r{at} {{ when {when}; then {then}, tag one; because \"A reason\" }}")
            .expect("it is a text");
        if at % 3 == 0 {
            writeln!(text, "also a{at} {{ when ({when}) and not queue is care; then tag two, raise priority by 5 }}")
                .expect("it is a text");
        }
    }
    let (artifact, problems, _) = compile("policy.baton", &Text(text));
    Table::new(artifact.unwrap_or_else(|| panic!("{:?}", problems.sorted().first().map(|problem| &problem.message))))
}

/// Everything that a decision can be asked.
fn read(decided: Decided<'_>) {
    black_box((decided.point(), decided.action(), decided.send_draft(), decided.decided_by()));
    black_box((decided.rule(), decided.source(), decided.reason(), decided.queues(), decided.queue()));
    black_box((decided.to_named_agent(), decided.level(), decided.clarified_before(), decided.silence()));
    black_box((decided.message(), decided.effects().count(), decided.alsos().count(), decided.watches().count()));
    black_box((decided.also_fitted().count(), decided.table().policy().rules.len()));
    black_box((
        decided.threshold(ThresholdId(0)),
        decided.threshold(ThresholdId(1)),
        decided.threshold(ThresholdId(9)),
    ));
}

/// The facts that a table of [`policy`] is asked by.
struct Bound {
    yes: FactRef,
    n: FactRef,
    s: FactRef,
    confidence: FactRef,
    words: [(FactRef, &'static [&'static str]); 4],
    customer: FactRef,
    labels: FactRef,
}

fn bound(table: &Table) -> Bound {
    let fact = |name: &str| table.fact(name).expect("the policy has it");
    Bound {
        yes: fact("yes"),
        n: fact("n"),
        s: fact("s"),
        confidence: fact("confidence"),
        words: [
            (fact("category"), &["billing", "refund", "billing.dispute", "travel"]),
            (fact("tier"), &["free", "pro", "enterprise", "something"]),
            (fact("tongue"), &["es", "en", "es-MX", "de"]),
            (fact("note"), &["x", "n4", "y", ""]),
        ],
        customer: fact("customer.id"),
        labels: fact("labels"),
    }
}

/// Sets every fact, to other values each time.
fn give(facts: &mut Facts<'_>, bound: &Bound, round: usize) {
    let number = |at: usize| Fixed::from_millionths(i64::try_from(at).unwrap_or(0));
    let point = if round.is_multiple_of(3) { Point::Message } else { Point::Answer };
    let mut done = [None; 11];
    facts.reset();
    facts.at(point);
    done[0] = Some(facts.set_truth(bound.yes, round.is_multiple_of(2)));
    done[1] = Some(facts.set_number(bound.n, number(round * 7 % 1_100 * 1_000_000)));
    #[allow(clippy::cast_precision_loss, reason = "a few digits")]
    let share = (round * 37 % 1_001) as f64 / 1_000.0;
    done[2] = Some(facts.set_float(bound.s, share));
    done[3] = Some(facts.set_number(bound.confidence, number(round * 77_777 % 1_000_001)));
    for (at, (fact, words)) in bound.words.iter().enumerate() {
        done[4 + at] = Some(facts.set_word(*fact, words[(round + at) % words.len()]));
    }
    done[8] = Some(facts.set_word(bound.customer, ["v1", "v3"][round % 2]));
    done[9] = Some(facts.set_tags(bound.labels, ["t1", "t7", "other"].into_iter().take(round % 4)));
    if round.is_multiple_of(5) {
        done[10] = Some(facts.set_missing(bound.labels));
    }
    assert!(done.into_iter().flatten().all(|done| done.is_ok()));
}

#[test]
fn deciding_allocates_nothing() {
    for rules in [0, 1, 70, 1_000] {
        let table = policy(rules);
        let bound = bound(&table);
        let (mut facts, mut scratch) = (table.facts(), table.scratch());
        give(&mut facts, &bound, 1);
        read(facts.decide_fully(&mut scratch));
        for round in 0..300 {
            let setting = allocations(|| give(&mut facts, &bound, round));
            assert_eq!(setting, 0, "setting, {rules} rules, round {round}");
            let deciding = allocations(|| read(facts.decide(&mut scratch)));
            assert_eq!(deciding, 0, "deciding, {rules} rules, round {round}");
            let fully = allocations(|| read(facts.decide_fully(&mut scratch)));
            assert_eq!(fully, 0, "deciding fully, {rules} rules, round {round}");
        }
    }
}

/// Room is made once: not even the first decision on it allocates.
#[test]
fn new_room_is_large_enough() {
    let table = policy(1_000);
    let bound = bound(&table);
    let mut facts = table.facts();
    for round in 0..50 {
        give(&mut facts, &bound, round);
        let mut scratch = table.scratch();
        assert_eq!(allocations(|| read(facts.decide_fully(&mut scratch))), 0, "round {round}");
    }
}

/// A batch makes its facts once, however many rows it has.
#[test]
fn a_batch_allocates_as_much_for_a_thousand_rows_as_for_one() {
    let table = policy(70);
    let bound = bound(&table);
    let mut scratch = table.scratch();
    let mut of = |rows: usize| {
        let truths: Vec<Option<bool>> = (0..rows).map(|row| (row % 3 > 0).then_some(row % 2 == 0)).collect();
        let words: Vec<Option<&str>> = (0..rows).map(|row| Some(["billing", "refund"][row % 2])).collect();
        let columns = [(bound.yes, ColumnOf::Truths(&truths)), (bound.words[0].0, ColumnOf::Words(&words))];
        allocations(|| {
            table
                .decide_columns(Point::Answer, &columns, &mut scratch, |_, decided| read(decided))
                .expect("columns are even");
        })
    };
    let _ = of(1);
    assert_eq!(of(1_000), of(1));
}

/// Reading plain facts from JSON text takes nothing but what the reader itself needs.
#[test]
fn plain_json_allocates_nothing_for_each_fact() {
    let table = policy(70);
    let (mut facts, mut scratch) = (table.facts(), table.scratch());
    let json = r#"{"yes": true, "n": 3, "s": 0.25, "tier": "pro", "category": "billing.refund", "tongue": "es",
                   "confidence": 0.5, "note": null}"#;
    facts.read_json(json).expect("it is JSON");
    read(facts.decide(&mut scratch));
    let reading = allocations(|| facts.read_json(json).expect("it is JSON"));
    assert_eq!(reading, 0);
    assert_eq!(facts.problems().count(), 0);
}
