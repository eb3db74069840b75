//! Policy → rows: the decision table of a checked policy.
//!
//! In: a policy. Out: its [`Rows`]; or, when it does not fit a table, what is too
//! much and where.
//!
//! # Guarantees
//!
//! The first row that fits stands for the rule that the reference evaluator lets
//! decide; the same for `also`s, watches and steps. Equal policies give equal rows.
//!
//! # What is not here
//!
//! Thresholds multiplied out: a comparison with one asks its margin's column, and
//! its steps are rows of their own.

use crate::diagnostic::{Code, Problem};
use crate::policy::{
    Action, ActionName, BuiltIn, CategoryId, Comparison, ComparisonId, Condition, DecisionFact, Demand, FactId,
    Guarantee, Layer, MessageId, Origin, Outcome as Written, Policy, QueueId, Rule, RuleId, Target, Threshold,
    ThresholdId, To,
};
use crate::rows::{
    COLUMNS_MAX, Cells, ColumnId, ColumnSource, EachRow, Fallback, Instead, LEAST, Matrix, Outcome, Promise, ROWS_MAX,
    ROWS_OF_ONE_MAX, Rows, StepRow, StepTable, Whither,
};
use crate::source::Span;
use crate::value::Fixed;

use super::boxes::{self, Ask, Row, TooMany};
use super::columns::{Columns, Cut};

/// Makes the table.
///
/// # Errors
///
/// A condition that becomes too many rows, or a table that becomes too large.
pub fn lower(policy: &Policy) -> Result<Rows, Problem> {
    let cut = columns(policy, policy.deciding()).done().map_err(|columns| too_wide(policy, columns))?;
    Lowering { policy, cut, outcomes: Vec::new() }.table()
}

/// Makes the table again, its columns also cut where the conditions of guarantees cut them; and for each guarantee the
/// rows that its condition is. The table decides as that of [`lower`] does, and is only good for asking.
///
/// # Errors
///
/// A condition that becomes too many rows, or a table that becomes too large.
pub(crate) fn lower_with_guarantees(policy: &Policy) -> Result<(Rows, Vec<Matrix>), Problem> {
    let mut columns = columns(policy, &policy.comparisons);
    for guarantee in &policy.guarantees {
        columns.condition(&guarantee.condition);
        if let Demand::Outcome(fact, _) | Demand::Threshold(fact, ..) = guarantee.demand {
            columns.need(&ColumnSource::Fact(fact), &Vec::new());
        }
        if let Demand::Threshold(.., threshold, _) = guarantee.demand {
            columns.need(&ColumnSource::Margin(threshold), &vec![(LEAST, -1)]);
        }
    }
    let cut = columns.done().map_err(|columns| too_wide(policy, columns))?;
    let lowering = Lowering { policy, cut, outcomes: Vec::new() };
    let matrix = |guarantee: &Guarantee| {
        let mut matrix = Matrix::default();
        push(&mut matrix, 0, lowering.condition(&guarantee.condition, guarantee.span)?);
        Ok(matrix)
    };
    let conditions = policy.guarantees.iter().map(matrix).collect::<Result<_, Problem>>()?;
    Ok((lowering.table()?, conditions))
}

/// Everything that is asked.
fn columns<'p>(policy: &'p Policy, asked: &[Comparison]) -> Columns<'p> {
    let mut columns = Columns::new(policy, asked);
    policy.rules.iter().for_each(|rule| columns.condition(&rule.condition));
    policy.alsos.iter().for_each(|also| columns.condition(&also.condition));
    for threshold in &policy.thresholds {
        columns.need(&ColumnSource::Fact(threshold.fact), &Vec::new());
        for step in threshold.groups.iter().flat_map(|group| &group.steps) {
            columns.condition(&step.when);
            if let Some(each) = &step.each {
                columns.need(&ColumnSource::Fact(each.fact), &Vec::new());
            }
        }
    }
    let state = [(BuiltIn::OfferAllowed, (0, 0)), (BuiltIn::Clarified, (1, 1))];
    for (built_in, slot) in state {
        if let Some(fact) = find(policy, &built_in).filter(|_| uses(policy, &built_in)) {
            columns.need(&ColumnSource::Fact(fact), &vec![slot]);
        }
    }
    if let Some(fact) = find(policy, &BuiltIn::Category) {
        columns.need(&ColumnSource::Fact(fact), &Vec::new());
    }
    columns
}

/// Whether an action depends on this part of the state.
fn uses(policy: &Policy, state: &BuiltIn) -> bool {
    let outcomes = policy.rules.iter().map(|rule| &rule.outcome).chain([&policy.otherwise]);
    let depends = |outcome: &Written| match state {
        BuiltIn::OfferAllowed => matches!(outcome.action, Action::Offer(_)),
        _ => matches!(outcome.action, Action::Clarify { .. }),
    };
    outcomes.into_iter().any(depends)
}

