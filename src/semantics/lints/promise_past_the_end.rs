//! `W0546` promise past the end: a queue promises what its ladder does not last for.
//!
//! It fires where a customer is offered to wait longer than the ladder lasts, and where news
//! of the wait would come first when the ladder has ended. It stays silent for ladders whose
//! end has no time, or counts business time.

use super::Context;
use crate::diagnostic::{Code, Problem};
use crate::policy::{Deadline, End, WaitChoice};
use crate::source::Span;
use crate::value::show_duration;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Problem>) {
    for queue in &context.policy.queues {
        let Some(end) = &queue.routing.end else { continue };
        let Some(Deadline::Seconds(lasts)) = end.after.map(|after| after.live) else { continue };
        let wait = queue.routing.long_wait.as_ref().filter(|wait| wait.choices.contains(&WaitChoice::Wait));
        if let Some(wait) = wait.filter(|wait| wait.above >= lasts) {
            let message = format!("customers may choose to wait, and the ladder ends after {}", show_duration(lasts));
            found.push(past(end, message, wait.span, "asked when the wait is longer than the ladder").help(
                "let the ladder last longer than the wait that customers are asked about, or leave `wait` out of the choices",
            ));
        }
        if let Some((every, _)) = queue.routing.updates.filter(|(every, _)| *every >= lasts) {
            let message = format!(
                "the first news of the wait would come after {}, and the ladder ends then",
                show_duration(every)
            );
            found.push(
                past(end, message, queue.span, "in this queue")
                    .help("say it more often, or let the ladder last longer"),
            );
        }
    }
}

fn past(end: &End, message: String, span: Span, label: &str) -> Problem {
    Problem::new(Code::W0546, message, span, label).label(end.span, "the ladder ends here")
}
