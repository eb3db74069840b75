//! Readers of transcripts: the corpus, the limits, the schema, and random input.
//!
//! Every file in `corpus/transcripts` is read, and what came out is kept beside it.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use baton::conversation::{Conversation, Speaker};
use baton::io::transcript::limits::{
    CONVERSATION_BYTES_MAX, DAYS_AGO_MAX, FACT_NAME_BYTES_MAX, FACTS_MAX, HISTORY_MAX, ID_BYTES_MAX, NOTES_MAX,
    RECENT_IDS_MAX, TURN_SECONDS_MAX, TURNS_MAX, VALUES_MAX,
};
use baton::io::transcript::{Csv, FORMATS, JsonLines, Reader, SCHEMA, TranscriptError};
use proptest::prelude::*;
use serde_json::{Value, json};

#[path = "io/schema.rs"]
mod schema;

// -- the corpus ------------------------------------------------------------------

#[test]
fn corpus() {
    insta::with_settings!({ snapshot_path => "corpus/transcripts", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::glob!("corpus/transcripts/*.{jsonl,csv}", |path| {
            if path.extension().is_some_and(|extension| extension != "snap") {
                insta::assert_snapshot!(account(path));
            }
        });
    });
}

/// What a reader makes of a file, as people would list it.
fn account(path: &Path) -> String {
    let name = path.file_name().expect("a file").to_string_lossy().into_owned();
    let mut reader = Reader::new(name, BufReader::new(fs::File::open(path).expect("it is in the corpus")));
    let mut lines = Vec::new();
    for read in reader.by_ref() {
        match read {
            Ok(conversation) => lines.extend(told(&conversation)),
            Err(error) => {
                lines.push(format!("error {error}"));
                lines.extend(error.help.map(|help| format!("  help {help}")));
            }
        }
    }
    lines.extend(reader.notes().iter().map(|note| format!("note {note}")));
    lines.join("\n")
}

fn told(conversation: &Conversation) -> Vec<String> {
    let mut lines = vec![format!("conversation {} started {:?}", conversation.id, conversation.started)];
    lines.extend(conversation.facts.iter().map(|(name, value)| format!("  {name} = {value}")));
    if let Some(history) = &conversation.history {
        lines.push(format!("  history of {}", history.len()));
        lines.extend(history.iter().map(|c| format!("    {}s ago {:?} {:?}", c.seconds_ago, c.category, c.text)));
    }
    for turn in &conversation.turns {
        lines.push(format!("  {:?} at {:?}: {:?}", turn.speaker, turn.at, turn.text));
        lines.extend(turn.facts.iter().map(|(name, value)| format!("    {name} = {value}")));
    }
    lines
}

// -- forms -----------------------------------------------------------------------

type Read1 = Vec<Result<Conversation, TranscriptError>>;

fn jsonl(text: &str) -> Read1 {
    Reader::new("t.jsonl", text.as_bytes()).collect()
}

fn csv(text: &str) -> Read1 {
    Reader::new("t.csv", text.as_bytes()).collect()
}

fn only_error(read: &Read1) -> &TranscriptError {
    let [Err(error)] = &read[..] else { panic!("one error was expected, not {read:?}") };
    error
}

const LINE: &str = r#"{"id":"c","turns":[{"role":"customer","text":"hi"}]}"#;
const TABLE: &str = "conversation,time,who,text\nc,0,customer,hi\n";

#[test]
fn the_form_is_found_by_ending_or_by_content() {
    for name in ["t.jsonl", "t.NDJSON", "t.json", "-", "t.txt"] {
        assert_eq!(Reader::new(name, LINE.as_bytes()).count(), 1, "{name}");
        assert!(Reader::new(name, LINE.as_bytes()).all(|read| read.is_ok()), "{name}");
    }
    for name in ["t.csv", "-", "t.txt"] {
        assert!(Reader::new(name, TABLE.as_bytes()).all(|read| read.is_ok()), "{name}");
        assert_eq!(Reader::new(name, TABLE.as_bytes()).count(), 1, "{name}");
    }
    let forced: Vec<_> = Reader::with_format("t.jsonl", TABLE.as_bytes(), &Csv).collect();
    assert!(matches!(&forced[..], [Ok(_)]));
    assert!(Reader::with_format("t.csv", LINE.as_bytes(), &JsonLines).all(|read| read.is_ok()));
}