fn find(policy: &Policy, wanted: &BuiltIn) -> Option<FactId> {
    let is_it = |fact: &crate::policy::Fact| matches!(&fact.origin, Origin::BuiltIn(found) if found == wanted);
    policy.facts.iter().position(is_it).map(FactId::from_index)
}

struct Lowering<'a> {
    policy: &'a Policy,
    cut: Cut<'a>,
    outcomes: Vec<Outcome>,
}

impl Lowering<'_> {
    /// Everything.
    fn table(mut self) -> Result<Rows, Problem> {
        let policy = self.policy;
        let rules = self.rules()?;
        let watches = self.watches()?;
        let alsos = self.alsos()?;
        let thresholds = self.thresholds()?;
        let otherwise = self.otherwise();
        let on_problem = self.on_problem();
        let promises = self.promises();
        let rows = Rows {
            guard_rows: guard_rows(policy, &rules, &self.outcomes),
            rules,
            watches,
            alsos,
            thresholds,
            otherwise,
            on_problem,
            promises,
            category: self.built_in(&BuiltIn::Category),
            queue_of_category: self.by_category(|id| policy.queue_for(Some(id))),
            default_queue: policy.default_queue,
            decided_action: self.decided(DecisionFact::Action).and_then(|fact| self.cut.fact(fact)),
            decided_queues: self.decided_queues(),
            outcomes: self.outcomes,
            columns: self.cut.columns,
        };
        let count = rows.rules.len() + rows.watches.len() + rows.alsos.len();
        if count > ROWS_MAX { Err(too_long(policy, count)) } else { Ok(rows) }
    }

    fn built_in(&self, wanted: &BuiltIn) -> Option<ColumnId> {
        find(self.policy, wanted).and_then(|fact| self.cut.fact(fact))
    }

    /// The rows of a condition; `span` is the declaration's.
    fn condition(&self, condition: &Condition, span: Span) -> Result<Vec<Row>, Problem> {
        boxes::rows(&self.cut, condition).map_err(|TooMany(blamed)| too_many(self.policy, &blamed, span))
    }

    /// What decides: a rule that offers needs leave to, one that clarifies hands off the second time.
    fn rules(&mut self) -> Result<Matrix, Problem> {
        let mut matrix = Matrix::default();
        let policy = self.policy;
        for (at, rule) in policy.rules.iter().enumerate().filter(|(_, rule)| !rule.watch) {
            let rows = self.allowed(rule, self.condition(&rule.condition, rule.span)?);
            let again = self.instead(&rule.outcome);
            let own = Some(RuleId::from_index(at));
            let first = self.outcome(own, &rule.outcome, false);
            let Some((column, slots)) = again.filter(|_| !is_offer(rule)) else {
                push(&mut matrix, first, rows);
                continue;
            };
            let second = self.outcome(own, &rule.outcome, true);
            let asked = self.cut.set(column, &vec![slots]);
            let not_asked = asked.not(self.cut.cells(column));
            push(&mut matrix, first, with(&rows, column, &not_asked));
            push(&mut matrix, second, with(&rows, column, &asked));
        }
        Ok(matrix)
    }

    fn watches(&self) -> Result<Matrix, Problem> {
        let mut matrix = Matrix::default();
        for (at, rule) in self.policy.rules.iter().enumerate().filter(|(_, rule)| rule.watch) {
            let rows = self.allowed(rule, self.condition(&rule.condition, rule.span)?);
            push(&mut matrix, number(at), rows);
        }
        Ok(matrix)
    }

    /// The rows of a rule that its action is allowed in.
    fn allowed(&self, rule: &Rule, rows: Vec<Row>) -> Vec<Row> {
        match self.instead(&rule.outcome).filter(|_| is_offer(rule)) {
            None => rows,
            Some((column, slot)) => {
                let allowed = self.cut.set(column, &vec![slot]).not(self.cut.cells(column));
                with(&rows, column, &allowed)
            }
        }
    }

    fn alsos(&self) -> Result<Matrix, Problem> {
        let mut matrix = Matrix::default();
        for (at, also) in self.policy.alsos.iter().enumerate() {
            push(&mut matrix, number(at), self.condition(&also.condition, also.span)?);
        }
        Ok(matrix)
    }

    fn thresholds(&self) -> Result<Vec<StepTable>, Problem> {
        self.policy.thresholds.iter().enumerate().map(|(at, one)| self.threshold(at, one)).collect()
    }

    fn threshold(&self, at: usize, threshold: &Threshold) -> Result<StepTable, Problem> {
        let (mut steps, mut matrix) = (Vec::new(), Matrix::default());
        for (group, steps_of_group) in threshold.groups.iter().enumerate() {
            for (step_at, step) in steps_of_group.steps.iter().enumerate() {
                push(&mut matrix, number(steps.len()), self.condition(&step.when, step.span)?);
                let each = step.each.as_ref().map(|each| EachRow {
                    column: self.cut.fact(each.fact).expect("every counted fact was given its column"),
                    every: each.every,
                    after: each.after,
                    up_to: each.up_to,
                });
                steps.push(StepRow { group: number(group), step: number(step_at), by: step.by, each });
            }
        }
        let base = |id: CategoryId| base(self.policy, threshold, id);
        Ok(StepTable {
            fact: self.cut.fact(threshold.fact).expect("every threshold's fact was given its column"),
            margin: self.cut.find(&ColumnSource::Margin(ThresholdId::from_index(at))),
            base: threshold.base,
            base_of_category: if threshold.bases.is_empty() { Vec::new() } else { self.by_category(base) },
            steps,
            matrix,
            low: threshold.low,
            high: threshold.high,
        })
    }

    /// Something for each category, if anything asks about the category.
    fn by_category<T>(&self, of: impl Fn(CategoryId) -> T) -> Vec<T> {
        match self.built_in(&BuiltIn::Category) {
            Some(_) => (0..self.policy.categories.len()).map(CategoryId::from_index).map(of).collect(),
            None => Vec::new(),
        }
    }

    fn otherwise(&mut self) -> Fallback {
        let written = &self.policy.otherwise;
        let outcome = self.outcome(None, written, false);
        let instead = self.instead(written).map(|(column, (slot, _))| Instead {
            column,
            slot,
            outcome: self.outcome(None, written, true),
        });
        Fallback { outcome, instead }
    }

    fn on_problem(&mut self) -> Option<u32> {
        let target = self.policy.on_problem.as_ref()?;
        let written =
            Written { action: Action::HandOff(target.clone()), effects: Vec::new(), say: None, because: None };
        Some(self.outcome(None, &written, false))
    }

    /// What becomes of every question and offer that is answered.
    fn promises(&mut self) -> Vec<Promise> {
        let policy = self.policy;
        let rules = policy.rules.iter().enumerate().filter(|(_, rule)| !rule.watch);
        let written = rules.map(|(at, rule)| (Some(RuleId::from_index(at)), &rule.outcome));
        let mut promises = Vec::new();
        for (rule, written) in written.chain([(None, &policy.otherwise)]) {
            let known = |one: &Outcome| one.rule == rule && one.clarified_before;
            let outcome = match &written.action {
                Action::Clarify { .. } => match self.outcomes.iter().position(known) {
                    Some(at) => number(at),
                    None => self.outcome(rule, written, true),
                },
                Action::Offer(target) => {
                    let action = Action::HandOff(target.clone());
                    self.outcome(rule, &Written { action, say: None, ..written.clone() }, false)
                }
                _ => continue,
            };
            promises.push(Promise { rule, outcome });
        }
        promises
    }

    /// The state in which an action is not to be had: the column, and the slot as a range.
    fn instead(&self, written: &Written) -> Option<(ColumnId, (i64, i64))> {
        match written.action {
            Action::Offer(_) => Some((self.built_in(&BuiltIn::OfferAllowed)?, (0, 0))),
            Action::Clarify { .. } => Some((self.built_in(&BuiltIn::Clarified)?, (1, 1))),
            _ => None,
        }
    }

    /// Adds an outcome; `instead`: what becomes of it in the state where its action is not to be had.
    fn outcome(&mut self, rule: Option<RuleId>, written: &Written, instead: bool) -> u32 {
        let says = |usual: &str| written.say.or_else(|| message_named(self.policy, usual));
        let (action, target, message) = match (&written.action, instead) {
            (Action::Stay, _) => (ActionName::Stay, None, written.say),
            (Action::Close, _) => (ActionName::Close, None, written.say),
            (Action::Offer(_), true) => (ActionName::Stay, None, None),
            (Action::Offer(target), false) => (ActionName::Offer, Some(target), says("offer_hand_off")),
            (Action::HandOff(target), _) | (Action::Clarify { target, .. }, true) => {
                (ActionName::HandOff, Some(target), says("hand_off"))
            }
            (Action::Clarify { target, message, .. }, false) => (ActionName::Clarify, Some(target), Some(*message)),
        };
        let silence = match written.action {
            Action::Clarify { silence, .. } if !instead => silence,
            _ => None,
        };
        self.outcomes.push(Outcome {
            rule,
            action,
            whither: whither(target),
            level: target.and_then(|target| target.level.clone()),
            clarified_before: instead && action == ActionName::HandOff,
            silence,
            message,
            decided_by: self.decided_by(rule),
        });
        number(self.outcomes.len() - 1)
    }

    /// The columns of `decided by` that hold when a rule decides, or `otherwise`.
    fn decided_by(&self, rule: Option<RuleId>) -> Vec<ColumnId> {
        let Some(fact) = self.decided(DecisionFact::DecidedBy) else { return Vec::new() };
        let names = match rule.map(|rule| self.policy.rule(rule)) {
            Some(rule) => vec![rule.name.clone(), rule.layer.as_str().to_owned()],
            None => vec!["otherwise".to_owned()],
        };
        let mut columns: Vec<ColumnId> =
            names.into_iter().filter_map(|name| self.cut.find(&ColumnSource::Member(fact, name))).collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    fn decided(&self, wanted: DecisionFact) -> Option<FactId> {
        let is_it = |fact: &crate::policy::Fact| fact.origin == Origin::Decision(wanted);
        self.policy.facts.iter().position(is_it).map(FactId::from_index)
    }

    fn decided_queues(&self) -> Vec<(QueueId, ColumnId)> {
        let Some(fact) = self.decided(DecisionFact::Queue) else { return Vec::new() };
        let named = self.policy.queues.iter().enumerate().filter_map(|(at, queue)| {
            let column = self.cut.find(&ColumnSource::Member(fact, queue.name.clone()))?;
            Some((QueueId::from_index(at), column))
        });
        named.collect()
    }
}

