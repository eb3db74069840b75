//! The reference evaluator: facts → decision, as plain as possible. The table is judged by it.
//!
//! In: a policy, the value of every fact, the decision point, bad input. Out: a
//! [`Decision`] with its trace. Guards, overrides and rules are asked in the order
//! of the policy; watches in their place; every `also` that holds adds. With a
//! problem that decides, `on problem` stands between the guards and all else.
//!
//! # Guarantees
//!
//! A pure function: equal arguments give equal decisions. Total: `otherwise`
//! decides when no rule does.

use super::conditions::{Reader, passes};
use super::effects::unite;
use super::message::at_decision;
use super::values::Values;
use crate::decision::{Blocked, DecidedBy, Decision, InputProblem, Point, RuleTrace, Verdict};
use crate::policy::{
    Action, ActionName, AlsoId, BuiltIn, ComparisonId, Condition, Course, DecisionFact, FactId, Layer, MessageId,
    Origin, Outcome, Policy, QueueId, RuleId, Shown, StateAsk, Target, To,
};
use crate::value::{Fixed, Value};

/// Decides.
pub fn evaluate(policy: &Policy, facts: &Values, point: Point, problems: &[InputProblem]) -> Decision {
    evaluate_promised(policy, facts, point, problems, None)
}

/// As [`evaluate`], where a question or an offer of `promised` was answered: the handoff that it leads to stands between
/// the guards and all else.
pub(super) fn evaluate_promised(
    policy: &Policy,
    facts: &Values,
    point: Point,
    problems: &[InputProblem],
    promised: Option<DecidedBy>,
) -> Decision {
    let mut reader = Reader::recording(policy, facts, point);
    let problem = policy.on_problem.as_ref().filter(|_| problems.iter().any(|problem| problem.decides));
    let kept = promised.map(|by| (by, keep(policy, by.rule())));
    let asked = ask_rules(&mut reader, facts, problem.is_some() || kept.is_some());
    let because_of = asked.winner.map(|rule| reader.holding(&policy.rule(rule).condition)).unwrap_or_default();

    let on_problem = problem.map(hand_off);
    let (decided_by, source, outcome) = match (asked.winner, &kept, &on_problem) {
        (Some(rule), ..) => (DecidedBy::Rule(rule), policy.rule(rule).span, &policy.rule(rule).outcome),
        (None, Some((by, outcome)), _) => {
            (*by, by.rule().map_or(policy.otherwise_span, |rule| policy.rule(rule).span), outcome)
        }
        (None, None, Some(outcome)) => (DecidedBy::Problem, policy.on_problem_span, outcome),
        (None, None, None) => (DecidedBy::Otherwise, policy.otherwise_span, &policy.otherwise),
    };
    let course = State { policy, facts }.course(decided_by, outcome, promised.filter(|_| asked.winner.is_none()));
    let done = carry_out(policy, facts, outcome, &course);
    reader.decided = decision_facts(policy, done.action, &done.queues, decided_by);
    let alsos = alsos(&mut reader);
    let record = reader.take_record();
    let added = alsos.iter().flat_map(|also| &policy.alsos[also.index()].effects);

    let said = at_decision(policy, facts, &done.queues, done.message);
    Decision {
        point,
        action: done.action,
        send_draft: (point == Point::Answer).then_some(matches!(done.action, ActionName::Stay | ActionName::Offer)),
        decided_by,
        source,
        reason: outcome.because.clone(),
        effects: unite(outcome.effects.iter().chain(added)),
        queues: done.queues,
        to_named_agent: done.to_named_agent,
        level: done.level,
        clarified_before: done.clarified_before,
        diverted: done.diverted,
        to_same_agent: done.to_same_agent,
        silence: done.silence,
        message: done.message,
        language: said.language,
        text: said.text,
        told: said.told.iter().map(|(name, value)| (name.to_owned(), value.clone())).collect(),
        thresholds: record.thresholds,
        trace: asked.trace,
        because_of,
        also_fitted: asked.also_fitted,
        alsos,
        watches: asked.watches,
        read: record.read,
        read_aside: record.read_aside,
        thresholds_aside: record.thresholds_aside,
        heard: Vec::new(),
        heard_before: Vec::new(),
        shown: shown(policy, facts, point),
        problems: problems.to_vec(),
    }
}

/// The values of facts that the package shows. On the message nothing is known of an answer.
fn shown(policy: &Policy, facts: &Values, point: Point) -> Vec<(FactId, Option<Value>)> {
    let shown = policy.package.shows.iter().filter_map(|show| match show.what {
        Shown::Fact(fact) => Some(fact),
        _ => None,
    });
    let value = |fact: FactId| {
        let is_known = point == Point::Answer || !policy.fact(fact).on_answer;
        facts.get(fact).filter(|_| is_known).cloned()
    };
    shown.map(|fact| (fact, value(fact))).collect()
}

