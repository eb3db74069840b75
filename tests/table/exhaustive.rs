//! Small policies, asked about every combination of cells: table and reference evaluator say the same.
//!
//! Of each cell the least and the greatest value are taken; every fact may be missing, or have a value that cannot be
//! used. Both decision points.

use baton::Table;
use baton::decision::Point;
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::leaves::FACTS;
use super::policies::{Written, written_about};
use super::referee::{Case, shown, wrong};
use super::support::try_table;
use super::values::Domains;

/// Policies with more combinations than this are left to chance.
const COMBINATIONS_MAX: usize = 3_000;

fn small() -> impl Strategy<Value = Written> {
    subsequence(FACTS, 2..=4).prop_flat_map(|facts| written_about(&facts))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        max_shrink_iters: 4_096,
        max_local_rejects: 1_000_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_cell_of_small_policies_agrees(written in small()) {
        let table = match try_table(&written.text()) {
            Ok(table) => table,
            Err(errors) if errors.starts_with("E0413") => return Err(TestCaseError::reject("too many rows")),
            Err(errors) => return Err(TestCaseError::fail(errors)),
        };
        let domains = Domains::least(&table);
        prop_assume!(domains.combinations() <= COMBINATIONS_MAX);
        let found = disagreement(&table, &domains);
        prop_assert!(found.is_none(), "{}", found.unwrap_or_default());
    }
}

fn disagreement(table: &Table, domains: &Domains) -> Option<String> {
    let mut scratch = table.scratch();
    for at in 0..domains.combinations() {
        for values in domains.with_margins(table, domains.combination(at)) {
            let missing = domains.facts.iter().map(|domain| domain.fact).find(|fact| values.get(*fact).is_none());
            let unusable = missing.filter(|_| table.policy().on_problem.is_some());
            for point in [Point::Message, Point::Answer] {
                for unusable in [None, unusable] {
                    let case = Case { values: &values, point, unusable };
                    if wrong(table, case, &mut scratch).is_some() {
                        return Some(shown(table, domains, case, &mut scratch));
                    }
                }
            }
        }
    }
    None
}
