//! The rules of a whole conversation, as the policy says them: the `conversation` block.

use super::{Layer, QueueId, Rule};
use crate::value::Fixed;

/// The `conversation` block, or what holds without one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversation {
    /// Customer messages that follow within so many seconds, with no reply between, are one turn; none: however late.
    pub turn_within: Option<Fixed>,
    /// When the customer may be offered a handoff again.
    pub offers: Offers,
    /// How often a conversation may go from one queue to another; none: as often as rules say.
    pub transfers: Option<Transfers>,
    /// Where a conversation that a person gave back may not go at once; none: anywhere.
    pub returned: Option<Returned>,
}

impl Conversation {
    /// The longest time that a line may name, in seconds: a year.
    pub const TIME_MAX: Fixed = Fixed::from_whole(365 * 24 * 60 * 60);
}

/// When the customer may be offered a handoff again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offers {
    /// `at most`: how many offers a conversation may hold.
    pub most: Option<u32>,
    /// So many rounds after the last offer.
    pub rounds: u32,
    /// And when the policy's first threshold has risen by this.
    pub rose: Option<Fixed>,
    /// Or when the rule that offers has another reason than the one that offered last.
    pub other_reason: bool,
}

impl Offers {
    /// Most rounds, and most offers, that a policy may ask for.
    pub const COUNT_MAX: u32 = 1_000;
}

impl Default for Offers {
    /// After 3 rounds, when the threshold rose by 10 points: often enough to help, too seldom to nag.
    fn default() -> Self {
        Self { most: None, rounds: 3, rose: Some(Fixed::from_millionths(100_000)), other_reason: false }
    }
}

/// `transfers at most 2, then general and stay there`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfers {
    /// How many.
    pub most: u32,
    /// Where the next one goes, and all after it.
    pub then: QueueId,
    /// Which rules it does not bind.
    pub except: Vec<Exempt>,
}

impl Transfers {
    /// Most transfers that a policy may allow.
    pub const COUNT_MAX: u32 = 100;
}

/// `returned not to the same queue for 30m, except by guards`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// For how many seconds.
    pub within: Fixed,
    /// Which rules it does not bind.
    pub except: Vec<Exempt>,
    /// Whether these then go to the same agent.
    pub same_agent: bool,
}

/// Rules that a line of the conversation does not bind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exempt {
    /// Those of a layer.
    Layer(Layer),
    /// Those of a group, by its name.
    Group(String),
    /// This one.
    Rule(String),
}

impl Exempt {
    /// Whether a rule is among them.
    pub fn is(&self, rule: &Rule) -> bool {
        match self {
            Exempt::Layer(layer) => rule.layer == *layer,
            Exempt::Group(group) => rule.groups.contains(group),
            Exempt::Rule(name) => rule.name == *name,
        }
    }
}
