//! Rosters: files that are read, what is said of those that cannot be, and who works when.

#![cfg(feature = "cli")]

use baton::diagnostic::{Code, Problem};
use baton::roster::files::{self, Read, Texts};
use baton::roster::{AgentId, Bound, Cost, Duty, Roster};
use baton::source::Sources;
use baton::value::Fluency;
use jiff::Timestamp;

mod support;

#[path = "io/schema.rs"]
mod schema;
#[path = "roster/pages.rs"]
mod pages;
#[path = "roster/versus.rs"]
mod versus;
#[path = "roster/limits.rs"]
mod limits;
#[path = "roster/shifts.rs"]
mod shifts;

/// One problem on a few plain lines.
fn render(problem: &Problem, sources: &Sources) -> String {
    let place = |span| {
        let (file, line, column) = sources.position(span);
        format!("{file}:{line}:{column}")
    };
    let mut lines = vec![format!("{} {} {}", problem.code.as_str(), place(problem.span()), problem.message)];
    for label in &problem.labels {
        let words: String = sources.text(label.span).replace('\n', "⏎").chars().take(60).collect();
        lines.push(format!("    `{words}`: {}", label.text));
    }
    lines.extend(problem.help.iter().map(|help| format!("    help: {help}")));
    lines.join("\n") + "\n"
}

fn said(read: &Read) -> String {
    let all: String = read.problems.sorted().iter().map(|problem| render(problem, &read.sources)).collect();
    if all.is_empty() { "nothing".to_owned() } else { all }
}

fn read(name: &str, text: &str) -> Read {
    files::read(&Texts { roster: (name, text), absences: None, bindings: None })
}

