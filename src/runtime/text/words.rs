//! A message as sentences of words.
//!
//! In: the message, as written. Out: folded words with the bytes they came from
//! and the number of their sentence. Contractions are written out, so that
//! `don't`, `dont` and `do not` are the same words; both halves then have the
//! bytes of the one.
//!
//! Words are runs of letters and digits, with apostrophes inside. Everything
//! else, emoji among it, only separates. Reading is linear and stops at
//! [`BYTES_MAX`] and [`WORDS_MAX`].

use std::ops::Range;

use super::contractions;
use crate::pattern::fold_char;

/// How many bytes of a message are read.
pub const BYTES_MAX: usize = 20_000;

/// How many words of a message are read.
pub const WORDS_MAX: usize = 4_000;

/// A message that has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Its words, in order.
    pub words: Vec<Word>,
    /// Whether it was longer than what is read.
    pub truncated: bool,
}

/// One word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Folded: lower case, no accents, no apostrophes.
    pub text: String,
    /// The number of its sentence, from 0.
    pub sentence: usize,
    /// Where it stands in the message, in bytes.
    pub range: Range<usize>,
}

impl Text {
    /// Reads a message.
    pub fn read(message: &str) -> Self {
        let clipped = clip(message);
        let mut reader = Reader::default();
        let (mut at, mut before) = (0, None);
        while at < clipped.len() {
            let plain = clipped.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            if plain > 0 {
                reader.plain(at, &clipped[at..at + plain]);
                before = clipped.as_bytes().get(at + plain - 1).map(|byte| char::from(*byte));
                at += plain;
            }
            let mut rest = clipped[at..].chars();
            let Some(written) = rest.next() else { break };
            reader.take(at, written, before, rest.next());
            before = Some(written);
            at += written.len_utf8();
            if reader.text.words.len() >= WORDS_MAX {
                break;
            }
        }
        // The end of a clipped message may have cut a word in two: such a half is no word.
        let cut = message[clipped.len()..].starts_with(char::is_alphanumeric);
        if !cut && reader.text.words.len() < WORDS_MAX {
            reader.finish_word();
        }
        let unread = clipped[at..].contains(char::is_alphanumeric);
        let mut text = reader.text;
        text.truncated = clipped.len() < message.len() || unread || text.words.len() > WORDS_MAX;
        text.words.truncate(WORDS_MAX);
        text
    }

    /// How many sentences have words.
    pub fn sentences(&self) -> usize {
        self.words.last().map_or(0, |word| word.sentence + 1)
    }
}

/// The part of a message that is read.
pub(crate) fn clip(message: &str) -> &str {
    let mut end = message.len().min(BYTES_MAX);
    while !message.is_char_boundary(end) {
        end -= 1;
    }
    &message[..end]
}

/// Words so far, and the one being read.
#[derive(Default)]
struct Reader {
    text: Text,
    /// The word being read, with its apostrophes; empty between words.
    open: String,
    range: Range<usize>,
    /// The word read last, with its apostrophes.
    last: String,
    sentence: usize,
    /// Whether the sentence before was a yes or no that a comma ended.
    answered: bool,
}

impl Reader {
    /// Takes letters and digits that only case can fold.
    fn plain(&mut self, at: usize, written: &str) {
        if self.open.is_empty() {
            self.range.start = at;
        }
        self.range.end = at + written.len();
        self.open.extend(written.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
    }

    fn take(&mut self, at: usize, written: char, before: Option<char>, after: Option<char>) {
        let Some(folded) = fold_char(written) else { return };
        let inside = !self.open.is_empty();
        if folded.is_alphanumeric() || (folded == '\'' && inside && after.is_some_and(char::is_alphanumeric)) {
            if !inside {
                self.range.start = at;
            }
            self.range.end = at + written.len_utf8();
            self.open.push(folded);
            return;
        }
        self.finish_word();
        let ends = match written {
            '.' => self.full_stop_ends(before, after),
            ',' => self.answers(),
            _ => matches!(written, '!' | '?' | '\n' | ';' | '…' | '¿' | '¡' | '。' | '！' | '？'),
        };
        // A sentence without words has no number.
        if ends && self.text.words.last().is_some_and(|word| word.sentence == self.sentence) {
            self.sentence += 1;
            self.answered = written == ',';
        }
    }

    /// Whether a sentence is a mere yes or no so far: in "No, quiero una persona" the comma ends it, so that the `no`
    /// does not deny what follows.
    fn answers(&self) -> bool {
        let is_first = self.text.words.iter().rev().nth(1).is_none_or(|word| word.sentence < self.sentence);
        is_first && ANSWERS.contains(&self.last.as_str())
    }

    /// Whether a full stop ends the sentence: not in `3.5`, `p.m.`, `example.com`, `Sr. Ruiz`.
    fn full_stop_ends(&self, before: Option<char>, after: Option<char>) -> bool {
        let glued = after.is_some_and(char::is_alphanumeric);
        if glued {
            // `That is wrong.Please` lacks a space; `example.com` does not.
            return after.is_some_and(char::is_uppercase) && self.last.chars().nth(1).is_some();
        }
        let ends_a_word = before.is_some_and(char::is_alphanumeric);
        let initial = self.last.len() == 1
            && self.text.words.iter().rev().nth(1).is_some_and(|previous| {
                // The letter right before and a dot between: the `m` of `p.m`.
                previous.range.end + 1 == self.range.start && previous.text.len() == 1
            });
        !(ends_a_word && (initial || ABBREVIATIONS.contains(&self.last.as_str())))
    }

    fn finish_word(&mut self) {
        if self.open.is_empty() {
            return;
        }
        std::mem::swap(&mut self.last, &mut self.open);
        self.open.clear();
        // "No, thanks" is one sentence after all.
        if std::mem::take(&mut self.answered) && THANKS.contains(&self.last.as_str()) {
            self.sentence -= 1;
        }
        self.write_out_id();
        contractions::expand(&self.last, |word| {
            self.text.words.push(Word { text: word.to_owned(), sentence: self.sentence, range: self.range.clone() });
        });
    }

    /// `id` is a word of its own, except in `id like`.
    fn write_out_id(&mut self) {
        let id = self.text.words.last_mut().filter(|word| word.text == "id" && word.sentence == self.sentence);
        if let Some(id) = id
            && contractions::AFTER_WOULD.contains(&self.last.as_str())
        {
            "i".clone_into(&mut id.text);
            let would = Word { text: "would".to_owned(), ..id.clone() };
            self.text.words.push(would);
        }
    }
}

/// Words that answer on their own before a comma.
const ANSWERS: [&str; 8] = ["no", "yes", "nope", "yeah", "yep", "nah", "si", "vale"];

/// Words that a yes or no belongs to.
const THANKS: [&str; 3] = ["thanks", "thank", "gracias"];

/// Words whose full stop does not end a sentence.
const ABBREVIATIONS: [&str; 26] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "vs", "approx", "eg", "ie", "inc", "ltd", "tel", "ext", "acct", "dept",
    "sr", "sra", "srta", "ud", "uds", "vd", "dto", "izq", "num", "av",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn words(message: &str) -> String {
        let text = Text::read(message);
        let mut line = String::new();
        for (at, word) in text.words.iter().enumerate() {
            if at > 0 {
                line.push_str(if text.words[at - 1].sentence == word.sentence { " " } else { " / " });
            }
            line.push_str(&word.text);
        }
        line
    }

