//! `baton ask`: a question to a policy, answered for certain.

use std::path::{Path, PathBuf};

use owo_colors::Style;
use serde_json::{Value as Json, json};

use super::rosters::OfAYear;
use super::ui::{Outcome, Stop, Ui};
use super::{Exit, disk, problems};
use crate::analysis::Example;
use crate::analysis::guarantees::{Guarantees, Verdict, findings, said};
use crate::decision::DecidedBy;
use crate::diagnostic::{Diagnostics, Severity};
use crate::policy::{Demand, Policy};
use crate::runtime::explain;
use crate::source::{Files, Sources};

mod calendar;

/// Ask whether something can ever happen, and get an example or the proof that it cannot
///
/// The question is written as in a policy: `when CONDITION, can it ACTION`, `when CONDITION then always ACTION`,
/// `as FACT rises, the outcome never moves towards stay`, `someone eligible for QUEUE at every instant`. Exit code 0:
/// proved, it cannot happen (or always does, if that was asked). 1: it can, with an example. 2: the question or the
/// policy cannot be read. 3: not decided.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The policy: a file, compiled or not, or a folder with a policy.baton
    #[arg(value_name = "POLICY")]
    policy: PathBuf,
    /// What is asked
    #[arg(value_name = "QUESTION")]
    question: String,
    #[command(flatten)]
    people: OfAYear,
    /// How to print the answer
    #[arg(long, value_enum, default_value = "human")]
    format: Form,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton ask policy.baton 'when asks_for_human, can it stay'
  baton ask policy.baton 'when confidence above 90%, can it hand off'
  baton ask policy.baton 'when category is billing then never hand off to general'
  baton ask policy.baton 'as turns rises, the outcome never moves towards stay'
  baton ask policy.baton 'someone eligible for support at every instant of its hours' --roster roster.toml";

/// The JSON Schema (draft 7) of an answer.
pub(super) const SCHEMA: &str = include_str!("../../docs/schema/answer.schema.json");

/// Most bytes of a question.
const QUESTION_MAX: usize = 10_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// Sentences
    Human,
    /// One JSON document (`baton.answer/1`)
    Json,
}

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    if args.question.len() > QUESTION_MAX {
        return Err(Stop::Said(format!("the question has more than {QUESTION_MAX} bytes; ask for less at once")));
    }
    let (policy, problems, sources) = read(&args.policy, &args.question)?;
    let Some(policy) = policy else { return unreadable(&problems, &sources, args, ui) };
    let guarantees = match Guarantees::of(&policy) {
        Ok(guarantees) => guarantees,
        Err(problem) => {
            problems::draw_one(&problem, &sources, ui)?;
            ui.flush()?;
            return Ok(Exit::CouldNotRun);
        }
    };
    let Some((verdict, question)) = guarantees.prove().pop().zip(policy.guarantees.last()) else {
        return Err(Stop::Said("the question asks nothing".to_owned()));
    };
    if matches!(verdict, Verdict::OfTheCalendar) {
        return calendar::run(&args.people, &policy, question, args, ui);
    }
    if args.people.is_given() {
        let message = "the question asks nothing of people or opening hours: leave out `--roster` and `--year`";
        return Err(Stop::Said(message.to_owned()));
    }
    let answer = Answer::of(&policy, &verdict);
    match args.format {
        Form::Human => answer.print(&guarantees, ui)?,
        Form::Json => ui.line(answer.json(&guarantees, &args.question))?,
    }
    ui.flush()?;
    Ok(answer.exit())
}

/// The texts that a compiled policy carries.
struct Carried<'s>(&'s Sources);

impl Files for Carried<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        let found = self.0.find(path).map(|file| self.0.file(file).text.clone());
        found.ok_or_else(|| "it is not in the compiled policy".to_owned())
    }
}

/// The policy with the question as its only guarantee.
fn read(path: &Path, question: &str) -> Outcome<(Option<Policy>, Diagnostics, Sources)> {
    if !disk::starts_as_artifact(path) {
        return disk::with_question(path, question);
    }
    let artifact = disk::load(path)?.artifact;
    let sources = artifact.as_ref().map(|artifact| artifact.policy.sources.clone()).unwrap_or_default();
    let shown = path.display();
    let Some(root) = sources.all().first().map(|file| file.name.clone()) else {
        return Err(Stop::Said(format!("{shown}: this compiled policy carries no texts; ask the text it was made of")));
    };
    let (again, ..) = crate::compile(&root, &Carried(&sources));
    let hash = |artifact: Option<&crate::Artifact>| artifact.map(|artifact| artifact.policy.hash.clone());
    if hash(again.as_ref()) != hash(artifact.as_ref()) {
        let message = "its texts mean something else to this Baton; ask the text it was made of";
        return Err(Stop::Said(format!("{shown}: {message}")));
    }
    Ok(crate::compile_question(&root, &Carried(&sources), question))
}

