//! What two policies mean by one name: whether they define it alike.
//!
//! In: two policies. Out: the facts that each works out in its own way, the
//! thresholds that are the same, and every definition as one line of text without
//! ids, so that equal lines are equal meanings.
//!
//! What is compared is what a definition does. Where it stands and what it is called
//! for people is no part of it.

use crate::policy::{
    Action, BuiltIn, Check, Condition, DetectorKind, FactId, Origin, Outcome, Policy, SignalId, Target, ThresholdId, To,
};
use crate::rows::ColumnSource;
use crate::runtime::explain;
use crate::value::Type;

/// Whether a column asks what was decided.
pub(super) fn is_decided(policy: &Policy, source: &ColumnSource) -> bool {
    match source {
        ColumnSource::Fact(fact) | ColumnSource::Member(fact, _) => {
            matches!(policy.fact(*fact).origin, Origin::Decision(_))
        }
        ColumnSource::Margin(_) => false,
    }
}

/// The facts that two policies both have and work out in other ways: signals with other ears, lists with other entries.
pub(super) fn facts(old: &Policy, new: &Policy) -> [Vec<FactId>; 2] {
    let mut found = [Vec::new(), Vec::new()];
    for (at, fact) in old.facts.iter().enumerate() {
        let Some(twin) = new.find_fact(&fact.name) else { continue };
        let own = FactId::from_index(at);
        if worked_out(old, own) != worked_out(new, twin) {
            found[0].push(own);
            found[1].push(twin);
        }
    }
    found
}

/// The thresholds of the second policy that are the same in the first, each with its place there.
pub(super) fn thresholds(old: &Policy, new: &Policy) -> Vec<(ThresholdId, ThresholdId)> {
    let same_tree = categories(old) == categories(new);
    let mut pairs = Vec::new();
    for at in (0..new.thresholds.len()).map(ThresholdId::from_index) {
        let own = threshold(new, at);
        let twin = (0..old.thresholds.len()).map(ThresholdId::from_index).find(|one| threshold(old, *one) == own);
        let starts = |policy: &Policy, id: ThresholdId| {
            let table = &policy.thresholds[id.index()];
            let grown = table.groups.iter().flat_map(|group| &group.steps).filter_map(|step| step.each.as_ref());
            let facts: Vec<FactId> = std::iter::once(table.fact).chain(grown.map(|each| each.fact)).collect();
            facts.into_iter().map(|fact| super::limits::starting(policy.fact(fact))).collect::<Vec<_>>()
        };
        pairs.extend(twin.filter(|twin| same_tree && starts(old, *twin) == starts(new, at)).map(|twin| (at, twin)));
    }
    pairs
}

/// How the value of a fact comes about, if Baton works it out.
fn worked_out(policy: &Policy, fact: FactId) -> String {
    match &policy.fact(fact).origin {
        Origin::Signal(id, view) => format!("{view:?} of {}", signal(policy, *id)),
        Origin::List { column, entries } => format!("{} in {entries:?}", policy.fact(*column).name),
        Origin::Run(run) => {
            let facts = run.facts(&policy.comparisons);
            let below: Vec<String> = facts.iter().map(|fact| worked_out(policy, *fact)).collect();
            format!("{} of {below:?}", condition(policy, run))
        }
        Origin::BuiltIn(BuiltIn::AssistantFailed) => policy.gives_confidence.to_string(),
        _ => String::new(),
    }
}

/// What a signal listens for, with everything that it hears through others.
pub(super) fn signal(policy: &Policy, id: SignalId) -> String {
    let own = &policy.signals[id.index()];
    let mut heard: Vec<String> = own
        .detectors
        .iter()
        .map(|detector| {
            let kind = match &detector.kind {
                DetectorKind::When(when) => {
                    let facts = when.facts(&policy.comparisons);
                    let below: Vec<String> = facts.iter().map(|fact| worked_out(policy, *fact)).collect();
                    format!("when {} of {below:?}", condition(policy, when))
                }
                kind => format!("{kind:?}"),
            };
            if own.is_score { format!("{} {kind}", detector.weight.millionths()) } else { kind }
        })
        .collect();
    heard.sort();
    format!("{} {:?} {heard:?}", own.is_score, own.keeps)
}

