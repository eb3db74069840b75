//! A decision in names, so that decisions of two policies can be compared.
//!
//! In: an outcome of a table with its queues, or what the evaluator decided. Out: a
//! [`Said`]. Two are equal when the decisions are the same: the rule's name and
//! position are no part of it.

use crate::decision::Decision;
use crate::policy::{ActionName, Effect, MessageId, Policy, QueueId};
use crate::rows::{Outcome, Whither};
use crate::runtime::{explain, unite};
use crate::value::{Fixed, show_duration};

/// A decision in names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Said {
    /// What to do.
    pub action: ActionName,
    /// To whom, in order.
    pub to: Vec<String>,
    /// To the queue of the category, whichever that is: both of two policies have the same ones. Then `to` is empty.
    pub to_category: bool,
    /// To the colleague whom the customer named.
    pub to_named_agent: bool,
    /// The queue's level.
    pub level: Option<String>,
    /// Seconds until silence becomes a handoff.
    pub silence: Option<Fixed>,
    /// What is said: the message's name.
    pub message: Option<String>,
    /// Why, for people.
    pub reason: Option<String>,
    /// What goes with it, as the language writes it; of a row what its own rule brings.
    pub effects: Vec<String>,
}

impl Said {
    /// What an outcome comes to with these queues and effects.
    pub(super) fn of_row(
        policy: &Policy,
        outcome: &Outcome,
        queues: &[QueueId],
        effects: &[Effect],
        reason: Option<&str>,
    ) -> Self {
        Self {
            action: outcome.action,
            to: names(policy, queues),
            to_category: false,
            to_named_agent: outcome.whither == Whither::NamedAgent,
            level: outcome.level.clone(),
            silence: outcome.silence,
            message: message(policy, outcome.message),
            reason: reason.map(str::to_owned),
            effects: written(policy, &unite(effects.iter())),
        }
    }

    /// What the evaluator decided.
    pub fn of(policy: &Policy, decision: &Decision) -> Self {
        Self {
            action: decision.action,
            to: names(policy, &decision.queues),
            to_category: false,
            to_named_agent: decision.to_named_agent,
            level: decision.level.clone(),
            silence: decision.silence,
            message: message(policy, decision.message),
            reason: decision.reason.clone(),
            effects: written(policy, &decision.effects),
        }
    }

    /// Whether they are the same but for what goes with them.
    pub fn is_alike(&self, other: &Said) -> bool {
        let any = self.to_category || other.to_category;
        let to = |said: &Said| if any { Vec::new() } else { said.to.clone() };
        let of = |said: &Said| Said { effects: Vec::new(), to: to(said), to_category: any, ..said.clone() };
        of(self) == of(other)
    }

    fn whither(&self) -> String {
        let who = if self.to_named_agent { "the named agent".to_owned() } else { self.to.join(" or ") };
        if who.is_empty() { String::new() } else { format!(" to {who}") }
    }

    /// What two policies decide, in words: action and queue, and of the rest what is not the same in both. Where one
    /// decides several things of one action, to whom they go.
    pub fn pair(old: &[Said], new: &[Said]) -> [String; 2] {
        if let ([old], [new]) = (old, new) {
            let short = [old.words(Some(new)), new.words(Some(old))];
            return if short[0] == short[1] { [old.words(None), new.words(None)] } else { short };
        }
        let one = |own: &[Said], other: &[Said]| match own {
            [only] => {
                // What others say and why is of many kinds; beside them this is all that it brings.
                let plain = |other: &Said| Said {
                    message: only.message.clone(),
                    reason: None,
                    effects: Vec::new(),
                    to: vec![String::new()],
                    ..other.clone()
                };
                only.words(other.first().map(plain).as_ref())
            }
            several => Said::titles(several, Some(other)),
        };
        [one(old, new), one(new, old)]
    }

    /// `hand off to billing, general or security`; beside another decision to the same people, that it is otherwise.
    pub fn titles(all: &[Said], beside: Option<&[Said]>) -> String {
        let Some(first) = all.first() else { return String::new() };
        let mut names: Vec<String> = Vec::new();
        for said in all {
            let who = match &said.whither()[..] {
                "" if said.to_category => "the category's queue".to_owned(),
                to => to.trim_start_matches(" to ").to_owned(),
            };
            if !who.is_empty() && !names.contains(&who) {
                names.push(who);
            }
        }
        let last = names.pop();
        let to = match (names.is_empty(), last) {
            (_, None) => String::new(),
            (true, Some(last)) => format!(" to {last}"),
            (false, Some(last)) => format!(" to {} or {last}", names.join(", ")),
        };
        let alike = |one: &Said, other: &Said| one.action == other.action && one.whither() == other.whither();
        let is_same = beside.is_some_and(|beside| all.iter().any(|one| beside.iter().any(|other| alike(one, other))));
        let otherwise = if is_same { ", with other effects, words or reasons" } else { "" };
        format!("{}{to}{otherwise}", first.action.as_str())
    }

    /// `hand off to billing at L2, priority urgent`; beside another decision what that has not.
    fn words(&self, beside: Option<&Said>) -> String {
        // Where both go to the same people, only what is done differs.
        let is_other = |other: &&Said| self.whither() != other.whither() || self.action == other.action;
        let to = if beside.is_none_or(|other| is_other(&other)) { self.whither() } else { String::new() };
        let at = self.level.as_ref().map_or_else(String::new, |level| format!(" at {level}"));
        let mut parts = vec![format!("{}{to}{at}", self.action.as_str())];
        if let Some(silence) = self.silence.filter(|_| beside.is_none_or(|other| self.silence != other.silence)) {
            parts.push(format!("silence {}", show_duration(silence)));
        }
        let own = |effect: &&String| beside.is_none_or(|other| !other.effects.contains(effect));
        parts.extend(self.effects.iter().filter(own).cloned());
        let shows = |is_other: &dyn Fn(&Said) -> bool| {
            beside.is_none_or(|other| self.action == other.action && is_other(other))
        };
        if shows(&|other| self.message != other.message) {
            let say = |name: &String| format!("say {name}");
            parts.extend(self.message.as_ref().map(say).or_else(|| beside.map(|_| "say nothing".to_owned())));
        }
        if shows(&|other| self.reason != other.reason) {
            let because = |reason: &String| format!("because \"{reason}\"");
            parts.extend(self.reason.as_ref().map(because).or_else(|| beside.map(|_| "without a reason".to_owned())));
        }
        parts.join(", ")
    }
}

fn names(policy: &Policy, queues: &[QueueId]) -> Vec<String> {
    queues.iter().map(|queue| policy.queue(*queue).name.clone()).collect()
}

fn message(policy: &Policy, id: Option<MessageId>) -> Option<String> {
    id.map(|id| policy.message(id).name.clone())
}

/// Effects as the language writes them, sorted.
fn written(policy: &Policy, effects: &[Effect]) -> Vec<String> {
    let mut all: Vec<String> = effects.iter().map(|effect| explain::effect(policy, effect)).collect();
    all.sort();
    all
}