    #[test]
    fn folds_case_accents_and_apostrophes() {
        assert_eq!(words("¡Señor, ESTÁ aquí!"), "senor esta aqui");
        assert_eq!(words("sen\u{303}or"), "senor", "combining marks");
        assert_eq!(words("the manager’s ‘desk’ o'clock"), "the managers desk oclock");
    }

    #[test]
    fn contractions_agree_however_they_are_written() {
        for (written, full) in [
            ("don't dont don’t don´t", "do not do not do not do not"),
            ("isnt isn't", "is not is not"),
            ("can't cannot cant can not", "can not can not can not can not"),
            ("won't wont", "will not will not"),
            ("I'm im I am", "i am i am i am"),
            ("ive i've", "i have i have"),
            ("you're youre", "you are you are"),
            ("I'll they'll", "i will they will"),
            ("it's its that's thats", "it is it is that is that is"),
            ("let's lets", "let us let us"),
            ("i'd", "i would"),
            ("were well ill id want hunt", "were well ill id want hunt"),
            ("id like my id", "i would like my id"),
        ] {
            assert_eq!(words(written), full);
        }
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        assert_eq!(words("It costs 3.5 euros. Why? No; wait… ok"), "it costs 3 5 euros / why / no / wait / ok");
        assert_eq!(words("at 5 p.m. on Monday, Sr. Ruiz"), "at 5 p m on monday sr ruiz");
        assert_eq!(words("see example.com please"), "see example com please");
        assert_eq!(words("That is wrong.Please help"), "that is wrong / please help");
        assert_eq!(words("Hola. ¿Hay alguien?\n\nHola"), "hola / hay alguien / hola");
        assert_eq!(words("...!!! hi"), "hi");
        assert_eq!(words("No, quiero hablar"), "no / quiero hablar");
        assert_eq!(words("No, gracias. No, thank you"), "no gracias / no thank you");
        assert_eq!(words("I said no, thanks"), "i said no thanks");
    }

    #[test]
    fn emoji_and_marks_are_no_words() {
        assert_eq!(words("ok 👍🏽 -- #4 (x) 😡😡"), "ok 4 x");
    }

    #[test]
    fn words_know_their_bytes() {
        let message = "Ñandú: I don’t";
        let text = Text::read(message);
        let quoted: Vec<&str> = text.words.iter().map(|word| &message[word.range.clone()]).collect();
        assert_eq!(quoted, ["Ñandú", "I", "don’t", "don’t"]);
    }

    #[test]
    fn reading_stops_at_the_limits_and_says_so() {
        let just = "a ".repeat(WORDS_MAX);
        assert!(!Text::read(&just).truncated);
        let text = Text::read(&format!("{just}a"));
        assert_eq!((text.words.len(), text.truncated), (WORDS_MAX, true));

        let long = format!("hi {}", "é".repeat(BYTES_MAX));
        let text = Text::read(&long);
        assert_eq!(text.words.len(), 1, "half a word is no word");
        assert!(text.truncated);

        let just = "é".repeat(BYTES_MAX / 2);
        let text = Text::read(&just);
        assert_eq!((text.words.len(), text.truncated), (1, false));
        assert_eq!(Text::read(&"don't ".repeat(3_000)).words.len(), WORDS_MAX);
    }
}
