//! What rows decide, and what `also`s may ask of it.

use serde_json::{Value as Json, json};

use super::facts::number;
use crate::artifact::Artifact;
use crate::policy::{Action, ActionName, Effect, Policy};
use crate::rows::{Outcome, Whither};
use crate::runtime::explain;

/// An outcome. Effects stand with its rule.
pub(super) fn outcome(policy: &Policy, outcome: &Outcome) -> Json {
    let (to, queues) = match &outcome.whither {
        Whither::Nobody => (None, Vec::new()),
        Whither::Category => (Some("category"), Vec::new()),
        Whither::NamedAgent => (Some("named agent"), Vec::new()),
        Whither::Queues(queues) => {
            (Some("queues"), queues.iter().map(|queue| policy.queue(*queue).name.as_str()).collect())
        }
    };
    json!({
        "rule": outcome.rule.map(crate::policy::RuleId::index),
        "action": outcome.action.as_str(),
        "to": to,
        "queues": queues,
        "level": outcome.level,
        "clarified_before": outcome.clarified_before,
        "diverted": outcome.diverted,
        "to_same_agent": outcome.to_same_agent,
        "silence_seconds": outcome.silence.map(number),
        "message": outcome.message.map(|id| policy.message(id).name.as_str()),
        "decided_by_columns": outcome.decided_by.iter().map(|id| id.index()).collect::<Vec<_>>(),
    })
}

/// An action without its details.
pub(super) fn action(action: &Action) -> ActionName {
    match action {
        Action::Stay => ActionName::Stay,
        Action::Clarify { .. } => ActionName::Clarify,
        Action::Offer(_) => ActionName::Offer,
        Action::HandOff(_) => ActionName::HandOff,
        Action::Close => ActionName::Close,
    }
}

/// Effects as the language writes them.
pub(super) fn effects(policy: &Policy, effects: &[Effect]) -> Vec<String> {
    effects.iter().map(|effect| explain::effect(policy, effect)).collect()
}

/// The columns that are filled once a decision is made, before the rows of `also`s are asked.
pub(super) fn columns(artifact: &Artifact) -> Json {
    let Artifact { policy, rows } = artifact;
    let queues = rows
        .decided_queues
        .iter()
        .map(|(queue, column)| json!({ "queue": policy.queue(*queue).name, "column": column.index() }));
    json!({
        "action": rows.decided_action.map(crate::rows::ColumnId::index),
        "queues": queues.collect::<Vec<_>>(),
    })
}