/// Whether each comparison of the policy holds, where this was decided.
pub fn comparisons(policy: &Policy, facts: &Values, decision: &Decision) -> Vec<bool> {
    let mut reader = Reader::new(policy, facts, decision.point);
    reader.decided = decision_facts(policy, decision.action, &decision.queues, decision.decided_by);
    (0..policy.comparisons.len()).map(|at| reader.holds(&Condition::Compare(ComparisonId::from_index(at)))).collect()
}

/// What all rules and watches came to.
struct Asked {
    winner: Option<RuleId>,
    trace: Vec<RuleTrace>,
    also_fitted: Vec<RuleId>,
    watches: Vec<RuleId>,
}

/// Asks every rule. With `only_guards`, no other wins.
fn ask_rules(reader: &mut Reader<'_>, facts: &Values, only_guards: bool) -> Asked {
    let policy = reader.policy;
    let state = State { policy, facts };
    let mut asked =
        Asked { winner: None, trace: Vec::with_capacity(policy.rules.len()), also_fitted: vec![], watches: vec![] };
    for (at, rule) in policy.rules.iter().enumerate() {
        let id = RuleId::from_index(at);
        let verdict = verdict(reader, id, state);
        asked.trace.push(RuleTrace { rule: id, verdict });
        let open = asked.winner.is_none() && (!only_guards || rule.layer == Layer::Guard);
        match (verdict == Verdict::Holds, rule.watch) {
            (false, _) => {}
            (true, true) => asked.watches.extend(open.then_some(id)),
            (true, false) if open => asked.winner = Some(id),
            (true, false) => asked.also_fitted.push(id),
        }
    }
    asked
}

fn verdict(reader: &mut Reader<'_>, id: RuleId, state: State<'_>) -> Verdict {
    let rule = reader.policy.rule(id);
    let fits =
        if rule.watch { reader.aside(|reader| reader.fits(&rule.condition)) } else { reader.fits(&rule.condition) };
    match fits {
        Err(first) => Verdict::Fails(first),
        Ok(()) => state.forbids(id, &rule.outcome.action).map_or(Verdict::Holds, Verdict::Blocked),
    }
}

/// Where the conversation stands.
#[derive(Clone, Copy)]
struct State<'a> {
    policy: &'a Policy,
    facts: &'a Values,
}

impl State<'_> {
    /// What keeps a rule's action from being taken; none if nothing does.
    fn forbids(self, rule: RuleId, action: &Action) -> Option<Blocked> {
        if self.policy.courses(Some(rule), action).iter().any(|course| self.lets(course)) {
            return None;
        }
        // An offer leads to a handoff: where even that may not be made, it is not for being an offer.
        let handoff = match action {
            Action::Offer(target) => Action::HandOff(target.clone()),
            other => other.clone(),
        };
        let may_hand_off = self.policy.courses(Some(rule), &handoff).iter().any(|course| self.lets(course));
        Some(if may_hand_off { Blocked::Offer } else { Blocked::Returned })
    }

    /// The course of what decides; `kept`: of what it promised.
    fn course(self, by: DecidedBy, outcome: &Outcome, kept: Option<DecidedBy>) -> Course {
        let courses = match (kept, by) {
            (Some(kept), _) => self.policy.courses_kept(kept.rule(), &written(self.policy, kept.rule()).action),
            (None, DecidedBy::Problem) => vec![Course::plain(outcome.action.clone())],
            (None, by) => self.policy.courses(by.rule(), &outcome.action),
        };
        // Only an offer of `otherwise` may find no course: no rule is left, so the assistant goes on.
        courses.into_iter().find(|course| self.lets(course)).unwrap_or(Course::STAY)
    }

    /// Whether a course can be taken.
    fn lets(self, course: &Course) -> bool {
        course.when.iter().any(|all| all.iter().all(|ask| self.holds(ask)))
    }

    fn holds(self, ask: &StateAsk) -> bool {
        match self.facts.get(ask.fact) {
            None => ask.or_missing,
            Some(value) => passes(value, &ask.test).is_some_and(|passes| passes != ask.negated),
        }
    }
}

/// An outcome in this conversation: queues found.
#[allow(clippy::struct_excessive_bools, reason = "as in a decision")]
struct Done {
    action: ActionName,
    queues: Vec<QueueId>,
    to_named_agent: bool,
    to_same_agent: bool,
    level: Option<String>,
    silence: Option<Fixed>,
    message: Option<MessageId>,
    clarified_before: bool,
    diverted: bool,
}

