//! Questions about people and opening hours: answered over a year.

use super::super::check::today;
use super::super::problems::spans;
use super::super::rosters::OfAYear;
use super::super::ui::{Outcome, Stop, Ui};
use super::super::{Exit, problems};
use super::{Args, Form, painted};
use crate::analysis::guarantees::said;
use crate::analysis::handovers;
use crate::policy::{Guarantee, Policy};
use crate::reach::guarantees::{self, Held};
use crate::reach::{Reach, Year};
use crate::roster::Roster;
use serde_json::json;

/// Rest between shifts is not asked about.
const ANY_REST: i64 = 0;

pub(super) fn run(given: &OfAYear, policy: &Policy, question: &Guarantee, args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let year = given.year(policy, today())?;
    let read = given.read()?;
    if let Some(read) = read.as_ref().filter(|read| read.roster.is_none()) {
        problems::draw(&read.problems, &read.sources, ui)?;
        ui.flush()?;
        return Ok(Exit::CouldNotRun);
    }
    let roster = read.as_ref().and_then(|read| read.roster.as_ref());
    let held = held(policy, question, &year, roster)?;
    let (word, exit) = match held {
        Held::Proved => ("certain", Exit::Fine),
        Held::Lapses(_) => ("not certain", Exit::Findings),
        Held::NeedsRoster | Held::Elsewhere(_) => ("not decided", Exit::Undecided),
    };
    let sentence = sentence(policy, question, &held, year.year);
    let lapses = if let Held::Lapses(lapses) = &held { lapses.as_slice() } else { &[] };
    match args.format {
        Form::Human => {
            ui.wrapped(&format!("{}: {sentence}", painted(word, exit, ui)), "", "  ")?;
            for line in guarantees::shown(policy, lapses, roster).lines() {
                ui.wrapped(line, "  ", "    ")?;
            }
        }
        Form::Json => ui.line(json!({
            "schema": "baton.answer/1", "policy": policy.title, "question": args.question,
            "answer": word.replace(' ', "_"), "sentence": sentence, "examples": [], "events": [],
            "intervals": spans::of_lapses(lapses),
        }))?,
    }
    ui.flush()?;
    Ok(exit)
}

fn held(policy: &Policy, question: &Guarantee, year: &Year, roster: Option<&Roster>) -> Outcome<Held> {
    let stop = |problem: crate::diagnostic::Problem| Stop::Said(problem.message);
    let known = roster.map(|_| handovers(policy)).transpose().map_err(stop)?;
    let pair = known.as_ref().zip(roster);
    let reach = pair.map(|(known, roster)| Reach::of(policy, known, roster, year.clone(), ANY_REST));
    let held = guarantees::held(policy, question, year, reach.as_ref());
    held.ok_or_else(|| Stop::Said("the question asks nothing of the calendar".to_owned()))
}

fn sentence(policy: &Policy, question: &Guarantee, held: &Held, year: i16) -> String {
    match held {
        Held::Proved => format!("over {year}, {}", said::sentence(policy, question)),
        Held::Lapses(lapses) => format!("{} in {year}", guarantees::happens(policy, lapses)),
        Held::NeedsRoster => "it speaks of people: give them with `--roster FILE`".to_owned(),
        Held::Elsewhere(queue) => {
            format!("somebody else picks who takes `{}`: it has no ladder here", policy.queue(*queue).name)
        }
    }
}
