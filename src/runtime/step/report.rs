//! What people say of a conversation afterwards: ratings, and feedback on its handoff.
//!
//! In: the keys of an event. Out: a [`Rating`] or a [`Feedback`], or what is wrong with it.
//! Neither has free text: a score, words from closed lists, and names of package fields, which
//! must look like names and hold nothing that Baton takes out of words.

use super::event::Misread;
use crate::redact;
use crate::value::Fixed;
use serde_json::{Map, Value as Json};

/// The ends of a scale lie within this, either way.
const SCALE_MAX: Fixed = Fixed::from_whole(1_000_000);
/// The longest name of a package field, in bytes.
const FIELD_BYTES_MAX: usize = 64;
/// The most fields in one list.
const FIELDS_MAX: usize = 40;

/// How content somebody was with a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// On the scale, its ends included.
    pub score: Fixed,
    /// The worst score there is.
    pub lowest: Fixed,
    /// The best, above the worst.
    pub highest: Fixed,
    /// Who rates.
    pub by: Rater,
}

impl Rating {
    /// The score as a share of its scale, from 0 to 1, so that scores of different scales can be compared.
    pub fn share(&self) -> Fixed {
        (self.score - self.lowest).checked_div(self.highest - self.lowest).unwrap_or(Fixed::ZERO)
    }
}

/// Who rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rater {
    /// The customer.
    Customer,
    /// The person who took the conversation.
    Agent,
    /// Somebody who read it later.
    Reviewer,
}

impl Rater {
    const ALL: [Rater; 3] = [Rater::Customer, Rater::Agent, Rater::Reviewer];

    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Rater::Customer => "customer",
            Rater::Agent => "agent",
            Rater::Reviewer => "reviewer",
        }
    }
}

/// What was wrong with a handoff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Complaint {
    /// The assistant could have gone on.
    TooEarly,
    /// The customer should have had a person before.
    TooLate,
    /// It came to a queue that does not deal with it.
    WrongTeam,
}

impl Complaint {
    const ALL: [Complaint; 3] = [Complaint::TooEarly, Complaint::TooLate, Complaint::WrongTeam];

    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Complaint::TooEarly => "too_early",
            Complaint::TooLate => "too_late",
            Complaint::WrongTeam => "wrong_team",
        }
    }
}

/// What somebody who worked on it says of the handoff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feedback {
    /// What was wrong; nothing, if it was right.
    pub complaints: Vec<Complaint>,
    /// Where it should have gone, of the policy's queues, if the team was wrong and the right one is known.
    pub right_queue: Option<String>,
    /// Fields that the package lacked.
    pub missing: Vec<String>,
    /// Fields that nobody needed.
    pub unused: Vec<String>,
    /// Fields that had to be corrected.
    pub edited: Vec<String>,
}

pub(super) fn rating(map: &Map<String, Json>) -> Result<Rating, Misread> {
    let scale = map.get("scale").and_then(Json::as_array).map(Vec::as_slice);
    let ends = match scale {
        Some([lowest, highest]) => number(lowest).zip(number(highest)),
        _ => None,
    };
    let fits = |(lowest, highest): &(Fixed, Fixed)| -SCALE_MAX <= *lowest && lowest < highest && *highest <= SCALE_MAX;
    let Some((lowest, highest)) = ends.filter(fits) else {
        let within = SCALE_MAX.whole();
        let message = format!("`scale` should be its lowest and its highest score, such as [1, 5], within {within}");
        return Err(Misread(message));
    };
    let Some(score) = map.get("score").and_then(number).filter(|score| (lowest..=highest).contains(score)) else {
        return Err(Misread(format!("`score` should be a number from {lowest} to {highest}, the scale's ends")));
    };
    Ok(Rating { score, lowest, highest, by: one_of("by", map.get("by"), &Rater::ALL, Rater::as_str)? })
}

pub(super) fn feedback(map: &Map<String, Json>) -> Result<Feedback, Misread> {
    let complaints = match map.get("complaints") {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::Array(all)) if all.len() <= Complaint::ALL.len() => all
            .iter()
            .map(|one| one_of("complaints", Some(one), &Complaint::ALL, Complaint::as_str))
            .collect::<Result<Vec<_>, _>>()?,
        Some(_) => {
            return Err(Misread("`complaints` should be a list; an empty one says that all was right".to_owned()));
        }
    };
    if complaints.contains(&Complaint::TooEarly) && complaints.contains(&Complaint::TooLate) {
        return Err(Misread("a handoff cannot be `too_early` and `too_late`".to_owned()));
    }
    let right_queue = match map.get("right_queue") {
        None | Some(Json::Null) => None,
        Some(Json::String(queue)) if complaints.contains(&Complaint::WrongTeam) => Some(queue.clone()),
        Some(_) => {
            return Err(Misread(
                "`right_queue` should be a queue's name, beside the complaint `wrong_team`".to_owned(),
            ));
        }
    };
    let [missing, unused, edited] = ["missing", "unused", "edited"].map(|key| fields(key, map.get(key)));
    Ok(Feedback { complaints, right_queue, missing: missing?, unused: unused?, edited: edited? })
}

fn number(json: &Json) -> Option<Fixed> {
    json.as_number().and_then(|number| Fixed::parse(&number.to_string()).ok())
}

fn one_of<T: Copy>(key: &str, json: Option<&Json>, all: &[T], word: fn(T) -> &'static str) -> Result<T, Misread> {
    let found = json.and_then(Json::as_str).and_then(|sent| all.iter().find(|one| word(**one) == sent));
    let words = || all.iter().map(|one| word(*one)).collect::<Vec<_>>().join(", ");
    found.copied().ok_or_else(|| Misread(format!("`{key}` should be one of {}", words())))
}

/// Names of package fields. Whether the package has them is not asked: one may be missing because it has them not.
fn fields(key: &str, json: Option<&Json>) -> Result<Vec<String>, Misread> {
    let all = match json {
        None | Some(Json::Null) => return Ok(Vec::new()),
        Some(Json::Array(all)) if all.len() <= FIELDS_MAX => all,
        Some(_) => return Err(Misread(format!("`{key}` should be a list of at most {FIELDS_MAX} names of fields"))),
    };
    let name = |json: &Json| json.as_str().filter(|name| is_name(name)).map(str::to_owned);
    all.iter().map(name).collect::<Option<_>>().ok_or_else(|| {
        Misread(format!(
            "`{key}` should hold names such as \"order_number\" or \"customer.tier\", never values: letters, digits, `_`, \
             `.` and `-`, up to {FIELD_BYTES_MAX}"
        ))
    })
}

fn is_name(name: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.len() <= FIELD_BYTES_MAX
        && name.chars().all(part)
        && redact::find(name).is_empty()
        && redact::find(&name.replace(['_', '.', '-'], " ")).is_empty()
}
