//! Takes out of a package what its reader may not see, and counts it.
//!
//! In: a policy, and the queues of a handoff. Out: texts with labels in place of what Baton
//! always takes out and of the policy's own shapes; for queues that may see them, labels
//! with the last four digits. A handoff to several queues shows what each of them may see.

use crate::extract::Shape;
use crate::policy::{Policy, QueueId};
use crate::redact::{self, Counts, Kind, ending_label};

/// What takes out.
pub(super) struct Redactor<'a> {
    endings: Vec<Kind>,
    shapes: Vec<Hidden<'a>>,
    counts: Counts,
}

/// A shape that is taken out.
struct Hidden<'a> {
    name: &'a str,
    shape: &'a Shape,
    has_ending: bool,
    count: usize,
}

impl<'a> Redactor<'a> {
    pub(super) fn new(policy: &'a Policy, shapes: &'a [Shape], queues: &[QueueId]) -> Self {
        let plan = &policy.package;
        let may_see = |kind: &str| {
            let mut lines = plan.endings.iter().filter(|ending| ending.kind == kind);
            let is_for = |allowed: &[QueueId]| queues.iter().all(|queue| allowed.contains(queue));
            !queues.is_empty() && lines.any(|ending| is_for(&ending.queues))
        };
        let mut all: Vec<Hidden<'a>> = Vec::new();
        for at in plan.hidden.iter().map(|at| *at as usize) {
            let (Some(extract), Some(shape)) = (policy.extracts.get(at), shapes.get(at)) else { continue };
            if all.iter().all(|known| known.name != extract.name) {
                let has_ending = may_see(&extract.name);
                all.push(Hidden { name: &extract.name, shape, has_ending, count: 0 });
            }
        }
        let endings = Kind::ALL.into_iter().filter(|kind| may_see(kind.many())).collect();
        Self { endings, shapes: all, counts: Counts::default() }
    }

    /// A text without what its reader may not see.
    pub(super) fn clean(&mut self, text: &str) -> String {
        let clean = redact::redact_with_endings(text, &self.endings);
        self.counts.add(&clean.counts);
        let mut text = clean.text.into_owned();
        for hidden in &mut self.shapes {
            for range in hidden.shape.find(&text).into_iter().rev() {
                let label = if hidden.has_ending {
                    ending_label(hidden.name, &text[range.clone()])
                } else {
                    format!("[{}]", hidden.name)
                };
                text.replace_range(range, &label);
                hidden.count += 1;
            }
        }
        text
    }

    /// How often each kind was taken out, and each of the policy's own shapes that occurred.
    pub(super) fn counts(&self) -> (Counts, Vec<(String, usize)>) {
        let own = self.shapes.iter().filter(|hidden| hidden.count > 0);
        (self.counts, own.map(|hidden| (hidden.name.to_owned(), hidden.count)).collect())
    }
}
