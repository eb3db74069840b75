//! What a whole dry run came to: counts by category, action, rule, missing fact.

use std::collections::BTreeMap;
use std::time::Duration;

use owo_colors::Style;
use serde_json::{Value as Json, json};
use textwrap::core::display_width;

use super::super::check::many;
use super::super::ui::{Outcome, Ui, plain};
use super::filter::Decider;
use super::timeline::is_over;
use crate::conversation::Conversation;
use crate::decision::Decision;
use crate::policy::{ActionName, FactId, Policy, RuleId};
use crate::redact::{Counts, Kind, redact};
use crate::runtime::{Step, Table};

/// The JSON Schema (draft 7) of [`Summary::as_json`].
pub(crate) const SCHEMA: &str = include_str!("../../../docs/schema/summary.schema.json");

/// Different problems that are counted apart.
const PROBLEMS_MAX: usize = 100;
/// Different categories that are counted apart: transcripts may name any, and memory has a limit.
const CATEGORIES_MAX: usize = 5_000;
/// Categories that the table shows.
const CATEGORIES_SHOWN: usize = 30;
/// Columns of a name in front of its points.
const NAME_COLUMNS: usize = 30;

/// Counts over conversations. Its size does not grow with their number.
pub(super) struct Summary<'e> {
    policy: &'e Policy,
    /// Conversations that could not be read.
    pub(super) unread: usize,
    /// Conversations that were run.
    pub(super) conversations: usize,
    turns: usize,
    points: usize,
    points_after: usize,
    handed_off: usize,
    /// Decision points and conversations by action.
    actions: BTreeMap<ActionName, (usize, usize)>,
    /// Conversations and handed-off ones by category.
    categories: BTreeMap<String, (usize, usize)>,
    deciders: BTreeMap<Decider, usize>,
    watches: BTreeMap<RuleId, usize>,
    missing: BTreeMap<FactId, usize>,
    problems: BTreeMap<String, usize>,
    /// What was taken out of the turns before anything of them was shown.
    redacted: Counts,
}

impl<'e> Summary<'e> {
    /// Nothing counted yet.
    pub(super) fn new(table: &'e Table) -> Self {
        Self {
            policy: table.policy(),
            unread: 0,
            conversations: 0,
            turns: 0,
            points: 0,
            points_after: 0,
            handed_off: 0,
            actions: BTreeMap::new(),
            categories: BTreeMap::new(),
            deciders: BTreeMap::new(),
            watches: BTreeMap::new(),
            missing: BTreeMap::new(),
            problems: BTreeMap::new(),
            redacted: Counts::default(),
        }
    }

    /// Counts one conversation.
    pub(super) fn add(&mut self, conversation: &Conversation, steps: &[Step]) {
        self.conversations += 1;
        self.turns += conversation.turns.len();
        conversation.turns.iter().for_each(|turn| self.redacted.add(&redact(&turn.text).counts));
        self.points_after += steps.iter().filter(|step| is_over(step)).count();
        let counted: Vec<&Decision> = steps.iter().filter(|step| !is_over(step)).map(|step| &step.decision).collect();
        self.points += counted.len();
        let mut seen: Vec<ActionName> = Vec::new();
        for decision in &counted {
            self.decision(decision);
            let count = self.actions.entry(decision.action).or_default();
            count.0 += 1;
            if !seen.contains(&decision.action) {
                seen.push(decision.action);
                count.1 += 1;
            }
        }
        let handed_off = seen.contains(&ActionName::HandOff);
        self.handed_off += usize::from(handed_off);
        let mut name = category(self.policy, conversation);
        if self.categories.len() >= CATEGORIES_MAX && !self.categories.contains_key(&name) {
            "(others)".clone_into(&mut name);
        }
        let category = self.categories.entry(name).or_default();
        category.0 += 1;
        category.1 += usize::from(handed_off);
    }

    fn decision(&mut self, decision: &Decision) {
        *self.deciders.entry(Decider::of(decision)).or_default() += 1;
        for watch in &decision.watches {
            *self.watches.entry(*watch).or_default() += 1;
        }
        for (fact, _) in decision.read.iter().filter(|(_, value)| value.is_none()) {
            let waits = self.policy.fact(*fact).on_answer && decision.point == crate::decision::Point::Message;
            *self.missing.entry(*fact).or_default() += usize::from(!waits);
        }
        for problem in &decision.problems {
            let text = plain(&format!("{}: {}", problem.fact, problem.message), 200);
            if self.problems.len() < PROBLEMS_MAX || self.problems.contains_key(&text) {
                *self.problems.entry(text).or_default() += 1;
            }
        }
    }