#[test]
fn every_form_has_endings_of_its_own() {
    let endings: Vec<_> = FORMATS.iter().flat_map(|format| format.extensions()).collect();
    let distinct: std::collections::BTreeSet<_> = endings.iter().collect();
    assert_eq!(endings.len(), distinct.len());
}

#[test]
fn what_is_no_transcript_is_one_error() {
    let read: Read1 = Reader::new("-", &b"Dear support,\nit is broken\n"[..]).collect();
    assert_eq!(only_error(&read).to_string(), "-:1:1: this is no transcript that can be read");
    let help = only_error(&read).help.clone().expect("it says what can be read");
    assert_eq!(help, "a transcript is JSON Lines (.jsonl, .ndjson, .json) or CSV (.csv)");
    let utf16: Read1 = Reader::new("t.csv", &b"\xff\xfec\0o\0"[..]).collect();
    assert_eq!(only_error(&utf16).message, "this text is UTF-16, not UTF-8");
}

#[test]
fn an_empty_text_has_no_conversations() {
    for name in ["t.jsonl", "t.csv", "-"] {
        for text in ["", "\n\r\n \n", "\u{feff}"] {
            let rows = Reader::new(name, text.as_bytes()).filter(|read| name != "t.csv" || read.is_ok());
            assert_eq!(rows.count(), 0, "{name} {text:?}");
        }
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let plain = jsonl(&format!("{LINE}\n{LINE}\n"));
    assert_eq!(jsonl(&format!("\u{feff}{LINE}\r\n\r\n{LINE}")), plain);
    assert_eq!(csv(&format!("\u{feff}{}", TABLE.replace('\n', "\r\n"))), csv(TABLE));
    let quoted = TABLE.replace("conversation", "\"conversation\"");
    assert_eq!(csv(&format!("\u{feff}{quoted}")), csv(TABLE));
}

#[test]
fn input_may_come_byte_by_byte() {
    for (name, text) in
        [("a.jsonl", format!("{LINE}\r\n{{\n{LINE}")), ("a.csv", format!("{TABLE}d,\"5\",bot,\"a\r\n\"\"b\"\"\"\r\n"))]
    {
        let whole: Read1 = Reader::new(name, text.as_bytes()).collect();
        let slow: Read1 = Reader::new(name, BufReader::with_capacity(1, text.as_bytes())).collect();
        assert_eq!(whole, slow);
        assert!(whole.len() >= 2);
    }
}

#[test]
fn both_forms_say_the_same() {
    let table = "\
conversation,time,who,text,customer.tier,confidence,category,attempted
c1,2026-03-15T10:00:00Z,customer,\"hi, I have a problem\",pro,,,
c1,2026-03-15T10:00:20Z,bot,Sure,,0.9,billing,look up; refund
";
    let line = r#"{"id":"c1","started":"2026-03-15T11:00:00+01:00","customer":{"tier":"pro"},"turns":[
        {"role":"user","at":0,"text":"hi, I have a problem"},
        {"role":"assistant","at":20.5,"text":"Sure","confidence":0.9,"category":"billing","attempted":["look up","refund"]}]}"#;
    assert_eq!(jsonl(&line.replace('\n', " ")), csv(table));
}

