//! What a column can hold: the values of its type, whether it can be without one, what is usual.
//!
//! In: a column of a policy. Out: limits of its slots. Everything that an input can
//! have lies within them; `docs/analysis.md` says what is taken for granted.

use super::axis::{Axis, Limits};
use super::build::Missing;
use crate::policy::{ActionName, BuiltIn, DecisionFact, Fact, FactId, Origin, Policy, Priority};
use crate::rows::{Column, ColumnSource, LEAST};
use crate::value::{Fixed, OTHER, Type, Value};

const WHOLE: i64 = 1_000_000;

/// Steps in which people write numbers, in millionths.
const COUNTS: &[i64] = &[WHOLE];
const SHARES: &[i64] = &[10_000, 1_000];
const NUMBERS: &[i64] = &[100_000, 10_000, 1_000];
const AMOUNTS: &[i64] = &[WHOLE, 10_000];
const DURATIONS: &[i64] = &[3_600 * WHOLE, 60 * WHOLE, WHOLE];
const ONES: &[i64] = &[1];

/// The values of a column: numbers between two, yes and no, the words it knows.
pub(super) fn limits(policy: &Policy, column: &Column) -> Limits {
    let between = |low: i64, high: i64| Limits { low, high, grain: 1 };
    let fact = match &column.source {
        ColumnSource::Margin(_) => return between(LEAST, i64::MAX),
        ColumnSource::Member(..) => return between(0, 1),
        ColumnSource::Fact(fact) => policy.fact(*fact),
    };
    let last_word = if is_closed(&fact.kind, column) { column.other() - 1 } else { column.other() };
    let bound = |bound: Option<Fixed>, usual: i64| bound.map_or(usual, Fixed::millionths);
    match &fact.kind {
        _ if fact.origin == Origin::Decision(DecisionFact::Action) => {
            between(0, i64::try_from(ActionName::ALL.len()).map_or(0, |count| count - 1))
        }
        _ if fact.origin == Origin::Decision(DecisionFact::Priority) => {
            between(0, i64::try_from(Priority::ALL.len()).unwrap_or(1) - 1)
        }
        _ if matches!(fact.origin, Origin::Decision(_)) => between(0, 0),
        Type::Truth => between(0, 1),
        Type::Tags => between(0, 0),
        Type::Count if fact.origin == Origin::BuiltIn(BuiltIn::Hour) => {
            Limits { low: 0, high: 23 * WHOLE, grain: WHOLE }
        }
        Type::Count => Limits { low: 0, high: i64::MAX, grain: WHOLE },
        Type::Number { low, high } => between(bound(*low, LEAST), bound(*high, i64::MAX)),
        Type::Share if matches!(fact.origin, Origin::BuiltIn(BuiltIn::Rollout(_))) => between(0, WHOLE - 1),
        Type::Share | Type::Score => between(0, WHOLE),
        Type::Duration => between(0, i64::MAX),
        Type::Money { .. } | Type::Time | Type::Moment => between(LEAST, i64::MAX),
        Type::Date => Limits { low: LEAST, high: i64::MAX, grain: WHOLE },
        Type::OneOf { .. } | Type::Language | Type::Country | Type::Agent | Type::Text | Type::Category => {
            between(0, last_word)
        }
    }
}

/// Whether a column's words are all there are.
pub(super) fn is_closed(kind: &Type, column: &Column) -> bool {
    match kind {
        Type::OneOf { open: false, .. } | Type::Category => true,
        // `other` stands for all words that are not listed.
        Type::OneOf { .. } => column.words.iter().any(|word| word == OTHER),
        _ => false,
    }
}

/// Whether an input can have no value here.
pub(super) fn can_be_missing(policy: &Policy, column: &Column, missing: Missing) -> bool {
    let fact = match &column.source {
        ColumnSource::Fact(fact) | ColumnSource::Member(fact, _) => *fact,
        ColumnSource::Margin(threshold) => policy.thresholds[threshold.index()].fact,
    };
    if matches!(policy.fact(fact).origin, Origin::Decision(_)) {
        return false;
    }
    missing == Missing::Anywhere || usually_missing(policy, fact)
}

