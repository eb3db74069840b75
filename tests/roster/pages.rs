//! The pages of the codes of rosters: each shows one mistake, and what to write instead.

use super::{read, said};
use baton::diagnostic::{Code, Problem};
use baton::policy::Policy;
use baton::reach::{Reach, Year, guarantees};
use baton::roster::versus::{Names, compare};
use baton::source::{FileId, Files, Span};

/// The codes of rosters.
fn codes() -> impl Iterator<Item = &'static Code> {
    Code::ALL.iter().filter(|code| &code.as_str()[1..3] == "06")
}

fn block<'p>(code: Code, fence: &str) -> &'p str {
    let blocks: Vec<&str> = code.page().split(&format!("```toml,{fence}\n")).skip(1).collect();
    let [one] = blocks[..] else { panic!("{} has {} such examples", code.as_str(), blocks.len()) };
    one.split("```").next().expect("a split has a first part")
}

/// The policy of a page that shows one.
fn policy(code: Code) -> Option<Policy> {
    let text = code.page().split("```baton,policy\n").nth(1)?.split("```").next()?;
    let (artifact, problems, _) = baton::compile("policy.baton", &One(text));
    Some(artifact.unwrap_or_else(|| panic!("{}: {problems:?}", code.as_str())).policy)
}

/// What is to be said of its guarantees over the calendar.
fn guaranteed(policy: &Policy, reach: Option<&Reach<'_>>) -> Vec<Problem> {
    let year = Year::of(policy, 2026).expect("a year");
    let one = |guarantee| {
        let held = guarantees::held(policy, guarantee, &year, reach)?;
        guarantees::problem(policy, guarantee, &held, 2026, reach.map(|reach| reach.roster))
    };
    policy.guarantees.iter().filter_map(one).collect()
}

/// A policy that stands alone.
struct One<'a>(&'a str);

impl Files for One<'_> {
    fn read(&self, _: &str) -> Result<String, String> {
        Ok(self.0.to_owned())
    }
}

/// What is found in a roster, with the policy that the pages speak of.
fn found(text: &str, code: Code) -> Vec<Code> {
    let read = read("roster.toml", text);
    let mut found: Vec<Code> = read.problems.iter().map(|problem| problem.code).collect();
    assert!(read.problems.iter().all(|problem| problem.help.is_some()), "{}", said(&read));
    if let (Some(roster), Some(policy)) = (&read.roster, policy(code)) {
        let known = baton::analysis::handovers(&policy).expect("it fits a table");
        let year = Year::of(&policy, 2026).expect("a year");
        let reach = Reach::of(&policy, &known, roster, year, baton::reach::REST_LEAST);
        let at = |_: &baton::roster::Agent| Span::new(FileId(0), 0..0);
        let mut problems = baton::reach::findings::problems(&reach, &[]);
        problems.extend(baton::reach::findings::rests(&reach, &at));
        problems.extend(guaranteed(&policy, Some(&reach)));
        // A small team has single covers, which is another page.
        problems.retain(|problem| problem.code == code || problem.code != Code::W0608);
        found.extend(problems.iter().inspect(|problem| assert!(problem.help.is_some())).map(|problem| problem.code));
        return found;
    }
    if let Some(roster) = read.roster {
        let at = |name: &str| (name.to_owned(), Span::new(FileId(0), 0..0));
        let asks = if code == Code::E0604 { vec![(at("disputes"), 5)] } else { Vec::new() };
        let names = Names { queues: vec![at("retention")], skills: asks, ..Names::default() };
        let compared = compare(&names, &roster, Span::new(FileId(0), 0..0));
        found.extend(compared.iter().inspect(|problem| assert!(problem.help.is_some())).map(|problem| problem.code));
    }
    found
}

#[test]
fn every_page_shows_its_mistake() {
    assert!(codes().count() > 0);
    for code in codes() {
        if *code == Code::W0611 {
            let policy = policy(*code).expect("the page shows one");
            let said: Vec<Code> = guaranteed(&policy, None).iter().map(|problem| problem.code).collect();
            assert_eq!(said, [*code]);
            assert_eq!(found(block(*code, "works"), *code), [], "{}", code.as_str());
            continue;
        }
        assert_eq!(found(block(*code, "fails"), *code), [*code], "{}", code.as_str());
        assert_eq!(found(block(*code, "works"), *code), [], "{}", code.as_str());
    }
}

/// The roster of the manual is one, and so are its absences and bindings.
#[test]
fn the_page_about_routing_shows_what_works() {
    let page = super::file("docs/routing.md");
    let blocks = |fence: &str| -> Vec<String> {
        let opening = format!("```{fence}\n");
        page.split(&opening).skip(1).filter_map(|rest| rest.split("```").next().map(str::to_owned)).collect()
    };
    let (toml, csv) = (blocks("toml"), blocks("csv"));
    let ([roster, bindings], [absences]) = (&toml[..], &csv[..]) else { panic!("a roster, bindings, absences") };
    let whole = format!("{roster}\n[[agent]]\nid = \"a06\"\nshifts = [\"Mon-Fri 09:00-17:00\"]\n");
    let texts = baton::roster::files::Texts {
        roster: ("roster.toml", &whole),
        absences: Some(("absences.csv", absences)),
        bindings: Some(("bindings.toml", bindings)),
    };
    let read = baton::roster::files::read(&texts);
    assert!(read.roster.is_some(), "{}", said(&read));
}

/// The page names every key of the schema, and every limit.
#[test]
fn the_page_about_routing_is_complete() {
    let page = super::file("docs/routing.md");
    let schema: serde_json::Value = serde_json::from_str(baton::roster::SCHEMA).expect("a schema is JSON");
    let agent = schema["properties"]["agent"]["items"]["properties"].as_object().expect("an object");
    for key in agent.keys() {
        assert!(page.contains(&format!("| `{key}` |")), "docs/routing.md lacks `{key}`");
    }
    for limit in ["16 MiB", "10,000", "200 bytes", "1,000", "100,000"] {
        assert!(page.contains(limit), "docs/routing.md lacks {limit}");
    }
}