#[test]
fn what_helpdesks_export_is_read_with_notes() {
    let read = |name: &str, text: &str| {
        let mut reader = Reader::new(name, text.as_bytes());
        let all: Vec<_> = reader.by_ref().collect::<Result<_, _>>().expect("it can be read");
        let notes: Vec<String> = reader.notes().iter().map(ToString::to_string).collect();
        (all, notes)
    };
    let (ours, _) = read(
        "t.csv",
        "conversation,time,who,text\nc,2026-11-02T09:00:00Z,customer,hi\nc,2026-11-02T09:00:05Z,bot,yes\n",
    );
    let table = "Conversation ID,Date,Sender,Message\nc,2026-11-02 09:00,User,hi\nc,2026-11-02T09:00:05,BOT,yes\n";
    for name in ["t.csv", "-"] {
        let (all, notes) = read(name, table);
        assert_eq!(all, ours);
        let names = "`Conversation ID` as conversation, `Date` as time, `Sender` as who, `Message` as text";
        assert_eq!(notes[0], format!("{name}:1: columns are read by other names: {names}"));
        assert_eq!(notes[1..], [format!("{name}:2: a time without its offset from UTC is read as UTC (2 times)")]);
    }
    let line = r#"{"id":"c","messages":[{"role":"user","content":"hi","created_at":"2026-11-02T09:00:00Z"},{"role":"assistant","content":"yes","timestamp":"2026-11-02T09:00:05Z"}]}"#;
    let (all, notes) = read("t.jsonl", line);
    assert_eq!(all, ours);
    for name in
        ["`messages` is read as `turns`", "`content` is read as `text` (2 times)", "`created_at` is read as `at`"]
    {
        assert!(notes.iter().any(|note| note.ends_with(name)), "{name}: {notes:?}");
    }
    assert_eq!(notes.len(), 4);
    let wrong = jsonl(r#"{"id":"c","messages":[{"role":"user","content":7}]}"#);
    assert_eq!(
        (only_error(&wrong).column, only_error(&wrong).message.as_str()),
        (48, "`text` is a text in quotes, not a number")
    );
}

#[test]
fn the_names_of_the_format_go_before_others() {
    let read = jsonl(r#"{"id":"c","messages":[],"turns":[{"role":"bot","content":"no","text":"yes"}]}"#);
    assert_eq!(read[0].as_ref().expect("it is good").turns[0].text, "yes");
    let read = csv("id,message,conversation,time,who,text\n7,no,c,0,bot,yes\n");
    let read = read[0].as_ref().expect("it is good");
    assert_eq!((read.id.as_str(), read.turns[0].text.as_str()), ("c", "yes"));
    assert!(read.facts.contains(&("message".to_owned(), json!("no"))), "{:?}", read.facts);
}

#[test]
fn json_over_many_lines_is_one_error() {
    for (text, what) in [
        ("{\n  \"id\": \"c\",\n  \"turns\": []\n}\n", "pretty-printed JSON"),
        ("\n{ \"conversations\": [\n{\"id\": 1}\n]}", "pretty-printed JSON"),
        ("[\n{\"id\": \"c\", \"turns\": []}\n]\n", "one JSON list"),
        ("[{\"id\": \"c\", \"turns\": []},\n{\"id\": \"d\", \"turns\": []}]\n", "one JSON list"),
        ("[{\"id\": \"c\", \"turns\": []}]", "one JSON list"),
    ] {
        let read = jsonl(text);
        assert!(only_error(&read).message.starts_with(&format!("this file is {what}")), "{text}: {read:?}");
        assert!(only_error(&read).help.as_ref().is_some_and(|help| help.contains("jq -c")));
    }
    assert_eq!(jsonl(&format!("{LINE}\n{{\n{LINE}")).len(), 3, "a line that was cut is an error of its own");
}

/// A reader whose second chunk fails.
struct Broken<'a>(&'a [u8]);

impl Read for Broken<'_> {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        unreachable!("it is read by chunks")
    }
}

impl BufRead for Broken<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.0.is_empty() { Err(std::io::Error::other("the disk is gone")) } else { Ok(self.0) }
    }

    fn consume(&mut self, used: usize) {
        self.0 = &self.0[used..];
    }
}

#[test]
fn a_failing_disk_ends_the_reading() {
    for (name, text) in [("t.jsonl", format!("{LINE}\n{LINE}")), ("t.csv", format!("{TABLE}d,1,bot"))] {
        let read: Read1 = Reader::new(name, Broken(text.as_bytes())).collect();
        let last = read.last().expect("an error").as_ref().expect_err("the last is the error");
        assert!(last.message.contains("the disk is gone"), "{last}");
        assert!(read.len() <= 2);
    }
}

// -- limits ----------------------------------------------------------------------

fn padded_line(bytes: usize) -> String {
    let (before, after) = LINE.split_once("hi").expect("it says hi");
    format!("{before}{}{after}", "x".repeat(bytes - before.len() - after.len()))
}

