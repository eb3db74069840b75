//! What differs as one JSON document: `baton.diff/1`.

use super::Report;
use super::computed::Computed;
use crate::Artifact;
use crate::analysis::diff::{Change, Differing, Edit, EditKind, Effect, Exception, Promise};
use crate::cli::Exit;
use serde_json::{Value as Json, json};

pub(super) fn of(report: &Report<'_>) -> Json {
    let diff = &report.diff;
    let policy = |artifact: &Artifact| json!({ "title": artifact.policy.title, "hash": artifact.policy.hash });
    let result = match report.exit() {
        Exit::Fine => "same",
        Exit::Findings => "different",
        _ => "not_decided",
    };
    json!({
        "schema": "baton.diff/1", "old": policy(report.old), "new": policy(report.new), "result": result,
        "regions": diff.regions.iter().map(region).collect::<Vec<_>>(), "more_regions": diff.more_regions,
        "undecided": diff.undecided,
        "edits": diff.edits.iter().map(edit).collect::<Vec<_>>(),
        "changes": diff.changes.iter().map(change).collect::<Vec<_>>(),
        "guarantees": diff.guarantees.iter().map(promise).collect::<Vec<_>>(), "computed": report.computed.as_ref().map(Computed::json),
    })
}

fn region(region: &Differing) -> Json {
    let example = region.examples.as_ref().map(|[old, new]| {
        json!({
            "old_test": old.test(&region.title), "new_test": new.test(&region.title), "message_known": new.message_known,
        })
    });
    let unless = |one: &Exception| json!({ "name": one.name, "only": one.only, "adds": one.adds });
    json!({
        "when": region.when, "conditions": region.conditions, "unless": region.unless.iter().map(unless).collect::<Vec<_>>(),
        "old": region.old, "new": region.new, "example": example,
    })
}

fn edit(edit: &Edit) -> Json {
    let effect = match edit.effect {
        Effect::Nothing => "nothing",
        Effect::Some => "decisions",
        Effect::Unknown => "not_decided",
        Effect::Records => "records",
    };
    let to = match &edit.kind {
        EditKind::Renamed(name) => Some(name),
        _ => None,
    };
    json!({ "what": edit.what, "name": edit.name, "kind": edit.kind.as_str(), "to": to, "changes": effect })
}

fn change(change: &Change) -> Json {
    json!({
        "subject": change.subject.as_str(), "name": change.name, "text": change.text, "noticeable": change.is_noticeable,
    })
}

fn promise(promise: &Promise) -> Json {
    json!({
        "title": promise.title, "sentence": promise.sentence,
        "old": promise.old.as_str(), "new": promise.new.as_str(),
    })
}
