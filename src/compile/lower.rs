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
    Action, ActionName, BuiltIn, CategoryId, Comparison, ComparisonId, Condition, Course, DecisionFact, Demand, FactId,
    Guarantee, Layer, MessageId, Origin, Outcome as Written, Policy, QueueId, RuleId, StateAsk, Target, Threshold,
    ThresholdId, To,
};
use crate::rows::{
    COLUMNS_MAX, ColumnId, ColumnSource, EachRow, Fallback, FallbackCourse, LEAST, Matrix, Outcome, Promise, ROWS_MAX,
    ROWS_OF_ONE_MAX, Rows, StepRow, StepTable, Whither,
};
use crate::source::Span;
use crate::value::Fixed;

use super::boxes::{self, Row, TooMany};
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
        if let Some((state, slots)) = counted(&guarantee.demand)
            && let Some(fact) = policy.built_in(&state)
        {
            columns.need(&ColumnSource::Fact(fact), &vec![slots]);
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

/// Makes the table again, its columns also cut where these conditions cut them, each of the declaration that its span
/// says; and for each the rows that it is. The table decides as that of [`lower`] does, and is only good for asking.
///
/// # Errors
///
/// A condition that becomes too many rows, or a table that becomes too large.
pub(crate) fn lower_asking(policy: &Policy, asked: &[(&Condition, Span)]) -> Result<(Rows, Vec<Matrix>), Problem> {
    let mut columns = columns(policy, policy.deciding());
    for (condition, _) in asked {
        columns.condition(condition);
    }
    let cut = columns.done().map_err(|columns| too_wide(policy, columns))?;
    let lowering = Lowering { policy, cut, outcomes: Vec::new() };
    let matrix = |(condition, span): &(&Condition, Span)| {
        let mut matrix = Matrix::default();
        push(&mut matrix, 0, lowering.condition(condition, *span)?);
        Ok(matrix)
    };
    let matrices = asked.iter().map(matrix).collect::<Result<_, Problem>>()?;
    Ok((lowering.table()?, matrices))
}

/// What a guarantee about a whole conversation counts, and the slots that it must be cut around.
fn counted(demand: &Demand) -> Option<(BuiltIn, (i64, i64))> {
    let slot = |count: u32| Fixed::from_whole(i64::from(count)).millionths();
    match demand {
        Demand::AtMost(ActionName::Clarify, _) => Some((BuiltIn::Clarified, (1, 1))),
        Demand::AtMost(_, times) => Some((BuiltIn::Offers, (slot(*times), i64::MAX))),
        Demand::Within(rounds, _) => Some((BuiltIn::Rounds, (slot(1), slot(*rounds)))),
        _ => None,
    }
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
    columns.states(&policy.state_asks());
    if let Some(fact) = policy.built_in(&BuiltIn::Category) {
        columns.need(&ColumnSource::Fact(fact), &Vec::new());
    }
    columns
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
        self.policy.built_in(wanted).and_then(|fact| self.cut.fact(fact))
    }

    /// The rows of a condition; `span` is the declaration's.
    fn condition(&self, condition: &Condition, span: Span) -> Result<Vec<Row>, Problem> {
        boxes::rows(&self.cut, condition).map_err(|TooMany(blamed)| too_many(self.policy, &blamed, span))
    }

    /// What decides: each rule as far as the state lets it, course by course.
    fn rules(&mut self) -> Result<Matrix, Problem> {
        let mut matrix = Matrix::default();
        let policy = self.policy;
        for (at, rule) in policy.rules.iter().enumerate().filter(|(_, rule)| !rule.watch) {
            let rows = self.condition(&rule.condition, rule.span)?;
            let own = Some(RuleId::from_index(at));
            for course in policy.courses(own, &rule.outcome.action) {
                let outcome = self.outcome(own, &rule.outcome, &course);
                push(&mut matrix, outcome, self.within(&rows, &course));
            }
        }
        Ok(matrix)
    }

    fn watches(&self) -> Result<Matrix, Problem> {
        let mut matrix = Matrix::default();
        for (at, rule) in self.policy.rules.iter().enumerate().filter(|(_, rule)| rule.watch) {
            let rows = self.condition(&rule.condition, rule.span)?;
            for course in self.policy.courses(Some(RuleId::from_index(at)), &rule.outcome.action) {
                push(&mut matrix, number(at), self.within(&rows, &course));
            }
        }
        Ok(matrix)
    }

    /// The rows in which a course is taken.
    fn within(&self, rows: &[Row], course: &Course) -> Vec<Row> {
        let states = self.states(course);
        states.iter().flat_map(|state| rows.iter().filter_map(|row| boxes::both(row, state))).collect()
    }

    /// The states in which a course is taken, as rows.
    fn states(&self, course: &Course) -> Vec<Row> {
        let all = |asks: &Vec<StateAsk>| {
            let asks = asks.iter().map(|ask| self.cut.state(ask));
            asks.into_iter().try_fold(Row::new(), |row, ask| boxes::both(&row, &vec![ask]))
        };
        course.when.iter().filter_map(all).collect()
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
        let mut courses = self.policy.courses(None, &written.action);
        // Where an offer is not allowed no rule is left, so the assistant goes on.
        let last = match written.action {
            Action::Offer(_) => Course::STAY,
            _ => courses.pop().expect("every action has a course"),
        };
        self.fallback(None, written, &courses, &last)
    }

    fn fallback(&mut self, rule: Option<RuleId>, written: &Written, courses: &[Course], last: &Course) -> Fallback {
        let mut found = Vec::new();
        for course in courses {
            let outcome = self.outcome(rule, written, course);
            found.extend(self.states(course).into_iter().map(|when| FallbackCourse { when, outcome }));
        }
        Fallback { courses: found, outcome: self.outcome(rule, written, last) }
    }

    fn on_problem(&mut self) -> Option<u32> {
        let target = self.policy.on_problem.as_ref()?;
        let action = Action::HandOff(target.clone());
        let course = Course::plain(action.clone());
        let written = Written { action, effects: Vec::new(), say: None, because: None };
        Some(self.outcome(None, &written, &course))
    }

    /// What becomes of every question and offer that is answered.
    fn promises(&mut self) -> Vec<Promise> {
        let policy = self.policy;
        let rules = policy.rules.iter().enumerate().filter(|(_, rule)| !rule.watch);
        let written = rules.map(|(at, rule)| (Some(RuleId::from_index(at)), &rule.outcome));
        let mut promises = Vec::new();
        for (rule, written) in written.chain([(None, &policy.otherwise)]) {
            let mut courses = policy.courses_kept(rule, &written.action);
            let Some(last) = courses.pop() else { continue };
            // What an offer says is said with the offer.
            let say = written.say.filter(|_| matches!(written.action, Action::Clarify { .. }));
            let written = Written { say, ..written.clone() };
            promises.push(Promise { rule, leads_to: self.fallback(rule, &written, &courses, &last) });
        }
        promises
    }

    /// Adds the outcome of a course.
    fn outcome(&mut self, rule: Option<RuleId>, written: &Written, course: &Course) -> u32 {
        // What is written speaks of another queue than the one that a transfer too many goes to.
        let say = written.say.filter(|_| !course.diverted);
        let says = |usual: &str| say.or_else(|| message_named(self.policy, usual));
        let (action, target, message) = match &course.action {
            Action::Stay => (ActionName::Stay, None, say.filter(|_| written.action == Action::Stay)),
            Action::Close => (ActionName::Close, None, say),
            Action::Offer(target) => (ActionName::Offer, Some(target), says("offer_hand_off")),
            Action::HandOff(target) => (ActionName::HandOff, Some(target), says("hand_off")),
            Action::Clarify { target, message, .. } => (ActionName::Clarify, Some(target), Some(*message)),
        };
        let silence = match course.action {
            Action::Clarify { silence, .. } => silence,
            _ => None,
        };
        self.outcomes.push(Outcome {
            rule,
            action,
            whither: whither(target),
            level: target.and_then(|target| target.level.clone()),
            clarified_before: course.clarified_before,
            diverted: course.diverted,
            to_same_agent: course.to_same_agent,
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

fn push(matrix: &mut Matrix, of: u32, rows: Vec<Row>) {
    for row in rows {
        matrix.push(of, row);
    }
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
