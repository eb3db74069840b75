//! How alike two messages are.
//!
//! In: two messages that were read. Out: a number from 0 to 1000. Half of it is
//! the words they share, half the pieces of four letters inside those words,
//! which forgive slips and endings; each as shared features twice over those of
//! both (Dice), and each feature weighs by what its word says
//! (`content::weight`). Words that mean nearly the same are one word
//! (`content::sense`). Integers only.
//!
//! A sketch is kept for the last turns of a conversation, so it is small: at most
//! [`FEATURES_MAX`] hashes of two bytes, which tell no words. Of longer messages the
//! features with the smallest hashes stand for all, the same ones in both messages;
//! so the sketch of two messages together follows from the sketches of both.

use super::content;
use super::words::Text;

/// How many features a sketch has at most.
pub const FEATURES_MAX: usize = WORDS_MAX + PIECES_MAX;

const WORDS_MAX: usize = 24;
const PIECES_MAX: usize = 40;
/// The letters of a piece; the ends of a word are blanks.
const PIECE: usize = 4;

/// The least likeness of two messages of a customer that say the same.
///
/// Chosen on the public data sets for developers. Of 4,000 pairs of messages of banking77, 19 % of those of one intent
/// are this like and 0.35 % of the others. Intents are wider than "the same again", so the first figure is no recall;
/// the second is close to the rate of false alarms. Of the customer turns of STAR and `MultiDoGO`, where people seldom
/// repeat themselves, 1.1 % are this like one of the eight before without being identical.
pub const SAME_AGAIN: u32 = 580;

/// The least likeness of two answers of an assistant that repeats itself.
///
/// Higher than [`SAME_AGAIN`], because an assistant fills other values into the same
/// sentence. Of the answers of STAR that are like an earlier one of their
/// conversation without being identical, 99 % of those at 800 or more have the same
/// labelled act, but only 49 % of those from 600 to 799.
pub const REPEATS_ITSELF: u32 = 800;

/// What is left of a message to compare it by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    words: Vec<Feature>,
    pieces: Vec<Feature>,
}

/// A hash of 16 bits and, in the lowest two, what it weighs: 18 bits, so that features sort by their hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Feature(u32);

impl Feature {
    fn new(letters: impl Iterator<Item = char>, weight: content::Weight) -> Self {
        Self(u32::from(hash(letters)) << 2 | weight as u32)
    }

    fn hash(self) -> u32 {
        self.0 >> 2
    }

    fn weight(self) -> u32 {
        content::WEIGHTS[(self.0 & 3) as usize]
    }
}

impl Sketch {
    /// Sketches a message.
    pub fn of(text: &Text) -> Self {
        let mut sketch = Self::default();
        let says_nothing = |word: &str| content::is_courtesy(word) || !content::is_content(word);
        if text.words().all(|word| says_nothing(word.text)) {
            return sketch;
        }
        let mut letters: Vec<char> = Vec::new();
        for word in text.words() {
            let (sense, weight) = (content::sense(word.text), content::weight(word.text));
            sketch.words.push(Feature::new(sense.chars(), weight));
            letters.clear();
            letters.push(' ');
            letters.extend(sense.chars());
            letters.push(' ');
            let pieces = letters.windows(PIECE.min(letters.len()));
            sketch.pieces.extend(pieces.map(|piece| Feature::new(piece.iter().copied(), weight)));
        }
        keep_smallest(&mut sketch.words, WORDS_MAX);
        keep_smallest(&mut sketch.pieces, PIECES_MAX);
        sketch
    }

    /// Sketches two messages as one.
    #[must_use]
    pub fn with(mut self, other: &Sketch) -> Self {
        self.words.extend_from_slice(&other.words);
        self.pieces.extend_from_slice(&other.pieces);
        keep_smallest(&mut self.words, WORDS_MAX);
        keep_smallest(&mut self.pieces, PIECES_MAX);
        self
    }

