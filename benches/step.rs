//! `step` end to end, line in and line out: `cargo bench --bench step`.
//!
//! A customer's message of 300 characters in the fifth round of a conversation, all standard signals in English and
//! Spanish, sentiment and likeness, the state in the line. Beside it, in the same run, what no such program can do
//! without: `serde_json` reading the line that comes and printing the line that goes, and aho-corasick looking for the
//! same phrases in the same text. Prints tables; each operation is timed by itself, so that a percentile is one of
//! events. On Unix the time is the thread's own: what other programs take of the processor does not count.

#![allow(
    unsafe_code,
    reason = "an allocator that counts is unsafe by its trait, and the clock of a thread a call to the system"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use aho_corasick::AhoCorasick;
use baton::decision::Point;
use baton::pattern::{Part, Pattern};
use baton::policy::DetectorKind;
use baton::runtime::step::{Event, State, step};
use baton::runtime::{Session, Table};
use baton::source::Files;
use serde_json::{Value as Json, json};

#[path = "support/clock.rs"]
mod clock;

struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        // SAFETY: as above.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often each operation is timed.
const TIMES: usize = 20_000;
/// How often before that, untimed.
const WARM_UP: usize = 2_000;
/// Of one pattern, so many of its phrases are looked for by the bare scan.
const PHRASES_MAX: usize = 5_000;

/// 300 characters, as the bench asserts.
const TEXT: &str = "Hello, I was looking at the invoice of this month again and there is a charge of 39 euros from March that I do \
                    not recognise. I have already tried the form that you sent me, and it still shows the old \
                    amount. Could you please check what happened with it, before my plan renews next week? Thanks, Ana.";

/// All standard signals, as a rule asks for them.
const SIGNALS: [&str; 12] = [
    "reports_takeover",
    "self_harm",
    "threatens_legal_action",
    "formal_complaint",
    "privacy_request",
    "asks_for_human",
    "thinking_of_leaving",
    "abuse",
    "thanks",
    "urgent",
    "frustration above 0.9",
    "confusion",
];

struct Policy;

impl Files for Policy {
    fn read(&self, _: &str) -> Result<String, String> {
        let header = "baton 1\npolicy \"Bench\" { timezone \"Europe/Madrid\"; languages en, es; fallback en\n\
             assistant gives confidence, category; default queue people; otherwise stay; on failure hand off to people }\n\
             use \"std/signals/en\"\nuse \"std/signals/es\"\nuse \"std/messages/en\"\nuse \"std/messages/es\"\n\
             category account { password_reset }\ncategory billing { refund, dispute }\n\
             fact customer.tier is one of free, pro, enterprise default free\nqueue people\nqueue billing { handles billing }\n\
             threshold confidence { 60%; 80% for billing; raise by 10 points when sentiment at most -0.4 }\n";
        let rules: String = SIGNALS
            .iter()
            .map(|asks| format!("rule {} {{ when {asks}; then hand off }}\n", asks.replace([' ', '.'], "_")))
            .collect();
        Ok(format!("{header}{rules}rule unsure {{ when confidence below threshold; then offer }}\n"))
    }
}

/// How long one took, in order, and how many allocations each needed.
struct Measured {
    took: Vec<Duration>,
    allocations: usize,
}

impl Measured {
    fn at(&self, share: f64) -> f64 {
        clock::micros_at(&self.took, share)
    }
}

fn measure<T>(mut one: impl FnMut() -> T) -> Measured {
    for _ in 0..WARM_UP {
        black_box(one());
    }
    let before = ALLOCATIONS.load(Relaxed);
    black_box(one());
    let allocations = ALLOCATIONS.load(Relaxed) - before;
    let mut took: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let start = clock::worked();
            black_box(one());
            clock::worked().saturating_sub(start)
        })
        .collect();
    took.sort_unstable();
    Measured { took, allocations }
}

/// All phrases of a pattern, up to a number; a gap ends one and begins another, of which the first is kept.
fn phrases(pattern: &Pattern) -> Vec<String> {
    let mut all = vec![String::new()];
    let join = |all: &[String], more: &[String]| -> Vec<String> {
        let joined = all.iter().flat_map(|one| {
            more.iter().map(move |word| match (one.is_empty(), word.is_empty()) {
                (true, _) => word.clone(),
                (_, true) => one.clone(),
                _ => format!("{one} {word}"),
            })
        });
        joined.take(PHRASES_MAX).collect()
    };
    for part in &pattern.parts {
        let more = match part {
            Part::Word(word) | Part::Prefix(word) => vec![word.clone()],
            Part::Gap => break,
            Part::OneOf(ways) => ways.iter().flat_map(phrases).collect(),
            Part::Maybe(ways) => [String::new()].into_iter().chain(ways.iter().flat_map(phrases)).collect(),
        };
        all = join(&all, &more);
    }
    all
}

/// The conversation up to the message: four rounds.
fn before(table: &Table) -> State {
    let mut state = State::new();
    let said = [
        "Hello, I have a question about my last invoice, it is higher than I expected",
        "I looked at the settings page and I cannot find where to change it",
        "That did not help, it still shows the old amount",
        "ok, and where is that form?",
    ];
    for (at, text) in said.iter().enumerate() {
        for (kind, text, facts) in [
            ("customer_message", *text, json!({ "customer.tier": "pro" })),
            (
                "answer",
                "Please open the billing page and choose the invoice.",
                json!({ "confidence": 0.95, "category": "billing" }),
            ),
        ] {
            let event = json!({
                "id": format!("{at}{kind}"), "conversation": "c-17", "type": kind, "text": text, "facts": facts,
                "at": format!("2026-11-26T10:{at:02}:00Z"),
            });
            let event = Event::from_json(&event, &[]).expect("an event");
            state = step(table, &state, &event, event.at.expect("it has a time")).expect("it is taken").0;
        }
    }
    state
}

