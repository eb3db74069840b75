//! Patterns as one automaton over words.
//!
//! In: patterns. Out: states. A state waits for a word, or goes on to others
//! without one, or is the end of a pattern. Its size is linear in the patterns.
//!
//! Words of patterns are folded and written out as those of messages are, so
//! `don't` waits for `do`, then `not`. A `..` at either end of a pattern adds
//! nothing to what is found, so no match begins or ends in one; and no pattern
//! matches nothing.

use super::super::contractions;
use super::super::vocabulary::{Vocabulary, WordId};
use super::super::words::Text;
use crate::pattern::{GAP_MAX, Part, Pattern};

/// The number of a state.
pub(crate) type State = u32;

/// Patterns as states.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    states: Vec<Step>,
    /// By word: the states right after the first words of patterns.
    after_first: Vec<Vec<State>>,
}

/// A state.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Waits for this word.
    Word(WordId, State),
    /// Waits for any word.
    Any(State),
    /// Goes on to each of these.
    Choice(Vec<State>),
    /// The end of a pattern.
    Match(usize),
}

impl Program {
    /// Compiles patterns, adding their words to the vocabulary.
    pub(crate) fn new<'a>(patterns: impl IntoIterator<Item = &'a Pattern>, vocabulary: &mut Vocabulary) -> Self {
        let mut compiler = Compiler { states: Vec::new(), vocabulary };
        let mut firsts = Vec::new();
        for (number, pattern) in patterns.into_iter().enumerate() {
            let end = compiler.push(Step::Match(number));
            let entry = compiler.pattern(pattern, end);
            compiler.first_words(entry, &mut firsts);
        }
        let states = compiler.states;
        let mut after_first = vec![Vec::new(); vocabulary.len()];
        for (word, next) in firsts {
            after_first[word as usize].push(next);
        }
        Self { states, after_first }
    }

    /// How many states there are.
    pub(crate) fn states(&self) -> usize {
        self.states.len()
    }

    /// Where a waiting state goes with a word, if it is the one it waits for.
    pub(crate) fn after(&self, state: State, is_heard: impl Fn(WordId) -> bool) -> Option<State> {
        match &self.states[state as usize] {
            Step::Word(word, next) => is_heard(*word).then_some(*next),
            Step::Any(next) => Some(*next),
            Step::Choice(_) | Step::Match(_) => None,
        }
    }

    /// The states that patterns are in after beginning with this word.
    pub(crate) fn after_first(&self, word: WordId) -> &[State] {
        &self.after_first[word as usize]
    }

    /// What a state is.
    pub(crate) fn step(&self, state: State) -> &Step {
        &self.states[state as usize]
    }
}

/// Builds from the end: each part knows the state that follows it.
struct Compiler<'a> {
    states: Vec<Step>,
    vocabulary: &'a mut Vocabulary,
}

impl Compiler<'_> {
    fn push(&mut self, step: Step) -> State {
        self.states.push(step);
        State::try_from(self.states.len() - 1).expect("a policy has far fewer words")
    }

    fn pattern(&mut self, pattern: &Pattern, next: State) -> State {
        pattern.parts.iter().rev().fold(next, |next, part| self.part(part, next))
    }

    fn part(&mut self, part: &Part, next: State) -> State {
        match part {
            Part::Word(word) => self.word(word, next),
            Part::Prefix(prefix) => self.prefix(prefix, next),
            Part::Gap => self.gap(next),
            Part::OneOf(patterns) => {
                let choices = patterns.iter().map(|pattern| self.pattern(pattern, next)).collect();
                self.push(Step::Choice(choices))
            }
            Part::Maybe(patterns) => {
                let mut choices: Vec<State> = patterns.iter().map(|pattern| self.pattern(pattern, next)).collect();
                choices.push(next);
                self.push(Step::Choice(choices))
            }
        }
    }

    /// A word as the author wrote it may be several as they are read.
    fn word(&mut self, written: &str, next: State) -> State {
        let words = Text::read(written).words;
        let entry = words.iter().rev().fold(next, |next, word| {
            let id = self.vocabulary.word(&word.text);
            self.push(Step::Word(id, next))
        });
        if written != "id" {
            return entry;
        }
        // Before `like` it is read as `I would`; an author may mean either.
        let would = self.word("i'd", next);
        self.push(Step::Choice(vec![entry, would]))
    }

    /// `cancel*`, and `isn't*` too: what is written out has no ending to vary.
    fn prefix(&mut self, written: &str, next: State) -> State {
        let mut parts = Vec::new();
        for word in fold(written).split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()) {
            parts.push(word.to_owned());
        }
        let Some((last, before)) = parts.split_last() else { return next };
        let id = self.vocabulary.prefix(&last.replace('\'', ""));
        let mut entry = self.push(Step::Word(id, next));
        let mut is_contraction = 0;
        contractions::expand(last, |_| is_contraction += 1);
        if is_contraction == 2 {
            let full = self.word(last, next);
            entry = self.push(Step::Choice(vec![entry, full]));
        }
        before.iter().rev().fold(entry, |next, word| self.word(word, next))
    }

    fn gap(&mut self, next: State) -> State {
        (0..GAP_MAX).fold(next, |entry, _| {
            let any = self.push(Step::Any(entry));
            self.push(Step::Choice(vec![any, next]))
        })
    }

    /// The words that a pattern can begin with, and where it is after them.
    fn first_words(&self, entry: State, firsts: &mut Vec<(WordId, State)>) {
        let mut pending = vec![entry];
        let mut seen = std::collections::HashSet::new();
        while let Some(state) = pending.pop() {
            if !seen.insert(state) {
                continue;
            }
            match &self.states[state as usize] {
                Step::Word(word, next) => firsts.push((*word, *next)),
                Step::Choice(states) => pending.extend_from_slice(states),
                Step::Any(_) | Step::Match(_) => {}
            }
        }
    }
}

fn fold(word: &str) -> String {
    word.chars().filter_map(crate::pattern::fold_char).collect()
}