/// What a threshold comes to.
pub(super) fn threshold(policy: &Policy, id: ThresholdId) -> String {
    let own = &policy.thresholds[id.index()];
    let mut bases: Vec<String> =
        own.bases.iter().map(|(of, base)| format!("{} {base:?}", policy.categories[of.index()].path)).collect();
    bases.sort();
    let mut groups: Vec<String> = (0..own.groups.len()).map(|group| step_group(policy, id, group)).collect();
    groups.sort();
    let limits = (own.low, own.high);
    format!("{} {:?} {bases:?} {groups:?} {limits:?}", policy.fact(own.fact).name, own.base)
}

/// What a group of steps adds.
pub(super) fn step_group(policy: &Policy, id: ThresholdId, group: usize) -> String {
    let steps = policy.thresholds[id.index()].groups[group].steps.iter().map(|step| {
        let each = step.each.as_ref().map(|each| {
            let numbers = (each.every, each.after, each.up_to);
            format!("{} {numbers:?}", policy.fact(each.fact).name)
        });
        format!("{:?} {each:?} {}", step.by, condition(policy, &step.when))
    });
    let mut steps: Vec<String> = steps.collect();
    steps.sort();
    format!("{steps:?}")
}

/// The tree of categories with all their names.
pub(super) fn categories(policy: &Policy) -> Vec<(String, Vec<String>)> {
    policy.categories.iter().map(|category| (category.path.clone(), category.aliases.clone())).collect()
}

/// When something holds.
pub(super) fn condition(policy: &Policy, asked: &Condition) -> String {
    let all = |parts: &[Condition]| parts.iter().map(|part| condition(policy, part)).collect::<Vec<_>>();
    match asked {
        Condition::All(parts) => match parts.as_slice() {
            [only] => condition(policy, only),
            parts => format!("all {:?}", all(parts)),
        },
        Condition::Any(parts) => match parts.as_slice() {
            [only] => condition(policy, only),
            parts => format!("any {:?}", all(parts)),
        },
        Condition::Except(inner) => format!("except {}", condition(policy, inner)),
        Condition::Compare(id) => {
            let comparison = policy.comparison(*id);
            let fact = policy.fact(comparison.fact);
            let test = match &comparison.test {
                Check::Threshold { threshold, relation, offset } => {
                    format!("{relation:?} {} {offset:?}", policy.thresholds[threshold.index()].name)
                }
                test => format!("{test:?}"),
            };
            format!("{} {} {test} {}", fact.name, kind(&fact.kind), comparison.negated)
        }
    }
}

/// A type, without the words and limits that belong to its declaration.
pub(super) fn kind(kind: &Type) -> String {
    match kind {
        Type::OneOf { .. } => "one of".to_owned(),
        Type::Number { .. } => "number".to_owned(),
        Type::Money { currency, .. } => currency.clone(),
        kind => format!("{kind:?}").to_lowercase(),
    }
}

/// What comes of a rule.
pub(super) fn outcome(policy: &Policy, written: &Outcome) -> String {
    let action = match &written.action {
        Action::Stay => "stay".to_owned(),
        Action::Close => "close".to_owned(),
        Action::Offer(to) => format!("offer {}", target(policy, to)),
        Action::HandOff(to) => format!("hand off {}", target(policy, to)),
        Action::Clarify { message, silence, target: to } => {
            format!("clarify {} {silence:?} {}", policy.message(*message).name, target(policy, to))
        }
    };
    let say = written.say.map(|id| &policy.message(id).name);
    let mut effects: Vec<String> = written.effects.iter().map(|effect| explain::effect(policy, effect)).collect();
    effects.sort();
    format!("{action} {effects:?} {say:?} {:?}", written.because)
}

/// To whom.
pub(super) fn target(policy: &Policy, target: &Target) -> String {
    let to = match &target.to {
        To::Category => "the category's queue".to_owned(),
        To::NamedAgent => "the named agent".to_owned(),
        To::Queues(queues) => {
            queues.iter().map(|queue| policy.queue(*queue).name.clone()).collect::<Vec<_>>().join(" or ")
        }
    };
    match &target.level {
        Some(level) => format!("{to} at {level}"),
        None => to,
    }
}
