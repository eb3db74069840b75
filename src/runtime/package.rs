//! What a person gets with a handoff, so that they can start at once.
//!
//! In: a conversation up to a decision, and the decision. Out: a [`Package`]: headline,
//! reason, the customer's words, what was tried, what was found in the words,
//! contradictions, mood, promises, language, a first sentence, the last turns. All of
//! it stands in the conversation or in the policy; nothing is made up. Everything that
//! anybody said is redacted, and what was taken out is counted.
//!
//! # What is not here
//!
//! Fetching: what other systems know, the service asks them.

use jiff::civil::Date;
use serde_json::Value as Json;

use super::ears;
use super::explain;
use crate::conversation::{Conversation, Speaker, Turn};
use crate::decision::Decision;
use crate::extract::{Extracted, Kind, Shape, extract};
use crate::policy::Policy;
use crate::redact::{Counts, redact};
use crate::value::Fixed;

mod claims;
mod headline;
mod html;
mod json;
mod markdown;
mod openings;
mod promises;
mod sections;
mod shown;
mod tried;

pub use html::html;
pub use json::{FORM, SCHEMA, json};
pub use markdown::markdown;
pub(super) use shown::fetch_json;
pub use shown::{Fetch, ShownFact, fetches};
pub use tried::Tried;

/// Most characters of a thing tried.
const TRIED_CHARS_MAX: usize = 240;
/// Most characters of a message that is quoted.
pub const QUOTE_MAX: usize = 400;
/// Most finds that are listed.
pub const FACTS_MAX: usize = 12;
/// Most contradictions, and most promises, that are listed.
pub const FEW_MAX: usize = 3;
/// Most turns that are shown: the latest.
pub const TURNS_MAX: usize = 10;
/// Where a headline comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadlineBy {
    /// Put together by Baton from what was said and tried.
    Baton,
    /// Sent by the service, as the fact `headline`.
    Service,
    /// The last customer message: nothing better was known.
    LastMessage,
    /// What the policy has for it: nothing better was known.
    Policy,
}

impl HeadlineBy {
    /// The word of JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            HeadlineBy::Baton => "baton",
            HeadlineBy::Service => "service",
            HeadlineBy::LastMessage => "last message",
            HeadlineBy::Policy => "policy",
        }
    }

    /// What a person should know of it.
    fn note(self) -> Option<&'static str> {
        match self {
            HeadlineBy::Baton => None,
            HeadlineBy::Service => Some("This headline was written by the assistant's service."),
            HeadlineBy::Policy => Some("There is no summary."),
            HeadlineBy::LastMessage => Some("This is the customer's last message: there is no summary."),
        }
    }
}

/// A turn that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownTurn {
    /// Its number, from 1.
    pub number: usize,
    /// Who speaks.
    pub speaker: Speaker,
    /// What is said.
    pub text: String,
}

/// Something that the customer named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// `order_number`, `amount`, …, or the name of an extract.
    pub kind: String,
    /// Its written form.
    pub value: String,
    /// The turn, from 1, in which it was named first.
    pub turn: usize,
}

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

/// Who speaks, as transcripts write it.
fn role(speaker: Speaker) -> &'static str {
    match speaker {
        Speaker::Customer => "customer",
        Speaker::Assistant => "assistant",
        Speaker::Agent => "agent",
        Speaker::Tool => "tool",
    }
}

/// What goes with a handoff.
#[derive(Clone, Debug)]
pub struct Package {
    /// The conversation's id.
    pub conversation: String,
    /// The policy's version.
    pub policy: String,
    /// What it is about, in a sentence or three.
    pub headline: String,
    /// Where the headline comes from.
    pub headline_by: HeadlineBy,
    /// What was decided: `hand off to Billing`.
    pub action: String,
    /// The declared reason.
    pub reason: Option<String>,
    /// Who decided, with the line.
    pub rule: String,
    /// Later rules that held too.
    pub also_fitted: Vec<String>,
    /// The declared priority, if any.
    pub priority: Option<&'static str>,
    /// What the customer asked at first, in their words.
    pub asked: String,
    /// The last customer messages.
    pub quotes: Vec<ShownTurn>,
    /// What the assistant tried, the latest last.
    pub tried: Vec<Tried>,
    /// What stands where nothing was tried.
    pub tried_else: String,
    /// What the customer named.
    pub facts: Vec<Named>,
    /// What the policy shows beside.
    pub shown: Vec<ShownFact>,
    /// What the service is to fetch from other systems.
    pub fetch: Vec<Fetch>,
    /// What the customer says against what was found.
    pub contradictions: Vec<String>,
    /// How the customer feels; none when no message could be judged.
    pub mood: Option<Mood>,
    /// Whether the customer said that it is urgent.
    pub is_urgent: bool,
    /// What the assistant promised.
    pub promises: Vec<String>,
    /// The language of the conversation, ISO 639-1.
    pub language: String,
    /// A first sentence for the person; none in a language that has none.
    pub opening: Option<&'static str>,
    /// The last turns.
    pub turns: Vec<ShownTurn>,
    /// What was left out because a list or a text has a limit, in words.
    pub left_out: Vec<String>,
    /// What was taken out of everything that is shown.
    pub redacted: Counts,
    /// Of the policy's own extracts, those that were taken out and how often.
    pub hidden: Vec<(String, usize)>,
}

