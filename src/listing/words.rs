//! What a row asks, in the policy's words: `confidence below threshold minus 10 points`.

use std::cmp::Ordering;

use super::accepts::{Accepts, Bound, Range, Values};
use super::{Asked, Line};
use crate::policy::{BuiltIn, DecisionFact, FactId, Origin, Policy};
use crate::rows::{Column, ColumnSource};
use crate::value::{Fixed, Type, Value, show, show_difference};

/// What a column asks, as the head of a list.
pub fn question(policy: &Policy, column: &Column) -> String {
    match &column.source {
        ColumnSource::Fact(fact) => policy.fact(*fact).words.clone(),
        ColumnSource::Member(fact, word) => format!("{} {}", member(policy, *fact), quoted(word)),
        ColumnSource::Margin(id) => {
            let threshold = &policy.thresholds[id.index()];
            format!("{} against {}", policy.fact(threshold.fact).words, threshold.name)
        }
    }
}

/// The words before one of several that a fact may hold at once.
fn member(policy: &Policy, fact: FactId) -> String {
    let fact = policy.fact(fact);
    match fact.origin {
        Origin::Decision(DecisionFact::Queue) => "queue is".to_owned(),
        Origin::Decision(DecisionFact::DecidedBy) => "decided by".to_owned(),
        _ => format!("{} has", fact.words),
    }
}

/// What is accepted, in a cell under its question: `below 60%`, `yes`, `is one of free, pro`, `missing`. Of a list at
/// most so many words.
pub fn cell(policy: &Policy, column: &Column, accepts: &Accepts, most: usize) -> String {
    let value = match &accepts.values {
        Values::None => None,
        Values::Any => Some("known".to_owned()),
        Values::Truth(truth) => Some(if *truth { "yes" } else { "no" }.to_owned()),
        Values::Numbers(ranges) => Some(numbers(ranges, &shown(policy, column))),
        Values::OneOf(words) => Some(list("is", words, most)),
        Values::NoneOf(words) => Some(list("is not", words, most)),
    };
    let rest = [(accepts.missing, "missing"), (accepts.before_the_answer, "before the answer")];
    let rest = rest.into_iter().filter(|(accepted, _)| *accepted).map(|(_, word)| word.to_owned());
    value.into_iter().chain(rest).collect::<Vec<_>>().join(" or ")
}

/// What a row asks of one column, as the language writes it.
pub fn test(policy: &Policy, column: &Column, accepts: &Accepts, most: usize) -> String {
    match exception(policy, column, accepts) {
        Some(refused) => format!("except when {}", plain(policy, column, &refused, most)),
        None => plain(policy, column, accepts, most),
    }
}

/// What a row asks, as the language writes it: conditions joined by `and`, exceptions behind them.
pub fn conditions(policy: &Policy, columns: &[Column], line: &Line, most: usize) -> String {
    let (mut holds, mut excepts) = (Vec::new(), Vec::new());
    for Asked { column, accepts } in &line.asks {
        let column = &columns[column.index()];
        match exception(policy, column, accepts) {
            Some(refused) => excepts.push(plain(policy, column, &refused, most)),
            None => holds.push(plain(policy, column, accepts, most)),
        }
    }
    let holds = if holds.is_empty() { "always".to_owned() } else { joined(&holds, " and ", " or ") };
    if excepts.is_empty() { holds } else { format!("{holds}, except when {}", joined(&excepts, " or ", " and ")) }
}

/// Parts joined by one word; those that have the other word inside stand in parentheses, unless they are alone.
fn joined(parts: &[String], word: &str, other: &str) -> String {
    let in_a_list = |part: &String| if part.contains(other) { format!("({part})") } else { part.clone() };
    match parts {
        [only] => only.clone(),
        several => several.iter().map(in_a_list).collect::<Vec<_>>().join(word),
    }
}

/// What is refused, if that is the easier thing to say: everything else is accepted, no value too.
fn exception(policy: &Policy, column: &Column, accepts: &Accepts) -> Option<Accepts> {
    if !accepts.missing || (column.on_answer && !accepts.before_the_answer) {
        return None;
    }
    let values = match &accepts.values {
        Values::Truth(false) => Values::Truth(true),
        Values::Truth(true) if is_built_in(policy, column) => Values::Truth(false),
        _ if !column.on_answer => return None,
        Values::Truth(true) => Values::Truth(false),
        Values::None => Values::Any,
        Values::Any => return None,
        Values::OneOf(words) => Values::NoneOf(words.clone()),
        Values::NoneOf(words) => Values::OneOf(words.clone()),
        Values::Numbers(ranges) => Values::Numbers(between(ranges)),
    };
    Some(Accepts { values, missing: false, before_the_answer: false })
}

fn is_built_in(policy: &Policy, column: &Column) -> bool {
    matches!(column.source, ColumnSource::Fact(fact) if matches!(policy.fact(fact).origin, Origin::BuiltIn(_)))
}

/// The numbers outside these ranges.
fn between(ranges: &[Range]) -> Vec<Range> {
    let turned = |bound: Bound| Bound { included: !bound.included, ..bound };
    let mut rest = Vec::new();
    let mut low = None;
    let mut open = true;
    for range in ranges {
        if let Some(high) = range.low.filter(|_| open) {
            rest.push(Range { low, high: Some(turned(high)) });
        }
        low = range.high.map(turned);
        open = low.is_some();
    }
    rest.extend(open.then_some(Range { low, high: None }));
    rest
}

