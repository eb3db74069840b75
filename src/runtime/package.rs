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

use std::cell::RefCell;

use super::explain;
use crate::conversation::{Conversation, Speaker};
use crate::decision::Decision;
use crate::extract::{Shape, extract};
use crate::policy::{PackagePart, Policy};
use crate::redact::Counts;
use redactor::Redactor;
use talk::Talk;

mod claims;
mod day;
mod fetch;
mod headline;
mod html;
mod json;
mod languages;
mod markdown;
mod mood;
mod named;
mod openings;
mod parts;
mod promises;
mod redactor;
mod sections;
mod shown;
mod talk;
mod tried;
mod urgency;

pub(super) use fetch::fetch_json;
pub use fetch::{Fetch, fetches};
pub use html::html;
pub use json::{FORM, SCHEMA, json};
pub use languages::Language;
pub use markdown::markdown;
pub use mood::Mood;
pub use named::Named;
pub use shown::ShownFact;
pub use tried::Tried;
pub use urgency::Urgency;

/// Most characters of a thing tried.
const TRIED_CHARS_MAX: usize = 240;
/// Most characters of a message that is quoted.
pub const QUOTE_MAX: usize = 400;
/// Most finds that are listed.
pub const FACTS_MAX: usize = 12;
/// Most contradictions, and most promises, that are listed.
pub const FEW_MAX: usize = 3;
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
    /// The language in which Baton measures no mood, where it would have had to and nobody sent one.
    pub mood_unmeasured: Option<String>,
    /// Whether it is urgent.
    pub urgency: Urgency,
    /// What the assistant promised.
    pub promises: Vec<String>,
    /// What stands where nothing was promised.
    pub promises_else: String,
    /// The language of the conversation.
    pub language: Language,
    /// A first sentence for the person; none in a language that has none.
    pub opening: Option<&'static str>,
    /// The last turns.
    pub turns: Vec<ShownTurn>,
    /// What was left out because a list or a text has a limit, in words.
    pub left_out: Vec<String>,
    /// What the policy requires and nobody knows, by name.
    pub missing: Vec<String>,
    /// What the policy keeps from these queues, by name.
    pub withheld: Vec<&'static str>,
    /// What was taken out of everything that is shown.
    pub redacted: Counts,
    /// Of the policy's own extracts, those that were taken out and how often.
    pub hidden: Vec<(String, usize)>,
}

/// The package of a decision that was taken at a turn, by position.
pub fn package(policy: &Policy, conversation: &Conversation, turn: usize, decision: &Decision) -> Package {
    let is_sent = decision.send_draft != Some(false);
    let is_draft = conversation.turns.get(turn).is_some_and(|turn| turn.speaker == Speaker::Assistant) && !is_sent;
    let end = (turn + usize::from(!is_draft)).min(conversation.turns.len());
    let shapes: Vec<Shape> = policy.extracts.iter().filter_map(|extract| Shape::new(&extract.shape).ok()).collect();
    let mut redactor = Redactor::new(policy, &shapes, &decision.queues);
    let turns = &conversation.turns[..end];
    let texts: Vec<String> = turns.iter().map(|turn| redactor.clean(&turn.text)).collect();
    // What a draft rests on was tried, although the draft itself is not sent.
    let known = &conversation.turns[..conversation.turns.len().min(turn + 1)];
    let tried = known.iter().flat_map(tried::of).map(|one| one.clean(&mut |text| redactor.clean(text)));
    let tried = tried::once(&tried.collect::<Vec<_>>());
    let zone = day::zone(policy, conversation);
    let found = turns.iter().zip(&texts).map(|(turn, text)| match turn.speaker {
        Speaker::Customer => extract(text, day::of(zone.as_ref(), conversation, turn), &shapes),
        _ => Vec::new(),
    });
    let found = found.collect();
    let language = conversation.facts.iter().find(|(name, _)| name == "language").and_then(|(_, value)| value.as_str());
    let language = language.map_or_else(
        || decision.language.clone(),
        |word| word.chars().take_while(char::is_ascii_alphabetic).take(2).collect::<String>().to_lowercase(),
    );
    let redactor = RefCell::new(redactor);
    let talk = Talk { policy, conversation, turns, known, texts, found, tried, language, redactor };
    let package = fill(&talk, decision);
    let (redacted, hidden) = talk.redactor.borrow().counts();
    Package { redacted, hidden, ..package }
}

fn fill(talk: &Talk<'_>, decision: &Decision) -> Package {
    let mut left_out = Vec::new();
    let (policy, plan) = (talk.policy, &talk.policy.package);
    let (headline, headline_by) = headline::of(talk, &mut left_out);
    let queues = &decision.queues;
    let part = |part| parts::part(plan, part, queues);
    let mood = mood::of(talk);
    let mut withheld: Vec<&'static str> = Vec::new();
    let mut listed = |which: PackagePart, what: &'static str, all: Vec<String>, left_out: &mut Vec<String>| {
        let allotted = part(which);
        if allotted.is_shown {
            return few(all, allotted.items.unwrap_or(FEW_MAX), what, left_out);
        }
        withheld.push(what);
        Vec::new()
    };
    let contradictions =
        listed(PackagePart::Contradictions, "contradictions", claims::contradictions(talk), &mut left_out);
    let promises = listed(PackagePart::Promises, "promises", promises::of(talk), &mut left_out);
    let (facts, kept) = named::of(talk, queues, &mut left_out);
    withheld.extend(kept);
    let shows_mood = part(PackagePart::Mood).is_shown;
    withheld.extend((!shows_mood).then_some("mood"));
    let shown = shown::of(talk, decision, &mut left_out);
    let missing = shown.iter().filter(|one| one.substitute.is_some()).map(|one| one.name.clone()).collect();
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
        asked: talk.asked(),
        quotes: talk.quotes(plan.quotes as usize),
        tried: talk.last_tried(plan.attempted_max as usize, &mut left_out),
        tried_else: plan.attempted_else.clone(),
        shown,
        fetch: fetches(policy, decision.action, queues),
        facts,
        contradictions,
        mood: mood.filter(|_| shows_mood),
        mood_unmeasured: mood::unmeasured(talk).filter(|_| shows_mood),
        urgency: urgency::of(talk, decision),
        promises,
        promises_else: part(PackagePart::Promises).substitute.unwrap_or("none").to_owned(),
        language: languages::of(talk, decision),
        opening: openings::of(&talk.language, mood, headline_by),
        turns: talk.last_turns(plan.turns as usize),
        left_out,
        missing,
        withheld,
        redacted: Counts::default(),
        hidden: Vec::new(),
    }
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
