//! A point that was found → one with as few things out of the ordinary as can be.

use crate::analysis::{Answer, AxisId, Budget, Point, Region, RowList, Space};

/// Splits that one attempt to make a point more ordinary may take.
const STEPS: u32 = 2_000;

/// What is looked for: a point of the region that none of the rows fits.
#[derive(Clone, Debug)]
pub(in crate::analysis) struct Wanted<'s> {
    pub(in crate::analysis) space: &'s Space,
    pub(in crate::analysis) region: Region,
    pub(in crate::analysis) list: &'s RowList,
    pub(in crate::analysis) rows: Vec<u32>,
}

/// Asks for one axis after another whether it can be as usual. None of them can be made so beside the others.
pub(in crate::analysis) fn simplest(wanted: Wanted<'_>, first: Point) -> Point {
    let Wanted { space, mut region, list, rows } = wanted;
    let mut point = first;
    for at in (0..space.axes().len()).rev() {
        let axis = AxisId::from_index(at);
        let Some(usual) = space.usual(axis) else { continue };
        let mut narrower = region.clone();
        space.keep(&mut narrower, axis, [usual]);
        if usual == point.cell(axis) {
            region = narrower;
        } else if let Answer::Found(found) = space.find(&narrower, list, &rows, &mut Budget { left: STEPS }) {
            (region, point) = (narrower, found);
        }
    }
    point
}

/// How many axes are out of the ordinary.
pub(in crate::analysis) fn unusual(space: &Space, point: &Point) -> usize {
    let axes = (0..space.axes().len()).map(AxisId::from_index);
    axes.filter(|axis| space.usual(*axis).is_some_and(|usual| usual != point.cell(*axis))).count()
}
