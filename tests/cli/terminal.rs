//! On a terminal: colours, a timeline, and how far long work has come. `script` plays the terminal.

use crate::place::Place;

/// What a command prints on a terminal; none where there is no `script`.
fn on_a_terminal(place: &Place, line: &str) -> Option<String> {
    let inner = line.replace('\'', "'\\''");
    let ran = place.run(&format!("script --version >/dev/null 2>&1 && script -qec '{inner}' /dev/null"));
    if ran.code != 0 {
        println!("skipped: there is no `script`");
        return None;
    }
    Some(ran.out)
}

#[test]
fn a_terminal_gets_a_timeline_in_colours_and_a_pipe_gets_json() {
    let place = Place::new();
    let command = "baton run files/small.baton files/small.jsonl";
    assert!(place.run(command).out.starts_with("{\"schema\":\"baton.decision/1\""));
    let Some(colored) = on_a_terminal(&place, &format!("unset NO_COLOR; {command}")) else { return };
    assert!(colored.contains("\u{1b}[") && colored.contains("▶ hand off"), "{colored}");
    let plain = on_a_terminal(&place, command).expect("`script` was there");
    assert!(!plain.contains('\u{1b}') && plain.contains("▶ hand off"), "{plain}");
}

/// Two conversations with more than a second between them.
const SLOW: &str = "(head -n 1 files/small.jsonl; sleep 1.2; tail -n 1 files/small.jsonl) | baton run files/small.baton - --summary --format timeline";

#[test]
fn long_work_shows_how_far_it_is_on_a_terminal_only() {
    let place = Place::new();
    assert_eq!(place.run(SLOW).err, "");
    let Some(shown) = on_a_terminal(&place, SLOW) else { return };
    let counter = shown.find("\r\u{1b}[K  2 conversations, ").unwrap_or_else(|| panic!("{shown:?}"));
    assert!(shown[counter..].contains(" s\r\u{1b}[K2 conversations, 5 turns"), "{shown:?}");
    let quick = on_a_terminal(&place, "baton run files/small.baton files/small.jsonl --summary");
    assert!(!quick.expect("`script` was there").contains("\u{1b}[K"));
}
