//! Does a condition hold? And if not, what kept it from holding?
//!
//! In: facts at one decision point. Out: yes, or the first comparison that failed.
//! A comparison with a missing fact does not hold, nor does its negation; one that
//! reads the answer never holds on the message.

use super::thresholds;
use super::values::Values;
use crate::decision::{Point, ThresholdTrace};
use crate::policy::{Check, Comparison, ComparisonId, Condition, FactId, Origin, Policy, ThresholdId};
use crate::value::{Fixed, Value};

/// Whether a condition holds for these facts.
pub fn holds(policy: &Policy, facts: &Values, point: Point, condition: &Condition) -> bool {
    Reader::new(policy, facts, point).holds(condition)
}

/// Reads facts for conditions, and remembers what it read.
pub(super) struct Reader<'a> {
    pub(super) policy: &'a Policy,
    facts: &'a Values,
    point: Point,
    /// What was decided, for the conditions of `also`.
    pub(super) decided: Vec<(FactId, Value)>,
    /// Which facts were asked for; empty when nobody wants to know.
    asked: Vec<bool>,
    /// The thresholds computed so far.
    thresholds: Vec<ThresholdTrace>,
    /// The same of questions that nothing live asks.
    asked_aside: Vec<bool>,
    thresholds_aside: Vec<ThresholdTrace>,
}

/// What was read: facts with their values, in the order of the policy, and thresholds.
pub(super) struct Record {
    pub(super) read: Vec<(FactId, Option<Value>)>,
    pub(super) thresholds: Vec<ThresholdTrace>,
    /// What was read [aside](Reader::aside).
    pub(super) read_aside: Vec<(FactId, Option<Value>)>,
    pub(super) thresholds_aside: Vec<ThresholdTrace>,
}

impl<'a> Reader<'a> {
    /// A reader that does not record which facts it reads.
    pub(super) fn new(policy: &'a Policy, facts: &'a Values, point: Point) -> Self {
        let (asked, asked_aside) = (Vec::new(), Vec::new());
        let (thresholds, thresholds_aside) = (Vec::new(), Vec::new());
        Self { policy, facts, point, decided: Vec::new(), asked, thresholds, asked_aside, thresholds_aside }
    }

    /// A reader that records which facts it reads from now on.
    pub(super) fn recording(policy: &'a Policy, facts: &'a Values, point: Point) -> Self {
        let nothing = vec![false; policy.facts.len()];
        Self { asked: nothing.clone(), asked_aside: nothing, ..Self::new(policy, facts, point) }
    }

    /// What was read so far; recording ends. What was decided is no fact that was read.
    pub(super) fn take_record(&mut self) -> Record {
        let (asked, asked_aside) = (std::mem::take(&mut self.asked), std::mem::take(&mut self.asked_aside));
        let thresholds = sorted(std::mem::take(&mut self.thresholds));
        let thresholds_aside = sorted(std::mem::take(&mut self.thresholds_aside));
        let read = |asked: Vec<bool>| {
            let ids = asked.into_iter().enumerate().filter(|(_, asked)| *asked).map(|(at, _)| FactId::from_index(at));
            let plain = ids.filter(|id| !matches!(self.policy.fact(*id).origin, Origin::Decision(_)));
            plain.map(|fact| (fact, self.facts.get(fact).cloned())).collect()
        };
        Record { read: read(asked), thresholds, read_aside: read(asked_aside), thresholds_aside }
    }

    /// Asks a question of something that is not live: what it reads is recorded apart.
    pub(super) fn aside<T>(&mut self, question: impl FnOnce(&mut Self) -> T) -> T {
        std::mem::swap(&mut self.asked, &mut self.asked_aside);
        let before = self.thresholds.len();
        let answer = question(self);
        for trace in self.thresholds.split_off(before) {
            if self.thresholds_aside.iter().all(|known| known.threshold != trace.threshold) {
                self.thresholds_aside.push(trace);
            }
        }
        std::mem::swap(&mut self.asked, &mut self.asked_aside);
        answer
    }

    /// Whether the condition holds.
    pub(super) fn holds(&mut self, condition: &Condition) -> bool {
        self.fits(condition).is_ok()
    }

