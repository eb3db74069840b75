//! Listening: `cargo bench --bench ears`.
//!
//! All standard signals, English and Spanish, on one message after the other, against a bare scan for the same
//! phrases: an Aho-Corasick automaton that finds, without words, sentences, gaps or typos. Of patterns with
//! alternatives the first [`SPELLINGS_MAX`] spellings are scanned for. Messages: those of `examples/`.

use aho_corasick::{AhoCorasick, MatchKind};
use baton::pattern::{Part, Pattern};
use baton::policy::DetectorKind;
use baton::runtime::text::{Phrases, Text};
use baton::source::Files;
use divan::counter::BytesCount;

/// Spellings of one pattern that the bare scan looks for.
const SPELLINGS_MAX: usize = 500;

fn main() {
    // Where instructions are counted: nothing but so many passes.
    if let (Ok(what), Ok(times)) = (std::env::var("BATON_EARS"), std::env::var("BATON_PASSES")) {
        return passes(&what, times.parse().expect("a number of passes"));
    }
    divan::main();
}

/// So many passes over the messages, of `all`, `read` or `scan`.
fn passes(what: &str, times: usize) {
    let (patterns, messages) = (patterns(), messages());
    println!("{} bytes", messages.iter().map(String::len).sum::<usize>());
    let phrases = Phrases::new(&patterns);
    let scan = (what == "scan").then(|| scan(&patterns));
    for _ in 0..times {
        for message in &messages {
            divan::black_box(match &scan {
                Some(scan) => scan.find_overlapping_iter(message).count(),
                None if what == "all" => phrases.find(&Text::read(message)).len(),
                None => Text::read(message).len(),
            });
        }
    }
}

/// A bare scan for the phrases of patterns.
fn scan(patterns: &[Pattern]) -> AhoCorasick {
    let spelled: Vec<String> = patterns.iter().flat_map(spellings).filter(|spelled| !spelled.is_empty()).collect();
    let scan = AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::Standard).build(&spelled);
    let scan = scan.expect("a few hundred thousand letters");
    println!("{} phrases in {} spellings, {} KB", patterns.len(), spelled.len(), scan.memory_usage() / 1024);
    scan
}

struct Standard;

impl Files for Standard {
    fn read(&self, _path: &str) -> Result<String, String> {
        Ok(include_str!("../examples/detection/policy.baton").to_owned())
    }
}

fn patterns() -> Vec<Pattern> {
    let (artifact, _, _) = baton::compile("policy.baton", &Standard);
    let signals = artifact.expect("the policy is in order").policy.signals;
    let patterns = signals.into_iter().flat_map(|signal| signal.detectors).filter_map(|detector| match detector.kind {
        DetectorKind::Says(_, pattern) | DetectorKind::SaysOnly(_, pattern) | DetectorKind::Unless(_, pattern) => {
            Some(pattern)
        }
        _ => None,
    });
    patterns.collect()
}

/// What customers and assistants wrote in the examples.
fn messages() -> Vec<String> {
    let mut texts = Vec::new();
    for transcript in [
        include_str!("../examples/public/star/conversations.jsonl"),
        include_str!("../examples/public/tau-airline/conversations.jsonl"),
        include_str!("../examples/public/banking77/messages.jsonl"),
        include_str!("../examples/detection/spanish_seen.jsonl"),
        include_str!("../examples/detection/spanish_unseen.jsonl"),
    ] {
        for conversation in baton::io::transcript::Reader::new("bench.jsonl", transcript.as_bytes()) {
            let turns = conversation.expect("the examples can be read").turns;
            texts.extend(turns.into_iter().map(|turn| turn.text));
        }
    }
    texts
}

/// The first spellings of a pattern, gaps left out.
fn spellings(pattern: &Pattern) -> Vec<String> {
    let mut all = vec![String::new()];
    for part in &pattern.parts {
        let next: Vec<String> = match part {
            Part::Word(word) | Part::Prefix(word) => vec![word.clone()],
            Part::Gap => continue,
            Part::OneOf(patterns) => patterns.iter().flat_map(spellings).collect(),
            Part::Maybe(patterns) => {
                patterns.iter().flat_map(spellings).chain(std::iter::once(String::new())).collect()
            }
        };
        all = all.iter().flat_map(|start| next.iter().map(move |end| joined(start, end))).take(SPELLINGS_MAX).collect();
    }
    all
}

fn joined(start: &str, end: &str) -> String {
    [start, end].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn bytes(messages: &[String]) -> BytesCount {
    BytesCount::new(messages.iter().map(String::len).sum::<usize>())
}

/// Words, sentences, contractions, typos, gaps: all phrases of all standard signals.
#[divan::bench(sample_count = 20)]
fn all_standard_signals(bencher: divan::Bencher<'_, '_>) {
    let (patterns, messages) = (patterns(), messages());
    let phrases = Phrases::new(&patterns);
    let find = |message: &String| phrases.find(&Text::read(message)).len();
    bencher.counter(bytes(&messages)).bench(|| messages.iter().map(find).sum::<usize>());
}

/// Reading alone: words, folded, with their sentences.
#[divan::bench(sample_count = 20)]
fn reading_alone(bencher: divan::Bencher<'_, '_>) {
    let messages = messages();
    let read = |message: &String| Text::read(message).len();
    bencher.counter(bytes(&messages)).bench(|| messages.iter().map(read).sum::<usize>());
}

/// The same phrases, letter by letter: every place where one stands.
#[divan::bench(sample_count = 20)]
fn bare_scan(bencher: divan::Bencher<'_, '_>) {
    let (patterns, messages) = (patterns(), messages());
    let scan = scan(&patterns);
    let find = |message: &String| scan.find_overlapping_iter(message).count();
    bencher.counter(bytes(&messages)).bench(|| messages.iter().map(find).sum::<usize>());
}
