//! Every size has a limit.

use super::{read, said};
use baton::diagnostic::Code;

const AGENT: &str = "[[agent]]\nid = \"a\"\nzone = \"UTC\"\n";

/// What is said of a roster of one agent with this line.
fn with(line: &str) -> String {
    said(&read("r.toml", &format!("{AGENT}{line}\n")))
}

fn list(count: usize, one: impl Fn(usize) -> String) -> String {
    format!("[{}]", (0..count).map(one).collect::<Vec<_>>().join(", "))
}

#[test]
fn too_much_of_anything_is_refused() {
    let shifts = "shifts = [\"Mon 09:00-10:00\"]\n";
    let long = format!("\"{}\"", "x".repeat(201));
    let cases = [
        (format!("name = {long}\n{shifts}"), "`name` is longer than 200 bytes"),
        (format!("{shifts}marks = {}", list(101, |at| format!("\"m{at}\""))), "more than 100 texts"),
        (format!("shifts = {}", list(1_001, |_| "\"Mon 09:00-10:00\"".to_owned())), "more than 1000 lines"),
        (format!("{shifts}absences = {}", list(100_001, |_| "{}".to_owned())), "more than 100000 absences"),
        (
            format!(
                "{shifts}skills = {{ {} }}",
                (0..101).map(|at| format!("s{at} = 1")).collect::<Vec<_>>().join(", ")
            ),
            "has more than 100 entries",
        ),
        (format!("{shifts}after_work = 86401"), "from 0 to 86400"),
        (format!("{shifts}skills = {{ {long} = 3 }}"), "longer than 200 bytes"),
    ];
    for (line, expected) in cases {
        let found = with(&line);
        assert!(found.contains(expected), "{expected}: {found}");
    }
    let agent = |at: usize| format!("{{ id = \"a{at}\", zone = \"UTC\", shifts = [\"Mon 09:00-10:00\"] }}");
    let many = read("r.toml", &format!("agent = {}", list(10_001, agent)));
    assert!(said(&many).contains("more than 10000 agents"));
    assert!(many.problems.iter().all(|problem| problem.code == Code::E0603));
    let work: String = (0..51).map(|at| format!("w{at} = {{ units = 1 }}\n")).collect();
    assert!(said(&read("r.toml", &format!("{AGENT}{shifts}[work]\n{work}"))).contains("more than 50 entries"));
    let days = list(10_001, |_| "{ region = \"x\", date = 2026-01-01 }".to_owned());
    assert!(said(&read("r.toml", &format!("holiday = {days}\n{AGENT}{shifts}"))).contains("more than 10000 holidays"));
    for name in ["r.toml", "r.csv", "r.json"] {
        let huge = read(name, &" ".repeat(16 * 1024 * 1024 + 1));
        assert!(said(&huge).starts_with("E0603"), "{name}");
    }
}

/// As many as there may be are read.
#[test]
fn a_large_roster_is_read() {
    let agent =
        |at: usize| format!("a{at},Europe/Madrid,\"Mon-Fri 09:00-14:00, 15:00-18:00\",billing 3; api 2,ES-MD\n");
    let rows: String = (0..10_000).map(agent).collect();
    let found = read("r.csv", &format!("id,zone,shifts,skills,holidays\n{rows}"));
    assert_eq!(found.roster.expect("it is within the limits").agents().len(), 10_000);
}

/// Whatever the bytes are, something is said or a roster comes out.
#[test]
fn damaged_files_hold_up() {
    for name in ["works.toml", "works.csv", "wrong.json"] {
        let text = super::file(&format!("tests/corpus/roster/{name}"));
        for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
            for damaged in [
                text[..at].to_owned(),
                format!("{}\"{}", &text[..at], &text[at..]),
                format!("{}]{}", &text[..at], &text[at..]),
            ] {
                let found = read(name, &damaged);
                assert_eq!(found.roster.is_none(), found.problems.has_errors(), "{name} {at}");
            }
        }
    }
}
