//! A decision in words: why, why not, how a threshold came about.
//!
//! In: a policy and a [`Decision`] with its trace. Out: sentences that quote the
//! author's own conditions with the values they met. Nothing is evaluated again.
//!
//! # What is not here
//!
//! What would have changed the outcome: [`nearest`](super::nearest) asks the table;
//! its answers are worded in `changes`.

use std::cmp::Ordering;
use std::collections::BTreeSet;

mod changes;
mod conversation;
mod ladder;
pub use changes::{change, in_order, would};
use conversation::blocked as blocked_by;
pub use conversation::conversation;
pub use ladder::{
    addition, any_need, asks_language, continuity, deadline, may_take, need, owner, speaks, step_when, times, waiting,
};

use super::message::names;
use crate::decision::{DecidedBy, Decision, Heard, ThresholdTrace, Verdict};
use crate::policy::{
    Action, ActionName, Check, Comparison, ComparisonId, Condition, DetectorKind, Effect, FactId, Origin, Outcome,
    Policy, QueueId, Relation, RuleId, SignalId, Target, To,
};
use crate::redact::redact;
use crate::value::{Fixed, Type, Value, show, show_difference, show_duration};

/// The action with its queues: `hand off to billing at L2`.
pub fn action(policy: &Policy, decision: &Decision) -> String {
    let level = decision.level.as_deref();
    action_to(policy, decision.action, &decision.queues, decision.to_named_agent, level)
}

fn action_to(
    policy: &Policy,
    action: ActionName,
    queues: &[QueueId],
    to_named_agent: bool,
    level: Option<&str>,
) -> String {
    let mut text = action.as_str().to_owned();
    let names: Vec<&str> = queues.iter().map(|queue| policy.queue(*queue).name.as_str()).collect();
    if to_named_agent {
        text += " to the named agent";
    } else if !names.is_empty() {
        let then = if action == ActionName::Clarify { ", then hand off to " } else { " to " };
        text = text + then + &names.join(" or ");
    }
    if let Some(level) = level {
        text = text + " at " + level;
    }
    text
}

/// Who decided: `rule far_below`, `otherwise`.
pub fn decided_by(policy: &Policy, decision: &Decision) -> String {
    decider(policy, decision.decided_by)
}

/// A rule with its layer, `otherwise` or `on problem`.
pub fn decider(policy: &Policy, by: DecidedBy) -> String {
    match by {
        DecidedBy::Rule(rule) => format!("{} {}", policy.rule(rule).layer.as_str(), policy.rule(rule).name),
        DecidedBy::Otherwise => "otherwise".to_owned(),
        DecidedBy::Problem => "on problem".to_owned(),
    }
}

/// Where the deciding line stands: `policy.baton:61`.
pub fn source_line(policy: &Policy, decision: &Decision) -> String {
    let (file, line, _) = policy.sources.position(decision.source);
    format!("{file}:{line}")
}

/// One sentence for each comparison that made the deciding rule hold.
pub fn why(policy: &Policy, decision: &Decision) -> Vec<String> {
    decision.because_of.iter().map(|id| met(policy, decision, *id)).collect()
}

/// Why a rule did not decide; none when it did.
pub fn why_not(policy: &Policy, decision: &Decision, rule: RuleId) -> Option<String> {
    let trace = decision.trace.iter().find(|trace| trace.rule == rule)?;
    match trace.verdict {
        _ if decision.rule() == Some(rule) => None,
        Verdict::Holds if policy.rule(rule).watch => Some("it held, and is only watched".to_owned()),
        Verdict::Holds => Some(format!("it fitted too, but {} came first", decided_by(policy, decision))),
        Verdict::Blocked(blocked) => Some(format!("it fitted, but {}", blocked_by(policy, blocked))),
        Verdict::Fails(None) => Some("its exception held".to_owned()),
        Verdict::Fails(Some(id)) => Some(unmet(policy, decision, id)),
    }
}

