//! What became of a guarantee, as it is written.
//!
//! In: a verdict of `analysis`. Out: sentences, and an object of `baton.problems/1`.

use serde_json::{Value as Json, json};

use super::spans;
use crate::analysis::guarantees::Verdict;
use crate::reach::guarantees::Held;
use crate::source::{Sources, Span};

/// What became of a guarantee.
#[derive(Debug)]
pub(crate) struct Proof {
    pub(crate) title: String,
    pub(crate) span: Span,
    /// What it says.
    pub(crate) sentence: String,
    pub(crate) verdict: Verdict,
    /// What became of it over a year, if it speaks of the calendar.
    pub(crate) held: Option<Held>,
    /// How many recorded conversations break it, if some were given and it speaks of one decision.
    pub(crate) hits: Option<Hits>,
}

/// So many of so many conversations.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hits {
    pub(crate) conversations: usize,
    pub(crate) of: usize,
}

impl Hits {
    /// `computed: 2 of 19 conversations break it`
    pub(super) fn say(self, it: &str) -> String {
        let Self { conversations, of } = self;
        format!("computed: {conversations} of {of} conversations break {it}")
    }
}

impl Proof {
    /// Whether it holds for every input, of which there are some.
    pub(crate) fn is_proved(&self) -> bool {
        matches!(self.verdict, Verdict::Proved) || matches!(self.held, Some(Held::Proved))
    }

    /// How often it is broken in recorded conversations, unless it was proved.
    pub(super) fn computed(&self) -> Option<String> {
        let hits = self.hits.filter(|_| !self.is_proved())?;
        Some(hits.say(&format!("\"{}\"", self.title)))
    }

    pub(super) fn as_json(&self, path: &str, sources: &Sources) -> Json {
        let (file, line, _) = sources.position(self.span);
        let verdict = match &self.verdict {
            Verdict::OfTheCalendar => match &self.held {
                Some(Held::Proved) => "proved",
                Some(Held::Lapses(_)) => "broken",
                Some(Held::Elsewhere(_)) => "undecided",
                Some(Held::NeedsRoster) | None => "needs_roster",
            },
            Verdict::Proved => "proved",
            Verdict::NothingFits => "nothing_fits",
            Verdict::Broken(_) => "broken",
            Verdict::NoExample => "doubtful",
            Verdict::Undecided => "undecided",
        };
        let tests: Vec<String> = match &self.verdict {
            Verdict::Broken(breach) => breach.examples.iter().map(|example| example.test(&self.title)).collect(),
            _ => Vec::new(),
        };
        let lapses = match &self.held {
            Some(Held::Lapses(lapses)) => lapses.as_slice(),
            _ => &[],
        };
        json!({
            "intervals": spans::of_lapses(lapses),
            "path": path, "title": self.title, "file": file, "line": line, "verdict": verdict,
            "sentence": self.sentence, "tests": tests, "conversations_hit": self.hits.map(|hits| hits.conversations),
            "conversations": self.hits.map(|hits| hits.of),
        })
    }
}
