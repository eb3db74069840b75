//! `baton say`: a long-lived filter, one message to say a line in, its words a line out.
//!
//! A decision names a message and what it knows. Who takes the conversation, how long it
//! takes, which case it is: the service knows that later, and asks here for the words.

use std::path::PathBuf;

use super::run::table;
use super::ui::{Outcome, Ui};
use super::{Exit, lines};
use crate::localise;
use crate::policy::{Policy, Situation};
use crate::runtime::message::{Told, Unsaid, language, say};
use serde_json::{Map, Value as Json, json};

/// Put messages into words: one JSON request a line in, one JSON answer a line out
///
/// For services in any language. A request has the message's name and the language, as a
/// decision has them, and in `values` what is known: the values of the decision, and the
/// agent, the wait, the case. The first text that fits is filled; dates, amounts and
/// lengths are written as the language does, times in the customer's zone. `baton schema
/// say` and `baton schema said` say what stands in the lines. Exit code 0: the input has
/// ended. 1: some lines were refused. 2: the policy could not be used.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The policy, or its compiled table
    #[arg(value_name = "POLICY")]
    policy: PathBuf,
}

/// Shown below the help.
const EXAMPLES: &str = "Example:
  baton say support.table
  {\"message\": \"hand_off\", \"language\": \"es\", \"values\": {\"team\": \"billing\", \"wait\": \"3m\"}}";

/// The JSON Schemas (draft 7) of a request and of an answer.
pub(super) const REQUEST_SCHEMA: &str = include_str!("../../docs/schema/say.schema.json");
pub(super) const ANSWER_SCHEMA: &str = include_str!("../../docs/schema/said.schema.json");

const KEYS: &[&str] = &["id", "message", "language", "values"];

pub(super) fn run(args: &Args, ui: &mut Ui) -> Outcome<Exit> {
    let Some((table, _)) = table(&args.policy, ui)? else { return Ok(Exit::CouldNotRun) };
    let policy = table.policy();
    lines::filter(ui, |line| {
        let json: Result<Json, String> =
            line.and_then(|line| serde_json::from_slice(line).map_err(|error| format!("this is no JSON: {error}")));
        Ok(match json {
            Ok(json) => match answer(policy, &json) {
                Ok(said) => Ok(said.to_string()),
                Err(why) => Err(refused(&json["id"], &why)),
            },
            Err(why) => Err(refused(&Json::Null, &why)),
        })
    })
}

fn refused(id: &Json, why: &str) -> Json {
    json!({
        "schema": "baton.said/1", "id": id, "message": null, "language": null, "text": null, "situations": [],
        "needs": [], "problems": [], "refused": why,
    })
}

fn answer(policy: &Policy, json: &Json) -> Result<Json, String> {
    let request = json.as_object().ok_or("a request is a JSON object")?;
    if let Some(unknown) = request.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(format!("a request has no `{unknown}`; it has {}", KEYS.join(", ")));
    }
    let name = request.get("message").and_then(Json::as_str).ok_or("a request needs `message`: the name of one")?;
    let message = policy.messages.iter().find(|message| message.name == name);
    let message = message.ok_or_else(|| format!("the policy has no message `{name}`"))?;
    let wanted = match request.get("language") {
        None | Some(Json::Null) => None,
        Some(Json::String(language)) => Some(language.as_str()),
        Some(_) => return Err("`language` is a code such as `en`".to_owned()),
    };
    let nothing = Map::new();
    let values = match request.get("values") {
        None | Some(Json::Null) => &nothing,
        Some(values) => values.as_object().ok_or("`values` is an object: names with their values")?,
    };
    let (told, problems) = Told::from_json(policy, values);
    let language = language(policy, Some(message), wanted);
    let (text, situations, needs) = match say(policy, message, language, &told) {
        Ok(said) => (Some(localise::text(policy, &said, &told)), said.situations, Vec::new()),
        Err(Unsaid::Needs(names)) => (None, Vec::new(), names),
        Err(Unsaid::NoText) => (None, Vec::new(), Vec::new()),
    };
    let problems: Vec<Json> =
        problems.iter().map(|problem| json!({ "name": problem.fact, "message": problem.message })).collect();
    Ok(json!({
        "schema": "baton.said/1",
        "id": request.get("id").unwrap_or(&Json::Null),
        "message": name,
        "language": language,
        "text": text,
        "situations": situations.into_iter().map(Situation::as_str).collect::<Vec<_>>(),
        "needs": needs,
        "problems": problems,
        "refused": null,
    }))
}
