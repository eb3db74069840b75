//! Every policy of `tests/corpus/table`: what it becomes, row by row, and that it decides as the reference evaluator does.

use baton::decision::Point;

use super::referee::{Case, shown as shown_case, wrong, wrong_in_full};
use super::shown::shown;
use super::support::{Numbers, table};
use super::values::Domains;

#[test]
fn topics_become_these_rows() {
    insta::glob!("../corpus/table", "*.baton", |path| {
        let text = std::fs::read_to_string(path).expect("the corpus can be read");
        let table = table(&text);
        let (domains, mut scratch, mut numbers) = (Domains::of(&table), table.scratch(), Numbers(1));
        for round in 0..2_000 {
            let values = domains.some(&table, &mut numbers);
            let point = if round % 3 == 0 { Point::Message } else { Point::Answer };
            let case = Case { values: &values, point, unusable: None };
            let mut wrong = wrong(&table, case, &mut scratch);
            if round % 20 == 0 {
                wrong = wrong.or_else(|| wrong_in_full(&table, case, &mut scratch));
            }
            assert_eq!(wrong, None, "{}: {}", path.display(), shown_case(&table, &domains, case, &mut scratch));
        }
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!("table", shown(&table));
        });
    });
}
