//! A message as sentences of words.
//!
//! In: the message, as written. Out: folded words with the bytes they came from
//! and the number of their sentence. Contractions are written out, so that
//! `don't`, `dont` and `do not` are the same words; both halves then have the
//! bytes of the one.
//!
//! The folded words stand in one buffer: the message in lower case, and after it those
//! words that folding changed otherwise. Most words are only places in it.
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

/// Room is made for as many words as a message has if they are this long, with what parts them.
const BYTES_A_WORD: usize = 4;

/// A message that has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Where folded words stand.
    folded: String,
    places: Vec<Place>,
    /// Whether it was longer than what is read.
    pub truncated: bool,
}

/// Where a word is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    /// In [`Text::folded`].
    folded: Range<usize>,
    /// In the message.
    written: Range<usize>,
    sentence: usize,
}

/// One word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    /// Folded: lower case, no accents, no apostrophes.
    pub text: &'t str,
    /// The number of its sentence, from 0.
    pub sentence: usize,
    /// Where it stands in the message, in bytes.
    pub range: Range<usize>,
}

impl Text {
    /// Reads a message.
    pub fn read(message: &str) -> Self {
        let clipped = clip(message);
        let is_cut = message[clipped.len()..].starts_with(char::is_alphanumeric);
        let mut reader = Reader::new(clipped, is_cut);
        let mut at = 0;
        while at < clipped.len() && reader.text.places.len() < WORDS_MAX {
            at = reader.go_on(at);
        }
        let unread = clipped[at..].contains(char::is_alphanumeric);
        let mut text = reader.text;
        text.truncated = clipped.len() < message.len() || unread || text.places.len() > WORDS_MAX;
        text.places.truncate(WORDS_MAX);
        text
    }

    /// Its words, in order.
    pub fn words(&self) -> impl DoubleEndedIterator<Item = Word<'_>> {
        (0..self.places.len()).map(|at| self.word(at))
    }

    /// How many words it has.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether it has no words.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// How many sentences have words.
    pub fn sentences(&self) -> usize {
        self.places.last().map_or(0, |place| place.sentence + 1)
    }

    /// A word by its position.
    pub(crate) fn word(&self, at: usize) -> Word<'_> {
        let place = &self.places[at];
        Word { text: &self.folded[place.folded.clone()], sentence: place.sentence, range: place.written.clone() }
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

/// Words so far.
struct Reader<'m> {
    message: &'m str,
    /// Whether the message ends in the middle of a word.
    is_cut: bool,
    text: Text,
    /// The word read last: with its apostrophes in [`Text::folded`], and in the message.
    folded: Range<usize>,
    written: Range<usize>,
    sentence: usize,
    /// Whether the sentence before was a yes or no that a comma ended.
    answered: bool,
}

impl<'m> Reader<'m> {
    fn new(message: &'m str, is_cut: bool) -> Self {
        // Room for some words that are written out or lose an accent.
        let mut folded = String::with_capacity(message.len() + message.len() / 4);
        folded.push_str(message);
        folded.make_ascii_lowercase();
        let places = Vec::with_capacity(message.len() / BYTES_A_WORD);
        let text = Text { folded, places, truncated: false };
        Self { message, is_cut, text, folded: 0..0, written: 0..0, sentence: 0, answered: false }
    }

    /// Reads a word, or what stands between words. Returns where it goes on.
    fn go_on(&mut self, at: usize) -> usize {
        match self.message.as_bytes()[at] {
            b' ' => at + 1,
            byte if byte.is_ascii_alphanumeric() => self.plain_word(at),
            _ => self.other(at),
        }
    }

    /// Reads a word that begins with a plain letter or digit. Most have no others, and case is all that folds them.
    fn plain_word(&mut self, begin: usize) -> usize {
        let rest = &self.message.as_bytes()[begin..];
        let length = rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        if rest.get(length).is_some_and(|byte| !byte.is_ascii() || matches!(byte, b'\'' | b'`')) {
            return self.folded_word(begin);
        }
        let end = begin + length;
        self.finish(begin..end, begin..end, end);
        end
    }

    /// Reads a word letter by letter.
    fn folded_word(&mut self, begin: usize) -> usize {
        let from = self.text.folded.len();
        let (mut end, mut over) = (begin, self.message.len());
        let mut rest = self.message[begin..].char_indices().peekable();
        while let Some((at, written)) = rest.next() {
            let Some(folded) = fold_char(written) else { continue };
            let mut goes_on = || rest.peek().is_some_and(|(_, after)| after.is_alphanumeric());
            let is_inside = folded.is_alphanumeric() || (folded == '\'' && goes_on());
            if !is_inside {
                over = begin + at;
                break;
            }
            self.text.folded.push(folded);
            end = begin + at + written.len_utf8();
        }
        self.finish(from..self.text.folded.len(), begin..end, over);
        over
    }

    /// Reads one character that is no plain letter: a letter, nothing, or a mark between words.
    fn other(&mut self, at: usize) -> usize {
        let mut rest = self.message[at..].chars();
        let Some(written) = rest.next() else { return self.message.len() };
        match fold_char(written) {
            Some(folded) if folded.is_alphanumeric() => return self.folded_word(at),
            Some(_) => self.mark(at, written, rest.next()),
            None => {}
        }
        at + written.len_utf8()
    }

