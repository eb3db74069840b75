//! One table in a space: its columns as axes, its rows over axes.

use super::bits;
use super::region::{AxisId, Point, Region};
use super::row_list::RowList;
use super::space::Space;
use crate::artifact::Artifact;
use crate::policy::{CategoryId, FactId, RuleId, ThresholdId};
use crate::rows::{ColumnId, Matrix};

/// One table in a space.
#[derive(Clone, Debug)]
pub struct Side<'a> {
    /// The table.
    pub artifact: &'a Artifact,
    pub(super) columns: Vec<Mapped>,
    pub(super) problem: Option<AxisId>,
    /// Cells with values that this policy cannot read, and the other of two can.
    pub(super) unreadable: Vec<(AxisId, Vec<u64>)>,
    /// Facts that the other of two policies works out in another way.
    pub(super) unlike: Vec<FactId>,
}

/// A column in a space.
#[derive(Clone, Debug)]
pub(super) struct Mapped {
    pub(super) axis: AxisId,
    /// For each cell of the axis the cell that the column has then.
    pub(super) image: Vec<u32>,
}

impl Side<'_> {
    /// The axis of a column.
    pub fn axis(&self, column: ColumnId) -> AxisId {
        self.columns[column.index()].axis
    }

    /// The cell that a column has at a point.
    pub fn cell(&self, column: ColumnId, point: &Point) -> u32 {
        let mapped = &self.columns[column.index()];
        mapped.image[point.cell(mapped.axis) as usize]
    }

    /// The cells of a column's axis that lie in these ranges of the column's cells.
    pub fn cells(&self, column: ColumnId, ranges: &[(u32, u32)]) -> impl Iterator<Item = u32> {
        let inside = |cell: &u32| ranges.iter().any(|(from, to)| (*from..*to).contains(cell));
        (0..).zip(&self.columns[column.index()].image).filter(move |(_, image)| inside(image)).map(|(cell, _)| cell)
    }

    /// Rows of the table over axes; what they stand for stays the same.
    pub fn rows(&self, matrix: &Matrix, space: &Space) -> RowList {
        let mut list = RowList::default();
        for row in 0..matrix.len() {
            self.push(&mut list, matrix, row, space);
        }
        list
    }

    /// Everything that decides, in order: guards, `on problem`, the other rules, `otherwise` and what stands in for it.
    /// Rows stand for outcomes, and some row fits every input.
    pub fn deciders(&self, space: &Space) -> RowList {
        let rows = &self.artifact.rows;
        let mut list = RowList::default();
        for row in 0..rows.guard_rows as usize {
            self.push(&mut list, &rows.rules, row, space);
        }
        if let (Some(outcome), Some(problem)) = (rows.on_problem, self.problem) {
            list.push(outcome, [(problem, &[2_u64][..])]);
            for (axis, cells) in &self.unreadable {
                list.push(outcome, [(*axis, cells.as_slice())]);
            }
        }
        for row in rows.guard_rows as usize..rows.rules.len() {
            self.push(&mut list, &rows.rules, row, space);
        }
        for course in &rows.otherwise.courses {
            let asks = course.when.iter().map(|(column, cells)| (*column, cells.ranges()));
            self.push_asks(&mut list, course.outcome, asks, space);
        }
        list.push(rows.otherwise.outcome, []);
        list
    }

    /// The rule of an outcome; none for `otherwise` and `on problem`.
    pub fn rule(&self, outcome: u32) -> Option<RuleId> {
        self.artifact.rows.outcomes.get(outcome as usize).and_then(|outcome| outcome.rule)
    }

    /// The category of this side's policy that a cell of the category's axis stands for; none without a value.
    pub fn category(&self, space: &Space, cell: u32) -> Option<CategoryId> {
        let column = self.artifact.rows.category?;
        let axis = space.axis(self.axis(column)).column()?;
        let word = usize::try_from(axis.bounds(cell).0).ok().and_then(|at| axis.words.get(at))?;
        let own = super::build::symbol(&self.artifact.policy, self.artifact.rows.column(column), word)?;
        usize::try_from(own).ok().map(CategoryId::from_index)
    }

    /// The thresholds, in millionths, that a region can reach, as ranges, ascending; none if nothing compares with it.
    pub fn thresholds(&self, space: &Space, region: &Region, threshold: ThresholdId) -> Option<Vec<(i64, i64)>> {
        let margin = self.artifact.rows.thresholds[threshold.index()].margin?;
        let axis = self.axis(margin);
        let margin = space.margins.iter().find(|margin| margin.over == axis)?;
        Some(margin.thresholds(region, space.layout()))
    }

    /// As [`Side::thresholds`], before the limits.
    pub fn sums(&self, space: &Space, region: &Region, threshold: ThresholdId) -> Option<Vec<(i64, i64)>> {
        let axis = self.axis(self.artifact.rows.thresholds[threshold.index()].margin?);
        let margin = space.margins.iter().find(|margin| margin.over == axis)?;
        Some(margin.sums(region, space.layout()))
    }

    fn push(&self, list: &mut RowList, matrix: &Matrix, row: usize, space: &Space) {
        self.push_asks(list, matrix.of[row], matrix.asks(row), space);
    }

    fn push_asks<'r>(
        &self,
        list: &mut RowList,
        of: u32,
        asks: impl Iterator<Item = (ColumnId, &'r [(u32, u32)])>,
        space: &Space,
    ) {
        let masks: Vec<(AxisId, Vec<u64>)> = asks
            .map(|(column, ranges)| {
                let axis = self.axis(column);
                let mut mask = vec![0; space.layout().of(axis).len()];
                self.cells(column, ranges).for_each(|cell| bits::put(&mut mask, cell));
                (axis, mask)
            })
            .collect();
        list.push(of, masks.iter().map(|(axis, mask)| (*axis, mask.as_slice())));
    }
}
