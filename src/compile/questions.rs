//! A comparison as questions to columns.
//!
//! In: a comparison of the policy. Out: the columns that it reads, and the slots
//! of each that make it hold. Only tags are read in more than one column.

use std::collections::{BTreeSet, HashMap};

use crate::policy::{Check, Comparison, ComparisonId, DecisionFact, FactId, Origin, Policy, Relation, StateAsk};
use crate::rows::{ColumnSource, LEAST, MISSING};
use crate::value::{Fixed, Type};

/// Slots, as ranges from the first to the last, both included.
pub(super) type Slots = Vec<(i64, i64)>;

/// What a comparison asks.
#[derive(Clone, Debug)]
pub(super) enum Question {
    /// One of these columns must hold one of its slots; none: it never holds.
    Any(Vec<(ColumnSource, Slots)>),
    /// Each of these columns must.
    All(Vec<(ColumnSource, Slots)>),
}

impl Question {
    /// The columns with their slots.
    pub(super) fn parts(&self) -> &[(ColumnSource, Slots)] {
        match self {
            Question::Any(parts) | Question::All(parts) => parts,
        }
    }
}

/// Turns comparisons into questions.
pub(super) struct Questions<'a> {
    policy: &'a Policy,
    words: Vec<Vec<String>>,
    symbols: Vec<HashMap<String, i64>>,
}

impl<'a> Questions<'a> {
    /// Gives every word that these comparisons of the policy know its symbol.
    pub(super) fn new(policy: &'a Policy, asked: &[Comparison]) -> Self {
        let mut mentioned: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); policy.facts.len()];
        for comparison in asked {
            if let Check::OneOf(words) | Check::Has(words) = &comparison.test {
                mentioned[comparison.fact.index()].extend(words.iter().map(String::as_str));
            }
        }
        let states = policy.state_asks();
        for ask in &states {
            if let Check::OneOf(words) = &ask.test {
                mentioned[ask.fact.index()].extend(words.iter().map(String::as_str));
            }
        }
        let words: Vec<Vec<String>> =
            mentioned.iter().enumerate().map(|(at, mentioned)| words(policy, at, mentioned)).collect();
        let numbered = |words: &Vec<String>| words.iter().cloned().zip(0..).collect();
        Self { policy, symbols: words.iter().map(numbered).collect(), words }
    }

    /// The words of a column, by symbol.
    pub(super) fn words(&self, source: &ColumnSource) -> Vec<String> {
        match source {
            ColumnSource::Fact(fact) if !is_many(self.policy, *fact) => self.words[fact.index()].clone(),
            _ => Vec::new(),
        }
    }

    /// What a comparison asks.
    pub(super) fn of(&self, id: ComparisonId) -> Question {
        let comparison = self.policy.comparison(id);
        let fact = ColumnSource::Fact(comparison.fact);
        match &comparison.test {
            Check::OneOf(words) | Check::Has(words) if is_many(self.policy, comparison.fact) => {
                members(comparison, words)
            }
            Check::Threshold { threshold, relation, offset } => {
                let slots = signed(vec![beside(*relation, *offset)], comparison.negated);
                Question::Any(vec![(ColumnSource::Margin(*threshold), slots)])
            }
            Check::Known | Check::Missing => {
                let known = (comparison.test == Check::Known) != comparison.negated;
                Question::Any(vec![(fact, vec![if known { (LEAST, i64::MAX) } else { (MISSING, MISSING) }])])
            }
            test => match self.slots(comparison.fact, test) {
                Some(slots) => Question::Any(vec![(fact, signed(slots, comparison.negated))]),
                // A checked policy compares nothing with what is of another kind.
                None => Question::Any(Vec::new()),
            },
        }
    }

    /// The slots in which a question to the state holds.
    pub(super) fn state(&self, ask: &StateAsk) -> Slots {
        let mut slots = signed(self.slots(ask.fact, &ask.test).unwrap_or_default(), ask.negated);
        slots.extend(ask.or_missing.then_some((MISSING, MISSING)));
        slots
    }

    /// The slots that pass a test of one column.
    fn slots(&self, fact: FactId, test: &Check) -> Option<Slots> {
        let kind = &self.policy.fact(fact).kind;
        match test {
            Check::True if *kind == Type::Truth => Some(vec![(1, 1)]),
            Check::Within { low, high } if kind.is_ordered() => {
                let from = low.map_or(LEAST, |(bound, included)| after(bound, !included));
                let to = high.map_or(i64::MAX, |(bound, included)| before(bound, !included));
                Some(if from <= to { vec![(from, to)] } else { Vec::new() })
            }
            Check::OneOf(words) | Check::Has(words) if !kind.is_ordered() && *kind != Type::Truth => {
                let symbols = &self.symbols[fact.index()];
                Some(words.iter().filter_map(|word| symbols.get(word)).map(|at| (*at, *at)).collect())
            }
            _ => None,
        }
    }
}

/// Whether a fact may hold several words at once.
fn is_many(policy: &Policy, fact: FactId) -> bool {
    let fact = policy.fact(fact);
    fact.kind == Type::Tags || matches!(fact.origin, Origin::Decision(DecisionFact::Queue | DecisionFact::DecidedBy))
}

/// Every word that a fact's conditions can tell from others, by symbol.
fn words(policy: &Policy, fact: usize, mentioned: &BTreeSet<&str>) -> Vec<String> {
    let fact = &policy.facts[fact];
    let mut words: Vec<String> = match &fact.kind {
        Type::Category => policy.categories.iter().map(|category| category.path.clone()).collect(),
        Type::OneOf { values, .. } => values.clone(),
        _ => Vec::new(),
    };
    if fact.kind != Type::Category {
        for word in mentioned {
            if !words.iter().any(|known| known == word) {
                words.push((*word).to_owned());
            }
        }
    }
    words
}

fn members(comparison: &Comparison, words: &[String]) -> Question {
    let member = |word: &String| ColumnSource::Member(comparison.fact, word.clone());
    if comparison.negated {
        Question::All(words.iter().map(|word| (member(word), vec![(0, 0)])).collect())
    } else {
        Question::Any(words.iter().map(|word| (member(word), vec![(1, 1)])).collect())
    }
}

/// The margins that stand in a relation to an offset.
fn beside(relation: Relation, offset: Fixed) -> (i64, i64) {
    match relation {
        Relation::Above => (after(offset, true), i64::MAX),
        Relation::AtLeast => (after(offset, false), i64::MAX),
        Relation::Below => (LEAST, before(offset, true)),
        Relation::AtMost => (LEAST, before(offset, false)),
    }
}

fn after(bound: Fixed, next: bool) -> i64 {
    bound.millionths().saturating_add(i64::from(next)).max(LEAST)
}

fn before(bound: Fixed, previous: bool) -> i64 {
    bound.millionths().saturating_sub(i64::from(previous)).max(LEAST)
}

/// The slots, or with `negated` those of all other values.
fn signed(slots: Slots, negated: bool) -> Slots {
    if !negated {
        return slots;
    }
    let mut sorted = slots;
    sorted.sort_unstable();
    let mut rest = Vec::new();
    let mut next = Some(LEAST);
    for (from, to) in sorted {
        if let Some(start) = next.filter(|start| *start < from) {
            rest.push((start, from - 1));
        }
        next = to.checked_add(1);
    }
    rest.extend(next.map(|start| (start, i64::MAX)));
    rest
}
