//! Policies and inputs of any size, the same at every run.
//!
//! Every rule tests two to five facts, at least one of which is out of the
//! ordinary: a low confidence, a long conversation, an outage. So an input with
//! nothing out of the ordinary is decided by no rule, however many there are.
//! Half of the inputs are drawn to be decided, by rejection, and half to stay.

use std::cmp::Reverse;

use crate::random::Random;
use crate::spec::{Answer, Flag, Hundredths, Input, Number, QUEUES, Relation, Rule, Test, Word, decide};

const SEED: u64 = 20_260_301;

/// How often, in a hundred times, a fact may be out of the ordinary that no rule was picked for.
const HEAT_MAX: usize = 40;

/// So many rules, narrow ones above wide ones, as people write them.
pub fn rules(count: usize) -> Vec<Rule> {
    let mut random = Random::new(SEED);
    let mut rules: Vec<Rule> = (0..count).map(|_| rule(&mut random)).collect();
    rules.sort_by_key(|rule| Reverse(narrowness(rule)));
    rules
}

/// Of one category is about as narrow as three other tests.
fn narrowness(rule: &Rule) -> usize {
    let of_category = rule.tests.iter().any(|test| matches!(test, Test::OneOf(Word::Category, _)));
    rule.tests.len() + if of_category { 2 } else { 0 }
}

fn rule(random: &mut Random) -> Rule {
    let mut left: Vec<Fact> = facts();
    let mut tests = vec![unusual(random, &mut left)];
    let count = 2 + random.below(4);
    if random.chance(80) {
        tests.insert(0, Test::OneOf(Word::Category, 1 << random.below(40)));
    }
    while tests.len() < count {
        let fact = left.swap_remove(random.below(left.len()));
        tests.push(test(random, fact));
    }
    Rule { tests, queue: random.below(usize::from(QUEUES)) as u8 }
}

/// A fact other than the category.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fact {
    Word(Word),
    Flag(Flag),
    Number(Number),
}

fn facts() -> Vec<Fact> {
    let words = Word::ALL[1..].iter().map(|word| Fact::Word(*word));
    let flags = Flag::ALL.iter().map(|flag| Fact::Flag(*flag));
    let numbers = Number::ALL.iter().map(|number| Fact::Number(*number));
    words.chain(flags).chain(numbers).collect()
}

/// A test that no ordinary input passes.
fn unusual(random: &mut Random, left: &mut Vec<Fact>) -> Test {
    let places: Vec<usize> = (0..left.len()).filter(|at| !matches!(left[*at], Fact::Word(_))).collect();
    match left.swap_remove(random.pick(&places)) {
        Fact::Flag(flag) => Test::Is(flag, true),
        Fact::Number(number) => compare(random, number, span(number).unusual),
        Fact::Word(_) => unreachable!("filtered out"),
    }
}

fn test(random: &mut Random, fact: Fact) -> Test {
    match fact {
        Fact::Word(word) => {
            let one = |random: &mut Random| 1_u64 << random.below(word.words().len());
            let first = one(random);
            Test::OneOf(word, if random.chance(50) { first | one(random) } else { first })
        }
        Fact::Flag(flag) => Test::Is(flag, random.chance(80)),
        Fact::Number(number) => {
            let span = span(number);
            let constants = if random.chance(80) { span.unusual } else { span.usual };
            compare(random, number, constants)
        }
    }
}

fn compare(random: &mut Random, number: Number, constants: Constants) -> Test {
    let relation = random.pick(&constants.relations);
    Test::Compare(number, relation, Hundredths(random.between(constants.low, constants.high, constants.step)))
}

/// The constants that rules compare a number with: a small grid.
#[derive(Clone, Copy)]
struct Constants {
    relations: [Relation; 2],
    low: i64,
    high: i64,
    step: i64,
}

/// The values of a number, in hundredths.
struct Span {
    low: i64,
    high: i64,
    step: i64,
    /// Where it is ordinary: no constant of `unusual` is reached there.
    ordinary: (i64, i64),
    unusual: Constants,
    usual: Constants,
}

