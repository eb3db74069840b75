//! What a row is said to accept is what it accepts.

use baton::Artifact;
use baton::listing::{Accepts, Bound, Holds, Listing, Values, test};
use baton::policy::Policy;
use baton::rows::{Column, ColumnSource, LEAST, MISSING, Matrix, NO_ANSWER};
use baton::value::Type;

use crate::examples::{POLICIES, compiled};

/// Every ask of every row, tried on the first and last slot of every cell.
#[test]
fn sets_hold_what_their_cells_hold() {
    for path in POLICIES {
        let Artifact { policy, rows } = &compiled(path);
        let steps = rows.thresholds.iter().map(|threshold| &threshold.matrix);
        for matrix in [&rows.rules, &rows.watches, &rows.alsos].into_iter().chain(steps) {
            (0..matrix.len()).for_each(|row| row_is_true(path, policy, &rows.columns, matrix, row));
        }
    }
}

fn row_is_true(path: &str, policy: &Policy, columns: &[Column], matrix: &Matrix, row: usize) {
    for (id, ranges) in matrix.asks(row) {
        let column = &columns[id.index()];
        let accepts = Accepts::of(policy, column, ranges);
        let ends = (0..column.cells()).map(|cell| column.bounds(cell));
        for slot in
            ends.flat_map(|(low, high)| [low, high]).chain([0, 1]).filter(|slot| is_possible(policy, column, *slot))
        {
            let cell = column.cell(slot);
            let in_cells = ranges.iter().any(|(from, to)| (*from..*to).contains(&cell));
            let said = test(policy, column, &accepts, usize::MAX);
            assert_eq!(holds(policy, column, &accepts, slot), in_cells, "{path}, row {row}: {said}, slot {slot}");
        }
    }
}

/// Whether a column can hold this.
fn is_possible(policy: &Policy, column: &Column, slot: i64) -> bool {
    match Holds::of(policy, column) {
        _ if slot == MISSING => true,
        _ if slot < LEAST => column.on_answer && slot == NO_ANSWER,
        Holds::Number => true,
        Holds::Truth => (0..=1).contains(&slot),
        Holds::Word => (0..=column.other()).contains(&slot),
        Holds::Presence => slot == 0,
    }
}

/// Whether a set holds a slot, by what it says.
fn holds(policy: &Policy, column: &Column, accepts: &Accepts, slot: i64) -> bool {
    if slot == MISSING {
        return accepts.missing;
    }
    if slot == NO_ANSWER {
        return accepts.before_the_answer;
    }
    let is_category = matches!(&column.source, ColumnSource::Fact(fact) if policy.fact(*fact).kind == Type::Category);
    let word = usize::try_from(slot).ok().and_then(|at| column.words.get(at));
    let named = |words: &Vec<String>| {
        word.is_some_and(|word| words.iter().any(|one| if is_category { is_below(one, word) } else { one == word }))
    };
    let above = |bound: &Bound| slot > bound.at.millionths() || (bound.included && slot == bound.at.millionths());
    let below = |bound: &Bound| slot < bound.at.millionths() || (bound.included && slot == bound.at.millionths());
    match &accepts.values {
        Values::None => false,
        Values::Any => true,
        Values::Truth(truth) => slot == i64::from(*truth),
        Values::Numbers(ranges) => {
            ranges.iter().any(|range| range.low.as_ref().is_none_or(above) && range.high.as_ref().is_none_or(below))
        }
        Values::OneOf(words) => named(words),
        Values::NoneOf(words) => !named(words),
    }
}

/// Whether a category is one of those that words name: `billing`, `billing but not billing.refund`, `billing itself`.
fn is_below(words: &str, path: &str) -> bool {
    let within = |head: &str| path == head || path.strip_prefix(head).is_some_and(|rest| rest.starts_with('.'));
    match (words.strip_suffix(" itself"), words.split_once(" but not ")) {
        (Some(head), _) => path == head,
        (None, Some((head, lacking))) => within(head) && !lacking.split(" or ").any(within),
        (None, None) => within(words),
    }
}

/// A row that is shown for one category is one that can fit it.
#[test]
fn a_category_shows_the_rules_that_can_fit_it() {
    let artifact = compiled("tests/corpus/cli/files/everything.baton");
    let shown = |category: &str| -> Vec<String> {
        let category = artifact.policy.find_category(category);
        assert!(category.is_some());
        Listing::new(&artifact, category).rules.iter().map(|entry| entry.name.to_owned()).collect()
    };
    let everywhere = ["safe", "unreadable", "big", "many_words", "guarded", "always_in_winter"];
    assert_eq!(shown("billing.refund"), everywhere);
    assert_eq!(shown("other"), ["safe", "unreadable", "big", "many_words", "guarded", "named", "always_in_winter"]);
    assert_eq!(shown("billing.dispute").len(), everywhere.len() + 2);
}

/// `8` is rounder than `8.000001`, and so is how a bound is written.
#[test]
fn bounds_are_round() {
    let bounds = [
        (800_000, true, 800_000),
        (800_001, false, 800_000),
        (2_000_001, false, 2_000_000),
        (1, false, 0),
        (0, true, 0),
    ];
    for (slot, included, at) in bounds {
        let bound = Bound::from(slot);
        assert_eq!((bound.included, bound.at.millionths()), (included, at), "from {slot}");
    }
    let bound = Bound::to(599_999);
    assert_eq!((bound.included, bound.at.millionths()), (false, 600_000));
}
