//! `baton messages`: what customers read, each text filled as it would be said.

use std::path::PathBuf;

use super::run::table;
use super::ui::{Outcome, Stop, Ui};
use super::{Exit, disk};
use crate::diagnostic::nearest;
use crate::localise::{self, Overview, Text};
use crate::policy::{Message, Policy, Situation, situation_words};
use crate::runtime::message::Told;
use owo_colors::Style;
use serde_json::{Value as Json, json};

/// Show what customers read: every message, in every situation and language
///
/// Placeholders are filled with samples, or with values of yours; what a message lacks is
/// said below it. With --with, an arrow marks the text that is said when nothing but your
/// values is known. Exit code 0: shown. 1: a text is missing. 2: the policy has errors, or
/// a file could not be read.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The policy
    #[arg(value_name = "POLICY")]
    policy: PathBuf,
    /// Only this message
    #[arg(long, value_name = "NAME")]
    message: Option<String>,
    /// Only this language
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// A JSON file with values, as a service sends them to `baton say`
    #[arg(long, value_name = "FILE")]
    with: Option<PathBuf>,
    /// In which form
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people
    Text,
    /// One JSON document (`baton.messages/1`)
    Json,
}

/// Shown below the help.
const EXAMPLES: &str = "Examples:
  baton messages policy.baton
  baton messages policy.baton --message hand_off --language es
  baton messages policy.baton --with values.json";

/// The JSON Schema (draft 7) of the JSON form.
pub(super) const SCHEMA: &str = include_str!("../../docs/schema/messages.schema.json");

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let Some((table, _)) = table(&args.policy, ui)? else { return Ok(Exit::CouldNotRun) };
    let policy = table.policy();
    let given = args.with.as_ref().map(|path| values(policy, path, ui)).transpose()?;
    let languages = languages(policy, args.language.as_deref())?;
    let messages = messages(policy, args.message.as_deref())?;
    let shown: Vec<Overview<'_>> =
        messages.into_iter().map(|message| localise::overview(policy, message, &languages, given.as_ref())).collect();
    match args.format {
        Form::Text => print(&shown, ui)?,
        Form::Json => ui.line(format!("{:#}", as_json(policy, &shown)))?,
    }
    ui.flush()?;
    Ok(if shown.iter().any(|message| !message.missing.is_empty()) { Exit::Findings } else { Exit::Fine })
}

/// The values of a file; those that cannot be used are said.
fn values(policy: &Policy, path: &std::path::Path, ui: &mut Ui) -> Outcome<Told> {
    let stop = |why: String| Stop::Said(format!("{}: {why}", path.display()));
    let bytes = disk::bytes(path)?;
    let json: Json = serde_json::from_slice(&bytes).map_err(|error| stop(format!("this is no JSON: {error}")))?;
    let values = json.as_object().ok_or_else(|| stop("values are an object: names with their values".to_owned()))?;
    let (told, problems) = Told::from_json(policy, values);
    for problem in problems {
        ui.complain(&format!("note: {}: {}", problem.fact, problem.message));
    }
    Ok(told)
}

fn languages<'p>(policy: &'p Policy, wanted: Option<&str>) -> Outcome<Vec<&'p str>> {
    let all = || policy.languages.iter().map(String::as_str);
    let found: Vec<&str> = all().filter(|language| wanted.is_none_or(|wanted| wanted == *language)).collect();
    match wanted {
        Some(wanted) if found.is_empty() => {
            let all = all().collect::<Vec<_>>().join(", ");
            Err(Stop::Said(format!("the policy does not speak `{wanted}`; it speaks {all}")))
        }
        _ => Ok(found),
    }
}

fn messages<'p>(policy: &'p Policy, wanted: Option<&str>) -> Outcome<Vec<&'p Message>> {
    let Some(name) = wanted else { return Ok(policy.messages.iter().collect()) };
    match policy.messages.iter().find(|message| message.name == name) {
        Some(message) => Ok(vec![message]),
        None => {
            let near = nearest(name, policy.messages.iter().map(|message| message.name.as_str()));
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            Err(Stop::Said(format!("the policy has no message `{name}`{near}")))
        }
    }
}

fn print(shown: &[Overview<'_>], ui: &mut Ui) -> Outcome<()> {
    for (at, message) in shown.iter().enumerate() {
        if at > 0 {
            ui.line("")?;
        }
        ui.line(ui.paint(message.name, Style::new().bold()))?;
        let mut last = None;
        for text in &message.texts {
            if last != Some(text.situations) {
                ui.line(format!("  {}", heading(text.situations)))?;
                last = Some(text.situations);
            }
            print_text(text, ui)?;
        }
        for language in &message.unsaid {
            let needs = if language.needs.is_empty() {
                "no text fits".to_owned()
            } else {
                format!("needs {}", language.needs.join(", "))
            };
            ui.wrapped(&format!("with these values nothing is said in {}: {needs}", language.language), "  ", "    ")?;
        }
        for missing in &message.missing {
            ui.wrapped(&format!("missing: {missing}"), "  ", "    ")?;
        }
    }
    Ok(())
}

fn heading(situations: &[Situation]) -> String {
    if situations.is_empty() {
        "in all other situations".to_owned()
    } else {
        format!("when {}", situation_words(situations))
    }
}

fn print_text(text: &Text<'_>, ui: &mut Ui) -> Outcome<()> {
    let mark = if text.is_said { "→" } else { " " };
    ui.wrapped(&text.words, &format!("  {mark} {}  ", text.language), "        ")
}

fn as_json(policy: &Policy, shown: &[Overview<'_>]) -> Json {
    let text = |text: &Text<'_>| {
        json!({
            "situations": text.situations.iter().map(|one| one.as_str()).collect::<Vec<_>>(),
            "language": text.language,
            "text": text.words,
            "said": text.is_said,
        })
    };
    let message = |message: &Overview<'_>| {
        json!({
            "name": message.name,
            "texts": message.texts.iter().map(text).collect::<Vec<_>>(),
            "missing": message.missing.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "unsaid": message.unsaid.iter().map(|one| json!({ "language": one.language, "needs": one.needs })).collect::<Vec<_>>(),
        })
    };
    json!({
        "schema": "baton.messages/1",
        "policy": policy.title,
        "messages": shown.iter().map(message).collect::<Vec<_>>(),
    })
}
