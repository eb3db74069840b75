//! Sets of agents, as bits.

use crate::roster::AgentId;

/// Some of the agents of one roster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct AgentSet {
    words: Vec<u64>,
}

impl AgentSet {
    /// Nobody, of so many.
    pub(super) fn of(agents: usize) -> Self {
        Self { words: vec![0; agents.div_ceil(64)] }
    }

    pub(super) fn contains(&self, agent: AgentId) -> bool {
        self.words[agent.index() / 64] >> (agent.index() % 64) & 1 == 1
    }

    /// Puts somebody in or takes them out.
    pub(super) fn set(&mut self, agent: AgentId, is_in: bool) {
        let bit = 1 << (agent.index() % 64);
        let word = &mut self.words[agent.index() / 64];
        if is_in { *word |= bit } else { *word &= !bit }
    }

    /// Whether somebody is in both.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).any(|(one, two)| one & two != 0)
    }

    /// Who is in both, in the order of ids.
    pub(super) fn both<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = AgentId> + 'a {
        bits(self.words.iter().zip(&other.words).map(|(one, two)| one & two))
    }

    /// Who is in one of them only, in the order of ids.
    pub(super) fn either<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = AgentId> + 'a {
        bits(self.words.iter().zip(&other.words).map(|(one, two)| one ^ two))
    }
}

fn bits(words: impl Iterator<Item = u64>) -> impl Iterator<Item = AgentId> {
    (0..).step_by(64).zip(words).flat_map(|(first, word): (u32, u64)| {
        let mut rest = word;
        std::iter::from_fn(move || {
            let at = rest.trailing_zeros();
            (rest != 0).then(|| {
                rest &= rest - 1;
                AgentId(first + at)
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_two_words_holds_who_was_put_in() {
        let (mut one, mut other) = (AgentSet::of(70), AgentSet::of(70));
        for at in [0, 63, 64, 69] {
            one.set(AgentId(at), true);
        }
        one.set(AgentId(63), false);
        other.set(AgentId(64), true);
        other.set(AgentId(1), true);
        assert!(one.contains(AgentId(69)) && !one.contains(AgentId(63)) && one.meets(&other));
        assert_eq!(one.both(&other).collect::<Vec<_>>(), [AgentId(64)]);
        assert_eq!(one.either(&other).collect::<Vec<_>>(), [0, 1, 69].map(AgentId));
    }
}
