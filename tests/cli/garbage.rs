//! Whatever bytes are given as a transcript or a policy: an exit code of ours, never a panic.

use proptest::collection::vec;
use proptest::prelude::*;

use crate::place::Place;

const GOOD: &str = r#"{"id": "one", "turns": [{"role": "customer", "text": "my refund?"}, {"role": "assistant", "text": "Soon.", "category": "money.refund", "confidence": 0.2}]}"#;

/// Bytes of any kind, or two conversations with a part of one replaced.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let spoiled = (vec(any::<u8>(), 0..40), any::<prop::sample::Index>()).prop_map(|(noise, at)| {
        let mut text = format!("{GOOD}\n{GOOD}\n").into_bytes();
        let at = at.index(text.len());
        let end = (at + noise.len()).min(text.len());
        text.splice(at..end, noise);
        text
    });
    prop_oneof![vec(any::<u8>(), 0..600), spoiled]
}

fn said_plainly(code: i32, err: &str) {
    assert!((0..=2).contains(&code), "exit {code}: {err}");
    assert!(!err.contains("panicked"), "{err}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_as_transcript(input in bytes(), ending in prop_oneof![Just("jsonl"), Just("csv"), Just("txt")], strict: bool) {
        let place = Place::new();
        let ran = place.feed(&["run", "files/small.baton", "-"], &input);
        said_plainly(ran.code, &ran.err);
        let name = format!("t.{ending}");
        std::fs::write(place.path().join(&name), &input).expect("a transcript can be written");
        let mut arguments = vec!["run", "files/small.baton", &name, "--format", "timeline"];
        if strict {
            arguments.push("--strict");
        }
        let ran = place.feed(&arguments, b"");
        said_plainly(ran.code, &ran.err);
    }

    #[test]
    fn bytes_as_policy(input in vec(any::<u8>(), 0..300)) {
        let place = Place::new();
        std::fs::write(place.path().join("p.baton"), &input).expect("a policy can be written");
        for arguments in [&["check", "p.baton"][..], &["fmt", "--diff", "p.baton"], &["test", "p.baton"]] {
            let ran = place.feed(arguments, b"");
            said_plainly(ran.code, &ran.err);
        }
    }
}
