//! Kinds of effects: what hides what, and what adds up.

use super::{Duel, Value};
use crate::policy::Effect;
use crate::runtime::{explain, unite};
use crate::value::Fixed;
use std::collections::BTreeMap;

/// What a row brings itself, by kind.
pub(super) fn own(duel: &Duel<'_, '_>, side: usize, row: usize) -> BTreeMap<String, (i64, String)> {
    let effects = unite(duel.decisions[side].own_effects(row).iter());
    effects.iter().map(|effect| measured(duel, side, effect)).collect()
}

/// The kind of an effect, with how strong it is and how it is written.
pub(super) fn measured(duel: &Duel<'_, '_>, side: usize, effect: &Effect) -> (String, (i64, String)) {
    let written = explain::effect(&duel.sides[side].artifact.policy, effect);
    let rank = |level: &Option<String>| level.as_ref().map_or(0, |level| text_rank(level));
    match effect {
        Effect::Priority(priority) => ("priority".to_owned(), (*priority as i64, written)),
        Effect::RaisePriority(by) => (RAISE.to_owned(), (by.millionths(), written)),
        Effect::NeedSkill(skill, level) => (format!("need skill {skill}"), (level.map_or(-1, i64::from), written)),
        Effect::NeedLanguage(language, level) => (format!("need language {language}"), (rank(level), written)),
        Effect::EveryoneWithLanguage(within, callback) => {
            (format!("everyone within {within}"), (i64::from(*callback), written))
        }
        _ => (written.clone(), (0, written)),
    }
}

/// The kind of effect that adds up.
pub(super) const RAISE: &str = "raise priority";

/// Two values in words; of what adds up by how much.
pub(super) fn written(kind: &str, [old, new]: [&Value; 2]) -> [String; 2] {
    let number = |value: &Value| value.as_ref().map_or(0, |(number, _)| *number);
    if kind == RAISE {
        let by = number(new).saturating_sub(number(old));
        let more = if by > 0 { "more" } else { "less" };
        return [String::new(), format!("raise priority by {} {more}", Fixed::from_millionths(by.saturating_abs()))];
    }
    [old, new].map(|value| value.as_ref().map_or_else(String::new, |(_, written)| written.clone()))
}

/// Levels in the order in which one hides another.
fn text_rank(level: &str) -> i64 {
    level.bytes().take(7).enumerate().fold(1, |rank, (at, byte)| rank + (i64::from(byte) << (8 * (6 - at))))
}
