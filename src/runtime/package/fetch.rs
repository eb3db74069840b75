//! What the service is to fetch for a package: `show … from SOURCE within 800ms`.
//!
//! In: the policy's lines, an action and its queues. Out: sources with their fields and
//! how long each may take, as soon as a person may get the conversation.

use serde_json::{Value as Json, json};

use crate::policy::{ActionName, Policy, QueueId, Shown};

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

/// What is to be fetched for a decision, by system, in the order of the text: known as soon as a person may get the
/// conversation, so that the service can ask while the customer reads. Empty for `stay` and `close`.
pub fn fetches(policy: &Policy, action: ActionName, queues: &[QueueId]) -> Vec<Fetch> {
    let mut all: Vec<Fetch> = Vec::new();
    if matches!(action, ActionName::Stay | ActionName::Close) {
        return all;
    }
    for show in policy.package.shows.iter().filter(|show| show.is_for(queues)) {
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