fn plain(policy: &Policy, column: &Column, accepts: &Accepts, most: usize) -> String {
    let asked = question(policy, column);
    let or_nothing = match (accepts.missing, accepts.before_the_answer) {
        (false, false) => "",
        (true, false) => " or missing",
        (false, true) => " or before the answer",
        (true, true) => " or missing or before the answer",
    };
    match &accepts.values {
        Values::Truth(true) => return format!("{asked}{or_nothing}"),
        Values::Truth(false) => return format!("{}{or_nothing}", denied(policy, column, &asked)),
        Values::Numbers(ranges) => {
            if let Some(running) = running(policy, column, ranges).filter(|_| or_nothing.is_empty()) {
                return running;
            }
        }
        _ => {}
    }
    let subject = match &column.source {
        ColumnSource::Fact(fact) | ColumnSource::Member(fact, _) => &policy.fact(*fact).words,
        ColumnSource::Margin(id) => &policy.fact(policy.thresholds[id.index()].fact).words,
    };
    let is = if matches!(accepts.values, Values::None | Values::Any) { " is" } else { "" };
    format!("{subject}{is} {}", cell(policy, column, accepts, most))
}

/// `not customer in vip`, `queue is not billing`
fn denied(policy: &Policy, column: &Column, asked: &str) -> String {
    match &column.source {
        ColumnSource::Member(fact, word) if policy.fact(*fact).origin == Origin::Decision(DecisionFact::Queue) => {
            format!("queue is not {}", quoted(word))
        }
        // It stands in every row that offers, whether its author wrote it or not.
        ColumnSource::Fact(fact) if policy.fact(*fact).origin == Origin::BuiltIn(BuiltIn::OfferAllowed) => {
            "no offer is allowed".to_owned()
        }
        _ => format!("not {asked}"),
    }
}

/// `sentiment at most -0.4 for 2 turns running`
fn running(policy: &Policy, column: &Column, ranges: &[Range]) -> Option<String> {
    let ColumnSource::Fact(fact) = column.source else { return None };
    let fact = policy.fact(fact);
    let condition = fact.words.strip_suffix(", turns running").filter(|_| matches!(fact.origin, Origin::Run(_)))?;
    match ranges {
        [Range { low: Some(Bound { at, included: true }), high: None }] => {
            Some(format!("{condition} for {at} turns running"))
        }
        _ => None,
    }
}

/// How a column's numbers are written.
fn shown<'a>(policy: &'a Policy, column: &'a Column) -> Box<dyn Fn(Fixed) -> String + 'a> {
    match &column.source {
        ColumnSource::Margin(id) => {
            let threshold = &policy.thresholds[id.index()];
            let kind = &policy.fact(threshold.fact).kind;
            Box::new(move |offset| beside(&threshold.name, offset, kind))
        }
        ColumnSource::Fact(fact) | ColumnSource::Member(fact, _) => {
            let kind = &policy.fact(*fact).kind;
            Box::new(move |number| show(&Value::Number(number), kind))
        }
    }
}

/// `threshold minus 10 points`
fn beside(threshold: &str, offset: Fixed, kind: &Type) -> String {
    match offset.cmp(&Fixed::ZERO) {
        Ordering::Less => format!("{threshold} minus {}", show_difference(-offset, kind)),
        Ordering::Equal => threshold.to_owned(),
        Ordering::Greater => format!("{threshold} plus {}", show_difference(offset, kind)),
    }
}

fn numbers(ranges: &[Range], shown: &dyn Fn(Fixed) -> String) -> String {
    if let [
        Range { low: None, high: Some(Bound { at, included: false }) },
        Range { low: Some(Bound { at: after, included: false }), high: None },
    ] = ranges
        && at == after
    {
        return format!("is not {}", shown(*at));
    }
    ranges.iter().map(|range| range_in_words(*range, shown)).collect::<Vec<_>>().join(" or ")
}

fn range_in_words(range: Range, shown: &dyn Fn(Fixed) -> String) -> String {
    let low = |bound: Bound| format!("{} {}", if bound.included { "at least" } else { "above" }, shown(bound.at));
    let high = |bound: Bound| format!("{} {}", if bound.included { "at most" } else { "below" }, shown(bound.at));
    match (range.low, range.high) {
        (None, None) => "known".to_owned(),
        (Some(from), None) => low(from),
        (None, Some(to)) => high(to),
        (Some(from), Some(to)) if from.at == to.at => format!("is {}", shown(from.at)),
        (Some(from), Some(to)) if from.included && to.included => {
            format!("between {} and {}", shown(from.at), shown(to.at))
        }
        (Some(from), Some(to)) => format!("{} and {}", low(from), high(to)),
    }
}

/// `is one of free, pro`, `is not free`. Of a list at most so many words, and how many more there are.
fn list(is: &str, words: &[String], most: usize) -> String {
    if let [word] = words {
        return format!("{is} {}", quoted(word));
    }
    // One word more takes no more room than to say that there is one.
    let shown = if words.len() > most.saturating_add(1) { most } else { words.len() };
    let mut text = words[..shown].iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", ");
    if shown < words.len() {
        text += &format!(" and {} more", words.len() - shown);
    }
    format!("{is} one of {text}")
}

/// A word; in quotes if it would not read as one of a list.
fn quoted(word: &str) -> String {
    let is_plain = !word.is_empty() && word.trim() == word && !word.contains([',', '"']);
    if is_plain { word.to_owned() } else { format!("\"{word}\"") }
}