    /// Holds, or the first comparison that keeps it from holding (none when an exception does).
    pub(super) fn fits(&mut self, condition: &Condition) -> Result<(), Option<ComparisonId>> {
        match condition {
            Condition::All(all) => all.iter().try_for_each(|one| self.fits(one)),
            Condition::Any(any) => {
                let mut first = Err(None);
                for (at, one) in any.iter().enumerate() {
                    match self.fits(one) {
                        Ok(()) => return Ok(()),
                        failed if at == 0 => first = failed,
                        _ => {}
                    }
                }
                first
            }
            Condition::Compare(id) => {
                if self.compare(self.policy.comparison(*id)) {
                    Ok(())
                } else {
                    Err(Some(*id))
                }
            }
            Condition::Except(exception) => {
                if self.holds(exception) {
                    Err(None)
                } else {
                    Ok(())
                }
            }
        }
    }

    /// The comparisons that make a condition hold, given that it does.
    pub(super) fn holding(&mut self, condition: &Condition) -> Vec<ComparisonId> {
        match condition {
            Condition::All(parts) => parts.iter().flat_map(|part| self.holding(part)).collect(),
            Condition::Any(parts) => {
                let holds: Vec<&Condition> = parts.iter().filter(|part| self.holds(part)).collect();
                holds.into_iter().flat_map(|part| self.holding(part)).collect()
            }
            Condition::Compare(id) => vec![*id],
            Condition::Except(_) => Vec::new(),
        }
    }

    fn compare(&mut self, comparison: &Comparison) -> bool {
        if !self.exists(comparison.fact) {
            return false;
        }
        let value = self.value(comparison.fact);
        let answer = match (&comparison.test, value) {
            (Check::Known, value) => Some(value.is_some()),
            (Check::Missing, value) => Some(value.is_none()),
            (_, None) => None,
            (Check::Threshold { threshold, relation, offset }, Some(Value::Number(number))) => {
                let number = *number;
                let bar = self.threshold(*threshold).value;
                Some(relation.holds(number, bar, *offset))
            }
            (test, Some(value)) => passes(value, test),
        };
        answer.is_some_and(|answer| answer != comparison.negated)
    }

    /// The value of a fact, which is noted as read.
    pub(super) fn value(&mut self, fact: FactId) -> Option<&Value> {
        if let Some(asked) = self.asked.get_mut(fact.index()) {
            *asked = true;
        }
        let decided = self.decided.iter().find(|(id, _)| *id == fact).map(|(_, value)| value);
        decided.or_else(|| self.facts.get(fact))
    }

    /// Whether a fact can be asked about yet: some exist only when an answer does.
    fn exists(&self, fact: FactId) -> bool {
        self.point == Point::Answer || !self.policy.fact(fact).on_answer
    }

    /// The number of a fact, which is noted as read.
    pub(super) fn number(&mut self, fact: FactId) -> Option<Fixed> {
        if !self.exists(fact) {
            return None;
        }
        match self.value(fact) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// A threshold, computed at its first use.
    pub(super) fn threshold(&mut self, id: ThresholdId) -> &ThresholdTrace {
        let at = self.thresholds.iter().position(|trace| trace.threshold == id).unwrap_or_else(|| {
            let trace = thresholds::trace(self, id);
            self.thresholds.push(trace);
            self.thresholds.len() - 1
        });
        &self.thresholds[at]
    }
}

fn sorted(mut thresholds: Vec<ThresholdTrace>) -> Vec<ThresholdTrace> {
    thresholds.sort_by_key(|trace| trace.threshold);
    thresholds
}

/// Whether a known value passes a test; none when they do not fit each other, which a checked policy rules out.
pub(super) fn passes(value: &Value, test: &Check) -> Option<bool> {
    let among = |words: &[String], word: &String| words.binary_search(word).is_ok();
    match (test, value) {
        (Check::True, Value::Truth(truth)) => Some(*truth),
        (Check::OneOf(words) | Check::Has(words), Value::Word(word)) => Some(among(words, word)),
        (Check::OneOf(words) | Check::Has(words), Value::Words(values)) => {
            Some(values.iter().any(|value| among(words, value)))
        }
        (Check::Within { low, high }, Value::Number(number)) => {
            let above = low.is_none_or(|(bound, included)| *number > bound || included && *number == bound);
            let below = high.is_none_or(|(bound, included)| *number < bound || included && *number == bound);
            Some(above && below)
        }
        _ => None,
    }
}
