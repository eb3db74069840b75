//! Random inputs: where they lie in the space, the first row that fits is what the evaluator decides.

use baton::analysis::{Missing, Space};
use baton::conversation::Contact;
use baton::decision::{DecidedBy, Point};
use baton::policy::{BuiltIn, FactId, Origin};
use baton::runtime::evaluate;
use baton::{Session, Table};
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

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        max_shrink_iters: 64,
        ..ProptestConfig::default()
    })]

    #[test]
    fn conversations_never_leave_the_space(written in written(), seed in any::<u64>().no_shrink()) {
        let wrong = left(&written, seed)?;
        prop_assert!(wrong.is_none(), "{}\n{}", wrong.unwrap_or_default(), written.text());
    }
}

/// What customers say in them.
const WORDS: [&str; 5] =
    ["One more thing", "I want to talk to a human", "THIS DOES NOT WORK!!", "thank you", "ok ok ok"];

/// A conversation whose facts lie outside of the modelled space.
fn left(written: &Written, seed: u64) -> Result<Option<String>, TestCaseError> {
    let table = match try_table(&written.text()) {
        Ok(table) => table,
        Err(errors) if errors.starts_with("E0413") => return Err(TestCaseError::reject("too many rows")),
        Err(errors) => return Err(TestCaseError::fail(errors)),
    };
    let (space, side) = Space::of(table.artifact(), Missing::Anywhere);
    let (domains, mut numbers) = (Domains::of(&table), Numbers(seed));
    for _ in 0..12 {
        let mut session = Session::new(&table, "c-1");
        session.started(1_800_000_000);
        session.history(&contacts(&mut numbers));
        for turn in 0..=numbers.below(5) {
            session.customer(WORDS[numbers.below(WORDS.len())], i64::try_from(turn * 60).ok());
            for domain in domains.facts.iter().filter(|domain| is_given(&table, domain.fact)) {
                if numbers.below(3) == 0 {
                    session.give(domain.fact, numbers.one_of(&domain.values).clone());
                }
            }
            let mut points = vec![Point::Message];
            if numbers.below(2) == 0 {
                session.assistant("Let me see.", i64::try_from(turn * 60 + 5).ok());
                points = vec![Point::Answer];
            }
            for point in points {
                let values = session.facts(point).clone();
                if !space.holds(&side.locate(&space, &values, point, false)) {
                    let located = side.locate(&space, &values, point, false);
                    return Ok(Some(format!("{point:?}: {}", space.why_not(&located))));
                }
            }
        }
    }
    Ok(None)
}

/// Whether a service gives it; what follows from the conversation is left to the session.
fn is_given(table: &Table, fact: FactId) -> bool {
    matches!(
        table.policy().fact(fact).origin,
        Origin::Given | Origin::Switch | Origin::BuiltIn(BuiltIn::Category | BuiltIn::Confidence | BuiltIn::Sentiment)
    )
}

fn contacts(numbers: &mut Numbers) -> Vec<Contact> {
    let contact =
        |days: usize| Contact { seconds_ago: i64::try_from(days * 86_400).expect("it is small"), ..Contact::default() };
    (0..numbers.below(5)).map(|_| contact(numbers.below(40))).collect()
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
