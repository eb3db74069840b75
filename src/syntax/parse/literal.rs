//! Literals: numbers with their units, dates, times.

use super::Reader;
use super::node::Node;
use super::number::{self, Wrong};
use crate::diagnostic::{Code, Problem, nearest};
use crate::source::Span;
use crate::syntax::ast::{Literal, LiteralKind};
use crate::syntax::grammar::Rule;
use crate::value::Fixed;

/// The units that can stand right behind a number or one word after it.
pub(super) const UNITS: [&str; 15] = [
    "points", "point", "seconds", "second", "minutes", "minute", "hours", "hour", "days", "day", "weeks", "week",
    "turns", "times", "business",
];

impl<'a> Reader<'a> {
    /// A literal; one that cannot be read is reported and comes back as 0.
    pub(super) fn literal(&mut self, node: &Node<'a>) -> Literal {
        let part = node.parts().next().expect("a literal is one of several things");
        let (text, span) = (part.text(), part.span());
        let kind = match part.rule() {
            Rule::percent => number::percent(text).map(LiteralKind::Percent),
            Rule::points => number::percent(first(text)).map(LiteralKind::Points),
            Rule::money => number::decimal(first(text)).map(|amount| LiteralKind::Money(amount, last(text).to_owned())),
            Rule::long_duration => number::long_duration(first(text), last(text)).map(LiteralKind::Duration),
            Rule::short_duration => number::short_duration(text).map(LiteralKind::Duration),
            Rule::business => number::decimal(first(text))
                .map(|count| LiteralKind::BusinessTime { count, days: last(text).starts_with("day") }),
            Rule::date => number::date(text).map(LiteralKind::Date),
            Rule::time => number::time(text).map(LiteralKind::Time),
            Rule::number => number::decimal(text).map(LiteralKind::Number),
            _ => Err(Wrong::Unreadable),
        };
        let kind = kind.unwrap_or_else(|wrong| {
            self.fail(unreadable(text, span, wrong));
            LiteralKind::Number(Fixed::ZERO)
        });
        Literal { kind, span }
    }
}

fn first(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or(text)
}

fn last(text: &str) -> &str {
    text.split_whitespace().next_back().unwrap_or(text)
}

fn unreadable(text: &str, span: Span, wrong: Wrong) -> Problem {
    let new = |message: String, label: &str| Problem::new(Code::E0121, message, span, label);
    match wrong {
        Wrong::NoSuchDay => new(format!("there is no day `{text}`"), "not in the calendar")
            .help("write dates as year-month-day: `2026-12-24`"),
        Wrong::NoSuchTime => {
            new(format!("there is no time `{text}`"), "not on the clock").help("write times from `00:00` to `23:59`")
        }
        Wrong::TooLarge => new(format!("`{text}` is too large a number"), "beyond what can be computed exactly"),
        Wrong::Order => new(format!("`{text}` is not a duration"), "units go from large to small, each once")
            .help("write it as `1h30m`"),
        Wrong::Unreadable if has_comma(text) => comma(text, span),
        Wrong::Unreadable => new(format!("`{text}` is not a number"), "not readable").maybe_help(spelling(text)),
    }
}

/// Whether a comma stands between two digits.
pub(super) fn has_comma(text: &str) -> bool {
    let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    text.match_indices(',').any(|(at, _)| at > 0 && digit(at - 1) && digit(at + 1))
}

/// `10,000` and `0,60`: what was meant, in both spellings.
pub(super) fn comma(text: &str, span: Span) -> Problem {
    let (plain, listed) = (text.replace(',', "_"), text.replace(',', ", "));
    let (point, groups) = (text.replacen(',', ".", 1), groups_of_three(text));
    let single = text.matches(',').count() == 1;
    let problem = Problem::new(Code::E0108, format!("a comma in the number `{text}`"), span, "numbers have no commas");
    // An amount with its unit is one thing; only a bare number may be two of a list.
    let bare = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
    let or_list = if bare { format!(", `{listed}` for a list") } else { String::new() };
    if groups && !text.starts_with("0,") {
        let or_fraction = if single { format!(", `{point}` for a fraction") } else { String::new() };
        let help = format!("write `{plain}` for thousands{or_fraction}{or_list}");
        return problem.help(help).edit(span, plain);
    }
    if single {
        return problem.help(format!("write `{point}` for a fraction{or_list}")).edit(span, point);
    }
    problem.help(format!("write `{listed}` for a list")).edit(span, listed)
}

fn groups_of_three(text: &str) -> bool {
    let digits = text.split_whitespace().next().unwrap_or(text);
    digits.split(',').skip(1).all(|group| group.bytes().take_while(u8::is_ascii_digit).count() == 3)
}

/// What may help with a number that has a strange end.
fn spelling(text: &str) -> Option<String> {
    if let [day, month, year] = text.split(['.', '/', '-']).collect::<Vec<_>>()[..] {
        let date = if day.len() == 4 { [day, month, year] } else { [year, month, day] };
        return Some(format!("write dates as year-month-day: `{}-{:0>2}-{:0>2}`", date[0], date[1], date[2]));
    }
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '_' | '.'))?;
    let (digits, unit) = text.split_at(end);
    match unit {
        "min" | "mins" => Some(format!("write `{digits}m` or `{digits} minutes`")),
        "sec" | "secs" => Some(format!("write `{digits}s` or `{digits} seconds`")),
        "hr" | "hrs" => Some(format!("write `{digits}h` or `{digits} hours`")),
        "w" => Some(format!("write `{digits} weeks`")),
        "k" => Some(format!("write `{digits}_000`")),
        _ if unit.len() == 3 && unit.chars().all(|c| c.is_ascii_alphabetic()) && !UNITS.contains(&unit) => {
            Some(format!("write `{digits} {}` for an amount of money", unit.to_ascii_uppercase()))
        }
        _ => nearest(unit, UNITS).map(|unit| format!("write `{digits} {unit}`")),
    }
}