    /// Prints the counts and how fast it went.
    pub(super) fn print(&self, elapsed: Duration, ui: &mut Ui) -> Outcome<()> {
        let bold = Style::new().bold();
        let counted = format!(
            "{}, {}, {}",
            many(self.conversations, "conversation"),
            many(self.turns, "turn"),
            many(self.points, "decision point")
        );
        ui.line(ui.paint(&counted, bold))?;
        if self.points_after > 0 {
            ui.line(format!("{} after a handoff, not counted", many(self.points_after, "point")))?;
        }
        if self.unread > 0 {
            ui.line(format!("{} could not be read", many(self.unread, "conversation")))?;
        }
        if self.redacted.total() > 0 {
            let each: Vec<String> = self.redacted.each().map(|(kind, count)| counted_kind(kind, count)).collect();
            ui.wrapped(&format!("{} taken out of what is shown", each.join(", ")), "", "  ")?;
        }
        self.print_actions(ui)?;
        self.print_categories(ui)?;
        self.print_rules(ui)?;
        self.print_missing(ui)?;
        let seconds = elapsed.as_secs_f64().max(1e-6);
        #[allow(clippy::cast_precision_loss, reason = "a rate for people")]
        let rate = self.turns as f64 / seconds;
        ui.line(format!("\n{rate:.0} turns a second ({seconds:.2} s, reading and printing included)"))
    }

    fn print_actions(&self, ui: &mut Ui) -> Outcome<()> {
        heading("\ndecision      points  conversations", ui)?;
        for (action, (points, conversations)) in &self.actions {
            ui.line(format!("  {:<10}{points:>8}{conversations:>15}", action.as_str()))?;
        }
        Ok(())
    }

    fn print_categories(&self, ui: &mut Ui) -> Outcome<()> {
        let mut rows: Vec<_> = self.categories.iter().collect();
        rows.sort_by_key(|(_, (all, _))| std::cmp::Reverse(*all));
        let more = rows.len().saturating_sub(CATEGORIES_SHOWN);
        rows.truncate(CATEGORIES_SHOWN);
        let widest = rows.iter().map(|(name, _)| display_width(name)).max().unwrap_or(0);
        let width = widest.clamp(12, ui.width - 34);
        let columns = |all: usize, handed: usize| format!("{all:>15}{handed:>12}  {:>4}%", handed * 100 / all.max(1));
        heading(&format!("\n{:<width$}  conversations  handed off", "category"), ui)?;
        for (name, (all, handed)) in rows {
            ui.row(name, width, &columns(*all, *handed))?;
        }
        if more > 0 {
            ui.line(format!("… and {more} more"))?;
        }
        ui.row("all", width, &columns(self.conversations, self.handed_off))
    }

    fn print_rules(&self, ui: &mut Ui) -> Outcome<()> {
        heading("\ndecided by                      points", ui)?;
        let mut rows: Vec<_> = self.deciders.iter().collect();
        rows.sort_by_key(|(_, points)| std::cmp::Reverse(**points));
        for (decider, points) in rows {
            ui.row(&format!("  {}", decider.name(self.policy)), NAME_COLUMNS, &format!("{points:>8}"))?;
        }
        for (watch, points) in &self.watches {
            let name = &self.policy.rule(*watch).name;
            ui.row(&format!("  {name}"), NAME_COLUMNS, &format!("{points:>8}  (only watched)"))?;
        }
        let silent: Vec<&str> = (0..self.policy.rules.len())
            .map(RuleId::from_index)
            .filter(|id| !self.deciders.contains_key(&Decider::Rule(*id)) && !self.policy.rule(*id).watch)
            .map(|id| self.policy.rule(id).name.as_str())
            .collect();
        if silent.is_empty() {
            Ok(())
        } else {
            ui.wrapped(&format!("never decided: {}", silent.join(", ")), "  ", "    ")
        }
    }

