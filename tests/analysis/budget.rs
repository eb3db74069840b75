//! Tables made to be hard end within the budget, and say so.

use baton::analysis::{Answer, Budget, Missing, Space};
use std::fmt::Write as _;

use super::support::table_of;

/// So many pigeons have a hole each, and there is one hole fewer: rules say which two would share one.
fn pigeons(count: usize) -> String {
    let mut text = String::new();
    for pigeon in 0..count {
        for hole in 0..count - 1 {
            writeln!(text, "switch p{pigeon}h{hole}").expect("a string takes all");
        }
    }
    for pigeon in 0..count {
        let homeless: Vec<String> = (0..count - 1).map(|hole| format!("not p{pigeon}h{hole}")).collect();
        writeln!(text, "rule homeless{pigeon} {{ when {}; then close }}", homeless.join(" and "))
            .expect("a string takes all");
        for other in 0..pigeon {
            for hole in 0..count - 1 {
                writeln!(
                    text,
                    "rule r{pigeon}_{other}_{hole} {{ when p{pigeon}h{hole} and p{other}h{hole}; then stay }}"
                )
                .expect("a string takes all");
            }
        }
    }
    text + "rule last { then hand off }\n"
}

fn last(count: usize) -> Answer {
    let table = table_of(&pigeons(count));
    let (space, side) = Space::of(table.artifact(), Missing::Usually);
    let list = side.deciders(&space);
    let row = list.len() - 2;
    let region = space.fitting(&space.everything(), &list, row);
    space.find(&region, &list, &list.before(row), &mut Budget::usual())
}

#[test]
fn few_pigeons_are_proved_and_many_are_undecided() {
    assert!(matches!(last(4), Answer::Covered(_)));
    assert_eq!(last(10), Answer::Undecided);
}

/// A threshold that grows in more stages than cells are made for is bounded; what lies within the bounds is possible.
#[test]
fn many_stages_are_never_called_impossible() {
    let answer = |above: &str| {
        let table = table_of(&format!(
            "fact n is count default 0\nthreshold confidence {{ 0%; raise by 0.0001 points for each 1 n, up to 70 points }}\n\
             rule r {{ when confidence below threshold and confidence above {above}; then hand off }}\n"
        ));
        let (space, side) = Space::of(table.artifact(), Missing::Usually);
        let list = side.deciders(&space);
        space.find(&space.fitting(&space.everything(), &list, 0), &list, &[], &mut Budget::usual())
    };
    assert!(matches!(answer("0.1%"), Answer::Found(_)), "its first stages are cells");
    assert!(!matches!(answer("50%"), Answer::Covered(_)), "500,001 contacts raise it that far");
    assert!(matches!(answer("70%"), Answer::Covered(_)), "it is never raised further");
}
