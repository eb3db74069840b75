//! What names stand for: questions and queues.

use super::{Listing, question};
use crate::policy::{Fact, Origin, Policy, QueueId, View};
use crate::rows::{ColumnId, ColumnSource};
use crate::value::{Type, show};

/// A question that rows ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// As rows ask it.
    pub asks: String,
    /// For people.
    pub title: Option<String>,
    /// What the answers are: `one of free, pro`, `money in EUR`.
    pub values: String,
    /// Where the answer comes from.
    pub from: String,
    /// What holds when there is none.
    pub without: String,
}

/// A queue and what comes to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Its name.
    pub name: String,
    /// For people.
    pub title: String,
    /// The categories that it handles, `everything else` for the default queue.
    pub handles: String,
    /// Its levels.
    pub levels: String,
    /// Whether the helpdesk chooses the person.
    pub routed_by_helpdesk: bool,
}

impl Listing<'_> {
    /// What a column asks, for a legend.
    pub fn legend(&self, id: ColumnId) -> Question {
        let policy = self.policy;
        let column = self.rows.column(id);
        let (fact, is_member) = match &column.source {
            ColumnSource::Fact(fact) => (policy.fact(*fact), false),
            ColumnSource::Member(fact, _) => (policy.fact(*fact), true),
            ColumnSource::Margin(threshold) => (policy.fact(policy.thresholds[threshold.index()].fact), false),
        };
        Question {
            asks: question(policy, column),
            title: title(policy, fact),
            values: if is_member { Type::Truth.to_string() } else { fact.kind.to_string() },
            from: from(policy, fact),
            without: match (&fact.default, &fact.origin) {
                (_, Origin::Switch) => "off".to_owned(),
                (Some(default), _) => show(default, &fact.kind),
                (None, Origin::Given) => "missing".to_owned(),
                (None, _) => String::new(),
            },
        }
    }

    /// Every queue.
    pub fn teams(&self) -> Vec<Team> {
        let policy = self.policy;
        let team = |(at, queue): (usize, &crate::policy::Queue)| {
            let id = QueueId::from_index(at);
            let own = policy.categories.iter().filter(|category| category.queue == Some(id));
            let rest = (policy.default_queue == id).then_some("everything else");
            let handles: Vec<&str> = own.map(|category| category.path.as_str()).chain(rest).collect();
            Team {
                name: queue.name.clone(),
                title: queue.title.clone(),
                handles: handles.join(", "),
                levels: queue.levels.join(", "),
                routed_by_helpdesk: queue.routed_by_helpdesk,
            }
        };
        policy.queues.iter().enumerate().map(team).collect()
    }
}

fn title(policy: &Policy, fact: &Fact) -> Option<String> {
    match fact.origin {
        Origin::Signal(id, View::Now) => policy.signals[id.index()].title.clone(),
        _ => fact.title.clone(),
    }
}

fn from(policy: &Policy, fact: &Fact) -> String {
    match &fact.origin {
        Origin::Given => "the service".to_owned(),
        Origin::Switch => "a switch".to_owned(),
        Origin::List { column, entries } => {
            format!("a list of {} by {}", entries.len(), policy.fact(*column).words)
        }
        Origin::BuiltIn(_) => "the conversation".to_owned(),
        Origin::Signal(..) => "the customer's words".to_owned(),
        Origin::Run(_) => "the turns so far".to_owned(),
        Origin::Decision(_) => "the decision".to_owned(),
    }
}