/// How a threshold came about: `80% + 15 repeat + 10 mood = 105%, capped at 95% (10 points unused)`.
pub fn threshold(policy: &Policy, trace: &ThresholdTrace) -> String {
    let threshold = &policy.thresholds[trace.threshold.index()];
    let kind = &policy.fact(threshold.fact).kind;
    let mut parts = vec![number(trace.base, kind)];
    for (group, _, by) in &trace.parts {
        let sign = if *by < Fixed::ZERO { '−' } else { '+' };
        let by = if *by < Fixed::ZERO { -*by } else { *by };
        parts.push(format!("{sign} {} {}", difference(by, kind), threshold.groups[*group].name));
    }
    if !trace.parts.is_empty() {
        parts.push(format!("= {}", number(trace.sum, kind)));
    }
    let sum = parts.join(" ");
    let unused = trace.unused();
    match unused.cmp(&Fixed::ZERO) {
        Ordering::Greater => {
            format!("{sum}, capped at {} ({} unused)", number(trace.value, kind), show_difference(unused, kind))
        }
        Ordering::Less => format!("{sum}, raised to the least, {}", number(trace.value, kind)),
        Ordering::Equal => sum,
    }
}

/// What a detector heard: `"talk to a person" (asks_for_human)`.
pub fn heard(policy: &Policy, heard: &Heard) -> String {
    let signal = &policy.signals[heard.signal.index()];
    match &heard.quote {
        Some(quote) => format!("\"{quote}\" ({})", signal.name),
        None => {
            let span = signal.detectors[heard.detector].span;
            format!("{} ({})", condense(policy.sources.text(span)), signal.name)
        }
    }
}

/// Whether something was heard: a line `when …` of a signal looks at facts.
pub fn hears(policy: &Policy, heard: &Heard) -> bool {
    !matches!(policy.signals[heard.signal.index()].detectors[heard.detector].kind, DetectorKind::When(_))
}

/// What fired and is worth telling: what was heard, and all of a signal that the decision was because of.
pub fn telling<'d>(policy: &Policy, decision: &'d Decision) -> impl Iterator<Item = &'d Heard> {
    let because: Vec<SignalId> = decision.because_of.iter().filter_map(|id| signal_of(policy, *id)).collect();
    decision.heard.iter().filter(move |heard| hears(policy, heard) || because.contains(&heard.signal))
}

/// What was heard that the deciding rule asked for: of each signal the longest quote, or else its detectors. Of a
/// signal that is derived from others, what those heard: `"talk to a person" (asks_for_human, so wants_a_person)`.
pub fn heard_for(policy: &Policy, decision: &Decision) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for signal in decision.because_of.iter().filter_map(|id| signal_of(policy, *id)) {
        for (what, names) in told(policy, decision, signal) {
            let text = format!("{what} ({names})");
            if !said.contains(&text) {
                said.push(text);
            }
        }
    }
    said
}

/// The signal that a comparison asks about, if it asks for one.
fn signal_of(policy: &Policy, id: ComparisonId) -> Option<SignalId> {
    match policy.fact(policy.comparison(id).fact).origin {
        Origin::Signal(signal, _) => Some(signal),
        _ => None,
    }
}

/// What made a signal fire, each with the names of the signals from those words to this one.
fn told(policy: &Policy, decision: &Decision, id: SignalId) -> Vec<(String, String)> {
    told_once(policy, decision, id, &mut BTreeSet::from([id]))
}

/// The same of a signal; what another signal on the way has told already is left out.
fn told_once(
    policy: &Policy,
    decision: &Decision,
    id: SignalId,
    seen: &mut BTreeSet<SignalId>,
) -> Vec<(String, String)> {
    let signal = &policy.signals[id.index()];
    let of_signal = decision.heard.iter().filter(|heard| heard.signal == id);
    let length = |heard: &&Heard| heard.quote.as_ref().map_or(0, String::len);
    let shown: Vec<&Heard> =
        if signal.is_score { of_signal.collect() } else { of_signal.max_by_key(length).into_iter().collect() };
    let mut told = Vec::new();
    for heard in shown {
        let detector = &signal.detectors[heard.detector];
        let below: Vec<SignalId> = match &detector.kind {
            DetectorKind::When(condition) => condition
                .comparisons()
                .into_iter()
                .filter(|id| !policy.comparison(*id).negated)
                .filter_map(|id| signal_of(policy, id))
                .filter(|below| *below < id)
                .collect(),
            _ => Vec::new(),
        };
        let is_told = below.iter().any(|below| seen.contains(below));
        let fresh: Vec<SignalId> = below.into_iter().filter(|below| seen.insert(*below)).collect();
        let below: Vec<_> = fresh.into_iter().flat_map(|below| told_once(policy, decision, below, seen)).collect();
        match &heard.quote {
            Some(quote) => told.push((format!("\"{quote}\""), signal.name.clone())),
            None if below.is_empty() && is_told => {}
            None if below.is_empty() => {
                told.push((condense(policy.sources.text(detector.span)), signal.name.clone()));
            }
            None => told.extend(below.into_iter().map(|(what, names)| (what, format!("{names}, so {}", signal.name)))),
        }
    }
    told
}

