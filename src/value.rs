//! The small vocabulary of values: one fixed-point number, types, values.
//!
//! Shared by compiler and runtime. Nothing here knows names or text positions.

use std::fmt;

mod fixed;
mod fluency;
pub use fixed::{Fixed, FixedError};
pub use fluency::Fluency;

/// What a fact may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Yes or no.
    Truth,
    /// A whole number, 0 or more.
    Count,
    /// A number, between limits if given (inclusive).
    Number {
        /// The least value.
        low: Option<Fixed>,
        /// The greatest value.
        high: Option<Fixed>,
    },
    /// A share from 0 (0 %) to 1 (100 %).
    Share,
    /// A score from 0 to 1.
    Score,
    /// An amount in one currency.
    Money {
        /// ISO 4217 code, upper case.
        currency: String,
        /// Whether other currencies are converted by the policy's rates.
        converted: bool,
    },
    /// A length of time, in seconds.
    Duration,
    /// A time of day, in seconds since midnight.
    Time,
    /// A calendar day, in days since 1970-01-01.
    Date,
    /// An instant, in seconds since 1970-01-01T00:00:00Z.
    Moment,
    /// One of a list of words.
    OneOf {
        /// The words, in the order of the declaration.
        values: Vec<String>,
        /// Whether words outside the list are a value too (`or other`).
        open: bool,
    },
    /// Any number of free words.
    Tags,
    /// A language, by ISO 639-1 code, lower case.
    Language,
    /// A country, by ISO 3166-1 alpha-2 code, upper case.
    Country,
    /// A person on the support side, by id.
    Agent,
    /// Free text: known or missing, or equal to a text.
    Text,
    /// A category of the policy, by its full path.
    Category,
}

impl Type {
    /// Whether values are ordered numbers, so that `above` and `below` apply.
    pub fn is_ordered(&self) -> bool {
        matches!(
            self,
            Type::Count
                | Type::Number { .. }
                | Type::Share
                | Type::Score
                | Type::Money { .. }
                | Type::Duration
                | Type::Time
                | Type::Date
                | Type::Moment
        )
    }
}

/// The type in the words of the language, as in a declaration: `is money in EUR`.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Truth => f.write_str("true or false"),
            Type::Count => f.write_str("count"),
            Type::Number { low: Some(low), high: Some(high) } => write!(f, "number from {low} to {high}"),
            Type::Number { .. } => f.write_str("number"),
            Type::Share => f.write_str("share"),
            Type::Score => f.write_str("score"),
            Type::Money { currency, .. } => write!(f, "money in {currency}"),
            Type::Duration => f.write_str("duration"),
            Type::Time => f.write_str("time of day"),
            Type::Date => f.write_str("date"),
            Type::Moment => f.write_str("moment"),
            Type::OneOf { values, open } => {
                write!(f, "one of {}{}", values.join(", "), if *open { " or other" } else { "" })
            }
            Type::Tags => f.write_str("tags"),
            Type::Language => f.write_str("a language"),
            Type::Country => f.write_str("a country"),
            Type::Agent => f.write_str("an agent"),
            Type::Text => f.write_str("text"),
            Type::Category => f.write_str("a category"),
        }
    }
}

/// The word that stands for every value outside an open list.
pub const OTHER: &str = "other";

/// A value of a fact. Which numbers and words are possible is the type's matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Yes or no.
    Truth(bool),
    /// Every ordered type, in the type's base unit (seconds, days, whole currency units, 1 for 100 %).
    Number(Fixed),
    /// One word, code or text; a category by its full path.
    Word(String),
    /// Tags, sorted, without repeats.
    Words(Vec<String>),
}

/// A value as people read it: `85%`, `2h30m`, `10000 EUR`, `true`.
pub fn show(value: &Value, kind: &Type) -> String {
    match (value, kind) {
        (Value::Number(number), Type::Share) => format!("{}%", number.times(100)),
        (Value::Number(number), Type::Duration) => show_duration(*number),
        (Value::Number(number), Type::Money { currency, .. }) => format!("{number} {currency}"),
        (Value::Number(number), Type::Time) => {
            let minutes = number.whole() / 60;
            format!("{:02}:{:02}", minutes / 60, minutes % 60)
        }
        (Value::Number(number), Type::Date) => show_date(number.whole()),
        (Value::Number(number), Type::Moment) => jiff::Timestamp::from_second(number.whole())
            .map_or_else(|_| number.to_string(), |moment| moment.to_string()),
        (Value::Number(number), _) => number.to_string(),
        (Value::Truth(truth), _) => truth.to_string(),
        (Value::Word(word), _) => word.clone(),
        (Value::Words(words), _) => words.join(", "),
    }
}

/// A difference between two values, with its unit: points for shares.
pub fn show_difference(by: Fixed, kind: &Type) -> String {
    match kind {
        Type::Share if by == Fixed::POINT => "1 point".to_owned(),
        Type::Share => format!("{} points", by.times(100)),
        _ => show(&Value::Number(by), kind),
    }
}

fn show_date(days: i64) -> String {
    jiff::Timestamp::from_second(days.saturating_mul(86_400))
        .map_or_else(|_| format!("day {days}"), |moment| moment.strftime("%Y-%m-%d").to_string())
}

/// Seconds as the language writes them: `45s`, `2m`, `1h30m`, `30 days`.
pub fn show_duration(seconds: Fixed) -> String {
    let total = seconds.whole();
    if !seconds.is_whole() || total < 0 {
        return format!("{seconds}s");
    }
    if total >= 86_400 && total % 86_400 == 0 {
        return if total == 86_400 { "1 day".to_owned() } else { format!("{} days", total / 86_400) };
    }
    let parts = [(total / 3600, "h"), (total / 60 % 60, "m"), (total % 60, "s")];
    let shown: String = parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
    if shown.is_empty() { "0s".to_owned() } else { shown }
}
