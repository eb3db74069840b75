//! Messages that set signals: what the policy listens for, said.
//!
//! In: a script whose words say nothing, and what must be fulfilled. Out: the script
//! with words that do; or false when none of the tries did.

use super::fact_of;
use super::script::{PLAIN, Script};
use super::sentences;
use crate::analysis::{AxisId, Point, Side, Space};
use crate::pattern::{Part, Pattern};
use crate::policy::{DetectorKind, Origin, Policy, Signal, SignalId, View};

/// Most messages that are tried for one example.
const TRIES_MAX: usize = 400;

/// Most phrases of one signal that are tried.
const PHRASES_MAX: usize = 12;

/// Puts words into a script until it is accepted. Without signals, the plain words do.
pub(super) fn find(
    side: &Side<'_>,
    space: &Space,
    point: &Point,
    script: &mut Script,
    end: &dyn Fn(&Script) -> Option<Point>,
    accepted: &dyn Fn(&Script) -> bool,
) -> bool {
    if accepted(script) {
        return true;
    }
    let Some(there) = end(script) else { return false };
    let policy = &side.artifact.policy;
    let (mut now, mut before, mut said_at_all) = (Vec::new(), Vec::new(), Vec::new());
    let mut turns = script.earlier.len();
    for at in 0..space.axes().len() {
        let axis = AxisId::from_index(at);
        let Some(Origin::Signal(signal, view)) = fact_of(space, axis).map(|fact| policy.fact(fact).origin.clone())
        else {
            continue;
        };
        if there.cell(axis) == point.cell(axis) {
            continue;
        }
        match view {
            View::Now => now.push(signal),
            View::InTheConversation => said_at_all.push(signal),
            View::Earlier | View::Times => {
                before.push(signal);
                turns = turns.max(1);
            }
        }
    }
    now.extend(said_at_all.into_iter().filter(|signal| !before.contains(signal)));
    now.sort_unstable();
    now.dedup();
    let sayings = |signals: &[SignalId]| -> Vec<Vec<String>> {
        signals.iter().map(|signal| phrases(policy, &policy.signals[signal.index()])).collect()
    };
    let (now, before) = (sayings(&now), sayings(&before));
    let mut tries = 0;
    for said_now in messages(&now) {
        // Of a run, every turn says the same.
        let again = (turns > 0 && before.is_empty()).then(|| said_now.clone());
        for said_before in messages(&before).into_iter().chain(again) {
            let most = if before.is_empty() { turns } else { turns.max(3) };
            for count in turns..=most {
                if tries >= TRIES_MAX {
                    return false;
                }
                tries += 1;
                let earlier = (0..count).map(|_| said_before.clone()).collect();
                let said = Script { earlier, last: said_now.clone(), ..script.clone() };
                if accepted(&said) {
                    *script = said;
                    return true;
                }
            }
        }
    }
    false
}

/// Messages that say something for each of several signals: first the first of each, then with others in its place.
fn messages(phrases: &[Vec<String>]) -> Vec<String> {
    if phrases.is_empty() {
        return vec![PLAIN.to_owned()];
    }
    let first: Vec<&String> = phrases.iter().filter_map(|of_one| of_one.first()).collect();
    if first.len() < phrases.len() {
        return Vec::new();
    }
    let said = |parts: &[&String]| parts.iter().map(|part| part.as_str()).collect::<Vec<_>>().join(". ");
    let mut all = vec![said(&first)];
    for (at, of_one) in phrases.iter().enumerate() {
        for other in of_one.iter().skip(1) {
            let mut parts = first.clone();
            parts[at] = other;
            all.push(said(&parts));
        }
    }
    all
}

/// What a signal listens for, each as somebody would say it; of a score also two and three of them together.
fn phrases(policy: &Policy, signal: &Signal) -> Vec<String> {
    let mut alone: Vec<String> = sentences::of(signal).map(str::to_owned).collect();
    for detector in &signal.detectors {
        match &detector.kind {
            DetectorKind::Says(_, pattern) | DetectorKind::SaysOnly(_, pattern) => {
                alone.extend(sayings(pattern).iter().map(|words| sentence(words)));
            }
            DetectorKind::Shouts => alone.push("PLEASE LOOK AT THIS AGAIN".to_owned()),
            DetectorKind::RepeatsPunctuation => alone.push("What about this??".to_owned()),
            DetectorKind::When(condition) => {
                // Signals are so ordered that each reads only those before it, so this ends.
                let origins = condition.facts(&policy.comparisons).into_iter().map(|fact| &policy.fact(fact).origin);
                let signals = origins.filter_map(|origin| match origin {
                    Origin::Signal(signal, View::Now) => Some(&policy.signals[signal.index()]),
                    _ => None,
                });
                alone.extend(signals.flat_map(|signal| phrases(policy, signal)));
            }
            _ => {}
        }
    }
    alone.truncate(PHRASES_MAX);
    let mut all = alone.clone();
    if signal.is_score {
        for (at, one) in alone.iter().enumerate() {
            for (also, other) in alone.iter().enumerate().skip(at + 1) {
                all.push(format!("{one}. {other}"));
                all.extend(alone.iter().skip(also + 1).map(|third| format!("{one}. {other}. {third}")));
            }
        }
    }
    all
}

/// A pattern in words: its shortest form, and with the other alternatives of its first choice.
fn sayings(pattern: &Pattern) -> Vec<Vec<String>> {
    let mut all = vec![said(pattern, 0)];
    for choice in 1..4 {
        let other = said(pattern, choice);
        if !all.contains(&other) {
            all.push(other);
        }
    }
    all
}

/// The words of a pattern with this alternative wherever there are so many, else the first.
fn said(pattern: &Pattern, choice: usize) -> Vec<String> {
    let mut words = Vec::new();
    for part in &pattern.parts {
        match part {
            Part::Word(word) | Part::Prefix(word) => words.push(word.clone()),
            Part::Gap | Part::Maybe(_) => {}
            Part::OneOf(all) => {
                if let Some(one) = all.get(choice).or_else(|| all.first()) {
                    words.extend(said(one, choice));
                }
            }
        }
    }
    words
}

/// Words as a sentence.
fn sentence(words: &[String]) -> String {
    let text = words.join(" ").replace(" i ", " I ").replace(" i'", " I'");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