fn is_offer(rule: &Rule) -> bool {
    matches!(rule.outcome.action, Action::Offer(_))
}

fn push(matrix: &mut Matrix, of: u32, rows: Vec<Row>) {
    for row in rows {
        matrix.push(of, row);
    }
}

/// The rows, each of which asks one thing more.
fn with(rows: &[Row], column: ColumnId, cells: &Cells) -> Vec<Row> {
    let more: Row = vec![(column, cells.clone())];
    rows.iter().filter_map(|row| boxes::both(row, &more)).collect()
}

fn whither(target: Option<&Target>) -> Whither {
    match target.map(|target| &target.to) {
        None => Whither::Nobody,
        Some(To::Category) => Whither::Category,
        Some(To::Queues(queues)) => Whither::Queues(queues.clone()),
        Some(To::NamedAgent) => Whither::NamedAgent,
    }
}

/// The base of a category, or of the nearest one above it that has one.
fn base(policy: &Policy, threshold: &Threshold, id: CategoryId) -> Fixed {
    let mut next = Some(id);
    while let Some(id) = next {
        if let Some((_, base)) = threshold.bases.iter().find(|(category, _)| *category == id) {
            return *base;
        }
        next = policy.categories[id.index()].parent;
    }
    threshold.base
}

fn message_named(policy: &Policy, name: &str) -> Option<MessageId> {
    policy.messages.iter().position(|message| message.name == name).map(MessageId::from_index)
}

