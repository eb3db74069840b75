//! Where a score ends: from which value on a rule never hands over, because a limit holds its threshold.
//!
//! In: a side of a space. Out: one [`End`] for each rule that asks whether a fact is below
//! a threshold whose `never above` it can reach.
//!
//! # Guarantees
//!
//! From the value on the rule decides for no input: the threshold is at most its limit,
//! over all inputs that fit the rule.
//!
//! # What is not here
//!
//! Whether that is a mistake. Most teams let a very sure assistant go on.

use crate::analysis::study::parts;
use crate::analysis::{Side, Space};
use crate::policy::{ActionName, Check, Condition, FactId, Relation, RuleId, ThresholdId};
use crate::value::{Fixed, Type, Value, show};

/// Where the score of a rule ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The rule.
    pub rule: RuleId,
    /// What it asks about.
    pub fact: FactId,
    /// All of it, in words.
    pub sentence: String,
}

/// The comparison of a rule with a threshold that has an upper limit.
struct Below {
    threshold: ThresholdId,
    limit: Fixed,
    offset: Fixed,
    relation: Relation,
}

/// Every rule whose score ends at a limit, in the order of the rules.
pub(super) fn ends(space: &Space, side: &Side<'_>) -> Vec<End> {
    let policy = &side.artifact.policy;
    let rules = policy.rules.iter().enumerate().filter(|(_, rule)| !rule.watch);
    let list = side.deciders(space);
    let mut found = Vec::new();
    for (at, rule) in rules {
        let id = RuleId::from_index(at);
        let rows: Vec<usize> = (0..list.len()).filter(|row| side.rule(list.of[*row]) == Some(id)).collect();
        let hands_over = rows.iter().any(|row| {
            let action = side.artifact.rows.outcomes[list.of[*row] as usize].action;
            matches!(action, ActionName::Offer | ActionName::Clarify | ActionName::HandOff)
        });
        for below in parts(&rule.condition).iter().filter_map(|part| below(side, part)).filter(|_| hands_over) {
            let most = |row: &usize| {
                let region = space.fitting(&space.everything(), &list, *row);
                Some(side.thresholds(space, &region, below.threshold)?.last()?.1)
            };
            let Some(most) = rows.iter().map(most).collect::<Option<Vec<i64>>>() else { continue };
            let is_held = most.into_iter().max() == Some(below.limit.millionths());
            let fact = policy.thresholds[below.threshold.index()].fact;
            if let Some(end) = value(&policy.fact(fact).kind, &below).filter(|_| is_held) {
                let kind = &policy.fact(fact).kind;
                let shown = |number: Fixed| show(&Value::Number(number), kind);
                let from = if below.relation == Relation::Below { "at least" } else { "above" };
                let sentence = format!(
                    "`{}` never decides with {} {from} {}, because of `never above {}`",
                    rule.name,
                    policy.fact(fact).words,
                    shown(end),
                    shown(below.limit)
                );
                found.push(End { rule: id, fact, sentence });
            }
        }
    }
    found
}

/// A part of a condition that asks whether a fact is below a threshold with an upper limit.
fn below(side: &Side<'_>, part: &Condition) -> Option<Below> {
    let policy = &side.artifact.policy;
    let Condition::Compare(id) = part else { return None };
    let comparison = policy.comparison(*id);
    let Check::Threshold { threshold, relation, offset } = comparison.test else { return None };
    let is_below = matches!(relation, Relation::Below | Relation::AtMost) && !comparison.negated;
    let limit = policy.thresholds[threshold.index()].high.filter(|_| is_below)?;
    Some(Below { threshold, limit, offset, relation })
}

/// Where it ends, if the fact can be beyond that.
fn value(kind: &Type, below: &Below) -> Option<Fixed> {
    let end = below.limit.millionths().checked_add(below.offset.millionths())?;
    let greatest = match kind {
        Type::Share | Type::Score => Fixed::from_whole(1).millionths(),
        Type::Number { high, .. } => high.map_or(i64::MAX, Fixed::millionths),
        _ => i64::MAX,
    };
    let can_lie_beyond = if below.relation == Relation::Below { end <= greatest } else { end < greatest };
    can_lie_beyond.then(|| Fixed::from_millionths(end))
}
