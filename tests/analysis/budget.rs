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
