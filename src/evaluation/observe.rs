//! What a policy says in labelled conversations, beside what their labels say.

use std::collections::{BTreeMap, BTreeSet};

use super::patterns::Lines;
use super::{On, Target, What};
use crate::conversation::{Conversation, Speaker, Turn};
use crate::metrics::{TOLERANCES, golden_transfer};
use crate::runtime::{Options, Session, Step, Table, replay_seeing, taken_back};
use serde_json::Value as Json;

/// Most names of labels that are kept, to suggest one.
const NAMES_MAX: usize = 200;

/// Collects what is said and what is true, one conversation after the other.
pub struct Observer<'t> {
    pub(super) table: &'t Table,
    pub(super) tallies: Vec<Tally>,
    /// The name of each set, in order.
    pub(super) sets: Vec<String>,
    /// How many conversations each set has.
    pub(super) conversations: Vec<usize>,
    /// The names of labels that were seen.
    pub(super) labels: BTreeSet<String>,
    lambda: f64,
    mistakes_max: usize,
}

/// What was collected of one target.
pub(super) struct Tally {
    pub(super) target: Target,
    pub(super) points: Vec<Observed>,
    /// How near the handoffs of a conversation came, by tolerance.
    pub(super) transfers: Vec<(usize, [f64; TOLERANCES.len()])>,
    pub(super) lines: Lines,
    pub(super) false_alarms: Vec<Mistake>,
    pub(super) misses: Vec<Mistake>,
    /// Labels of a kind that the target does not read.
    pub(super) unreadable: usize,
    /// Labels on turns at which nothing is decided.
    pub(super) undecided: usize,
}

/// One labelled place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Observed {
    pub(super) set: usize,
    /// Its conversation, counted over all sets.
    pub(super) conversation: usize,
    pub(super) said: bool,
    pub(super) is: bool,
    pub(super) score: f64,
}

/// A place where the policy and the label differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Mistake {
    /// The set.
    pub set: usize,
    /// The id of the conversation.
    pub conversation: String,
    /// Where in it.
    pub place: Place,
    /// What was written there, as it was written: to be shown redacted.
    pub text: String,
    /// How strongly the signal was heard, from 0 to 1.
    pub score: f64,
    /// Which detectors of the signal heard something, or took it back; empty for a decision.
    pub detectors: Vec<usize>,
}

/// A turn, or the whole conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The turn of this number, from 1.
    Turn(usize),
    /// All of it.
    Conversation,
}

/// What the policy says at one place.
#[derive(Clone, Debug, Default)]
struct Said {
    yes: bool,
    score: f64,
    /// Detectors that heard something.
    heard: Vec<usize>,
}

impl Said {
    fn join(&mut self, other: &Said) {
        self.yes |= other.yes;
        self.score = self.score.max(other.score);
        self.heard.extend(&other.heard);
        self.heard.sort_unstable();
        self.heard.dedup();
    }
}

impl<'t> Observer<'t> {
    /// Nothing was seen yet. `lambda`: how much more a late handoff costs than an early one, from -1 to 1.
    /// `mistakes_max`: how many false alarms, and how many misses, are kept of each target.
    pub fn new(table: &'t Table, targets: Vec<Target>, lambda: f64, mistakes_max: usize) -> Self {
        let detectors = |target: &Target| match target.what {
            What::Signal(id) => table.policy().signals[id.index()].detectors.len(),
            What::Decision(_) => 0,
        };
        let tally = |target: Target| Tally {
            points: Vec::new(),
            transfers: Vec::new(),
            lines: Lines::new(detectors(&target)),
            false_alarms: Vec::new(),
            misses: Vec::new(),
            unreadable: 0,
            undecided: 0,
            target,
        };
        let tallies = targets.into_iter().map(tally).collect();
        let (sets, conversations, labels) = (Vec::new(), Vec::new(), BTreeSet::new());
        Self { table, tallies, sets, conversations, labels, lambda, mistakes_max }
    }