/// What has been said so far, redacted, and where it was said.
struct Talk<'a> {
    policy: &'a Policy,
    conversation: &'a Conversation,
    /// The turns up to the decision; a draft that is not sent is not among them.
    turns: &'a [Turn],
    /// The same with the draft: its facts are known.
    known: &'a [Turn],
    texts: Vec<String>,
    /// What is in each customer message.
    found: Vec<Vec<Extracted>>,
    tried: Vec<Tried>,
    language: String,
}

impl Talk<'_> {
    /// Turns of one speaker: position and redacted text.
    fn of(&self, speaker: Speaker) -> impl DoubleEndedIterator<Item = (usize, &str)> {
        let all = self.turns.iter().zip(&self.texts).enumerate();
        all.filter(move |(_, (turn, _))| turn.speaker == speaker).map(|(at, (_, text))| (at, text.as_str()))
    }

    /// The last value of a fact that came with the turns or with the conversation.
    fn fact(&self, name: &str) -> Option<&Json> {
        let last = |facts: &'_ [(String, Json)]| facts.iter().rposition(|(of, _)| of == name);
        let turn = self.known.iter().rev().find_map(|turn| last(&turn.facts).map(|at| &turn.facts[at].1));
        turn.or_else(|| last(&self.conversation.facts).map(|at| &self.conversation.facts[at].1))
    }
}

/// The package of a decision that was taken at a turn, by position.
pub fn package(policy: &Policy, conversation: &Conversation, turn: usize, decision: &Decision) -> Package {
    let is_sent = decision.send_draft != Some(false);
    let is_draft = conversation.turns.get(turn).is_some_and(|turn| turn.speaker == Speaker::Assistant) && !is_sent;
    let end = (turn + usize::from(!is_draft)).min(conversation.turns.len());
    let shapes: Vec<Shape> = policy.extracts.iter().filter_map(|extract| Shape::new(&extract.shape).ok()).collect();
    let mut redacted = Counts::default();
    let mut hidden = shown::Hidden::new(policy, &shapes);
    let mut clean = |text: &str| {
        let clean = redact(text);
        redacted.add(&clean.counts);
        hidden.take_out(clean.text.into_owned())
    };
    let turns = &conversation.turns[..end];
    let texts: Vec<String> = turns.iter().map(|turn| clean(&turn.text)).collect();
    // What a draft rests on was tried, although the draft itself is not sent.
    let known = &conversation.turns[..conversation.turns.len().min(turn + 1)];
    let tried = known.iter().flat_map(tried::of).map(|one| one.clean(&mut clean));
    let tried = tried::once(&tried.collect::<Vec<_>>());
    let found = turns.iter().zip(&texts).map(|(turn, text)| match turn.speaker {
        Speaker::Customer => extract(text, day(policy, conversation, turn), &shapes),
        _ => Vec::new(),
    });
    let found = found.collect();
    let language = conversation.facts.iter().find(|(name, _)| name == "language").and_then(|(_, value)| value.as_str());
    let language = language.map_or_else(
        || decision.language.clone(),
        |word| word.chars().take_while(char::is_ascii_alphabetic).take(2).collect::<String>().to_lowercase(),
    );
    let talk = Talk { policy, conversation, turns, known, texts, found, tried, language };
    let hidden = hidden.counts();
    Package { redacted, hidden, ..fill(&talk, decision) }
}

