//! A conversation in the making: facts that stand, messages, the point it ends at.

use super::fact_of;
use crate::analysis::{AxisId, Point, Side, Space};
use crate::decision::Point as DecisionPoint;
use crate::policy::{Fact, FactId, Given, Origin, Policy, TestLine, View};
use crate::rows::{Column, ColumnSource, LEAST, MISSING};
use crate::value::{Fixed, OTHER, Type, Value};

/// A message that says nothing in particular.
pub(super) const PLAIN: &str = "One more thing";

/// A tag that no policy asks for, or else an example with it is not shown.
const UNASKED_TAG: &str = "something";

/// Most customer turns of an example.
const TURNS_MAX: i64 = 8;

/// A conversation in the making.
#[derive(Clone, Debug)]
pub(super) struct Script {
    pub(super) given: Vec<(FactId, Option<Value>)>,
    /// What the customer said in earlier turns, each of which the assistant answered.
    pub(super) earlier: Vec<String>,
    pub(super) last: String,
    pub(super) point: DecisionPoint,
}

impl Script {
    /// Facts as at a point; words that say nothing, in as many turns as runs need. None if a value cannot be made up.
    pub(super) fn of(side: &Side<'_>, space: &Space, point: &Point, slots: &[i64]) -> Option<Self> {
        let policy = &side.artifact.policy;
        let (mut given, mut turns) = (Vec::new(), 1);
        for (at, axis) in space.axes().iter().enumerate() {
            let Some(column) = axis.column() else { continue };
            let slot = slots[at];
            if let Some(fact) = fact_of(space, AxisId::from_index(at)) {
                match policy.fact(fact).origin {
                    Origin::Signal(..) | Origin::Decision(_) => {}
                    Origin::Run(_) => turns = turns.max(slot.div_euclid(Fixed::ONE.millionths()).min(TURNS_MAX)),
                    _ => given.extend(self::given(policy, fact, column, slot).ok()?),
                }
            }
        }
        given.extend(tags(policy, space, slots));
        let asked = if point.cell(space.point_axis()) == 1 { DecisionPoint::Answer } else { DecisionPoint::Message };
        let earlier = (1..turns).map(|_| PLAIN.to_owned()).collect();
        Some(Self { given, earlier, last: PLAIN.to_owned(), point: asked })
    }

    /// Gives signals like any fact.
    pub(super) fn give_signals(&mut self, side: &Side<'_>, space: &Space, _point: &Point, slots: &[i64]) {
        let policy = &side.artifact.policy;
        for (at, axis) in space.axes().iter().enumerate() {
            let (Some(column), Some(fact)) = (axis.column(), fact_of(space, AxisId::from_index(at))) else { continue };
            if matches!(
                policy.fact(fact).origin,
                Origin::Signal(_, View::Now | View::Earlier | View::InTheConversation | View::Times)
            ) {
                self.given.extend(value(policy.fact(fact), column, slots[at]).map(|value| (fact, value)));
            }
        }
    }

    /// Leaves out what makes no difference.
    pub(super) fn shorten(&mut self, accepted: &dyn Fn(&Self) -> bool) {
        for at in (0..self.given.len()).rev() {
            let mut shorter = self.clone();
            shorter.given.remove(at);
            if accepted(&shorter) {
                *self = shorter;
            }
        }
        while !self.earlier.is_empty() {
            let mut shorter = self.clone();
            shorter.earlier.remove(0);
            if !accepted(&shorter) {
                break;
            }
            *self = shorter;
        }
    }

    /// The lines of a test, without what is expected.
    pub(super) fn lines(&self) -> Vec<TestLine> {
        let given = |(fact, value): &(FactId, Option<Value>)| Given {
            fact: *fact,
            value: value.clone(),
            span: crate::source::Span::default(),
        };
        let mut lines = Vec::new();
        if !self.given.is_empty() {
            lines.push(TestLine::Given(self.given.iter().map(given).collect()));
        }
        for message in &self.earlier {
            lines.push(TestLine::Customer(message.clone(), Vec::new()));
            lines.push(TestLine::Assistant("…".to_owned(), Vec::new()));
        }
        lines.push(TestLine::Customer(self.last.clone(), Vec::new()));
        if self.point == DecisionPoint::Answer {
            lines.push(TestLine::Assistant("…".to_owned(), Vec::new()));
        }
        lines
    }
}