    /// How much more a late handoff costs than an early one.
    pub(super) fn lambda(&self) -> f64 {
        self.lambda
    }

    /// The conversations to come are of this set.
    pub fn set(&mut self, name: impl Into<String>) {
        self.sets.push(name.into());
        self.conversations.push(0);
    }

    /// Takes one conversation, of the set that was named last.
    pub fn add(&mut self, conversation: &Conversation) {
        if self.sets.is_empty() {
            self.set("");
        }
        let labels = conversation.labels.iter().chain(conversation.turns.iter().flat_map(|turn| &turn.labels));
        for (name, _) in labels {
            if self.labels.len() < NAMES_MAX && !self.labels.contains(name) {
                self.labels.insert(name.clone());
            }
        }
        let wanted = |tally: &Tally| places(conversation, &tally.target).next().is_some();
        let wanted: Vec<bool> = self.tallies.iter().map(wanted).collect();
        let number = self.conversations.iter().sum();
        self.conversations[self.sets.len() - 1] += 1;
        if !wanted.contains(&true) {
            return;
        }
        let mut said: Vec<BTreeMap<usize, Said>> = vec![BTreeMap::new(); self.tallies.len()];
        replay_seeing(self.table, conversation, &Options::default(), &mut |step, session| {
            for ((tally, said), _) in self.tallies.iter().zip(&mut said).zip(&wanted).filter(|(_, wanted)| **wanted) {
                if let Some(place) = told(conversation, &tally.target, step) {
                    said.entry(place).or_default().join(&says(&tally.target, step, session));
                }
            }
        });
        let seen = Seen { set: self.sets.len() - 1, number, conversation };
        for ((tally, said), _) in self.tallies.iter_mut().zip(said).zip(wanted).filter(|(_, wanted)| *wanted) {
            tally.add(self.table, &seen, &said, self.lambda, self.mistakes_max);
        }
    }
}

/// A conversation and its numbers.
struct Seen<'c> {
    set: usize,
    number: usize,
    conversation: &'c Conversation,
}

/// The labels of a target by the turn they stand on; those of a conversation stand on 0.
pub(super) fn places<'c>(
    conversation: &'c Conversation,
    target: &'c Target,
) -> impl Iterator<Item = (usize, &'c Json)> {
    let of =
        |labels: &'c [(String, Json)]| labels.iter().find(|(name, _)| *name == target.label).map(|(_, value)| value);
    let is_whole = target.on == On::Conversation;
    let turns: &[Turn] = if is_whole { &[] } else { &conversation.turns };
    let whole = if is_whole { of(&conversation.labels) } else { None };
    let turns = turns.iter().enumerate().filter_map(move |(at, turn)| Some((at, of(&turn.labels)?)));
    whole.map(|label| (0, label)).into_iter().chain(turns)
}

/// The turn whose label a decision step is about.
pub(super) fn told(conversation: &Conversation, target: &Target, step: &Step) -> Option<usize> {
    let by = |at: usize| conversation.turns[at].speaker;
    let customer = by(step.turn) == Speaker::Customer;
    let last = |end: usize, who: Speaker| (0..end).rev().find(|at| by(*at) == who);
    let is_decision = matches!(target.what, What::Decision(_));
    match target.on {
        On::Conversation => Some(0),
        On::Answer => (!customer).then_some(step.turn),
        On::Message if customer => Some(step.turn),
        On::Message => is_decision.then(|| last(step.turn, Speaker::Customer)).flatten(),
        On::NextMessage if customer || is_decision => {
            let message = if customer { step.turn } else { last(step.turn, Speaker::Customer)? };
            last(message, Speaker::Assistant)
        }
        On::NextMessage => None,
    }
}

