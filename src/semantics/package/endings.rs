//! `redact … except the last four digits for QUEUE`.
//!
//! In: what the line names, and its queues. Out: an [`Ending`] for each kind whose end
//! gives little away; for others an error, since four digits of a code are the code.

use crate::diagnostic::{Code, Problem};
use crate::policy::{Ending, Extract, QueueId};
use crate::redact::{ENDING_DIGITS, Kind};
use crate::semantics::scope::Scope;
use crate::syntax::ast::Name;

/// Fewest digits of an extract whose last four may be seen.
const DIGITS_MIN: usize = 2 * ENDING_DIGITS;

/// The endings of a line.
pub(super) fn of(
    names: &[Name],
    kinds: &[Name],
    extracts: &[Extract],
    queues: &[QueueId],
    scope: &mut Scope<'_>,
) -> Vec<Ending> {
    let mut endings = Vec::new();
    let ending = |name: &Name| Ending { kind: name.text.clone(), queues: queues.to_vec() };
    for name in names {
        let Some(extract) = extracts.iter().find(|extract| extract.name == name.text) else { continue };
        if extract.shape.matches('#').count() < DIGITS_MIN {
            let message = format!("`{}` has fewer than {DIGITS_MIN} digits", name.text);
            report(name, message, scope);
        } else {
            endings.push(ending(name));
        }
    }
    for name in kinds {
        let words = name.text.split_whitespace().collect::<Vec<_>>().join(" ");
        match Kind::ALL.into_iter().find(|kind| kind.many() == words) {
            Some(kind) if kind.has_ending() => endings.push(Ending { kind: words, queues: queues.to_vec() }),
            _ => report(name, format!("the last four digits of {words} are shown to nobody"), scope),
        }
    }
    endings
}

fn report(name: &Name, message: String, scope: &mut Scope<'_>) {
    let problem = Problem::new(Code::E0303, message, name.span, "this would give it away");
    let able = Kind::ALL.into_iter().filter(|kind| kind.has_ending()).map(Kind::many).collect::<Vec<_>>().join(", ");
    scope.report(problem.help(format!(
        "put it into a `redact` line of its own; `except the last four digits` goes with {able}, and extracts of at least \
         {DIGITS_MIN} digits"
    )));
}
