//! Compares what the table decides with what the reference evaluator says.

use baton::decision::{DecidedBy, Decision, InputProblem, Point};
use baton::policy::{Effect, FactId, ThresholdId};
use baton::runtime::{Decided, Scratch, Table, Values, decide, evaluate, threshold};
use baton::value::{Fixed, Type};

use super::values::Domains;

/// What is decided on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case<'v> {
    pub(crate) values: &'v Values,
    pub(crate) point: Point,
    /// A fact whose value could not be used: it is missing.
    pub(crate) unusable: Option<FactId>,
}

/// What is wrong with the decision of the table, if anything is.
pub(crate) fn wrong(table: &Table, case: Case<'_>, scratch: &mut Scratch) -> Option<String> {
    let policy = table.policy();
    let problems = problems(table, case);
    let reference = evaluate(policy, case.values, case.point, &problems);
    let mut facts = table.facts_of(case.values, case.point);
    if let Some(fact) = case.unusable {
        let (is_truth, fact) = (policy.fact(fact).kind == Type::Truth, table.fact(&policy.fact(fact).name));
        let fact = fact.expect("the fact is the table's");
        let set = if is_truth { facts.set_number(fact, Fixed::ONE) } else { facts.set_truth(fact, true) };
        set.expect_err("it is of another kind");
    }
    let decided = facts.decide_fully(scratch);
    differs(&reference, decided).or_else(|| thresholds_differ(case, decided))
}

/// What is wrong with the owned decision, its trace included.
pub(crate) fn wrong_in_full(table: &Table, case: Case<'_>, scratch: &mut Scratch) -> Option<String> {
    let problems = problems(table, case);
    let owned = decide(table, case.values, case.point, &problems, scratch);
    let reference = evaluate(table.policy(), case.values, case.point, &problems);
    if format!("{owned:?}") == format!("{reference:?}") {
        return None;
    }
    let (owned, reference) = (format!("{owned:#?}"), format!("{reference:#?}"));
    let lines = owned.lines().zip(reference.lines()).filter(|(one, other)| one != other);
    Some(lines.map(|(one, other)| format!("{one}, but should be {other}\n")).collect())
}

fn problems(table: &Table, case: Case<'_>) -> Vec<InputProblem> {
    let problem = |fact: FactId| InputProblem {
        fact: table.policy().fact(fact).name.clone(),
        message: "generated".to_owned(),
        decides: true,
    };
    case.unusable.into_iter().map(problem).collect()
}

fn differs(reference: &Decision, decided: Decided<'_>) -> Option<String> {
    let policy = decided.table().policy();
    let what = |name: &str, found: String, wanted: String| Some(format!("{name} is {found}, but should be {wanted}"));
    macro_rules! same {
        ($($name:literal: $found:expr, $wanted:expr;)*) => {
            $(if $found != $wanted { return what($name, format!("{:?}", $found), format!("{:?}", $wanted)); })*
        };
    }
    same! {
        "decided by": decided.decided_by(), reference.decided_by;
        "the action": decided.action(), reference.action;
        "the queues": decided.queues(), reference.queues.as_slice();
        "to the named agent": decided.to_named_agent(), reference.to_named_agent;
        "the level": decided.level(), reference.level.as_deref();
        "the silence": decided.silence(), reference.silence;
        "clarified before": decided.clarified_before(), reference.clarified_before;
        "diverted": decided.diverted(), reference.diverted;
        "to the same agent": decided.to_same_agent(), reference.to_same_agent;
        "the message": decided.message(), reference.message;
        "the reason": decided.reason(), reference.reason.as_deref();
        "the source": decided.source(), reference.source;
        "the draft": decided.send_draft(), reference.send_draft;
        "the point": decided.point(), reference.point;
    }
    let (alsos, fitted): (Vec<_>, Vec<_>) =
        (decided.alsos().map(|(id, _)| id).collect(), decided.also_fitted().collect());
    let (watches, effects): (Vec<_>, Vec<_>) = (decided.watches().collect(), decided.effects().collect());
    let own: &[Effect] = match reference.decided_by {
        DecidedBy::Rule(rule) => &policy.rule(rule).outcome.effects,
        DecidedBy::Otherwise => &policy.otherwise.effects,
        DecidedBy::Problem => &[],
    };
    let added = reference.alsos.iter().flat_map(|also| &policy.alsos[also.index()].effects);
    let wanted: Vec<_> = own.iter().chain(added).collect();
    same! {
        "alsos": alsos, reference.alsos;
        "also fitted": fitted, reference.also_fitted;
        "watches": watches, reference.watches;
        "effects": effects, wanted;
    }
    None
}

/// Where each threshold stands that something compares with.
fn thresholds_differ(case: Case<'_>, decided: Decided<'_>) -> Option<String> {
    let policy = decided.table().policy();
    (0..policy.thresholds.len()).map(ThresholdId::from_index).find_map(|id| {
        let found = decided.threshold(id)?;
        let wanted = threshold(policy, case.values, case.point, id).value;
        (found != wanted).then(|| format!("threshold {} is {found}, but should be {wanted}", id.index()))
    })
}

/// The case, in as few values as are wrong still, for people.
pub(crate) fn shown(table: &Table, domains: &Domains, case: Case<'_>, scratch: &mut Scratch) -> String {
    let policy = table.policy();
    let mut values = case.values.clone();
    let fails = |values: &Values, scratch: &mut Scratch| {
        let case = Case { values, ..case };
        wrong(table, case, scratch).or_else(|| wrong_in_full(table, case, scratch))
    };
    for domain in &domains.facts {
        for simpler in [domains.start().get(domain.fact).cloned(), None] {
            let mut fewer = values.clone();
            fewer.set(domain.fact, simpler);
            if fails(&fewer, scratch).is_some() {
                values = fewer;
            }
        }
    }
    let why = fails(&values, scratch).or_else(|| fails(case.values, scratch)).unwrap_or_default();
    let mut text = format!("{why}\non the {}", case.point.as_str());
    if let Some(fact) = case.unusable {
        text += &format!("\nwith a value of {} that cannot be used", policy.fact(fact).name);
    }
    for domain in &domains.facts {
        let (value, start) = (values.get(domain.fact), domains.start().get(domain.fact));
        if value != start {
            text += &format!("\n{} = {value:?}", policy.fact(domain.fact).name);
        }
    }
    text
}
