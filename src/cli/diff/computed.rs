//! `diff --on`: what two policies would have decided differently in recorded conversations.
//!
//! In: two policies and transcripts. Out: counts by category and decision, with the
//! first few places. Decision points after a handoff do not count: what followed it
//! would have been another conversation. Memory does not grow with the transcripts.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value as Json, json};

use super::Report;
use crate::analysis::diff::Said;
use crate::artifact::Artifact;
use crate::cli::check::many;
use crate::cli::run::category;
use crate::cli::transcripts::{self, Ids};
use crate::cli::ui::{Outcome, Ui, plain};
use crate::conversation::Conversation;
use crate::runtime::{Options, Step, Table, replay};

/// Different categories and decisions that are counted apart.
const COUNTS_MAX: usize = 1_000;
/// Places that are named of each.
const FIRST_MAX: usize = 3;
/// Lines that are shown.
const SHOWN: usize = 20;

/// Counts over conversations.
#[derive(Debug, Default)]
pub(super) struct Computed {
    pub(super) conversations: usize,
    pub(super) unread: usize,
    points: usize,
    different_points: usize,
    different_conversations: usize,
    counts: BTreeMap<Key, Count>,
}

/// Category, old decision, new decision.
type Key = (String, String, String);

#[derive(Debug, Default)]
struct Count {
    points: usize,
    conversations: usize,
    first: Vec<(String, usize)>,
}

/// Replays every conversation with both policies.
pub(super) fn on(old: &Artifact, new: &Artifact, paths: &[PathBuf], ui: &mut Ui) -> Outcome<Computed> {
    let tables = [old, new].map(|artifact| Table::new(artifact.clone()));
    let (mut computed, mut ids) = (Computed::default(), Ids::default());
    for path in &transcripts::find(paths)? {
        let counted = transcripts::each(path, false, &mut ids, ui, &mut |conversation, _| {
            computed.add(&tables, conversation);
            Ok(())
        })?;
        computed.unread += counted.unread;
    }
    ui.end_progress();
    Ok(computed)
}

impl Computed {
    fn add(&mut self, tables: &[Table; 2], conversation: &Conversation) {
        self.conversations += 1;
        let steps = tables.each_ref().map(|table| replay(table, conversation, &Options::default()));
        let category = category(tables[1].policy(), conversation);
        let mut seen: Vec<Key> = Vec::new();
        for step in steps[0].iter().filter(|step| counts(step)) {
            let is_same =
                |other: &&Step| (other.turn, other.decision.point) == (step.turn, step.decision.point) && counts(other);
            let Some(other) = steps[1].iter().find(is_same) else { continue };
            self.points += 1;
            let said = [Said::of(tables[0].policy(), &step.decision), Said::of(tables[1].policy(), &other.decision)];
            if said[0] == said[1] {
                continue;
            }
            self.different_points += 1;
            let [was, is] = &said;
            let is = Said::titles(std::slice::from_ref(is), Some(std::slice::from_ref(was)));
            let was = Said::titles(std::slice::from_ref(was), None);
            let mut key = (category.clone(), was, is);
            if self.counts.len() >= COUNTS_MAX && !self.counts.contains_key(&key) {
                "(others)".clone_into(&mut key.0);
            }
            let is_new = !seen.contains(&key);
            let count = self.counts.entry(key.clone()).or_default();
            count.points += 1;
            count.conversations += usize::from(is_new);
            if is_new && count.first.len() < FIRST_MAX {
                count.first.push((plain(&conversation.id, 60), step.turn + 1));
            }
            seen.extend(is_new.then_some(key));
        }
        self.different_conversations += usize::from(!seen.is_empty());
    }

    /// The counts in a sentence.
    pub(super) fn summary(&self) -> String {
        format!(
            "{} of {} ({} of {}) decided differently",
            self.different_points,
            many(self.points, "decision point"),
            self.different_conversations,
            many(self.conversations, "conversation"),
        )
    }

    /// One line for each category and decision, the most frequent first.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut all: Vec<(&Key, &Count)> = self.counts.iter().collect();
        all.sort_by_key(|(_, count)| std::cmp::Reverse(count.points));
        let rest = all.len().saturating_sub(SHOWN);
        let line = |((category, old, new), count): (&Key, &Count)| {
            let first: Vec<String> = count.first.iter().map(|(id, turn)| format!("{id} turn {turn}")).collect();
            format!("{category}: {old} -> {new}, {} ({})", many(count.points, "point"), first.join(", "))
        };
        let mut lines: Vec<String> = all.into_iter().take(SHOWN).map(line).collect();
        lines.extend((rest > 0).then(|| format!("… and {rest} more")));
        lines
    }

    /// As JSON.
    pub(super) fn json(&self) -> Json {
        let count = |((category, old, new), count): (&Key, &Count)| {
            let first = |(id, turn): &(String, usize)| json!({ "conversation": id, "turn": turn });
            json!({
                "category": category, "old": old, "new": new, "points": count.points,
                "conversations": count.conversations, "first": count.first.iter().map(first).collect::<Vec<_>>(),
            })
        };
        json!({
            "conversations": self.conversations, "unread": self.unread, "points": self.points,
            "different_points": self.different_points, "different_conversations": self.different_conversations,
            "by_category": self.counts.iter().map(count).collect::<Vec<_>>(),
        })
    }
}

/// Whether a decision point belongs to the part that the assistant had.
fn counts(step: &Step) -> bool {
    step.after.is_none() && !step.with_person
}

/// The counts under a heading, if there are any.
pub(super) fn section(report: &Report<'_>) -> Option<(String, Vec<String>)> {
    let computed = report.computed.as_ref()?;
    Some((format!("On your conversations (computed): {}", computed.summary()), computed.lines()))
}
