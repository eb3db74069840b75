//! Does a policy with something changed decide the same, for every input?
//!
//! In: a policy and variants of it, each with other conditions, outcomes, thresholds,
//! or another order of two rules; facts, signals and queues are the same. Out: for
//! each variant *same* (proved), *apart* with a conversation that the reference
//! evaluator decides one way here and another way there, or *undecided*.
//!
//! What changed is put into one table with the original ([`joint`]), so both are asked
//! about the same cells. Where an input is decided differently, one of the two is
//! decided by a row that changed: only pairs with such a row are looked at.
//!
//! # Guarantees
//!
//! *Same* means that action, queue, needs, priority, tags, effects, message and reason
//! are equal for all inputs, those included that are missing or cannot be read.

mod adding;
mod deciding;
mod joint;
mod shifted;

use super::guarantees::decisions::Decisions;
use super::kind::Kind;
use super::{Answer, Budget, Example, Examples, Missing, Point, Region, RowList, Space};
use crate::decision::{Decision, Point as DecisionPoint};
use crate::policy::{ExpectedKind, Policy, RuleId};
use crate::runtime::{Values, evaluate};
use joint::{Changed, Joint};
use std::cell::Cell;

/// Most steps of all questions about one variant.
const STEPS_MAX: u32 = 60_000;

/// Most points of one variant that are made into a conversation.
const EXAMPLES_MAX: u32 = 6;

/// Most variants in one table.
const TOGETHER_MAX: usize = 64;

/// A policy with something changed.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    /// The whole policy; its facts, signals, queues and messages are those of the original.
    pub(crate) policy: Policy,
    /// Two rules that took each other's place.
    pub(crate) swapped: Option<(RuleId, RuleId)>,
}

impl Variant {
    /// An expectation about the original as one about this.
    pub(crate) fn translated(&self, expected: &ExpectedKind) -> ExpectedKind {
        match (expected, self.swapped) {
            (ExpectedKind::By(rule), Some((one, other))) if *rule == one => ExpectedKind::By(other),
            (ExpectedKind::By(rule), Some((one, other))) if *rule == other => ExpectedKind::By(one),
            _ => expected.clone(),
        }
    }

    fn decides(&self, values: &Values, point: DecisionPoint) -> Decision {
        evaluate(&self.policy, values, point, &[])
    }
}

/// What can be said of a variant.
#[derive(Clone, Debug)]
pub(crate) enum Told {
    /// It decides the same for every input: proved.
    Same,
    /// The original decides this conversation as the example says, the variant as the decision says.
    Apart(Box<(Example, Decision)>),
    /// The budget ended, or no conversation was found that shows what the rows say.
    Undecided,
}

/// Tells variants and their original apart.
pub(crate) fn tell(original: &Policy, variants: &[Variant]) -> Vec<Told> {
    let mut told: Vec<Option<Told>> = vec![None; variants.len()];
    let shifts = |at: &usize| joint::shifts_threshold(original, &variants[*at].policy);
    // A threshold that is there twice ties everything that moves it to everything: it has a table of its own.
    let (alone, together): (Vec<usize>, Vec<usize>) = (0..variants.len()).partition(shifts);
    let groups = together.chunks(TOGETHER_MAX).map(<[usize]>::to_vec).chain(alone.into_iter().map(|one| vec![one]));
    for group in groups {
        for (at, found) in group.iter().zip(tell_together(original, variants, &group)) {
            told[*at] = Some(found);
        }
    }
    told.into_iter().map(|one| one.unwrap_or(Told::Undecided)).collect()
}

