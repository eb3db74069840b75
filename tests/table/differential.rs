//! Random policies, each asked about many random inputs: table and reference evaluator say the same.

use baton::decision::Point;
use proptest::prelude::*;

use super::policies::{Written, written};
use super::referee::{Case, shown, wrong, wrong_in_full};
use super::support::{Numbers, try_table};
use super::values::Domains;

/// How often each policy is asked.
const INPUTS: usize = 1_250;

/// One input in so many is compared with its trace too.
const IN_FULL: usize = 50;

/// How many policies: a million inputs, or as many millions as `BATON_CASES` says.
fn policies() -> u32 {
    let millions: u32 = std::env::var("BATON_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1);
    millions.saturating_mul(1_000_000 / u32::try_from(INPUTS).expect("it is small"))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: policies(),
        failure_persistence: None,
        max_shrink_iters: 4_096,
        ..ProptestConfig::default()
    })]

    #[test]
    fn table_and_reference_evaluator_agree(written in written(), seed in any::<u64>().no_shrink()) {
        let found = disagreement(&written, seed)?;
        prop_assert!(found.is_none(), "{}", found.unwrap_or_default());
    }
}

/// An input that they do not agree on.
fn disagreement(written: &Written, seed: u64) -> Result<Option<String>, TestCaseError> {
    let table = match try_table(&written.text()) {
        Ok(table) => table,
        // One of the few whose conditions become too many rows.
        Err(errors) if errors.starts_with("E0413") => return Err(TestCaseError::reject("too many rows")),
        Err(errors) => return Err(TestCaseError::fail(errors)),
    };
    let (domains, mut scratch, mut numbers) = (Domains::of(&table), table.scratch(), Numbers(seed));
    for round in 0..INPUTS {
        let mut values = domains.some(&table, &mut numbers);
        let point = if numbers.below(3) == 0 { Point::Message } else { Point::Answer };
        let unusable =
            (!domains.facts.is_empty() && numbers.below(8) == 0).then(|| numbers.one_of(&domains.facts).fact);
        if let Some(fact) = unusable {
            values.set(fact, None);
        }
        let case = Case { values: &values, point, unusable };
        let in_full = round % IN_FULL == 0;
        let wrong = wrong(&table, case, &mut scratch)
            .or_else(|| if in_full { wrong_in_full(&table, case, &mut scratch) } else { None });
        if wrong.is_some() {
            return Ok(Some(shown(&table, &domains, case, &mut scratch)));
        }
    }
    Ok(None)
}