/// Whether a fact has no value for some inputs that can be read in full.
fn usually_missing(policy: &Policy, id: FactId) -> bool {
    let fact = policy.fact(id);
    if fact.default.is_some() {
        return false;
    }
    match &fact.origin {
        Origin::Given => true,
        Origin::Switch | Origin::Signal(..) | Origin::Run(_) | Origin::Decision(_) => false,
        Origin::List { column, .. } => usually_missing(policy, *column),
        Origin::BuiltIn(built_in) => match built_in {
            BuiltIn::Turns
            | BuiltIn::Rounds
            | BuiltIn::SameQuestion
            | BuiltIn::LikenessToEarlierTurns
            | BuiltIn::AssistantRepeatsItself
            | BuiltIn::AssistantFailed
            | BuiltIn::AssistantErrorsInARow => false,
            state => crate::runtime::starting(&Origin::BuiltIn(state.clone())).is_none(),
        },
    }
}

/// The value that a fact has when nothing is given.
pub(super) fn starting(fact: &Fact) -> Option<Value> {
    fact.default.clone().or_else(|| crate::runtime::starting(&fact.origin))
}

/// Says what is usual on an axis.
pub(super) fn make_usual(policy: &Policy, axis: &mut Axis) {
    let Some(column) = axis.column() else { return };
    let (typical, steps) = match &column.source {
        ColumnSource::Margin(_) => (0, SHARES),
        ColumnSource::Member(..) => (0, ONES),
        ColumnSource::Fact(fact) => {
            let fact = policy.fact(*fact);
            let typical = starting(fact).map(|value| slot(&value, column));
            (typical.unwrap_or_else(|| usual(policy, fact, column)), steps(&fact.kind))
        }
    };
    (axis.typical, axis.steps) = (typical, steps);
}

/// The slot of a value.
pub(super) fn slot(value: &Value, column: &Column) -> i64 {
    match value {
        Value::Truth(truth) => i64::from(*truth),
        Value::Number(number) => number.millionths(),
        Value::Word(word) => column.symbol(word).unwrap_or_else(|| column.other()),
        Value::Words(_) => 0,
    }
}

fn steps(kind: &Type) -> &'static [i64] {
    match kind {
        Type::Share => SHARES,
        Type::Score | Type::Number { .. } => NUMBERS,
        Type::Count | Type::Date => COUNTS,
        Type::Money { .. } => AMOUNTS,
        Type::Duration | Type::Time | Type::Moment => DURATIONS,
        _ => ONES,
    }
}

/// What people would expect of a fact that says nothing of itself.
fn usual(policy: &Policy, fact: &Fact, column: &Column) -> i64 {
    match (&fact.origin, &fact.kind) {
        (Origin::BuiltIn(BuiltIn::Confidence), _) => 800_000,
        (Origin::BuiltIn(BuiltIn::Turns | BuiltIn::Rounds | BuiltIn::SameQuestion), _) => WHOLE,
        (Origin::BuiltIn(BuiltIn::LikenessToEarlierTurns), _) => 0,
        (Origin::BuiltIn(BuiltIn::Hour), _) => 10 * WHOLE,
        (Origin::BuiltIn(BuiltIn::Weekday), _) => column.symbol("tue").unwrap_or(0),
        (Origin::BuiltIn(BuiltIn::Language), _) => column.symbol(&policy.fallback).unwrap_or_else(|| column.other()),
        (_, Type::Time) => 36_000 * WHOLE,
        // 2027-06-15, a Tuesday, in days and in seconds.
        (_, Type::Date) => 20_984 * WHOLE,
        (_, Type::Moment) => 20_984 * 86_400 * WHOLE,
        (_, Type::Text | Type::Agent | Type::Country | Type::Language) => column.other(),
        _ => 0,
    }
}
