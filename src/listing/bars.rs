//! Thresholds in words: bases, steps, limits.

use super::{Line, Reading, grouped};
use crate::policy::{CategoryId, Each, Step, StepGroup, Threshold};
use crate::rows::StepTable;
use crate::value::{Fixed, Type, Value, show, show_difference};

/// A threshold.
#[derive(Clone, Debug)]
pub struct Bar {
    /// `threshold`, or the name of a second one.
    pub name: String,
    /// The fact that is compared with it.
    pub of: String,
    /// The base without a category of its own; of the category that all is about.
    pub base: String,
    /// Categories with a base of their own, everything below included.
    pub bases: Vec<(String, String)>,
    /// What moves it.
    pub groups: Vec<BarGroup>,
    /// `never below`
    pub low: Option<String>,
    /// `never above`
    pub high: Option<String>,
}

/// A step, or steps of which the largest that holds counts.
#[derive(Clone, Debug)]
pub struct BarGroup {
    /// Its name; none if it was given none.
    pub name: Option<String>,
    /// Its steps.
    pub steps: Vec<BarStep>,
}

/// A step.
#[derive(Clone, Debug)]
pub struct BarStep {
    /// Its name, if that is not the group's; none if it was given none.
    pub name: Option<String>,
    /// `raise by 5 points for each 1 after 8, up to 20 points`
    pub by: String,
    /// When it counts: one of these rows must fit; without any, none ever does.
    pub lines: Vec<Line>,
}

/// The thresholds of the table.
pub(super) fn bars(reading: &Reading<'_>) -> Vec<Bar> {
    let all = reading.policy.thresholds.iter().zip(&reading.rows.thresholds);
    all.map(|(threshold, table)| bar(reading, threshold, table)).collect()
}

fn bar(reading: &Reading<'_>, threshold: &Threshold, table: &StepTable) -> Bar {
    let policy = reading.policy;
    let fact = policy.fact(threshold.fact);
    let number = |number: Fixed| show(&Value::Number(number), &fact.kind);
    let own =
        |(category, base): &(CategoryId, Fixed)| (policy.categories[category.index()].path.clone(), number(*base));
    let base = reading.category.and_then(|category| table.base_of_category.get(category.index())).copied();
    Bar {
        name: threshold.name.clone(),
        of: fact.words.clone(),
        base: number(base.unwrap_or(table.base)),
        bases: if reading.category.is_some() { Vec::new() } else { threshold.bases.iter().map(own).collect() },
        groups: groups(reading, threshold, table, &fact.kind),
        low: table.low.map(number),
        high: table.high.map(number),
    }
}

fn groups(reading: &Reading<'_>, threshold: &Threshold, table: &StepTable, kind: &Type) -> Vec<BarGroup> {
    let rows = grouped(&table.matrix, table.steps.len(), |of| Some(of as usize));
    let mut shown = Vec::new();
    for (at, group) in threshold.groups.iter().enumerate() {
        let mut steps = Vec::new();
        for (one, rows) in table.steps.iter().zip(&rows).filter(|(one, _)| one.group as usize == at) {
            let Some(step) = group.steps.get(one.step as usize) else { continue };
            let lines = reading.lines(&table.matrix, rows, &step.when, None);
            if lines.is_empty() && reading.category.is_some() {
                continue;
            }
            let name = given(&step.name).filter(|name| *name != group.name).map(str::to_owned);
            steps.push(BarStep { name, by: by(reading, step, kind), lines });
        }
        if !steps.is_empty() {
            shown.push(BarGroup { name: name_of(group), steps });
        }
    }
    shown
}

fn name_of(group: &StepGroup) -> Option<String> {
    given(&group.name).map(str::to_owned)
}

/// A name that the author gave; the others are `step 3`.
fn given(name: &str) -> Option<&str> {
    Some(name).filter(|name| !name.is_empty() && !name.starts_with("step "))
}

fn by(reading: &Reading<'_>, step: &Step, kind: &Type) -> String {
    let size = if step.by < Fixed::ZERO { -step.by } else { step.by };
    let verb = if step.by < Fixed::ZERO { "lower" } else { "raise" };
    let each = step.each.as_ref().map_or_else(String::new, |each| for_each(reading, each, kind));
    format!("{verb} by {}{each}", show_difference(size, kind))
}

fn for_each(reading: &Reading<'_>, each: &Each, kind: &Type) -> String {
    let fact = reading.policy.fact(each.fact);
    let number = |number: Fixed| show(&Value::Number(number), &fact.kind);
    format!(
        " for each {} {} after {}, up to {}",
        number(each.every),
        fact.words,
        number(each.after),
        show_difference(each.up_to, kind)
    )
}
