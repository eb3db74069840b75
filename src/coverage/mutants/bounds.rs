//! Numbers, moved to the nearest one beside them; thresholds, with their steps and limits.

use super::super::near::unit;
use super::edit::{Change, Edit};
use crate::policy::{Check, Comparison, Condition, Policy, Relation, Threshold, ThresholdId};
use crate::source::Span;
use crate::value::{Fixed, Type, Value, show, show_difference};

/// A bound of a range: the number, and whether it is in it.
type Bound = Option<(Fixed, bool)>;

/// A comparison with its numbers moved, each time one of them by as little as can be; with its words.
pub(super) fn beside(policy: &Policy, comparison: &Comparison) -> Vec<(String, Check)> {
    let fact = policy.fact(comparison.fact);
    let checks = match &comparison.test {
        Check::Within { low: Some((low, true)), high: Some((high, true)) } if low == high => {
            let unit = unit(&fact.kind, *low);
            let exactly = |number| Check::Within { low: Some((number, true)), high: Some((number, true)) };
            vec![exactly(*low - unit), exactly(*low + unit)]
        }
        Check::Within { low, high } => within(&fact.kind, *low, *high),
        Check::Threshold { threshold, relation, offset } => {
            let check = |relation, offset| Check::Threshold { threshold: *threshold, relation, offset };
            let unit = unit(&fact.kind, *offset);
            let (turned, moved) = match relation {
                Relation::Below => (Relation::AtMost, -unit),
                Relation::AtMost => (Relation::Below, unit),
                Relation::Above => (Relation::AtLeast, unit),
                Relation::AtLeast => (Relation::Above, -unit),
            };
            vec![check(turned, *offset), check(*relation, *offset + moved)]
        }
        _ => Vec::new(),
    };
    let not = if comparison.negated { "not " } else { "" };
    let said = |check: Check| (format!("{not}{} {}", fact.words, words(policy, &fact.kind, &check)), check);
    checks.into_iter().map(said).collect()
}

/// Each bound turned round (`at least` and `above`), and moved the other way.
fn within(kind: &Type, low: Bound, high: Bound) -> Vec<Check> {
    let mut checks = Vec::new();
    if let Some((number, included)) = low {
        let unit = unit(kind, number);
        let moved = if included { number - unit } else { number + unit };
        checks.push(Check::Within { low: Some((number, !included)), high });
        checks.push(Check::Within { low: Some((moved, included)), high });
    }
    if let Some((number, included)) = high {
        let unit = unit(kind, number);
        let moved = if included { number + unit } else { number - unit };
        checks.push(Check::Within { low, high: Some((number, !included)) });
        checks.push(Check::Within { low, high: Some((moved, included)) });
    }
    checks
}

fn words(policy: &Policy, kind: &Type, check: &Check) -> String {
    let number = |number: Fixed| show(&Value::Number(number), kind);
    let above =
        |(low, included): (Fixed, bool)| format!("{} {}", if included { "at least" } else { "above" }, number(low));
    let below =
        |(high, included): (Fixed, bool)| format!("{} {}", if included { "at most" } else { "below" }, number(high));
    match check {
        Check::Within { low: Some((low, true)), high: Some((high, true)) } if low == high => {
            format!("is {}", number(*low))
        }
        Check::Within { low: Some(low), high: Some(high) } => format!("{} and {}", above(*low), below(*high)),
        Check::Within { low: Some(low), high: None } => above(*low),
        Check::Within { low: None, high: Some(high) } => below(*high),
        Check::Threshold { threshold, relation, offset } => {
            let relation = match relation {
                Relation::Above => "above",
                Relation::Below => "below",
                Relation::AtLeast => "at least",
                Relation::AtMost => "at most",
            };
            let name = &policy.thresholds[threshold.index()].name;
            let name = if name == "threshold" { name.clone() } else { format!("threshold {name}") };
            let (zero, by) =
                (Fixed::ZERO, show_difference(if *offset < Fixed::ZERO { -*offset } else { *offset }, kind));
            match offset.cmp(&zero) {
                std::cmp::Ordering::Less => format!("{relation} {name} minus {by}"),
                std::cmp::Ordering::Equal => format!("{relation} {name}"),
                std::cmp::Ordering::Greater => format!("{relation} {name} plus {by}"),
            }
        }
        _ => String::new(),
    }
}

