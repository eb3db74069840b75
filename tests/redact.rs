//! What is taken out of a text, by files: `TEXT => REDACTED`, or `stays TEXT`.

#![cfg(feature = "cli")]

#[path = "support/finds.rs"]
mod finds;

use std::fs;
use std::path::Path;
use std::process::Command;

use baton::redact::{self, Kind};
use proptest::prelude::*;

#[test]
fn texts_are_redacted_as_the_corpus_says() {
    let is = |text: &str| redact::redact(text).text.into_owned();
    let (redacted, same) = finds::check("tests/corpus/redact", "stays", is, str::to_owned);
    assert!(redacted >= 80 && same >= 95, "only {redacted} redacted, {same} left");
}

#[test]
fn finds_are_counted_by_kind() {
    let text = "card 4012 8888 8888 1881, again 4012888888881881; password: gato123; mi DNI es 12345678Z";
    let counts = redact::redact(text).counts;
    let each: Vec<(&str, usize)> = counts.each().map(|(kind, count)| (kind.many(), count)).collect();
    assert_eq!(each, [("card numbers", 2), ("passwords", 1), ("national identifiers", 1)]);
    assert_eq!(counts.total(), 4);
}

#[test]
fn endings_are_shown_of_what_has_one() {
    let all = Kind::ALL;
    let text = "4012 8888 8888 1881, pin 4821, code 123456, ES91 2100 0418 4502 0005 1332, DNI 12345678Z";
    let shown = redact::redact_with_endings(text, &all);
    let wanted = "[card number ending 1881], pin [password], code [one-time code], [IBAN ending 1332], DNI [national identifier \
                  ending 5678]";
    assert_eq!(&*shown.text, wanted);
    assert_eq!(shown.counts, redact::redact(text).counts);
    // It stays as it is, whoever reads it next.
    let again = redact::redact(&shown.text);
    assert_eq!((&*again.text, again.counts.total()), (wanted, 0));
    for text in ["[card number ending 12345]", "[password ending 1234]", "[card number ending 1234"] {
        assert_eq!(redact::redact(text).text, text);
    }
}

#[test]
fn a_part_that_cuts_a_find_has_none_of_it() {
    let text = "my card is 4012 8888 8888 1881, thanks";
    let found = redact::find(text);
    assert_eq!(redact::part(text, 3..18, &found), "card is [card number]");
    assert_eq!(redact::part(text, 20..38, &found), "[card number], thanks");
    assert_eq!(redact::part(text, 3..7, &found), "card");
}

#[test]
fn a_long_text_is_read_in_one_pass() {
    let pieces = [
        "4012 8888 8888 1881 ",
        "4012-",
        "4012.8888.",
        "password for is : ",
        "password:x",
        "pin:",
        "[card number]:pin:",
        "code the ",
        "code:",
        "ES91 2100 ",
        "1 ",
        "Y",
        "как ",
        "[card number",
    ];
    for piece in pieces {
        let text = piece.repeat(200_000 / piece.len());
        let started = std::time::Instant::now();
        redact::redact(&text);
        assert!(started.elapsed().as_secs() < 5, "{piece:?} took {:?}", started.elapsed());
    }
}

/// A policy that hears, reads and refuses what the conversation below says.
const POLICY: &str = r#"baton 1
policy "P" { timezone "UTC"; languages en; assistant gives confidence; default queue q; otherwise stay; on failure hand off to q }
queue q
fact note is text
fact amount is count
signal stolen { in en says "(card|password) .. (charged|dni)" }
threshold confidence { 50% }
rule told { when stolen and note is not "none"; then hand off }
rule noted { when note is "none" or amount above 4; then offer }
"#;
const SAID: &str = r#"{"id":"c","facts":{"note":"my card 4012 8888 8888 1881"},"turns":[
{"role":"customer","text":"my card number 4012 8888 8888 1881 was charged; my password is gato123 and DNI 12345678Z","facts":{"amount":"card 4012888888881881"}},
{"role":"tool","text":"found code 123456 and ES9121000418450200051332"},
{"role":"assistant","text":"Thanks, 4012-8888-8888-1881 it is","confidence":0.4}]}"#;

