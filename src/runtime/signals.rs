//! What the customer's words tell: which detectors fire, and what that comes to.
//!
//! In: what was heard in the current customer turn, and facts. Out: for each
//! signal a yes/no or a score, with a memory of four numbers. `unless` cancels
//! the phrases of its own language part in the same sentence.

use super::conditions::Reader;
use super::ears::Text;
use super::table::Table;
use super::text::Hit;
use super::values::Values;
use crate::decision::{Heard, Point};
use crate::policy::{DetectorKind, Signal, SignalId, View};
use crate::redact;
use crate::value::{Fixed, Value};
use std::collections::{HashMap, HashSet};

/// The longest quote of the customer's words, in characters.
const QUOTE_MAX: usize = 200;

/// A phrase that counts: heard, and not cancelled.
#[derive(Clone, Debug)]
pub(super) struct PhraseHeard {
    signal: SignalId,
    detector: usize,
    /// The customer's words; none when the conversation was put away since they were heard.
    quote: Option<String>,
}

impl PhraseHeard {
    /// A phrase that was heard before the conversation was put away.
    pub(super) fn remembered(signal: SignalId, detector: usize) -> Self {
        Self { signal, detector, quote: None }
    }

    /// Its signal and detector.
    pub(super) fn place(&self) -> (SignalId, usize) {
        (self.signal, self.detector)
    }
}

/// All that detectors can hear.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sounds<'a> {
    /// Phrases, in the order of signals and detectors.
    pub(super) phrases: &'a [PhraseHeard],
    /// How the turn is said.
    pub(super) manners: &'a [Manner],
    /// Whether the assistant's last answer says what an earlier one said.
    pub(super) assistant_repeats: bool,
}

/// What is heard beside phrases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    Shouts,
    RepeatsPunctuation,
    SaysTheSame,
    Shrinks,
}

impl Manner {
    /// All, with the letter that stands for each where a conversation is put away.
    pub(super) const LETTERS: [(Manner, char); 4] =
        [(Manner::Shouts, 's'), (Manner::RepeatsPunctuation, 'p'), (Manner::SaysTheSame, 'a'), (Manner::Shrinks, 'l')];
}

/// The phrases of all signals that a text says, each once, without those that are cancelled.
pub(super) fn phrases(table: &Table, text: &str, words: &Text) -> Vec<PhraseHeard> {
    let hits = table.listener().phrases.find(words);
    let listening = |phrase: usize| &table.listener().listening[phrase];
    let place = |phrase: usize, sentence: usize| (listening(phrase).signal, listening(phrase).part, sentence);
    let cancelled: HashSet<_> =
        hits.iter().filter(|hit| listening(hit.phrase).cancels).map(|hit| place(hit.phrase, hit.sentence)).collect();
    let whole = whole(table, &hits, words);
    let mut counting: Vec<_> = hits
        .iter()
        .filter(|hit| !listening(hit.phrase).whole || whole[&listening(hit.phrase).signal])
        .filter(|hit| !listening(hit.phrase).cancels && !cancelled.contains(&place(hit.phrase, hit.sentence)))
        .collect();
    counting.sort_by_key(|hit| (hit.phrase, hit.range.start));
    counting.dedup_by_key(|hit| hit.phrase);
    // Quotes go into records and onto screens. What a quote cuts is found in the whole text.
    let secrets = if counting.is_empty() { Vec::new() } else { redact::find(text) };
    let heard = counting.into_iter().map(|hit| PhraseHeard {
        signal: listening(hit.phrase).signal,
        detector: listening(hit.phrase).detector,
        quote: Some(redact::part(text, hit.range.clone(), &secrets).chars().take(QUOTE_MAX).collect()),
    });
    heard.collect()
}

/// The `unless` lines that take back a phrase of a text, each once, in the order of signals and detectors.
///
/// For those who judge a policy: a decision says what was heard, this what would have been.
pub fn taken_back(table: &Table, text: &str) -> Vec<(SignalId, usize)> {
    let words = super::ears::read(text);
    let hits = table.listener().phrases.find(&words);
    let listening = |phrase: usize| &table.listener().listening[phrase];
    let place = |phrase: usize, sentence: usize| (listening(phrase).signal, listening(phrase).part, sentence);
    let whole = whole(table, &hits, &words);
    let is_phrase = |hit: &&Hit| {
        let heard = listening(hit.phrase);
        !heard.cancels && (!heard.whole || whole[&heard.signal])
    };
    let said: HashSet<_> = hits.iter().filter(is_phrase).map(|hit| place(hit.phrase, hit.sentence)).collect();
    let cancelling = hits.iter().filter(|hit| listening(hit.phrase).cancels);
    let mut found: Vec<_> = cancelling
        .filter(|hit| said.contains(&place(hit.phrase, hit.sentence)))
        .map(|hit| (listening(hit.phrase).signal, listening(hit.phrase).detector))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Of each signal with hits that must be the whole message, whether they are. All of a signal are it together: "Yes,
/// please do" is two sentences.
fn whole(table: &Table, hits: &[Hit], words: &Text) -> HashMap<SignalId, bool> {
    let listening = |hit: &Hit| &table.listener().listening[hit.phrase];
    let mut whole = HashMap::new();
    for signal in hits.iter().filter(|hit| listening(hit).whole).map(|hit| listening(hit).signal) {
        let own = |hit: &&Hit| listening(hit).whole && listening(hit).signal == signal;
        whole.entry(signal).or_insert_with(|| is_whole(words, hits.iter().filter(own)));
    }
    whole
}

/// Whether nothing but courtesy stands outside these hits.
fn is_whole<'h>(words: &Text, hits: impl Iterator<Item = &'h Hit>) -> bool {
    let mut ranges: Vec<_> = hits.map(|hit| hit.range.clone()).collect();
    ranges.sort_by_key(|range| range.start);
    // The end of what is covered up to each word, so that a long message costs no more than its words.
    let (mut next, mut covered) = (ranges.iter().peekable(), 0);
    words.words().all(|word| {
        while let Some(range) = next.next_if(|range| range.start <= word.range.start) {
            covered = covered.max(range.end);
        }
        word.range.end <= covered || super::text::is_courtesy(word.text)
    })
}