/// A threshold with one of its numbers moved both ways, or without one of its steps.
pub(super) fn threshold(policy: &Policy, id: ThresholdId) -> Vec<Change> {
    let of = &policy.thresholds[id.index()];
    let fact = policy.fact(of.fact);
    let name = if of.name == "threshold" { fact.words.clone() } else { format!("{} of {}", of.name, fact.words) };
    let mut moved = Moved { of, id, name, kind: &fact.kind, all: Vec::new() };
    moved.number("the base", of.span, of.base, |threshold, number| threshold.base = number);
    for (at, (category, base)) in of.bases.iter().enumerate() {
        let what = format!("the base for {}", policy.categories[category.index()].path);
        moved.number(&what, of.span, *base, |threshold, number| threshold.bases[at].1 = number);
    }
    for (group, of_group) in of.groups.iter().enumerate() {
        for (at, step) in of_group.steps.iter().enumerate() {
            let name = match (step.name.as_str(), of_group.steps.len()) {
                ("", 1) => format!("`{}`", of_group.name),
                ("", _) => format!("step {} of `{}`", at + 1, of_group.name),
                (name, _) => format!("`{name}`"),
            };
            let mut without = of.clone();
            without.groups[group].steps[at].when = Condition::Any(Vec::new());
            moved.push(step.span, &format!("{name} is left out"), without);
            let what = name.clone();
            moved.points(&what, step.span, step.by, |threshold, by| threshold.groups[group].steps[at].by = by);
            if let Some(each) = &step.each {
                let what = format!("the most of {name}");
                moved.points(&what, step.span, each.up_to, |threshold, most| {
                    if let Some(each) = &mut threshold.groups[group].steps[at].each {
                        each.up_to = most;
                    }
                });
            }
        }
    }
    if let Some(low) = of.low {
        moved.number("`never below`", of.span, low, |threshold, number| threshold.low = Some(number));
    }
    if let Some(high) = of.high {
        moved.number("`never above`", of.span, high, |threshold, number| threshold.high = Some(number));
    }
    moved.all
}

struct Moved<'p> {
    of: &'p Threshold,
    id: ThresholdId,
    name: String,
    kind: &'p Type,
    all: Vec<Change>,
}

impl Moved<'_> {
    fn push(&mut self, at: Span, what: &str, threshold: Threshold) {
        let what = format!("in threshold `{}`, {what}", self.name);
        self.all.push(Change { at, what, edit: Edit::Threshold(self.id, threshold) });
    }

    /// A value of the fact, one unit less and one more.
    fn number(&mut self, what: &str, at: Span, number: Fixed, put: impl Fn(&mut Threshold, Fixed)) {
        let kind = self.kind.clone();
        self.both_ways(what, at, number, &|number| show(&Value::Number(number), &kind), put);
    }

    /// A difference of values, one unit less and one more.
    fn points(&mut self, what: &str, at: Span, by: Fixed, put: impl Fn(&mut Threshold, Fixed)) {
        let kind = self.kind.clone();
        let said = |by: Fixed| {
            let amount = show_difference(if by < Fixed::ZERO { -by } else { by }, &kind);
            if by < Fixed::ZERO { format!("minus {amount}") } else { amount }
        };
        self.both_ways(what, at, by, &said, put);
    }

    fn both_ways(
        &mut self,
        what: &str,
        at: Span,
        number: Fixed,
        said: &dyn Fn(Fixed) -> String,
        put: impl Fn(&mut Threshold, Fixed),
    ) {
        let unit = unit(self.kind, number);
        for moved in [number - unit, number + unit] {
            let mut threshold = self.of.clone();
            put(&mut threshold, moved);
            self.push(at, &format!("{what} is {} instead of {}", said(moved), said(number)), threshold);
        }
    }
}
