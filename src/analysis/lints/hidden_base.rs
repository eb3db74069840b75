//! `W0538` hidden base: the base of one category never counts, because a limit always bites there.
//!
//! It fires when base and steps of a category never stay on the inner side of `never
//! above` or `never below`. It stays silent where one input of the category lies within
//! the limits, where the base is the limit itself, and where the limit always bites
//! whatever the category: then that is said of the limit.

use crate::analysis::study::Study;
use crate::diagnostic::{Code, Problem};
use crate::policy::{CategoryId, Threshold, ThresholdId};
use crate::value::{Fixed, Value, show};

pub(super) fn check(study: &Study<'_>, found: &mut Vec<Problem>) {
    for (at, threshold) in study.policy.thresholds.iter().enumerate() {
        let id = ThresholdId::from_index(at);
        let hidden = threshold
            .bases
            .iter()
            .filter_map(|(category, base)| Some((*category, *base, bite(study, threshold, id, Some(*category))?)));
        let hidden: Vec<_> = hidden.filter(|(_, base, (limit, _))| base != limit).collect();
        if hidden.is_empty() || bite(study, threshold, id, None).is_some() {
            continue;
        }
        let kind = &study.policy.fact(threshold.fact).kind;
        let shown = |number: Fixed| show(&Value::Number(number), kind);
        for (category, base, (limit, words)) in hidden {
            let path = &study.policy.categories[category.index()].path;
            let message = format!("the base {} of `{path}` never counts", shown(base));
            let label = format!("`never {words} {0}` makes it {0} for `{path}`, always", shown(limit));
            let problem = Problem::new(Code::W0538, message, threshold.span, label);
            found.push(problem.help(format!("move the limit, or write {} for `{path}`", shown(limit))));
        }
    }
}

/// The limit that always bites, in a category if one is named, and whether it is the upper or the lower one.
fn bite(
    study: &Study<'_>,
    threshold: &Threshold,
    id: ThresholdId,
    category: Option<CategoryId>,
) -> Option<(Fixed, &'static str)> {
    let mut region = study.calm.clone();
    if let Some(category) = category {
        let axis = study.side.axis(study.side.artifact.rows.category?);
        let own: Vec<u32> = study
            .space
            .cells(&region, axis)
            .filter(|cell| study.side.category(&study.space, *cell) == Some(category))
            .collect();
        study.space.keep(&mut region, axis, own);
        if study.space.is_void(&region) {
            return None;
        }
    }
    let sums = study.side.sums(&study.space, &region, id)?;
    let ((least, _), (_, most)) = (sums.first()?, sums.last()?);
    let high = threshold.high.filter(|high| *least >= high.millionths()).map(|high| (high, "above"));
    high.or(threshold.low.filter(|low| *most <= low.millionths()).map(|low| (low, "below")))
}
