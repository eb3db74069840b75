//! One mistake is one finding, where the author would look, in words for people.
//!
//! In: valid policies. Every kind of mistake is made in ten places, spread over all
//! of them, one at a time. `baton check` must find exactly one error and no more.
//! `MISTAKES_PLACES=100` makes each mistake in that many places.

use std::fmt::Write as _;

use baton::diagnostic::{Code, Severity};

#[allow(dead_code, reason = "each test uses a part of it")]
#[path = "support/checked.rs"]
mod checked;
#[path = "mistakes/kinds.rs"]
mod kinds;
#[path = "mistakes/policies.rs"]
mod policies;
#[path = "mistakes/text.rs"]
mod text;

use checked::{Found, check};
use kinds::{KINDS, Kind, Seed};
use policies::FILES;
use text::Text;

/// How often each mistake is made.
const PLACES: usize = 10;

/// A policy with one mistake.
struct Mutant {
    policy: String,
    text: String,
    /// The line, from 1, on which the mistake must be found.
    line: usize,
}

/// The mistake at every line at which it can be made.
fn mutants(kind: &Kind, policies: &[Text]) -> Vec<Mutant> {
    let mut all = Vec::new();
    for policy in policies {
        for at in 0..policy.lines.len() {
            let mutant = match kind.seed {
                Seed::Lines(seed) if at + 1 < policy.lines.len() => seed(policy, at),
                Seed::Lines(_) => None,
                Seed::Word(seed) => seed(policy.line(at)).map(|new| {
                    let mut lines = policy.lines.clone();
                    lines[at] = new;
                    (lines, at)
                }),
            };
            all.extend(mutant.map(|(lines, line)| Mutant {
                policy: policy.name.clone(),
                text: lines.join("\n") + "\n",
                line: line + 1,
            }));
        }
    }
    all
}

/// As many of them as `places`, spread evenly, the same ones each time.
fn spread(all: Vec<Mutant>, places: usize) -> Vec<Mutant> {
    let count = all.len();
    let wanted = |at: usize| (0..places).any(|place| place * count / places == at);
    all.into_iter().enumerate().filter(|(at, _)| wanted(*at)).map(|(_, mutant)| mutant).collect()
}

/// What is wrong with what was found, if anything.
fn complaint(kind: &Kind, mutant: &Mutant, found: &[Found]) -> Option<String> {
    let [one] = found else { return Some(format!("{} findings", found.len())) };
    if one.severity != Severity::Error {
        return Some("not an error".to_owned());
    }
    if !kind.codes.contains(&one.code) {
        return Some("another code".to_owned());
    }
    if one.line != mutant.line {
        return Some("on another line".to_owned());
    }
    if one.problem.help.as_deref().unwrap_or("").is_empty() {
        return Some("no help".to_owned());
    }
    one.said().find_map(foreign_word)
}

/// A word that only those who wrote Baton would know.
fn foreign_word(said: &str) -> Option<String> {
    let own = rule_names();
    let quoted = |word: &str| said.contains(&format!("`{word}`"));
    let mut words = said.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
    let rust = [
        "Option", "String", "Vec", "Some", "None", "Ok", "Err", "Rule", "Span", "Fixed", "usize", "u32", "bool", "EOI",
    ];
    words
        .find(|word| rust.contains(word) || word.contains("::") || own.iter().any(|name| name == word && !quoted(word)))
        .map(|word| format!("says `{word}`"))
}

/// Names of grammar rules that are no words of the language: those with an underscore.
fn rule_names() -> Vec<String> {
    let grammars = [include_str!("../grammar/baton.pest"), include_str!("../grammar/pattern.pest")];
    let names = grammars.iter().flat_map(|grammar| grammar.lines()).filter_map(|line| line.split_once('='));
    names.map(|(name, _)| name.trim().to_owned()).filter(|name| name.contains('_') && !name.contains(' ')).collect()
}

/// Findings about rules that others make idle.
const PROVED: [Code; 4] = [Code::W0511, Code::W0512, Code::W0513, Code::W0514];

#[test]
fn the_policies_are_valid() {
    for policy in policies::all() {
        let mut found = check(&(policy.lines.join("\n") + "\n"), FILES);
        // Rules made by chance often stand behind others that decide first; what is proved of them is right.
        found.retain(|one| !PROVED.contains(&one.code));
        let plain: String = found.iter().map(|one| one.plain.as_str()).collect();
        assert!(found.is_empty(), "{}:\n{plain}", policy.name);
    }
}

#[test]
fn every_mistake_is_one_finding() {
    let policies = policies::all();
    let wanted = std::env::var("MISTAKES_PLACES").ok().and_then(|places| places.parse().ok()).unwrap_or(PLACES);
    let (mut report, mut wrong, mut all) = (String::new(), 0, 0);
    for kind in KINDS {
        let places = spread(mutants(kind, &policies), wanted);
        if places.len() < PLACES {
            writeln!(report, "== {}: only {} places", kind.name, places.len()).expect("a string takes all");
            wrong += 1;
        }
        all += places.len();
        let found = in_parallel(&places);
        for (mutant, found) in places.iter().zip(&found) {
            let Some(complaint) = complaint(kind, mutant, found) else { continue };
            wrong += 1;
            let line = mutant.text.lines().nth(mutant.line - 1).unwrap_or("");
            writeln!(report, "== {}: {complaint}\n   {}:{} `{}`", kind.name, mutant.policy, mutant.line, line.trim())
                .expect("a string takes all");
            for one in found.iter().take(4) {
                report.push_str(&one.plain);
            }
        }
    }
    assert!(all >= 400, "only {all} mistakes were made");
    assert!(wrong == 0, "{wrong} of {all} mistakes:\n{report}");
}

/// The findings of each mutant, worked out by as many threads as there are processors.
fn in_parallel(mutants: &[Mutant]) -> Vec<Vec<Found>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = mutants.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let work = mutants
            .chunks(share)
            .map(|part| scope.spawn(move || part.iter().map(|mutant| check(&mutant.text, FILES)).collect::<Vec<_>>()));
        let running: Vec<_> = work.collect();
        running.into_iter().flat_map(|thread| thread.join().expect("checking never panics")).collect()
    })
}
