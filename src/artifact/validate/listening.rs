//! Signals: detectors whose phrases can be heard.

use super::{Checked, ensure, of};
use crate::pattern::{Part, Pattern};
use crate::policy::{DetectorKind, Policy};

/// Most parts of one pattern, those within others counted; the compiler's limit is as many bytes.
const PARTS_MAX: usize = 1_000;

/// Checks every phrase.
pub(super) fn check(policy: &Policy) -> Checked {
    for signal in &policy.signals {
        for detector in &signal.detectors {
            let (DetectorKind::Says(_, pattern)
            | DetectorKind::SaysOnly(_, pattern)
            | DetectorKind::Unless(_, pattern)) = &detector.kind
            else {
                continue;
            };
            of(format_args!("signal `{}`", signal.name), phrase(pattern))?;
        }
    }
    Ok(())
}

fn phrase(pattern: &Pattern) -> Checked {
    ensure(count(pattern) <= PARTS_MAX, || format!("a pattern of more than {PARTS_MAX} parts"))?;
    ensure(!may_be_nothing(pattern), || "a pattern that fits every message".to_owned())
}

fn count(pattern: &Pattern) -> usize {
    let inner = |part: &Part| match part {
        Part::OneOf(choices) | Part::Maybe(choices) => 1 + choices.iter().map(count).sum::<usize>(),
        Part::Word(_) | Part::Prefix(_) | Part::Gap => 1,
    };
    pattern.parts.iter().map(inner).sum()
}

fn may_be_nothing(pattern: &Pattern) -> bool {
    pattern.parts.iter().all(|part| match part {
        Part::Word(word) | Part::Prefix(word) => word.is_empty(),
        Part::Gap | Part::Maybe(_) => true,
        Part::OneOf(choices) => choices.iter().any(may_be_nothing),
    })
}