fn fill(talk: &Talk<'_>, decision: &Decision) -> Package {
    let mut left_out = Vec::new();
    let (policy, plan) = (talk.policy, &talk.policy.package);
    let (headline, headline_by) = headline::of(talk, &mut left_out);
    let mood = mood(talk);
    let mut quotes: Vec<ShownTurn> = talk
        .of(Speaker::Customer)
        .rev()
        .take(plan.quotes as usize)
        .map(|(at, text)| ShownTurn { number: at + 1, speaker: Speaker::Customer, text: cut(text, QUOTE_MAX) })
        .collect();
    quotes.reverse();
    let asked = talk.of(Speaker::Customer).find(|(_, text)| text.split_whitespace().count() > 3);
    let asked = asked.or_else(|| talk.of(Speaker::Customer).next()).map_or("", |(_, text)| text);
    let first = talk.turns.len().saturating_sub(TURNS_MAX);
    let turns = (first..talk.turns.len()).map(|at| ShownTurn {
        number: at + 1,
        speaker: talk.turns[at].speaker,
        text: cut(&talk.texts[at], QUOTE_MAX),
    });
    let urgent = policy.signals.iter().position(|signal| signal.name == "urgent");
    let is_urgent = decision.heard.iter().any(|heard| Some(heard.signal.index()) == urgent);
    let priority = decision.effects.iter().find_map(|effect| match effect {
        crate::policy::Effect::Priority(priority) => Some(priority.as_str()),
        _ => None,
    });
    Package {
        conversation: talk.conversation.id.clone(),
        policy: policy.hash.clone(),
        headline,
        headline_by,
        action: explain::action(policy, decision),
        reason: decision.reason.clone(),
        rule: format!("{} ({})", explain::decided_by(policy, decision), explain::source_line(policy, decision)),
        also_fitted: decision.also_fitted.iter().map(|rule| policy.rule(*rule).name.clone()).collect(),
        priority,
        asked: cut(asked, QUOTE_MAX),
        quotes,
        tried: few(
            talk.tried.iter().rev().cloned().collect(),
            plan.attempted_max as usize,
            "things tried",
            &mut left_out,
        )
        .into_iter()
        .rev()
        .collect(),
        tried_else: plan.attempted_else.clone(),
        shown: shown::of(talk, decision),
        fetch: shown::fetches(policy, decision.action, &decision.queues),
        facts: few(named(talk), FACTS_MAX, "things named", &mut left_out),
        contradictions: few(claims::contradictions(talk), FEW_MAX, "contradictions", &mut left_out),
        mood,
        is_urgent,
        promises: few(promises::of(talk), FEW_MAX, "promises", &mut left_out),
        language: talk.language.clone(),
        opening: openings::of(&talk.language, mood, headline_by),
        turns: turns.collect(),
        left_out,
        redacted: Counts::default(),
        hidden: Vec::new(),
    }
}

/// The day of a turn where the policy is at home.
fn day(policy: &Policy, conversation: &Conversation, turn: &Turn) -> Option<Date> {
    let instant = jiff::Timestamp::from_second(conversation.started?.checked_add(turn.at.unwrap_or(0))?).ok()?;
    Some(instant.in_tz(&policy.timezone).ok()?.date())
}

/// The first of a list; how many more there are is noted.
fn few<T>(mut all: Vec<T>, most: usize, what: &str, left_out: &mut Vec<String>) -> Vec<T> {
    if all.len() > most {
        left_out.push(format!("{} more {what}", all.len() - most));
        all.truncate(most);
    }
    all
}

/// A text on one line, at most so long; `…` says that it goes on.
fn cut(text: &str, most: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= most { flat } else { flat.chars().take(most - 1).chain(['…']).collect() }
}

/// What the customer named, each once.
fn named(talk: &Talk<'_>) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    for (at, found) in talk.found.iter().enumerate() {
        for one in found {
            let own = |at: usize| talk.policy.extracts[at].name.as_str();
            let kind = match one.kind {
                Kind::Declared(at) => own(at),
                kind => kind.name().unwrap_or_default(),
            };
            if all.iter().all(|other| (other.kind.as_str(), &other.value) != (kind, &one.value)) {
                all.push(Named { kind: kind.to_owned(), value: one.value.clone(), turn: at + 1 });
            }
        }
    }
    all
}

/// The mood of the last customer message against the earlier ones: as the service sends it, or as Baton hears it.
fn mood(talk: &Talk<'_>) -> Option<Mood> {
    let sent = |turn: &Turn| {
        let value = turn.facts.iter().find(|(name, _)| name == "sentiment").map(|(_, value)| value.to_string());
        value.and_then(|text| Fixed::parse(&text).ok()).filter(|score| *score >= -Fixed::ONE && *score <= Fixed::ONE)
    };
    let customer = talk.turns.iter().filter(|turn| turn.speaker == Speaker::Customer);
    let all: Vec<Fixed> =
        customer.filter_map(|turn| sent(turn).or_else(|| ears::sentiment(&turn.text, &talk.language))).collect();
    let (now, earlier) = all.split_last()?;
    let count = i64::try_from(earlier.len()).unwrap_or(i64::MAX);
    let sum: i64 = earlier.iter().map(|score| score.millionths()).sum();
    let trend = (count > 0).then(|| *now - Fixed::from_millionths(sum / count.max(1)));
    Some(Mood { now: *now, trend })
}