    /// Its features as ASCII text: three digits of base 64 for each, words and pieces parted by a dot.
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(3 * FEATURES_MAX + 1);
        let write = |list: &[Feature], text: &mut String| {
            for Feature(bits) in list {
                text.extend([bits >> 12, bits >> 6, *bits].map(|value| char::from(DIGITS[(value % 64) as usize])));
            }
        };
        write(&self.words, &mut text);
        text.push('.');
        write(&self.pieces, &mut text);
        text
    }

    /// What [`Sketch::to_text`] wrote; none of a text that it never writes.
    pub fn from_text(text: &str) -> Option<Self> {
        let (words, pieces) = text.split_once('.')?;
        let is_sorted = |list: &[Feature]| list.is_sorted_by(|one, next| one.hash() < next.hash());
        let sorted = |list: Vec<Feature>, max| (list.len() <= max && is_sorted(&list)).then_some(list);
        Some(Self { words: sorted(features(words)?, WORDS_MAX)?, pieces: sorted(features(pieces)?, PIECES_MAX)? })
    }

    /// Whether it says enough to be compared: two words about something, or one among four, as `what is my balance`
    /// has. `yes`, `ok thanks` and `refund` do not.
    pub fn says_enough(&self) -> bool {
        self.about() > 1 || (self.about() == 1 && self.words.len() > 3)
    }

    /// How many of its words say what it is about.
    fn about(&self) -> usize {
        let says = |word: &&Feature| word.weight() > content::WEIGHTS[content::Weight::Nothing as usize];
        self.words.iter().filter(says).count()
    }
}

/// How alike two messages are, in per mille. A message that says too little is like none.
pub fn likeness(one: &Sketch, other: &Sketch) -> u32 {
    if !one.says_enough() || !other.says_enough() {
        return 0;
    }
    let words = dice(&one.words, &other.words, WORDS_MAX);
    let pieces = dice(&one.pieces, &other.pieces, PIECES_MAX);
    u32::midpoint(words, pieces)
}

/// Whether two messages say the same: each has two words about something, and they are at least this like, in per mille.
pub fn say_the_same(one: &Sketch, other: &Sketch, least: u32) -> bool {
    one.about() > 1 && other.about() > 1 && likeness(one, other) >= least
}

/// The weight of shared features twice over the weight of both, in per mille. Both are sorted.
fn dice(one: &[Feature], other: &[Feature], max: usize) -> u32 {
    // Of a full list only the smallest hashes are known: beyond its last one nothing can be said.
    let last = |list: &[Feature]| if list.len() == max { list[max - 1].hash() } else { u32::MAX };
    let known = last(one).min(last(other));
    let (one, other) = (up_to(one, known), up_to(other, known));
    let shared = |feature: &Feature| {
        let at = other.binary_search_by_key(&feature.hash(), |feature| feature.hash()).ok()?;
        Some(feature.weight().min(other[at].weight()))
    };
    let shared: u32 = one.iter().filter_map(shared).sum();
    let all: u32 = one.iter().chain(other).map(|feature| feature.weight()).sum();
    2000 * shared / all.max(1)
}

fn up_to(list: &[Feature], known: u32) -> &[Feature] {
    &list[..list.partition_point(|feature| feature.hash() <= known)]
}

/// Turns the order of weights round, and leaves that of hashes.
const HEAVIEST_FIRST: u32 = 3;