#[test]
fn a_line_is_at_most_so_long() {
    let most = padded_line(CONVERSATION_BYTES_MAX);
    let read = jsonl(&format!("{most}\n{most}x\n{LINE}"));
    assert!(matches!(&read[..], [Ok(_), Err(_), Ok(_)]));
    let error = read[1].as_ref().expect_err("one byte too many");
    assert_eq!(error.to_string(), "t.jsonl:2:1: this line is longer than 16 MiB");
}

#[test]
fn a_row_and_the_rows_of_a_conversation_are_at_most_so_long() {
    let long = "x".repeat(CONVERSATION_BYTES_MAX / 2);
    let read = csv(&format!("{TABLE}d,0,bot,{long}\nd,1,bot,{long}\nd,2,bot,y\ne,0,bot,z\n"));
    assert!(matches!(&read[..], [Ok(_), Err(_), Ok(_)]));
    let error = read[1].as_ref().expect_err("two halves and more");
    assert_eq!(error.to_string(), "t.csv:4:1: conversation `d` is longer than 16 MiB");

    let read = csv(&format!("{TABLE}d,0,bot,\"{long}{long}{long}\n"));
    let error = read.last().expect("an error").as_ref().expect_err("a row without end");
    assert_eq!(
        error.to_string(),
        "t.csv:3:9: a row is longer than 16 MiB; nothing after it was read; conversation `c`, just before, is not read either"
    );
}

