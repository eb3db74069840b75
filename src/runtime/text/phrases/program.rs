//! Patterns as one automaton over words.
//!
//! In: patterns. Out: nodes. A node is all that can be waited for at one place of a
//! pattern, or after one first word at once: which words go on to which nodes, where
//! any word goes on, and the patterns that end there. What goes on without a word is
//! followed here, once, and not while listening.
//!
//! Words of patterns are folded and written out as those of messages are, so
//! `don't` waits for `do`, then `not`. A `..` at either end of a pattern adds
//! nothing to what is found, so no match begins or ends in one; and no pattern
//! matches nothing.

use std::ops::Range;

use super::super::contractions;
use super::super::vocabulary::{Vocabulary, WordId};
use super::super::words::Text;
use crate::pattern::{GAP_MAX, Part, Pattern};

/// The number of a state, while patterns are compiled.
type State = u32;

/// The number of a node.
pub(crate) type NodeId = u32;

/// Patterns as nodes.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    nodes: Vec<Node>,
    /// Words with where they go on to, sorted within a node.
    edges: Vec<(WordId, NodeId)>,
    /// Where any word goes on to.
    anys: Vec<NodeId>,
    /// Patterns that end.
    ends: Vec<usize>,
    /// By word: where patterns are that begin with it.
    after_first: Vec<Option<NodeId>>,
}

/// A node: its parts of the lists of the program.
#[derive(Clone, Debug)]
struct Node {
    edges: Range<u32>,
    anys: Range<u32>,
    ends: Range<u32>,
}

/// A state.
#[derive(Clone, Debug)]
enum Step {
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
        Joiner::new(&states).join(&after_first)
    }

    /// How many nodes there are.
    pub(crate) fn nodes(&self) -> usize {
        self.nodes.len()
    }

    /// Where a node goes on to with this word.
    pub(crate) fn after(&self, node: NodeId, word: WordId) -> impl Iterator<Item = NodeId> {
        let edges = &self.edges[range(&self.nodes[node as usize].edges)];
        let first = edges.partition_point(|(known, _)| *known < word);
        edges[first..].iter().take_while(move |(known, _)| *known == word).map(|(_, next)| *next)
    }

    /// Where a node goes on to with any word.
    pub(crate) fn after_any(&self, node: NodeId) -> &[NodeId] {
        &self.anys[range(&self.nodes[node as usize].anys)]
    }

    /// Where patterns are after beginning with this word.
    pub(crate) fn after_first(&self, word: WordId) -> Option<NodeId> {
        self.after_first[word as usize]
    }

    /// The patterns that end at a node.
    pub(crate) fn ends(&self, node: NodeId) -> &[usize] {
        &self.ends[range(&self.nodes[node as usize].ends)]
    }
}

fn range(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// Makes nodes of states.
struct Joiner<'a> {
    states: &'a [Step],
    /// The node of each state that a word leads to.
    node_of: Vec<Option<NodeId>>,
    /// States whose nodes are still to be made, in the order of nodes.
    waiting: Vec<Vec<State>>,
}

impl<'a> Joiner<'a> {
    fn new(states: &'a [Step]) -> Self {
        Self { states, node_of: vec![None; states.len()], waiting: Vec::new() }
    }

    fn join(mut self, after_first: &[Vec<State>]) -> Program {
        let after_first = after_first.iter().map(|states| (!states.is_empty()).then(|| self.add(states.clone())));
        let after_first = after_first.collect();
        let mut program =
            Program { nodes: Vec::new(), edges: Vec::new(), anys: Vec::new(), ends: Vec::new(), after_first };
        while let Some(entries) = self.waiting.get(program.nodes.len()).cloned() {
            let starts = [program.edges.len(), program.anys.len(), program.ends.len()];
            for state in self.closed(entries) {
                match &self.states[state as usize] {
                    Step::Word(word, next) => program.edges.push((*word, self.node(*next))),
                    Step::Any(next) => program.anys.push(self.node(*next)),
                    Step::Match(phrase) => program.ends.push(*phrase),
                    Step::Choice(_) => {}
                }
            }
            program.edges[starts[0]..].sort_unstable();
            let [edges, anys, ends] = starts;
            program.nodes.push(Node {
                edges: number(edges)..number(program.edges.len()),
                anys: number(anys)..number(program.anys.len()),
                ends: number(ends)..number(program.ends.len()),
            });
        }
        program
    }

    /// The node of these states, which is made later.
    fn add(&mut self, states: Vec<State>) -> NodeId {
        self.waiting.push(states);
        number(self.waiting.len() - 1)
    }

    fn node(&mut self, state: State) -> NodeId {
        if let Some(known) = self.node_of[state as usize] {
            return known;
        }
        let node = self.add(vec![state]);
        self.node_of[state as usize] = Some(node);
        node
    }

    /// States, and all that follow them without a word, each once.
    fn closed(&self, mut pending: Vec<State>) -> Vec<State> {
        let mut seen = std::collections::HashSet::new();
        let mut all = Vec::new();
        while let Some(state) = pending.pop() {
            if !seen.insert(state) {
                continue;
            }
            all.push(state);
            if let Step::Choice(states) = &self.states[state as usize] {
                pending.extend_from_slice(states);
            }
        }
        all
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("a policy has far fewer words")
}

/// Builds from the end: each part knows the state that follows it.
struct Compiler<'a> {
    states: Vec<Step>,
    vocabulary: &'a mut Vocabulary,
}

impl Compiler<'_> {
    fn push(&mut self, step: Step) -> State {
        self.states.push(step);
        number(self.states.len() - 1)
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
        let text = Text::read(written);
        let entry = text.words().rev().fold(next, |next, word| {
            let id = self.vocabulary.word(word.text);
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
        if contractions::halves(last).is_some() {
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
