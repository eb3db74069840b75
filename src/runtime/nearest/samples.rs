//! One value of each cell of a fact, and the cells around one of them in words.
//!
//! A constant that numbers are compared with is a cell of its own; so is what lies
//! between two of them. Whole numbers have neighbours, others are as near as can be.

use std::collections::BTreeMap;

use super::Region;
use crate::policy::Check;
use crate::rows::LEAST;
use crate::value::{Fixed, Type, Value};

/// A value to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sample {
    /// None: missing.
    pub(super) value: Option<Value>,
    pub(super) place: Place,
}

/// Where a sample lies among the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Missing,
    /// A value of its own.
    Alone,
    /// A word that stands for all that the policy does not name.
    Other,
    /// A tag more or less.
    Tag(String, bool),
    /// On a constant, or just below or above it.
    Number {
        cut: Fixed,
        side: std::cmp::Ordering,
    },
    /// A whole number.
    Whole,
}

impl Sample {
    pub(super) fn is(value: Value) -> Self {
        Self { value: Some(value), place: Place::Alone }
    }

    /// How far it is from what the fact was; anything else is farther than any number, and missing is farthest.
    pub(super) fn distance(&self, was: Option<&Value>) -> (u8, u64) {
        match (&self.value, was) {
            (None, _) => (2, 0),
            (Some(Value::Number(number)), Some(Value::Number(was))) => {
                (0, number.millionths().abs_diff(was.millionths()))
            }
            _ => (1, 0),
        }
    }

    fn number(&self) -> Option<Fixed> {
        match self.value {
            Some(Value::Number(number)) => Some(number),
            _ => None,
        }
    }
}

/// A number of each cell, ascending; one number if there is no constant and any is `asked` for.
pub(super) fn numbers(kind: &Type, cuts: &[Fixed], asked: bool) -> Vec<Sample> {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let (low, high) = range(kind);
    let is_whole = matches!(kind, Type::Count | Type::Date);
    let mut samples: BTreeMap<Fixed, Place> = BTreeMap::new();
    for cut in cuts {
        let (cut, step) =
            if is_whole { (Fixed::from_whole(cut.whole()), Fixed::ONE) } else { (*cut, Fixed::from_millionths(1)) };
        for side in [Less, Greater, Equal] {
            let number = match side {
                Less => cut - step,
                Equal => cut,
                Greater => cut + step,
            };
            let place = if is_whole { Place::Whole } else { Place::Number { cut, side } };
            // A threshold with its offset can lie where no number of a table does.
            let fits = number.millionths() >= LEAST
                && low.is_none_or(|low| number >= low)
                && high.is_none_or(|high| number <= high);
            if fits && (side == Equal || !samples.contains_key(&number)) {
                samples.insert(number, place);
            }
        }
    }
    if samples.is_empty() && (asked || !cuts.is_empty()) {
        samples.insert(low.or(high).unwrap_or(Fixed::ZERO), Place::Whole);
    }
    samples.into_iter().map(|(number, place)| Sample { value: Some(Value::Number(number)), place }).collect()
}

/// The numbers that a type has.
fn range(kind: &Type) -> (Option<Fixed>, Option<Fixed>) {
    match kind {
        Type::Count | Type::Duration => (Some(Fixed::ZERO), None),
        Type::Share | Type::Score => (Some(Fixed::ZERO), Some(Fixed::ONE)),
        Type::Number { low, high } => (*low, *high),
        _ => (None, None),
    }
}

/// Each word, and one that the policy does not name where there are such.
pub(super) fn words(kind: &Type, words: &[String]) -> Vec<Sample> {
    let other = match kind {
        Type::Language => Some("zxx"),
        Type::Country => Some("ZZ"),
        Type::Agent | Type::Text => Some("somebody or something else"),
        _ => None,
    };
    let other = other.map(|word| Sample { value: Some(Value::Word(word.to_owned())), place: Place::Other });
    words.iter().map(|word| Sample::is(Value::Word(word.clone()))).chain(other).collect()
}

