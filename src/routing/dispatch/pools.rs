//! Conversations that the same people may take now, the most urgent first.

use super::set::AgentSet;
use super::shapes::ShapeId;
use super::staff::Slot;
use std::collections::{BTreeMap, BTreeSet};

/// A pool, by position.
pub(super) type PoolId = usize;

/// How urgent a conversation is: the smallest comes first. The instant of its decision in millionths of a second, minus
/// the minutes that its priority adds; then the order in which it came, so that no two are alike.
pub(super) type Urgency = (i64, u64);

/// A conversation in a queue.
pub(super) type Queued = (Urgency, Slot);

/// Conversations of one kind for which the same steps have come.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    pub(super) shape: ShapeId,
    /// Of each step of the kind: 0 until it has come, then its place in the order in which they came, from 1.
    pub(super) reached: Vec<u8>,
    /// Who may take them.
    pub(super) eligible: AgentSet,
    pub(super) waiting: BTreeSet<Queued>,
}

/// All pools. There are as many as kinds of cases and steps, however many conversations wait.
#[derive(Clone, Debug, Default)]
pub(super) struct Pools {
    pools: Vec<Pool>,
    by_key: BTreeMap<(ShapeId, Vec<u8>), PoolId>,
}

impl Pools {
    pub(super) fn find(&self, shape: ShapeId, reached: &[u8]) -> Option<PoolId> {
        // The key is looked up as a pair, which a map cannot borrow from two places.
        self.by_key.get(&(shape, reached.to_vec())).copied()
    }

    pub(super) fn add(&mut self, shape: ShapeId, reached: Vec<u8>, eligible: AgentSet) -> PoolId {
        let id = self.pools.len();
        self.by_key.insert((shape, reached.clone()), id);
        self.pools.push(Pool { shape, reached, eligible, waiting: BTreeSet::new() });
        id
    }

    pub(super) fn pool(&self, id: PoolId) -> &Pool {
        &self.pools[id]
    }

    pub(super) fn pool_mut(&mut self, id: PoolId) -> &mut Pool {
        &mut self.pools[id]
    }

    /// Those of one kind of case.
    pub(super) fn of_shape_mut(&mut self, shape: ShapeId) -> impl Iterator<Item = (PoolId, &mut Pool)> {
        self.pools.iter_mut().enumerate().filter(move |(_, pool)| pool.shape == shape)
    }

    /// Those in which somebody waits.
    pub(super) fn waiting(&self) -> impl Iterator<Item = (PoolId, &Pool)> {
        self.pools.iter().enumerate().filter(|(_, pool)| !pool.waiting.is_empty())
    }
}
