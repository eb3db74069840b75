//! A policy → the small changes that are tried, in the order in which it is asked.
//!
//! Each place of the text is changed once: a condition of a group belongs to all its
//! rules, and is changed in all of them.

use super::bounds;
use super::edit::{Change, Edit};
use super::outcomes;
use crate::policy::{AlsoId, Check, ComparisonId, Condition, Policy, Rule, RuleId, ThresholdId};
use crate::runtime::explain;
use crate::source::Span;
use std::collections::HashSet;

/// Every change.
pub(super) fn all(policy: &Policy) -> Vec<Change> {
    let mut found = Found { policy, all: Vec::new(), seen: HashSet::new() };
    for (at, threshold) in policy.thresholds.iter().enumerate() {
        let id = ThresholdId::from_index(at);
        found.all.extend(bounds::threshold(policy, id));
        for step in threshold.groups.iter().flat_map(|group| &group.steps) {
            found.condition(&step.when, Inside::All, step.span);
        }
    }
    let live: Vec<(RuleId, &Rule)> = (0..).map(RuleId).zip(&policy.rules).filter(|(_, rule)| !rule.watch).collect();
    for (at, (id, rule)) in live.iter().enumerate() {
        found.rule(*id, rule, live.get(at + 1).copied());
    }
    for (at, also) in policy.alsos.iter().enumerate() {
        let what = format!("also `{}` is left out", also.name);
        found.push(also.span, what, Edit::NeverAlso(AlsoId::from_index(at)));
        found.condition(&also.condition, Inside::All, also.span);
    }
    found.all
}

/// What a condition is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    All,
    Any,
    Except,
}

struct Found<'p> {
    policy: &'p Policy,
    all: Vec<Change>,
    /// Comparisons that were changed already.
    seen: HashSet<ComparisonId>,
}

impl Found<'_> {
    fn push(&mut self, at: Span, what: String, edit: Edit) {
        self.all.push(Change { at, what, edit });
    }

    fn rule(&mut self, id: RuleId, rule: &Rule, next: Option<(RuleId, &Rule)>) {
        let layer = rule.layer.as_str();
        self.push(rule.span, format!("{layer} `{}` is left out", rule.name), Edit::Never(id));
        if let Some((next, other)) = next.filter(|(_, other)| other.layer == rule.layer) {
            let what = format!("{layer} `{}` is asked after `{}`", rule.name, other.name);
            self.push(rule.span, what, Edit::Swap(id, next));
        }
        for outcome in outcomes::others(self.policy, &rule.outcome) {
            let words = |outcome| explain::outcome(self.policy, outcome);
            let what = format!("in {layer} `{}`, `{}` becomes `{}`", rule.name, words(&rule.outcome), words(&outcome));
            self.push(rule.span, what, Edit::Outcome(id, outcome));
        }
        self.condition(&rule.condition, Inside::All, rule.span);
    }

    /// `owner` is where a condition without a place of its own belongs.
    fn condition(&mut self, condition: &Condition, inside: Inside, owner: Span) {
        match condition {
            Condition::Compare(id) => {
                if self.seen.insert(*id) {
                    self.comparison(*id, inside);
                }
            }
            Condition::Except(inner) => {
                if self.is_new(inner) {
                    let text = explain::condition(self.policy, inner);
                    let what = format!("the exception `{text}` is left out");
                    self.push(self.span(inner).unwrap_or(owner), what, self::edit(condition, Condition::ALWAYS));
                }
                self.condition(inner, Inside::Except, owner);
            }
            Condition::All(parts) | Condition::Any(parts) => {
                if let Some(word) = self.is_new(condition).then(|| self.joined_by(parts)).flatten() {
                    let other = if word == "and" { "or" } else { "and" };
                    let text = explain::condition(self.policy, condition);
                    let swapped = match condition {
                        Condition::All(_) => Condition::Any(parts.clone()),
                        _ => Condition::All(parts.clone()),
                    };
                    let what = format!("`{word}` becomes `{other}` in `{text}`");
                    self.push(self.span(condition).unwrap_or(owner), what, self::edit(condition, swapped));
                }
                let inside = if matches!(condition, Condition::All(_)) { Inside::All } else { Inside::Any };
                for part in parts {
                    self.condition(part, inside, owner);
                }
            }
        }
    }

    fn comparison(&mut self, id: ComparisonId, inside: Inside) {
        let comparison = self.policy.comparison(id);
        let (span, text) = (comparison.span, explain::comparison(self.policy, id));
        let neutral = match inside {
            Inside::All => Some(Condition::ALWAYS),
            Inside::Any => Some(Condition::Any(Vec::new())),
            // That is the exception without its condition.
            Inside::Except => None,
        };
        if let Some(neutral) = neutral {
            self.push(span, format!("`{text}` is left out"), self::edit(&Condition::Compare(id), neutral));
        }
        let mut turned = comparison.clone();
        match &comparison.test {
            Check::Known => turned.test = Check::Missing,
            Check::Missing => turned.test = Check::Known,
            _ => turned.negated = !turned.negated,
        }
        let other = text.strip_prefix("not ").map_or_else(|| format!("not {text}"), str::to_owned);
        self.push(span, format!("`{text}` becomes `{other}`"), Edit::Compare(id, turned));
        for (becomes, test) in bounds::beside(self.policy, comparison) {
            let other = crate::policy::Comparison { test, ..comparison.clone() };
            self.push(span, format!("`{text}` becomes `{becomes}`"), Edit::Compare(id, other));
        }
    }

    /// Whether no comparison of a condition was changed yet.
    fn is_new(&self, condition: &Condition) -> bool {
        !condition.comparisons().iter().any(|id| self.seen.contains(id))
    }

    /// Where a condition is written.
    fn span(&self, condition: &Condition) -> Option<Span> {
        let spans = condition.comparisons().into_iter().map(|id| self.policy.comparison(id).span);
        spans.reduce(|first, last| if first.file == last.file { first.to(last) } else { first })
    }

    /// The word that the author wrote between parts; none where lines or groups join them.
    fn joined_by(&self, parts: &[Condition]) -> Option<&'static str> {
        let spans: Vec<Span> = parts.iter().map(|part| self.span(part)).collect::<Option<_>>()?;
        let words: Vec<&'static str> =
            spans.windows(2).map(|pair| self.word_between(pair[0], pair[1])).collect::<Option<_>>()?;
        words.first().copied()
    }

    fn word_between(&self, one: Span, other: Span) -> Option<&'static str> {
        if one.file != other.file || one.end > other.start {
            return None;
        }
        let text = self.policy.sources.text(Span { end: other.start, start: one.end, ..one });
        let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default());
        let is_mark = |c: char| c == '(' || c == ')' || c.is_whitespace();
        let words: Vec<&str> = lines.flat_map(|line| line.split(is_mark)).filter(|word| !word.is_empty()).collect();
        match words.iter().filter(|word| **word != "not").collect::<Vec<_>>().as_slice() {
            [word] if **word == "and" => Some("and"),
            [word] if **word == "or" => Some("or"),
            _ => None,
        }
    }
}

fn edit(old: &Condition, new: Condition) -> Edit {
    Edit::Condition(old.clone(), new)
}
