//! What tests go through, on the screen and as JSON, always as whole numbers.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::cli::ui::{Outcome, Ui};
use crate::coverage::{Bound, Count, Coverage, Item, Lies, Measure};
use crate::policy::{Check, ComparisonId, Policy};
use crate::runtime::explain;
use crate::source::{Sources, Span};
use crate::value::{Fixed, Value, show};

/// Most lines of what is not covered; JSON has all.
const LINES_SHOWN: usize = 40;
/// Columns of a measure's name.
const NAME_COLUMNS: usize = 14;
/// The layers in the order they are asked, and how several are called.
const LAYERS: [(&str, &str); 6] = [
    ("guard", "guards"),
    ("override", "overrides"),
    ("rule", "rules"),
    ("watch", "watches"),
    ("also", "alsos"),
    ("otherwise", "otherwise"),
];

/// Prints the three counts, and what is not covered.
pub(super) fn print(policy: &Policy, sources: &Sources, coverage: &Coverage, ui: &mut Ui) -> Outcome<()> {
    for measure in Measure::ALL {
        let count = coverage.count(|item| item.measure() == measure);
        let layers = if measure == Measure::Rules { layers(policy, coverage) } else { String::new() };
        let name = format!("  {:NAME_COLUMNS$}", measure.as_str());
        ui.wrapped(&format!("{}{layers}", of(count)), &name, &" ".repeat(NAME_COLUMNS + 2))?;
    }
    let lines = uncovered(policy, sources, coverage);
    if lines.is_empty() {
        return Ok(());
    }
    ui.line("  no test goes through")?;
    for line in lines.iter().take(LINES_SHOWN) {
        ui.wrapped(line, "    ", "        ")?;
    }
    match lines.len().saturating_sub(LINES_SHOWN) {
        0 => Ok(()),
        more => ui.line(format!("    and {more} more (--format json has all)")),
    }
}

fn of(count: Count) -> String {
    format!("{} of {}", count.covered, count.total)
}

/// ` (guards 1 of 1, rules 2 of 3)`
fn layers(policy: &Policy, coverage: &Coverage) -> String {
    let counts = LAYERS.iter().map(|(layer, name)| (name, coverage.count(|item| item.layer(policy) == Some(layer))));
    let shown: Vec<String> =
        counts.filter(|(_, count)| count.total > 0).map(|(name, count)| format!("{name} {}", of(count))).collect();
    format!(" ({})", shown.join(", "))
}

/// A line for each rule, `also` and comparison of which something is not covered, in the order of the policy.
fn uncovered(policy: &Policy, sources: &Sources, coverage: &Coverage) -> Vec<String> {
    let mut rules = Vec::new();
    let mut comparisons: BTreeMap<(u32, u32, ComparisonId), Vec<String>> = BTreeMap::new();
    for item in coverage.items().filter(|(_, covered)| !covered).map(|(item, _)| item) {
        match item {
            Item::Outcome(id, _) | Item::Boundary(id, ..) => {
                let span = policy.comparison(id).span;
                comparisons.entry((span.file.0, span.start, id)).or_default().push(lacks(policy, item));
            }
            _ => rules.push(format!("{}: {}", place(sources, span(policy, item)), lacks(policy, item))),
        }
    }
    let line = |((_, _, id), lacks): ((u32, u32, ComparisonId), Vec<String>)| {
        let at = place(sources, policy.comparison(id).span);
        format!("{at}: `{}`: {}", explain::comparison(policy, id), together(&lacks))
    };
    rules.into_iter().chain(comparisons.into_iter().map(line)).collect()
}

fn place(sources: &Sources, span: Span) -> String {
    let (file, line, _) = sources.position(span);
    format!("{file}:{line}")
}

fn span(policy: &Policy, item: Item) -> Span {
    match item {
        Item::Rule(rule) => policy.rule(rule).span,
        Item::Also(also) => policy.alsos[also.index()].span,
        Item::Otherwise => policy.otherwise_span,
        Item::Outcome(id, _) | Item::Boundary(id, ..) => policy.comparison(id).span,
    }
}

/// What no test goes through, in words.
pub(super) fn lacks(policy: &Policy, item: Item) -> String {
    match item {
        Item::Rule(rule) if policy.rule(rule).watch => {
            format!("watch {} would never have decided", policy.rule(rule).name)
        }
        Item::Rule(rule) => format!("{} {} never decides", policy.rule(rule).layer.as_str(), policy.rule(rule).name),
        Item::Also(also) => format!("also {} never adds", policy.alsos[also.index()].name),
        Item::Otherwise => "otherwise never decides".to_owned(),
        Item::Outcome(_, true) => "never holds".to_owned(),
        Item::Outcome(_, false) => "never fails".to_owned(),
        Item::Boundary(id, bound, lies) => beside(policy, id, bound, lies),
    }
}

/// What a test shows that goes through an item.
pub(super) fn shows(policy: &Policy, item: Item) -> String {
    match item {
        Item::Rule(rule) if policy.rule(rule).watch => format!("watch {} would have decided", policy.rule(rule).name),
        Item::Rule(rule) => format!("{} {} decides", policy.rule(rule).layer.as_str(), policy.rule(rule).name),
        Item::Also(also) => format!("also {} adds", policy.alsos[also.index()].name),
        Item::Otherwise => "otherwise decides".to_owned(),
        Item::Outcome(_, true) => "holds".to_owned(),
        Item::Outcome(_, false) => "fails".to_owned(),
        Item::Boundary(id, bound, lies) => beside(policy, id, bound, lies).replace(NO_VALUE, ""),
    }
}

