//! The pages of the codes: each shows one mistake, and what to write instead.
//!
//! In: `docs/errors/*.md` and the corpora. Every failing example must give exactly
//! one finding, of its page's code; every `works` example none.

use std::collections::BTreeSet;
use std::path::Path;

use baton::diagnostic::Code;

#[allow(dead_code, reason = "each test uses a part of it")]
#[path = "support/checked.rs"]
mod checked;
#[path = "errors/generated.rs"]
mod generated;
#[path = "errors/maps.rs"]
mod maps;

use checked::{FRAME, Found, check};

/// The codes of policies; those of rosters are held against rosters in tests/roster/pages.rs, those of maps against maps
/// in tests/errors/maps.rs.
fn of_policies() -> impl Iterator<Item = &'static Code> {
    Code::ALL.iter().filter(|code| !matches!(&code.as_str()[1..3], "06" | "07"))
}

/// An example as a whole policy.
fn whole(example: &str) -> String {
    if example.starts_with("baton ") { example.to_owned() } else { format!("{FRAME}\n{example}") }
}

/// The blocks of a page whose fence carries these words.
fn blocks<'p>(page: &'p str, fence: &str) -> Vec<&'p str> {
    let opening = format!("```{fence}\n");
    let after = page.split(opening.as_str()).skip(1);
    after.map(|rest| rest.split("```").next().expect("a split has a first part")).collect()
}

fn plain(found: &[Found]) -> String {
    found.iter().map(|one| one.plain.as_str()).collect()
}

#[test]
fn every_code_has_a_page_of_its_own_shape() {
    for code in Code::ALL {
        let page = code.page();
        let lines: Vec<&str> = page.lines().collect();
        assert_eq!(lines.first(), Some(&format!("# {} {}", code.as_str(), code.name()).as_str()));
        let sections: Vec<&str> = lines.iter().copied().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(
            sections,
            ["## What it finds", "## Why it matters", "## Example", "## Instead"],
            "{}",
            code.as_str()
        );
        let most = if page.contains("\npolicy \"") { 70 } else { 46 };
        assert!((24..=most).contains(&lines.len()), "{} has {} lines", code.as_str(), lines.len());
        let wide = lines.iter().find(|line| line.chars().count() > 80);
        assert_eq!(wide, None, "{} does not fit a terminal", code.as_str());
    }
}

#[test]
fn every_failing_example_has_its_one_mistake() {
    for code in of_policies() {
        let (shown, made) = (blocks(code.page(), "baton,fails"), blocks(code.page(), "baton,fails,generated"));
        let found = match (shown.as_slice(), made.as_slice()) {
            ([example], []) => check(&whole(example), &[]),
            ([], [_]) => {
                let (text, files) = generated::example(*code);
                let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
                check(&whole(&text), &files)
            }
            _ => panic!("{} has {} examples", code.as_str(), shown.len() + made.len()),
        };
        let codes: Vec<&str> = found.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, [code.as_str()], "{}", plain(&found));
        assert!(found[0].problem.help.is_some(), "{} has no help", code.as_str());
    }
}

#[test]
fn every_instead_is_without_problems() {
    for code in of_policies() {
        let blocks = blocks(code.page(), "baton,works");
        let [example] = blocks.as_slice() else { panic!("{} has {} ways out", code.as_str(), blocks.len()) };
        let found = check(&whole(example), &[]);
        assert!(found.is_empty(), "{}: {}", code.as_str(), plain(&found));
    }
}

#[test]
fn examples_that_are_made_up_by_this_test_say_why() {
    for code in of_policies() {
        let made = !blocks(code.page(), "baton,fails,generated").is_empty();
        let reason = generated::REASONS.iter().find(|(known, _)| known == code);
        assert_eq!(made, reason.is_some_and(|(_, reason)| !reason.is_empty()), "{}", code.as_str());
    }
}

