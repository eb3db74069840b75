//! Queues: what they handle, whom they need, their ladder of steps, its end.

use super::{Condition, Literal, Name, Text};
use crate::source::Span;

/// `queue billing "Billing specialists" { handles billing; level L2; … }`
#[derive(Clone, Debug)]
pub struct Queue {
    /// Its name.
    pub name: Name,
    /// For people; `{team}` in messages.
    pub title: Option<Text>,
    /// `handles a, b`
    pub handles: Vec<Name>,
    /// `handles everything else`
    pub everything_else: Option<Span>,
    /// `in es "Atención al cliente"`: its title in other languages.
    pub titles: Vec<(Name, Text)>,
    /// `level L2 needs …`
    pub levels: Vec<QueueLevel>,
    /// `routed by helpdesk`
    pub routed_by_helpdesk: Option<Span>,
    /// How it finds a person, line by line.
    pub lines: Vec<QueueLine>,
    /// The head.
    pub span: Span,
}

/// `level L2 needs skill billing at level 4 or skill disputes at level 4`
#[derive(Clone, Debug)]
pub struct QueueLevel {
    /// Its name.
    pub name: Name,
    /// Any of these; nothing for a level that only has a name.
    pub needs: Vec<Need>,
}

/// A line about how a queue finds a person.
#[derive(Clone, Debug)]
pub struct QueueLine {
    /// What it says.
    pub kind: QueueLineKind,
    /// Where.
    pub span: Span,
}

/// What such a line says.
#[derive(Clone, Debug)]
pub enum QueueLineKind {
    /// `needs skill billing at level 3 or team support`: any of these.
    Needs(Vec<Need>),
    /// `open madrid`
    Open(Name),
    /// `prefer same agent, then most free`
    Prefer(Vec<(Preference, Span)>),
    /// `accept within 20s, then the next`
    Accept(Literal),
    /// `answer within 2m live, 4 business hours async, else reclaim`
    Answer(Times),
    /// `at once …`, `after 45s …`
    Step(LadderStep),
    /// `when wait above 10m offer wait, callback, assistant`
    LongWait(Literal, Vec<(WaitChoice, Span)>),
    /// `every 5m say M`
    Update(Literal, Name),
    /// `finally at 10m offer callback, owner billing`
    Finally(Option<Times>, End),
    /// `closed say M, take a message`
    Closed(Option<Name>, End),
}

/// What a person must have.
#[derive(Clone, Debug)]
pub struct Need {
    /// Which.
    pub kind: NeedKind,
    /// Where.
    pub span: Span,
}

/// The kinds of needs.
#[derive(Clone, Debug)]
pub enum NeedKind {
    /// `skill billing at level 3`
    Skill(Name, Option<Literal>),
    /// `team accounts`
    Team(Name),
    /// `mark trained`
    Mark(Name),
    /// `language es at B2`
    Language(Name, Option<Name>),
}

/// What decides between people who may all take a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preference {
    /// `same agent`
    SameAgent,
    /// `just enough skill`
    JustEnoughSkill,
    /// `most free`
    MostFree,
    /// `longest idle`
    LongestIdle,
    /// `round robin`
    RoundRobin,
}

/// `5m`, or `5m live, 1 business day async`
#[derive(Clone, Debug)]
pub struct Times {
    /// While the customer is there.
    pub live: Literal,
    /// For mail and messages; none: the same.
    pub asynchronous: Option<Literal>,
}

/// `after 45s any language when …`
#[derive(Clone, Debug)]
pub struct LadderStep {
    /// None: at once.
    pub after: Option<Times>,
    /// Who, in the order of the text.
    pub who: Vec<MayTake>,
    /// `when …`
    pub when: Option<Condition>,
}

/// Who may take a conversation from a step on.
#[derive(Clone, Debug)]
pub struct MayTake {
    /// Who.
    pub kind: MayTakeKind,
    /// Where.
    pub span: Span,
}

/// The words of a step.
#[derive(Clone, Debug)]
pub enum MayTakeKind {
    /// `also retention who speak es while wait of retention below 3m`
    Also {
        /// Whose people.
        queue: Name,
        /// `who speak es`
        speak: Option<Name>,
        /// `while wait of Q below D`
        while_wait: Option<(Name, Literal)>,
    },
    /// `the account manager`
    AccountManager,
    /// `any of the team`
    Team,
    /// `on shift`
    OnShift,
    /// `page on-call`, `page on-call again`
    OnCall {
        /// `again`
        again: bool,
    },
    /// `skill retention at level 4 or skill billing`
    Skilled(Vec<Need>),
    /// `the rule's level`
    RulesLevel,
    /// `any level`
    AnyLevel,
    /// `L2`
    Level(Name),
    /// `the customer's language at B2`
    CustomersLanguage(Option<Name>),
    /// `any language with notice`
    AnyLanguage {
        /// `with notice`
        notice: bool,
    },
    /// `en with notice`
    Language(Name),
}

/// What a customer may choose while the wait is long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitChoice {
    /// `wait`
    Wait,
    /// `callback`
    Callback,
    /// `assistant`
    Assistant,
}

/// How a ladder, or a closed queue, ends.
#[derive(Clone, Debug)]
pub struct End {
    /// What happens.
    pub kind: EndKind,
    /// `owner billing at L2`
    pub owner: Option<Owner>,
}

/// What happens at an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndKind {
    /// `hold`
    Hold,
    /// `ticket`
    Ticket,
    /// `page on-call`
    PageOnCall,
    /// `take a message`
    Message,
    /// `offer callback`, `offer ticket`, `offer callback or ticket`
    Offer {
        /// `callback`
        callback: bool,
        /// `ticket`
        ticket: bool,
    },
}

/// Who sees to it afterwards.
#[derive(Clone, Debug)]
pub struct Owner {
    /// The queue; none for `the account manager`.
    pub queue: Option<Name>,
    /// `at L2`
    pub level: Option<Name>,
    /// Where.
    pub span: Span,
}
