//! What the policy shows beside: facts, extracts, what other systems know, with what stands in place of what is not there.
//!
//! In: the `show` and `require` lines for a handoff, and what was sent. Out: a value or why
//! there is none, for each. What failed or took too long shows as such; nothing waits for it.

use serde_json::Value as Json;

use super::{FACTS_MAX, Talk, cut};
use crate::decision::Decision;
use crate::extract::Kind;
use crate::policy::{FactId, Most, Origin, PackagePlan, Show, Shown};
use crate::runtime::bind;
use crate::value::{self, Value};

/// Most characters of a value that is shown, unless the policy says otherwise.
const VALUE_MAX: usize = 200;
/// The same of a list.
const LIST_MAX: usize = PackagePlan::VALUE_MAX as usize;

/// Something that is shown, or why it is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownFact {
    /// Its name.
    pub name: String,
    /// What the policy calls it, for people.
    pub title: Option<String>,
    /// Its value; none when there is none.
    pub value: Option<String>,
    /// What to know of it: why there is none, or that it is a default.
    pub note: Option<String>,
    /// What the policy has in place of a value that is not there.
    pub substitute: Option<String>,
}

/// A value, and what to know of it.
type Known = (Option<String>, Option<String>);

/// What is shown for a decision; what a limit leaves out is noted.
pub(super) fn of(talk: &Talk<'_>, decision: &Decision, left_out: &mut Vec<String>) -> Vec<ShownFact> {
    let shows = talk.policy.package.shows.iter().filter(|show| show.is_for(&decision.queues));
    let mut all: Vec<ShownFact> = Vec::new();
    for show in shows {
        let name = name(talk, &show.what);
        // What two lines name is shown as the first of them says.
        if all.iter().all(|shown| shown.name != name) {
            all.extend(one(talk, decision, show, name, left_out));
        }
    }
    all
}

/// What a thing is called.
fn name(talk: &Talk<'_>, what: &Shown) -> String {
    match what {
        Shown::Fact(id) => talk.policy.fact(*id).words.clone(),
        Shown::Extract(at) => talk.policy.extracts[*at as usize].name.clone(),
        Shown::Field { name, .. } => name.clone(),
        Shown::Named(kind) => kind.replace('_', " "),
        Shown::Part(_) => String::new(),
    }
}

fn one(
    talk: &Talk<'_>,
    decision: &Decision,
    show: &Show,
    name: String,
    left_out: &mut Vec<String>,
) -> Option<ShownFact> {
    let (value, note) = match &show.what {
        Shown::Fact(id) => fact(talk, decision, *id, show.most),
        Shown::Extract(at) => list(&finds(talk, Kind::Declared(*at as usize)), &name, show.most, left_out),
        Shown::Field { source, .. } => field(talk, &name, source, show.most, left_out),
        // What the customer named stands elsewhere; here stands what should have been named.
        Shown::Named(kind) => {
            let kind = Kind::BUILT_IN.into_iter().find(|one| one.name() == Some(kind))?;
            let is_lacking = show.substitute.is_some() && finds(talk, kind).is_empty();
            is_lacking.then_some((None, None))?
        }
        Shown::Part(_) => return None,
    };
    let substitute = show.substitute.clone().filter(|_| value.is_none());
    let title = match show.what {
        Shown::Fact(id) => Some(talk.policy.fact(id)).filter(|fact| fact.origin == Origin::Given),
        _ => None,
    };
    Some(ShownFact { name, title: title.and_then(|fact| fact.title.clone()), value, note, substitute })
}

/// A fact: as the service sends it, or as Baton computes it.
fn fact(talk: &Talk<'_>, decision: &Decision, id: FactId, most: Option<Most>) -> Known {
    let fact = talk.policy.fact(id);
    let value = |value: &Value| Some(clean(talk, &value::show(value, &fact.kind), most, VALUE_MAX));
    let because = |note: &str| (None, Some(note.to_owned()));
    let sent = talk.fact(&fact.name).map(|json| bind::read(talk.policy, id, json));
    match sent {
        Some(Err(_)) => return because("what was sent could not be used"),
        Some(Ok(Some(found))) if fact.origin == Origin::Given => return (value(&found), None),
        _ => {}
    }
    if fact.origin != Origin::Given {
        let known = decision.shown.iter().find(|(of, _)| *of == id).and_then(|(_, value)| value.as_ref());
        return known.map_or_else(|| because("nothing tells it"), |known| (value(known), None));
    }
    match &fact.default {
        Some(default) => (value(default), Some("not sent: the policy's default".to_owned())),
        None => because("not sent"),
    }
}

/// What the customer named of a kind, each once.
fn finds(talk: &Talk<'_>, kind: Kind) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for one in talk.found.iter().flatten().filter(|one| one.kind == kind) {
        if !values.contains(&one.value) {
            values.push(one.value.clone());
        }
    }
    values
}

/// A field of another system, or what became of asking for it.
fn field(talk: &Talk<'_>, name: &str, source: &str, most: Option<Most>, left_out: &mut Vec<String>) -> Known {
    match talk.fact(name) {
        Some(Json::Array(items)) if items.is_empty() => (Some("none".to_owned()), None),
        Some(Json::Array(items)) => {
            let items: Vec<String> = items.iter().map(|item| clean(talk, &plain(item), most, VALUE_MAX)).collect();
            list(&items, name, most, left_out)
        }
        Some(json) if !json.is_null() => (Some(clean(talk, &plain(json), most, VALUE_MAX)), None),
        _ => {
            let state = talk.fact(&PackagePlan::fetched(source)).and_then(Json::as_str);
            let state = match state {
                Some("timed out") => "took too long",
                Some("failed") => "failed",
                Some("ok") => "does not have it",
                _ => "was not asked",
            };
            (None, Some(format!("{source} {state}")))
        }
    }
}

/// Words as they are, the keys of an object with their values, all else as JSON writes it.
fn plain(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Object(object) => {
            let part = |(key, value): (&String, &Json)| match value {
                Json::String(text) => format!("{key} {text}"),
                other => format!("{key} {other}"),
            };
            object.iter().map(part).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

/// The first items of a list.
fn list(items: &[String], name: &str, most: Option<Most>, left_out: &mut Vec<String>) -> Known {
    let count = match most {
        Some(Most::Items(count)) => count as usize,
        _ => FACTS_MAX,
    };
    if items.len() > count {
        left_out.push(format!("{} more of {name}", items.len() - count));
    }
    let shown = items.iter().take(count).map(String::as_str).collect::<Vec<_>>().join("; ");
    let characters = match most {
        Some(Most::Characters(characters)) => characters as usize,
        _ => LIST_MAX,
    };
    match items {
        [] => (None, Some("not named".to_owned())),
        _ => (Some(cut(&shown, characters)), None),
    }
}

/// A text that its reader may see, at most so long.
fn clean(talk: &Talk<'_>, text: &str, most: Option<Most>, usual: usize) -> String {
    let characters = match most {
        Some(Most::Characters(characters)) => characters as usize,
        _ => usual,
    };
    cut(&talk.clean(text), characters)
}
