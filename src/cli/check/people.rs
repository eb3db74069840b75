//! `check --roster`: who can be reached when, beside all else that is found in a policy.
//!
//! In: a loaded policy and the files of a roster. Out: problems that join those of the
//! policy, whose texts then include those of the roster; promises, notes and a document.

use super::super::disk::{Loaded, People};
use super::super::rosters::OfAYear;
use super::super::ui::Outcome;
use crate::analysis::handovers;
use crate::diagnostic::{Code, Problem};
use crate::policy::{Need, Policy, QueueId};
use crate::reach::{Reach, findings, guarantees};
use crate::roster::versus::{self, Names};
use crate::roster::{Agent, Roster};
use crate::source::{FileId, Sources, Span};

mod document;

/// What is said of people on the command line.
#[derive(Debug, clap::Args)]
pub(super) struct Given {
    #[command(flatten)]
    people: OfAYear,
    /// The least rest between two shifts of a person; 0: any will do
    #[arg(long, value_name = "HOURS", requires = "roster", default_value = "11h", value_parser = rest)]
    rest: i64,
}

/// Seconds of `11h`, `10h30m`, `0`.
fn rest(text: &str) -> Result<i64, String> {
    let wrong = || "write it as 11h or 10h30m, at most 24h".to_owned();
    if text == "0" {
        return Ok(0);
    }
    let (hours, rest) = text.split_once('h').ok_or_else(wrong)?;
    let minutes = if rest.is_empty() { "0" } else { rest.strip_suffix('m').ok_or_else(wrong)? };
    let number = |text: &str| text.parse::<u8>().map_err(|_| wrong());
    let seconds = i64::from(number(hours)?) * 3_600 + i64::from(number(minutes)?) * 60;
    if seconds <= 24 * 3_600 { Ok(seconds) } else { Err(wrong()) }
}

/// Looks at the people, if there are any, and at what is guaranteed of them. `today` is in days since 1970-01-01.
pub(super) fn look(given: &Given, today: i64, loaded: &mut Loaded) -> Outcome<()> {
    let read = given.people.read()?;
    let base = read.as_ref().map_or(0, |read| adopt(read, loaded));
    let Some(artifact) = &loaded.artifact else { return Ok(()) };
    let policy = &artifact.policy;
    let year = given.people.year(policy, today)?;
    let roster = match &read {
        None => None,
        // What is wrong with it is said.
        Some(read) if read.roster.is_none() => return Ok(()),
        Some(read) => read.roster.as_ref(),
    };
    let known = match roster.map(|_| handovers(policy)).transpose() {
        Ok(known) => known,
        Err(problem) => {
            loaded.problems.push(problem);
            return Ok(());
        }
    };
    let mut found = Vec::new();
    let pair = known.as_ref().zip(roster);
    let reach = pair.map(|(known, roster)| Reach::of(policy, known, roster, year.clone(), given.rest));
    if let Some((reach, roster)) = reach.as_ref().zip(roster) {
        let place = |agent: &Agent| place_of(&loaded.sources, base, agent);
        let first_line = line_at(&loaded.sources, base, 0);
        found.extend(versus::compare(&Names::of(policy), roster, first_line));
        found.extend(findings::rests(reach, &place));
        let is_said = |problem: &Problem| {
            let same = |one: &&Problem| one.code == Code::W0545 && one.span() == problem.span();
            problem.code == Code::W0609 && loaded.problems.iter().any(|one| same(&one))
        };
        found.extend(findings::problems(reach, &lacking(policy, roster)).into_iter().filter(|one| !is_said(one)));
        loaded.promises.extend(findings::promises(reach));
        loaded.people = Some(People { notes: notes(reach), document: document::of(reach) });
    }
    for (guarantee, proof) in policy.guarantees.iter().zip(&mut loaded.proofs) {
        proof.held = guarantees::held(policy, guarantee, &year, reach.as_ref());
        let Some(held) = &proof.held else { continue };
        proof.sentence = format!("over {}, {}", year.year, proof.sentence);
        found.extend(guarantees::problem(policy, guarantee, held, year.year, roster));
    }
    let lints: &[Code] = if roster.is_some() { &findings::LINTS } else { &[] };
    loaded.allows.settle(lints, found, &mut loaded.problems);
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

/// The line of a roster that begins at a byte, or holds it.
fn line_at(sources: &Sources, file: u32, byte: usize) -> Span {
    let text = &sources.file(FileId(file)).text;
    let start = text[..byte].rfind('\n').map_or(0, |at| at + 1);
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    Span::new(FileId(file), start..end)
}

/// Where an agent stands in a roster: the first line with the id as a word of its own.
fn place_of(sources: &Sources, file: u32, agent: &Agent) -> Span {
    let text = &sources.file(FileId(file)).text;
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let is_whole = |at: &usize| {
        let (before, after) = (&text[..*at], &text[*at + agent.id.len()..]);
        !before.chars().next_back().is_some_and(is_word) && !after.chars().next().is_some_and(is_word)
    };
    let found = text.match_indices(&agent.id).map(|(at, _)| at).find(is_whole);
    line_at(sources, file, found.unwrap_or(0))
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
