//! What the customer named: each once, with the turn.
//!
//! In: the talk, and what the policy says about kinds of finds. Out: the first of them, the
//! kinds that are not for these queues apart.

use super::parts::{self, Allotted};
use super::{FACTS_MAX, Talk};
use crate::extract::Kind;
use crate::policy::QueueId;

/// Something that the customer named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// `order_number`, `amount`, …, or the name of an extract.
    pub kind: String,
    /// Its written form.
    pub value: String,
    /// The turn, from 1, in which it was named first.
    pub turn: usize,
}

/// What the customer named, and the kinds that are kept from the reader.
pub(super) fn of(talk: &Talk<'_>, queues: &[QueueId], left_out: &mut Vec<String>) -> (Vec<Named>, Vec<&'static str>) {
    let mut all = each_once(talk);
    let mut withheld = Vec::new();
    for kind in Kind::BUILT_IN.into_iter().filter_map(Kind::name) {
        let Allotted { is_shown, items, .. } = parts::kind(&talk.policy.package, kind, queues);
        if !is_shown {
            withheld.push(kind);
            all.retain(|one| one.kind != kind);
        }
        let count = all.iter().filter(|one| one.kind == kind).count();
        if let Some(most) = items.filter(|most| count > *most) {
            left_out.push(format!("{} more of {}", count - most, kind.replace('_', " ")));
            let mut seen = 0;
            all.retain(|one| {
                seen += usize::from(one.kind == kind);
                one.kind != kind || seen <= most
            });
        }
    }
    (super::few(all, FACTS_MAX, "things named", left_out), withheld)
}

/// Each value of a kind, where it was named first.
fn each_once(talk: &Talk<'_>) -> Vec<Named> {
    let mut all: Vec<Named> = Vec::new();
    for (at, found) in talk.found.iter().enumerate() {
        for one in found {
            let own = |at: usize| talk.policy.extracts[at].name.as_str();
            let kind = match one.kind {
                Kind::Declared(at) => own(at),
                kind => kind.name().unwrap_or_default(),
            };
            if all.iter().all(|other| (other.kind.as_str(), &other.value) != (kind, &one.value)) {
                all.push(Named { kind: kind.to_owned(), value: one.value.clone(), turn: at + 1 });
            }
        }
    }
    all
}
