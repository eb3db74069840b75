//! `W0516` stuck limit: a limit of a threshold always bites, so nothing moves it.
//!
//! It fires when base and steps never stay on the inner side of `never above` or
//! `never below`. It stays silent when one input lies within the limits.

use crate::analysis::study::Study;
use crate::diagnostic::{Code, Problem};
use crate::policy::ThresholdId;
use crate::value::{Fixed, Value, show};

pub(super) fn check(study: &Study<'_>, found: &mut Vec<Problem>) {
    for (at, threshold) in study.policy.thresholds.iter().enumerate() {
        let Some(sums) = study.side.sums(&study.space, &study.calm, ThresholdId::from_index(at)) else { continue };
        let (Some((least, _)), Some((_, most))) = (sums.first(), sums.last()) else { continue };
        let high = threshold.high.filter(|high| *least >= high.millionths());
        let low = threshold.low.filter(|low| *most <= low.millionths());
        // A threshold without steps is one number, and says so itself.
        let moves = threshold.groups.iter().any(|group| !group.steps.is_empty());
        let Some((limit, words)) = high.map(|high| (high, "above")).or(low.map(|low| (low, "below"))).filter(|_| moves)
        else {
            continue;
        };
        let kind = &study.policy.fact(threshold.fact).kind;
        let shown = |number: Fixed| show(&Value::Number(number), kind);
        let message = format!("`never {words} {}` makes `{}` always {0}", shown(limit), threshold.name);
        let (reach, end) = match words {
            "above" => ("less", *least),
            _ => ("more", *most),
        };
        let label = format!("base and steps never come to {reach} than {}", shown(Fixed::from_millionths(end)));
        let message = message.replace("{0}", &shown(limit));
        found.push(
            Problem::new(Code::W0516, message, threshold.span, label).help("move the limit, or the base and the steps"),
        );
    }
}