fn carry_out(policy: &Policy, facts: &Values, outcome: &Outcome, course: &Course) -> Done {
    // What is written speaks of another queue than the one that a transfer too many goes to.
    let say = outcome.say.filter(|_| !course.diverted);
    let says = |usual: &str| say.or_else(|| message_named(policy, usual));
    let (action, target, message) = match &course.action {
        Action::Stay if outcome.action == Action::Stay => (ActionName::Stay, None, say),
        Action::Stay => (ActionName::Stay, None, None),
        Action::Close => (ActionName::Close, None, say),
        Action::Offer(target) => (ActionName::Offer, Some(target), says("offer_hand_off")),
        Action::HandOff(target) => (ActionName::HandOff, Some(target), says("hand_off")),
        Action::Clarify { target, message, .. } => (ActionName::Clarify, Some(target), Some(*message)),
    };
    Done {
        action,
        queues: target.map(|target| queues(policy, facts, target)).unwrap_or_default(),
        to_named_agent: target.is_some_and(|target| target.to == To::NamedAgent),
        to_same_agent: course.to_same_agent,
        level: target.and_then(|target| target.level.clone()),
        silence: match course.action {
            Action::Clarify { silence, .. } => silence,
            _ => None,
        },
        message,
        clarified_before: course.clarified_before,
        diverted: course.diverted,
    }
}

fn queues(policy: &Policy, facts: &Values, target: &Target) -> Vec<QueueId> {
    match &target.to {
        To::NamedAgent => Vec::new(),
        To::Queues(queues) => queues.clone(),
        To::Category => {
            let path = policy.built_in(&BuiltIn::Category).and_then(|category| facts.word(category));
            vec![policy.queue_for(path.and_then(|path| policy.find_category(path)))]
        }
    }
}

/// `on problem`: a handoff without rule, reason or effects.
fn hand_off(target: &Target) -> Outcome {
    Outcome { action: Action::HandOff(target.clone()), effects: Vec::new(), say: None, because: None }
}

/// The outcome of a rule, or of `otherwise`.
fn written(policy: &Policy, rule: Option<RuleId>) -> &Outcome {
    rule.map_or(&policy.otherwise, |rule| &policy.rule(rule).outcome)
}

/// The handoff that a question or an offer leads to. What an offer says is said with the offer.
fn keep(policy: &Policy, rule: Option<RuleId>) -> Outcome {
    let written = written(policy, rule).clone();
    match &written.action {
        Action::Clarify { target, .. } => Outcome { action: Action::HandOff(target.clone()), ..written },
        Action::Offer(target) => Outcome { action: Action::HandOff(target.clone()), say: None, ..written },
        _ => written,
    }
}

fn message_named(policy: &Policy, name: &str) -> Option<MessageId> {
    policy.messages.iter().position(|message| message.name == name).map(MessageId::from_index)
}

/// What an `also` may ask of the decision.
pub(super) fn decision_facts(
    policy: &Policy,
    action: ActionName,
    queues: &[QueueId],
    by: DecidedBy,
) -> Vec<(FactId, Value)> {
    let words = |words: &[&str]| {
        let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        words.sort();
        Value::Words(words)
    };
    let value = |asked: DecisionFact| match asked {
        DecisionFact::Action => Some(Value::Word(action.as_str().to_owned())),
        // Only known once `also`s have added to it, and only asked then.
        DecisionFact::Priority => None,
        DecisionFact::Queue => {
            let names: Vec<&str> = queues.iter().map(|queue| policy.queue(*queue).name.as_str()).collect();
            Some(words(&names))
        }
        DecisionFact::DecidedBy => Some(match by {
            DecidedBy::Rule(rule) => words(&[&policy.rule(rule).name, policy.rule(rule).layer.as_str()]),
            DecidedBy::Otherwise => words(&["otherwise"]),
            // A rule may be called `problem`.
            DecidedBy::Problem => words(&[]),
        }),
    };
    let ids = policy.facts.iter().enumerate().filter_map(|(at, fact)| match fact.origin {
        Origin::Decision(asked) => Some((FactId::from_index(at), value(asked)?)),
        _ => None,
    });
    ids.collect()
}

fn alsos(reader: &mut Reader<'_>) -> Vec<AlsoId> {
    let policy = reader.policy;
    // One that holds is asked again, so that what it read is on the record.
    let holding = policy
        .alsos
        .iter()
        .enumerate()
        .filter(|(_, also)| reader.aside(|reader| reader.holds(&also.condition)) && reader.holds(&also.condition));
    holding.map(|(at, _)| AlsoId::from_index(at)).collect()
}