    fn print_missing(&self, ui: &mut Ui) -> Outcome<()> {
        let mut rows: Vec<_> = self.missing.iter().filter(|(_, points)| **points > 0).collect();
        rows.sort_by_key(|(_, points)| std::cmp::Reverse(**points));
        if !rows.is_empty() {
            heading("\nasked for and missing           points", ui)?;
        }
        for (fact, points) in rows {
            let name = format!("  {}", self.policy.fact(*fact).words);
            ui.row(&name, NAME_COLUMNS, &format!("{points:>8}  of {}", self.points))?;
        }
        if !self.problems.is_empty() {
            heading("\ninput that could not be used", ui)?;
        }
        for (problem, count) in &self.problems {
            ui.wrapped(&format!("{problem} ({})", many(*count, "time")), "  ", "    ")?;
        }
        Ok(())
    }

    /// The counts as `baton.summary/1`.
    pub(super) fn as_json(&self) -> Json {
        let actions: BTreeMap<&str, Json> = self
            .actions
            .iter()
            .map(|(action, (points, conversations))| {
                (action.as_str(), json!({"points": points, "conversations": conversations}))
            })
            .collect();
        let categories: BTreeMap<&String, Json> = self
            .categories
            .iter()
            .map(|(name, (all, handed))| (name, json!({"conversations": all, "handed_off": handed})))
            .collect();
        let rules: BTreeMap<&str, usize> =
            self.deciders.iter().map(|(decider, points)| (decider.name(self.policy), *points)).collect();
        let watches: BTreeMap<&str, usize> =
            self.watches.iter().map(|(rule, points)| (self.policy.rule(*rule).name.as_str(), *points)).collect();
        let missing: BTreeMap<&str, usize> = self
            .missing
            .iter()
            .filter(|(_, n)| **n > 0)
            .map(|(fact, points)| (self.policy.fact(*fact).name.as_str(), *points))
            .collect();
        json!({
            "schema": "baton.summary/1",
            "policy": {"title": self.policy.title, "hash": self.policy.hash},
            "conversations": self.conversations, "unread": self.unread, "turns": self.turns,
            "points": self.points, "points_after_handoff": self.points_after, "handed_off": self.handed_off,
            "actions": actions, "categories": categories, "rules": rules, "watches": watches,
            "missing": missing, "problems": self.problems,
            "redacted": self.redacted.each().map(|(kind, count)| (kind.many(), count)).collect::<BTreeMap<_, _>>(),
        })
    }
}

/// `2 card numbers`
fn counted_kind(kind: Kind, count: usize) -> String {
    format!("{count} {}", if count == 1 { kind.one() } else { kind.many() })
}

/// A heading, apart from what stands before it.
fn heading(text: &str, ui: &mut Ui) -> Outcome<()> {
    ui.line(ui.paint(text, Style::new().bold()))
}

/// What a conversation was about, by its last word on it.
pub(in crate::cli) fn category(policy: &Policy, conversation: &Conversation) -> String {
    let named = |facts: &[(String, Json)]| {
        facts.iter().rev().find(|(name, _)| name == "category").and_then(|(_, value)| value.as_str().map(str::to_owned))
    };
    let last =
        conversation.turns.iter().rev().find_map(|turn| named(&turn.facts)).or_else(|| named(&conversation.facts));
    let Some(name) = last else { return "(none)".to_owned() };
    policy
        .find_category(&name)
        .map_or_else(|| format!("{} (unknown)", plain(&name, 60)), |id| policy.categories[id.index()].path.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transcript_with_ever_new_categories_does_not_fill_the_memory() {
        let text = "baton 1\npolicy \"P\" { timezone \"UTC\"; languages en; assistant gives category\n\
                    default queue q; otherwise stay; on failure hand off to q }\nqueue q\n";
        let (mut sources, mut found) = (crate::source::Sources::default(), crate::diagnostic::Diagnostics::default());
        let program = crate::syntax::parse("p.baton", text, &mut sources, &mut found);
        let policy = crate::semantics::resolve(&program, &sources, &mut found).expect("a policy without errors");
        let rows = crate::lower(&policy).expect("a small policy fits a table");
        let table = Table::new(crate::Artifact { policy, rows });
        let mut summary = Summary::new(&table);
        for at in 0..CATEGORIES_MAX + 100 {
            let facts = vec![("category".to_owned(), Json::from(format!("category {at}")))];
            summary.add(&Conversation { facts, ..Conversation::default() }, &[]);
        }
        assert_eq!(summary.categories.len(), CATEGORIES_MAX + 1);
        assert_eq!(summary.categories["(others)"], (100, 0));
    }
}