/// Leaves out of two conversations what makes no difference: one of `all` from both, if `is_it` says that a fact of a
/// side is that one; then turns.
pub(super) fn shorten_both<T>(
    scripts: &mut [Script; 2],
    all: &[T],
    is_it: &dyn Fn(usize, FactId, &T) -> bool,
    accepted: &dyn Fn(&[Script; 2]) -> bool,
) {
    for without in all.iter().rev() {
        let mut shorter = scripts.clone();
        for (side, script) in shorter.iter_mut().enumerate() {
            script.given.retain(|(fact, _)| !is_it(side, *fact, without));
        }
        if accepted(&shorter) {
            *scripts = shorter;
        }
    }
    while scripts.iter().all(|script| !script.earlier.is_empty()) {
        let mut shorter = scripts.clone();
        for script in &mut shorter {
            script.earlier.remove(0);
        }
        if !accepted(&shorter) {
            break;
        }
        *scripts = shorter;
    }
}

/// What must be given so that a fact has this slot, if anything; none if no value can be made up.
fn given(policy: &Policy, id: FactId, column: &Column, slot: i64) -> Result<Option<(FactId, Option<Value>)>, NoWord> {
    let fact = policy.fact(id);
    if fact.kind == Type::Tags || (slot < LEAST && slot != MISSING) {
        return Ok(None);
    }
    if slot == MISSING && fact.origin == Origin::Given && fact.default.is_none() {
        return Ok(None);
    }
    value(fact, column, slot).map(|value| Some((id, value)))
}

/// There is no word for a slot.
#[derive(Debug)]
struct NoWord;

/// The value of a slot; none: missing.
fn value(fact: &Fact, column: &Column, slot: i64) -> Result<Option<Value>, NoWord> {
    if slot < LEAST {
        return Ok(None);
    }
    Ok(Some(match &fact.kind {
        Type::Truth => Value::Truth(slot == 1),
        kind if kind.is_ordered() => Value::Number(Fixed::from_millionths(slot)),
        Type::Tags => return Err(NoWord),
        kind => {
            let known = usize::try_from(slot).ok().and_then(|at| column.words.get(at));
            Value::Word(match known {
                Some(word) => word.clone(),
                None => unknown(kind, column).ok_or(NoWord)?,
            })
        }
    }))
}

/// A word that the policy does not know.
fn unknown(kind: &Type, column: &Column) -> Option<String> {
    let candidates: &[&str] = match kind {
        Type::OneOf { open: true, .. } => &[OTHER],
        Type::Language => &["en", "fr", "pt", "it", "nl", "pl"],
        Type::Country => &["US", "FR", "PT", "IT", "NL", "PL"],
        Type::Text | Type::Agent => &["something", "something_else"],
        _ => &[],
    };
    candidates.iter().find(|word| column.symbol(word).is_none()).map(|word| (*word).to_owned())
}

/// The tags of each fact of tags.
fn tags(policy: &Policy, space: &Space, slots: &[i64]) -> Vec<(FactId, Option<Value>)> {
    let mut found: Vec<(FactId, Option<Vec<String>>)> = Vec::new();
    for (at, axis) in space.axes().iter().enumerate() {
        let Some(column) = axis.column() else { continue };
        let (fact, word) = match &column.source {
            ColumnSource::Fact(fact) if policy.fact(*fact).kind == Type::Tags => (*fact, None),
            ColumnSource::Member(fact, word) if policy.fact(*fact).kind == Type::Tags => (*fact, Some(word)),
            _ => continue,
        };
        let known = (slots[at] != MISSING).then(|| word.filter(|_| slots[at] == 1).cloned());
        match found.iter_mut().find(|(one, _)| *one == fact) {
            Some((_, words)) => {
                if let (Some(words), Some(Some(word))) = (words, known) {
                    words.push(word);
                }
            }
            None => found.push((fact, known.map(|word| word.into_iter().collect()))),
        }
    }
    let value = |words: Option<Vec<String>>| {
        words.map(|mut words| {
            words.sort();
            words.dedup();
            // No line of a test gives tags without one; a tag that nothing asks for is as good as none.
            if words.is_empty() {
                words.push(UNASKED_TAG.to_owned());
            }
            Value::Words(words)
        })
    };
    let needed =
        |(fact, words): &(FactId, Option<Vec<String>>)| words.is_some() || policy.fact(*fact).default.is_some();
    found.into_iter().filter(needed).map(|(fact, words)| (fact, value(words))).collect()
}
