//! Items → questions about the rows of a policy, by watches that are added to a copy of it.

use super::{Bound, Item, Lies, near};
use crate::policy::{
    Action, Check, Comparison, ComparisonId, Condition, Layer, Outcome, Policy, Relation, Rule, RuleId, ThresholdId,
};
use crate::source::Span;
use crate::value::Fixed;

/// An item, and the questions of which one must be answered with yes.
#[derive(Debug)]
pub(super) struct Probe {
    pub(super) item: Item,
    pub(super) questions: Vec<Question>,
}

/// Is there an input where this holds?
#[derive(Debug)]
pub(super) struct Question {
    /// No deciding rule before this one holds.
    pub(super) before: Option<RuleId>,
    /// This probe holds; none: the rule itself decides, or nothing does.
    pub(super) holds: Option<RuleId>,
    /// None of these probes holds.
    pub(super) not: Vec<RuleId>,
}

/// A copy of the policy with every probe, and the questions of every item.
pub(super) fn all(policy: &Policy, items: &[Item]) -> (Policy, Vec<Probe>) {
    let mut copy = Copy { original: policy, policy: policy.clone() };
    let probes = items.iter().map(|item| Probe { item: *item, questions: copy.questions(*item) }).collect();
    (copy.policy, probes)
}

/// Where a comparison stands.
struct Site<'a> {
    /// Whose turn it must be; none: asked always.
    before: Option<RuleId>,
    condition: &'a Condition,
    comparison: ComparisonId,
    /// The rule that must read a threshold by this comparison, if a step is meant.
    reads: Option<(&'a Condition, ComparisonId)>,
}

struct Copy<'a> {
    original: &'a Policy,
    policy: Policy,
}

impl Copy<'_> {
    fn questions(&mut self, item: Item) -> Vec<Question> {
        let original = self.original;
        match item {
            Item::Rule(rule) if original.rule(rule).watch => {
                let holds = Some(self.probe(original.rule(rule).condition.clone()));
                vec![Question { before: Some(rule), holds, not: Vec::new() }]
            }
            Item::Rule(rule) => vec![Question { before: Some(rule), holds: None, not: Vec::new() }],
            Item::Otherwise => vec![Question { before: None, holds: None, not: Vec::new() }],
            Item::Also(also) => {
                let holds = Some(self.probe(original.alsos[also.index()].condition.clone()));
                vec![Question { before: None, holds, not: Vec::new() }]
            }
            Item::Outcome(id, holds) => {
                let compare = Condition::Compare(id);
                let wanted = if holds { compare } else { Condition::Except(Box::new(compare)) };
                self.matters(id, &wanted)
            }
            Item::Boundary(id, bound, lies) => {
                let Some(wanted) = self.beside(id, bound, lies) else { return Vec::new() };
                self.matters(id, &wanted)
            }
        }
    }

    /// Where `wanted` holds and the comparison matters, by place.
    fn matters(&mut self, id: ComparisonId, wanted: &Condition) -> Vec<Question> {
        let sites = sites(self.original, id);
        sites.into_iter().map(|site| self.at(&site, wanted)).collect()
    }

    fn at(&mut self, site: &Site<'_>, wanted: &Condition) -> Question {
        let forced = |truth| forced(site.condition, site.comparison, truth);
        let mut holds = vec![forced(true), wanted.clone()];
        let mut not = vec![self.probe(forced(false))];
        if let Some((condition, comparison)) = site.reads {
            holds.push(self::forced(condition, comparison, true));
            not.push(self.probe(self::forced(condition, comparison, false)));
        }
        Question { before: site.before, holds: Some(self.probe(Condition::All(holds))), not }
    }

    fn probe(&mut self, condition: Condition) -> RuleId {
        let outcome = Outcome { action: Action::Stay, effects: Vec::new(), say: None, because: None };
        self.policy.rules.push(Rule {
            name: "probe".to_owned(),
            title: None,
            layer: Layer::Rule,
            watch: true,
            condition,
            outcome,
            span: Span::default(),
            groups: Vec::new(),
        });
        RuleId::from_index(self.policy.rules.len() - 1)
    }

    /// The condition that a value lies there.
    fn beside(&mut self, id: ComparisonId, bound: Bound, lies: Lies) -> Option<Condition> {
        let comparison = self.original.comparison(id).clone();
        let kind = &self.original.fact(comparison.fact).kind;
        let constant = near::constants(&comparison.test).into_iter().find(|(at, _)| *at == bound)?.1;
        let unit = near::unit(kind, constant.unwrap_or(Fixed::ZERO));
        let checks = match (&comparison.test, constant) {
            (_, Some(constant)) => {
                let (low, high) = match lies {
                    Lies::JustBelow => ((constant - unit, true), (constant, false)),
                    Lies::At => ((constant, true), (constant, true)),
                    Lies::JustAbove => ((constant, false), (constant + unit, true)),
                };
                vec![Check::Within { low: Some(low), high: Some(high) }]
            }
            (Check::Threshold { threshold, offset, .. }, None) => {
                let check = |relation, by| Check::Threshold { threshold: *threshold, relation, offset: *offset + by };
                match lies {
                    Lies::JustBelow => vec![check(Relation::AtLeast, -unit), check(Relation::Below, Fixed::ZERO)],
                    Lies::At => vec![check(Relation::AtLeast, Fixed::ZERO), check(Relation::AtMost, Fixed::ZERO)],
                    Lies::JustAbove => vec![check(Relation::Above, Fixed::ZERO), check(Relation::AtMost, unit)],
                }
            }
            _ => return None,
        };
        let parts = checks.into_iter().map(|test| {
            self.policy.comparisons.push(Comparison { test, negated: false, ..comparison.clone() });
            Condition::Compare(ComparisonId::from_index(self.policy.comparisons.len() - 1))
        });
        Some(Condition::All(parts.collect()))
    }
}

