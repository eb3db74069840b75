//! Literals and words against a type: units, ranges, lists of words.

use crate::diagnostic::{Code, Problem, nearest};
use crate::semantics::described::{described, language_code};
use crate::semantics::scope::{Kind, Scope, list};
use crate::semantics::{categories, facts};
use crate::source::Span;
use crate::syntax::ast::{Literal, LiteralKind, Name, Operand, OperandKind};
use crate::value::{Fixed, OTHER, Type, Value};

/// The value of an operand for a fact of type `kind`; `subject` is how the author calls the fact.
pub(crate) fn value(operand: &Operand, kind: &Type, subject: &str, scope: &mut Scope<'_>) -> Option<Value> {
    match &operand.kind {
        OperandKind::Literal(literal) => literal_value(literal, kind, subject, scope),
        OperandKind::Words(words) => words_value(words, operand.span, kind, subject, scope),
        OperandKind::Threshold { .. } => {
            let problem = Problem::new(
                Code::E0305,
                format!("`{subject}` needs a value here, not a threshold"),
                operand.span,
                "a threshold moves with the conversation",
            );
            scope.report(problem.help("compare with `above`, `below`, `at least` or `at most`"));
            None
        }
    }
}

/// A plain number.
pub(crate) fn number(literal: &Literal, scope: &mut Scope<'_>) -> Option<Fixed> {
    match literal.kind {
        LiteralKind::Number(number) => Some(number),
        _ => {
            let problem =
                Problem::new(Code::E0302, "a plain number is needed here", literal.span, "not a plain number");
            scope.report(problem.help("write it without a unit"));
            None
        }
    }
}

/// A whole number from 1 to `most`.
pub(crate) fn whole(literal: &Literal, what: &str, most: i64, scope: &mut Scope<'_>) -> Option<u32> {
    let found = number(literal, scope)?;
    if found.is_whole() && (1..=most).contains(&found.whole()) {
        return u32::try_from(found.whole()).ok();
    }
    let problem = Problem::new(
        Code::E0303,
        format!("{what} must be a whole number from 1 to {most}"),
        literal.span,
        format!("this is {found}"),
    );
    scope.report(problem.help(format!("write a whole number from 1 to {most}")));
    None
}

/// A length of time on the clock, in seconds.
pub(crate) fn seconds(literal: &Literal, scope: &mut Scope<'_>) -> Option<Fixed> {
    match literal.kind {
        LiteralKind::Duration(seconds) => Some(seconds),
        _ => {
            let problem =
                Problem::new(Code::E0302, "a length of time is needed here", literal.span, "not a length of time");
            scope.report(problem.help("write it as `45s`, `2m`, `3h` or `30 days`"));
            None
        }
    }
}

fn literal_value(literal: &Literal, kind: &Type, subject: &str, scope: &mut Scope<'_>) -> Option<Value> {
    use LiteralKind as L;
    let number = match (kind, &literal.kind) {
        (Type::Truth, L::Truth(truth)) => return Some(Value::Truth(*truth)),
        (Type::OneOf { .. }, L::Text(word)) => return word_of_list(word, literal.span, kind, subject, scope),
        (Type::OneOf { .. }, L::Truth(truth)) => {
            return word_of_list(&truth.to_string(), literal.span, kind, subject, scope);
        }
        (Type::Text | Type::Agent, L::Text(text)) => return Some(Value::Word(text.clone())),
        (Type::Tags, L::Text(text)) => return Some(Value::Words(vec![text.clone()])),
        (Type::Language, L::Text(text)) => return language(text, literal.span, scope),
        (Type::Country, L::Text(text)) => return country(text, literal.span, scope),
        (Type::Category, L::Text(text)) => {
            let name = Name { text: text.clone(), span: literal.span };
            return category(&name, scope);
        }
        (Type::Count | Type::Number { .. } | Type::Score, L::Number(number)) => *number,
        (Type::Share, L::Percent(share) | L::Points(share)) => *share,
        (Type::Money { currency, .. }, L::Money(amount, written)) if written == currency => *amount,
        (Type::Duration, L::Duration(seconds)) => *seconds,
        (Type::Time, L::Time(seconds)) => Fixed::from_whole(*seconds),
        (Type::Date, L::Date(days)) => Fixed::from_whole(*days),
        (Type::Moment, L::Date(days)) => return start_of_day(*days, scope).map(Fixed::from_whole).map(Value::Number),
        _ => {
            wrong_kind(literal, kind, subject, scope);
            return None;
        }
    };
    in_range(number, kind, literal.span, subject, scope).then_some(Value::Number(number))
}