/// What is wrong with the question; a policy with errors of its own is for `check`.
fn unreadable(problems: &Diagnostics, sources: &Sources, args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let errors = || problems.sorted().into_iter().filter(|problem| problem.severity == Severity::Error);
    let of_question = |problem: &&crate::diagnostic::Problem| sources.file(problem.span().file).name == "question";
    if errors().all(|problem| !of_question(&problem)) {
        let shown = args.policy.display();
        return Err(Stop::Said(format!("{shown}: the policy has errors; `baton check {shown}` shows them")));
    }
    if args.format == Form::Json {
        let mut found = Diagnostics::default();
        errors().filter(of_question).for_each(|problem| found.push(problem.clone()));
        problems::write_json(&found, sources, ui)?;
    } else {
        for problem in errors().filter(of_question) {
            problems::draw_one(problem, sources, ui)?;
        }
    }
    ui.flush()?;
    Ok(Exit::CouldNotRun)
}

/// What a verdict says to the question.
#[derive(Clone, Copy, Debug)]
struct Answer<'v> {
    verdict: &'v Verdict,
    /// Whether something was asked that should never be.
    is_never: bool,
}

impl<'v> Answer<'v> {
    fn of(policy: &Policy, verdict: &'v Verdict) -> Self {
        let demand = policy.guarantees.last().map(|question| &question.demand);
        Self { verdict, is_never: matches!(demand, Some(Demand::Never(_))) }
    }

    fn word(self) -> &'static str {
        match (self.verdict, self.is_never) {
            (Verdict::Proved, true) => "impossible",
            (Verdict::Proved, false) => "certain",
            (Verdict::Broken(_), true) => "possible",
            (Verdict::Broken(_), false) => "not certain",
            (Verdict::NothingFits, _) => "nothing fits",
            (Verdict::NoExample | Verdict::Undecided | Verdict::OfTheCalendar, _) => "not decided",
        }
    }

    fn exit(self) -> Exit {
        match self.verdict {
            Verdict::Proved | Verdict::NothingFits => Exit::Fine,
            Verdict::Broken(_) => Exit::Findings,
            Verdict::NoExample | Verdict::Undecided | Verdict::OfTheCalendar => Exit::Undecided,
        }
    }

    /// The answer in a sentence, without its word.
    fn sentence(self, guarantees: &Guarantees) -> String {
        let policy = guarantees.policy();
        let Some(question) = policy.guarantees.last() else { return String::new() };
        match self.verdict {
            Verdict::Proved => said::sentence(policy, question),
            Verdict::NothingFits => "no input fits the condition".to_owned(),
            Verdict::Broken(breach) => findings::happens(policy, question, breach),
            Verdict::NoExample => {
                "the rules do not rule it out, and no conversation was found that shows it".to_owned()
            }
            Verdict::OfTheCalendar => "it speaks of the calendar".to_owned(),
            Verdict::Undecided => "too many cases for the time there is; ask with a narrower `when`".to_owned(),
        }
    }

    fn print(self, guarantees: &Guarantees, ui: &mut Ui) -> Outcome<()> {
        let word = painted(self.word(), self.exit(), ui);
        ui.wrapped(&format!("{word}: {}", self.sentence(guarantees)), "", "  ")?;
        let Verdict::Broken(breach) = self.verdict else { return Ok(()) };
        if breach.examples.iter().any(|example| !example.message_known) {
            ui.wrapped("No message is known that sets these signals; they are given as facts.", "", "  ")?;
        }
        if !breach.events.is_empty() {
            ui.wrapped("A conversation that shows it, as events for `baton step`:", "\n", "  ")?;
            return breach.events.iter().try_for_each(|event| ui.line(event));
        }
        for (title, example) in titles(&breach.examples) {
            ui.line("")?;
            ui.text(&example.test(title))?;
        }
        Ok(())
    }

    fn json(self, guarantees: &Guarantees, question: &str) -> Json {
        let policy = guarantees.policy();
        let example = |(title, example): (&str, &Example)| {
            let rule = match example.decision.decided_by {
                DecidedBy::Rule(rule) => Json::from(policy.rule(rule).name.clone()),
                DecidedBy::Otherwise | DecidedBy::Problem => Json::Null,
            };
            json!({
                "test": example.test(title), "decision": explain::action(policy, &example.decision), "rule": rule,
                "message_known": example.message_known,
            })
        };
        let (examples, events): (Vec<Json>, &[String]) = match self.verdict {
            Verdict::Broken(breach) if !breach.events.is_empty() => (Vec::new(), &breach.events),
            Verdict::Broken(breach) => (titles(&breach.examples).map(example).collect(), &[]),
            _ => (Vec::new(), &[]),
        };
        let events: Vec<Json> = events.iter().filter_map(|event| serde_json::from_str(event).ok()).collect();
        json!({
            "schema": "baton.answer/1", "policy": policy.title, "question": question,
            "answer": self.word().replace(' ', "_"), "sentence": self.sentence(guarantees), "examples": examples,
            "events": events, "intervals": [],
        })
    }
}

/// The word of an answer, and whether it is proved.
fn painted(word: &str, exit: Exit, ui: &Ui) -> String {
    let style = match exit {
        Exit::Fine => Style::new().green().bold(),
        Exit::Findings => Style::new().red().bold(),
        _ => Style::new().yellow().bold(),
    };
    let sure = if exit == Exit::Fine { " (proved)" } else { "" };
    format!("{}{sure}", ui.paint(word, style))
}

/// What the tests of an answer are called.
fn titles(examples: &[Example]) -> impl Iterator<Item = (&'static str, &Example)> {
    let titles = if examples.len() == 1 { ["an example", ""] } else { ["before", "after"] };
    titles.into_iter().zip(examples)
}
