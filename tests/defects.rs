//! Planted defects: what `check` must find, and what it must not.
//!
//! In: `tests/corpus/defects/*.txt`, each a policy with one defect beside its nearest correct neighbour. Lines begin with
//! two characters: `- ` stands in the defect only, `+ ` in the neighbour only, `  ` in both; `! ` is a line of the defect
//! that the finding must stand on, `= ` one of both. The second line of the file names the code. Out: nothing, or every
//! defect that was missed or was found elsewhere, and everything said of a neighbour.

#![cfg(feature = "cli")]

use std::fmt::Write as _;
use std::path::Path;

#[allow(dead_code, reason = "each test uses a part of it")]
#[path = "support/checked.rs"]
mod checked;
use checked::{FRAME, Found, check};

/// Fewer are a sign that the folder was not read.
const LEAST: usize = 60;

/// Files that a defect may use.
const FILES: &[(&str, &str)] = &[("vip.csv", "account_id,name\nA-1,Globex\nA-2,Initech\n")];

/// One file, read.
struct Planted {
    code: String,
    defect: String,
    neighbour: String,
    /// The line of the finding in the defect.
    line: usize,
}

impl Planted {
    fn of(text: &str) -> Self {
        let mut lines = text.lines();
        let title = lines.next().filter(|title| title.starts_with("# "));
        assert!(title.is_some(), "the first line says what is wrong");
        let code = lines.next().and_then(|line| line.strip_prefix("# ")).expect("the second line names a code");
        let (mut defect, mut neighbour) = (FRAME.to_owned(), FRAME.to_owned());
        let mut marked = Vec::new();
        for line in lines {
            let (mark, rest) = line.split_at_checked(2).unwrap_or(("  ", ""));
            if matches!(mark, "! " | "= ") {
                marked.push(defect.lines().count() + 1);
            }
            if matches!(mark, "  " | "- " | "! " | "= ") {
                writeln!(defect, "{rest}").expect("a text can be written");
            }
            if matches!(mark, "  " | "+ " | "= ") {
                writeln!(neighbour, "{rest}").expect("a text can be written");
            }
            assert!(["  ", "- ", "! ", "+ ", "= "].contains(&mark), "a line begins with {mark:?}");
        }
        let [line] = marked.as_slice() else { panic!("one line is marked, not {}", marked.len()) };
        Self { code: code.to_owned(), defect, neighbour, line: *line }
    }

    /// What is not as it should be.
    fn wrong(&self) -> Option<String> {
        let found = check(&self.defect, FILES);
        let is_it = |one: &Found| one.code.as_str() == self.code && one.line == self.line;
        let plain = |found: &[Found]| found.iter().map(|one| one.plain.as_str()).collect::<String>();
        if found.len() != 1 || !found.iter().all(is_it) {
            let wanted = format!("{} on line {}", self.code, self.line);
            return Some(format!("wanted {wanted}, found\n{}{}", plain(&found), numbered(&self.defect)));
        }
        let said = check(&self.neighbour, FILES);
        (!said.is_empty()).then(|| format!("nothing is wrong, found\n{}{}", plain(&said), numbered(&self.neighbour)))
    }
}

fn numbered(text: &str) -> String {
    let lines = (1..).zip(text.lines()).skip(FRAME.lines().count());
    lines.map(|(at, line)| format!("{at:4} {line}\n")).collect()
}

#[test]
fn every_planted_defect_is_found_and_its_neighbour_is_left_alone() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/defects");
    let entries = std::fs::read_dir(folder).expect("the corpus is there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("the corpus can be read").path()).collect();
    paths.sort();
    assert!(paths.len() >= LEAST, "{} defects", paths.len());
    let mut wrong = String::new();
    for path in &paths {
        let text = std::fs::read_to_string(path).expect("the corpus can be read");
        if let Some(how) = Planted::of(&text).wrong() {
            writeln!(wrong, "{}: {how}", path.display()).expect("a text can be written");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