fn tell_together(original: &Policy, variants: &[Variant], group: &[usize]) -> Vec<Told> {
    let policies = group.iter().map(|at| &variants[*at]);
    let Some(joint) = Joint::of(original, policies) else {
        // One of them makes too many rows; it shall not spoil the others.
        return match group {
            [_] => vec![Told::Undecided],
            _ => group.iter().flat_map(|one| tell_together(original, variants, &[*one])).collect(),
        };
    };
    let usual = joint.sides(Missing::Usually);
    let anywhere = joint.sides(Missing::Anywhere);
    let (usual, anywhere) = (Asked::new(&joint, &usual), Asked::new(&joint, &anywhere));
    let one = |(changed, at): (&Changed, &usize)| {
        let found = usual.tell(changed, &variants[*at]);
        if matches!(found, Told::Apart(_)) { found } else { anywhere.tell(changed, &variants[*at]) }
    };
    joint.changed.iter().zip(group).map(one).collect()
}

/// Original and variants in one space.
struct Asked<'j, 's> {
    joint: &'j Joint,
    space: &'s Space,
    decisions: Decisions<'s, 'j>,
    /// What decides and adds in the original, then every row of rules, then every row of `also`s, variants included.
    list: RowList,
    /// Where the rows of rules begin, and those of `also`s.
    rules_from: u32,
    alsos_from: u32,
    /// What each outcome decides.
    kinds: Vec<Kind<'j>>,
    examples: Examples<'j>,
}

impl<'j, 's> Asked<'j, 's> {
    fn new(joint: &'j Joint, (space, side): &'s (Space, super::Side<'j>)) -> Self {
        let decisions = Decisions::new(space, side);
        let mut list = decisions.list.clone();
        let count = |list: &RowList| u32::try_from(list.len()).expect("a table has at most ROWS_MAX rows");
        let rules_from = count(&list);
        list.append(&side.rows(&joint.rules, space), space);
        let alsos_from = count(&list);
        list.append(&side.rows(&joint.alsos, space), space);
        let (kinds, examples) = (joint.kinds(), Examples::new(side));
        Self { joint, space, decisions, list, rules_from, alsos_from, kinds, examples }
    }

    fn tell(&self, changed: &Changed, variant: &Variant) -> Told {
        let open = Open {
            original: &self.joint.artifact.policy,
            variant,
            budget: Cell::new(STEPS_MAX),
            examples: Cell::new(EXAMPLES_MAX),
        };
        match self.deciding(changed, &open) {
            Told::Same => self.adding(changed, &open),
            found => found,
        }
    }

    /// Whether there is a conversation in a region that none of these rows fits, and that both do not decide alike.
    fn look(&self, region: &Region, not: &[u32], open: &Open<'_>) -> Told {
        let mut budget = Budget { left: open.budget.get().min(Budget::STEPS) };
        let before = budget.left;
        let answer = self.space.find(region, &self.list, not, &mut budget);
        open.budget.set(open.budget.get().saturating_sub((before - budget.left).max(1)));
        match answer {
            Answer::Covered(_) => Told::Same,
            Answer::Undecided => Told::Undecided,
            Answer::Found(point) => self.show(&point, open).unwrap_or(Told::Undecided),
        }
    }

    fn show(&self, point: &Point, open: &Open<'_>) -> Option<Told> {
        open.examples.set(open.examples.get().checked_sub(1)?);
        let tells = |values: &Values, at: DecisionPoint| {
            let other = open.variant.decides(values, at);
            (!evaluate(open.original, values, at, &[]).same(&other)).then_some(other)
        };
        let found = self.examples.telling(self.space, point, &tells)?;
        Some(Told::Apart(Box::new(found)))
    }
}

/// A variant that is being told apart, and what may still be spent on it.
struct Open<'v> {
    original: &'v Policy,
    variant: &'v Variant,
    budget: Cell<u32>,
    examples: Cell<u32>,
}

impl Told {
    /// What is known when this is known of one part, and `other` of the next.
    fn and(self, other: impl FnOnce() -> Told) -> Told {
        match self {
            Told::Same => other(),
            Told::Apart(_) => self,
            Told::Undecided => match other() {
                Told::Same => Told::Undecided,
                found => found,
            },
        }
    }
}
