//! What a region asks of a fact and its threshold: numbers, or the threshold by name.

use super::{WORDS_MAX, Writer};
use crate::analysis::{Asks, AxisId, Side};
use crate::listing::{self, Accepts, Bound, Range, Values};
use crate::policy::ThresholdId;
use crate::value::{Fixed, Value, show};

impl Writer<'_, '_> {
    /// Whether something that a region asks compares this fact with a threshold.
    pub(super) fn has_margin(&self, axis: AxisId) -> bool {
        let over = self.space.margins.iter().filter(|margin| margin.fact == axis);
        over.into_iter().any(|margin| !self.space.is_free(self.region, margin.over))
    }

    /// The sides and thresholds of a margin.
    fn thresholds_of(&self, axis: AxisId) -> Vec<(usize, ThresholdId)> {
        let of_side = |(at, side): (usize, &Side<'_>)| {
            let tables = side.artifact.rows.thresholds.iter();
            let own =
                tables.enumerate().filter(|(_, table)| table.margin.map(|column| side.axis(column)) == Some(axis));
            own.map(|(id, _)| (at, ThresholdId::from_index(id))).collect::<Vec<_>>()
        };
        self.sides.iter().enumerate().flat_map(of_side).collect()
    }

    /// The numbers of the compared fact, if the threshold has one value in the whole region.
    pub(super) fn numbers_of(&self, axis: AxisId) -> Option<(AxisId, Vec<(i64, i64)>)> {
        let (side, threshold) = *self.thresholds_of(axis).first()?;
        let reached = self.sides[side].thresholds(self.space, self.region, threshold)?;
        let [(at, same)] = reached.as_slice() else { return None };
        let column = self.space.axis(axis).column()?;
        let fact = self.space.margins.iter().find(|margin| margin.over == axis)?.fact;
        let ranges = self.plain_ranges(axis, &self.sides[side].artifact.policy, column)?;
        let end = |slot: i64| if slot == i64::MAX { i64::MAX } else { slot.saturating_add(*at) };
        let start = |slot: i64| if slot <= crate::rows::LEAST { slot } else { slot.saturating_add(*at) };
        (at == same && self.space.axis(fact).not_given.is_none())
            .then(|| (fact, ranges.into_iter().map(|(low, high)| (start(low), end(high))).collect()))
    }

    /// Numbers of a fact in words; none if they are all there are.
    pub(super) fn ranges(&self, axis: AxisId, ranges: &[(i64, i64)]) -> Option<String> {
        let Asks::Column { side, column } = &self.space.axis(axis).asks else { return None };
        let policy = &self.sides[*side].artifact.policy;
        let limits = self.space.axis(axis).limits;
        let range = |(low, high): &(i64, i64)| {
            let ends = (*low > limits.low, *high < limits.high);
            // Of whole numbers those that are meant: between 2 and 4, not below 5.
            let whole = limits.within(*low, *high).filter(|_| limits.grain > 1 && ends == (true, true));
            let at = |slot: i64| Some(Bound { at: Fixed::from_millionths(slot), included: true });
            match whole {
                Some((low, high)) => Range { low: at(low), high: at(high) },
                None => Range { low: ends.0.then(|| Bound::from(*low)), high: ends.1.then(|| Bound::to(*high)) },
            }
        };
        let values = Values::Numbers(ranges.iter().map(range).collect());
        let accepts = Accepts { values, missing: false, before_the_answer: false };
        Some(listing::test(policy, column, &accepts, WORDS_MAX))
    }

    /// A margin by the name of its threshold.
    pub(super) fn margin(&self, axis: AxisId) -> Option<String> {
        let column = self.space.axis(axis).column()?;
        let of = self.thresholds_of(axis);
        let (side, id) = *of.first()?;
        let policy = &self.sides[side].artifact.policy;
        let accepts = Accepts::of(policy, column, self.cells(axis).ranges());
        let text = listing::test(policy, column, &accepts, WORDS_MAX);
        if of.len() > 1 {
            return Some(text);
        }
        let threshold = &policy.thresholds[id.index()];
        let whose = if side == 0 { "old" } else { "new" };
        let (fact, kind) = (&policy.fact(threshold.fact).words, &policy.fact(threshold.fact).kind);
        let at = text.find(fact.as_str()).map_or(0, |at| at + fact.len());
        let (head, tail) = text.split_at(at);
        let named = tail.replace(&threshold.name, &format!("the {whose} {}", threshold.name));
        let shown = |slot: i64| show(&Value::Number(Fixed::from_millionths(slot)), kind);
        let reached = self.sides[side].thresholds(self.space, self.region, id)?;
        let (low, high) = (reached.first()?.0, reached.last()?.1);
        let values = if low == high { shown(low) } else { format!("{} to {}", shown(low), shown(high)) };
        Some(format!("{head}{named} ({values})"))
    }
}
