//! What the policy shows beside, what the service is to fetch for it, and what is taken out by the policy's own shapes.
//!
//! In: the `show` and `redact` lines, and what the service sent. Out: a value or why there
//! is none, for each. What failed or took too long shows as such; nothing waits for it.

use serde_json::{Value as Json, json};

use super::{Talk, cut};
use crate::decision::Decision;
use crate::extract::{Kind, Shape};
use crate::policy::{ActionName, PackagePlan, Policy, QueueId, Show, Shown};
use crate::redact::redact;
use crate::runtime::bind;
use crate::value::show;

/// Most characters of a value that is shown.
const VALUE_MAX: usize = 200;

/// Something that is shown, or why it is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownFact {
    /// Its name.
    pub name: String,
    /// Its value; none when there is none.
    pub value: Option<String>,
    /// What to know of it: why there is none, or that it is a default.
    pub note: Option<String>,
}

/// What the service is to fetch from one system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// The system.
    pub source: String,
    /// The fields.
    pub fields: Vec<String>,
    /// How long it may take, in milliseconds.
    pub within: u32,
}

/// Whether a line is for a handoff to these queues.
fn is_for(show: &Show, queues: &[QueueId]) -> bool {
    show.queues.is_empty() || queues.iter().any(|queue| show.queues.contains(queue))
}

/// What is to be fetched for a decision, by system, in the order of the text: known as soon as a person may get the
/// conversation, so that the service can ask while the customer reads. Empty for `stay` and `close`.
pub fn fetches(policy: &Policy, action: ActionName, queues: &[QueueId]) -> Vec<Fetch> {
    let mut all: Vec<Fetch> = Vec::new();
    if matches!(action, ActionName::Stay | ActionName::Close) {
        return all;
    }
    for show in policy.package.shows.iter().filter(|show| is_for(show, queues)) {
        let Shown::Field { name, source, within } = &show.what else { continue };
        match all.iter_mut().find(|fetch| fetch.source == *source && fetch.within == *within) {
            Some(fetch) if fetch.fields.contains(name) => {}
            Some(fetch) => fetch.fields.push(name.clone()),
            None => all.push(Fetch { source: source.clone(), fields: vec![name.clone()], within: *within }),
        }
    }
    all
}

/// What is to be fetched, as JSON.
pub(in crate::runtime) fn fetch_json(all: &[Fetch]) -> Vec<Json> {
    let one = |one: &Fetch| json!({ "source": one.source, "fields": one.fields, "within_ms": one.within });
    all.iter().map(one).collect()
}

/// What is shown for a decision.
pub(super) fn of(talk: &Talk<'_>, decision: &Decision) -> Vec<ShownFact> {
    let shows = talk.policy.package.shows.iter().filter(|show| is_for(show, &decision.queues));
    shows.map(|show| one(talk, &show.what)).collect()
}

fn one(talk: &Talk<'_>, what: &Shown) -> ShownFact {
    let policy = talk.policy;
    let clean = |text: &str| cut(&redact(text).text, VALUE_MAX);
    let with =
        |name: &str, value: Option<String>, note: Option<String>| ShownFact { name: name.to_owned(), value, note };
    match what {
        Shown::Fact(id) => {
            let fact = policy.fact(*id);
            let bound = talk.fact(&fact.name).map(|json| bind::read(policy, *id, json));
            let value = |value| Some(clean(&show(value, &fact.kind)));
            match bound {
                Some(Ok(Some(found))) => with(&fact.words, value(&found), None),
                Some(Err(_)) => with(&fact.words, None, Some("what was sent could not be used".to_owned())),
                Some(Ok(None)) | None => match &fact.default {
                    Some(default) => {
                        with(&fact.words, value(default), Some("not sent: the policy's default".to_owned()))
                    }
                    None => with(&fact.words, None, Some("not sent".to_owned())),
                },
            }
        }
        Shown::Extract(at) => {
            let name = &policy.extracts[*at as usize].name;
            let all = talk.found.iter().flatten().filter(|one| one.kind == Kind::Declared(*at as usize));
            let mut values: Vec<&str> = Vec::new();
            for one in all {
                if !values.contains(&one.value.as_str()) {
                    values.push(&one.value);
                }
            }
            let note = values.is_empty().then(|| "not named".to_owned());
            with(name, (!values.is_empty()).then(|| clean(&values.join(", "))), note)
        }
        Shown::Field { name, source, .. } => match talk.fact(name) {
            Some(Json::String(text)) => with(name, Some(clean(text)), None),
            Some(json) if !json.is_null() => with(name, Some(clean(&json.to_string())), None),
            _ => {
                let state = talk.fact(&PackagePlan::fetched(source)).and_then(Json::as_str);
                let state = match state {
                    Some("timed out") => "took too long",
                    Some("failed") => "failed",
                    Some("ok") => "does not have it",
                    _ => "was not asked",
                };
                with(name, None, Some(format!("{source} {state}")))
            }
        },
    }
}

/// The policy's own shapes that are taken out, with how often each was.
pub(super) struct Hidden<'a> {
    all: Vec<(&'a str, &'a Shape, usize)>,
}

impl<'a> Hidden<'a> {
    pub(super) fn new(policy: &'a Policy, shapes: &'a [Shape]) -> Self {
        let mut all: Vec<(&str, &Shape, usize)> = Vec::new();
        for at in &policy.package.hidden {
            let at = *at as usize;
            if let (Some(extract), Some(shape)) = (policy.extracts.get(at), shapes.get(at))
                && all.iter().all(|(name, ..)| *name != extract.name)
            {
                all.push((&extract.name, shape, 0));
            }
        }
        Self { all }
    }

    /// A text with the name of an extract in place of each find.
    pub(super) fn take_out(&mut self, mut text: String) -> String {
        for (name, shape, count) in &mut self.all {
            for range in shape.find(&text).into_iter().rev() {
                text.replace_range(range, &format!("[{name}]"));
                *count += 1;
            }
        }
        text
    }

    /// Those that occurred.
    pub(super) fn counts(&self) -> Vec<(String, usize)> {
        self.all.iter().filter(|(.., count)| *count > 0).map(|(name, _, count)| ((*name).to_owned(), *count)).collect()
    }
}
