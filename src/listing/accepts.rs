//! Cells of a column → what they hold: yes or no, numbers, words, nothing.

use crate::policy::{CategoryId, Policy};
use crate::rows::{Cells, Column, ColumnSource, LEAST, MISSING_CELL, NO_ANSWER_CELL, VALUE_CELL};
use crate::value::{Fixed, Type};

/// What a row accepts of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepts {
    /// Which values.
    pub values: Values,
    /// Whether it accepts that there is no value.
    pub missing: bool,
    /// Whether it accepts, of what exists only with an answer, that there is no answer yet.
    pub before_the_answer: bool,
}

/// A set of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// No value.
    None,
    /// Every value.
    Any,
    /// Yes, or no.
    Truth(bool),
    /// Numbers in these ranges, ascending.
    Numbers(Vec<Range>),
    /// These words; of a category all below it are meant too.
    OneOf(Vec<String>),
    /// Every word but these.
    NoneOf(Vec<String>),
}

/// Numbers in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Where they begin.
    pub low: Option<Bound>,
    /// Where they end.
    pub high: Option<Bound>,
}

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The number.
    pub at: Fixed,
    /// Whether the number itself is in the range.
    pub included: bool,
}

/// What the slots of a column stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Yes (1) or no (0).
    Truth,
    /// Millionths.
    Number,
    /// Positions in a list of words.
    Word,
    /// Only whether there is a value.
    Presence,
}

impl Holds {
    /// What the slots of this column stand for.
    pub fn of(policy: &Policy, column: &Column) -> Self {
        match &column.source {
            ColumnSource::Margin(_) => Holds::Number,
            ColumnSource::Member(..) => Holds::Truth,
            ColumnSource::Fact(fact) => match &policy.fact(*fact).kind {
                Type::Truth => Holds::Truth,
                kind if kind.is_ordered() => Holds::Number,
                _ if column.words.is_empty() => Holds::Presence,
                _ => Holds::Word,
            },
        }
    }
}

impl Accepts {
    /// What these ranges of cells hold.
    pub fn of(policy: &Policy, column: &Column, ranges: &[(u32, u32)]) -> Self {
        let cells = Cells::of(ranges.to_vec());
        let known = Cells::of(vec![(VALUE_CELL, column.cells())]);
        let accepted = cells.and(&known);
        let values = match Holds::of(policy, column) {
            _ if accepted.is_empty() => Values::None,
            _ if accepted == known => Values::Any,
            Holds::Presence => Values::Any,
            Holds::Number => Values::Numbers(accepted.ranges().iter().map(|range| numbers(column, *range)).collect()),
            Holds::Truth => match [0, 1].map(|slot| accepted.contains(column.cell(slot))) {
                [true, true] => Values::Any,
                [_, yes] => Values::Truth(yes),
            },
            Holds::Word => words(policy, column, &accepted),
        };
        Self {
            values,
            missing: cells.contains(MISSING_CELL),
            before_the_answer: column.on_answer && cells.contains(NO_ANSWER_CELL),
        }
    }

    /// Whether no input can be refused.
    pub fn is_everything(&self, column: &Column) -> bool {
        self.values == Values::Any && self.missing && (self.before_the_answer || !column.on_answer)
    }
}

/// The numbers from one cell to before another.
fn numbers(column: &Column, (from, to): (u32, u32)) -> Range {
    let (low, _) = column.bounds(from);
    let (_, high) = column.bounds(to - 1);
    Range { low: (low > LEAST).then(|| Bound::from(low)), high: (high < i64::MAX).then(|| Bound::to(high)) }
}

impl Bound {
    /// Where a range begins, as somebody would write it: rather above 0.6 than from 0.600001 on.
    pub fn from(slot: i64) -> Self {
        Self::rounder(slot, slot - 1)
    }

    /// Where a range ends.
    pub fn to(slot: i64) -> Self {
        Self::rounder(slot, slot + 1)
    }

    fn rounder(inside: i64, outside: i64) -> Self {
        let included = zeros(outside) <= zeros(inside);
        Self { at: Fixed::from_millionths(if included { inside } else { outside }), included }
    }
}

/// How many zeros a number ends in.
fn zeros(number: i64) -> u32 {
    (1..19).take_while(|power| number % 10_i64.pow(*power) == 0).last().unwrap_or(0)
}

/// Words; when words that the policy does not know are accepted too, those that are not.
fn words(policy: &Policy, column: &Column, accepted: &Cells) -> Values {
    let contains = |slot: i64| accepted.contains(column.cell(slot));
    let others = contains(column.other());
    let named: Vec<bool> = (0..column.other()).map(|symbol| contains(symbol) != others).collect();
    let words = match &column.source {
        ColumnSource::Fact(fact) if policy.fact(*fact).kind == Type::Category => families(policy, &named),
        _ => column.words.iter().zip(&named).filter(|(_, named)| **named).map(|(word, _)| word.clone()).collect(),
    };
    if others { Values::NoneOf(words) } else { Values::OneOf(words) }
}

/// Categories as the policy names them: one word for a family that is whole, `billing but not billing.refund` for one
/// that is not.
fn families(policy: &Policy, named: &[bool]) -> Vec<String> {
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); policy.categories.len()];
    let mut roots = Vec::new();
    for (at, category) in policy.categories.iter().enumerate() {
        match category.parent {
            Some(CategoryId(parent)) => below[parent as usize].push(at),
            None => roots.push(at),
        }
    }
    let tree = Tree { policy, below: &below, named };
    let mut words = Vec::new();
    for root in roots {
        tree.name(root, &mut words);
    }
    words
}

struct Tree<'a> {
    policy: &'a Policy,
    below: &'a [Vec<usize>],
    named: &'a [bool],
}

impl Tree<'_> {
    fn name(&self, at: usize, words: &mut Vec<String>) {
        let path = &self.policy.categories[at].path;
        if self.is_named(at) {
            let mut lacking = Vec::new();
            let regular = self.below[at].iter().all(|child| self.lacking(*child, &mut lacking));
            match (regular, lacking.is_empty()) {
                (true, true) => return words.push(path.clone()),
                (true, false) => return words.push(format!("{path} but not {}", lacking.join(" or "))),
                (false, _) => words.push(format!("{path} itself")),
            }
        }
        self.below[at].iter().for_each(|child| self.name(*child, words));
    }

    fn is_named(&self, at: usize) -> bool {
        self.named.get(at).copied().unwrap_or(false)
    }

    /// Finds the families from here down of which nothing is named; false if one is named in part.
    fn lacking(&self, at: usize, found: &mut Vec<String>) -> bool {
        if self.is_named(at) {
            return self.below[at].iter().all(|child| self.lacking(*child, found));
        }
        found.push(self.policy.categories[at].path.clone());
        !self.any_named(at)
    }

    fn any_named(&self, at: usize) -> bool {
        self.is_named(at) || self.below[at].iter().any(|child| self.any_named(*child))
    }
}
