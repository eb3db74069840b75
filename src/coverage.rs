//! What the tests of a policy go through: its rules, conditions and boundaries.
//!
//! In: a policy, and the decisions that its tests come to. Out: a list of what there
//! is to go through, and for each item whether a test did.
//!
//! - A *rule* is covered when it decides in a test; an `also` when it adds, a watch when it would have decided,
//!   `otherwise` when no rule holds.
//! - An outcome of a *condition* is covered when a comparison was seen to hold, or not to hold, **while it mattered**: its
//!   rule was asked, no rule before it had decided, and with the other outcome of this comparison the rule would have come
//!   to something else.
//! - A *boundary* is covered when a value was seen while its comparison mattered: the constant itself, one just below, one
//!   just above. *Just* is at most one [`unit()`].
//!
//! # What is not here
//!
//! What signals listen for: their words are tested by the conversations of a test.

mod items;
mod mutants;
mod near;
mod probes;
mod seen;
mod suggest;

pub use mutants::{Change, MUTANTS_MAX, Mutants, Survivor, mutants};
pub use near::unit;
pub use suggest::{Suggestion, suggest};

use crate::policy::{AlsoId, ComparisonId, Layer, Policy, RuleId, Test};
use crate::runtime::{Table, worked};

/// One thing that a test can go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Item {
    /// This guard, override or rule decides, or this watch would have decided.
    Rule(RuleId),
    /// This `also` adds.
    Also(AlsoId),
    /// No rule holds.
    Otherwise,
    /// A comparison comes to this while it matters.
    Outcome(ComparisonId, bool),
    /// A value lies here while its comparison matters.
    Boundary(ComparisonId, Bound, Lies),
}

/// One of the constants that a comparison has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// The lower one.
    Low,
    /// The upper one.
    High,
    /// The threshold, with what is added to it.
    Threshold,
}

/// Where a value lies beside a constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lies {
    /// Less by at most one unit.
    JustBelow,
    /// The same.
    At,
    /// More by at most one unit.
    JustAbove,
}

/// What is counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Rules of every layer.
    Rules,
    /// Outcomes of conditions.
    Conditions,
    /// Values at and beside constants.
    Boundaries,
}

impl Measure {
    /// All of them.
    pub const ALL: [Measure; 3] = [Measure::Rules, Measure::Conditions, Measure::Boundaries];

    /// As it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Measure::Rules => "rules",
            Measure::Conditions => "conditions",
            Measure::Boundaries => "boundaries",
        }
    }
}

impl Item {
    /// Where it is counted.
    pub fn measure(self) -> Measure {
        match self {
            Item::Rule(_) | Item::Also(_) | Item::Otherwise => Measure::Rules,
            Item::Outcome(..) => Measure::Conditions,
            Item::Boundary(..) => Measure::Boundaries,
        }
    }

    /// The layer that it belongs to, in a word that can be counted: `guard`, `watch`, `also`; none for conditions.
    pub fn layer(self, policy: &Policy) -> Option<&'static str> {
        match self {
            Item::Rule(rule) if policy.rule(rule).watch => Some("watch"),
            Item::Rule(rule) => Some(match policy.rule(rule).layer {
                Layer::Guard => "guard",
                Layer::Override => "override",
                Layer::Rule => "rule",
            }),
            Item::Also(_) => Some("also"),
            Item::Otherwise => Some("otherwise"),
            Item::Outcome(..) | Item::Boundary(..) => None,
        }
    }
}

/// How much of something was gone through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// What was gone through.
    pub covered: usize,
    /// What there is.
    pub total: usize,
}

/// What there is to go through, and whether tests did.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    items: Vec<(Item, bool)>,
}

impl Coverage {
    /// Nothing gone through yet.
    pub fn of(policy: &Policy) -> Self {
        Self { items: items::all(policy).into_iter().map(|item| (item, false)).collect() }
    }

    /// Goes through a test.
    pub fn run(&mut self, table: &Table, test: &Test) {
        for (values, decision) in worked::decisions(table, test) {
            let seen = seen::seen(table.policy(), &values, &decision);
            for (item, covered) in &mut self.items {
                *covered |= seen.contains(item);
            }
        }
    }

    /// Everything, in the order of the policy, with whether it is covered.
    pub fn items(&self) -> impl Iterator<Item = (Item, bool)> {
        self.items.iter().copied()
    }

    /// Whether an item is covered.
    pub fn covers(&self, item: Item) -> bool {
        self.items.contains(&(item, true))
    }

    /// How much of what `wanted` accepts is covered.
    pub fn count(&self, wanted: impl Fn(Item) -> bool) -> Count {
        let wanted = self.items.iter().filter(|(item, _)| wanted(*item));
        wanted.fold(Count::default(), |count, (_, covered)| Count {
            covered: count.covered + usize::from(*covered),
            total: count.total + 1,
        })
    }

    /// Leaves out what cannot be gone through.
    pub fn leave_out(&mut self, impossible: &[Item]) {
        self.items.retain(|(item, covered)| *covered || !impossible.contains(item));
    }
}
