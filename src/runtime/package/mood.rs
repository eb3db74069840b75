//! How the customer feels, and whether that changes.
//!
//! In: the talk. Out: the mood of the last customer message against the earlier ones.

use super::Talk;
use crate::conversation::{Speaker, Turn};
use crate::runtime::sentiment::is_measured;
use crate::runtime::{bind, ears};
use crate::value::{Fixed, Value};

/// How the customer feels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mood {
    /// From -1 to 1, in the last message.
    pub now: Fixed,
    /// Now minus the mean of the earlier messages; none for the first.
    pub trend: Option<Fixed>,
}

impl Mood {
    /// From this on, either way, a mood is more than neutral and a change is a trend.
    const NOTABLE: Fixed = Fixed::from_millionths(250_000);

    /// In words: `bad (-0.6), getting worse`.
    pub fn words(self) -> String {
        let sided = |score: Fixed, below: &'static str, between: &'static str, above: &'static str| match score {
            score if score <= -Self::NOTABLE => below,
            score if score >= Self::NOTABLE => above,
            _ => between,
        };
        let now = Fixed::from_millionths(self.now.millionths() / 10_000 * 10_000);
        let word = sided(self.now, "bad", "neutral", "good");
        let trend = self.trend.map_or("", |trend| sided(trend, ", getting worse", ", steady", ", getting better"));
        format!("{word} ({now}){trend}")
    }
}

/// The mood of the last customer message against the earlier ones: as the service sends it, or as Baton hears it.
pub(super) fn of(talk: &Talk<'_>) -> Option<Mood> {
    let is_customer = |turn: &&Turn| turn.speaker == Speaker::Customer;
    let feels = |turn: &Turn| sent(talk, turn).or_else(|| ears::sentiment(&turn.text, &talk.language));
    let all: Vec<Fixed> = talk.turns.iter().filter(is_customer).filter_map(feels).collect();
    let (now, earlier) = all.split_last().filter(|_| unmeasured(talk).is_none())?;
    let count = i64::try_from(earlier.len()).unwrap_or(i64::MAX);
    let sum: i64 = earlier.iter().map(|score| score.millionths()).sum();
    let trend = (count > 0).then(|| *now - Fixed::from_millionths(sum / count.max(1)));
    Some(Mood { now: *now, trend })
}

/// The language in which the last message could not be measured, if the service did not send how it feels.
pub(super) fn unmeasured(talk: &Talk<'_>) -> Option<String> {
    let last = talk.turns.iter().rfind(|turn| turn.speaker == Speaker::Customer && !turn.text.trim().is_empty())?;
    let is_known = is_measured(&talk.language) || sent(talk, last).is_some();
    (!is_known).then(|| talk.language.clone())
}

/// What the service sent with a turn, in the scale that the policy declares.
fn sent(talk: &Talk<'_>, turn: &Turn) -> Option<Fixed> {
    let json = turn.facts.iter().find(|(name, _)| name == "sentiment").map(|(_, value)| value)?;
    let score = match talk.policy.find_fact("sentiment") {
        Some(fact) => match bind::read(talk.policy, fact, json) {
            Ok(Some(Value::Number(score))) => score,
            _ => return None,
        },
        None => Fixed::parse(&json.to_string()).ok()?,
    };
    (-Fixed::ONE..=Fixed::ONE).contains(&score).then_some(score)
}
