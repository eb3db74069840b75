//! What a policy declares: categories, facts, lists, switches.

use super::{Literal, Name, Operand, Text};
use crate::source::{FileId, Span};

/// A category and what is below it.
#[derive(Clone, Debug)]
pub struct Category {
    /// One segment.
    pub name: Name,
    /// For people.
    pub title: Option<Text>,
    /// `also called "refund_request"`: what services and data call it.
    pub aliases: Vec<Text>,
    /// Below it.
    pub children: Vec<Category>,
}

/// A fact that the service gives.
#[derive(Clone, Debug)]
pub struct Fact {
    /// A dotted name.
    pub name: Name,
    /// For people.
    pub title: Option<Text>,
    /// What it may hold.
    pub kind: Kind,
    /// `default free`
    pub default: Option<Operand>,
    /// `sent as 0 to 100`
    pub scale: Option<(Literal, Literal)>,
    /// The clause.
    pub span: Span,
}

/// A type as written.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Which.
    pub kind: KindName,
    /// Where.
    pub span: Span,
}

/// The types one can write after `is`.
#[derive(Clone, Debug)]
pub enum KindName {
    /// `true or false`
    Truth,
    /// `count`
    Count,
    /// `number [from LOW to HIGH]`
    Number(Option<(Literal, Literal)>),
    /// `share`
    Share,
    /// `score`
    Score,
    /// `money in EUR[, converted]`
    Money {
        /// The currency.
        currency: Name,
        /// Whether other currencies are converted.
        converted: bool,
    },
    /// `duration`
    Duration,
    /// `time`
    Time,
    /// `weekday`
    Weekday,
    /// `date`
    Date,
    /// `moment`
    Moment,
    /// `one of a, b [or other]`
    OneOf {
        /// The words.
        values: Vec<Name>,
        /// `or other`
        open: bool,
    },
    /// `tags`
    Tags,
    /// `a language`
    Language,
    /// `a country`
    Country,
    /// `an agent`
    Agent,
    /// `text`
    Text,
}

/// `list vip from "vip.csv" column account_id`
#[derive(Clone, Debug)]
pub struct List {
    /// The list's name; the fact is `customer in NAME`.
    pub name: Name,
    /// For people.
    pub title: Option<Text>,
    /// Where the entries stand.
    pub path: Text,
    /// The column that holds them, and the name after `customer.` that is looked up.
    pub column: Name,
    /// The file's text, if it could be read. Filled in by loading.
    pub file: Option<FileId>,
    /// The clause.
    pub span: Span,
}

/// `switch known_outage "Known outage: give status"`
#[derive(Clone, Debug)]
pub struct Switch {
    /// The yes/no fact; off unless flipped.
    pub name: Name,
    /// For people.
    pub title: Option<Text>,
    /// The clause.
    pub span: Span,
}
