//! Effects of a rule and of every `also`, united so that order cannot matter.
//!
//! In: effects in any order, with repeats. Out: sorted, each once. Of two
//! priorities the more urgent stays, raises add up, of two needs of one skill or
//! language the higher stays.

use crate::policy::{Effect, Priority};
use crate::value::Fixed;
use std::collections::BTreeMap;

/// Unites effects.
pub(crate) fn unite<'a>(effects: impl Iterator<Item = &'a Effect>) -> Vec<Effect> {
    let mut priority: Option<Priority> = None;
    let mut raised: Option<Fixed> = None;
    let mut skills: BTreeMap<&String, Option<u32>> = BTreeMap::new();
    let mut languages: BTreeMap<&String, &Option<String>> = BTreeMap::new();
    let mut everyone: BTreeMap<Fixed, bool> = BTreeMap::new();
    let mut united = Vec::new();
    for effect in effects {
        match effect {
            Effect::Priority(one) => priority = priority.max(Some(*one)),
            Effect::RaisePriority(by) => raised = Some(raised.unwrap_or_default() + *by),
            Effect::NeedSkill(skill, level) => {
                let most = skills.entry(skill).or_default();
                *most = (*most).max(*level);
            }
            Effect::NeedLanguage(language, level) => {
                let most = languages.entry(language).or_insert(level);
                *most = (*most).max(level);
            }
            Effect::EveryoneWithLanguage(within, callback) => *everyone.entry(*within).or_default() |= *callback,
            other => united.push(other.clone()),
        }
    }
    united.extend(priority.map(Effect::Priority));
    united.extend(raised.map(Effect::RaisePriority));
    united.extend(skills.into_iter().map(|(skill, level)| Effect::NeedSkill(skill.clone(), level)));
    united.extend(languages.into_iter().map(|(name, level)| Effect::NeedLanguage(name.clone(), level.clone())));
    united.extend(everyone.into_iter().map(|(within, callback)| Effect::EveryoneWithLanguage(within, callback)));
    united.sort();
    united.dedup();
    united
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_cannot_matter_and_the_higher_stays() {
        let effects = [
            Effect::Tag("b".to_owned()),
            Effect::Priority(Priority::Urgent),
            Effect::RaisePriority(Fixed::from_whole(20)),
            Effect::NeedSkill("billing".to_owned(), None),
            Effect::NeedLanguage("es".to_owned(), Some("B2".to_owned())),
            Effect::Priority(Priority::High),
            Effect::RaisePriority(Fixed::from_whole(20)),
            Effect::NeedSkill("billing".to_owned(), Some(3)),
            Effect::NeedLanguage("es".to_owned(), Some("C1".to_owned())),
            Effect::Tag("b".to_owned()),
        ];
        let united = unite(effects.iter());
        assert_eq!(united, unite(effects.iter().rev()));
        assert_eq!(
            united,
            [
                Effect::Priority(Priority::Urgent),
                Effect::RaisePriority(Fixed::from_whole(40)),
                Effect::Tag("b".to_owned()),
                Effect::NeedSkill("billing".to_owned(), Some(3)),
                Effect::NeedLanguage("es".to_owned(), Some("C1".to_owned())),
            ]
        );
    }
}
