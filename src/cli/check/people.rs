//! `check --roster`: who can be reached when, beside all else that is found in a policy.
//!
//! In: a loaded policy and the files of a roster. Out: problems that join those of the
//! policy, whose texts then include those of the roster; promises, notes and a document.

use std::path::PathBuf;

use super::super::disk::{Loaded, People};
use super::super::rosters;
use super::super::ui::{Outcome, Stop};
use crate::analysis::handovers;
use crate::policy::{Need, Policy, QueueId};
use crate::reach::{Reach, Year, findings};
use crate::roster::Roster;
use crate::roster::versus::{self, Names};
use crate::source::{FileId, Span};

mod document;

/// What is said of people on the command line.
#[derive(Debug, clap::Args)]
pub(super) struct Given {
    /// The people: a file in TOML, CSV or JSON. Proves who can be reached when
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    /// Who is away when: a CSV file with the columns agent, from, until, reason
    #[arg(long, value_name = "FILE", requires = "roster")]
    absences: Option<PathBuf>,
    /// What the helpdesk calls the policy's queues, skills and marks: a TOML file
    #[arg(long, value_name = "FILE", requires = "roster")]
    bindings: Option<PathBuf>,
    /// The year that is looked at, in the policy's time zone (default: that of --as-of)
    #[arg(long, requires = "roster", value_parser = clap::value_parser!(i16).range(1970..=2198))]
    year: Option<i16>,
}

/// Looks at the people, if there are any. `today` is in days since 1970-01-01.
pub(super) fn look(given: &Given, today: i64, loaded: &mut Loaded) -> Outcome<()> {
    let Some(roster) = given.roster.as_deref() else { return Ok(()) };
    let (absences, bindings) = (given.absences.as_ref(), given.bindings.as_ref());
    let read = rosters::read(rosters::Files { roster, absences, bindings })?;
    let base = adopt(&read, loaded);
    let Some(artifact) = &loaded.artifact else { return Ok(()) };
    let Some(roster) = &read.roster else { return Ok(()) };
    let policy = &artifact.policy;
    let year = given.year.unwrap_or_else(|| year_of(today));
    let year = Year::of(policy, year)
        .ok_or_else(|| Stop::Said(format!("the year {year} cannot be worked out in {}", policy.timezone)))?;
    let compared = versus::compare(&Names::of(policy), roster, first_line(loaded, base));
    loaded.allows.settle(&[], compared, &mut loaded.problems);
    match handovers(policy) {
        Err(problem) => loaded.problems.push(problem),
        Ok(handovers) => {
            let reach = Reach::of(policy, &handovers, roster, year);
            let found = findings::problems(&reach, &lacking(policy, roster));
            loaded.allows.settle(&findings::LINTS, found, &mut loaded.problems);
            loaded.promises.extend(findings::promises(&reach));
            loaded.people = Some(People { notes: notes(&reach), document: document::of(&reach) });
        }
    }
    // What silences nothing of people is said now; the rest was said before, and is kept once.
    loaded.allows.end(&mut loaded.problems);
    Ok(())
}

/// Puts the texts and problems of a roster to those of a policy. Returns the first of its files.
fn adopt(read: &crate::roster::files::Read, loaded: &mut Loaded) -> u32 {
    let base = loaded.sources.all().len();
    let base = u32::try_from(base).expect("a policy has few files");
    for source in read.sources.all() {
        loaded.sources.add(source.clone());
        loaded.names.push(source.name.clone());
    }
    for problem in read.problems.sorted() {
        let file = FileId(base + problem.span().file.0);
        loaded.problems.push(problem.clone().moved_to(file));
    }
    base
}

/// Where what is said of a whole roster stands.
fn first_line(loaded: &Loaded, file: u32) -> Span {
    let text = &loaded.sources.file(FileId(file)).text;
    Span::new(FileId(file), 0..text.find('\n').unwrap_or(text.len()))
}

/// What somebody must have and nobody has: the comparison said so.
fn lacking(policy: &Policy, roster: &Roster) -> Vec<Need> {
    let names = Names::of(policy);
    let best = |skill: &str| roster.agents().iter().filter_map(|agent| agent.skill(skill)).max();
    let is_lacking = |((name, _), level): &&((String, Span), u8)| best(name).is_none_or(|best| best < *level);
    let asked = |level: u8| [None, Some(u32::from(level))];
    let skills = names.skills.iter().filter(is_lacking);
    skills.flat_map(|((name, _), level)| asked(*level).map(|level| Need::Skill(name.clone(), level))).collect()
}

/// The year of a day.
fn year_of(today: i64) -> i16 {
    crate::calendar::day(today).split('-').next().and_then(|year| year.parse().ok()).unwrap_or(1970)
}

/// What was looked at, and what was not.
fn notes(reach: &Reach<'_>) -> Vec<String> {
    let version = Roster::timezones().unwrap_or("of this build");
    let agents = super::many(reach.roster.agents().len(), "agent");
    let mut notes = vec![format!("looked at {agents} over {}, with the time-zone database {version}", reach.year.year)];
    if !reach.unknown.is_empty() {
        notes.push(format!("not known: holidays of {}; add them to the roster", reach.unknown.join(", ")));
    }
    let (helpdesk, silent): (Vec<QueueId>, Vec<QueueId>) =
        reach.elsewhere.iter().partition(|queue| reach.policy.queue(**queue).routed_by_helpdesk);
    let list = |queues: &[QueueId]| reach.queues(queues).replace(" or ", ", ");
    if !helpdesk.is_empty() {
        notes.push(format!(
            "not looked at: {}; the helpdesk picks the person, so reaching one is the helpdesk's",
            list(&helpdesk)
        ));
    }
    if !silent.is_empty() {
        notes.push(format!(
            "not looked at: {}; without a ladder, whoever runs the queue finds the person",
            list(&silent)
        ));
    }
    if reach.supposed > 0 {
        let questions = super::many(reach.supposed, "question");
        notes.push(format!(
            "{questions} about what goes together left undecided: what they ask is supposed to be possible"
        ));
    }
    notes
}
