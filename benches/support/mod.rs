//! Policies and conversations of any size, the same at every run.

pub(crate) mod tickets;

use std::fmt::Write;

use baton::conversation::{Conversation, Speaker, Turn};
use baton::source::Files;
use serde_json::json;

/// A policy that stands alone.
pub(crate) struct Given(pub(crate) String);

impl Files for Given {
    fn read(&self, _path: &str) -> Result<String, String> {
        Ok(self.0.clone())
    }
}

const TIERS: [&str; 4] = ["trial", "free", "growth", "enterprise"];
const CATEGORIES: usize = 40;

/// A policy of `rules` rules: eight in ten for one of 40 categories, with one to six comparisons in all.
pub(crate) fn policy(rules: usize) -> String {
    let mut text = String::from(
        "baton 1\n\npolicy \"Bench\" {\n  timezone \"UTC\"\n  languages en\n  assistant gives confidence, category\n  \
         default queue people\n  otherwise stay\n  on failure hand off to people\n}\n\nuse \"std/signals/en\"\n\n",
    );
    for category in 0..CATEGORIES {
        writeln!(text, "category topic_{category}").expect("writing to a string cannot fail");
    }
    text += "fact customer.tier is one of trial, free, growth, enterprise default free\n\
             fact systems is count default 1\n\
             queue people\nqueue care\n\nthreshold confidence {\n  60%\n  raise by 10 points when customer.tier is enterprise\n  \
             raise by 15 points when contacts in 14 days at least 2\n  never above 95%\n}\n\n";
    for rule in 0..rules {
        text += &self::rule(rule);
    }
    text
}

fn rule(at: usize) -> String {
    let mut when = vec![format!("systems at least {}", 2 + at % 7)];
    if at % 10 < 8 {
        when.push(format!("category is topic_{}", at % CATEGORIES));
    }
    if at.is_multiple_of(2) {
        when.push(format!("customer.tier is one of {}, {}", TIERS[at % 4], TIERS[(at + 1) % 4]));
    }
    if at.is_multiple_of(3) {
        when.push(format!("confidence below threshold minus {} points", 1 + at % 20));
    }
    if at.is_multiple_of(5) {
        when.push("(asks_for_human or frustration above 0.5)".to_owned());
    }
    let queue = if at.is_multiple_of(2) { "people" } else { "care" };
    format!(
        "rule rule_{at} {{\n  when {}\n  then hand off to {queue}, priority high\n  because \"Reason number {at}\"\n}}\n\n",
        when.join(" and ")
    )
}

/// Conversations of eight turns; most stay with the assistant.
pub(crate) fn conversations(count: usize) -> Vec<Conversation> {
    let said = [
        "Hello, I have a question about my last invoice, it is higher than I expected",
        "I looked at the settings page and I cannot find where to change it",
        "That did not help, it still shows the old address",
        "ok thanks, that works now",
    ];
    (0..count)
        .map(|at| {
            let mut turns = Vec::new();
            for (round, text) in said.iter().enumerate() {
                let turn = |speaker, text: &str, facts| Turn {
                    speaker,
                    text: text.to_owned(),
                    at: None,
                    facts,
                    labels: Vec::new(),
                };
                turns.push(turn(Speaker::Customer, text, Vec::new()));
                let facts = vec![
                    ("confidence".to_owned(), json!(0.9)),
                    ("category".to_owned(), json!(format!("topic_{}", (at + round) % CATEGORIES))),
                ];
                turns.push(turn(Speaker::Assistant, "Let me look that up for you.", facts));
            }
            let facts = vec![("customer.tier".to_owned(), json!(TIERS[at % 4]))];
            Conversation {
                id: format!("bench-{at}"),
                facts,
                history: Some(Vec::new()),
                turns,
                ..Conversation::default()
            }
        })
        .collect()
}