/// The detectors of a signal that fire.
pub(super) fn listen(table: &Table, id: SignalId, sounds: &Sounds<'_>, facts: &Values, point: Point) -> Vec<Heard> {
    let policy = table.policy();
    let signal = &policy.signals[id.index()];
    let start = sounds.phrases.partition_point(|phrase| phrase.signal < id);
    let is_words = |detector: usize| {
        let kind = signal.detectors.get(detector).map(|one| &one.kind);
        matches!(kind, Some(DetectorKind::Says(..) | DetectorKind::SaysOnly(..)))
    };
    let said = sounds.phrases[start..].iter().take_while(|phrase| phrase.signal == id);
    let said = said.filter(|phrase| is_words(phrase.detector));
    let heard = |detector: usize, quote: Option<String>| Heard { signal: id, detector, quote };
    let mut all: Vec<Heard> = said.map(|phrase| heard(phrase.detector, phrase.quote.clone())).collect();
    for detector in &table.listener().without_words[id.index()] {
        let has = |manner: Manner| sounds.manners.contains(&manner);
        let fires = match &signal.detectors[*detector].kind {
            DetectorKind::Says(..) | DetectorKind::SaysOnly(..) | DetectorKind::Unless(..) => false,
            DetectorKind::Shouts => has(Manner::Shouts),
            DetectorKind::RepeatsPunctuation => has(Manner::RepeatsPunctuation),
            DetectorKind::SaysTheSameAgain => has(Manner::SaysTheSame),
            DetectorKind::MessagesShrink => has(Manner::Shrinks),
            DetectorKind::AssistantRepeatsItself => sounds.assistant_repeats,
            DetectorKind::When(condition) => Reader::new(policy, facts, point).holds(condition),
        };
        if fires {
            all.push(heard(*detector, None));
        }
    }
    all.sort_by_key(|one| one.detector);
    all
}

/// What a signal came to, now and before.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SignalState {
    /// The score at the end of the former turn.
    former: Fixed,
    /// In how many earlier turns it fired.
    times: i64,
    score: Fixed,
    fired: bool,
}

impl SignalState {
    /// What is left of it between two events: the score at the end of the former turn, and in how many it fired.
    pub(super) fn memory(&self) -> (Fixed, i64) {
        (self.former, self.times)
    }

    /// A signal as it was put away.
    pub(super) fn remembered(former: Fixed, times: i64) -> Self {
        Self { former, times, ..Self::default() }
    }

    /// The current turn: the weights that fired, and what is left of the former score.
    pub(super) fn hear(&mut self, signal: &Signal, fired: &[Heard]) {
        let left = signal.keeps.and_then(|keeps| self.former.checked_mul(keeps)).unwrap_or_default();
        let weights: Fixed = fired.iter().map(|heard| signal.detectors[heard.detector].weight).sum();
        self.score = (weights + left).min(Fixed::ONE);
        self.fired = !fired.is_empty();
    }

    /// The service says what it is in this turn.
    pub(super) fn take(&mut self, given: &Value) {
        match given {
            Value::Truth(truth) => self.fired = *truth,
            Value::Number(score) => {
                self.score = *score;
                self.fired = *score > Fixed::ZERO;
            }
            Value::Word(_) | Value::Words(_) => {}
        }
    }

    /// Its score in this turn; 1 or 0 for a yes/no.
    pub(super) fn score(&self, signal: &Signal) -> Fixed {
        match (signal.is_score, self.fired) {
            (true, _) => self.score,
            (false, true) => Fixed::ONE,
            (false, false) => Fixed::ZERO,
        }
    }

    /// Whether it fires in this turn, as heard or as the service says.
    pub(super) fn fires(&self) -> bool {
        self.fired
    }

    /// The turn is over.
    pub(super) fn close_turn(&mut self) {
        self.former = self.score;
        self.times += i64::from(self.fired);
        self.fired = false;
    }

    /// One of the four views.
    pub(super) fn value(&self, signal: &Signal, view: View) -> Value {
        match view {
            View::Now if signal.is_score => Value::Number(self.score),
            View::Now => Value::Truth(self.fired),
            View::Earlier => Value::Truth(self.times > 0),
            View::InTheConversation => Value::Truth(self.fired || self.times > 0),
            View::Times => {
                Value::Number(Fixed::checked_from_whole(self.times + i64::from(self.fired)).unwrap_or_default())
            }
        }
    }
}