/// The tags as they are, with one that the policy names more or less; none at all where nothing is known.
pub(super) fn tags(asked: &[&Check], was: Option<&Value>) -> Vec<Sample> {
    let have: &[String] = match was {
        Some(Value::Words(words)) => words,
        _ => &[],
    };
    let named = asked.iter().filter_map(|check| match check {
        Check::Has(words) => Some(words),
        _ => None,
    });
    let mut named: Vec<&String> = named.flatten().collect();
    named.sort();
    named.dedup();
    let toggled = named.into_iter().map(|tag| {
        let mut tags = have.to_vec();
        let place = match tags.binary_search(tag) {
            Ok(at) => {
                tags.remove(at);
                Place::Tag(tag.clone(), false)
            }
            Err(at) => {
                tags.insert(at, tag.clone());
                Place::Tag(tag.clone(), true)
            }
        };
        Sample { value: Some(Value::Words(tags)), place }
    });
    let none = was.is_none().then(|| Sample::is(Value::Words(Vec::new())));
    none.into_iter().chain(toggled).collect()
}

/// The cells around a sample that decide as it does, without what the fact was.
pub(super) fn region(samples: &[Sample], at: usize, was: Option<&Value>, same: &dyn Fn(usize) -> bool) -> Region {
    use std::cmp::Ordering::{Equal, Less};
    let Some(number) = samples[at].number() else {
        return match (&samples[at].place, &samples[at].value) {
            (Place::Tag(tag, with), _) => Region::Tag(tag.clone(), *with),
            // Without a word that the policy names, any will do.
            (Place::Other, _) if !samples.iter().any(|sample| sample.place == Place::Alone) => {
                Region::Between(None, None)
            }
            (Place::Other, _) => Region::Other,
            (_, Some(Value::Words(_))) => Region::Between(None, None),
            (_, Some(value)) => Region::Is(value.clone()),
            (_, None) => Region::Missing,
        };
    };
    let was = match was {
        Some(Value::Number(was)) => Some(*was),
        _ => None,
    };
    // What the fact was lies between two samples, or on one, and decides otherwise.
    let joined = |one: usize, other: usize| match (samples[one].number(), samples[other].number()) {
        (Some(one), Some(other)) => same_side(one, other, was) && same_side(one, number, was),
        _ => false,
    };
    let (mut first, mut last) = (at, at);
    while first > 0 && same(first - 1) && joined(first - 1, first) {
        first -= 1;
    }
    while last + 1 < samples.len() && same(last + 1) && joined(last, last + 1) {
        last += 1;
    }
    let numbers_end = samples.iter().rposition(|sample| sample.number().is_some()).unwrap_or(last);
    let bound = |at: usize, is_low: bool| match &samples[at].place {
        // Just below a constant begins the range that ends there, and the same above it.
        Place::Number { cut, side: Equal } => Some((*cut, true)),
        Place::Number { cut, side } => ((*side == Less) != is_low).then_some((*cut, false)),
        _ => samples[at].number().map(|number| (number, true)),
    };
    let edge = |at: usize, is_low: bool| {
        let is_outermost = if is_low { at == 0 } else { at == numbers_end };
        if is_outermost && !ends_at(was, number, is_low) {
            return None;
        }
        // Just above one constant can be just below the next: then that is the bound, or what the fact was.
        let next = if is_low { at.checked_sub(1) } else { Some(at + 1) };
        let next = next.and_then(|next| samples.get(next)).and_then(Sample::number);
        let beyond = [next, was].into_iter().flatten().filter(|bound| (*bound < number) == is_low);
        let nearest = || if is_low { beyond.max() } else { beyond.min() };
        bound(at, is_low).or_else(|| nearest().map(|bound| (bound, false)))
    };
    Region::Between(edge(first, true), edge(last, false))
}

/// Whether what the fact was lies beyond this end.
fn ends_at(was: Option<Fixed>, number: Fixed, is_low: bool) -> bool {
    was.is_some_and(|was| if is_low { was < number } else { was > number })
}

/// Whether two numbers lie on the same side of a third.
fn same_side(one: Fixed, other: Fixed, middle: Option<Fixed>) -> bool {
    middle.is_none_or(|middle| (one < middle) == (other < middle))
}
