//! Where original and variant are decided by rows of different kinds.

use super::joint::Changed;
use super::{Asked, Open, Told};
use crate::analysis::Region;
use crate::policy::{Layer, QueueId, RuleId};
use crate::rows::Whither;

/// A row that decides, in its place.
#[derive(Clone, Copy, Debug)]
struct Line {
    row: u32,
    outcome: u32,
    /// Guards, then `on problem`, then the other rules by number, then `otherwise`.
    place: (u8, usize),
    is_changed: bool,
}

impl Asked<'_, '_> {
    /// Whether both decide by rows of the same kind everywhere.
    pub(super) fn deciding(&self, changed: &Changed, open: &Open<'_>) -> Told {
        if changed.rules.is_empty() && changed.swapped.is_none() {
            return Told::Same;
        }
        let old = self.lines(changed);
        let new = self.changed_lines(&old, changed);
        let mut told = Told::Same;
        for (at, one) in old.iter().enumerate() {
            let mut own = None;
            for (other_at, other) in new.iter().enumerate() {
                if one.row == other.row || !(one.is_changed || other.is_changed) {
                    continue;
                }
                let own = own
                    .get_or_insert_with(|| self.space.fitting(&self.space.everything(), &self.list, one.row as usize));
                let Some(region) = self.where_apart(one, other, own) else { continue };
                if open.budget.get() == 0 {
                    return Told::Undecided;
                }
                let mut not: Vec<u32> = old[..at].iter().chain(&new[..other_at]).map(|line| line.row).collect();
                not.sort_unstable();
                not.dedup();
                told = told.and(|| self.look(&region, &not, open));
                if matches!(told, Told::Apart(_)) {
                    return told;
                }
            }
        }
        told
    }

    /// What decides in the original, in order.
    fn lines(&self, changed: &Changed) -> Vec<Line> {
        let rows = (0..).zip(&self.list.of[..self.decisions.deciders]);
        let line = |(row, outcome): (u32, &u32)| {
            let rule = self.joint.rule(*outcome);
            Line { row, outcome: *outcome, place: self.place(*outcome, rule), is_changed: changed.has(rule) }
        };
        rows.map(line).collect()
    }

    /// The same in the variant.
    fn changed_lines(&self, old: &[Line], changed: &Changed) -> Vec<Line> {
        let mut lines: Vec<Line> =
            old.iter().filter(|line| !line.is_changed || changed.swapped.is_some()).copied().collect();
        if let Some((one, other)) = changed.swapped {
            let of = |rule: RuleId| {
                old.iter().find(|line| self.joint.rule(line.outcome) == Some(rule)).map(|line| line.place)
            };
            if let (Some(first), Some(second)) = (of(one), of(other)) {
                for line in &mut lines {
                    line.place = if line.place == first {
                        second
                    } else if line.place == second {
                        first
                    } else {
                        line.place
                    };
                }
            }
        }
        let rows = (self.rules_from..).zip(&self.joint.rules.of);
        for (row, outcome) in rows {
            let stand_in = self.joint.rule(*outcome);
            let of = changed.rules.iter().find(|(_, own)| Some(*own) == stand_in);
            if let Some((rule, _)) = of {
                let place = self.place(*outcome, Some(*rule));
                lines.push(Line { row, outcome: *outcome, place, is_changed: true });
            }
        }
        lines.sort_by_key(|line| line.place);
        lines
    }

    fn place(&self, outcome: u32, rule: Option<RuleId>) -> (u8, usize) {
        match rule {
            Some(rule) if self.joint.artifact.policy.rule(rule).layer == Layer::Guard => (0, rule.index()),
            Some(rule) => (2, rule.index()),
            None if self.joint.artifact.rows.on_problem == Some(outcome) => (1, 0),
            None => (3, 0),
        }
    }

    /// Where two rows, of which the first fits `own`, both fit and would make different decisions; none if nowhere.
    fn where_apart(&self, one: &Line, other: &Line, own: &Region) -> Option<Region> {
        let (old, new) = (&self.kinds[one.outcome as usize], &self.kinds[other.outcome as usize]);
        let told_alike = self.joint.decided_by(one.outcome) == self.joint.decided_by(other.outcome);
        if old == new && told_alike || self.list.is_apart(other.row as usize, own, self.space.layout()) {
            return None;
        }
        let mut region = self.space.fitting(own, &self.list, other.row as usize);
        if told_alike && old.is_same_but_for_whom(new) {
            match (old.whither, new.whither) {
                (Whither::Category, Whither::Queues(queues)) | (Whither::Queues(queues), Whither::Category) => {
                    self.leave_out_categories_of(&mut region, queues)?;
                }
                _ => {}
            }
        }
        (!self.space.is_void(&region)).then_some(region)
    }

    /// Takes the categories out that these queues alone handle; none if that is all.
    fn leave_out_categories_of(&self, region: &mut Region, queues: &[QueueId]) -> Option<()> {
        let [only] = queues else { return Some(()) };
        let (side, rows) = (self.decisions.side, &self.joint.artifact.rows);
        let Some(axis) = rows.category.map(|column| side.axis(column)) else {
            return (rows.default_queue != *only).then_some(());
        };
        let handled: Vec<u32> = self
            .space
            .cells(region, axis)
            .filter(|cell| {
                let category = side.category(self.space, *cell);
                let queue = category.and_then(|id| rows.queue_of_category.get(id.index()));
                queue.unwrap_or(&rows.default_queue) == only
            })
            .collect();
        self.space.take(region, axis, handled);
        Some(())
    }
}

impl Changed {
    fn has(&self, rule: Option<RuleId>) -> bool {
        let Some(rule) = rule else { return false };
        let is_swapped = self.swapped.is_some_and(|(one, other)| rule == one || rule == other);
        is_swapped || self.rules.iter().any(|(old, _)| *old == rule)
    }
}
