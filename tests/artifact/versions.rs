//! Files of other versions of Baton: what can be read is read, what cannot is refused with what to do.

use baton::artifact::{Damage, contents, decode, failure_line};

use super::parts::{Part, Parts};
use super::support::{bytes, small, small_file, versions};

const FORMAT: (u16, u16) = (1, 0);

fn parts() -> Parts {
    Parts::of(small_file())
}

fn damage(parts: &Parts) -> Damage {
    decode(&parts.seal()).map(|_| ()).expect_err("it is refused")
}

#[test]
fn taking_apart_and_putting_together_changes_nothing() {
    let file = small_file();
    let parts = Parts::of(file);
    assert_eq!(parts.seal(), file);
    assert_eq!((parts.major, parts.minor), FORMAT);
    let ids: Vec<(u32, u16, u16)> = parts.sections.iter().map(|one| (one.id, one.version, one.flags)).collect();
    assert_eq!(
        ids,
        [(1, 1, 1), (2, 1, 1), (3, 1, 1), (4, 1, 1), (5, 1, 1), (6, 1, 1), (7, 1, 0), (8, 1, 0), (9, 1, 0)]
    );
}

#[test]
fn an_unknown_section_is_skipped_unless_it_is_required() {
    let mut parts = parts();
    let before = decode(&parts.seal()).expect("it is whole");
    parts.sections.push(Part { id: 99, version: 1, flags: 0, body: b"something new".to_vec() });
    let read = decode(&parts.seal()).expect("it may be skipped");
    assert_eq!(read.policy.hash, before.policy.hash);
    assert_eq!(contents(&parts.seal()).map(|contents| contents.sections[9].name.clone()), Ok("99".to_owned()));
    let mut damaged = parts.seal();
    *damaged.last_mut().expect("it has bytes") ^= 1;
    assert!(matches!(decode(&damaged), Err(Damage::Checksum { .. })), "a skipped section is checked too");

    parts.sections[9].flags = 1;
    let refused = damage(&parts);
    assert_eq!(refused, Damage::UnknownSection { section: "99".to_owned(), found: FORMAT, known: FORMAT });
    assert!(refused.to_string().contains("update Baton"), "{refused}");
    assert!(failure_line(&parts.seal()).is_ok());
}

#[test]
fn another_version_of_a_section_is_another_section() {
    let mut parts = parts();
    parts.sections[7].version = 2;
    let read = decode(&parts.seal()).expect("worked examples may be skipped");
    assert!(read.policy.tests.is_empty());
    parts.sections[3].version = 2;
    let refused = damage(&parts);
    assert_eq!(refused, Damage::UnknownSection { section: "ROWS".to_owned(), found: FORMAT, known: FORMAT });
}

#[test]
fn a_newer_minor_version_is_read_and_another_major_is_not() {
    let newer = Parts { minor: 9, ..parts() };
    assert!(decode(&newer.seal()).is_ok());
    assert_eq!(contents(&newer.seal()).map(|contents| contents.format), Ok((1, 9)));
    for (major, next) in [(0, "compile the policy again"), (2, "update Baton")] {
        let other = Parts { major, ..parts() };
        let refused = damage(&other);
        assert_eq!(refused, Damage::OtherFormat { found: (major, 0), known: FORMAT });
        let said = refused.to_string();
        assert!(said.contains(&format!("format {major}.0")) && said.contains("format 1.0"), "{said}");
        assert!(said.contains(next), "{said}");
        assert!(contents(&other.seal()).is_err() && failure_line(&other.seal()).is_ok());
    }
}

#[test]
fn what_may_be_left_out_is_not_missed_and_the_rest_is() {
    let whole = parts();
    for at in 0..whole.sections.len() {
        let mut parts = whole.clone();
        let left_out = parts.sections.remove(at);
        let read = decode(&parts.seal());
        match left_out.id {
            7 => {
                let read = read.expect("texts may be left out");
                assert!(read.policy.sources.all().is_empty());
                assert_eq!(read.policy.sources.text(read.policy.rules[0].span), "");
                assert_eq!(read.policy.sources.position(read.policy.rules[0].span), ("", 0, 0));
            }
            8 => {
                let read = read.expect("worked examples may be left out").policy;
                assert!(read.tests.is_empty());
                assert!(read.guarantees.is_empty(), "the facts that only they name are gone too");
            }
            9 => {
                let read = read.expect("guarantees may be left out").policy;
                assert!(read.guarantees.is_empty() && read.comparisons.len() == read.deciding_comparisons);
            }
            _ => assert!(matches!(read, Err(Damage::MissingSection { .. })), "section {}", left_out.id),
        }
    }
    let mut one = small();
    one.policy.tests.clear();
    one.policy.guarantees.clear();
    one.policy.sources = baton::source::Sources::default();
    let file = bytes(&one);
    assert_eq!(Parts::of(&file).sections.len(), 7, "the facts of the worked examples are still there");
    assert!(decode(&file).is_ok());
}

#[test]
fn headers_that_no_version_writes_are_refused() {
    let whole = parts();
    let mut again = whole.clone();
    again.sections[7] = again.sections[6].clone();
    let mut flags = whole.clone();
    flags.sections[7].flags = 2;
    let mut many = whole.clone();
    many.sections.extend((100..160).map(|id| Part { id, version: 1, flags: 0, body: Vec::new() }));
    for wrong in [again, flags, many] {
        assert!(matches!(damage(&wrong), Damage::Header { .. }), "{}", damage(&wrong));
    }
}

#[test]
fn contents_tell_what_is_in_a_file() {
    let file = small_file();
    let contents = contents(file).expect("it is whole");
    assert!(contents.is_intact());
    assert_eq!((contents.format, contents.length), (FORMAT, file.len() as u64));
    let names: Vec<&str> = contents.sections.iter().map(|section| section.name.as_str()).collect();
    assert_eq!(names, ["FAILURE", "META", "POLICY", "ROWS", "NOTES", "POSITIONS", "SOURCES", "TESTS", "GUARANTEES"]);
    assert_eq!(contents.meaning_hash.as_ref(), decode(file).ok().map(|read| read.policy.hash).as_ref());
    assert_eq!(contents.file_hash, format!("{:032x}", xxhash_rust::xxh3::xxh3_128(file)));
    let meta = contents.meta.expect("it is whole");
    assert_eq!((meta.compiler.as_str(), meta.versions), (env!("CARGO_PKG_VERSION"), versions()));
    let policy = small().policy;
    assert_eq!(contents.guarantees, Some(4));
    assert_eq!((meta.counts.rules as usize, meta.counts.tests), (policy.rules.len(), 1));
    assert_eq!(meta.counts.facts as usize, policy.facts.len() - 1, "one is only named by the worked example");

    let mut damaged = file.to_vec();
    let rows = usize::try_from(contents.sections[3].offset).expect("a small file");
    damaged[rows] ^= 1;
    let contents = baton::artifact::contents(&damaged).expect("the header is whole");
    let damaged: Vec<&str> =
        contents.sections.iter().filter(|section| !section.is_intact).map(|section| section.name.as_str()).collect();
    assert_eq!((damaged, contents.meaning_hash), (vec!["ROWS"], None));
}
