//! Files that somebody wrote on purpose: bytes changed, checksums right.
//!
//! Such a file is refused or it is a policy. What is read is used in every way: no panic, no end of the stack. Every few
//! bytes are changed; with `BATON_EVERY_BYTE` set every one is.

use baton::artifact::{Artifact, decode};
use baton::decision::Point;
use baton::policy::{ExpectedKind, FactId, RuleId, ThresholdId};
use baton::runtime::record::{self, Occasion};
use baton::runtime::{Session, Table, Values, evaluate, explain, worked};
use proptest::prelude::*;

use super::parts::Parts;
use super::support::{artifacts, bytes, small_file};

/// Uses all of a policy and of its table.
fn exercise(artifact: Artifact) {
    let Artifact { policy, rows } = artifact;
    for matrix in
        [&rows.rules, &rows.watches, &rows.alsos].into_iter().chain(rows.thresholds.iter().map(|one| &one.matrix))
    {
        let cells: Vec<u32> = rows.columns.iter().map(|column| column.cells() - 1).collect();
        for row in 0..matrix.len() {
            let _ = matrix.fits(row, &cells);
        }
    }
    for column in &rows.columns {
        (0..column.cells()).for_each(|cell| assert!(column.bounds(cell).0 <= column.bounds(cell).1));
        let _ = (column.cell(0), column.other());
    }
    let table = Table::new(Artifact { policy, rows });
    let policy = table.policy();
    let mut session = Session::new(&table, "one");
    session.started(1_760_000_000);
    session.customer("I am so very angry about THIS stupid thing!! refund and cancel", Some(5));
    let mut decisions = vec![session.decide(Point::Message)];
    session.assistant("Which order is it about?", Some(9));
    decisions.push(session.decide(Point::Answer));
    for at in 0..policy.thresholds.len() {
        let trace = session.threshold(Point::Answer, ThresholdId::from_index(at));
        let _ = explain::threshold(policy, &trace);
    }
    decisions.push(evaluate(policy, &Values::missing(policy), Point::Answer, &[]));
    decisions.push(evaluate(policy, &Values::starting(policy), Point::Message, &[]));
    for test in &policy.tests {
        decisions.extend(worked::run(&table, test).decisions);
        let expected = test.lines.iter().filter_map(|line| match line {
            baton::policy::TestLine::Expect(all) => Some(all),
            _ => None,
        });
        for one in expected.flatten() {
            if let ExpectedKind::Effect(effect) = &one.kind {
                let _ = explain::effect(policy, effect);
            }
            let _ = policy.sources.position(one.span);
        }
    }
    for decision in &decisions {
        let _ = record::json(policy, decision, &Occasion::default());
        let _ =
            (explain::action(policy, decision), explain::decided_by(policy, decision), explain::why(policy, decision));
        let _ = (
            explain::source_line(policy, decision),
            explain::heard_for(policy, decision),
            explain::says(policy, decision),
        );
        for rule in 0..policy.rules.len() {
            let _ = explain::why_not(policy, decision, RuleId::from_index(rule));
        }
        for heard in &decision.heard {
            let _ = explain::heard(policy, heard);
        }
    }
    for rule in &policy.rules {
        let _ = (explain::condition(policy, &rule.condition), explain::outcome(policy, &rule.outcome));
        let _ = (policy.sources.text(rule.span), policy.sources.position(rule.span));
    }
    for fact in 0..policy.facts.len() {
        let _ = (policy.fact(FactId::from_index(fact)), policy.find_fact("category"));
    }
    for category in 0..policy.categories.len() {
        let _ = policy.queue_for(Some(baton::policy::CategoryId::from_index(category)));
    }
}

/// The sections of a file but META, which tells of the compiler.
fn all_but_meta(file: &[u8]) -> Vec<Vec<u8>> {
    let sections = Parts::of(file).sections.into_iter().filter(|section| section.id != 2);
    sections.map(|section| section.body).collect()
}

/// Decodes, and uses what is read. Whether it was read.
pub(crate) fn is_read(file: &[u8]) -> bool {
    match decode(file) {
        Ok(artifact) => {
            assert!(all_but_meta(&bytes(&artifact)) == all_but_meta(file), "there is one way to write a policy");
            exercise(artifact);
            true
        }
        Err(damage) => {
            assert!(damage.to_string().len() > 20, "{damage}");
            false
        }
    }
}

#[test]
fn what_is_whole_can_be_used() {
    for (_, artifact) in artifacts() {
        assert!(is_read(&bytes(artifact)));
    }
}

/// Every so many bytes of a body.
fn places(length: usize, stride: usize) -> impl Iterator<Item = usize> {
    let stride = if std::env::var_os("BATON_EVERY_BYTE").is_some() { 1 } else { stride };
    (0..length).step_by(stride)
}

#[test]
fn a_byte_that_was_changed_on_purpose_breaks_nothing() {
    let whole = Parts::of(small_file());
    let (mut read, mut refused) = (0, 0);
    for section in 0..whole.sections.len() {
        // A text may hold anything; a few of its bytes stand for all.
        let stride = if whole.sections[section].id == 7 { 97 } else { 7 };
        for at in places(whole.sections[section].body.len(), stride) {
            for change in [1, 1 << (at % 8), 0x80 >> (at % 3)] {
                let mut parts = whole.clone();
                parts.sections[section].body[at] ^= change;
                *(if is_read(&parts.seal()) { &mut read } else { &mut refused }) += 1;
            }
        }
    }
    assert!(read > 500 && refused > 2_000, "{read} were read, {refused} refused");
}

#[test]
fn numbers_that_were_changed_on_purpose_break_nothing() {
    let whole = Parts::of(small_file());
    for section in [1, 2, 3, 5, 7] {
        let body = &whole.sections[section].body;
        for at in places(body.len() - 8, 19) {
            for number in [0, u64::MAX, i64::MIN.cast_unsigned(), i64::MAX.cast_unsigned(), 0x7fff_ffff, 0x0001_0000] {
                let mut parts = whole.clone();
                let length = if at % 2 == 0 { 4 } else { 8 };
                parts.sections[section].body[at..at + length].copy_from_slice(&number.to_le_bytes()[..length]);
                is_read(&parts.seal());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Bytes of a section moved, doubled or cut out.
    #[test]
    fn pieces_that_were_moved_on_purpose_break_nothing(
        section in 0_usize..8,
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        length in 0_usize..64,
        replace in any::<bool>(),
    ) {
        let mut parts = Parts::of(small_file());
        let body = &mut parts.sections[section].body;
        let (from, to) = (from.index(body.len()), to.index(body.len()));
        let piece = body[from..(from + length).min(body.len())].to_vec();
        let end = if replace { (to + piece.len()).min(body.len()) } else { to };
        body.splice(to..end, piece);
        is_read(&parts.seal());
    }
}