fn span(number: Number) -> Span {
    const LOW: [Relation; 2] = [Relation::Below, Relation::AtMost];
    const HIGH: [Relation; 2] = [Relation::Above, Relation::AtLeast];
    let grid = |relations, low, high, step| Constants { relations, low, high, step };
    let of = |low, high, step, ordinary, unusual, usual| Span { low, high, step, ordinary, unusual, usual };
    match number {
        Number::Confidence => of(0, 100, 1, (70, 100), grid(LOW, 20, 65, 5), grid(HIGH, 75, 95, 5)),
        Number::Sentiment => of(-100, 100, 1, (-15, 100), grid(LOW, -90, -20, 5), grid(HIGH, 0, 60, 5)),
        Number::Frustration => of(0, 100, 1, (0, 25), grid(HIGH, 30, 90, 5), grid(LOW, 5, 25, 5)),
        Number::Turns => of(100, 3_000, 100, (100, 300), grid(HIGH, 400, 2_000, 100), grid(LOW, 200, 500, 100)),
        Number::LifetimeValue => {
            of(0, 500_000, 1, (0, 45_000), grid(HIGH, 50_000, 450_000, 25_000), grid(LOW, 5_000, 45_000, 5_000))
        }
    }
}

/// Inputs for these rules; half of them decided by one.
pub fn inputs(rules: &[Rule], count: usize) -> Vec<Input> {
    let mut random = Random::new(SEED ^ rules.len() as u64);
    (0..count)
        .map(|_| {
            let decided = random.chance(50);
            let drawn = |attempt| {
                if decided { may_decide(&mut random, rules) } else { may_stay(&mut random, attempt) }
            };
            let wanted = |input: &Input| (decide(rules, input) != Answer::STAY) == decided;
            let mut input = (0..).map(drawn).find(wanted).expect("the attempts are endless");
            input.write_json();
            input
        })
        .collect()
}

/// An input that a rule was picked for, and little else is out of the ordinary: so that every rule has its inputs.
fn may_decide(random: &mut Random, rules: &[Rule]) -> Input {
    let heat = random.below(HEAT_MAX);
    let mut input = drawn(random, heat);
    for test in &rules[random.below(rules.len())].tests {
        pass(random, &mut input, *test);
    }
    input
}

/// With each attempt, an input that is more ordinary.
fn may_stay(random: &mut Random, attempt: usize) -> Input {
    let heat = random.below(HEAT_MAX) >> (attempt / 2).min(7);
    drawn(random, heat)
}

/// An input in which each fact is out of the ordinary `heat` times in a hundred.
fn drawn(random: &mut Random, heat: usize) -> Input {
    let words = Word::ALL.map(|word| random.below(word.words().len()) as u8);
    let flags = Flag::ALL.map(|_| random.chance(heat));
    let numbers = Number::ALL.map(|number| {
        let span = span(number);
        let (low, high) = if random.chance(heat) { (span.low, span.high) } else { span.ordinary };
        Hundredths(random.between(low, high, span.step))
    });
    Input { words, flags, numbers, json: String::new() }
}

/// Changes an input so that a test holds.
fn pass(random: &mut Random, input: &mut Input, test: Test) {
    match test {
        Test::OneOf(word, mask) => {
            let fitting: Vec<usize> = crate::spec::words(word, mask).map(|(at, _)| at).collect();
            input.words[word as usize] = random.pick(&fitting) as u8;
        }
        Test::Is(flag, wanted) => input.flags[flag as usize] = wanted,
        Test::Compare(number, relation, Hundredths(constant)) => {
            let span = span(number);
            let (low, high) = match relation {
                Relation::Below => (span.low, constant - span.step),
                Relation::AtMost => (span.low, constant),
                Relation::Above => (constant + span.step, span.high),
                Relation::AtLeast => (constant, span.high),
            };
            input.numbers[number as usize] = Hundredths(random.between(low, high, span.step));
        }
    }
}