/// Midnight at the start of a day in the policy's zone, in seconds since 1970.
pub(crate) fn start_of_day(days: i64, scope: &Scope<'_>) -> Option<i64> {
    let noon = jiff::Timestamp::from_second(days.checked_mul(86_400)?.checked_add(43_200)?).ok()?;
    let date = noon.to_zoned(jiff::tz::TimeZone::UTC).date();
    date.to_zoned(scope.zone.clone()).ok().map(|zoned| zoned.timestamp().as_second())
}

fn wrong_kind(literal: &Literal, kind: &Type, subject: &str, scope: &mut Scope<'_>) {
    use LiteralKind as L;
    let written = scope.sources.text(literal.span).to_owned();
    let meant = right_unit(literal, kind);
    let (code, help) = match (kind, &literal.kind) {
        (Type::Duration, L::Number(number)) => {
            (Code::E0302, format!("say of what: `{number}s`, `{number}m`, `{number}h` or `{number} days`"))
        }
        (Type::Duration, L::BusinessTime { .. }) => {
            (Code::E0302, "business time stands only after `reply within` and `due in`".to_owned())
        }
        (Type::Count, L::Time(seconds)) if subject == "hour" => {
            (Code::E0301, format!("write the hour alone: `{}`", seconds / 3_600))
        }
        (Type::Truth, _) => (Code::E0301, format!("write `{subject}`, or `not {subject}`")),
        (Type::OneOf { values, .. }, _) => {
            let values: Vec<_> = values.iter().map(String::as_str).collect();
            (Code::E0301, format!("it is one of {}", list(&values)))
        }
        _ => match &meant {
            Some(meant) => (Code::E0302, format!("write `{meant}`")),
            None => (Code::E0301, example(kind)),
        },
    };
    let message = match code {
        Code::E0302 => format!("`{written}` has the wrong unit for `{subject}`"),
        _ => format!("`{subject}` cannot be compared with `{written}`"),
    };
    let problem = Problem::new(code, message, literal.span, format!("`{subject}` is {}", described(kind))).help(help);
    scope.report(match meant {
        Some(meant) => problem.edit(literal.span, meant),
        None => problem,
    });
}

/// The same number in the unit that the type has, when that is beyond doubt.
fn right_unit(literal: &Literal, kind: &Type) -> Option<String> {
    use LiteralKind as L;
    Some(match (kind, &literal.kind) {
        (Type::Share, L::Number(number)) if *number <= Fixed::ONE && *number > Fixed::ZERO && !number.is_whole() => {
            format!("{}%", number.times(100))
        }
        (Type::Share, L::Number(number)) => format!("{number}%"),
        (Type::Score | Type::Number { .. } | Type::Count, L::Percent(share)) => share.to_string(),
        (Type::Money { currency, .. }, L::Number(amount) | L::Money(amount, _)) => format!("{amount} {currency}"),
        _ => return None,
    })
}

fn example(kind: &Type) -> String {
    let example = match kind {
        Type::Count => "3",
        Type::Number { .. } | Type::Score => "0.5",
        Type::Share => "80%",
        Type::Money { currency, .. } => return format!("write an amount such as `100 {currency}`"),
        Type::Duration => "30 days",
        Type::Time => "08:00",
        Type::Date | Type::Moment => "2026-12-24",
        Type::Language => "en",
        Type::Country => "ES",
        Type::Category => return "write the name of a category".to_owned(),
        _ => return "write a text in quotes".to_owned(),
    };
    format!("write a value such as `{example}`")
}

/// Whether a number lies within its type; reports it otherwise.
pub(crate) fn in_range(number: Fixed, kind: &Type, span: Span, subject: &str, scope: &mut Scope<'_>) -> bool {
    let (low, high) = if *kind == Type::Count && subject == "hour" {
        (Some(Fixed::ZERO), Some(Fixed::from_whole(24)))
    } else {
        limits(kind)
    };
    let whole_enough = *kind != Type::Count || number.is_whole();
    if whole_enough && low.is_none_or(|low| number >= low) && high.is_none_or(|high| number <= high) {
        return true;
    }
    let written = scope.sources.text(span).to_owned();
    let unit = if *kind == Type::Share { "%" } else { "" };
    let factor = if *kind == Type::Share { 100 } else { 1 };
    let allowed = match (low, high) {
        _ if !whole_enough => "whole numbers only".to_owned(),
        (Some(low), Some(high)) => format!("from {}{unit} to {}{unit}", low.times(factor), high.times(factor)),
        _ => "0 or more".to_owned(),
    };
    let problem = Problem::new(
        Code::E0303,
        format!("`{subject}` can never be `{written}`"),
        span,
        format!("`{subject}` goes {allowed}").replace("goes whole", "takes whole"),
    );
    scope.report(problem.help(match (whole_enough, low, high) {
        (true, Some(_), Some(_)) => format!("write a value {allowed}"),
        (true, ..) => "write a number of 0 or more".to_owned(),
        (false, ..) => "write a whole number, such as `3`".to_owned(),
    }));
    false
}

