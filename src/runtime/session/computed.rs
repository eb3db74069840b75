//! Built-in facts that the service did not send, computed where they can be.

use super::{Session, count};
use crate::decision::Point;
use crate::policy::{BuiltIn, QueueId};
use crate::runtime::clock::{self, Clock};
use crate::runtime::session::input::Given;
use crate::value::{Fixed, Value};
use xxhash_rust::xxh3::xxh3_64;

impl Session<'_> {
    /// How many turns of the customer there were, this one included.
    pub fn customer_turns(&self) -> i64 {
        self.talk.customer_turns
    }

    /// The value of a built-in; none where nothing is known.
    pub(super) fn compute(&self, built_in: &BuiltIn, point: Point) -> Option<Value> {
        let counted = |n: i64| Some(Value::Number(count(n)));
        let wall = || self.clock().wall(self.table.listener().zone.as_ref());
        match built_in {
            BuiltIn::Sentiment => self.feels().map(Value::Number),
            BuiltIn::LowestSentiment => self.mood.lowest(self.feels()).map(Value::Number),
            BuiltIn::SentimentTrend => self.mood.trend(self.feels()).map(Value::Number),
            BuiltIn::Turns => counted(self.talk.turns()),
            BuiltIn::Rounds => counted(self.talk.rounds()),
            BuiltIn::ContactsInDays(days) => {
                counted(i64::try_from(self.history.as_ref()?.within_days(*days)).unwrap_or(i64::MAX))
            }
            BuiltIn::SameIssueInDays(days) => {
                let category = self.table.listener().category.and_then(|fact| self.facts.word(fact));
                Some(Value::Truth(self.history.as_ref()?.same_issue(*days, category)))
            }
            BuiltIn::SameQuestion => counted(self.talk.same_question()),
            BuiltIn::LikenessToEarlierTurns => Some(Value::Number(self.talk.likeness_to_earlier_turns())),
            BuiltIn::TimeSinceLastReply => {
                let passed = self.clock.at?.checked_sub(self.talk.reply_at()?)?;
                (passed >= 0).then(|| Value::Number(count(passed)))
            }
            BuiltIn::WaitHere => self.wait_here(),
            BuiltIn::LastQueueHere => self.last_queue_here(),
            BuiltIn::Rollout(salt) => rollout(salt, &self.id),
            BuiltIn::Hour => wall().map(|wall| clock::hour(&wall)),
            BuiltIn::Weekday => wall().map(|wall| clock::weekday(&wall)),
            BuiltIn::Today => wall().map(|wall| clock::today(&wall)),
            BuiltIn::Now => self.clock().now().and_then(Fixed::checked_from_whole).map(Value::Number),
            BuiltIn::AssistantFailed => Some(Value::Truth(self.failed(point))),
            BuiltIn::AssistantErrorsInARow => counted(self.errors_in_a_row(point)),
            BuiltIn::AssistantRepeatsItself => Some(Value::Truth(self.talk.assistant_repeats)),
            state => self.desk.value(self.table.policy(), state, &self.present()),
        }
    }

    /// The clock; a present that the service sends as a fact counts for hours and days too.
    pub(super) fn clock(&self) -> Clock {
        let sent = self.table.listener().now.and_then(|fact| match self.input.get(fact) {
            Given::Is(Value::Number(instant)) => Some(instant.whole()),
            _ => None,
        });
        Clock { explicit: self.clock.explicit.or(sent), ..self.clock }
    }

    /// Whether the assistant failed at this answer: as given, else by a promised confidence that is not there.
    fn failed(&self, point: Point) -> bool {
        match self.table.listener().assistant_failed.map(|fact| self.input.get(fact)) {
            Some(Given::Is(value)) => return *value == Value::Truth(true),
            Some(Given::Missing) => return false,
            Some(Given::Nothing) | None => {}
        }
        let confidence =
            self.table.listener().confidence.is_some_and(|fact| matches!(self.input.get(fact), Given::Is(_)));
        point == Point::Answer && self.table.policy().gives_confidence && !confidence
    }

    /// Failed answers in a row, with the one that is decided on.
    pub(super) fn errors_in_a_row(&self, point: Point) -> i64 {
        let before = self.talk.errors_in_a_row;
        match point {
            Point::Answer if self.talk.drafting() && self.failed(point) => before.saturating_add(1),
            Point::Answer if self.talk.drafting() => 0,
            _ => before,
        }
    }

    /// The wait of the queue that handles the category.
    fn wait_here(&self) -> Option<Value> {
        let wait = self.table.policy().built_in(&BuiltIn::WaitOf(self.queue_here()))?;
        self.facts.get(wait).cloned()
    }

    /// Whether that queue had the conversation last; none if none had it.
    fn last_queue_here(&self) -> Option<Value> {
        let policy = self.table.policy();
        let last = policy.built_in(&BuiltIn::LastQueue).and_then(|fact| self.facts.word(fact))?;
        Some(Value::Truth(policy.queue(self.queue_here()).name == last))
    }

    /// The queue that handles the category.
    fn queue_here(&self) -> QueueId {
        let policy = self.table.policy();
        let path = self.table.listener().category.and_then(|fact| self.facts.word(fact));
        policy.queue_for(path.and_then(|path| policy.find_category(path)))
    }
}

/// From 0 % to below 100 % in steps of 0.01 %: the XXH3 64-bit hash of the salt, a zero byte and the id, modulo 10,000.
fn rollout(salt: &str, id: &str) -> Option<Value> {
    if id.is_empty() {
        return None;
    }
    let bytes = [salt.as_bytes(), &[0], id.as_bytes()].concat();
    let step = i64::try_from(xxh3_64(&bytes) % 10_000).unwrap_or(0);
    Some(Value::Number(Fixed::from_millionths(step * 100)))
}
