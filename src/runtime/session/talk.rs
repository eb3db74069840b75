//! What was said: turns counted, the current one heard, the last ones known again.

use super::input::{Given, Input};
use crate::decision::InputProblem;
use crate::runtime::Table;
use crate::runtime::ears::{self, Sketch};
use crate::runtime::signals::{Manner, PhraseHeard, Sounds, phrases};
use crate::value::{Fixed, Value};
use std::collections::VecDeque;

/// How many turns of the customer are known again. They are part of a state of at most 4 KB.
pub(super) const TURNS_MAX: usize = 8;
/// How many answers of the assistant are known again.
pub(super) const ANSWERS_MAX: usize = 4;
/// How many lengths of customer messages are kept.
pub(super) const LENGTHS_MAX: usize = 8;
/// The longest message that is heard in full, in bytes; of a longer one the first and the last half of this are.
const MESSAGE_BYTES_MAX: usize = 16_000;
/// How many messages are held until somebody asks how they feel. Of more, the first are not felt.
const UNFELT_MAX: usize = 32;
/// The longest run of letters that is taken for one word where a text is cut, in bytes.
const WORD_BYTES: usize = 100;

/// How far the current turn has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nobody has replied.
    #[default]
    Open,
    /// The assistant has drafted an answer.
    Drafted,
    /// There is a draft that was not shown; its text may still come.
    Assumed,
    /// A reply was sent.
    Replied,
}

/// What was said so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Talk {
    pub(super) current: Option<Turn>,
    pub(super) customer_turns: i64,
    pub(super) answered_turns: i64,
    pub(super) answers: i64,
    pub(super) stage: Stage,
    /// Failed answers in a row before the current one.
    pub(super) errors_in_a_row: i64,
    pub(super) earlier_turns: VecDeque<Sketch>,
    pub(super) earlier_answers: VecDeque<Sketch>,
    pub(super) lengths: VecDeque<u32>,
    /// Whether the assistant's last answer says what an earlier one said.
    pub(super) assistant_repeats: bool,
    /// When the latest reply came, and the one before the draft.
    pub(super) reply_at: Option<i64>,
    pub(super) draft_at: Option<i64>,
    /// When the customer last wrote.
    pub(super) customer_at: Option<i64>,
}

/// The current customer turn.
#[derive(Clone, Debug, Default)]
pub(super) struct Turn {
    /// How many words it has.
    pub(super) length: u32,
    pub(super) phrases: Vec<PhraseHeard>,
    pub(super) manners: Vec<Manner>,
    pub(super) sketch: Option<Sketch>,
    /// How many earlier turns said the same.
    pub(super) said_before: i64,
    pub(super) answered: bool,
    /// How its messages feel.
    pub(super) felt: Felt,
    /// Messages of which that is still to be found out, with their numbers of words.
    pub(super) unfelt: VecDeque<(String, u32)>,
    /// The bytes of a message that was too long to be heard in full.
    pub(super) too_long: Option<usize>,
}

/// How the messages of a turn feel together: the mean, weighed by their words, so that no text is kept for it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Felt {
    /// Sentiment times words, in millionths.
    pub(super) sum: i64,
    pub(super) words: i64,
}

impl Felt {
    fn add(&mut self, feels: Option<Fixed>, words: u32) {
        let Some(feels) = feels else { return };
        let words = i64::from(words.max(1));
        self.sum = self.sum.saturating_add(feels.millionths().saturating_mul(words));
        self.words = self.words.saturating_add(words);
    }

    fn mean(self) -> Option<Fixed> {
        Some(Fixed::from_millionths(self.sum.checked_div(self.words)?))
    }
}

impl Talk {
    /// Whether the customer's next message, which comes at this second, begins a turn: the one before was answered, or
    /// was longer ago than the policy's `turn` line lets one turn last.
    pub(super) fn begins_turn(&self, at: Option<i64>, within: Option<Fixed>) -> bool {
        let since = at.zip(self.customer_at).map(|(at, before)| at.saturating_sub(before));
        let is_late = within.zip(since).is_some_and(|(within, since)| since > within.whole());
        self.current.is_none() || self.stage != Stage::Open || is_late
    }

    /// Whether the latest message is a draft of the assistant.
    pub(super) fn drafting(&self) -> bool {
        matches!(self.stage, Stage::Drafted | Stage::Assumed)
    }