/// The least and the greatest number of a type.
pub(crate) fn limits(kind: &Type) -> (Option<Fixed>, Option<Fixed>) {
    match kind {
        Type::Share | Type::Score => (Some(Fixed::ZERO), Some(Fixed::ONE)),
        Type::Number { low, high } => (*low, *high),
        Type::Count | Type::Duration | Type::Money { .. } => (Some(Fixed::ZERO), None),
        _ => (None, None),
    }
}

fn words_value(words: &[Name], span: Span, kind: &Type, subject: &str, scope: &mut Scope<'_>) -> Option<Value> {
    let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let name = Name { text: text.clone(), span };
    match kind {
        Type::OneOf { .. } => word_of_list(&text, span, kind, subject, scope),
        Type::Category => category(&name, scope),
        Type::Language => language(&text, span, scope),
        Type::Country => country(&text, span, scope),
        Type::Tags => Some(Value::Words(vec![text])),
        Type::Text | Type::Agent => {
            let problem =
                Problem::new(Code::E0301, format!("`{subject}` is compared with a quoted text"), span, "not in quotes");
            scope.report(problem.help(format!("write `\"{text}\"`")).clone().edit(span, format!("\"{text}\"")));
            None
        }
        _ if kind.is_ordered() && near_threshold(&text, scope).is_some() => {
            let near = near_threshold(&text, scope);
            let problem = Problem::new(Code::E0209, format!("no threshold named `{text}`"), span, "no such threshold");
            scope.report(problem.did_you_mean(near.as_deref(), span, String::new));
            None
        }
        _ => {
            let problem = Problem::new(
                Code::E0301,
                format!("`{subject}` cannot be compared with `{text}`"),
                span,
                format!("`{subject}` is {}", described(kind)),
            );
            scope.report(problem.help(if *kind == Type::Truth {
                format!("write `{subject}`, or `not {subject}`")
            } else {
                example(kind)
            }));
            None
        }
    }
}

/// The threshold that was probably meant by a word where a number is expected.
fn near_threshold(text: &str, scope: &Scope<'_>) -> Option<String> {
    nearest(text, scope.names(Kind::Threshold).chain(["threshold"])).map(str::to_owned)
}

fn word_of_list(word: &str, span: Span, kind: &Type, subject: &str, scope: &mut Scope<'_>) -> Option<Value> {
    let Type::OneOf { values, open } = kind else { return None };
    let is_weekday = values.iter().map(String::as_str).eq(facts::WEEKDAYS);
    let wanted = if is_weekday { weekday(word) } else { word.to_owned() };
    if values.contains(&wanted) || (*open && wanted == OTHER) {
        return Some(Value::Word(wanted));
    }
    let known: Vec<_> = values.iter().map(String::as_str).collect();
    let problem = Problem::new(
        Code::E0206,
        format!("`{subject}` is never `{word}`"),
        span,
        format!("not a value of `{subject}`"),
    );
    let near = nearest(word, known.iter().copied());
    scope.report(problem.did_you_mean(near, span, || format!("it is one of {}", list(&known))));
    None
}

/// `Monday`, `mon` and `Mon` are one value.
fn weekday(word: &str) -> String {
    let lower = word.to_lowercase();
    let full = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    full.iter().position(|day| *day == lower).map_or(lower, |at| facts::WEEKDAYS[at].to_owned())
}

fn category(name: &Name, scope: &mut Scope<'_>) -> Option<Value> {
    let id = categories::find(name, scope)?;
    Some(Value::Word(scope.categories[id.index()].path.clone()))
}

/// A language code.
pub(crate) fn language(text: &str, span: Span, scope: &mut Scope<'_>) -> Option<Value> {
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_lowercase()) {
        return Some(Value::Word(text.to_owned()));
    }
    let problem = Problem::new(
        Code::E0210,
        format!("`{text}` is not a language code"),
        span,
        "two lower-case letters are needed",
    );
    let near = language_code(text);
    scope.report(problem.did_you_mean(near.as_deref(), span, || {
        "languages are written as codes of two letters, such as `en`, `es`, `de`".to_owned()
    }));
    None
}

fn country(text: &str, span: Span, scope: &mut Scope<'_>) -> Option<Value> {
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()) {
        return Some(Value::Word(text.to_owned()));
    }
    let problem =
        Problem::new(Code::E0206, format!("`{text}` is not a country code"), span, "two capital letters are needed");
    let upper = text.to_ascii_uppercase();
    let near = Some(upper.as_str()).filter(|upper| upper.len() == 2 && upper.bytes().all(|b| b.is_ascii_uppercase()));
    scope.report(
        problem.did_you_mean(near, span, || {
            "countries are written as codes of two letters, such as `ES`, `US`".to_owned()
        }),
    );
    None
}