fn file(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The roster of Solvana, with or without who is away.
fn solvana(absences: bool) -> Roster {
    let (roster, away) = (file("examples/solvana/roster.toml"), file("examples/solvana/absences.csv"));
    let bindings = file("examples/solvana/bindings.toml");
    let texts = Texts {
        roster: ("roster.toml", &roster),
        absences: absences.then_some(("absences.csv", away.as_str())),
        bindings: Some(("bindings.toml", &bindings)),
    };
    let read = files::read(&texts);
    let problems = said(&read);
    read.roster.unwrap_or_else(|| panic!("{problems}"))
}

fn second(text: &str) -> i64 {
    text.parse::<Timestamp>().expect("an instant").as_second()
}

fn ids(roster: &Roster, agents: &[AgentId]) -> String {
    agents.iter().map(|agent| roster.agent(*agent).id.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn corpus() {
    insta::glob!("corpus/roster/*.*", |path| {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name");
        let found = read(name, &file(&path.display().to_string()));
        assert_eq!(found.roster.is_some(), !found.problems.has_errors(), "{name}");
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(said(&found)) });
    });
}

#[test]
fn all_of_a_roster_is_read() {
    let roster = read("works.toml", &file("tests/corpus/roster/works.toml")).roster.expect("it works");
    let names: Vec<&str> = roster.agents().iter().map(|agent| agent.id.as_str()).collect();
    assert_eq!(names, ["a", "b"], "in the order of ids");
    let (ana, berta) = (roster.find("a").expect("Ana"), roster.find("b").expect("Berta"));
    assert!(roster.find("c").is_none());
    let agent = roster.agent(ana);
    assert_eq!((agent.skill("billing"), agent.skill("anything")), (Some(4), Some(2)));
    assert_eq!((agent.language("en"), agent.language("de")), (Some(Fluency::B2), None));
    assert!(agent.is_in("billing") && agent.is_in("general") && !agent.is_in("security"));
    assert_eq!(agent.teams[0].level.as_deref(), Some("L2"));
    assert_eq!((agent.units, agent.interruptible_units, agent.after_work), (6, 4, 90));
    assert_eq!(roster.cost(ana, "chat"), Some(Cost::Units(3)));
    assert_eq!(roster.cost(berta, "chat"), Some(Cost::Units(2)));
    assert_eq!(roster.cost(berta, "call"), Some(Cost::All));
    assert_eq!(roster.cost(berta, "fax"), None);
    let training = agent.training.as_ref().expect("she learns");
    assert_eq!((training.units, training.work.as_slice()), (Some(4), &["chat".to_owned()][..]));
    assert_eq!(training.until, Some(second("2027-02-01T05:00:00Z")), "to the end of the day in Bogota");
    let agent = roster.agent(berta);
    assert_eq!((agent.skill("billing"), agent.marks.as_slice()), (None, &["trained".to_owned()][..]));
    let days = |code: &str| roster.holidays().iter().filter(|day| day.region == code).count();
    assert_eq!(days("ES-MD"), 14 + 15 * 10 + 1, "of Madrid in 2026, of Spain in fifteen years, and its own");
    assert_eq!(days("warehouse"), 1);
    assert!(Roster::timezones().is_some());
}

/// What was checked can be written and read without any of the files.
#[test]
fn a_roster_survives_its_json_form() {
    for name in ["tests/corpus/roster/works.toml", "tests/corpus/roster/works.csv", "examples/solvana/roster.toml"] {
        let roster = read(name, &file(name)).roster.expect("it works");
        let written = roster.to_json();
        let again = Roster::from_json(&written.to_string()).unwrap_or_else(|faults| panic!("{name}: {faults:?}"));
        assert_eq!(again.agents(), roster.agents(), "{name}");
        assert_eq!(
            (again.work(), again.holidays(), again.regions()),
            (roster.work(), roster.holidays(), roster.regions())
        );
        assert_eq!(again.to_json(), written);
        let as_file = read("roster.json", &written.to_string()).roster.expect("it can be read as a file too");
        assert_eq!(as_file.agents(), roster.agents(), "{name}");
        let rules: serde_json::Value = serde_json::from_str(baton::roster::SCHEMA).expect("a schema is JSON");
        assert_eq!(schema::problems(&rules, &rules, &written, ""), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn json_that_is_no_roster_is_refused() {
    for text in ["", "[]", "{}", "{\"agent\": [{}]}", "{\"agent\": 5}", "null", "{\"agent\": [{\"id\": \"a\"}]}"] {
        let faults = Roster::from_json(text).expect_err(text);
        assert!(!faults.is_empty() && faults.iter().all(|fault| !fault.message.is_empty()), "{text}");
    }
    let unknown = r#"{"agent":[{"id":"a","zone":"UTC","shifts":["Mon 09:00-17:00"],"holidays":["ES"]}]}"#;
    let faults = Roster::from_json(unknown).expect_err("without data no region is known");
    assert_eq!(faults[0].message, "agent `a`: no holidays are known for `ES`");
}

/// Who is on shift, who on call.
fn on_duty(roster: &Roster, at: &str) -> (String, String) {
    let who = |duty| ids(roster, &roster.who(duty, second(at)));
    (who(Duty::Shift), who(Duty::Call))
}

#[test]
fn these_people_are_on_shift() {
    let roster = solvana(false);
    let at = |instant: &str| on_duty(&roster, instant);
    let both = |shift: &str, call: &str| (shift.to_owned(), call.to_owned());
    // The clocks of Dublin have gone back, those of Austin not yet.
    assert_eq!(at("2026-10-27T14:30:00Z"), both("a01 a02 a03 a04 a05 a06 a08 a09 a10 a12 a13 a14 a16", ""));
    assert_eq!(at("2026-11-04T14:30:00Z"), both("a01 a02 a03 a04 a05 a08 a09 a10 a12 a13 a14 a16", ""));
    assert_eq!(at("2026-10-26T11:00:00Z"), both("a03 a04", ""), "a holiday in Ireland");
    assert_eq!(at("2026-11-04T04:00:00Z"), both("", "a14"), "the night that began on Tuesday");
    assert_eq!(at("2026-10-25T01:30:00Z"), both("", ""), "a Saturday night");
    assert_eq!(at("2026-11-28T15:00:00Z"), both("a10 a11", ""), "a Saturday");
}

#[test]
fn absences_are_laid_over_shifts() {
    let (full, away) = (solvana(false), solvana(true));
    let lucia = full.find("a03").expect("Lucía");
    let day = |roster: &Roster, text: &str| roster.on_shift(lucia, second(text));
    assert!(day(&full, "2026-11-13T12:00:00Z") && !day(&away, "2026-11-13T12:00:00Z"), "the last day is one of them");
    assert!(day(&away, "2026-11-16T12:00:00Z") && day(&away, "2026-11-06T12:00:00Z"));
    let marcus = full.find("a06").expect("Marcus");
    // 13:00 to 17:00 in Austin, six hours behind.
    let afternoon = |text: &str| away.on_shift(marcus, second(text));
    assert!(
        afternoon("2026-11-05T18:59:59Z") && !afternoon("2026-11-05T19:00:00Z") && !afternoon("2026-11-05T22:59:59Z")
    );
    assert!(
        full.on_shift(marcus, second("2026-11-05T22:59:59Z")) && !full.on_shift(marcus, second("2026-11-05T23:00:00Z"))
    );
}

#[test]
fn absences_that_fit_nobody_are_said() {
    let roster = "[[agent]]\nid = \"a01\"\nzone = \"UTC\"\nshifts = [\"Mon 09:00-17:00\"]\n";
    let absences = "agent,from,until,reason\na1,2026-11-02,2026-11-02,ill\na01,2026-11-05,2026-11-02,\na01,,2026-11-02,\na01,soon,2026-11-02,\n";
    let found =
        files::read(&Texts { roster: ("r.toml", roster), absences: Some(("absences.csv", absences)), bindings: None });
    insta::assert_snapshot!("absences_of_nobody", said(&found));
    let heading = "agent,since,until\n";
    let found =
        files::read(&Texts { roster: ("r.toml", roster), absences: Some(("absences.csv", heading)), bindings: None });
    insta::assert_snapshot!("absences_with_another_heading", said(&found));
}

#[test]
fn bindings_rename_both_ways() {
    let roster = solvana(false);
    let teams: Vec<&str> =
        roster.agents().iter().flat_map(|agent| &agent.teams).map(|team| team.team.as_str()).collect();
    assert!(teams.contains(&"duty_lead") && teams.contains(&"account_managers"));
    assert!(!teams.contains(&"duty lead") && !teams.contains(&"accounts"));
    let (one, other) =
        (file("examples/solvana/roster.toml"), "[queues]\nretention = \"Win-back\"\n[skills]\nretention = \"win\"\n");
    let read = files::read(&Texts { roster: ("r.toml", &one), absences: None, bindings: Some(("b.toml", other)) });
    assert_eq!(read.bindings.helpdesk(Bound::Queue, "retention"), "Win-back");
    assert_eq!(read.bindings.policy(Bound::Skill, "win"), "retention");
    assert_eq!(read.bindings.helpdesk(Bound::Queue, "billing"), "billing");
    assert_eq!(read.bindings.all().count(), 2);
    let wrong = "[queue]\na = \"b\"\n[skills]\na = 5\nb = \"x\"\nc = \"x\"\n";
    let found = files::read(&Texts { roster: ("r.toml", &one), absences: None, bindings: Some(("b.toml", wrong)) });
    insta::assert_snapshot!("wrong_bindings", said(&found));
    let broken = files::read(&Texts { roster: ("r.toml", &one), absences: None, bindings: Some(("b.toml", "[")) });
    assert!(broken.roster.is_none() && broken.problems.iter().all(|problem| problem.code == Code::E0601));
}

#[test]
fn a_file_is_read_by_its_name() {
    let found = read("roster.xlsx", "x");
    insta::assert_snapshot!("a_file_of_another_kind", said(&found));
}
