//! What accidents do to a file is noticed, and the failure line outlives most of them.

use baton::artifact::{Damage, FailureLine, FailureTarget, contents, decode, failure_line};
use proptest::prelude::*;

use super::parts::Parts;
use super::support::{artifacts, bytes, small, small_file};

/// Where the failure line lies in a file: behind the table, up to the second section.
fn failure(file: &[u8]) -> std::ops::Range<usize> {
    let parts = Parts::of(file);
    let start = 32 + 32 * parts.sections.len();
    start..start + parts.sections[0].body.len()
}

fn small_failure_line() -> FailureLine {
    FailureLine {
        title: "Small".to_owned(),
        to: FailureTarget::Queues(vec!["general".to_owned(), "duty".to_owned()]),
        level: Some("L1".to_owned()),
    }
}

#[test]
fn every_bit_counts() {
    let whole = small_file();
    assert_eq!(failure_line(whole), Ok(small_failure_line()));
    let line = failure(whole);
    let mut file = whole.to_vec();
    for bit in 0..whole.len() * 8 {
        file[bit / 8] ^= 1 << (bit % 8);
        assert!(decode(&file).is_err(), "bit {} of byte {}", bit % 8, bit / 8);
        if let Ok(contents) = contents(&file) {
            assert!(!contents.is_intact(), "bit {} of byte {}", bit % 8, bit / 8);
        }
        let at = bit / 8;
        let expected = if at < 8 { Err(Damage::NotAnArtifact) } else { Ok(small_failure_line()) };
        if line.contains(&at) {
            assert!(failure_line(&file).is_err(), "bit {} of byte {at}", bit % 8);
        } else {
            assert_eq!(failure_line(&file), expected, "bit {} of byte {at}", bit % 8);
        }
        file[at] = whole[at];
    }
}

#[test]
fn every_end_that_is_missing_is_missed() {
    let whole = small_file();
    let line = failure(whole);
    for end in 0..whole.len() {
        let file = &whole[..end];
        assert!(decode(file).is_err() && contents(file).is_err(), "{end} bytes");
        assert_eq!(failure_line(file).is_ok(), end >= line.end, "{end} bytes");
    }
    let longer = [whole, b"x"].concat();
    assert!(decode(&longer).is_err());
}

#[test]
fn damage_to_any_policy_is_noticed() {
    for (path, artifact) in artifacts() {
        let whole = bytes(artifact);
        let line = failure(&whole);
        let stride = whole.len() / 200 + 1;
        let mut file = whole.clone();
        for at in (0..whole.len()).step_by(stride) {
            file[at] ^= 0x10;
            assert!(decode(&file).is_err(), "{}: byte {at}", path.display());
            assert_eq!(failure_line(&file).is_ok(), at >= 8 && !line.contains(&at), "{}: byte {at}", path.display());
            file[at] = whole[at];
            assert!(decode(&whole[..at]).is_err(), "{}: {at} bytes", path.display());
        }
    }
}

#[test]
fn sections_that_change_places_are_noticed() {
    let whole = Parts::of(small_file());
    for one in 0..whole.sections.len() {
        for other in 0..one {
            let mut places = whole.clone();
            places.sections.swap(one, other);
            assert!(decode(&places.seal()).is_err(), "sections {one} and {other}");
            let mut bodies = whole.clone();
            let body = std::mem::take(&mut bodies.sections[one].body);
            bodies.sections[one].body = std::mem::replace(&mut bodies.sections[other].body, body);
            assert!(decode(&bodies.seal()).is_err(), "bodies {one} and {other}");
        }
    }
}

#[test]
fn sections_of_another_policy_are_noticed() {
    let other = |name: &str| {
        let found = artifacts().iter().find(|(path, _)| path.ends_with(name)).expect("the policy is there");
        Parts::of(&bytes(&found.1))
    };
    let (acme, solvana) = (other("acme/policy.baton"), other("solvana/policy.baton"));
    for at in [0, 1, 2, 3, 4, 5] {
        let mut mixed = acme.clone();
        mixed.sections[at].body = solvana.sections[at].body.clone();
        assert!(decode(&mixed.seal()).is_err(), "section {}", mixed.sections[at].id);
    }
}

#[test]
fn a_failure_line_is_found_without_the_header() {
    let whole = small_file();
    let mut file = whole.to_vec();
    let line = failure(whole);
    file[8..line.start].fill(0xff);
    file.truncate(line.end);
    assert_eq!(failure_line(&file), Ok(small_failure_line()));
    assert_eq!(failure_line(b"\x89BATON\r\n"), Err(Damage::MissingSection { section: "FAILURE".to_owned() }));
    assert_eq!(failure_line(b"baton 1"), Err(Damage::NotAnArtifact));
}

#[test]
fn each_way_of_handing_over_has_a_failure_line() {
    let mut one = small();
    one.policy.on_failure.level = None;
    one.policy.on_failure.to = baton::policy::To::NamedAgent;
    assert_eq!(failure_line(&bytes(&one)).map(|line| line.to), Ok(FailureTarget::NamedAgent));
    one.policy.on_failure.to = baton::policy::To::Category;
    let file = bytes(&one);
    assert_eq!(failure_line(&file).map(|line| line.to), Ok(FailureTarget::Category("general".to_owned())));
    assert!(decode(&file).is_ok());
}

#[test]
fn damage_is_said_with_what_to_do() {
    let whole = small_file();
    let parts = Parts::of(whole);
    let said = |file: &[u8]| decode(file).map(|_| ()).expect_err("it is damaged").to_string();
    let start = 32 + 32 * parts.sections.len();
    let mut one = whole.to_vec();
    one[start + 200] ^= 1;
    let mut header = whole.to_vec();
    header[40] ^= 1;
    let lines = [
        said(b"baton 1\n"),
        said(&whole[..20]),
        said(&whole[..whole.len() - 1]),
        said(&header),
        said(&one),
        said(&Parts { major: 0, ..parts.clone() }.seal()),
        said(&Parts { major: 7, minor: 3, ..parts.clone() }.seal()),
    ];
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("artifact_damage", without_places(&lines.join("\n")));
    });
}

/// A text in which every long number is the same: how long a file is depends on its policy.
fn without_places(text: &str) -> String {
    let is_place = |word: &&str| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    text.split(' ').map(|word| if is_place(&word) { "N" } else { word }).collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// A piece of a file in the place of another piece.
    #[test]
    fn splices_are_refused(from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(), length in 1_usize..400, keep in any::<bool>()) {
        let whole = small_file();
        let (from, to) = (from.index(whole.len()), to.index(whole.len()));
        let piece = &whole[from..(from + length).min(whole.len())];
        let rest = if keep { to } else { (to + piece.len()).min(whole.len()) };
        let spliced = [&whole[..to], piece, &whole[rest..]].concat();
        prop_assert!(spliced == whole || decode(&spliced).is_err());
        let _ = (contents(&spliced), failure_line(&spliced));
    }

    /// Bytes from nowhere, with and without the first ones of an artifact.
    #[test]
    fn noise_is_refused(noise in prop::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(decode(&noise).is_err());
        let file = [&b"\x89BATON\r\n\x01\0\0\0"[..], &noise].concat();
        prop_assert!(decode(&file).is_err());
        let _ = (contents(&file), failure_line(&file));
    }
}
