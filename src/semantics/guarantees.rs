//! Guarantees: their conditions, actions, queues and movements.
//!
//! They come last: what only they name stands behind everything that can change a
//! decision, so that a guarantee changes no meaning.

use crate::diagnostic::{Code, Problem, nearest};
use crate::policy::{
    ActionName, Condition, Demand, Direction, FactId, Guarantee, Instants, QueueId, ThresholdId, Wanted, WantedTo,
};
use crate::semantics::described::described;
use crate::semantics::scope::{Kind, Scope};
use crate::semantics::subjects::{self, Place};
use crate::semantics::{actions, conditions, operands};
use crate::syntax::ast::{self, ActionWord, DemandKind, EffectKind, Item, NeverMoves};

/// Most guarantees of one policy.
pub(crate) const GUARANTEES_MAX: usize = 200;

/// All guarantees, in the order of the text.
pub(crate) fn resolve(program: &ast::Program, scope: &mut Scope<'_>) -> Vec<Guarantee> {
    let items = program.items.iter();
    let all = items.filter_map(|item| if let Item::Guarantee(node) = item { Some(node) } else { None });
    let all: Vec<&ast::Guarantee> = all.collect();
    if let Some(node) = all.get(GUARANTEES_MAX) {
        let message = format!("a policy of more than {GUARANTEES_MAX} guarantees");
        let problem = Problem::new(Code::E0111, message, node.span, "one too many");
        scope.report(problem.help("join guarantees that demand the same"));
        return Vec::new();
    }
    all.into_iter().filter_map(|node| guarantee(node, scope)).collect()
}

fn guarantee(node: &ast::Guarantee, scope: &mut Scope<'_>) -> Option<Guarantee> {
    let mut parts: Vec<Option<Condition>> = Vec::new();
    for when in &node.when {
        parts.push(conditions::resolve(when, Place::Rule, scope));
    }
    for except in &node.except {
        parts.push(conditions::resolve(except, Place::Rule, scope).map(|inner| Condition::Except(Box::new(inner))));
    }
    let demand = node.demand.as_ref().and_then(|demand| match &demand.kind {
        DemandKind::Always(wanted) => self::wanted(wanted, scope).map(Demand::Always),
        DemandKind::Never(wanted) => self::wanted(wanted, scope).map(Demand::Never),
        DemandKind::Movement(movement) => self::movement(movement, scope),
        DemandKind::AtMost(action, times) => {
            let times = times.as_ref().map_or(Some(1), |times| count(times, "how many times", scope));
            times.map(|times| Demand::AtMost(actions::name(*action), times))
        }
        DemandKind::Within(rounds, wanted) => {
            let rounds = count(rounds, "the number of rounds", scope);
            let actions = any_of(wanted, scope);
            rounds.zip(actions).map(|(rounds, actions)| Demand::Within(rounds, actions))
        }
        DemandKind::Everyone(within) => operands::seconds(within, scope).map(Demand::Everyone),
        DemandKind::Someone(names, of_its_hours) => {
            let instants = if *of_its_hours { Instants::OfItsHours } else { Instants::All };
            queues(names, scope).map(|queues| Demand::Someone(queues, instants))
        }
        DemandKind::NeverClosed(names) => queues(names, scope).map(Demand::NeverClosed),
    });
    if demand.as_ref().is_some_and(Demand::is_of_a_conversation)
        && let Some(condition) = node.when.first().or(node.except.first())
    {
        let message = "a guarantee about a whole conversation speaks of all of them";
        let problem = Problem::new(Code::E0225, message, condition.span, "for which turn of it?");
        scope.report(problem.help("remove the condition, or demand it of each decision: `when …; then always …`"));
        return None;
    }
    if demand.as_ref().is_some_and(Demand::is_of_the_calendar)
        && let Some(condition) = node.when.first().or(node.except.first())
    {
        let message = "a guarantee over the calendar speaks of everybody who comes to a queue";
        let problem = Problem::new(Code::E0225, message, condition.span, "for whom of them?");
        scope.report(
            problem.help("remove the condition; `someone eligible for …` looks at every customer who can come"),
        );
        return None;
    }
    let mut parts: Vec<Condition> = parts.into_iter().collect::<Option<_>>()?;
    let condition = if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) };
    Some(Guarantee { title: node.title.text.clone(), condition, demand: demand?, span: node.span })
}

/// Queues by name, each once.
fn queues(names: &[ast::Name], scope: &mut Scope<'_>) -> Option<Vec<QueueId>> {
    let found: Vec<Option<usize>> = names.iter().map(|name| scope.expect(Kind::Queue, Code::E0203, name)).collect();
    let mut found: Vec<QueueId> = found.into_iter().map(|at| at.map(QueueId::from_index)).collect::<Option<_>>()?;
    found.sort_unstable();
    found.dedup();
    Some(found)
}

fn count(literal: &ast::Literal, what: &str, scope: &mut Scope<'_>) -> Option<u32> {
    operands::whole(literal, what, i64::from(Demand::COUNT_MAX), scope)
}

/// Actions alone: with a handoff the conversation is over, wherever it goes.
fn any_of(node: &ast::Wanted, scope: &mut Scope<'_>) -> Option<Vec<ActionName>> {
    let wanted = wanted(node, scope)?;
    if wanted.to.is_none() && wanted.effect.is_none() {
        return Some(wanted.actions);
    }
    let message = "within how many rounds says what is decided, not to whom or with what";
    let problem = Problem::new(Code::E0225, message, node.span, "more than actions");
    scope.report(problem.help("demand `to` and `with` of each decision: `when …; then always …`"));
    None
}

