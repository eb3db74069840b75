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

use foldhash::fast::{FixedState, RandomState};
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
        // Words that no pattern names are looked up once: some messages say one a thousand times.
        let mut unnamed: HashMap<&str, Vec<WordId>, RandomState> = HashMap::default();
        let mut sentence = 0;
        for (position, word) in text.words().enumerate() {
            if word.sentence != sentence {
                run.end_sentence();
                sentence = word.sentence;
            }
            run.steps += 1;
            let search = || {
                let (ids, steps) = self.vocabulary.search(word.text);
                run.steps += steps;
                ids
            };
            let ids = match self.vocabulary.named(word.text) {
                Some(ids) => ids,
                None => unnamed.entry(word.text).or_insert_with(search),
            };
            run.hear(position, ids);
        }
        run.end_sentence();
        run.hits.sort_unstable_by_key(|hit| (hit.phrase, hit.sentence));
        (run.hits, run.steps)
    }
}

/// Room for so many nodes is made at once: after most words fewer are live.
const LIVE_AT_FIRST: usize = 64;

/// One pass over a message. Words are given by their position in it.
struct Run<'a> {
    program: &'a Program,
    extents: &'a [Extent],
    text: &'a Text,
    /// The nodes that the word before has reached, with the word their match began at; sorted by it.
    live: Vec<(NodeId, usize)>,
    /// Those that this word has reached, and the same as a set.
    next: Vec<(NodeId, usize)>,
    reached: Marks,
    /// First and last word of the match of each phrase in this sentence.
    best: HashMap<usize, (usize, usize), FixedState>,
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
        for (node, _) in &self.next {
            self.reached.remove(*node);
        }
        self.live = std::mem::replace(&mut self.next, live);
        self.next.clear();
    }

    /// Enters a node.
    fn reach(&mut self, node: NodeId, begin: usize, position: usize) {
        self.steps += 1;
        if self.reached.insert(node) {
            self.next.push((node, begin));
            for phrase in self.program.ends(node) {
                self.record(*phrase, begin, position);
            }
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
            let (first, last) = (self.text.word(begin), self.text.word(end));
            self.hits.push(Hit { phrase, sentence: first.sentence, range: first.range.start..last.range.end });
        }
    }
}

/// A set of small numbers: a bit for each.
struct Marks(Vec<u64>);

impl Marks {
    /// Room for the numbers below `count`.
    fn new(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    fn place(number: u32) -> (usize, u64) {
        ((number / 64) as usize, 1 << (number % 64))
    }

    /// Adds a number. Whether it was not there.
    fn insert(&mut self, number: u32) -> bool {
        let (at, bit) = Self::place(number);
        let is_new = self.0[at] & bit == 0;
        self.0[at] |= bit;
        is_new
    }

    fn remove(&mut self, number: u32) {
        let (at, bit) = Self::place(number);
        self.0[at] &= !bit;
    }
}