    /// Takes a mark between words, with the character after it.
    fn mark(&mut self, at: usize, written: char, after: Option<char>) {
        let ends = match written {
            '.' => self.full_stop_ends(self.message[..at].chars().next_back(), after),
            ',' => self.answers(),
            _ => matches!(written, '!' | '?' | '\n' | ';' | '…' | '¿' | '¡' | '。' | '！' | '？'),
        };
        // A sentence without words has no number.
        if ends && self.text.places.last().is_some_and(|word| word.sentence == self.sentence) {
            self.sentence += 1;
            self.answered = written == ',';
        }
    }

    /// The word read last, with its apostrophes.
    fn last(&self) -> &str {
        &self.text.folded[self.folded.clone()]
    }

    /// The word before the last.
    fn previous(&self) -> Option<&Place> {
        self.text.places.iter().nth_back(1)
    }

    /// Whether a sentence is a mere yes or no so far: in "No, quiero una persona" the comma ends it, so that the `no`
    /// does not deny what follows.
    fn answers(&self) -> bool {
        let is_first = self.previous().is_none_or(|word| word.sentence < self.sentence);
        is_first && ANSWERS.contains(&self.last())
    }

    /// Whether a full stop ends the sentence: not in `3.5`, `p.m.`, `example.com`, `Sr. Ruiz`.
    fn full_stop_ends(&self, before: Option<char>, after: Option<char>) -> bool {
        let glued = after.is_some_and(char::is_alphanumeric);
        if glued {
            // `That is wrong.Please` lacks a space; `example.com` does not.
            return after.is_some_and(char::is_uppercase) && self.last().chars().nth(1).is_some();
        }
        let ends_a_word = before.is_some_and(char::is_alphanumeric);
        let initial = self.last().len() == 1
            && self.previous().is_some_and(|previous| {
                // The letter right before and a dot between: the `m` of `p.m`.
                previous.written.end + 1 == self.written.start && previous.folded.len() == 1
            });
        !(ends_a_word && (initial || ABBREVIATIONS.contains(&self.last())))
    }

    /// Takes a word, and where it is over.
    fn finish(&mut self, folded: Range<usize>, written: Range<usize>, over: usize) {
        // Half a word is no word.
        if self.is_cut && over == self.message.len() {
            return;
        }
        (self.folded, self.written) = (folded, written);
        // "No, thanks" is one sentence after all.
        if std::mem::take(&mut self.answered) && THANKS.contains(&self.last()) {
            self.sentence -= 1;
        }
        self.write_out_id();
        let last = self.last();
        if let Some((first, second)) = contractions::halves(last) {
            let first = first.to_owned();
            self.write(&first, self.written.clone());
            self.write(second, self.written.clone());
        } else if self.folded != self.written && last.contains('\'') {
            let bare = last.replace('\'', "");
            self.write(&bare, self.written.clone());
        } else {
            self.push(self.folded.clone(), self.written.clone());
        }
    }

    /// `id` is a word of its own, except in `id like`.
    fn write_out_id(&mut self) {
        if !contractions::goes_with_would(self.last()) {
            return;
        }
        let is_id = |word: &mut Place| word.sentence == self.sentence && &self.text.folded[word.folded.clone()] == "id";
        if let Some(id) = self.text.places.pop_if(is_id) {
            self.write("i", id.written.clone());
            self.write("would", id.written);
        }
    }

    /// Adds a word that stands for what was written there.
    fn write(&mut self, word: &str, written: Range<usize>) {
        let from = self.text.folded.len();
        self.text.folded.push_str(word);
        self.push(from..self.text.folded.len(), written);
    }

    fn push(&mut self, folded: Range<usize>, written: Range<usize>) {
        self.text.places.push(Place { folded, written, sentence: self.sentence });
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
        let (mut line, mut sentence) = (String::new(), 0);
        for word in Text::read(message).words() {
            if !line.is_empty() {
                line.push_str(if word.sentence == sentence { " " } else { " / " });
            }
            line.push_str(word.text);
            sentence = word.sentence;
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
        let quoted: Vec<&str> = text.words().map(|word| &message[word.range]).collect();
        assert_eq!(quoted, ["Ñandú", "I", "don’t", "don’t"]);
    }

    #[test]
    fn reading_stops_at_the_limits_and_says_so() {
        let just = "a ".repeat(WORDS_MAX);
        assert!(!Text::read(&just).truncated);
        let text = Text::read(&format!("{just}a"));
        assert_eq!((text.len(), text.truncated), (WORDS_MAX, true));

        let long = format!("hi {}", "é".repeat(BYTES_MAX));
        let text = Text::read(&long);
        assert_eq!(text.len(), 1, "half a word is no word");
        assert!(text.truncated);

        let just = "é".repeat(BYTES_MAX / 2);
        let text = Text::read(&just);
        assert_eq!((text.len(), text.truncated), (1, false));
        assert_eq!(Text::read(&"don't ".repeat(3_000)).len(), WORDS_MAX);
    }
}
