//! What each word of a text is worth among its neighbours.
//!
//! In: the words, looked up. Out: one valence a word, 0 for most. Every word looks
//! at three words before it and two after, so time is linear in the text.
//!
//! *Source*: Hutto & Gilbert 2014 for the rules and their numbers; the behaviour of
//! the Python release 3.3.2 where the paper leaves room, notably: a neighbour that
//! has a valence of its own neither strengthens nor negates, and phrases are heard
//! only from the fourth word on.

use super::lexicon::Role;
use super::words::{Word, Words};

/// What a negation does to the word it reaches.
const NEGATED: f64 = -0.74;
/// What capitals add.
const CAPITALS: f64 = 0.733;
/// What "never so" does to the word after.
const HEIGHTENED: f64 = 1.25;
/// How much of a degree word is left at one, two and three words' distance.
const FADED: [f64; 3] = [1.0, 0.95, 0.9];
/// What "but" makes of what came before, and of what comes after.
const CONTRAST: (f64, f64) = (0.5, 1.5);

/// One valence a word, contrast applied.
pub(super) fn valences(words: &Words) -> Vec<f64> {
    let mut valences: Vec<f64> = (0..words.list.len()).map(|at| words.valence(at)).collect();
    if let Some(turn) = words.list.iter().position(|word| word.entry.does(Role::Contrasts)) {
        valences[..turn].iter_mut().for_each(|valence| *valence *= CONTRAST.0);
        valences[turn + 1..].iter_mut().for_each(|valence| *valence *= CONTRAST.1);
    }
    valences
}

impl Words<'_> {
    fn valence(&self, at: usize) -> f64 {
        let Some(listed) = self.listed(at) else {
            return 0.0;
        };
        let mut valence = self.denied(at, listed);
        valence += self.capitals(&self.list[at], valence);
        let mut negated = false;
        for distance in 1..=at.min(3) {
            let before = &self.list[at - distance];
            if before.entry.valence.is_some() {
                continue;
            }
            valence += self.degree(before, valence) * FADED[distance - 1];
            let negation = self.negation(at, distance);
            if !(negated && negation < 0.0 && self.lexicon.negates_once) {
                valence *= negation;
            }
            negated |= negation < 0.0;
            if distance == 3 {
                valence = self.phrase(at).unwrap_or(valence) + self.degree_phrases(at);
            }
        }
        valence * self.least(at)
    }

    /// What the list says of a word where it stands; none when it is not there to say how one feels.
    fn listed(&self, at: usize) -> Option<f64> {
        let entry = self.list[at].entry;
        let alone = entry.valence.filter(|_| entry.boost == 0.0 && !self.opens_degree(at))?;
        Some(self.reading(at).unwrap_or(alone)).filter(|listed| *listed != 0.0)
    }

    /// "kind of": its first word is not meant.
    fn opens_degree(&self, at: usize) -> bool {
        self.list.get(at..at + 2).is_some_and(|pair| self.lexicon.degree(pair).is_some())
    }

    /// What the word is worth together with the one after or before: "buenos días" is no praise.
    fn reading(&self, at: usize) -> Option<f64> {
        let pairs = [Some(at..at + 2), at.checked_sub(1).map(|before| before..at + 1)];
        pairs.into_iter().flatten().find_map(|pair| self.lexicon.reading(self.list.get(pair)?))
    }

    /// The listed valence, turned round after "no"; nought for a "no" that turns round the next word.
    fn denied(&self, at: usize, listed: f64) -> f64 {
        let denies = |distance| self.does(at, distance, Role::Denies);
        if denies(1) || denies(2) || denies(3) && self.does(at, 1, Role::Joins) {
            return listed * NEGATED;
        }
        let next_is_listed = || self.list.get(at + 1).is_some_and(|next| next.entry.valence.is_some());
        if denies(0) && next_is_listed() { 0.0 } else { listed }
    }

    fn capitals(&self, word: &Word, valence: f64) -> f64 {
        match (word.capitals && self.capitals_stand_out, valence > 0.0) {
            (false, _) => 0.0,
            (true, true) => CAPITALS,
            (true, false) => -CAPITALS,
        }
    }

    /// What a degree word adds to a valence: away from nought, or back when it dampens.
    fn degree(&self, word: &Word, valence: f64) -> f64 {
        let boost = word.entry.boost;
        if boost == 0.0 {
            return 0.0;
        }
        self.capitals(word, valence) + if valence < 0.0 { -boost } else { boost }
    }

    /// What the word `distance` before makes of a valence by negating it, or seeming to.
    fn negation(&self, at: usize, distance: usize) -> f64 {
        let before = self.list[at - distance].entry;
        let between = &self.list[at - distance + 1..at];
        let heightens = |word: Option<&Word>| word.is_some_and(|word| word.entry.does(Role::Heightens));
        let never_so = before.does(Role::Never) && heightens(between.first());
        if never_so || distance == 3 && heightens(between.last()) {
            return HEIGHTENED;
        }
        let no_doubt = before.does(Role::Without) && between.iter().any(|word| word.entry.does(Role::Doubt));
        if before.does(Role::Negates) && !no_doubt { NEGATED } else { 1.0 }
    }

    /// What a phrase in or just before the word's place means instead; one that begins here comes first.
    fn phrase(&self, at: usize) -> Option<f64> {
        let ahead = [at..at + 3, at..at + 2];
        let behind = [at - 1..at + 1, at - 2..at + 1, at - 2..at, at - 3..at, at - 3..at - 1];
        let mut places = ahead.into_iter().chain(behind);
        places.find_map(|place| self.lexicon.phrase(self.list.get(place)?))
    }

    /// What "sort of" and its like among the three words before add.
    fn degree_phrases(&self, at: usize) -> f64 {
        let places = [at - 3..at, at - 3..at - 1, at - 2..at];
        places.into_iter().filter_map(|place| self.lexicon.degree(&self.list[place])).sum()
    }

    /// "least" turns the next word round, "at least" does not.
    fn least(&self, at: usize) -> f64 {
        let turned = self.does(at, 1, Role::Least) && !self.does(at, 2, Role::SparesLeast);
        if turned { NEGATED } else { 1.0 }
    }

    /// Whether the word `distance` before is there and does this.
    fn does(&self, at: usize, distance: usize, role: Role) -> bool {
        at >= distance && self.list[at - distance].entry.does(role)
    }
}
