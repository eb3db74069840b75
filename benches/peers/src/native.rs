//! The facts as a Rust program holds them, for the engines that are plain Rust.

use crate::spec::{Flag, Input, Number, Word};
use serde::Deserialize;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The facts of one decision. Generated code has the same layout.
#[repr(C)]
#[derive(Clone, Debug)]
pub struct Native {
    /// By [`Word::ALL`]: positions in the lists of words.
    pub words: [u8; 4],
    /// By [`Flag::ALL`].
    pub flags: [bool; 3],
    /// By [`Number::ALL`].
    pub numbers: [f64; 5],
}

impl Native {
    pub fn new(input: &Input) -> Self {
        Self { words: input.words, flags: input.flags, numbers: input.numbers.map(|number| number.float()) }
    }
}

/// The facts as they are sent, with borrowed words.
#[derive(Deserialize)]
pub struct Sent<'a> {
    pub category: &'a str,
    pub tier: &'a str,
    pub channel: &'a str,
    pub language: &'a str,
    pub asked_for_person: bool,
    pub outage: bool,
    pub returning: bool,
    pub confidence: f64,
    pub sentiment: f64,
    pub frustration: f64,
    pub turns: u64,
    pub lifetime_value: f64,
}

impl Sent<'_> {
    /// Reads JSON.
    pub fn read(json: &str) -> Sent<'_> {
        serde_json::from_str(json).expect("we wrote it")
    }

    /// The facts of an input that is ready, but for its words.
    pub fn new(input: &Input) -> Sent<'static> {
        let number = |number: Number| input.numbers[number as usize].float();
        Sent {
            category: input.word(Word::Category),
            tier: input.word(Word::Tier),
            channel: input.word(Word::Channel),
            language: input.word(Word::Language),
            asked_for_person: input.flags[Flag::AskedForPerson as usize],
            outage: input.flags[Flag::Outage as usize],
            returning: input.flags[Flag::Returning as usize],
            confidence: number(Number::Confidence),
            sentiment: number(Number::Sentiment),
            frustration: number(Number::Frustration),
            turns: number(Number::Turns) as u64,
            lifetime_value: number(Number::LifetimeValue),
        }
    }
}

/// The numbers of the words.
pub struct Numbering {
    categories: HashMap<&'static str, u8, BuildHasherDefault<Fnv>>,
}

impl Numbering {
    pub fn new() -> Self {
        let categories = Word::Category.words().iter().enumerate();
        Self { categories: categories.map(|(at, text)| (*text, at as u8)).collect() }
    }

    /// Numbers the words of what was sent.
    pub fn native(&self, sent: &Sent<'_>) -> Native {
        // A few words are found faster by looking at each.
        let of_few = |word: Word, text: &str| {
            word.words().iter().position(|one| *one == text).expect("it is a word of the list") as u8
        };
        Native {
            words: [
                self.categories[sent.category],
                of_few(Word::Tier, sent.tier),
                of_few(Word::Channel, sent.channel),
                of_few(Word::Language, sent.language),
            ],
            flags: [sent.asked_for_person, sent.outage, sent.returning],
            numbers: [sent.confidence, sent.sentiment, sent.frustration, sent.turns as f64, sent.lifetime_value],
        }
    }
}

/// FNV-1a, as those use it who measure: the standard library's hash takes longer than many a decision.
#[derive(Clone)]
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