/// Everywhere that a comparison stands.
fn sites(policy: &Policy, id: ComparisonId) -> Vec<Site<'_>> {
    let has = |condition: &Condition| condition.comparisons().contains(&id);
    let rules = (0..).map(RuleId).zip(&policy.rules).filter(|(_, rule)| has(&rule.condition));
    let rules =
        rules.map(|(at, rule)| Site { before: Some(at), condition: &rule.condition, comparison: id, reads: None });
    let alsos = policy.alsos.iter().filter(|also| has(&also.condition));
    let alsos = alsos.map(|also| Site { before: None, condition: &also.condition, comparison: id, reads: None });
    let mut sites: Vec<Site<'_>> = rules.chain(alsos).collect();
    for (at, threshold) in policy.thresholds.iter().enumerate() {
        for step in threshold.groups.iter().flat_map(|group| &group.steps).filter(|step| has(&step.when)) {
            let readers = readers(policy, ThresholdId::from_index(at));
            sites.extend(readers.into_iter().map(|(before, condition, reads)| Site {
                before: Some(before),
                condition: &step.when,
                comparison: id,
                reads: Some((condition, reads)),
            }));
        }
    }
    sites
}

/// The rules that compare with a threshold.
fn readers(policy: &Policy, threshold: ThresholdId) -> Vec<(RuleId, &Condition, ComparisonId)> {
    let reads = |id: &ComparisonId| matches!(policy.comparison(*id).test, Check::Threshold { threshold: read, .. } if read == threshold);
    let rules = (0..).map(RuleId).zip(&policy.rules);
    let all = rules.flat_map(|(at, rule)| {
        rule.condition.comparisons().into_iter().filter(reads).map(move |id| (at, &rule.condition, id))
    });
    all.collect()
}

/// A condition in which one comparison always, or never, holds.
pub(super) fn forced(condition: &Condition, id: ComparisonId, truth: bool) -> Condition {
    let each = |parts: &[Condition]| parts.iter().map(|part| forced(part, id, truth)).collect();
    match condition {
        Condition::All(parts) => Condition::All(each(parts)),
        Condition::Any(parts) => Condition::Any(each(parts)),
        Condition::Compare(other) if *other == id && truth => Condition::ALWAYS,
        Condition::Compare(other) if *other == id => Condition::Any(Vec::new()),
        Condition::Compare(_) => condition.clone(),
        Condition::Except(exception) => Condition::Except(Box::new(forced(exception, id, truth))),
    }
}