#[test]
fn a_line_has_at_most_so_many_values() {
    // The line, its id, two lists and the one value that the empty list could have are five more.
    let line = |n: usize| format!(r#"{{"id":",\",","turns":[],"z":[{}]}}"#, vec!["0"; n].join(","));
    assert!(jsonl(&line(VALUES_MAX - 5))[0].is_ok());
    let read = jsonl(&line(VALUES_MAX - 4));
    assert_eq!(only_error(&read).to_string(), "t.jsonl:1:1: this line has more than 1000000 values");
    let commas = ",".repeat(2 * VALUES_MAX);
    assert!(jsonl(&LINE.replace("hi", &commas))[0].is_ok(), "commas in a text divide nothing");
}

#[test]
fn a_conversation_has_at_most_so_many_turns() {
    let turn = r#"{"role":"bot","text":""}"#;
    let line = |turns: usize| format!(r#"{{"id":"c","turns":[{}]}}"#, vec![turn; turns].join(","));
    assert!(jsonl(&line(TURNS_MAX))[0].is_ok());
    let read = jsonl(&line(TURNS_MAX + 1));
    assert_eq!(only_error(&read).message, "`turns` has 10001 entries; the limit is 10000");

    let rows = |turns: usize| format!("conversation,time,who,text\n{}d,,bot,x\n", "c,,bot,\n".repeat(turns));
    assert!(matches!(&csv(&rows(TURNS_MAX))[..], [Ok(_), Ok(_)]));
    let read = csv(&rows(TURNS_MAX + 3));
    assert!(matches!(&read[..], [Err(error), Ok(_)] if error.line == TURNS_MAX + 2));
}

#[test]
fn a_conversation_has_at_most_so_much_history() {
    let line = |n: usize| format!(r#"{{"id":"c","history":[{}],"turns":[]}}"#, vec![r#"{"days_ago":1}"#; n].join(","));
    assert!(jsonl(&line(HISTORY_MAX))[0].is_ok());
    assert_eq!(only_error(&jsonl(&line(HISTORY_MAX + 1))).column, 21);
}

#[test]
fn facts_are_at_most_so_many_and_names_so_long() {
    let facts = |n: usize| (0..n).map(|i| format!("\"f{i}\":1")).collect::<Vec<_>>().join(",");
    let line = |facts: &str| format!(r#"{{"id":"c","facts":{{{facts}}},"turns":[]}}"#);
    assert!(jsonl(&line(&facts(FACTS_MAX)))[0].is_ok());
    assert_eq!(only_error(&jsonl(&line(&facts(FACTS_MAX + 1)))).message, "more than 1000 facts in one place");

    let name = |bytes: usize| format!("\"a\":{{\"{}\":1}}", "n".repeat(bytes - 2));
    assert!(jsonl(&line(&name(FACT_NAME_BYTES_MAX)))[0].is_ok());
    let message = only_error(&jsonl(&line(&name(FACT_NAME_BYTES_MAX + 1)))).message.clone();
    assert!(message.ends_with("is longer than 200 bytes"), "{message}");

    let columns = |n: usize| (4..n).map(|i| format!(",f{i}")).collect::<Vec<_>>().concat();
    let table = |n: usize| format!("conversation,time,who,text{}\n", columns(n));
    assert!(csv(&table(FACTS_MAX)).is_empty());
    assert_eq!(only_error(&csv(&table(FACTS_MAX + 1))).message, "there are more than 1000 columns");
    let table = format!("conversation,time,who,text,{}\n", "n".repeat(FACT_NAME_BYTES_MAX + 1));
    assert_eq!(only_error(&csv(&table)).message, "the name of a column is longer than 200 bytes");
}

#[test]
fn ids_times_and_days_are_within_limits() {
    let line = |id: usize, at: i64, days: i64| {
        let id = "i".repeat(id);
        json!({"id": id, "history": [{"days_ago": days}], "turns": [{"role": "bot", "text": "", "at": at}]}).to_string()
    };
    assert!(jsonl(&line(ID_BYTES_MAX, TURN_SECONDS_MAX, DAYS_AGO_MAX))[0].is_ok());
    assert!(only_error(&jsonl(&line(ID_BYTES_MAX + 1, 0, 0))).message.contains("longer than 500 bytes"));
    assert!(only_error(&jsonl(&line(1, TURN_SECONDS_MAX + 1, 0))).message.contains("ten years"));
    assert!(only_error(&jsonl(&line(1, 0, DAYS_AGO_MAX + 1))).message.contains("a hundred years"));
    let id = "i".repeat(ID_BYTES_MAX + 1);
    assert!(only_error(&csv(&format!("conversation,time,who,text\n{id},,bot,\n"))).message.contains("500 bytes"));
}

#[test]
fn notes_are_at_most_so_many() {
    let keys: Vec<String> = (0..NOTES_MAX + 7).map(|i| format!("\"k{i}\":1")).collect();
    let text = format!(r#"{{"id":"c",{},"turns":[]}}"#, keys.join(","));
    let mut reader = Reader::new("t.jsonl", text.as_bytes());
    assert!(reader.by_ref().all(|read| read.is_ok()));
    assert_eq!(reader.notes().len(), NOTES_MAX + 1);
    assert_eq!(reader.notes()[NOTES_MAX].count, 8, "seven keys and the note that there are no turns");
}

#[test]
fn a_conversation_that_comes_back_is_seen_within_the_memory() {
    let between = |n: usize| (0..n).map(|i| format!("b{i},,bot,x\n")).collect::<Vec<_>>().concat();
    let errors =
        |n: usize| csv(&format!("{TABLE}{}c,,bot,again\n", between(n))).into_iter().filter(Result::is_err).count();
    assert_eq!(errors(1), 1);
    assert_eq!(errors(RECENT_IDS_MAX - 1), 1);
    assert_eq!(errors(RECENT_IDS_MAX), 0, "constant memory forgets");
}

// -- the schema ------------------------------------------------------------------

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every JSON Lines file that ships with the project.
fn samples() -> Vec<PathBuf> {
    let folders = [
        "examples/acme/conversations",
        "examples/public/tau-airline",
        "examples/public/star",
        "examples/public/banking77",
    ];
    let files = folders.iter().flat_map(|folder| fs::read_dir(root().join(folder)).expect("it ships"));
    let mut paths: Vec<PathBuf> = files.map(|file| file.expect("readable").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    paths.push(root().join("tests/corpus/transcripts/everything.jsonl"));
    paths
}

#[test]
fn samples_follow_the_schema_and_are_read_without_a_word() {
    let schema: Value = serde_json::from_str(SCHEMA).expect("it is JSON");
    let samples = samples();
    assert!(samples.len() >= 5, "{samples:?}");
    for path in samples {
        let text = fs::read_to_string(&path).expect("it is UTF-8");
        for (number, line) in text.lines().enumerate() {
            let value: Value = serde_json::from_str(line).expect("it is JSON");
            let problems = schema::problems(&schema, &schema, &value, "");
            assert!(problems.is_empty(), "{}:{}: {problems:?}", path.display(), number + 1);
        }
        let mut reader = Reader::new("sample.jsonl", text.as_bytes());
        let read: Vec<_> = reader.by_ref().collect::<Result<_, _>>().expect("it can be read");
        assert_eq!(read.len(), text.lines().count());
        assert_eq!(reader.notes(), [], "{}", path.display());
    }
}

#[test]
fn the_conversations_of_acme_are_all_there() {
    let folder = root().join("examples/acme/conversations");
    let mut all = Vec::new();
    for name in ["conversations.jsonl", "two-more.csv"] {
        let mut reader = Reader::new(name, BufReader::new(fs::File::open(folder.join(name)).expect("it ships")));
        all.extend(reader.by_ref().collect::<Result<Vec<_>, _>>().expect("they can be read"));
        assert_eq!(reader.notes(), []);
    }
    let readme = fs::read_to_string(folder.join("README.md")).expect("it ships");
    for (number, conversation) in all.iter().enumerate() {
        assert!(conversation.id.starts_with(&format!("acme-{:02}-", number + 1)), "{}", conversation.id);
        assert!(readme.contains(&format!("| {} |", conversation.id)), "{}", conversation.id);
        assert!((6..=14).contains(&conversation.turns.len()), "{}", conversation.id);
        let names = ["customer.tier", "customer.lifetime_value", "customer.account_id", "language"];
        for name in names {
            assert!(conversation.facts.iter().any(|(fact, _)| fact == name), "{} lacks {name}", conversation.id);
        }
    }
    let spanish = all.iter().filter(|c| c.facts.contains(&("language".to_owned(), json!("es")))).count();
    assert_eq!((all.len(), spanish), (16, 4));
}

#[test]
fn the_schema_and_the_reader_know_the_same_names() {
    let schema: Value = serde_json::from_str(SCHEMA).expect("it is JSON");
    let good = json!({"id": "c", "started": "2026-01-01T00:00:00Z", "history": [{"days_ago": 1}],
                      "turns": [{"role": "bot", "text": ""}]});
    let places = [
        ("/properties", ""),
        ("/definitions/turn/properties", "/turns/0"),
        ("/definitions/contact/properties", "/history/0"),
    ];
    for (properties, place) in places {
        let known = schema.pointer(properties).and_then(Value::as_object).expect("it has properties");
        let mut object = good.clone();
        for name in known.keys() {
            let target = object.pointer_mut(place).and_then(Value::as_object_mut).expect("an object");
            target.entry(name.clone()).or_insert(Value::Null);
        }
        let text = object.to_string();
        let mut reader = Reader::new("t.jsonl", text.as_bytes());
        assert!(reader.by_ref().all(|read| read.is_ok()), "{text}");
        assert_eq!(reader.notes(), [], "the reader does not know a name of {properties}");
    }
    let everything = fs::read_to_string(root().join("tests/corpus/transcripts/everything.jsonl")).expect("it is there");
    for name in ["lang", "language", "customer", "history", "outcome", "labels", "attempted", "days_ago"] {
        assert!(everything.contains(&format!("\"{name}\"")), "everything.jsonl lacks {name}");
    }
    let roles = schema.pointer("/definitions/turn/properties/role/enum").and_then(Value::as_array).expect("roles");
    for role in roles {
        let line = json!({"id": "c", "turns": [{"role": role, "text": ""}]}).to_string();
        assert!(jsonl(&line)[0].is_ok(), "{role}");
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let schema: Value = serde_json::from_str(SCHEMA).expect("it is JSON");
    let wrong = [
        json!([]),
        json!({"id": "c"}),
        json!({"turns": [{"role": "bot", "text": ""}]}),
        json!({"id": "", "turns": [{"role": "bot", "text": ""}]}),
        json!({"id": "c", "turns": {}}),
        json!({"id": "c", "turns": [{"role": "human", "text": ""}]}),
        json!({"id": "c", "turns": [{"role": "bot"}]}),
        json!({"id": "c", "turns": [{"role": "bot", "text": 1}]}),
        json!({"id": "c", "turns": [{"role": "bot", "text": "", "at": true}]}),
        json!({"id": "c", "started": "yesterday", "turns": [{"role": "bot", "text": ""}]}),
        json!({"id": "c", "history": [{"category": "billing"}], "turns": [{"role": "bot", "text": ""}]}),
        json!({"id": "c", "customer": "pro", "turns": [{"role": "bot", "text": ""}]}),
    ];
    for value in wrong {
        assert!(!schema::problems(&schema, &schema, &value, "").is_empty(), "the schema takes {value}");
        assert!(jsonl(&value.to_string())[0].is_err(), "the reader takes {value}");
    }
}

// -- random input ----------------------------------------------------------------

fn read_all(name: &str, bytes: &[u8]) -> usize {
    let mut reader = Reader::new(name, bytes);
    reader.by_ref().count() + reader.notes().len()
}

/// A line with one value of it replaced by another.
fn mutated() -> impl Strategy<Value = String> {
    let good = r#"{"id":"c","lang":"en","started":"2026-01-01T00:00:00Z","customer":{"a":{"b":1}},"history":[{"days_ago":1,"started":"2026-01-01T00:00:00Z","text":"é"}],"facts":{"x.y":[1]},"turns":[{"role":"customer","text":"hi","at":3,"attempted":["a"],"facts":{"z":null}},{"role":"bot","text":"“q”","at":"2026-01-01T00:00:09Z"}]}"#;
    let bits = prop::sample::select(vec![
        "{", "}", "[", "]", ",", ":", "\"", "null", "1e999", "-9e18", "true", "\\", "é", "\"a\"", "1",
    ]);
    (0..good.len(), 0..6_usize, bits).prop_map(move |(at, cut, bit)| {
        let at = (0..=at).rev().find(|at| good.is_char_boundary(*at)).unwrap_or(0);
        let end = (at + cut..=good.len()).find(|end| good.is_char_boundary(*end)).unwrap_or(good.len());
        format!("{}{bit}{}", &good[..at], &good[end..])
    })
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for name in ["t.jsonl", "t.csv", "-"] {
            read_all(name, &bytes);
        }
        let mut table = TABLE.as_bytes().to_vec();
        table.extend(&bytes);
        read_all("t.csv", &table);
    }

    #[test]
    fn rows_of_random_cells_never_panic(cells in prop::collection::vec("[a-c\",\n\r;0-9eE.+-]{0,6}", 0..60)) {
        read_all("t.csv", format!("conversation,time,who,text,category\n{}", cells.join(",")).as_bytes());
    }

    #[test]
    fn damaged_lines_never_panic_and_errors_point_into_them(line in mutated()) {
        let read = jsonl(&format!("{line}\n{LINE}"));
        for read in read.iter().filter_map(|read| read.as_ref().err()) {
            prop_assert_eq!(read.line, 1);
            prop_assert!(read.column <= line.chars().count() + 1);
        }
        prop_assert!(read.last().is_some_and(Result::is_ok));
    }

    #[test]
    fn any_texts_survive_both_forms(texts in prop::collection::vec("\\PC*", 1..5)) {
        let turns: Vec<Value> = texts.iter().map(|text| json!({"role": "tool", "text": text})).collect();
        let line = json!({"id": "c", "turns": turns}).to_string();
        let rows: Vec<String> = texts.iter().map(|text| format!("c,,tool,\"{}\"\n", text.replace('"', "\"\""))).collect();
        let read = jsonl(&line);
        let said: Vec<&str> = read[0].as_ref().expect("it is good").turns.iter().map(|turn| turn.text.as_str()).collect();
        prop_assert_eq!(said, texts.iter().map(String::as_str).collect::<Vec<_>>());
        prop_assert_eq!(&read, &csv(&format!("conversation,time,who,text\n{}", rows.concat())));
        prop_assert!(read[0].as_ref().is_ok_and(|c| c.turns.iter().all(|turn| turn.speaker == Speaker::Tool)));
    }
}