#[test]
fn no_command_prints_what_nobody_else_may_read() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("redacted");
    fs::create_dir_all(&folder).expect("a folder for the test");
    fs::write(folder.join("p.baton"), POLICY).expect("the policy");
    fs::write(folder.join("c.jsonl"), SAID.replace('\n', " ")).expect("the transcript");
    let baton = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_baton")).args(arguments).current_dir(&folder).output();
        let output = output.expect("the command starts");
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.code() != Some(2), "{arguments:?}: {said}");
        said
    };
    let mut all = String::new();
    for form in ["timeline", "json"] {
        all += &baton(&["run", "p.baton", "c.jsonl", "--format", form]);
        all += &baton(&["run", "p.baton", "c.jsonl", "--format", form, "--summary"]);
    }
    for turn in ["1", "3"] {
        all += &baton(&["explain", "p.baton", "c.jsonl", "--turn", turn]);
        all += &baton(&["explain", "p.baton", "c.jsonl", "--turn", turn, "--format", "json"]);
    }
    for secret in ["4012", "8888", "1881", "gato123", "12345678", "ES91", "123456"] {
        assert!(!all.contains(secret), "{secret}:\n{all}");
    }
    for kind in [
        "[card number]",
        "[password]",
        "[national identifier]",
        "[IBAN]",
        "\"card numbers\":2",
        "2 card numbers, 1 IBAN",
    ] {
        assert!(all.contains(kind), "no {kind}:\n{all}");
    }
}

/// Pieces that are found, nearly found, or stand around finds.
fn piece() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "4012 8888 8888 1881",
        "4012888888881881",
        "4012",
        "8888",
        "1881",
        "ES9121000418450200051332",
        "ES91",
        "2100",
        "0418",
        "4502",
        "0005",
        "1332",
        "12345678Z",
        "12345678",
        "Z",
        "X1234567L",
        "123-45-6789",
        "123",
        "45",
        "6789",
        "SSN",
        "AB",
        "C",
        "password",
        "is",
        "contraseña",
        "es",
        "code",
        "código",
        "de",
        "verificación",
        "123456",
        "my",
        "as",
        "pin",
        "cvv",
        "otp",
        ":",
        "=",
        "-",
        ".",
        ",",
        " ",
        " ",
        " ",
        "\n",
        "'",
        "\"",
        "(",
        ")",
        "[",
        "]",
        "error",
        "for",
        "hunter2",
        "now",
        "G",
        "[card number]",
        "[password]",
        "[one-time code]",
        "[IBAN]",
        "[national identifier]",
        "[card code]",
        "1",
        "0",
        "!",
        "é",
    ];
    prop_oneof![8 => prop::sample::select(KNOWN).prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat()),
        2 => prop::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.join(" ")),
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4_000) })]

    #[test]
    fn redacting_twice_is_redacting_once(text in text()) {
        let once = redact::redact(&text).text.into_owned();
        let twice = redact::redact(&once);
        prop_assert_eq!(&*twice.text, &*once);
        prop_assert_eq!(twice.counts.total(), 0);
    }

    #[test]
    fn nothing_but_finds_changes(text in text()) {
        let (found, redacted) = (redact::find(&text), redact::redact(&text));
        let mut at = 0;
        let mut rest = &*redacted.text;
        for one in &found {
            prop_assert!(one.range.start >= at && one.range.end > one.range.start);
            let kept = &text[at..one.range.start];
            rest = rest.strip_prefix(kept).expect("what stands before").strip_prefix(one.kind.label()).expect("its label");
            at = one.range.end;
        }
        prop_assert_eq!(rest, &text[at..]);
        let counted: usize = Kind::ALL.into_iter().map(|kind| redacted.counts.of(kind)).sum();
        prop_assert_eq!(counted, found.len());
    }
}
