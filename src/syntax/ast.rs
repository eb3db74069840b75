//! The tree that reading yields: one node per clause of the language.
//!
//! Parsing promises shape only. Names are unresolved, units unchecked, numbers
//! are as written. Every node has a span. What could not be read is absent and
//! was reported.

use crate::source::{FileId, Span};

mod condition;
mod facts;
mod guarantee;
mod header;
mod hours;
mod queue;
mod rule;
mod signal;
mod speak;
mod then;
mod threshold;
mod waiting;
mod worked;
pub use condition::*;
pub use facts::*;
pub use guarantee::*;
pub use header::*;
pub use hours::*;
pub use queue::*;
pub use rule::*;
pub use signal::*;
pub use speak::*;
pub use then::*;
pub use threshold::*;
pub use waiting::*;
pub use worked::*;

/// All items of a policy, `use` files inserted where they stand.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// The items, in textual order.
    pub items: Vec<Item>,
    /// Declarations that were not read whole: later stages do not call these names unknown.
    pub unread: Vec<Name>,
    /// Every `allow` line, wherever it stands.
    pub allows: Vec<Allow>,
    /// The outermost declarations that were read.
    pub declarations: Vec<Declaration>,
    /// The file the policy began with.
    pub root: FileId,
}

/// Where an outermost declaration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Its first line, without its block.
    pub head: Span,
    /// All of it that goes when it is removed, the end of its last line included.
    pub whole: Span,
}

/// A name as written: `billing`, `customer.tier`, `far_below`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The text, without quotes.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A quoted text, escapes resolved. The span includes the quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Where, quotes included.
    pub span: Span,
}

/// One top-level declaration.
#[derive(Clone, Debug)]
pub enum Item {
    /// `policy "Title" { … }`
    Policy(Policy),
    /// `category billing "Billing" { refund, dispute }`
    Category(Category),
    /// `fact customer.tier is one of free, pro default free`
    Fact(Fact),
    /// `list vip from "vip.csv" column account_id`
    List(List),
    /// `switch known_outage "Known outage"`
    Switch(Switch),
    /// `signal asks_for_human { … }`
    Signal(Signal),
    /// `threshold confidence { … }`
    Threshold(Threshold),
    /// `guard`, `override`, `rule`, `also`, `watch`
    Rule(Rule),
    /// `group NAME … { … }` or `for CATEGORY { … }`
    Group(Group),
    /// `hours madrid "Madrid office" in "Europe/Madrid" { Mon-Fri 08:00-20:00 }`
    Hours(Hours),
    /// `queue billing "Billing specialists" { handles billing }`
    Queue(Queue),
    /// `priority { urgent 60 }`
    Waiting(Waiting),
    /// `continuity { return to the last agent … }`
    Continuity(Continuity),
    /// `message vip_connect { … }`
    Message(Message),
    /// `extract order_id matching "ORD-######"`
    Extract(Note),
    /// `package { show customer.tier }`
    Package(Package),
    /// `conversation { transfers at most 2, then general and stay there }`
    Conversation(Conversation),
    /// `instruction silent "Stop answering"`
    Instruction(Note),
    /// `action subscribe "Subscribe to updates"`: something the service does
    Action(Note),
    /// `test "third billing contact" { … }`
    Test(Test),
    /// `guarantee "Whoever asks is met" { … }`
    Guarantee(Guarantee),
    /// `fixture pro_customer { given customer.tier is pro }`
    Fixture(Fixture),
}

/// `conversation { … }`
#[derive(Clone, Debug)]
pub struct Conversation {
    /// Its lines, in order.
    pub lines: Vec<ConversationLine>,
    /// Its head.
    pub span: Span,
}

/// A line of a conversation.
#[derive(Clone, Debug)]
pub struct ConversationLine {
    /// What it says.
    pub kind: ConversationLineKind,
    /// Where.
    pub span: Span,
}

/// What a line of a conversation says.
#[derive(Clone, Debug)]
pub enum ConversationLineKind {
    /// `turn customer messages within 60s`
    Turn(Literal),
    /// `offers at most 3, again after 3 rounds, when threshold rose by 10 points or the reason differs`
    Offers {
        /// `at most`
        most: Option<Literal>,
        /// `again after`
        again: Option<Again>,
    },
    /// `transfers at most 2, then general and stay there, except by guards`
    Transfers {
        /// How many.
        most: Literal,
        /// Where the next one goes.
        then: Name,
        /// Which rules it does not bind.
        except: Option<ExceptBy>,
    },
    /// `returned not to the same queue for 30m, except by guards, then to the same agent`
    Returned {
        /// For how long.
        within: Literal,
        /// Which rules it does not bind.
        except: Option<ExceptBy>,
    },
}

/// `again after 3 rounds, when threshold rose by 10 points or the reason differs`
#[derive(Clone, Debug)]
pub struct Again {
    /// Rounds.
    pub rounds: Literal,
    /// `threshold rose by`
    pub rose: Option<Literal>,
    /// `the reason differs`
    pub other_reason: bool,
}

/// `except by guards, request, then to the same agent`
#[derive(Clone, Debug)]
pub struct ExceptBy {
    /// `guards`, `overrides`, groups and rules.
    pub names: Vec<Name>,
    /// `then to the same agent`, and where it stands.
    pub same_agent: Option<Span>,
}

/// `package { … }`
#[derive(Clone, Debug)]
pub struct Package {
    /// Its lines, in order.
    pub lines: Vec<PackageLine>,
    /// Its head.
    pub span: Span,
}

/// A line of a package.
#[derive(Clone, Debug)]
pub struct PackageLine {
    /// What it says.
    pub kind: PackageLineKind,
    /// Where.
    pub span: Span,
}

/// What a line of a package says.
#[derive(Clone, Debug)]
pub enum PackageLineKind {
    /// `require headline up to 240 characters else "…"`; without a text, the last customer message.
    Headline(Option<Name>, Option<Text>),
    /// `require attempted up to 8 items else "…"`
    Attempted(Option<Name>, Text),
    /// `show FACT, … up to 5 items from SOURCE within 800ms for QUEUE, …`, or `require FACT else "…"`.
    Show {
        /// What, each in its words.
        what: Vec<Subject>,
        /// `else "…"` of what is required.
        substitute: Option<Text>,
        /// `up to`: how much, and whether that counts items or else characters.
        most: Option<(Name, bool)>,
        /// The system and how long it may take, as written.
        from: Option<(Name, Name)>,
        /// For whom.
        audience: Audience,
    },
    /// `quote last 3 customer messages`
    Quote(Name),
    /// `quote last 10 turns`
    QuoteTurns(Name),
    /// `redact card numbers, EXTRACT except the last four digits for QUEUE`
    Redact {
        /// Extracts.
        extracts: Vec<Name>,
        /// Kinds that are always taken out, in their words.
        kinds: Vec<Name>,
        /// Who sees the last four digits.
        except: Vec<Name>,
    },
}

/// Queues that a line of a package is for.
#[derive(Clone, Debug, Default)]
pub struct Audience {
    /// The queues; none for all.
    pub queues: Vec<Name>,
    /// For all but these.
    pub is_not: bool,
}