fn wanted(node: &ast::Wanted, scope: &mut Scope<'_>) -> Option<Wanted> {
    let queues: Vec<_> = node.queues.iter().map(|name| scope.expect(Kind::Queue, Code::E0203, name)).collect();
    let effect = node.effect.as_ref().map(|effect| actions::effect(effect, scope));
    if !node.queues.is_empty() || node.named_agent {
        let nobody = |action: &ActionWord| matches!(action, ActionWord::Stay | ActionWord::Close);
        if let Some((action, span)) = node.actions.iter().find(|(action, _)| nobody(action)) {
            let word = actions::name(*action).as_str();
            let message = format!("`{word}` goes to no queue");
            let problem = Problem::new(Code::E0225, message, *span, "nobody takes it over");
            scope.report(problem.help(format!("demand `{word}` without `to`, in a guarantee of its own if need be")));
            return None;
        }
    }
    if let Some(ast::Effect { kind: EffectKind::RaisePriority(_), span }) = &node.effect {
        let message = "by how much a priority is raised is a sum over a rule and every `also`";
        let problem = Problem::new(Code::E0225, message, *span, "not the effect of one line");
        scope.report(problem.help("demand a priority by its name, such as `with priority high`"));
        return None;
    }
    let queues: Vec<QueueId> = queues.into_iter().map(|at| at.map(QueueId::from_index)).collect::<Option<_>>()?;
    let effect = match effect {
        Some(effect) => Some(effect?),
        None => None,
    };
    let mut actions: Vec<ActionName> = node.actions.iter().map(|(action, _)| actions::name(*action)).collect();
    actions.sort_unstable();
    actions.dedup();
    let to = match (node.named_agent, queues.is_empty()) {
        (true, _) => Some(WantedTo::NamedAgent),
        (false, true) => None,
        (false, false) => Some(WantedTo::Queues(queues)),
    };
    Some(Wanted { actions, to, effect })
}

fn movement(node: &ast::Movement, scope: &mut Scope<'_>) -> Option<Demand> {
    let fact = moving(&node.fact, scope);
    let direction = if node.rises { Direction::Rises } else { Direction::Falls };
    if let NeverMoves::ThresholdFalls(of) | NeverMoves::ThresholdRises(of) = &node.never
        && let (Some(fact), Some(threshold)) = (fact, threshold(of, scope))
        && scope.thresholds[threshold.index()].1 == fact
    {
        let message = format!("a threshold of `{}` does not move with it", scope.facts[fact.index()].words);
        let problem = Problem::new(Code::E0225, message, of.span, "the same fact");
        scope.report(problem.help("name a fact that steps of the threshold read"));
        return None;
    }
    match &node.never {
        NeverMoves::OutcomeTowardsStay => Some(Demand::Outcome(fact?, direction)),
        NeverMoves::ThresholdFalls(of) => {
            let threshold = threshold(of, scope);
            Some(Demand::Threshold(fact?, direction, threshold?, Direction::Falls))
        }
        NeverMoves::ThresholdRises(of) => {
            let threshold = threshold(of, scope);
            Some(Demand::Threshold(fact?, direction, threshold?, Direction::Rises))
        }
    }
}

/// What moves must have an order.
fn moving(subject: &ast::Subject, scope: &mut Scope<'_>) -> Option<FactId> {
    let fact = subjects::resolve(subject, Place::Rule, scope)?.fact;
    let known = &scope.facts[fact.index()];
    if known.kind.is_ordered() {
        return Some(fact);
    }
    let message = format!("`{}` has no order, so it neither rises nor falls", known.words);
    let label = format!("`{}` is {}", known.words, described(&known.kind));
    let problem = Problem::new(Code::E0305, message, subject.span, label);
    scope.report(problem.help("name a number, such as `sentiment` or `rounds`; or write `when … then always …`"));
    None
}

/// `confidence`, the fact of a threshold, or the name of a second one.
fn threshold(words: &ast::Subject, scope: &mut Scope<'_>) -> Option<ThresholdId> {
    if let [word] = words.words.as_slice()
        && scope.declares(Kind::Threshold, &word.text)
    {
        scope.find(Kind::Threshold, &word.text);
        let at = scope.thresholds.iter().position(|(name, _)| name.as_ref() == Some(&word.text))?;
        return Some(ThresholdId::from_index(at));
    }
    let text: Vec<&str> = words.words.iter().map(|word| word.text.as_str()).collect();
    let text = text.join(" ");
    let known: Vec<String> = scope
        .thresholds
        .iter()
        .map(|(name, fact)| name.clone().unwrap_or_else(|| scope.facts[fact.index()].words.clone()))
        .collect();
    if let Some(near) = nearest(&text, known.iter().map(String::as_str)).filter(|near| *near != text)
        && !scope.fact_names.contains_key(&text)
    {
        let problem =
            Problem::new(Code::E0209, format!("no threshold is named `{text}`"), words.span, "no such threshold");
        scope.report(problem.did_you_mean(Some(near), words.span, String::new));
        return None;
    }
    let id = subjects::resolve(words, Place::Rule, scope)?.fact;
    let fact = scope.facts[id.index()].clone();
    conditions::find_threshold(None, id, &fact, words.span, scope)
}