/// What is said to the customer: the words in quotes, or the message's name and why its words are not known yet.
pub fn says(policy: &Policy, decision: &Decision) -> Option<String> {
    let message = policy.message(decision.message?);
    if let Some(text) = &decision.text {
        return Some(format!("“{text}”"));
    }
    let bare = message.variants.iter().find(|variant| variant.is_bare());
    let why = match (bare, bare.and_then(|bare| bare.text(&decision.language))) {
        (None, _) => "no text outside its situations".to_owned(),
        (_, None) => format!("no text in {}", decision.language),
        (_, Some(text)) => {
            let is_told = |name: &&str| decision.told.iter().any(|(told, _)| told == name);
            let (told, open): (Vec<&str>, Vec<&str>) = names(text).into_iter().partition(is_told);
            if open.is_empty() {
                format!("writes {} as the language does", told.join(", "))
            } else {
                format!("needs {}", open.join(", "))
            }
        }
    };
    Some(format!("{} ({why})", message.name))
}

/// An effect as the language writes it.
pub fn effect(policy: &Policy, effect: &Effect) -> String {
    match effect {
        Effect::Priority(priority) => format!("priority {}", priority.as_str()),
        Effect::RaisePriority(minutes) => format!("raise priority by {minutes}"),
        Effect::Tag(tag) => format!("tag {tag}"),
        Effect::NeedSkill(skill, None) => format!("need skill {skill}"),
        Effect::NeedSkill(skill, Some(level)) => format!("need skill {skill} at level {level}"),
        Effect::NeedLanguage(language, None) => format!("need language {language}"),
        Effect::NeedLanguage(language, Some(level)) => format!("need language {language} at {level}"),
        Effect::NeedLevel(level) => format!("need level {level}"),
        Effect::Notify(queue) => format!("notify {}", policy.queue(*queue).name),
        Effect::Instruct(id) => format!("instruct {}", policy.instructions[id.index()].name),
        Effect::ReplyWithin(within) => format!("reply within {}", deadline(*within)),
        Effect::DueIn(within) => format!("due in {}", deadline(*within)),
        Effect::Wording(name) => format!("wording {name}"),
        Effect::OfferToAll => "offer to all at once".to_owned(),
        Effect::NoChoice => "no choice".to_owned(),
        Effect::Do(id) => format!("do {}", policy.service_actions[id.index()].name),
        Effect::EveryoneWithLanguage(within, callback) => {
            let or_else = if *callback { ", else offer callback" } else { "" };
            format!("everyone with the language within {} of asking{or_else}", show_duration(*within))
        }
    }
}

/// What a rule would do, as the language writes it: for rules that did not decide.
pub fn outcome(policy: &Policy, outcome: &Outcome) -> String {
    match &outcome.action {
        Action::Stay => "stay".to_owned(),
        Action::Close => "close".to_owned(),
        Action::Offer(target) => format!("offer{}", to(policy, target)),
        Action::HandOff(target) => format!("hand off{}", to(policy, target)),
        Action::Clarify { target, .. } => format!("clarify, then hand off{}", to(policy, target)),
    }
}

fn to(policy: &Policy, target: &Target) -> String {
    let who = match &target.to {
        To::Category => String::new(),
        To::NamedAgent => " to the named agent".to_owned(),
        To::Queues(queues) => {
            let names: Vec<&str> = queues.iter().map(|queue| policy.queue(*queue).name.as_str()).collect();
            format!(" to {}", names.join(" or "))
        }
    };
    target.level.as_ref().map_or(who.clone(), |level| format!("{who} at {level}"))
}

/// A comparison on one line, as the language writes it.
pub fn comparison(policy: &Policy, id: ComparisonId) -> String {
    written(policy, policy.comparison(id))
}