    /// Whether the assistant has answered the current turn, if there is one.
    pub(super) fn answered(&self) -> Option<bool> {
        self.current.as_ref().map(|turn| turn.answered)
    }

    /// The customer writes: a new turn, or more of the current one.
    pub(super) fn customer(&mut self, table: &Table, text: &str) {
        self.sent();
        self.stage = Stage::Open;
        let turn = self.current.take().unwrap_or_else(|| {
            self.customer_turns += 1;
            Turn::default()
        });
        self.current = Some(if text.len() <= MESSAGE_BYTES_MAX {
            self.hear(table, turn, text)
        } else {
            // People say what they want first or last; what lies between is mostly pasted. Each part is a text of its
            // own, so that nothing is heard across the gap.
            let too_long = Some(text.len());
            let turn = self.hear(table, turn, first_bytes(text, MESSAGE_BYTES_MAX / 2));
            Turn { too_long, ..self.hear(table, turn, last_bytes(text, MESSAGE_BYTES_MAX / 2)) }
        });
    }

    /// Hears one more message of a turn. No phrase spans two messages, so only the new one is listened to.
    fn hear(&self, table: &Table, mut turn: Turn, message: &str) -> Turn {
        let words = ears::read(message);
        turn.phrases.extend(phrases(table, message, &words));
        turn.phrases.sort_by_key(PhraseHeard::place);
        turn.phrases.dedup_by_key(|phrase| phrase.place());
        turn.length = turn.length.saturating_add(ears::length(&words));

        if table.listener().wants_sentiment {
            remember(&mut turn.unfelt, (message.to_owned(), ears::length(&words)), UNFELT_MAX);
        }
        if table.listener().wants_likeness {
            let sketch = ears::sketch(&words).with(&turn.sketch.unwrap_or_default());
            let alike = self.earlier_turns.iter().filter(|earlier| ears::alike(earlier, &sketch)).count();
            turn.said_before = i64::try_from(alike).unwrap_or(i64::MAX);
            turn.sketch = Some(sketch);
        }

        let lengths: Vec<u32> = self.lengths.iter().copied().chain([turn.length]).collect();
        let was = |manner: Manner| turn.manners.contains(&manner);
        let manners = [
            (Manner::Shouts, was(Manner::Shouts) || ears::shouts(message)),
            (Manner::RepeatsPunctuation, was(Manner::RepeatsPunctuation) || ears::repeats_punctuation(message)),
            (Manner::SaysTheSame, turn.said_before > 0),
            (Manner::Shrinks, ears::messages_shrink(&lengths)),
        ];
        turn.manners = manners.into_iter().filter(|(_, heard)| *heard).map(|(manner, _)| manner).collect();
        turn
    }

    /// The assistant answers the current turn.
    pub(super) fn assistant(&mut self, table: &Table, text: &str, at: Option<i64>) {
        if self.stage != Stage::Assumed {
            self.answer();
        }
        self.stage = Stage::Drafted;
        self.draft_at = at;
        if table.listener().wants_likeness {
            let sketch = ears::sketch(&ears::read(text));
            self.assistant_repeats = self.earlier_answers.iter().any(|earlier| ears::answers_alike(earlier, &sketch));
            remember(&mut self.earlier_answers, sketch, ANSWERS_MAX);
        }
    }

    /// A decision is taken on an answer that was not shown, perhaps to a message that was not: both are counted.
    pub(super) fn assume_answer(&mut self) {
        if self.current.is_none() {
            self.customer_turns += 1;
            self.current = Some(Turn::default());
        }
        self.answer();
        self.stage = Stage::Assumed;
    }

    /// The assistant replied to the current turn, and nothing is known of that.
    pub(super) fn unrecorded_reply(&mut self) {
        if self.current.is_some() && self.stage == Stage::Open {
            self.answered_turns += 1;
            self.stage = Stage::Replied;
        }
    }

    fn answer(&mut self) {
        self.sent();
        self.answers += 1;
        if let Some(turn) = &mut self.current {
            self.answered_turns += i64::from(!turn.answered);
            turn.answered = true;
        }
    }

    /// A person replies.
    pub(super) fn agent(&mut self, at: Option<i64>) {
        self.sent();
        self.stage = Stage::Replied;
        self.reply_at = at;
    }