fn guard_rows(policy: &Policy, rules: &Matrix, outcomes: &[Outcome]) -> u32 {
    let is_guard = |of: &u32| outcomes[*of as usize].rule.is_some_and(|rule| policy.rule(rule).layer == Layer::Guard);
    number(rules.of.iter().take_while(|of| is_guard(of)).count())
}

fn number(at: usize) -> u32 {
    u32::try_from(at).expect("a table has at most ROWS_MAX rows")
}

/// The diagnostic of an `or` that makes too many rows.
fn too_many(policy: &Policy, blamed: &[ComparisonId], declaration: Span) -> Problem {
    let spans: Vec<Span> = blamed.iter().map(|id| policy.comparison(*id).span).collect();
    let here = match (spans.first(), spans.iter().max_by_key(|span| span.end)) {
        (Some(first), Some(last)) if first.file == last.file => first.to(*last),
        _ => declaration,
    };
    let message = format!("this condition becomes more than {ROWS_OF_ONE_MAX} rows of the table");
    let problem = Problem::new(Code::E0413, message, here, "each `or` between different facts multiplies the rows");
    problem.help("make it several rules with the same `then`, one for each alternative")
}

fn too_wide(policy: &Policy, columns: usize) -> Problem {
    let message = format!("the rules ask {columns} different questions, more than {COLUMNS_MAX}");
    let problem = Problem::new(Code::E0414, message, policy.otherwise_span, "of all rules together");
    problem.help("ask about fewer facts, tags and thresholds, or make it two policies")
}

fn too_long(policy: &Policy, rows: usize) -> Problem {
    let message = format!("the rules become {rows} rows of the table, more than {ROWS_MAX}");
    let problem = Problem::new(Code::E0414, message, policy.otherwise_span, "of all rules together");
    problem.help("join rules that decide the same, or make it two policies")
}
