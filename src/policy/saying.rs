//! Which messages are said to somebody who goes to a person, or may, and to which queues.
//!
//! In: a policy. Out: each message with who says it and where it leads; the queues of it.

use super::{Action, BuiltIn, CategoryId, Check, Course, MessageId, Origin, Outcome, Policy, QueueId, RuleId, To};

/// A message on the way to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// The rule that says it; none for `otherwise` and for what is said when Baton cannot decide.
    pub rule: Option<RuleId>,
    /// Where it leads.
    pub to: To,
    /// What is said.
    pub message: MessageId,
}

impl Policy {
    /// What rules say to those whom they hand over, offer to or ask first, in the order of the rules; then
    /// `otherwise`, then what is said when something failed.
    pub fn sayings(&self) -> Vec<Saying> {
        let rules = self.rules.iter().enumerate().filter(|(_, rule)| !rule.watch);
        let rules = rules.map(|(at, rule)| (Some(RuleId::from_index(at)), &rule.outcome));
        let mut sayings = Vec::new();
        for (rule, outcome) in rules.chain([(None, &self.otherwise)]) {
            let courses = self.courses(rule, &outcome.action).into_iter();
            sayings.extend(courses.filter_map(|course| self.saying(rule, outcome, course)));
        }
        for target in [self.on_problem.as_ref(), Some(&self.on_failure)].into_iter().flatten() {
            let message = self.find_message("hand_off");
            sayings.extend(message.map(|message| Saying { rule: None, to: target.to.clone(), message }));
        }
        sayings
    }

    /// What is said on a course. What the rule says speaks of another queue than the one of a transfer too many.
    fn saying(&self, rule: Option<RuleId>, outcome: &Outcome, course: Course) -> Option<Saying> {
        let own = outcome.say.filter(|_| !course.diverted);
        let (target, message) = match course.action {
            Action::HandOff(target) => (target, own.or_else(|| self.find_message("hand_off"))),
            Action::Offer(target) => (target, own.or_else(|| self.find_message("offer_hand_off"))),
            Action::Clarify { message, target, .. } => (target, Some(message)),
            Action::Stay | Action::Close => return None,
        };
        Some(Saying { rule, to: target.to, message: message? })
    }

    /// The message of this name.
    pub fn find_message(&self, name: &str) -> Option<MessageId> {
        self.messages.iter().position(|message| message.name == name).map(MessageId::from_index)
    }

    /// Whether what leads there may come to a queue.
    pub fn may_reach(&self, to: &To, queue: QueueId) -> bool {
        match to {
            To::Category => {
                queue == self.default_queue || self.categories.iter().any(|category| category.queue == Some(queue))
            }
            To::Queues(queues) => queues.contains(&queue),
            To::NamedAgent => false,
        }
    }

    /// A queue that a message is said for, to show it with: that of the first rule that says it.
    pub fn usual_queue(&self, message: MessageId) -> Option<QueueId> {
        let mut sayings = self.sayings().into_iter().filter(|saying| saying.message == message);
        sayings.find_map(|saying| match saying.to {
            To::Queues(queues) => queues.first().copied(),
            To::Category => Some(self.queue_for(saying.rule.and_then(|rule| self.asked_category(rule)))),
            To::NamedAgent => None,
        })
    }

    /// The first category that a rule asks for.
    fn asked_category(&self, rule: RuleId) -> Option<CategoryId> {
        self.rule(rule).condition.comparisons().into_iter().find_map(|id| {
            let comparison = self.comparison(id);
            let is_category = self.fact(comparison.fact).origin == Origin::BuiltIn(BuiltIn::Category);
            match &comparison.test {
                Check::OneOf(paths) if is_category && !comparison.negated => self.find_category(paths.first()?),
                _ => None,
            }
        })
    }
}
