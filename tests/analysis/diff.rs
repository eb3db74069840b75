//! Two small random policies: every point of their space enumerated, decided by both evaluators, and compared with the
//! regions that are said to differ: none is missing, and none is too many.

use baton::Table;
use baton::analysis::diff::Compared;
use baton::analysis::{AxisId, Point, Space};
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};

use super::leaves::FACTS;
use super::policies::{Written, written_about};
use super::support::try_table;

/// Spaces with more points than this are left to chance.
const POINTS_MAX: usize = 6_000;

/// What a hand may change in a policy's text.
const EDITS: &[(&str, &str)] = &[
    ("above", "at most"),
    ("at least", "below"),
    (" and ", " or "),
    ("except when", "when"),
    ("rule ", "guard "),
    ("guard ", "rule "),
    ("stay", "hand off"),
    ("hand off", "stay"),
    ("to billing", "to care"),
    ("tag one", "tag two"),
    ("priority high", "priority urgent"),
    ("raise priority by 5", "raise priority by 6"),
    ("; say bye", ""),
    ("A reason", "No reason"),
    ("80%", "70%"),
    ("raise by 10 points", "raise by 20 points"),
    ("never above", "never below"),
    ("default free", "default pro"),
    ("one of free, pro", "one of free, gold, pro"),
    ("on problem hand off to billing", ""),
    ("handles ", "handles late, "),
];

/// Two policies about the same facts: one and the same with some words of it changed, or two that know nothing of each
/// other.
fn pair() -> impl Strategy<Value = (Written, Written, Vec<(usize, Index)>, bool)> {
    let edits = proptest::collection::vec((0..EDITS.len(), any::<Index>()), 0..4);
    subsequence(FACTS, 1..=3).prop_flat_map(move |facts| {
        (written_about(&facts), written_about(&facts), edits.clone(), prop::bool::weighted(0.4))
    })
}

fn edited(text: &str, edits: &[(usize, Index)]) -> String {
    let mut text = text.to_owned();
    for (which, place) in edits {
        let (from, to) = EDITS[*which];
        let places: Vec<usize> = text.match_indices(from).map(|(at, _)| at).collect();
        if !places.is_empty() {
            let at = places[place.index(places.len())];
            text.replace_range(at..at + from.len(), to);
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: None,
        max_shrink_iters: 400,
        max_local_rejects: 1_000_000,
        max_global_rejects: 1_000_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn regions_hold_every_difference_and_nothing_else((one, other, edits, strangers) in pair()) {
        let old = one.text();
        let new = if strangers { other.text() } else { edited(&old, &edits) };
        let (Ok(before), Ok(after)) = (try_table(&old), try_table(&new)) else {
            return Err(TestCaseError::reject("an edit that does not compile"));
        };
        let wrong = wrong(&before, &after);
        prop_assume!(wrong.is_some());
        let wrong = wrong.unwrap_or_default();
        prop_assert!(wrong.is_empty(), "{wrong}\n--- old\n{old}\n--- new\n{new}");
    }
}

/// Every point that inputs can reach, unless there are too many.
fn points(space: &Space) -> Option<Vec<Point>> {
    let everything = space.everything();
    let mut all: Vec<Vec<u32>> = vec![Vec::new()];
    for at in 0..space.axes().len() {
        let cells: Vec<u32> = space.cells(&everything, AxisId::from_index(at)).collect();
        if all.len() * cells.len() > POINTS_MAX {
            return None;
        }
        all = all.iter().flat_map(|point| cells.iter().map(|cell| [point.as_slice(), &[*cell]].concat())).collect();
    }
    Some(all.into_iter().map(Point::of).filter(|point| space.holds(point)).collect())
}

/// What is said of a point and is not so; empty if all is; none if there are too many points.
fn wrong(before: &Table, after: &Table) -> Option<String> {
    let compared = Compared::of(before.artifact(), after.artifact());
    let points = points(compared.space())?;
    if compared.undecided() > 0 {
        return Some("undecided".to_owned());
    }
    let said = compared.differing(&points);
    for (point, said) in points.iter().zip(said) {
        let Some([old, new]) = compared.decided(point) else { continue };
        if (old != new) != said {
            return Some(format!("said to differ: {said}\nold {old:?}\nnew {new:?}\n{point:?}"));
        }
    }
    Some(String::new())
}

#[test]
fn a_policy_is_the_same_as_itself() {
    for text in ["examples/acme", "examples/solvana"] {
        let files = Folder(text);
        let (artifact, ..) = baton::compile("policy.baton", &files);
        let artifact = artifact.expect("an example is in order");
        let diff = baton::analysis::diff::Diff::of(&artifact, &artifact.clone());
        assert!(!diff.is_noticeable() && diff.undecided == 0, "{text}: {diff:?}");
        assert!(diff.edits.is_empty() && diff.changes.is_empty() && diff.guarantees.is_empty(), "{text}: {diff:?}");
    }
}

struct Folder(&'static str);

impl baton::source::Files for Folder {
    fn read(&self, path: &str) -> Result<String, String> {
        std::fs::read_to_string(std::path::Path::new(self.0).join(path)).map_err(|error| error.to_string())
    }
}

struct Text(String);

impl baton::source::Files for Text {
    fn read(&self, _: &str) -> Result<String, String> {
        Ok(self.0.clone())
    }
}

/// Opening hours decide nothing yet; that they differ is listed, and noticed.
#[test]
fn other_hours_are_listed() {
    let policy = |hours: &str| {
        let head = "timezone \"UTC\"; languages en; assistant gives confidence; default queue q; otherwise stay; on failure hand off to q";
        let text = format!("baton 1\npolicy \"P\" {{ {head} }}\nqueue q \"Q\"\n{hours}\n");
        let (artifact, problems, _) = baton::compile("policy.baton", &Text(text));
        artifact.unwrap_or_else(|| panic!("{problems:?}"))
    };
    let changes = |old: &str, new: &str| -> Vec<String> {
        let diff = baton::analysis::diff::Diff::of(&policy(old), &policy(new));
        diff.changes.iter().map(|one| format!("{} {}: {}", one.subject.as_str(), one.name, one.text)).collect()
    };
    let hours = "hours a \"A\" in \"UTC\" { Mon 08:00-09:00 }";
    assert_eq!(changes(hours, hours), [""; 0]);
    assert_eq!(changes("", hours), ["hours a: added"]);
    assert_eq!(changes(hours, ""), ["hours a: removed"]);
    let other = "hours a \"B\" in \"Europe/Madrid\" { Mon 08:00-09:00; holidays es }";
    assert_eq!(
        changes(hours, other),
        [
            "hours a: was called \"A\", is called \"B\"",
            "hours a: was in UTC, is in Europe/Madrid",
            "hours a: is open at other times"
        ]
    );
    let closed = "hours a \"A\" in \"UTC\" { Mon 08:00-09:00; 2026-12-21 closed because \"why\" }";
    assert_eq!(changes(hours, closed), ["hours a: is open at other times"]);
}
