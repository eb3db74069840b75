//! A region in the words of a policy: what its inputs have in common.
//!
//! In: a region of the space of two policies. Out: `category is billing.refund and
//! confidence at least 60% and below 70%`. A threshold that has one value in the whole
//! region is said as a number; one that has several is named, with its least and its
//! greatest value.

mod families;
mod thresholds;

use crate::analysis::{Asks, AxisId, Region, Side, Space, alike};
use crate::listing::{self, Accepts, Holds, Values};
use crate::policy::Policy;
use crate::rows::{Cells, Column, ColumnSource, MISSING_CELL, NO_ANSWER_CELL, VALUE_CELL};
use crate::value::Type;
use families::families;

/// Most words of a list that are written out.
const WORDS_MAX: usize = 6;

/// What the inputs of a region have in common, part by part; those that begin with `except when` come last.
pub(super) fn conditions(space: &Space, sides: &[Side<'_>; 2], region: &Region) -> Vec<String> {
    let writer = Writer { space, sides, region };
    let mut all = Vec::new();
    let mut facts: Vec<(AxisId, Vec<(i64, i64)>)> = Vec::new();
    for at in 0..space.axes().len() {
        let axis = AxisId::from_index(at);
        if space.is_free(region, axis) {
            continue;
        }
        match &space.axis(axis).asks {
            Asks::Point => all.extend(writer.point()),
            Asks::Problem => all.push(writer.problem(axis)),
            Asks::Column { column, .. } if matches!(column.source, ColumnSource::Margin(_)) => {
                match writer.numbers_of(axis) {
                    Some((fact, ranges)) => both(&mut facts, fact, ranges),
                    None => all.extend(writer.margin(axis)),
                }
            }
            Asks::Column { side, column } => {
                let policy = &sides[*side].artifact.policy;
                let ranges = writer.plain_ranges(axis, policy, column);
                let is_whole = space.axis(axis).limits.grain > 1 && writer.is_on_both(column, policy);
                match ranges.filter(|_| is_whole || writer.has_margin(axis)) {
                    Some(ranges) => both(&mut facts, axis, ranges),
                    None => all.push(writer.column(axis, policy, column)),
                }
            }
        }
    }
    for (axis, ranges) in facts {
        all.extend(writer.ranges(axis, &ranges));
    }
    all.sort_by_key(|text| text.starts_with(EXCEPT));
    all
}

const EXCEPT: &str = "except when ";

/// Conditions as one sentence.
pub(super) fn sentence(conditions: &[String]) -> String {
    let (holds, excepts): (Vec<&String>, Vec<&String>) = conditions.iter().partition(|one| !one.starts_with(EXCEPT));
    let alone = conditions.len() == 1;
    let part = |text: &String| if text.contains(" or ") && !alone { format!("({text})") } else { text.clone() };
    let holds: Vec<String> = holds.into_iter().map(part).collect();
    let excepts: Vec<&str> = excepts.into_iter().filter_map(|one| one.strip_prefix(EXCEPT)).collect();
    match (holds.is_empty(), excepts.is_empty()) {
        (true, true) => "always".to_owned(),
        (false, true) => holds.join(" and "),
        (true, false) => format!("{EXCEPT}{}", excepts.join(" or ")),
        (false, false) => format!("{}, {EXCEPT}{}", holds.join(" and "), excepts.join(" or ")),
    }
}

/// Notes the values of a fact; those of both if some were noted.
fn both(facts: &mut Vec<(AxisId, Vec<(i64, i64)>)>, axis: AxisId, ranges: Vec<(i64, i64)>) {
    match facts.iter_mut().find(|(known, _)| *known == axis) {
        None => facts.push((axis, ranges)),
        Some((_, known)) => {
            let meet = |(low, high): (i64, i64), (from, to): (i64, i64)| (low.max(from), high.min(to));
            let all = known.iter().flat_map(|one| ranges.iter().map(|other| meet(*one, *other)));
            *known = all.filter(|(low, high)| low <= high).collect();
        }
    }
}

struct Writer<'w, 'a> {
    space: &'w Space,
    sides: &'w [Side<'a>; 2],
    region: &'w Region,
}

impl Writer<'_, '_> {
    fn point(&self) -> Option<String> {
        let axis = self.space.point_axis();
        // What only an answer has says it already.
        let is_said = (0..self.space.axes().len()).map(AxisId::from_index).any(|axis| {
            let has_answer = self.space.axis(axis).column().is_some_and(|column| column.on_answer);
            has_answer && !self.space.is_free(self.region, axis) && !self.has(axis, NO_ANSWER_CELL)
        });
        let is_answer = self.has(axis, 1);
        (!is_said).then(|| if is_answer { "on the answer" } else { "on the message" }.to_owned())
    }

    fn problem(&self, axis: AxisId) -> String {
        if self.has(axis, 1) { "a fact cannot be read" } else { "every fact can be read" }.to_owned()
    }

    fn has(&self, axis: AxisId, cell: u32) -> bool {
        self.space.cells(self.region, axis).any(|one| one == cell)
    }