/// Of equal hashes the heaviest stays.
fn keep_smallest(features: &mut Vec<Feature>, max: usize) {
    features.sort_unstable_by_key(|feature| feature.0 ^ HEAVIEST_FIRST);
    features.dedup_by_key(|feature| feature.hash());
    features.truncate(max);
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The value of each digit; 64 of what is no digit.
const VALUES: [u8; 256] = {
    let mut values = [64; 256];
    let mut at = 0;
    while at < 64 {
        #[expect(clippy::cast_possible_truncation, reason = "below 64")]
        let value = at as u8;
        values[DIGITS[at] as usize] = value;
        at += 1;
    }
    values
};

/// Reads features of three digits each.
fn features(text: &str) -> Option<Vec<Feature>> {
    let value = |digit: &u8| Some(u32::from(VALUES[usize::from(*digit)])).filter(|value| *value < 64);
    let (triples, []) = text.as_bytes().as_chunks::<3>() else { return None };
    let feature = |triple: &[u8; 3]| {
        let bits = triple.iter().try_fold(0, |bits, digit| Some(bits * 64 + value(digit)?))?;
        Some(Feature(bits)).filter(|feature| feature.0 & 3 < 3)
    };
    triples.iter().map(feature).collect()
}

/// FNV-1a of 64 bits, and of that the highest 16 once more multiplied (by 2^64 over the golden ratio, as Knuth does): the
/// last letter alone would not reach them, and `car` would be `cat`.
fn hash(letters: impl Iterator<Item = char>) -> u16 {
    let hash = letters.fold(0xcbf2_9ce4_8422_2325_u64, |hash, letter| {
        (hash ^ u64::from(u32::from(letter))).wrapping_mul(0x0100_0000_01b3)
    });
    u16::try_from(hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48).expect("16 bits")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(one: &str, other: &str) -> u32 {
        let (one, other) = (Sketch::of(&Text::read(one)), Sketch::of(&Text::read(other)));
        assert_eq!(likeness(&one, &other), likeness(&other, &one));
        likeness(&one, &other)
    }

    #[test]
    fn the_same_said_again_is_alike() {
        for (one, other) in [
            ("I was charged twice", "I was charged twice, again!"),
            ("My card payment was declined", "my card paymnet was declined"),
            ("the app crashes when I open it", "I said the app is crashing when I open it"),
            ("Where is my refund for the order", "I'm asking where the refund for my order is"),
            ("No me llega el pedido", "¡El pedido no me ha llegado!"),
            ("¿Dónde está mi reembolso del billete?", "donde esta el reembolso de mi billete"),
        ] {
            assert!(alike(one, other) >= SAME_AGAIN, "{one} / {other}: {}", alike(one, other));
        }
    }

    #[test]
    fn something_else_is_not() {
        for (one, other) in [
            ("My card was declined", "My card has arrived"),
            ("I was charged twice", "I want to cancel my subscription"),
            ("Where is my refund?", "Where can I change the password?"),
            ("Quiero cambiar la dirección de la factura", "No puedo pagar la factura con tarjeta"),
        ] {
            assert!(alike(one, other) < SAME_AGAIN, "{one} / {other}: {}", alike(one, other));
        }
        assert_eq!(alike("alpha beta gamma", "one two three"), 0);
    }

    #[test]
    fn words_that_differ_in_their_last_letter_are_two() {
        let hashes: std::collections::HashSet<_> = ('a'..='z').map(|last| hash(['c', 'a', last].into_iter())).collect();
        assert_eq!(hashes.len(), 26);
    }

    #[test]
    fn two_messages_are_sketched_as_one_and_text_is_read_back() {
        let of = |text: &str| Sketch::of(&Text::read(text));
        let (one, other) = ("My card payment was declined", "and the refund for order 4471 never came to my account");
        assert_eq!(of(one).with(&of(other)), of(&format!("{one}. {other}")));
        for text in ["", one, other] {
            let sketch = of(text);
            assert_eq!(Sketch::from_text(&sketch.to_text()), Some(sketch));
        }
        for bad in ["", "AAA", "AA.", "AAAB.", "ABC.é", "BAAAAA.", "_____.", "___."] {
            assert_eq!(Sketch::from_text(bad), None, "{bad}");
        }
    }

    #[test]
    fn messages_that_say_little_are_like_none() {
        for little in [
            "",
            "yes",
            "ok thanks",
            "nothing, thank you, bye",
            "refund",
            "a refund",
            "sí, gracias",
            "please please help me",
            "hi good morning",
            "Good afternoon sir!",
            "hola, buenos días",
        ] {
            assert_eq!(alike(little, little), 0, "{little}");
        }
        assert_eq!(alike("refund order", "refund order"), 1000);
        assert_eq!(alike("What is my balance?", "what's my balance"), 1000);
        let balance = Sketch::of(&Text::read("What is my balance?"));
        assert!(!say_the_same(&balance, &balance, SAME_AGAIN), "too little to be sure");
    }

    #[test]
    fn sketches_are_small_and_stand_for_long_messages() {
        let words = |from: u32, to: u32| (from..to).map(|n| format!("word{}", n * 7919)).collect::<Vec<_>>().join(" ");
        let sketch = Sketch::of(&Text::read(&words(0, 1000)));
        assert_eq!(sketch.words.len() + sketch.pieces.len(), FEATURES_MAX);
        assert_eq!(alike(&words(0, 1000), &words(0, 1000)), 1000);
        assert!(alike(&words(0, 1000), &words(10, 1010)) > 900);
        // The same numbers on every machine: the hash is ours.
        assert_eq!(hash("refund".chars()), 41_032);
    }
}