#[test]
fn no_page_is_left_over_and_the_frame_is_shown() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/errors");
    let names = std::fs::read_dir(&folder)
        .expect("the pages are readable")
        .map(|entry| entry.expect("the pages are readable").file_name().into_string().expect("pages have plain names"));
    let expected = Code::ALL.iter().map(|code| format!("{}.md", code.as_str())).chain(["README.md".to_owned()]);
    assert_eq!(names.collect::<BTreeSet<_>>(), expected.collect::<BTreeSet<_>>());
    let readme = std::fs::read_to_string(folder.join("README.md")).expect("the pages are readable");
    assert!(readme.contains(FRAME), "README.md shows another frame");
    for code in Code::ALL {
        let row = format!("[{0} {1}]({0}.md)", code.as_str(), code.name());
        assert!(readme.contains(&row), "README.md lacks {row}");
    }
}

/// What is found in a corpus file, beside which its `baton.toml` may lie under the same name.
fn check_file(path: &Path) -> Vec<Found> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|_| panic!("{} is missing", path.display()));
    let set = std::fs::read_to_string(path.with_extension("toml")).ok();
    let mut files =
        vec![("vip.csv", "account_id,name\na1,Ann\n"), ("open.csv", "category,expect\nbilling.refund,\"stay\n")];
    files.extend(set.as_deref().map(|set| ("baton.toml", set)));
    check(&whole(&text), &files)
}

fn found_in(path: &Path) -> String {
    let found = check_file(path);
    if found.is_empty() { "nothing".to_owned() } else { plain(&found) }
}

#[test]
fn corpus_of_checks() {
    insta::glob!("corpus/check/*.baton", |path| {
        insta::assert_snapshot!(found_in(path));
    });
}

#[test]
fn corpus_of_lints() {
    insta::glob!("corpus/lints/*/*.baton", |path| {
        insta::assert_snapshot!(found_in(path));
    });
}

/// Codes with a file in the corpus that shows them, and one that nearly does.
#[test]
fn every_code_of_meaning_fires_and_stays_silent() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let codes_of = |path: &Path| -> BTreeSet<Code> { check_file(path).iter().map(|one| one.code).collect() };
    for code in of_policies().filter(|code| !code.as_str().starts_with("E01")) {
        let is_lint = code.as_str().starts_with('W') || *code == Code::E0402;
        let (fires, silent) = if is_lint {
            let folder = corpus.join("lints").join(code.name());
            (folder.join("fires.baton"), folder.join("silent.baton"))
        } else {
            let name = format!("{}_{}", code.as_str().to_lowercase(), code.name());
            let folder = corpus.join("check");
            (folder.join(format!("{name}.baton")), folder.join(format!("{name}_not.baton")))
        };
        assert!(codes_of(&fires).contains(code), "{} does not fire in {}", code.as_str(), fires.display());
        assert!(codes_of(&silent).is_empty(), "{} is not silent", silent.display());
    }
}

/// The page shows what the command prints, letter by letter, on a terminal of 80 columns without colours.
#[test]
fn ten_mistakes_are_printed_as_the_page_says() {
    let page = include_str!("../docs/ten-mistakes.md");
    let (policies, outputs) = (blocks(page, "baton,fails"), blocks(page, "text"));
    let ([policy], [output]) = (policies.as_slice(), outputs.as_slice()) else { panic!("one policy, one output") };
    let folder = std::env::temp_dir().join(format!("baton-ten-mistakes-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the folder for temporary files can be written");
    std::fs::write(folder.join("policy.baton"), policy).expect("the folder for temporary files can be written");
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_baton"))
        .args(["check", "policy.baton"])
        .current_dir(&folder)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "80")
        .output()
        .expect("the command was built for this test");
    std::fs::remove_dir_all(&folder).expect("the folder was made above");
    let printed = String::from_utf8(run.stdout).expect("the command prints UTF-8");
    assert_eq!(run.status.code(), Some(1));
    assert!(printed == *output, "docs/ten-mistakes.md should show:\n{printed}");
    let found = check(policy, &[]);
    let codes: BTreeSet<Code> = found.iter().map(|one| one.code).collect();
    assert_eq!((found.len(), codes.len()), (10, 10), "ten mistakes of ten kinds");
}
