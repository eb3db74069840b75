//! Conditions, comparisons, literals.

use super::Name;
use crate::source::Span;
use crate::value::Fixed;

/// A condition.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Which.
    pub kind: ConditionKind,
    /// Where.
    pub span: Span,
}

/// Comparisons joined by `and`, `or`, `not`; the two are never mixed in one list.
#[derive(Clone, Debug)]
pub enum ConditionKind {
    /// `a and b and c`
    And(Vec<Condition>),
    /// `a or b or c`
    Or(Vec<Condition>),
    /// `not a`
    Not(Box<Condition>),
    /// One comparison.
    Compare(Comparison),
}

/// `SUBJECT [TEST] [for N turns running]`
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What is compared.
    pub subject: Subject,
    /// With what; absent when a yes/no fact stands alone.
    pub test: Option<Versus>,
    /// `for N turns running`
    pub running: Option<Literal>,
    /// Where.
    pub span: Span,
}

/// A fact, signal or built-in as written: a run of words, numbers and quoted texts,
/// such as `contacts in 14 days`, `wait of billing`, `customer in vip`,
/// `asks_for_human in the conversation`, `rollout "spring"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The words.
    pub words: Vec<Word>,
    /// Where.
    pub span: Span,
}

/// One word of a subject or value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As written, quotes removed.
    pub text: String,
    /// Whether it stood in quotes.
    pub quoted: bool,
    /// Where.
    pub span: Span,
}

/// What a subject is compared with.
#[derive(Clone, Debug)]
pub struct Versus {
    /// Which comparison.
    pub op: Op,
    /// Its right-hand side: none for known/missing, two for `between`, any number for `one of`.
    pub operands: Vec<Operand>,
    /// Where.
    pub span: Span,
}

/// The comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `is V`
    Is,
    /// `is not V`
    IsNot,
    /// `is one of V, W`
    OneOf,
    /// `is not one of V, W`
    NotOneOf,
    /// `is known`
    Known,
    /// `is missing`
    Missing,
    /// `above V`
    Above,
    /// `below V`
    Below,
    /// `at least V`
    AtLeast,
    /// `at most V`
    AtMost,
    /// `between V and W`, both included
    Between,
    /// `has V`: for tags
    Has,
}

/// The right-hand side of a comparison.
#[derive(Clone, Debug)]
pub struct Operand {
    /// Which.
    pub kind: OperandKind,
    /// Where.
    pub span: Span,
}

/// A literal, a word or words, or a threshold with an offset.
#[derive(Clone, Debug)]
pub enum OperandKind {
    /// `80%`, `30 days`, `-0.4`, `"ES"`, `2026-12-24`
    Literal(Literal),
    /// `enterprise`, `billing.dispute`, `hand off`, `strict`, `a guard`; one or more bare words
    Words(Vec<Name>),
    /// `threshold [minus|plus N points]` or `NAME minus|plus N points`
    Threshold {
        /// The threshold's name; none for the fact's own.
        name: Option<Name>,
        /// The sign included.
        offset: Option<Literal>,
        /// Whether the offset is taken off.
        minus: bool,
    },
}

/// A literal as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// Which.
    pub kind: LiteralKind,
    /// Where.
    pub span: Span,
}

/// The literals of the language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LiteralKind {
    /// `12`, `-0.4`, `10_000`
    Number(Fixed),
    /// `80%`: as a share, so 0.8
    Percent(Fixed),
    /// `10 points`: as a share, so 0.1
    Points(Fixed),
    /// `10_000 EUR`
    Money(Fixed, String),
    /// `45s`, `30 days`, `1h30m`: in seconds
    Duration(Fixed),
    /// `1 business day`: in hours of business time or business days
    BusinessTime {
        /// How many.
        count: Fixed,
        /// Days rather than hours.
        days: bool,
    },
    /// `2026-12-24`: days since 1970-01-01
    Date(i64),
    /// `08:00`: seconds since midnight
    Time(i64),
    /// `"ES"`
    Text(String),
    /// `true` or `false`
    Truth(bool),
}
