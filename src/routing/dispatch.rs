//! Many conversations at once: what happened → what is to be done next.
//!
//! In: [`Event`]s, each with its instant. Out: [`Order`]s: whom to ask, whom not to ask any
//! more, whom to call out, what a customer is told, what has ended. A service carries
//! them out, and asks again when [`next_at`](Dispatcher::next_at) has come.
//!
//! # Guarantees
//!
//! Whatever is decided here is what [`route`](super::route) decides for that conversation
//! at that instant; whoever waits and is more urgent is looked at first. No agent who may
//! take a conversation that waits is left without one, unless their units are kept for
//! what they were asked, or the conversation is kept for somebody else. Units never exceed
//! what an agent has, unless the policy says `even if full`, a service tells of work beside it,
//! or somebody was called out. The same events give the same orders.
//!
//! # Cost
//!
//! Conversations for which the same people may be asked now wait in one pool, by urgency.
//! An event looks at the heads of pools, not at conversations: there are as many pools as
//! kinds of cases and steps.
//!
//! # What is not here
//!
//! A clock, threads, a store: whoever starts anew tells again who is here and who waits.

mod accept;
mod anew;
mod conversation;
mod duties;
mod estimate;
mod event;
mod json;
mod look;
mod place;
mod pools;
mod set;
mod settle;
mod shapes;
mod staff;
mod timers;
mod turn;

pub use estimate::{Promises, SAMPLE_MIN, Wait};
pub use event::{Answer, Event, Order, Refused, What};
pub use json::{
    CASE_SCHEMA, EVENT_SCHEMA, SCHEMA, answer as to_json, case as case_from_json, event as from_json, roster_event,
    unreadable,
};

use crate::policy::{Policy, QueueId};
use crate::roster::{AgentId, Roster};
use crate::value::Fixed;
use conversation::Conversation;
use duties::Duties;
use pools::{Pools, Queued};
use shapes::{Shape, ShapeId};
use staff::{Slot, Staff};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use timers::Timers;

/// Most conversations at once.
pub const CONVERSATIONS_MAX: usize = 1_000_000;

/// The longest id of a conversation that is read, in bytes.
pub const ID_BYTES_MAX: usize = 200;

/// Most kinds of cases that are remembered while nobody waits in them.
const SHAPES_MAX: usize = 4_096;

/// All conversations that wait for a person or are in somebody's hands.
#[derive(Debug)]
pub struct Dispatcher {
    policy: Arc<Policy>,
    roster: Arc<Roster>,
    now: i64,
    duties: Duties,
    staff: Staff,
    waits: BTreeMap<String, Fixed>,
    /// When queues are open, in a span of time, as far as that was asked.
    open: BTreeMap<QueueId, (crate::calendar::Interval, crate::calendar::Intervals)>,
    shapes: Vec<Shape>,
    by_key: HashMap<shapes::Key, ShapeId>,
    pools: Pools,
    conversations: Vec<Option<Conversation>>,
    free: Vec<Slot>,
    by_id: HashMap<Arc<str>, Slot>,
    /// Most conversations at once.
    most: usize,
    /// How many came so far.
    came: u64,
    /// What waits for an agent by name, the most urgent first.
    by_name: Vec<BTreeSet<Queued>>,
    /// Conversations that are for somebody by name.
    personal: BTreeSet<Slot>,
    timers: Timers,
    /// Conversations to be looked at.
    stirred: BTreeSet<Slot>,
    /// Pools whose people have changed.
    stirred_pools: BTreeSet<pools::PoolId>,
    /// Agents who may take more than before.
    fresh: BTreeSet<AgentId>,
    orders: Vec<Order>,
    took: estimate::Took,
    promises: Promises,
}

impl Dispatcher {
    /// Nobody waits, and nobody is here until the service says so.
    pub fn new(policy: Arc<Policy>, roster: Arc<Roster>, now: i64) -> Self {
        let agents = roster.agents().len();
        Self {
            now,
            duties: Duties::at(&roster, now),
            staff: Staff::of(agents),
            waits: BTreeMap::new(),
            open: BTreeMap::new(),
            shapes: Vec::new(),
            by_key: HashMap::new(),
            pools: Pools::default(),
            conversations: Vec::new(),
            free: Vec::new(),
            by_id: HashMap::new(),
            most: CONVERSATIONS_MAX,
            came: 0,
            by_name: vec![BTreeSet::new(); agents],
            personal: BTreeSet::new(),
            timers: Timers::default(),
            stirred: BTreeSet::new(),
            stirred_pools: BTreeSet::new(),
            fresh: BTreeSet::new(),
            orders: Vec::new(),
            took: estimate::Took::default(),
            promises: Promises::default(),
            policy,
            roster,
        }
    }

    /// Takes fewer conversations at once than [`CONVERSATIONS_MAX`].
    #[must_use]
    pub fn at_most(mut self, conversations: usize) -> Self {
        self.most = conversations.min(CONVERSATIONS_MAX);
        self
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The people.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// Something happened. What became due by then is seen to first.
    pub fn on(&mut self, event: Event, now: i64) -> Answer {
        if now < self.now {
            return Answer { orders: Vec::new(), refused: Some(Refused::Earlier(self.now)) };
        }
        self.go_to(now);
        let refused = self.take(event).err();
        self.settle();
        Answer { orders: std::mem::take(&mut self.orders), refused }
    }

    /// When something becomes due by itself: tell it [`Event::Time`] then.
    pub fn next_at(&mut self) -> i64 {
        let duties = self.duties.next();
        self.timers.next().map_or(duties, |timer| timer.min(duties))
    }

    /// How many conversations wait, those that somebody is asked to take included.
    pub fn waiting(&self) -> usize {
        self.conversations
            .iter()
            .flatten()
            .filter(|one| !matches!(one.stage, conversation::Stage::InHand { .. }))
            .count()
    }

    fn order(&mut self, slot: Slot, what: What) {
        let conversation = self.conversation(slot).id.clone();
        self.orders.push(Order { conversation, what });
    }

    fn conversation(&self, slot: Slot) -> &Conversation {
        self.conversations[slot as usize].as_ref().expect("only conversations that are there are named")
    }

    fn conversation_mut(&mut self, slot: Slot) -> &mut Conversation {
        self.conversations[slot as usize].as_mut().expect("only conversations that are there are named")
    }
}
