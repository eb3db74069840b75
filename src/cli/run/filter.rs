//! Which conversations `run` shows: those in which a rule decided, or an action was taken.
//!
//! In: names as typed. Out: yes or no for the steps of a conversation. Like the summary, it looks at no decision after
//! a handoff.

use super::super::ui::{Outcome, Stop};
use super::timeline::is_over;
use crate::decision::{DecidedBy, Decision};
use crate::policy::{ActionName, Policy, RuleId};
use crate::runtime::Step;

/// What the user asks for; both lists empty for every conversation.
#[derive(Debug, clap::Args)]
pub(super) struct Only {
    /// Only conversations in which one of these rules decided
    #[arg(long = "rule", value_name = "NAME", value_delimiter = ',')]
    rules: Vec<String>,
    /// Only conversations in which one of these was decided: stay, offer, clarify, "hand off", close
    #[arg(long = "action", value_name = "ACTION", value_delimiter = ',', value_parser = action)]
    actions: Vec<ActionName>,
}

fn action(text: &str) -> Result<ActionName, String> {
    let plain = |text: &str| text.to_lowercase().replace([' ', '_', '-'], "");
    let found = ActionName::ALL.into_iter().find(|action| plain(action.as_str()) == plain(text));
    found.ok_or_else(|| format!("an action is {}", ActionName::ALL.map(ActionName::as_str).join(", ")))
}

/// Who decided, in the order in which equal counts are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Decider {
    Otherwise,
    Problem,
    Rule(RuleId),
}

impl Decider {
    /// Of a decision.
    pub(super) fn of(decision: &Decision) -> Self {
        match decision.decided_by {
            DecidedBy::Otherwise => Decider::Otherwise,
            DecidedBy::Problem => Decider::Problem,
            DecidedBy::Rule(rule) => Decider::Rule(rule),
        }
    }

    /// As the policy writes it.
    pub(super) fn name(self, policy: &Policy) -> &str {
        match self {
            Decider::Otherwise => "otherwise",
            Decider::Problem => "on problem",
            Decider::Rule(rule) => &policy.rule(rule).name,
        }
    }
}

/// [`Only`] with the names of a policy.
#[derive(Debug)]
pub(super) struct Filter {
    deciders: Vec<Decider>,
    actions: Vec<ActionName>,
}

impl Filter {
    /// Finds the rules.
    pub(super) fn new(policy: &Policy, only: &Only) -> Outcome<Self> {
        let mut deciders = Vec::new();
        for name in &only.rules {
            deciders.push(decider(policy, name)?);
        }
        Ok(Self { deciders, actions: only.actions.clone() })
    }

    /// Whether it leaves anything out.
    pub(super) fn asks(&self) -> bool {
        !self.deciders.is_empty() || !self.actions.is_empty()
    }

    /// Whether one decision before a handoff is what was asked for.
    pub(super) fn takes(&self, steps: &[Step]) -> bool {
        !self.asks() || steps.iter().any(|step| !is_over(step) && self.fits(&step.decision))
    }

    fn fits(&self, decision: &Decision) -> bool {
        let watched = |decider: &Decider| decision.watches.iter().any(|watch| *decider == Decider::Rule(*watch));
        let decided = |decider: &Decider| *decider == Decider::of(decision) || watched(decider);
        (self.deciders.is_empty() || self.deciders.iter().any(decided))
            && (self.actions.is_empty() || self.actions.contains(&decision.action))
    }
}

fn decider(policy: &Policy, name: &str) -> Outcome<Decider> {
    let rules = (0..policy.rules.len()).map(|at| Decider::Rule(RuleId::from_index(at)));
    let mut all = rules.chain([Decider::Otherwise, Decider::Problem]);
    all.find(|decider| decider.name(policy) == name).ok_or_else(|| {
        let known = policy.rules.iter().map(|rule| rule.name.as_str());
        let near = crate::diagnostic::nearest(name, known);
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Stop::Said(format!("--rule {name}: the policy has no such rule{near}"))
    })
}
