//! A policy and a roster, held against each other.

use super::{file, read, render};
use baton::roster::versus::{Names, compare};
use baton::source::{FileId, Files, Source, Sources, Span};
use baton::value::Fluency;

/// The files of a folder.
struct Folder<'a>(&'a str);

impl Files for Folder<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        std::fs::read_to_string(format!("{}/{path}", self.0)).map_err(|error| error.to_string())
    }
}

fn compiled(path: &str) -> baton::Artifact {
    let (folder, name) = path.rsplit_once('/').expect("a file in a folder");
    let (artifact, problems, _) = baton::compile(name, &Folder(folder));
    artifact.unwrap_or_else(|| panic!("{path}: {problems:?}"))
}

fn all(names: &Names, roster: &str) -> String {
    let roster = read("r.toml", roster).roster.expect("it works");
    let mut sources = Sources::default();
    sources.add(Source::new("policy.baton", "queue billing\n"));
    sources.add(Source::new("r.toml", "[[agent]]\n"));
    let found = compare(names, &roster, Span::new(FileId(1), 0..9));
    found.iter().map(|problem| render(problem, &sources)).collect()
}

#[test]
fn what_one_names_and_the_other_does_not_have_is_said() {
    let at = |name: &str| (name.to_owned(), Span::new(FileId(0), 0..5));
    let names = Names {
        queues: vec![at("billing"), at("retention")],
        elsewhere: vec![at("general")],
        levels: vec![at("L1"), at("L2")],
        skills: vec![(at("disputes"), 5), (at("disputes"), 3), (at("biling"), 1), (at("yodelling"), 1)],
        languages: vec![
            (at("es"), None),
            (at("es"), Some(Fluency::B2)),
            (at("en"), Some(Fluency::C2)),
            (at("sv"), None),
            (at("customer"), Some(Fluency::B2)),
        ],
    };
    let agent = "[[agent]]\nzone = \"UTC\"\nshifts = [\"Mon 09:00-17:00\"]\n";
    let roster = format!(
        "{agent}id = \"a\"\nteams = [\"billing at L2\", \"general\", \"retenton\", \"billing at L9\"]\nskills = {{ disputes = 4, billing = 3 }}\nlanguages = {{ en = \"C2\", es = \"B1\" }}\n{agent}id = \"b\"\nteams = [\"warehouse\"]\n"
    );
    insta::with_settings!({ snapshot_path => "../snapshots", omit_expression => true }, {
        insta::assert_snapshot!("versus", all(&names, &roster));
    });
    let everything =
        format!("{agent}id = \"a\"\nskills = {{ all = 5 }}\nlanguages = {{ en = \"C2\", es = \"B2\", sv = \"C2\" }}\n");
    assert_eq!(all(&names, &everything), "");
}

#[cfg(unix)]
#[test]
fn the_examples_fit_their_rosters() {
    for folder in ["examples/solvana", "examples/acme", "rules/starters/saas", "rules/starters/shop"] {
        let bindings = std::fs::read_to_string(format!("{folder}/bindings.toml")).unwrap_or_default();
        let text = file(&format!("{folder}/roster.toml"));
        let texts = baton::roster::files::Texts {
            roster: ("roster.toml", &text),
            absences: None,
            bindings: Some(("bindings.toml", &bindings)),
        };
        let roster = baton::roster::files::read(&texts).roster.expect("it works");
        let artifact = compiled(&format!("{folder}/policy.baton"));
        let found = compare(&Names::of(&artifact.policy), &roster, Span::new(FileId(0), 0..0));
        let said: Vec<&String> = found.iter().map(|problem| &problem.message).collect();
        assert!(said.is_empty(), "{folder}: {said:?}");
    }
}
