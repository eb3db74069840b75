//! Small random policies: every point of the space enumerated, and compared with what the search says.

use baton::Table;
use baton::analysis::{Answer, AxisId, Budget, Missing, Point, Rest, RowList, Side, Space, gaps, overlaps};
use baton::policy::{BuiltIn, Origin, RuleId};
use baton::rows::{ColumnId, ColumnSource};
use proptest::prelude::*;
use proptest::sample::subsequence;
use std::collections::BTreeSet;

use super::leaves::FACTS;
use super::policies::{Written, written_about};
use super::support::try_table;

/// Spaces with more points than this are left to chance.
const POINTS_MAX: usize = 20_000;

fn small() -> impl Strategy<Value = Written> {
    subsequence(FACTS, 2..=4).prop_flat_map(|facts| written_about(&facts))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128,
        failure_persistence: None,
        max_shrink_iters: 1_024,
        max_local_rejects: 1_000_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_search_agrees_with_every_point(written in small(), anywhere in any::<bool>()) {
        let table = match try_table(&written.text()) {
            Ok(table) => table,
            Err(errors) if errors.starts_with("E0413") => return Err(TestCaseError::reject("too many rows")),
            Err(errors) => return Err(TestCaseError::fail(errors)),
        };
        let missing = if anywhere { Missing::Anywhere } else { Missing::Usually };
        let (space, side) = Space::of(table.artifact(), missing);
        let points = points(&space);
        prop_assume!(points.is_some());
        let wrong = wrong(&table, &space, &side, &points.unwrap_or_default());
        prop_assert!(wrong.is_none(), "{}\n{}", wrong.unwrap_or_default(), written.text());
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        max_shrink_iters: 1_024,
        max_local_rejects: 1_000_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn regions_of_otherwise_and_overlaps_agree_with_every_point(written in small()) {
        let table = match try_table(&written.text()) {
            Ok(table) => table,
            Err(errors) if errors.starts_with("E0413") => return Err(TestCaseError::reject("too many rows")),
            Err(errors) => return Err(TestCaseError::fail(errors)),
        };
        let (space, side) = Space::of(table.artifact(), Missing::Usually);
        let all = points(&space);
        prop_assume!(all.is_some());
        let wrong = wrong_gaps(&table, &space, &side, &all.unwrap_or_default());
        prop_assert!(wrong.is_none(), "{}\n{}", wrong.unwrap_or_default(), written.text());
        let (space, side) = Space::of(table.artifact(), Missing::Anywhere);
        let all = points(&space);
        prop_assume!(all.is_some());
        let wrong = wrong_overlaps(&table, &space, &side, &all.unwrap_or_default());
        prop_assert!(wrong.is_none(), "{}\n{}", wrong.unwrap_or_default(), written.text());
    }
}

/// Points where no problem decides and an offer may be made: what gaps and overlaps speak of.
fn usual<'p>(table: &'p Table, space: &'p Space, side: &'p Side<'_>) -> impl Fn(&Point) -> bool + use<'p> {
    let offer = table.artifact().rows.columns.iter().position(|column| {
        let ColumnSource::Fact(fact) = column.source else { return false };
        table.policy().fact(fact).origin == Origin::BuiltIn(BuiltIn::OfferAllowed)
    });
    let offer = offer.map(ColumnId::from_index);
    move |point| {
        let calm = space.problem_axis().is_none_or(|axis| point.cell(axis) == 0);
        let allowed = |column| side.cell(column, point) == table.artifact().rows.column(column).cell(1);
        calm && offer.is_none_or(allowed)
    }
}

/// What is said of regions that only `otherwise` decides that is not so.
fn wrong_gaps(table: &Table, space: &Space, side: &Side<'_>, points: &[Point]) -> Option<String> {
    let gaps = gaps(table.artifact());
    let list = side.deciders(space);
    let rules: Vec<usize> = (0..list.len()).filter(|row| side.rule(list.of[*row]).is_some()).collect();
    for point in points.iter().filter(|point| usual(table, space, side)(point)) {
        let is_open = rules.iter().all(|row| !space.fits(&list, *row, point));
        let inside = gaps.regions.iter().filter(|one| space.is_in(point, &one.region)).count();
        match (is_open, inside) {
            (true, 1) | (false, 0) => {}
            (true, 0) if gaps.rest != Rest::Nothing => {}
            _ => return Some(format!("{point:?} is in {inside} regions, open: {is_open}")),
        }
    }
    None
}

/// What is said of pairs whose order matters that is not so.
fn wrong_overlaps(table: &Table, space: &Space, side: &Side<'_>, points: &[Point]) -> Option<String> {
    let found = overlaps(table.artifact());
    let (list, policy) = (side.deciders(space), table.policy());
    let fitting =
        |point: &Point| -> Vec<usize> { (0..list.len()).filter(|row| space.fits(&list, *row, point)).collect() };
    let action = |row: usize| table.artifact().rows.outcomes[list.of[row] as usize].action;
    let mut meeting = BTreeSet::new();
    let points: Vec<Vec<usize>> = points.iter().filter(|point| usual(table, space, side)(point)).map(fitting).collect();
    for rows in &points {
        let Some((first, own)) = rows.first().and_then(|row| Some((*row, side.rule(list.of[*row])?))) else { continue };
        for other in &rows[1..] {
            let Some(rule) = side.rule(list.of[*other]).filter(|rule| *rule != own) else { continue };
            if policy.rule(own).layer == policy.rule(rule).layer {
                meeting.insert((own, rule, action(first) != action(*other)));
            }
        }
    }
    let is_special = |one: RuleId, two: RuleId| {
        points.iter().all(|rows| {
            let has = |rule: RuleId| rows.iter().any(|row| side.rule(list.of[*row]) == Some(rule));
            !has(one) || has(two)
        })
    };
    let named: BTreeSet<(RuleId, RuleId)> = found.groups.iter().flat_map(|group| group.pairs.iter().copied()).collect();
    let missed =
        meeting.iter().find(|(one, two, differ)| *differ && !is_special(*one, *two) && !named.contains(&(*one, *two)));
    if let Some((one, two, _)) = missed.filter(|_| found.undecided == 0) {
        return Some(format!("`{}` before `{}` is not named", policy.rule(*one).name, policy.rule(*two).name));
    }
    let wrong = named.iter().find(|(one, two)| {
        !(meeting.contains(&(*one, *two, true)) || meeting.contains(&(*one, *two, false))) || is_special(*one, *two)
    });
    wrong.map(|(one, two)| format!("`{}` before `{}` is named", policy.rule(*one).name, policy.rule(*two).name))
}

/// Every point that inputs can reach, unless there are too many.
fn points(space: &Space) -> Option<Vec<Point>> {
    let everything = space.everything();
    let mut all: Vec<Vec<u32>> = vec![Vec::new()];
    for at in 0..space.axes().len() {
        let cells: Vec<u32> = space.cells(&everything, AxisId::from_index(at)).collect();
        if all.len() * cells.len() > POINTS_MAX {
            return None;
        }
        all = all.iter().flat_map(|point| cells.iter().map(|cell| [point.as_slice(), &[*cell]].concat())).collect();
    }
    Some(all.into_iter().map(Point::of).filter(|point| space.holds(point)).collect())
}

/// What the search says of any row that is not so.
fn wrong(table: &Table, space: &Space, side: &Side<'_>, points: &[Point]) -> Option<String> {
    let list = side.deciders(space);
    for row in 0..list.len() {
        let before = list.before(row);
        let reaches = |point: &&Point| {
            space.fits(&list, row, point) && before.iter().all(|row| !space.fits(&list, *row as usize, point))
        };
        let there_is = points.iter().any(|point| reaches(&point));
        let region = space.fitting(&space.everything(), &list, row);
        let name = || format!("row {row} of {:?}", side.rule(list.of[row]).map(|rule| &table.policy().rule(rule).name));
        match space.find(&region, &list, &before, &mut Budget::usual()) {
            Answer::Found(point) if !reaches(&&point) => return Some(format!("{}: {point:?} is no example", name())),
            Answer::Found(point) if !space.holds(&point) => return Some(format!("{}: {point:?} cannot be", name())),
            Answer::Found(_) if !there_is => return Some(format!("{}: there is no such point", name())),
            Answer::Covered(_) if there_is => return Some(format!("{}: there is a point", name())),
            Answer::Covered(used) => {
                if let Some(wrong) = not_smallest(space, &list, row, used, points) {
                    return Some(format!("{}: {wrong}", name()));
                }
            }
            Answer::Undecided => return Some(format!("{}: undecided", name())),
            Answer::Found(_) => {}
        }
    }
    None
}

/// The rows that are named cover by themselves, and none of the smallest can be left out.
fn not_smallest(space: &Space, list: &RowList, row: usize, used: Vec<u32>, points: &[Point]) -> Option<String> {
    let region = space.fitting(&space.everything(), list, row);
    let covered = |rows: &[u32]| {
        let inside = points.iter().filter(|point| space.fits(list, row, point));
        inside.into_iter().all(|point| rows.iter().any(|row| space.fits(list, *row as usize, point)))
    };
    if !covered(&used) {
        return Some(format!("{used:?} do not cover it"));
    }
    let smallest = space.smallest_cover(&region, list, used)?;
    let fewer = |at: usize| smallest.iter().enumerate().filter(move |(other, _)| *other != at).map(|(_, row)| *row);
    let needless = (0..smallest.len()).find(|at| covered(&fewer(*at).collect::<Vec<_>>()));
    (!covered(&smallest) || needless.is_some()).then(|| format!("{smallest:?} is not the smallest"))
}
