//! Nothing that people read is wider than their terminal.

use textwrap::core::display_width;

use crate::place::Place;

/// Commands whose whole output is laid out.
const COMMANDS: &[&str] = &[
    "run examples/acme examples/acme/conversations --format timeline",
    "run examples/solvana examples/solvana/conversations.jsonl --format timeline",
    "run examples/public examples/public/star --format timeline",
    "run files/small.baton files/small.jsonl --format timeline",
    "run files/small.baton files/wide.jsonl --format timeline",
    "explain examples/solvana --category money.payout",
    "explain files/wordy.baton --category money.refund",
    "facts files/wordy.baton",
    "explain files/small.baton --category money.refund",
    "explain files/small.baton files/wide.jsonl --turn 1",
    "test files/small.baton files/failing.baton",
    "facts examples/solvana",
];

#[test]
fn everything_fits_60_80_and_100_columns() {
    let place = Place::new();
    let mut wrong = Vec::new();
    for columns in [60, 80, 100] {
        for command in COMMANDS {
            let ran = place.run(&format!("COLUMNS={columns} baton {command}"));
            assert!(!ran.out.is_empty(), "{command}: {}", ran.err);
            let wide = ran.out.lines().filter(|line| display_width(line) > columns);
            wrong.extend(wide.map(|line| format!("{columns} columns, {command}:\n{line}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn control_characters_of_a_transcript_are_not_printed() {
    let place = Place::new();
    for command in [
        "run files/small.baton files/wide.jsonl --format timeline",
        "explain files/small.baton files/wide.jsonl --turn 4",
    ] {
        let out = place.run(&format!("baton {command}")).out;
        assert!(out.contains("evil[31m red"), "{out}");
        let bad = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert_eq!(out.find(bad), None, "{command}");
    }
}
