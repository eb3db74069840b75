//! Real inputs → points: where the values of every fact lie in a space.

use super::axis::Asks;
use super::limits;
use super::region::{AxisId, Point};
use super::side::Side;
use super::space::Space;
use crate::decision::Point as DecisionPoint;
use crate::policy::Origin;
use crate::rows::{Column, ColumnSource, LEAST, MISSING, MISSING_CELL, NO_ANSWER};
use crate::runtime::{self, Values};
use crate::value::Value;

impl Side<'_> {
    /// The point of these values in a space of this side alone; `problem`: whether `on problem` is asked. What is
    /// decided from them has its first cell.
    pub fn locate(&self, space: &Space, values: &Values, point: DecisionPoint, problem: bool) -> Point {
        let cell = |at: usize| match &space.axis(AxisId::from_index(at)).asks {
            Asks::Point => u32::from(point == DecisionPoint::Answer),
            Asks::Problem => u32::from(problem),
            Asks::Column { column, .. } => column.cell(self.slot(column, values, point)),
        };
        let mut found = Point { cells: (0..space.axes().len()).map(cell).collect() };
        for (at, axis) in space.axes().iter().enumerate() {
            let decided = axis.column().is_some_and(|column| self.is_decided(column));
            if let Some(first) = axis.ordinary.first().filter(|_| decided) {
                found.cells[at] = *first;
            }
        }
        found
    }

    fn is_decided(&self, column: &Column) -> bool {
        match &column.source {
            ColumnSource::Fact(fact) | ColumnSource::Member(fact, _) => {
                matches!(self.artifact.policy.fact(*fact).origin, Origin::Decision(_))
            }
            ColumnSource::Margin(_) => false,
        }
    }

    /// What a column holds.
    fn slot(&self, column: &Column, values: &Values, point: DecisionPoint) -> i64 {
        if column.on_answer && point == DecisionPoint::Message {
            return NO_ANSWER;
        }
        let policy = &self.artifact.policy;
        let found = match &column.source {
            ColumnSource::Fact(fact) => values.get(*fact).and_then(|value| {
                let closed = limits::is_closed(&policy.fact(*fact).kind, column);
                let unknown = matches!(value, Value::Word(word) if column.symbol(word).is_none());
                let other = column.symbol(crate::value::OTHER).filter(|_| unknown);
                // Free words that are empty say nothing, but for text.
                if closed && unknown { other } else { Some(limits::slot(value, column)) }
            }),
            ColumnSource::Member(fact, word) => match values.get(*fact) {
                Some(Value::Words(words)) => Some(i64::from(words.contains(word))),
                _ => None,
            },
            ColumnSource::Margin(id) => values.number(policy.thresholds[id.index()].fact).map(|number| {
                let threshold = runtime::threshold(policy, values, point, *id).value;
                number.millionths().saturating_sub(threshold.millionths()).max(LEAST)
            }),
        };
        found.unwrap_or(MISSING)
    }
}

impl Point {
    /// A point of these cells, one for each axis of a space.
    pub fn of(cells: impl IntoIterator<Item = u32>) -> Self {
        Self { cells: cells.into_iter().collect() }
    }

    /// Whether an axis has no value.
    pub fn is_missing(&self, axis: AxisId) -> bool {
        self.cell(axis) == MISSING_CELL
    }
}
