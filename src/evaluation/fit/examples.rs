//! What the lines of a signal heard in labelled conversations.

use std::collections::BTreeMap;

use super::LABELS_MIN;
use crate::conversation::Conversation;
use crate::evaluation::observe::{places, told};
use crate::evaluation::{On, Target, What};
use crate::metrics::Row;
use crate::policy::{DetectorKind, Signal, SignalId};
use crate::runtime::{Options, Table, replay_seeing};
use crate::value::Fixed;

/// What is left of a score counts while it is at least this share.
const LEFT_MIN: f64 = 0.02;

/// Collects what the lines of a signal heard, one conversation after the other.
pub struct Examples<'t> {
    table: &'t Table,
    target: Target,
    signal: &'t Signal,
    id: SignalId,
    sets: Vec<String>,
    talks: Vec<Talk>,
    /// Labels that were left out, because the service gave the score or nothing is decided there.
    left_out: usize,
}

/// A conversation with labels.
pub(super) struct Talk {
    pub(super) set: usize,
    /// What was heard in each customer turn: lines by position.
    turns: Vec<Vec<usize>>,
    pub(super) places: Vec<Place>,
}

/// A labelled place.
pub(super) struct Place {
    /// The customer turn, by position.
    turn: usize,
    /// What was heard in it up to here.
    pub(super) heard: Vec<usize>,
    pub(super) is: bool,
}

#[cfg(test)]
impl Talk {
    /// A conversation with one label.
    pub(super) fn saying(is: bool) -> Self {
        Self { set: 0, turns: vec![Vec::new()], places: vec![Place { turn: 0, heard: Vec::new(), is }] }
    }
}

/// Why there is nothing to fit to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Too few labels that say yes, or that say no; how many there are.
    Labels {
        /// That say yes.
        yes: usize,
        /// That say no.
        no: usize,
    },
    /// Fewer conversations with a yes, or with a no, than folds.
    Conversations {
        /// With a yes.
        yes: usize,
        /// With a no.
        no: usize,
    },
}

/// Why a target cannot be fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is a decision.
    Decision,
    /// It is a yes/no.
    NoWeights,
    /// Its label stands on the conversation.
    WholeConversation,
}

impl<'t> Examples<'t> {
    /// Nothing was heard yet.
    ///
    /// # Errors
    ///
    /// A target that has no weights, or whose label does not say at which message it was.
    pub fn new(table: &'t Table, target: Target) -> Result<Self, Unfit> {
        let What::Signal(id) = target.what else { return Err(Unfit::Decision) };
        let signal = &table.policy().signals[id.index()];
        if !signal.is_score {
            return Err(Unfit::NoWeights);
        }
        if target.on == On::Conversation {
            return Err(Unfit::WholeConversation);
        }
        Ok(Self { table, target, signal, id, sets: Vec::new(), talks: Vec::new(), left_out: 0 })
    }

    /// The conversations to come are of this set.
    pub fn set(&mut self, name: impl Into<String>) {
        self.sets.push(name.into());
    }