/// What `baton step` does with a line.
fn answer(table: &Table, line: &[u8]) -> String {
    let mut json: Json = serde_json::from_slice(line).expect("it is JSON");
    let event = Event::from_json(&json, &["state"]).expect("an event");
    let state = State::taken(json["state"].take()).expect("a state");
    let (after, answer) = step(table, &state, &event, event.at.expect("it has a time")).expect("it is taken");
    answer.line(table.policy(), &after)
}

fn main() {
    assert_eq!(TEXT.chars().count(), 300);
    let (artifact, problems, _) = baton::compile("bench.baton", &Policy);
    let said = || problems.sorted().iter().map(|one| one.message.clone()).collect::<Vec<_>>();
    let table = Table::new(artifact.unwrap_or_else(|| panic!("{:?}", said())));
    let state = before(&table);
    let line = json!({
        "id": "e9", "conversation": "c-17", "type": "customer_message", "at": "2026-11-26T10:09:00Z", "text": TEXT,
        "facts": { "customer.tier": "pro" }, "state": state.to_json(),
    });
    let line = line.to_string();
    let printed = answer(&table, line.as_bytes());
    // Where a profiler looks on: nothing but the events.
    if let Ok(times) = std::env::var("BATON_STEPS") {
        for _ in 0..times.parse::<usize>().expect("a number of events") {
            black_box(answer(&table, black_box(line.as_bytes())));
        }
        return;
    }
    let json: Json = serde_json::from_str(&line).expect("it is JSON");
    let event = Event::from_json(&json, &["state"]).expect("an event");
    let now = event.at.expect("it has a time");
    let (after, said) = step(&table, &state, &event, now).expect("it is taken");
    let going: Json = serde_json::from_str(&printed).expect("it is JSON");
    let patterns =
        table.policy().signals.iter().flat_map(|signal| &signal.detectors).filter_map(|one| match &one.kind {
            DetectorKind::Says(_, pattern) | DetectorKind::SaysOnly(_, pattern) | DetectorKind::Unless(_, pattern) => {
                Some(pattern)
            }
            _ => None,
        });
    let phrases: Vec<String> = patterns.flat_map(phrases).collect();
    let scan = AhoCorasick::builder().ascii_case_insensitive(true).build(&phrases).expect("the phrases fit");
    let silence = Event {
        kind: baton::runtime::step::EventKind::Silence,
        facts: Vec::new(),
        id: "s".to_owned(),
        ..event.clone()
    };

    println!(
        "{} signals, {} phrases; a line of {} bytes in, {} of them state; {} bytes out; {TIMES} events\n",
        table.policy().signals.len(),
        phrases.len(),
        line.len(),
        state.bytes(),
        printed.len()
    );
    println!("| | p50, µs | p99 | p99.9 | allocations |\n| --- | ---: | ---: | ---: | ---: |");
    let row = |name: &str, measured: &Measured| {
        let [p50, p99, p999] = [0.5, 0.99, 0.999].map(|share| measured.at(share));
        println!("| {name} | {p50:.1} | {p99:.1} | {p999:.1} | {} |", measured.allocations);
    };
    let bare = measure(|| {
        let read: Json = serde_json::from_slice(black_box(line.as_bytes())).expect("it is JSON");
        let found = scan.find_overlapping_iter(black_box(TEXT)).count();
        (read, going.to_string(), found)
    });
    let whole = measure(|| answer(&table, black_box(line.as_bytes())));
    row("bare serde_json and aho-corasick", &bare);
    row("`step`, line in to line out", &whole);
    println!(
        "\n{:.1} times the bare at p50, {:.1} at p99\n",
        whole.at(0.5) / bare.at(0.5),
        whole.at(0.99) / bare.at(0.99)
    );

    let parts = [
        (
            "read the line: JSON, event, state",
            measure(|| {
                let mut json: Json = serde_json::from_slice(black_box(line.as_bytes())).expect("it is JSON");
                let event = Event::from_json(&json, &["state"]).expect("an event");
                (event, State::taken(json["state"].take()).expect("a state"))
            }),
        ),
        (
            "take the state up and put it away (an event that asks nothing)",
            measure(|| step(&table, &state, &silence, now).is_ok()),
        ),
        (
            "hear the message: words, phrases, likeness",
            measure(|| {
                let mut session = Session::new(&table, "c-17");
                session.customer(black_box(TEXT), None);
                session
            }),
        ),
        (
            "the same, and decide: sentiment, facts, look-up, trace",
            measure(|| {
                let mut session = Session::new(&table, "c-17");
                session.customer(black_box(TEXT), None);
                session.decide(Point::Message)
            }),
        ),
        ("write the line", measure(|| said.line(table.policy(), &after))),
    ];
    println!("| part, measured alone | p50, µs | p99 | p99.9 | allocations |\n| --- | ---: | ---: | ---: | ---: |");
    for (name, measured) in &parts {
        row(name, measured);
    }
}
