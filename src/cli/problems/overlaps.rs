//! Pairs of rules whose order matters, as they are written.
//!
//! In: pairs that `analysis` proved. Out: a few lines for each group, and an object of
//! `baton.problems/1`.

use serde_json::{Value as Json, json};

use super::super::check::many;
use super::super::ui::{Outcome, Ui};
use crate::analysis::{Example, Overlapping, Overlaps};
use crate::policy::{Policy, RuleId};

/// Most earlier rules that a group names for people.
const NAMED_MAX: usize = 10;

/// Most later rules that are named with one.
const LATER_MAX: usize = 4;

fn name(policy: &Policy, rule: RuleId) -> &str {
    &policy.rule(rule).name
}

/// The test of a pair.
fn test(policy: &Policy, (first, second, example): &(RuleId, RuleId, Example)) -> String {
    example.test(&format!("{} before {}", name(policy, *first), name(policy, *second)))
}

/// For people: a head, then each group with a conversation.
pub(super) fn print(overlaps: &Overlaps, policy: &Policy, ui: &mut Ui) -> Outcome<()> {
    ui.line("")?;
    let head = match overlaps.pairs() {
        0 if overlaps.undecided > 0 => "No pair of rules was found whose order matters.".to_owned(),
        0 if overlaps.special_cases > 0 => "No order matters but that of special cases: proved.".to_owned(),
        0 => "No two rules of one layer hold together and decide differently: proved.".to_owned(),
        1 => "1 pair of rules can hold together and decides differently, proved; the earlier rule wins:".to_owned(),
        pairs => {
            format!("{pairs} pairs of rules can hold together and decide differently, proved; the earlier rule wins:")
        }
    };
    ui.wrapped(&head, "", "  ")?;
    for group in &overlaps.groups {
        print_group(group, policy, ui)?;
    }
    if overlaps.special_cases > 0 {
        ui.line("")?;
        let count = overlaps.special_cases;
        let pairs = if count == 1 { "pair is" } else { "pairs are" };
        let said = format!("{count} more {pairs} a special case before the general one, as it must be.");
        ui.wrapped(&said, "  ", "  ")?;
    }
    if overlaps.undecided > 0 {
        ui.wrapped(&format!("{} more were left undecided.", overlaps.undecided), "  ", "  ")?;
    }
    Ok(())
}

fn print_group(group: &Overlapping, policy: &Policy, ui: &mut Ui) -> Outcome<()> {
    ui.line("")?;
    let count = group.pairs.len();
    ui.wrapped(&format!("{}: {}", group.sentence(), many(count, "pair")), "  ", "    ")?;
    let lines = lines(group, policy);
    for line in lines.iter().take(NAMED_MAX) {
        ui.wrapped(line, "    ", "      ")?;
    }
    if lines.len() > NAMED_MAX {
        ui.line(format!("    and {} more rules before others", lines.len() - NAMED_MAX))?;
    }
    let Some(example) = &group.example else { return Ok(()) };
    test(policy, example).lines().try_for_each(|line| ui.line(format!("    {line}")))
}

/// For each earlier rule a line: `` `a` before `b`, `c` and 3 more``.
fn lines(group: &Overlapping, policy: &Policy) -> Vec<String> {
    let mut found: Vec<(RuleId, Vec<RuleId>)> = Vec::new();
    for (first, second) in &group.pairs {
        match found.last_mut().filter(|(rule, _)| rule == first) {
            Some((_, later)) => later.push(*second),
            None => found.push((*first, vec![*second])),
        }
    }
    let line = |(first, later): &(RuleId, Vec<RuleId>)| {
        // One more takes no more room than to say that there is one.
        let shown = if later.len() > LATER_MAX + 1 { LATER_MAX } else { later.len() };
        let names: Vec<String> = later[..shown].iter().map(|rule| format!("`{}`", name(policy, *rule))).collect();
        let rest = if shown < later.len() { format!(" and {} more", later.len() - shown) } else { String::new() };
        format!("`{}` before {}{rest}", name(policy, *first), names.join(", "))
    };
    found.iter().map(line).collect()
}

/// The overlaps of one policy.
pub(super) fn as_json(overlaps: &Overlaps, policy: &Policy, path: &str) -> Json {
    let group = |group: &Overlapping| {
        let pair = |(first, second): &(RuleId, RuleId)| json!([name(policy, *first), name(policy, *second)]);
        json!({
            "earlier": group.earlier.as_str(), "later": group.later.as_str(), "differ": group.differ.as_str(),
            "pairs": group.pairs.iter().map(pair).collect::<Vec<_>>(),
            "test": group.example.as_ref().map(|example| test(policy, example)),
        })
    };
    json!({
        "path": path, "pairs": overlaps.pairs(), "groups": overlaps.groups.iter().map(group).collect::<Vec<_>>(),
        "special_cases": overlaps.special_cases, "undecided": overlaps.undecided,
    })
}
