//! `baton dispatch`: many conversations at once, one event a line in, what is to be done a line out.

use std::path::PathBuf;
use std::sync::Arc;

use super::rosters::Beside;
use super::run as dry_run;
use super::ui::{Outcome, Ui};
use super::{Exit, lines, problems};
use crate::roster::Roster;
use crate::roster::files::Read;
use crate::routing::dispatch::{self, Dispatcher};
use serde_json::Value as Json;

/// Find people for conversations: one JSON event a line in, what is to be done a line out
///
/// For services in any language: start it once, write an event, carry out what the answer
/// says. A conversation comes with the `case` of an answer of `baton step`. When `next_at`
/// has come, write an event of the type `time`. `roster` reads the people's files anew.
/// `baton schema dispatch-event` and `baton schema orders` say what stands in the lines.
/// Exit code 0: the input has ended. 1: some lines were refused. 2: a file could not be used.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The compiled table; a policy works too
    #[arg(long, value_name = "FILE")]
    table: PathBuf,
    /// The people: a file in TOML, CSV or JSON
    #[arg(long, value_name = "FILE")]
    roster: PathBuf,
    #[command(flatten)]
    beside: Beside,
}

/// Shown below the help.
const EXAMPLES: &str = "Example:
  baton compile policy.baton --output support.table
  baton dispatch --table support.table --roster roster.toml
  {\"type\": \"agent\", \"agent\": \"a03\", \"here\": true}";

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let Some((table, _)) = dry_run::table(&args.table, ui)? else { return Ok(Exit::CouldNotRun) };
    let read = people(args)?;
    let Some(roster) = read.roster else {
        problems::draw(&read.problems, &read.sources, ui)?;
        ui.flush()?;
        return Ok(Exit::CouldNotRun);
    };
    let policy = Arc::new(table.policy().clone());
    let roster = Arc::new(roster.named_by(&read.bindings));
    let mut floor = Floor { policy, roster, dispatcher: None };
    lines::filter(ui, |line| match line {
        Ok(line) => floor.answer(line, args),
        Err(why) => Ok(Err(dispatch::unreadable(&why))),
    })
}

/// The dispatcher; it begins with the first event, which says when that is.
struct Floor {
    policy: Arc<crate::policy::Policy>,
    roster: Arc<Roster>,
    dispatcher: Option<Dispatcher>,
}

impl Floor {
    fn answer(&mut self, line: &[u8], args: &Args) -> Outcome<Result<String, Json>> {
        let json: Json = match serde_json::from_slice(line) {
            Ok(json) => json,
            Err(error) => return Ok(Err(dispatch::unreadable(&format!("this is no JSON: {error}")))),
        };
        if json.get("type").and_then(Json::as_str) == Some("roster") {
            return self.read_anew(&json, args);
        }
        let (event, at) = match dispatch::from_json(&self.policy, &json) {
            Ok(event) => event,
            Err(why) => return Ok(Err(dispatch::unreadable(&why))),
        };
        let now = at.unwrap_or_else(lines::clock);
        let dispatcher = self.dispatcher(now);
        let made = dispatcher.on(event, now);
        Ok(said(dispatcher, &made, now))
    }

    /// The people's files have changed.
    fn read_anew(&mut self, json: &Json, args: &Args) -> Outcome<Result<String, Json>> {
        let at = match dispatch::roster_event(json) {
            Ok(at) => at,
            Err(why) => return Ok(Err(dispatch::unreadable(&why))),
        };
        let now = at.unwrap_or_else(lines::clock);
        let read = people(args)?;
        let Some(roster) = read.roster else {
            let first = read.problems.sorted().first().map(|one| one.message.clone()).unwrap_or_default();
            let why = format!("the people stay as they were: {first}; `baton hours` shows all that is wrong");
            return Ok(Err(dispatch::unreadable(&why)));
        };
        self.roster = Arc::new(roster.named_by(&read.bindings));
        let roster = self.roster.clone();
        let dispatcher = self.dispatcher(now);
        let made = dispatcher.set_roster(roster, now);
        Ok(said(dispatcher, &made, now))
    }

    fn dispatcher(&mut self, now: i64) -> &mut Dispatcher {
        let (policy, roster) = (self.policy.clone(), self.roster.clone());
        self.dispatcher.get_or_insert_with(|| Dispatcher::new(policy, roster, now))
    }
}

fn said(dispatcher: &mut Dispatcher, made: &dispatch::Answer, now: i64) -> Result<String, Json> {
    let is_refused = made.refused.is_some();
    let json = dispatch::to_json(dispatcher, made, now);
    if is_refused { Err(json) } else { Ok(json.to_string()) }
}

/// The people, as their files have them.
fn people(args: &Args) -> Outcome<Read> {
    args.beside.read(&args.roster)
}