    /// How many labels were left out, because the service gave the score there, or nothing is decided.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// Takes one conversation, of the set that was named last.
    pub fn add(&mut self, conversation: &Conversation) {
        if self.sets.is_empty() {
            self.set("");
        }
        let labels =
            places(conversation, &self.target).filter_map(|(at, label)| Some((at, self.target.is.holds(label)?)));
        let labels: BTreeMap<usize, bool> = labels.collect();
        if labels.is_empty() {
            return;
        }
        let mut talk = Talk { set: self.sets.len() - 1, turns: Vec::new(), places: Vec::new() };
        let mut found = BTreeMap::new();
        replay_seeing(self.table, conversation, &Options::default(), &mut |step, session| {
            let turn = usize::try_from(session.customer_turns() - 1).unwrap_or(0);
            let heard = step.decision.heard.iter().filter(|heard| heard.signal == self.id);
            let heard: Vec<usize> = heard.map(|heard| heard.detector).collect();
            talk.turns.resize(talk.turns.len().max(turn + 1), Vec::new());
            talk.turns[turn].clone_from(&heard);
            let at = told(conversation, &self.target, step);
            if let Some((at, is)) = at.and_then(|at| Some((at, *labels.get(&at)?))) {
                found.insert(at, (Place { turn, heard, is }, session.signal(step.decision.point, self.id)));
            }
        });
        let (all, scores): (Vec<Place>, Vec<Fixed>) = found.into_values().unzip();
        talk.places = all;
        // Where the score is another than the lines come to, the service gave it.
        let own: Vec<bool> =
            self.scores(&talk, &self.weights()).iter().zip(scores).map(|(own, is)| *own == is).collect();
        let mut own = own.into_iter();
        talk.places.retain(|_| own.next().unwrap_or(false));
        self.left_out += labels.len() - talk.places.len();
        if !talk.places.is_empty() {
            self.talks.push(talk);
        }
    }

    /// What is fitted.
    pub fn target(&self) -> &Target {
        &self.target
    }

    pub(super) fn sets(&self) -> &[String] {
        &self.sets
    }

    pub(super) fn talks(&self) -> &[Talk] {
        &self.talks
    }

    /// The weights of the policy, by detector.
    pub(super) fn weights(&self) -> Vec<Fixed> {
        self.signal.detectors.iter().map(|detector| detector.weight).collect()
    }

    pub(super) fn has_weight(&self, detector: usize) -> bool {
        !matches!(self.signal.detectors[detector].kind, DetectorKind::Unless(..))
    }

    /// What is lacking to fit in so many folds.
    pub(super) fn lacks(&self, folds: usize) -> Option<Lack> {
        let places =
            |wanted: bool| self.talks.iter().flat_map(|talk| &talk.places).filter(|one| one.is == wanted).count();
        let (yes, no) = (places(true), places(false));
        if yes.min(no) < LABELS_MIN {
            return Some(Lack::Labels { yes, no });
        }
        let talks = |wanted: bool| {
            let has = |talk: &&Talk| talk.places.iter().any(|place| place.is == wanted);
            self.talks.iter().filter(has).count()
        };
        let (yes, no) = (talks(true), talks(false));
        (yes.min(no) < folds).then_some(Lack::Conversations { yes, no })
    }

    /// The score at each place, as the runtime adds it up. Places come in the order of turns.
    pub(super) fn scores(&self, talk: &Talk, weights: &[Fixed]) -> Vec<Fixed> {
        let add = |former: Fixed, heard: &[usize]| {
            let left = self.signal.keeps.and_then(|keeps| former.checked_mul(keeps)).unwrap_or_default();
            (heard.iter().map(|line| weights[*line]).sum::<Fixed>() + left).min(Fixed::ONE)
        };
        let (mut former, mut next) = (Fixed::ZERO, 0);
        let score = |place: &Place| {
            former = talk.turns[next..place.turn].iter().fold(former, |former, heard| add(former, heard));
            next = place.turn;
            add(former, &place.heard)
        };
        talk.places.iter().map(score).collect()
    }

    /// What each line brings to the score at a place: 1 if it is heard, and what is left of former turns.
    pub(super) fn row(&self, talk: &Talk, place: &Place) -> Row {
        let mut values = vec![0.0; self.signal.detectors.len()];
        for line in &place.heard {
            values[*line] += 1.0;
        }
        let keeps = self.signal.keeps.map_or(0.0, super::float);
        let mut left = keeps;
        for heard in talk.turns[..place.turn].iter().rev().take_while(|_| keeps > 0.0) {
            if left < LEFT_MIN {
                break;
            }
            for line in heard {
                values[*line] += left;
            }
            left *= keeps;
        }
        let features = values.into_iter().enumerate().filter(|(_, value)| *value > 0.0).collect();
        Row { features, is: place.is }
    }
}
