//! What must hold of any input: the properties that the targets call.
//!
//! In: bytes or a text. Out: nothing, or a panic that says what does not hold.

use std::collections::BTreeMap;

use baton::artifact::{Versions, contents, decode, encode, failure_line};
use baton::conversation::Conversation;
use baton::diagnostic::{Diagnostics, Problem};
use baton::io::transcript::{FORMATS, Reader};
use baton::runtime::{Options, Table, Values, evaluate, replay};
use baton::source::{Files, Sources};
use baton::{Artifact, Point, compile, syntax};

#[path = "../../tests/artifact/exercise.rs"]
mod exercise;
#[path = "../../tests/artifact/parts.rs"]
mod parts;
use parts::{Part, Parts};

/// One policy, with a list beside it.
pub struct One<'a>(pub &'a str);

impl Files for One<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        match path {
            "policy.baton" => Ok(self.0.to_owned()),
            "vip.csv" => Ok("account_id,name\na1,Globex\nb2,\"In, itech\"\n".to_owned()),
            "more.baton" => Ok("baton 1\nuse \"policy\"\nqueue more \"More\"\n".to_owned()),
            _ => Err("there is no such file".to_owned()),
        }
    }
}

fn versions() -> Versions {
    Versions { timezones: "2026b".to_owned(), lexicon: "0123456789abcdef".to_owned() }
}

/// Compiles; what is said lies in the texts; what compiles is written and read, and its table decides as the reference
/// evaluator does.
pub fn check(text: &str) {
    let (artifact, problems, sources) = compile("policy.baton", &One(text));
    problems.iter().for_each(|problem| lies_in(problem, &sources));
    assert_eq!(artifact.is_none(), problems.has_errors(), "a policy exists without errors, and only then");
    let Some(artifact) = artifact else { return };
    let file = encode(&artifact, &versions());
    let read = decode(&file).unwrap_or_else(|damage| panic!("what was compiled is refused: {damage}"));
    assert!(encode(&read, &versions()) == file, "there is one way to write a policy");
    assert_eq!(read.policy.hash, artifact.policy.hash);
    agree(read);
}

fn lies_in(problem: &Problem, sources: &Sources) {
    let labels = problem.labels.iter().map(|label| label.span);
    for span in labels.chain(problem.edits.iter().map(|edit| edit.span)).chain([problem.span()]) {
        let text = &sources.file(span.file).text;
        assert!(text.get(span.range()).is_some(), "{problem:?}");
        let _ = sources.position(span);
    }
}

/// Table and reference evaluator decide alike.
fn agree(artifact: Artifact) {
    let table = Table::new(artifact);
    let policy = table.policy();
    let mut scratch = table.scratch();
    for values in [Values::missing(policy), Values::starting(policy)] {
        for point in [Point::Message, Point::Answer] {
            let expected = evaluate(policy, &values, point, &[]);
            let facts = table.facts_of(&values, point);
            let decided = facts.decide_fully(&mut scratch);
            let of_expected = (expected.action, expected.decided_by, &expected.queues[..]);
            assert_eq!((decided.action(), decided.decided_by(), decided.queues()), of_expected);
            assert_eq!(decided.watches().collect::<Vec<_>>(), expected.watches);
            assert_eq!(decided.also_fitted().collect::<Vec<_>>(), expected.also_fitted);
        }
    }
}

/// A formatted text stays as it is, has the same tree and the same comments, and the same is said of it.
pub fn format(text: &str) {
    let Ok(once) = syntax::format(text) else { return };
    let twice = syntax::format(&once).unwrap_or_else(|out| panic!("once, not twice: {out:?}\n{once}"));
    assert_eq!(twice, once, "formatting twice is formatting once");
    assert_eq!(once.matches('#').count(), text.matches('#').count(), "comments stay");
    let (before, after) = (tree(text), tree(&once));
    assert_eq!(before.1, after.1, "the same is said");
    assert_eq!(before.0, after.0, "the tree stays");
}

