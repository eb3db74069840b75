//! Earlier conversations of the same customer.
//!
//! In: contacts as recorded, if they were. Out: how many within N days, and
//! whether one was about the same. Without a record, both are missing.

use super::ears::{self, Sketch};
use crate::conversation::Contact;
use crate::policy::Policy;

/// The nearest contacts that are kept.
const CONTACTS_MAX: usize = 1_000;
/// The nearest contacts whose words are kept.
const SKETCHES_MAX: usize = 64;
/// The nearest contacts that a conversation put away remembers.
const REMEMBERED_MAX: usize = 24;
const DAY: i64 = 86_400;

/// The contact history, nearest first.
#[derive(Clone, Debug)]
pub(super) struct History {
    contacts: Vec<Earlier>,
    /// Seconds from the nearest contact that said what this conversation says, to its start.
    alike: Option<i64>,
    /// How many were known within so many days when it was put away.
    more: Vec<(u32, usize)>,
}

#[derive(Clone, Debug)]
struct Earlier {
    seconds_ago: i64,
    category: Option<String>,
    words: Option<Sketch>,
}

impl History {
    /// Takes the record. Contacts that began after this conversation are left out.
    pub(super) fn new(policy: &Policy, contacts: &[Contact]) -> Self {
        let mut sorted: Vec<&Contact> = contacts.iter().filter(|contact| contact.seconds_ago >= 0).collect();
        sorted.sort_by_key(|contact| contact.seconds_ago);
        sorted.truncate(CONTACTS_MAX);
        let earlier = |(at, contact): (usize, &&Contact)| Earlier {
            seconds_ago: contact.seconds_ago,
            category: contact.category.as_deref().map(|name| match policy.find_category(name) {
                Some(category) => policy.categories[category.index()].path.clone(),
                None => name.to_owned(),
            }),
            words: contact.text.as_deref().filter(|_| at < SKETCHES_MAX).map(|text| ears::sketch(&ears::read(text))),
        };
        Self { contacts: sorted.iter().enumerate().map(earlier).collect(), alike: None, more: Vec::new() }
    }

    /// What is kept between two events: when the nearest began, their categories, and which said the same.
    pub(super) fn memory(&self) -> (Vec<(i64, Option<&str>)>, Option<i64>) {
        let kept = self.contacts.iter().take(REMEMBERED_MAX);
        (kept.map(|contact| (contact.seconds_ago, contact.category.as_deref())).collect(), self.alike)
    }

    /// A history as it was put away. `more`: how many were known within so many days.
    pub(super) fn remembered(
        contacts: Vec<(i64, Option<String>)>,
        alike: Option<i64>,
        more: Vec<(u32, usize)>,
    ) -> Self {
        let earlier = |(seconds_ago, category)| Earlier { seconds_ago, category, words: None };
        let mut contacts: Vec<Earlier> = contacts.into_iter().take(REMEMBERED_MAX).map(earlier).collect();
        contacts.sort_by_key(|contact| contact.seconds_ago);
        Self { contacts, alike, more }
    }

    /// How many began within so many days before this conversation began.
    pub(super) fn within_days(&self, days: u32) -> usize {
        let known = self.more.iter().find(|(of, _)| *of == days).map_or(0, |(_, count)| *count);
        known.max(self.near(days))
    }

    fn near(&self, days: u32) -> usize {
        let limit = i64::from(days) * DAY;
        self.contacts.partition_point(|contact| contact.seconds_ago <= limit)
    }

    /// Hears what the customer says now.
    pub(super) fn hear(&mut self, words: &Sketch) {
        let alike = |contact: &&Earlier| contact.words.as_ref().is_some_and(|earlier| ears::alike(earlier, words));
        let nearest = self.contacts.iter().find(alike).map(|contact| contact.seconds_ago);
        self.alike = self.alike.into_iter().chain(nearest).min();
    }

    /// Whether a contact within so many days had this category, or said what this conversation says.
    pub(super) fn same_issue(&self, days: u32, category: Option<&str>) -> bool {
        let limit = i64::from(days) * DAY;
        let same = |contact: &Earlier| category.is_some() && contact.category.as_deref() == category;
        self.alike.is_some_and(|ago| ago <= limit) || self.contacts[..self.near(days)].iter().any(same)
    }
}