    /// The cells of an axis as ranges. A cell that no input reaches belongs to those beside it.
    fn cells(&self, axis: AxisId) -> Cells {
        let everything = self.space.everything();
        let own: Vec<u32> = self.space.cells(self.region, axis).collect();
        let possible: Vec<u32> = self.space.cells(&everything, axis).collect();
        let skip = self.space.axis(axis).not_given;
        let mut ranges: Vec<(u32, u32)> = own.iter().map(|cell| (*cell, cell + 1)).collect();
        let mut inside = None;
        for cell in VALUE_CELL..self.space.axis(axis).cells() {
            if possible.contains(&cell) && Some(cell) != skip {
                inside = Some(own.contains(&cell));
            } else if inside.or_else(|| first_beyond(&own, &possible, cell)) == Some(true) || Some(cell) == skip {
                ranges.push((cell, cell + 1));
            }
        }
        Cells::of(ranges)
    }

    fn column(&self, axis: AxisId, policy: &Policy, column: &Column) -> String {
        let not_given = self.space.axis(axis).not_given;
        let without = not_given.is_some_and(|cell| self.has(axis, cell));
        let others = self.space.cells(self.region, axis).any(|cell| Some(cell) != not_given);
        let words = listing::question(policy, column);
        if without && !others {
            return format!("{words} is not given");
        }
        let cells = self.cells(axis);
        let text = match Holds::of(policy, column) {
            Holds::Word => self.words(axis, policy, column),
            _ => listing::test(policy, column, &Accepts::of(policy, column, cells.ranges()), WORDS_MAX),
        };
        let text = if self.is_on_both(column, policy) { text } else { format!("{text} ({})", self.whose(axis)) };
        if without { format!("{text} or not given") } else { text }
    }

    /// Whether a fact that both policies name is one and the same question.
    fn is_on_both(&self, column: &Column, policy: &Policy) -> bool {
        let (ColumnSource::Fact(fact) | ColumnSource::Member(fact, _)) = &column.source else { return true };
        let name = &policy.fact(*fact).name;
        let kinds: Vec<String> = self
            .sides
            .iter()
            .filter_map(|side| side.artifact.policy.find_fact(name).map(|id| side.artifact.policy.fact(id)))
            .map(|fact| alike::kind(&fact.kind))
            .collect();
        kinds.windows(2).all(|pair| pair[0] == pair[1])
    }

    fn whose(&self, axis: AxisId) -> &'static str {
        let is_old = matches!(&self.space.axis(axis).asks, Asks::Column { side: 0, .. });
        if is_old { "old" } else { "new" }
    }

    /// Words, or those that are left out if they are fewer.
    fn words(&self, axis: AxisId, policy: &Policy, column: &Column) -> String {
        let everything = self.space.everything();
        let other = column.cell(column.other());
        let (mut named, mut left) = (Vec::new(), Vec::new());
        for (slot, word) in (0..).zip(&column.words) {
            let is_in = self.has(axis, column.cell(slot));
            if is_in { named.push(word.clone()) } else { left.push(word.clone()) }
        }
        let is_open = self.space.cells(&everything, axis).any(|cell| cell == other)
            && column
                .words
                .iter()
                .enumerate()
                .all(|(at, _)| i64::try_from(at).is_ok_and(|at| column.cell(at) != other));
        let with_others = is_open && self.has(axis, other);
        let is_category =
            matches!(&column.source, ColumnSource::Fact(fact) if policy.fact(*fact).kind == Type::Category);
        let (named, left) =
            if is_category { (families(&column.words, &named), families(&column.words, &left)) } else { (named, left) };
        let values = match (named.is_empty() && !with_others, left.is_empty()) {
            (true, _) => Values::None,
            (_, true) if with_others || !is_open => Values::Any,
            _ if with_others || !is_open && left.len() < named.len() => Values::NoneOf(left),
            _ => Values::OneOf(named),
        };
        let accepts = Accepts {
            values,
            missing: self.has(axis, MISSING_CELL),
            before_the_answer: column.on_answer && self.has(axis, NO_ANSWER_CELL),
        };
        listing::test(policy, column, &accepts, WORDS_MAX)
    }

    /// The numbers that a region holds of a fact; none if it holds more than numbers.
    fn plain_ranges(&self, axis: AxisId, policy: &Policy, column: &Column) -> Option<Vec<(i64, i64)>> {
        let is_more = self.has(axis, MISSING_CELL) || self.has(axis, NO_ANSWER_CELL);
        if is_more || Holds::of(policy, column) != Holds::Number || self.space.axis(axis).not_given.is_some() {
            return None;
        }
        let cells = self.cells(axis);
        let bounds = |(from, to): &(u32, u32)| (column.bounds(*from).0, column.bounds(to - 1).1);
        Some(cells.ranges().iter().map(bounds).collect())
    }
}

/// Whether the next cell that can be reached belongs to the region.
fn first_beyond(own: &[u32], possible: &[u32], cell: u32) -> Option<bool> {
    possible.iter().find(|one| **one > cell).map(|one| own.contains(one))
}