fn says(target: &Target, step: &Step, session: &mut Session<'_>) -> Said {
    match target.what {
        What::Decision(action) => {
            let yes = step.decision.action == action;
            Said { yes, score: f64::from(u8::from(yes)), heard: Vec::new() }
        }
        What::Signal(id) => {
            // Six decimals: exact in a float.
            let score = session.signal(step.decision.point, id).millionths();
            #[expect(clippy::cast_precision_loss, reason = "from 0 to a million")]
            let score = score as f64 / 1e6;
            let heard = step.decision.heard.iter().filter(|heard| heard.signal == id);
            Said { yes: score > target.above, score, heard: heard.map(|heard| heard.detector).collect() }
        }
    }
}

impl Tally {
    fn add(&mut self, table: &Table, seen: &Seen<'_>, said: &BTreeMap<usize, Said>, lambda: f64, mistakes_max: usize) {
        let (mut golden, mut predicted, mut decided) = (Vec::new(), Vec::new(), false);
        let labelled = places(seen.conversation, &self.target);
        let labelled: Vec<_> = labelled.map(|(at, label)| (at, self.target.is.holds(label))).collect();
        for (at, is) in labelled {
            let Some(is) = is else {
                self.unreadable += 1;
                continue;
            };
            let Some(said) = said.get(&at) else {
                self.undecided += 1;
                continue;
            };
            decided = true;
            let observed = Observed { set: seen.set, conversation: seen.number, said: said.yes, is, score: said.score };
            self.points.push(observed);
            let position = position(seen.conversation, at);
            golden.extend(is.then_some(position));
            predicted.extend(said.yes.then_some(position));
            let taken = self.count_lines(table, seen.conversation, at, said, is);
            self.keep(seen, at, said, is, taken, mistakes_max);
        }
        if decided && matches!(self.target.what, What::Decision(_)) && self.target.on != On::Conversation {
            let near = TOLERANCES.map(|tolerance| golden_transfer(&predicted, &golden, tolerance, lambda));
            self.transfers.push((seen.number, near));
        }
    }

    /// Counts which lines helped and hurt; returns those that took something back.
    fn count_lines(
        &mut self,
        table: &Table,
        conversation: &Conversation,
        at: usize,
        said: &Said,
        is: bool,
    ) -> Vec<usize> {
        let What::Signal(id) = self.target.what else { return Vec::new() };
        self.lines.heard(&said.heard, is);
        if self.target.on != On::Message {
            return Vec::new();
        }
        let taken = taken_back(table, &conversation.turns[at].text).into_iter().filter(|(signal, _)| *signal == id);
        let taken: Vec<usize> = taken.map(|(_, detector)| detector).collect();
        for detector in &taken {
            self.lines.took_back(*detector, is);
        }
        taken
    }

    /// Keeps a mistake, if there is room.
    fn keep(&mut self, seen: &Seen<'_>, at: usize, said: &Said, is: bool, taken: Vec<usize>, most: usize) {
        if said.yes == is {
            return;
        }
        let whole = self.target.on == On::Conversation;
        let kept = if said.yes { &mut self.false_alarms } else { &mut self.misses };
        if kept.len() >= most {
            return;
        }
        kept.push(Mistake {
            set: seen.set,
            conversation: seen.conversation.id.clone(),
            place: if whole { Place::Conversation } else { Place::Turn(at + 1) },
            text: text(seen.conversation, &self.target, at),
            score: said.score,
            detectors: if said.heard.is_empty() { taken } else { said.heard.clone() },
        });
    }
}

/// The words that a label is about.
fn text(conversation: &Conversation, target: &Target, at: usize) -> String {
    let after = |who: Speaker, from: usize| conversation.turns[from..].iter().find(|turn| turn.speaker == who);
    let turn = match target.on {
        On::Message | On::Answer => conversation.turns.get(at),
        On::NextMessage => after(Speaker::Customer, at),
        On::Conversation => after(Speaker::Customer, 0),
    };
    turn.map(|turn| turn.text.clone()).unwrap_or_default()
}

/// A turn's number among the messages of a conversation: what tools say is none.
fn position(conversation: &Conversation, at: usize) -> usize {
    conversation.turns[..at].iter().filter(|turn| turn.speaker != Speaker::Tool).count()
}
