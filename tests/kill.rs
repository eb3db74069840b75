//! `baton step --state-dir`, killed at any moment and at any byte of its input, loses no answer and reads no half of anything.
//!
//! In: events of three conversations, one process after another on one folder of states, each killed (SIGKILL) after
//! another byte of a line or at another moment. Out: the answers that whole lines said, which must be those of a
//! process that nobody killed, byte for byte.

#![cfg(feature = "cli")]

mod support;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use baton::runtime::step::State;

/// A folder with a compiled table; it goes when this goes.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("baton-kill-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        let place = Self(folder);
        let compiled = Command::new(env!("CARGO_BIN_EXE_baton"))
            .args(["compile", "docs/tour/policy.baton", "--output"])
            .arg(place.table())
            .current_dir(support::root())
            .output()
            .expect("baton runs");
        assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
        place
    }

    fn table(&self) -> PathBuf {
        self.0.join("books.table")
    }

    fn states(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A process that answers events.
struct Life {
    child: Child,
    talk: Talk,
}

/// The two ends of a process.
struct Talk {
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Life {
    fn new(table: &Path, states: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_baton"))
            .arg("step")
            .arg("--table")
            .arg(table)
            .arg("--state-dir")
            .arg(states)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("baton starts");
        let input = child.stdin.take().expect("a pipe");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        Self { child, talk: Talk { input, output } }
    }

    fn kill(mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it has ended");
    }
}

impl Talk {
    /// The answer to a line, if a whole one came before the process ended.
    fn ask(&mut self, line: &str) -> Option<String> {
        let _ = self.input.write_all(line.as_bytes());
        let mut answer = String::new();
        let _ = self.output.read_line(&mut answer);
        answer.ends_with('\n').then_some(answer)
    }
}

/// Events of three conversations that take turns, with all that happens in one, as lines.
fn events(count: usize) -> Vec<String> {
    let kinds = [
        r#""type": "customer_message", "text": "Can I send this book back?", "facts": {"customer.tier": "club"}"#,
        r#""type": "answer", "text": "You can.", "facts": {"category": "orders.refund", "confidence": 0.8}"#,
        r#""type": "choice", "choice": "accept""#,
        r#""type": "agent_accepted""#,
        r#""type": "agent_replied""#,
        r#""type": "resolved""#,
        r#""type": "rated", "score": 4, "scale": [1, 5], "by": "customer""#,
    ];
    let line = |at: usize| {
        let (conversation, kind) = (at % 3, kinds[(at / 3) % kinds.len()]);
        let (minute, second) = (at / 60, at % 60);
        format!(
            "{{\"id\": \"e{at}\", \"conversation\": \"c{conversation}\", \"at\": \"2026-11-26T10:{minute:02}:{second:02}Z\", {kind}}}\n"
        )
    };
    (0..count).map(line).collect()
}

/// What a process answers that nobody kills.
fn uninterrupted(place: &Place, events: &[String]) -> Vec<String> {
    let mut life = Life::new(&place.table(), &place.states("uninterrupted"));
    let answers = events.iter().map(|event| life.talk.ask(event).expect("it answers")).collect::<Vec<_>>();
    let taken = answers.iter().filter(|answer| answer.contains(r#""refused":null"#)).count();
    assert!(taken * 10 >= answers.len() * 8, "of {} events {taken} were taken", answers.len());
    life.kill();
    answers
}

/// Every state on the disk is a whole one. What was being written beside one is not read.
fn states_are_whole(states: &Path) {
    for entry in std::fs::read_dir(states).into_iter().flatten() {
        let path = entry.expect("the folder can be read").path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let text = std::fs::read_to_string(&path).expect("a state can be read");
            let json =
                serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}: {text}", path.display()));
            State::from_json(&json).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        }
    }
}

/// Each process is sent the last event once more, then so many bytes of the next one, and is killed.
#[test]
fn killed_at_every_byte_of_an_event() {
    let place = Place::new("bytes");
    let events = events(3);
    let expected = uninterrupted(&place, &events);
    let states = place.states("states");
    let mut life = Life::new(&place.table(), &states);
    for at in 0..3 {
        assert_eq!(life.talk.ask(&events[at]).as_ref(), Some(&expected[at]));
    }
    // A short event of the first's conversation, so that there is something to lose.
    let short = "{\"id\": \"s\", \"conversation\": \"c0\", \"at\": \"2026-11-26T10:09:00Z\", \"type\": \"closed\"}\n";
    let mut whole = Life::new(&place.table(), &place.states("uninterrupted"));
    let closed = whole.talk.ask(short);
    whole.kill();
    for bytes in 0..=short.len() {
        life.kill();
        states_are_whole(&states);
        life = Life::new(&place.table(), &states);
        assert_eq!(life.talk.ask(&events[0]).as_ref(), Some(&expected[0]), "after {bytes} bytes of the next event");
        life.talk.input.write_all(&short.as_bytes()[..bytes]).expect("it reads");
    }
    // The last of these lives was sent the whole line: answered or not, the event counts once.
    life.kill();
    states_are_whole(&states);
    let mut life = Life::new(&place.table(), &states);
    assert_eq!(life.talk.ask(short), closed);
    life.kill();
}

/// Where the input ends within a line, that line is refused; nothing of it is remembered.
#[test]
fn the_input_ends_at_any_byte_of_an_event() {
    let place = Place::new("ends");
    let events = events(4);
    let expected = uninterrupted(&place, &events);
    let states = place.states("states");
    let mut life = Life::new(&place.table(), &states);
    assert_eq!(life.talk.ask(&events[0]).as_ref(), Some(&expected[0]));
    life.kill();
    let whole = events[3].trim_end();
    for bytes in (1..whole.len()).step_by(7) {
        let Life { mut child, talk: Talk { mut input, mut output } } = Life::new(&place.table(), &states);
        input.write_all(&whole.as_bytes()[..bytes]).expect("it reads");
        drop(input);
        let mut answer = String::new();
        output.read_line(&mut answer).expect("it answers");
        assert!(answer.contains(r#""code":"unreadable""#), "{bytes} bytes: {answer}");
        assert_eq!(child.wait().expect("it ends").code(), Some(1));
    }
    let mut life = Life::new(&place.table(), &states);
    assert_eq!(life.talk.ask(&events[0]).as_ref(), Some(&expected[0]), "nothing has happened since");
    assert_eq!(life.talk.ask(&events[3]).as_ref(), Some(&expected[3]));
    life.kill();
}

/// Killed at moments that nobody chooses, among them within the writing of a state. The service waits for each answer,
/// and sends the last event once more to the next process, whether it had the answer or not.
#[test]
fn killed_at_random_moments() {
    let place = Place::new("moments");
    let events = events(100);
    let expected = uninterrupted(&place, &events);
    let states = place.states("states");
    let mut random: u64 = 0x2545_F491_4F6C_DD1D;
    let (mut next, mut deaths, mut unanswered) = (0, 0, 0);
    // On a busy machine an answer takes longer: who came no further lives longer next time.
    let mut patience = 1;
    while next < events.len() {
        let Life { child, mut talk } = Life::new(&place.table(), &states);
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let moment = Duration::from_micros(random % (20_000 * patience));
        let (begins, begun) = mpsc::channel();
        let killer = std::thread::spawn(move || {
            let mut child = child;
            // A moment after its first answer, so that it has begun: or else it dies as it starts.
            let _ = begun.recv_timeout(Duration::from_secs(20));
            std::thread::sleep(moment);
            child.kill().expect("it can be killed");
            child.wait().expect("it has ended");
        });
        let (again, before) = (next.saturating_sub(1), next);
        for at in again..events.len() {
            let Some(answer) = talk.ask(&events[at]) else {
                unanswered += 1;
                break;
            };
            assert_eq!(answer, expected[at], "event {at}, after {deaths} deaths");
            next = next.max(at + 1);
            let _ = begins.send(());
        }
        drop(begins);
        killer.join().expect("the killer does not panic");
        deaths += 1;
        patience = if next == before { patience + 1 } else { 1 };
        states_are_whole(&states);
        assert!(deaths < 2_000, "it comes on");
    }
    assert!(deaths > 1 && unanswered > 1, "{deaths} deaths, {unanswered} of them before an answer");
}