/// A condition on one line, as the language writes it: a rule's own `when`s, its dates, its groups'.
pub fn condition(policy: &Policy, condition: &Condition) -> String {
    let joined = |parts: &[Condition], by: &str| {
        let inner = |part: &Condition| {
            let text = self::condition(policy, part);
            let is_list = matches!(part, Condition::All(parts) | Condition::Any(parts) if parts.len() > 1);
            if is_list { format!("({text})") } else { text }
        };
        parts.iter().map(inner).collect::<Vec<_>>().join(by)
    };
    match condition {
        Condition::All(parts) if parts.is_empty() => "always".to_owned(),
        Condition::Any(parts) if parts.is_empty() => "never".to_owned(),
        Condition::All(parts) => {
            // Groups and several lines nest lists that all must hold; they read as one.
            let (excepts, parts): (Vec<Condition>, Vec<Condition>) =
                parts.iter().flat_map(conjuncts).partition(|part| matches!(part, Condition::Except(_)));
            let holds = if parts.is_empty() { "always".to_owned() } else { joined(&parts, " and ") };
            let excepts = excepts.iter().map(|except| format!(" {}", self::condition(policy, except)));
            excepts.fold(holds, |text, except| text + &except)
        }
        Condition::Any(parts) => joined(parts, " or "),
        Condition::Compare(id) => written(policy, policy.comparison(*id)),
        Condition::Except(inner) => format!("except when {}", self::condition(policy, inner)),
    }
}

fn conjuncts(condition: &Condition) -> Vec<Condition> {
    match condition {
        Condition::All(parts) => parts.iter().flat_map(conjuncts).collect(),
        other => vec![other.clone()],
    }
}

/// A comparison in the author's words, with the `not` in front of it if there is one.
fn written(policy: &Policy, comparison: &Comparison) -> String {
    let text = condense(policy.sources.text(comparison.span));
    if !text.contains(char::is_alphabetic) {
        return from_until(policy, comparison);
    }
    // The head of a group, `for a, b`.
    if let (Some(names), Check::OneOf(_)) = (text.strip_prefix("for "), &comparison.test) {
        return format!("{} is one of {names}", policy.fact(comparison.fact).words);
    }
    // The words before a quoted value: inside it, `not` is no word of the language.
    let words: Vec<&str> = text.split('"').next().unwrap_or_default().split(' ').collect();
    let says_not = words.contains(&"not");
    let is_negated = match comparison.test {
        Check::Known => (words.last() == Some(&"missing")) != says_not,
        Check::Missing => (words.last() == Some(&"missing")) == says_not,
        _ => comparison.negated != says_not,
    };
    if is_negated { format!("not {text}") } else { text }
}

/// `from D until E`, of which the text only has the days.
fn from_until(policy: &Policy, comparison: &Comparison) -> String {
    let kind = &policy.fact(comparison.fact).kind;
    let Check::Within { low, high } = &comparison.test else { return String::new() };
    let part =
        |word: &str, bound: &Option<(Fixed, bool)>| bound.map(|(day, _)| format!("{word} {}", number(day, kind)));
    let parts: Vec<String> = [part("from", low), part("until", high)].into_iter().flatten().collect();
    parts.join(" ")
}

/// A comparison that held: as written, with the value it met unless that says the same.
fn met(policy: &Policy, decision: &Decision, id: ComparisonId) -> String {
    let comparison = policy.comparison(id);
    let written = written(policy, comparison);
    let fact = policy.fact(comparison.fact);
    let value = value(decision, comparison.fact);
    match (&comparison.test, value) {
        (Check::Threshold { .. }, Some(value)) => {
            format!("{} is {}, {}", fact.words, shown(&value, &fact.kind), versus(policy, decision, comparison))
        }
        (Check::Within { .. }, Some(value)) => format!("{written}: it is {}", shown(&value, &fact.kind)),
        (Check::OneOf(words), Some(Value::Word(ref word))) if words.len() > 1 || comparison.negated => {
            format!("{written}: it is {}", redact(word).text)
        }
        _ => written,
    }
}

