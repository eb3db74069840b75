//! A decision by indices into table and scratch: nothing is copied.
//!
//! In: what was found. Out: answers to "what, to whom, why". The form that is owned,
//! explained and logged is [`Decision`](crate::decision::Decision).

use super::lookup::{Bar, Looked, queues};
use super::table::Table;
use crate::decision::{DecidedBy, Point};
use crate::policy::{ActionName, Also, AlsoId, Effect, MessageId, QueueId, Rule, RuleId, ThresholdId};
use crate::rows::{Outcome, Whither};
use crate::source::Span;
use crate::value::Fixed;

/// A decision, as long as table and scratch are not used for another.
#[derive(Clone, Copy, Debug)]
pub struct Decided<'a> {
    table: &'a Table,
    looked: Looked<'a>,
    point: Point,
}

impl<'a> Decided<'a> {
    pub(super) fn new(table: &'a Table, looked: Looked<'a>, point: Point) -> Self {
        Self { table, looked, point }
    }

    /// The table that decided.
    pub fn table(&self) -> &'a Table {
        self.table
    }

    /// The slot of a column.
    pub(super) fn slot(&self, column: usize) -> i64 {
        self.looked.held.slot(column)
    }

    fn outcome(&self) -> &'a Outcome {
        &self.table.rows().outcomes[self.looked.found.outcome as usize]
    }

    /// On the message, or on the answer.
    pub fn point(&self) -> Point {
        self.point
    }

    /// What to do.
    pub fn action(&self) -> ActionName {
        self.outcome().action
    }

    /// Whether to send the draft: yes for stay and offer; none on the message.
    pub fn send_draft(&self) -> Option<bool> {
        (self.point == Point::Answer).then_some(matches!(self.action(), ActionName::Stay | ActionName::Offer))
    }

    /// Who decided.
    pub fn decided_by(&self) -> DecidedBy {
        match self.outcome().rule {
            Some(rule) => DecidedBy::Rule(rule),
            None if self.looked.found.by_problem => DecidedBy::Problem,
            None => DecidedBy::Otherwise,
        }
    }

    /// The deciding rule, if a rule decided.
    pub fn rule(&self) -> Option<&'a Rule> {
        self.outcome().rule.map(|rule| self.table.policy().rule(rule))
    }

    /// The policy line that decided.
    pub fn source(&self) -> Span {
        let policy = self.table.policy();
        match self.decided_by() {
            DecidedBy::Rule(rule) => policy.rule(rule).span,
            DecidedBy::Otherwise => policy.otherwise_span,
            DecidedBy::Problem => policy.on_problem_span,
        }
    }

    /// `because`
    pub fn reason(&self) -> Option<&'a str> {
        let policy = self.table.policy();
        match self.decided_by() {
            DecidedBy::Rule(rule) => policy.rule(rule).outcome.because.as_deref(),
            DecidedBy::Otherwise => policy.otherwise.because.as_deref(),
            DecidedBy::Problem => None,
        }
    }

    /// To whom, in order; empty for stay and close, and for the named agent.
    pub fn queues(&self) -> &'a [QueueId] {
        queues(self.table.rows(), self.looked.found, self.looked.held)
    }

    /// The first queue's name.
    pub fn queue(&self) -> Option<&'a str> {
        self.queues().first().map(|queue| self.table.policy().queue(*queue).name.as_str())
    }

    /// To the colleague whom the customer named.
    pub fn to_named_agent(&self) -> bool {
        self.outcome().whither == Whither::NamedAgent
    }

    /// The queue's level, if one is asked for.
    pub fn level(&self) -> Option<&'a str> {
        self.outcome().level.as_deref()
    }

    /// The rule asks a question that was asked already, so it hands off.
    pub fn clarified_before(&self) -> bool {
        self.outcome().clarified_before
    }

    /// Whether it would have been one transfer too many, so that it goes where the policy says.
    pub fn diverted(&self) -> bool {
        self.outcome().diverted
    }

    /// Whether it goes back to the agent who gave the conversation back.
    pub fn to_same_agent(&self) -> bool {
        self.outcome().to_same_agent
    }

    /// After how many seconds of silence a clarifying question becomes a handoff.
    pub fn silence(&self) -> Option<Fixed> {
        self.outcome().silence
    }

    /// What is said to the customer.
    pub fn message(&self) -> Option<MessageId> {
        self.outcome().message
    }

    /// What goes with it, of the rule and of every `also` that holds, not yet united.
    pub fn effects(&self) -> impl Iterator<Item = &'a Effect> {
        let policy = self.table.policy();
        let own: &[Effect] = match self.decided_by() {
            DecidedBy::Rule(rule) => &policy.rule(rule).outcome.effects,
            DecidedBy::Otherwise => &policy.otherwise.effects,
            DecidedBy::Problem => &[],
        };
        own.iter().chain(self.alsos().flat_map(|(_, also)| &also.effects))
    }

    /// The `also`s that hold.
    pub fn alsos(&self) -> impl Iterator<Item = (AlsoId, &'a Also)> {
        self.looked.room.alsos.iter().map(|id| (AlsoId(*id), &self.table.policy().alsos[*id as usize]))
    }

    /// The watches that would have decided.
    pub fn watches(&self) -> impl Iterator<Item = RuleId> {
        self.looked.room.watches.iter().map(|id| RuleId(*id))
    }

    /// Later rules that fitted too; empty unless they were asked for.
    pub fn also_fitted(&self) -> impl Iterator<Item = RuleId> {
        self.looked.room.also_fitted.iter().map(|id| RuleId(*id))
    }

    /// Where a threshold stands that rules compare with, after its limits.
    pub fn threshold(&self, id: ThresholdId) -> Option<Fixed> {
        self.bar(id).map(|(bar, _)| bar.value)
    }

    /// The same with its steps that counted: of each the position among the threshold's, and what it added.
    pub(super) fn bar(&self, id: ThresholdId) -> Option<(Bar, &'a [(u32, Fixed)])> {
        let room = self.looked.room;
        let bar = room.bars.get(id.index()).copied().flatten()?;
        Some((bar, &room.parts[bar.parts.0..bar.parts.1]))
    }
}
