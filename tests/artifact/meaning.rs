//! What changes the hash of the meaning, and what only changes the file.

use std::path::Path;

use baton::artifact::{Artifact, decode, meaning_hash};
use baton::source::Files;
use baton::syntax;

use super::support::{SMALL, Texts, artifact, artifacts, bytes, compiled, policy, small, small_file};

/// Files of a folder as `baton fmt` would leave them, with comments between the lines.
struct Formatted<'a>(&'a Path);

impl Files for Formatted<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        let text = std::fs::read_to_string(self.0.join(path)).map_err(|error| error.to_string())?;
        if Path::new(path).extension().is_none_or(|ending| ending != "baton") {
            return Ok(text);
        }
        let formatted = syntax::format(&text).map_err(|_| "it cannot be formatted".to_owned())?;
        Ok(formatted.replace("\n\n", "\n\n# A comment.\n\n\n"))
    }
}

/// The hashes of a policy: of its meaning, of its file.
fn hashes(artifact: &Artifact) -> (String, Vec<u8>) {
    (meaning_hash(artifact), bytes(artifact))
}

#[test]
fn layout_and_comments_change_the_file_alone() {
    for (path, original) in artifacts() {
        let folder = path.parent().expect("a file stands in a folder");
        let name = path.file_name().and_then(|name| name.to_str()).expect("names of the repository are plain");
        let formatted = artifact(compiled(name, &Formatted(folder)));
        let (meaning, file) = hashes(original);
        let (other_meaning, other_file) = hashes(&formatted);
        assert_eq!(meaning, other_meaning, "{}", path.display());
        assert_ne!(file, other_file, "{}", path.display());
    }
}

#[test]
fn the_same_policy_in_two_folders_gives_the_same_bytes() {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/acme");
    let into = std::env::temp_dir().join(format!("baton-artifact-{}", std::process::id()));
    std::fs::create_dir_all(&into).expect("a folder can be made");
    for file in ["policy.baton", "vip.csv"] {
        std::fs::copy(from.join(file), into.join(file)).expect("the policy can be copied");
    }
    let [one, other] =
        [&from, &into].map(|folder| bytes(&artifact(super::support::policy_at(&folder.join("policy.baton")))));
    std::fs::remove_dir_all(&into).expect("the folder can be removed");
    assert!(one == other, "two builds differ");
    assert!(bytes(&artifact(policy(SMALL))) == small_file(), "two builds of one process differ");
}

/// The small policy with a part of its text exchanged.
fn changed(from: &str, to: &str) -> Artifact {
    let text = SMALL.replacen(from, to, 1);
    assert_ne!(text, SMALL, "{from} is not there");
    artifact(policy(&text))
}

#[test]
fn titles_worked_examples_and_guarantees_change_the_file_alone() {
    let (meaning, file) = hashes(&small());
    for (from, to) in [
        ("policy \"Small\"", "policy \"Tiny\""),
        ("category billing \"Money\"", "category billing \"Cash\""),
        ("\"Known outage\"", "\"Outage\""),
        ("\"Very angry\"", "\"Angry\""),
        ("\"Nobody is left alone\"", "\"Nobody\""),
        ("group money \"Everything about money\"", "group cash"),
        ("\"For the record\"", "\"For us\""),
        ("\"What it costs\"", "\"Costs\""),
        ("stupid thing\" order.value is 12 EUR", "silly thing\" order.value is 13 EUR"),
        ("contacts in 7 days is 2", "contacts in 9 days is 2, angry times is 3, said hand_off is 1"),
        (", contacts in 7 days is 2", ""),
        ("above 500 EUR", "above 700 EUR and contacts in 30 days above 2 and language is \"fr\""),
        ("then never one of stay, close", "then always hand off with tag new"),
        ("\"Anger is met\"", "\"Anger\""),
        ("guarantee \"More upset, more help\" { as upset rises, the outcome never moves towards stay }", ""),
        ("test \"angry customers\"", "test \"none\" { expect clarify }\ntest \"angry customers\""),
    ] {
        let (other_meaning, other_file) = hashes(&changed(from, to));
        assert_eq!(meaning, other_meaning, "{to}");
        assert!(file != other_file, "{to}");
    }
}

#[test]
fn what_decides_or_is_said_changes_the_meaning() {
    let (meaning, _) = hashes(&small());
    for (from, to) in [
        ("60%", "61%"),
        ("level L2; routed", "level L2; level L3; routed"),
        ("skill orders at level 2", "skill orders at level 3"),
        ("team front or", "team back or"),
        ("then most free", "then longest idle"),
        ("accept within 20s", "accept within 21s"),
        ("after 30s L1", "after 31s L1"),
        ("with notice when angry", "when angry"),
        ("language with notice when angry", "language with notice when outage"),
        ("duty below 3m", "duty below 2m"),
        ("offer wait, callback, assistant", "offer callback, assistant"),
        ("every 90s", "every 91s"),
        ("1 business day async offer", "2 business days async offer"),
        ("owner duty at L2", "owner duty"),
        ("say which, hold", "hold"),
        ("urgent 50", "urgent 51"),
        ("10 when decided", "11 when decided"),
        ("up to 15 }", "up to 16 }"),
        ("within 72h", "within 71h"),
        ("and same issue", "and same category"),
        ("hold 45s live", "hold 46s live"),
        ("agent 2m live", "agent 3m live"),
        ("marked avoid", "marked spare"),
        ("; after the account manager }", " }"),
        ("open office", ""),
        ("queue general \"Support\"", "queue general \"Help\""),
        ("es \"Atención\"", "es \"Ayuda\""),
        ("\"Which order?\"", "\"Which order, please?\""),
        ("\"Speak calmly\"", "\"Speak slowly\""),
        ("because \"Angry\"", "because \"Very angry\""),
        ("says only \"angry\"", "says only \"furious\""),
        ("USD 0.92", "USD 0.93"),
        ("\"refund_request\"", "\"refund_wish\""),
        ("on failure hand off to general or duty at L1", "on failure hand off to duty at L1"),
        ("tag seen", "tag noted"),
        ("0.5 when angry", "0.6 when angry"),
        ("timezone \"Europe/Madrid\"", "timezone \"Europe/Paris\""),
        ("Mon-Fri 08:00-12:00", "Mon-Fri 08:00-12:30"),
        ("in \"Europe/Dublin\"", "in \"Europe/London\""),
        ("holidays ie", "holidays fr"),
        ("2026-12-31 closed", "2026-12-30 closed"),
        ("\"The office\"", "\"The house\""),
    ] {
        assert_ne!(meaning, meaning_hash(&changed(from, to)), "{to}");
    }
    let other_list = compiled("policy.baton", &Texts(&[("policy.baton", SMALL), ("vip.csv", "account_id\na1\nb3\n")]));
    assert_ne!(meaning, meaning_hash(&artifact(other_list)));
    let mut rows = small();
    rows.rows.default_queue.0 = 1;
    assert_ne!(meaning, meaning_hash(&rows), "the table is a part of it");
}

#[test]
fn the_hash_of_a_policy_is_that_of_its_meaning() {
    let one = small();
    let read = decode(&bytes(&one)).expect("it is whole");
    assert_eq!(read.policy.hash, meaning_hash(&one));
    assert_eq!(meaning_hash(&read), meaning_hash(&one));
    assert!(read.policy.hash.len() == 32 && read.policy.hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
}
