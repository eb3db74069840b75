//! docs/artifact.md says what is so.

use baton::artifact::contents;

use super::parts::Parts;
use super::support::small_file;

const PAGE: &str = include_str!("../../docs/artifact.md");

#[test]
fn the_page_lists_every_section() {
    let parts = Parts::of(small_file());
    let contents = contents(small_file()).expect("it is whole");
    for (part, info) in parts.sections.iter().zip(&contents.sections) {
        let required = if info.is_required { "yes" } else { "no" };
        let meaning = if ["POLICY", "ROWS"].contains(&info.name.as_str()) { "yes" } else { "no" };
        let row = format!("| {} | `{}` | {required} | {meaning} |", part.id, info.name);
        assert!(PAGE.contains(&row), "{row}");
    }
}

#[test]
fn the_page_names_the_limits_and_the_first_bytes() {
    let limits = [baton::rows::COLUMNS_MAX, baton::rows::ROWS_MAX, 64, 128, 1_000];
    for limit in limits {
        let digits = limit.to_string();
        let shown = if digits.len() > 3 {
            let (thousands, rest) = digits.split_at(digits.len() - 3);
            format!("| {thousands},{rest} |")
        } else {
            format!("| {digits} |")
        };
        assert!(PAGE.contains(&shown), "{shown}");
    }
    let first: Vec<String> = small_file()[..8].iter().map(|byte| format!("{byte:02X}")).collect();
    assert!(PAGE.contains(&first.join(" ")));
}
