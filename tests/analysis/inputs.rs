//! Random inputs: where they lie in the space, the first row that fits is what the evaluator decides.

use baton::analysis::{Missing, Space};
use baton::decision::{DecidedBy, Point};
use baton::runtime::evaluate;
use proptest::prelude::*;

use super::policies::{Written, written};
use super::support::{Numbers, try_table};
use super::values::Domains;

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128,
        failure_persistence: None,
        max_shrink_iters: 1_024,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_first_row_that_fits_is_what_decides(written in written(), seed in any::<u64>().no_shrink()) {
        let wrong = wrong(&written, seed)?;
        prop_assert!(wrong.is_none(), "{}\n{}", wrong.unwrap_or_default(), written.text());
    }
}

fn wrong(written: &Written, seed: u64) -> Result<Option<String>, TestCaseError> {
    let table = match try_table(&written.text()) {
        Ok(table) => table,
        Err(errors) if errors.starts_with("E0413") => return Err(TestCaseError::reject("too many rows")),
        Err(errors) => return Err(TestCaseError::fail(errors)),
    };
    let (space, side) = Space::of(table.artifact(), Missing::Anywhere);
    let list = side.deciders(&space);
    let (domains, mut numbers) = (Domains::of(&table), Numbers(seed));
    for _ in 0..200 {
        let values = domains.some(&table, &mut numbers);
        let point = if numbers.below(3) == 0 { Point::Message } else { Point::Answer };
        let located = side.locate(&space, &values, point, false);
        let row = (0..list.len()).find(|row| space.fits(&list, *row, &located));
        let by = match row.and_then(|row| side.rule(list.of[row])) {
            Some(rule) => DecidedBy::Rule(rule),
            None => DecidedBy::Otherwise,
        };
        let decided = evaluate(table.policy(), &values, point, &[]).decided_by;
        if decided != by {
            return Ok(Some(format!("{decided:?}, by rows {by:?}: {values:?}")));
        }
    }
    Ok(None)
}
