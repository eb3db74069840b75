//! What follows `then`: an action, effects.

use super::{Literal, Name};
use crate::source::Span;

/// `then ACTION, EFFECT, …`
#[derive(Clone, Debug)]
pub struct Then {
    /// The action; absent in `also`.
    pub action: Option<Action>,
    /// The effects.
    pub effects: Vec<Effect>,
    /// The clause.
    pub span: Span,
}

/// What to do with the conversation.
#[derive(Clone, Debug)]
pub struct Action {
    /// Which.
    pub kind: ActionKind,
    /// Where.
    pub span: Span,
}

/// An action by its word alone: what a test expects, what a guarantee demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionWord {
    /// `stay`
    Stay,
    /// `clarify`
    Clarify,
    /// `offer`
    Offer,
    /// `hand off`
    HandOff,
    /// `close`
    Close,
}

/// The five actions.
#[derive(Clone, Debug)]
pub enum ActionKind {
    /// `stay`
    Stay,
    /// `clarify with M [, silence D], then hand off [to Q]`
    Clarify {
        /// The question.
        message: Name,
        /// How long silence lasts before the handoff.
        silence: Option<Literal>,
        /// To whom, afterwards.
        target: Target,
    },
    /// `offer [hand off to Q]`
    Offer(Target),
    /// `hand off [to Q]`
    HandOff(Target),
    /// `close`
    Close,
}

/// `to Q or R`, `to the named agent`, `at LEVEL`
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// The queues; none means the one that handles the category.
    pub queues: Vec<Name>,
    /// `to the named agent`
    pub named_agent: bool,
    /// `at L2`
    pub level: Option<Name>,
    /// Where.
    pub span: Span,
}

/// One effect.
#[derive(Clone, Debug)]
pub struct Effect {
    /// Which.
    pub kind: EffectKind,
    /// Where.
    pub span: Span,
}

/// The closed list of effects.
#[derive(Clone, Debug)]
pub enum EffectKind {
    /// `priority urgent`
    Priority(Name),
    /// `raise priority by 20`
    RaisePriority(Literal),
    /// `tag churn_risk`
    Tag(Name),
    /// `need skill billing [at level 3]`
    NeedSkill {
        /// The skill.
        skill: Name,
        /// Its least level.
        level: Option<Literal>,
    },
    /// `need language es [at B2]`
    NeedLanguage {
        /// The language.
        language: Name,
        /// Its least level.
        level: Option<Name>,
    },
    /// `need level L2`
    NeedLevel(Name),
    /// `notify account_managers`
    Notify(Name),
    /// `instruct silent`
    Instruct(Name),
    /// `reply within 1 business day`
    ReplyWithin(Literal),
    /// `due in 30 days`
    DueIn(Literal),
    /// `wording calm`
    Wording(Name),
    /// `offer to all at once`
    OfferToAll,
    /// `no choice`
    NoChoice,
    /// `do subscribe`
    Do(Name),
    /// `everyone with the language within 150s of asking [, else offer callback]`
    EveryoneWithLanguage {
        /// The bound.
        within: Literal,
        /// `else offer callback`
        else_callback: bool,
    },
}