/// The tree of a text without places, and how often each problem is said of it.
fn tree(text: &str) -> (String, BTreeMap<&'static str, usize>) {
    let (mut sources, mut out) = (Sources::default(), Diagnostics::default());
    let program = syntax::parse("policy.baton", text, &mut sources, &mut out);
    let shown = format!("{program:?}");
    let mut pieces = shown.split("Span { file: FileId(");
    let first = pieces.next().unwrap_or_default().to_owned();
    let tree = pieces.fold(first, |all, piece| all + "Span" + piece.split_once('}').map_or("", |(_, rest)| rest));
    let mut said = BTreeMap::new();
    out.iter().for_each(|problem| *said.entry(problem.code.as_str()).or_default() += 1);
    (tree, said)
}

/// Reads a file; what is read can be used, and is written as it was.
pub fn artifact(file: &[u8]) {
    let _ = failure_line(file).map_err(|damage| damage.to_string());
    let whole = contents(file).map_err(|damage| damage.to_string()).is_ok_and(|contents| contents.is_intact());
    match decode(file) {
        Ok(artifact) => {
            assert!(whole, "what is read is whole");
            assert!(all_but_meta(&encode(&artifact, &versions())) == all_but_meta(file), "one way to write a policy");
            exercise::exercise(artifact);
        }
        Err(damage) => assert!(!damage.to_string().is_empty()),
    }
}

/// The sections of a whole file but META, which tells of the compiler, and those that this build does not know.
fn all_but_meta(file: &[u8]) -> Vec<Vec<u8>> {
    let known = |section: &Part| section.id != 2 && section.id <= 8 && section.version == 1;
    let sections = Parts::of(file).sections.into_iter().filter(known);
    sections.map(|section| section.body).collect()
}

/// A file of which one section was changed by `mutate`, with checksums that are right; none if it was no whole file, or
/// has become too long. `mutate` takes bytes, how many of them there are and how many there may be.
pub fn changed_on_purpose(
    file: &[u8],
    size_max: usize,
    seed: u32,
    mutate: impl FnOnce(&mut [u8], usize, usize) -> usize,
) -> Option<Vec<u8>> {
    contents(file).ok()?;
    let mut parts = Parts::of(file);
    let mut numbers = seed.to_le_bytes().into_iter().map(usize::from);
    let mut below = |most: usize| numbers.next().unwrap_or(0) % most.max(1);
    let at = below(parts.sections.len());
    let section = parts.sections.get_mut(at)?;
    match below(64) {
        0 => section.version ^= 1,
        1 => section.flags ^= 1,
        2 => section.id ^= 1,
        3 => parts.sections.truncate(at),
        _ => {
            let length = section.body.len();
            section.body.resize(length + size_max.saturating_sub(file.len()).min(64), 0);
            let room = section.body.len();
            let length = mutate(&mut section.body, length, room);
            section.body.truncate(length);
        }
    }
    Some(parts.seal()).filter(|sealed| sealed.len() <= size_max)
}

/// Reads a transcript in every form, and replays short conversations.
pub fn transcript(bytes: &[u8], table: &Table) {
    for format in FORMATS {
        drain(Reader::with_format("transcript", bytes, *format), bytes.len(), table);
    }
    drain(Reader::new("transcript", bytes), bytes.len(), table);
}

fn drain(mut reader: Reader<&[u8]>, length: usize, table: &Table) {
    let mut count = 0;
    for read in reader.by_ref() {
        count += 1;
        assert!(count <= length + 1, "there are more conversations than bytes");
        match read {
            Ok(conversation) => replayed(table, &conversation),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    reader.notes().iter().for_each(|note| assert!(!format!("{note:?}").is_empty()));
    assert!(reader.next().is_none(), "the end is the end");
}

fn replayed(table: &Table, conversation: &Conversation) {
    if conversation.turns.len() <= 12 {
        let steps = replay(table, conversation, &Options::default());
        assert!(steps.len() <= conversation.turns.len());
    }
}