    /// What was a draft has been sent.
    fn sent(&mut self) {
        self.reply_at = self.draft_at.take().or(self.reply_at);
    }

    /// The current turn becomes an earlier one.
    pub(super) fn close_turn(&mut self) {
        let Some(turn) = self.current.take() else { return };
        remember(&mut self.lengths, turn.length, LENGTHS_MAX);
        if let Some(sketch) = turn.sketch {
            remember(&mut self.earlier_turns, sketch, TURNS_MAX);
        }
    }

    /// Finds out how the current turn feels, if anybody asks and the service has not said it.
    pub(super) fn feel(&mut self, table: &Table, input: &Input) {
        let given = table.listener().sentiment.is_some_and(|fact| *input.get(fact) != Given::Nothing);
        let Some(turn) = self.current.as_mut().filter(|_| table.listener().wants_sentiment && !given) else { return };
        let language = match table.listener().language.map(|fact| input.get(fact)) {
            Some(Given::Is(Value::Word(language))) => language,
            _ => &table.policy().fallback,
        };
        for (text, words) in turn.unfelt.drain(..) {
            turn.felt.add(ears::sentiment(&text, language), words);
        }
    }

    /// How the current turn feels, by its words.
    pub(super) fn feels(&self) -> Option<Fixed> {
        self.current.as_ref().and_then(|turn| turn.felt.mean())
    }

    /// What is kept of the current turn to know it again.
    pub(super) fn likeness(&self) -> Option<&Sketch> {
        self.current.as_ref().and_then(|turn| turn.sketch.as_ref())
    }

    /// That a message of the current turn was not heard in full. Nothing is missing by that, so it does not decide.
    pub(super) fn unheard(&self) -> Option<InputProblem> {
        let bytes = self.current.as_ref()?.too_long?;
        let message = format!("{} bytes; the middle was not heard", with_commas(bytes));
        Some(InputProblem { fact: "message".to_owned(), message, decides: false })
    }

    /// What detectors can hear now.
    pub(super) fn sounds(&self) -> Sounds<'_> {
        let (phrases, manners): (&[_], &[_]) =
            self.current.as_ref().map_or((&[], &[]), |turn| (&turn.phrases, &turn.manners));
        Sounds { phrases, manners, assistant_repeats: self.assistant_repeats }
    }

    /// Messages of customer and assistant; at a decision there is one at least.
    pub(super) fn turns(&self) -> i64 {
        (self.customer_turns + self.answers).max(1)
    }

    /// Customer turns that the assistant answered or is answering.
    pub(super) fn rounds(&self) -> i64 {
        match &self.current {
            Some(_) => self.answered_turns + i64::from(self.stage == Stage::Open),
            None => self.answered_turns.max(1),
        }
    }

    /// How often the customer has asked what they ask now.
    pub(super) fn same_question(&self) -> i64 {
        1 + self.current.as_ref().map_or(0, |turn| turn.said_before)
    }

    /// How alike the current turn is to the most alike of the earlier ones that are known again.
    pub(super) fn likeness_to_earlier_turns(&self) -> Fixed {
        let alike = |sketch| self.earlier_turns.iter().map(|earlier| ears::likeness(earlier, sketch)).max();
        self.likeness().and_then(alike).unwrap_or_default()
    }

    /// When the latest reply was sent; a draft is not.
    pub(super) fn reply_at(&self) -> Option<i64> {
        self.reply_at
    }
}

fn remember<T>(memory: &mut VecDeque<T>, item: T, most: usize) {
    if memory.len() >= most {
        memory.pop_front();
    }
    memory.push_back(item);
}

/// `18075` as `18,075`.
fn with_commas(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The beginning of a text that is too long, without a word that was cut.
fn first_bytes(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let word = text[..end].rfind(char::is_whitespace).filter(|at| end < text.len() && end - at <= WORD_BYTES);
    &text[..word.unwrap_or(end)]
}

/// The end of a text that is too long, without a word that was cut.
fn last_bytes(text: &str, most: usize) -> &str {
    let mut start = text.len().saturating_sub(most);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let word = text[start..].find(char::is_whitespace).filter(|at| start > 0 && *at <= WORD_BYTES);
    &text[start + word.unwrap_or(0)..]
}