/// A comparison that did not hold, with the value it met and how far off it is.
fn unmet(policy: &Policy, decision: &Decision, id: ComparisonId) -> String {
    let comparison = policy.comparison(id);
    let written = written(policy, comparison);
    let fact = policy.fact(comparison.fact);
    let too_early = fact.on_answer && decision.point == crate::decision::Point::Message;
    match value(decision, comparison.fact) {
        _ if too_early => format!("`{written}` waits for an answer"),
        None if matches!(fact.origin, Origin::Decision(_)) => format!("`{written}` does not hold"),
        None if comparison.test == Check::Known => format!("`{written}` does not hold: it is missing"),
        None => format!("`{written}` does not hold: {} is missing", fact.words),
        Some(value) => {
            let is = shown(&value, &fact.kind);
            match (&comparison.test, &value) {
                (Check::Threshold { .. }, _) => {
                    let off = off_threshold(policy, decision, comparison, &value).unwrap_or_default();
                    format!("`{written}` does not hold: {is}, {}{off}", versus(policy, decision, comparison))
                }
                (Check::True, _) => format!("`{written}` does not hold"),
                (Check::Within { low, high }, Value::Number(number_)) => {
                    let off = distance(*number_, *low, *high).filter(|off| *off > Fixed::ZERO);
                    let off =
                        off.map_or_else(String::new, |off| format!(", off by {}", show_difference(off, &fact.kind)));
                    format!("`{written}` does not hold: it is {is}{off}")
                }
                _ => format!("`{written}` does not hold: it is {is}"),
            }
        }
    }
}

/// How far a number is from where it would have to be: `, off by 2 points`.
fn off_threshold(policy: &Policy, decision: &Decision, comparison: &Comparison, value: &Value) -> Option<String> {
    let (Check::Threshold { threshold, offset, .. }, Value::Number(number)) = (&comparison.test, value) else {
        return None;
    };
    let mut traces = decision.thresholds.iter().chain(&decision.thresholds_aside);
    let off = traces.find(|trace| trace.threshold == *threshold)?.value + *offset - *number;
    let off = if off < Fixed::ZERO { -off } else { off };
    (off > Fixed::ZERO).then(|| format!(", off by {}", show_difference(off, &policy.fact(comparison.fact).kind)))
}

/// `below threshold 95% minus 10 points (80% + 15 repeat = 95%)`.
fn versus(policy: &Policy, decision: &Decision, comparison: &Comparison) -> String {
    let Check::Threshold { threshold: id, relation, offset } = &comparison.test else { return String::new() };
    let mut traces = decision.thresholds.iter().chain(&decision.thresholds_aside);
    let Some(trace) = traces.find(|trace| trace.threshold == *id) else { return String::new() };
    let threshold_ = &policy.thresholds[id.index()];
    let kind = &policy.fact(threshold_.fact).kind;
    let holds = match value(decision, comparison.fact) {
        Some(Value::Number(number)) => relation.holds(number, trace.value, *offset) != comparison.negated,
        _ => false,
    };
    let word = match relation {
        Relation::Above => "above",
        Relation::Below => "below",
        Relation::AtLeast => "at least",
        Relation::AtMost => "at most",
    };
    let negation = if holds == comparison.negated { "not " } else { "" };
    let shift = match offset.cmp(&Fixed::ZERO) {
        Ordering::Less => format!(" minus {}", show_difference(-*offset, kind)),
        Ordering::Greater => format!(" plus {}", show_difference(*offset, kind)),
        Ordering::Equal => String::new(),
    };
    let sum = if trace.parts.is_empty() { String::new() } else { format!(" ({})", threshold(policy, trace)) };
    format!("{negation}{word} {} {}{shift}{sum}", threshold_.name, number(trace.value, kind))
}

/// The value of a fact that was read for this decision.
fn value(decision: &Decision, fact: FactId) -> Option<Value> {
    let mut read = decision.read.iter().chain(&decision.read_aside);
    read.find(|(id, _)| *id == fact).and_then(|(_, value)| value.clone())
}

fn distance(number: Fixed, low: Option<(Fixed, bool)>, high: Option<(Fixed, bool)>) -> Option<Fixed> {
    let below = low.map(|(low, _)| low - number).filter(|off| *off >= Fixed::ZERO);
    below.or_else(|| high.map(|(high, _)| number - high).filter(|off| *off >= Fixed::ZERO))
}

/// A value for people, without what nobody else may read.
fn shown(value: &Value, kind: &Type) -> String {
    redact(&show(value, kind)).text.into_owned()
}

fn number(number: Fixed, kind: &Type) -> String {
    show(&Value::Number(number), kind)
}

/// A difference without its unit, inside a sum.
fn difference(by: Fixed, kind: &Type) -> String {
    if *kind == Type::Share { by.times(100).to_string() } else { number(by, kind) }
}

/// Author's words on one line.
fn condense(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
