//! All phrases of a policy, found in one pass over a message.
//!
//! In: patterns, numbered in order, and a [`Text`]. Out: [`Hit`]s. The patterns
//! run together as one automaton over words: a word starts the patterns that can
//! begin with it and moves on those that wait for it. A node is live once, with
//! its earliest beginning, so the cost of a word is bounded by the patterns and
//! the cost of a message is linear in its words.
//!
//! A match never crosses the end of a sentence. Of the matches of a pattern in a
//! sentence the leftmost, and of these the shortest, is the hit; the longest of a
//! pattern that must be the whole message.

use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::ops::Range;

use super::vocabulary::{Vocabulary, WordId};
use super::words::Text;
use crate::pattern::Pattern;

mod program;
use program::{NodeId, Program};

/// The phrases of a policy, ready to listen.
#[derive(Clone, Debug)]
pub struct Phrases {
    vocabulary: Vocabulary,
    program: Program,
    extents: Vec<Extent>,
}

/// Which of the leftmost matches of a pattern is the hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The shortest: enough to know that it was said.
    Shortest,
    /// The longest: for a pattern that must be the whole message, whose last words may be optional.
    Longest,
}

/// A phrase found in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Hit {
    /// The number of the pattern.
    pub phrase: usize,
    /// The number of the sentence.
    pub sentence: usize,
    /// Where it stands in the message, in bytes.
    pub range: Range<usize>,
}

impl Phrases {
    /// Prepares patterns. They are numbered in the order given.
    pub fn new<'a>(patterns: impl IntoIterator<Item = &'a Pattern>) -> Self {
        Self::with_extents(patterns.into_iter().map(|pattern| (pattern, Extent::Shortest)))
    }

    /// Prepares patterns, each with which of its matches is meant.
    pub fn with_extents<'a>(patterns: impl IntoIterator<Item = (&'a Pattern, Extent)>) -> Self {
        let (patterns, extents): (Vec<&Pattern>, Vec<Extent>) = patterns.into_iter().unzip();
        let mut vocabulary = Vocabulary::default();
        let program = Program::new(patterns, &mut vocabulary);
        vocabulary.finish();
        Self { vocabulary, program, extents }
    }

    /// The hits in a message, sorted by phrase, then sentence: at most one of a phrase in a sentence.
    pub fn find(&self, text: &Text) -> Vec<Hit> {
        self.find_counting(text).0
    }

    /// The same, with the number of steps taken: look-ups and nodes visited.
    pub fn find_counting(&self, text: &Text) -> (Vec<Hit>, u64) {
        let mut run = Run::new(self, text);
        // Long messages repeat their words; each is looked up once.
        let mut known: HashMap<&str, Range<usize>, RandomState> = HashMap::default();
        let is_long = text.words.len() > WORDS_LOOKED_UP;
        let (mut all, mut ids) = (Vec::new(), Vec::new());
        for (position, word) in text.words.iter().enumerate() {
            if position > 0 && text.words[position - 1].sentence != word.sentence {
                run.end_sentence();
            }
            if !is_long {
                run.steps += self.vocabulary.find(&word.text, &mut ids);
                run.hear(position, &ids);
                continue;
            }
            let found = known.entry(&word.text).or_insert_with(|| {
                run.steps += self.vocabulary.find(&word.text, &mut ids);
                all.extend_from_slice(&ids);
                all.len() - ids.len()..all.len()
            });
            run.hear(position, &all[found.clone()]);
        }
        run.end_sentence();
        run.hits.sort_unstable_by_key(|hit| (hit.phrase, hit.sentence));
        (run.hits, run.steps)
    }
}

/// Of messages with more words, those that were looked up are remembered.
const WORDS_LOOKED_UP: usize = 200;

/// Room for so many nodes is made at once: after most words fewer are live.
const LIVE_AT_FIRST: usize = 64;

/// One pass over a message. Words are given by their position in it.
struct Run<'a> {
    program: &'a Program,
    extents: &'a [Extent],
    text: &'a Text,
    /// The nodes that wait for a word, with the word their match began at; sorted by it.
    live: Vec<(NodeId, usize)>,
    next: Vec<(NodeId, usize)>,
    /// The nodes that this word has reached.
    reached: Marks,
    /// First and last word of the match of each phrase in this sentence.
    best: HashMap<usize, (usize, usize), RandomState>,
    hits: Vec<Hit>,
    steps: u64,
}

impl<'a> Run<'a> {
    fn new(phrases: &'a Phrases, text: &'a Text) -> Self {
        Self {
            program: &phrases.program,
            extents: &phrases.extents,
            text,
            live: Vec::with_capacity(LIVE_AT_FIRST),
            next: Vec::with_capacity(LIVE_AT_FIRST),
            reached: Marks::new(phrases.program.nodes()),
            best: HashMap::default(),
            hits: Vec::new(),
            steps: 0,
        }
    }

    /// Moves on with one word.
    fn hear(&mut self, position: usize, ids: &[WordId]) {
        self.steps += 1 + self.live.len() as u64;
        self.reached.clear();
        // Live nodes are sorted by their beginning and new ones begin last, so that the
        // first to reach a node has the earliest beginning.
        let (program, live) = (self.program, std::mem::take(&mut self.live));
        for (node, begin) in &live {
            for next in program.after_any(*node) {
                self.reach(*next, *begin, position);
            }
            for id in ids {
                for next in program.after(*node, *id) {
                    self.reach(next, *begin, position);
                }
            }
        }
        for next in ids.iter().filter_map(|id| program.after_first(*id)) {
            self.reach(next, position, position);
        }
        self.live = std::mem::replace(&mut self.next, live);
        self.next.clear();
    }

    /// Enters a node.
    fn reach(&mut self, node: NodeId, begin: usize, position: usize) {
        self.steps += 1;
        if !self.reached.mark(node) {
            return;
        }
        for phrase in self.program.ends(node) {
            self.record(*phrase, begin, position);
        }
        if self.program.waits(node) {
            self.next.push((node, begin));
        }
    }

    fn record(&mut self, phrase: usize, begin: usize, end: usize) {
        let best = self.best.entry(phrase).or_insert((begin, end));
        if begin < best.0 {
            *best = (begin, end);
        } else if begin == best.0 && self.extents[phrase] == Extent::Longest {
            best.1 = end;
        }
    }

    /// Keeps the matches of the sentence; none goes on into the next.
    fn end_sentence(&mut self) {
        self.live.clear();
        for (phrase, (begin, end)) in self.best.drain() {
            let (first, last) = (&self.text.words[begin], &self.text.words[end]);
            self.hits.push(Hit { phrase, sentence: first.sentence, range: first.range.start..last.range.end });
        }
    }
}

/// A set of small numbers that is emptied often: a bit for each, and those that are set.
struct Marks {
    bits: Vec<u64>,
    set: Vec<u32>,
}

impl Marks {
    /// Room for the numbers below `count`.
    fn new(count: usize) -> Self {
        Self { bits: vec![0; count.div_ceil(64)], set: Vec::with_capacity(LIVE_AT_FIRST) }
    }

    fn place(number: u32) -> (usize, u64) {
        ((number / 64) as usize, 1 << (number % 64))
    }

    /// Adds a number. Whether it was not there.
    fn mark(&mut self, number: u32) -> bool {
        let (at, bit) = Self::place(number);
        let is_new = self.bits[at] & bit == 0;
        if is_new {
            self.bits[at] |= bit;
            self.set.push(number);
        }
        is_new
    }

    fn clear(&mut self) {
        for number in self.set.drain(..) {
            self.bits[Self::place(number).0] = 0;
        }
    }
}