/// `no value just below 3`, `no value at the bar`
fn beside(policy: &Policy, id: ComparisonId, bound: Bound, lies: Lies) -> String {
    let comparison = policy.comparison(id);
    let kind = &policy.fact(comparison.fact).kind;
    let constant = constant(&comparison.test, bound);
    let what = constant.map_or_else(|| "the bar".to_owned(), |constant| show(&Value::Number(constant), kind));
    let place = match lies {
        Lies::JustBelow => "just below",
        Lies::At => "at",
        Lies::JustAbove => "just above",
    };
    format!("{NO_VALUE}{place} {what}")
}

/// How what a boundary lacks begins.
const NO_VALUE: &str = "no value ";

/// `never holds, no value just below 2, at 2`: the words that several begin with are said once.
fn together(lacks: &[String]) -> String {
    let mut said = String::new();
    for one in lacks {
        let rest = one.strip_prefix(NO_VALUE).filter(|_| said.contains(NO_VALUE));
        if !said.is_empty() {
            said.push_str(", ");
        }
        said.push_str(rest.unwrap_or(one));
    }
    said
}

fn constant(check: &Check, bound: Bound) -> Option<Fixed> {
    match (check, bound) {
        (Check::Within { low, .. }, Bound::Low) => low.map(|(low, _)| low),
        (Check::Within { high, .. }, Bound::High) => high.map(|(high, _)| high),
        _ => None,
    }
}

/// The coverage of one policy in `baton.tests/1`.
pub(super) fn as_json(policy: &Policy, sources: &Sources, coverage: &Coverage) -> Json {
    let count = |count: Count| json!({"covered": count.covered, "total": count.total});
    let measures: serde_json::Map<String, Json> = Measure::ALL
        .iter()
        .map(|measure| (measure.as_str().to_owned(), count(coverage.count(|item| item.measure() == *measure))))
        .collect();
    let layers: serde_json::Map<String, Json> = LAYERS
        .iter()
        .map(|(layer, _)| ((*layer).to_owned(), count(coverage.count(|item| item.layer(policy) == Some(layer)))))
        .collect();
    let uncovered: Vec<Json> = coverage
        .items()
        .filter(|(_, covered)| !covered)
        .map(|(item, _)| {
            let (file, line, column) = sources.position(span(policy, item));
            let condition = match item {
                Item::Outcome(id, _) | Item::Boundary(id, ..) => Some(explain::comparison(policy, id)),
                _ => None,
            };
            json!({
                "measure": item.measure().as_str(), "file": file, "line": line, "column": column,
                "condition": condition, "lacks": lacks(policy, item),
            })
        })
        .collect();
    json!({"measures": measures, "layers": layers, "uncovered": uncovered})
}

/// `--require 90%`, `--require rules=100%`: how much of what must be covered, compared as whole numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Required {
    /// Of what; none: of each measure.
    measure: Option<Measure>,
    least: Fixed,
}

impl std::str::FromStr for Required {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (measure, share) = text.split_once('=').map_or((None, text), |(measure, share)| (Some(measure), share));
        let known = |name: &str| Measure::ALL.into_iter().find(|measure| measure.as_str() == name);
        let measure = match measure.map(|name| (name, known(name))) {
            None => None,
            Some((_, Some(measure))) => Some(measure),
            Some((name, None)) => return Err(format!("`{name}` is not counted; rules, conditions, boundaries are")),
        };
        let number = share.strip_suffix('%').and_then(|number| Fixed::parse(number).ok());
        let least = number.filter(|least| *least >= Fixed::ZERO && *least <= Fixed::from_whole(100));
        let least = least.ok_or_else(|| format!("`{share}` is not a share such as 100%"))?;
        Ok(Self { measure, least })
    }
}

impl Required {
    /// Says what falls short; nothing when all is well.
    pub(super) fn falls_short(self, coverage: &Coverage) -> Vec<String> {
        let measures = Measure::ALL.into_iter().filter(|measure| self.measure.is_none_or(|wanted| wanted == *measure));
        let short = measures.filter_map(|measure| {
            let count = coverage.count(|item| item.measure() == measure);
            (!self.is_met(count))
                .then(|| format!("{} {}, and {}% are required", measure.as_str(), of(count), self.least))
        });
        short.collect()
    }

    /// `covered / total >= least / 100`, without a division.
    fn is_met(self, count: Count) -> bool {
        let product = |count: usize, of: i64| i128::try_from(count).unwrap_or(i128::MAX).saturating_mul(i128::from(of));
        product(count.covered, Fixed::from_whole(100).millionths()) >= product(count.total, self.least.millionths())
    }
}

/// Says what falls short of what is required.
pub(super) fn complain(required: &[Required], coverage: &Coverage, ui: &mut Ui) -> Outcome<bool> {
    let short: Vec<String> = required.iter().flat_map(|required| required.falls_short(coverage)).collect();
    for line in &short {
        ui.wrapped(line, "  falls short: ", "      ")?;
    }
    Ok(!short.is_empty())
}

#[cfg(test)]
mod tests {
    use super::Required;
    use crate::coverage::Count;

    #[test]
    fn what_is_required_is_compared_exactly() {
        let met =
            |text: &str, covered, total| text.parse::<Required>().expect("a share").is_met(Count { covered, total });
        assert!(!met("100%", 9_999, 10_000));
        assert!(met("100%", 10_000, 10_000));
        assert!(met("99.99%", 9_999, 10_000));
        assert!(!met("66.67%", 2, 3));
        assert!(met("100%", 0, 0));
    }

    #[test]
    fn what_cannot_be_required_is_said() {
        for text in ["100", "101%", "-1%", "lines=100%", ""] {
            assert!(text.parse::<Required>().is_err(), "{text}");
        }
        assert!("boundaries=80%".parse::<Required>().is_ok());
    }
}
