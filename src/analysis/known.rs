//! What is known to go together: windows within windows, runs, signals, the calendar.
//!
//! In: one side of a space. Out: tables of pairs of cells. What a service leaves out
//! goes with everything. `docs/analysis.md` lists what is modelled, and what is not.

use super::axis::Axis;
use super::build::add_cuts;
use super::region::AxisId;
use super::relation::Relation;
use super::side::Side;
use super::space::Space;
use crate::policy::{
    BuiltIn, Check, Comparison, Condition, DetectorKind, Fact, FactId, Origin, Policy, SignalId, View,
};
use crate::rows::{Column, ColumnSource, LEAST, MISSING_CELL, Rows};
use crate::value::Type;

const WHOLE: i64 = 1_000_000;

/// Least and greatest slot.
type Slots = (i64, i64);

/// Cuts axes where a relation needs it.
pub(super) fn cut(policy: &Policy, rows: &Rows, homes: &[AxisId], all: &mut [Axis]) {
    let home = |fact: FactId| rows.find(&ColumnSource::Fact(fact)).map(|column| homes[column.index()].index());
    for (at, fact) in policy.facts.iter().enumerate() {
        let Some(axis) = home(FactId::from_index(at)) else { continue };
        match &fact.origin {
            Origin::Run(condition) => {
                add_cuts(&mut all[axis], &[WHOLE]);
                cut_around(policy, condition, &home, all);
            }
            Origin::Signal(_, View::Times) => add_cuts(&mut all[axis], &[WHOLE]),
            Origin::Signal(signal, View::Now) => {
                let signal = &policy.signals[signal.index()];
                for detector in &signal.detectors {
                    let DetectorKind::When(condition) = &detector.kind else { continue };
                    cut_around(policy, condition, &home, all);
                    if signal.is_score {
                        add_cuts(&mut all[axis], &[1, detector.weight.millionths().clamp(1, WHOLE)]);
                    }
                }
                if signal.is_score {
                    add_cuts(&mut all[axis], &[1]);
                }
            }
            _ => {}
        }
    }
}

/// Cuts the axis of a lone comparison around what it accepts.
fn cut_around(policy: &Policy, condition: &Condition, home: &dyn Fn(FactId) -> Option<usize>, all: &mut [Axis]) {
    let Some(comparison) = lone(policy, condition) else { return };
    let Some(axis) = home(comparison.fact) else { return };
    let Some(accepted) = all[axis].column().and_then(|column| accepted(policy, comparison, column)) else { return };
    let cuts: Vec<i64> = accepted
        .iter()
        .flat_map(|(from, to)| [Some(*from), to.checked_add(1)])
        .flatten()
        .filter(|cut| *cut > LEAST)
        .collect();
    add_cuts(&mut all[axis], &cuts);
}

/// The comparison that is all there is in a condition.
fn lone<'p>(policy: &'p Policy, condition: &Condition) -> Option<&'p Comparison> {
    match condition {
        Condition::Compare(id) => Some(policy.comparison(*id)),
        Condition::All(parts) | Condition::Any(parts) => match parts.as_slice() {
            [only] => lone(policy, only),
            _ => None,
        },
        Condition::Except(_) => None,
    }
}

/// The slots that a comparison of one column accepts, as ranges, ascending.
fn accepted(policy: &Policy, comparison: &Comparison, column: &Column) -> Option<Vec<Slots>> {
    let kind = &policy.fact(comparison.fact).kind;
    let held = match &comparison.test {
        Check::True if *kind == Type::Truth => vec![(1, 1)],
        Check::Within { low, high } if kind.is_ordered() => {
            let from = low.map_or(LEAST, |(at, included)| at.millionths().saturating_add(i64::from(!included)));
            let to = high.map_or(i64::MAX, |(at, included)| at.millionths().saturating_sub(i64::from(!included)));
            vec![(from, to)]
        }
        Check::OneOf(words) if !kind.is_ordered() && !matches!(kind, Type::Truth | Type::Tags) => {
            let mut symbols: Vec<i64> = words.iter().map(|word| column.symbol(word)).collect::<Option<_>>()?;
            symbols.sort_unstable();
            symbols.into_iter().map(|symbol| (symbol, symbol)).collect()
        }
        _ => return None,
    };
    if !comparison.negated {
        return Some(held);
    }
    let mut rest = Vec::new();
    let mut next = Some(LEAST);
    for (from, to) in held {
        rest.extend(next.filter(|start| *start < from).map(|start| (start, from - 1)));
        next = to.checked_add(1);
    }
    rest.extend(next.map(|start| (start, i64::MAX)));
    Some(rest)
}

/// What a lone comparison says of a cell.
#[derive(Debug)]
struct Held {
    /// The slots that it accepts.
    slots: Vec<Slots>,
    /// Whether it accepts that there is no value.
    missing: bool,
}

impl Held {
    /// None if its cells cannot be told apart by it.
    fn of(policy: &Policy, comparison: &Comparison, column: &Column) -> Option<Self> {
        Some(match comparison.test {
            Check::Known => Self { slots: vec![(LEAST, i64::MAX)], missing: false },
            Check::Missing => Self { slots: Vec::new(), missing: true },
            _ => Self { slots: accepted(policy, comparison, column)?, missing: false },
        })
    }

    fn accepts(&self, cell: u32, slots: Option<Slots>) -> bool {
        match slots {
            Some(slots) => lies_in(slots, &self.slots),
            None => self.missing && cell == MISSING_CELL,
        }
    }
}

/// Adds every relation of sides that stand for one input.
pub(super) fn relate(sides: &[&Side<'_>], space: &mut Space) {
    let Some(first) = sides.first() else { return };
    let mut together = Knowing { sides, side: first, policy: &first.artifact.policy, space };
    together.counts();
    together.issues();
    together.views();
    together.calendar();
    together.tags();
    for side in sides {
        let sides = &[*side];
        let mut knowing = Knowing { sides, side, policy: &side.artifact.policy, space };
        knowing.runs();
        knowing.detectors();
        knowing.failures();
        knowing.lists();
    }
}

struct Knowing<'k, 'a> {
    /// All whose facts are looked at together.
    sides: &'k [&'k Side<'a>],
    /// The one side, where it matters which.
    side: &'k Side<'a>,
    policy: &'k Policy,
    space: &'k mut Space,
}

impl Knowing<'_, '_> {
    fn axis(&self, fact: FactId) -> Option<AxisId> {
        axis_of(self.side, fact)
    }

    /// The axes of facts for which there is an answer.
    fn all<T>(&self, wanted: impl Fn(&Policy, &Fact) -> Option<T>) -> Vec<(T, FactId, AxisId)> {
        let mut found: Vec<(T, FactId, AxisId)> = Vec::new();
        for side in self.sides {
            let policy = &side.artifact.policy;
            for (at, fact) in policy.facts.iter().enumerate() {
                let id = FactId::from_index(at);
                let Some(one) = wanted(policy, fact) else { continue };
                let Some(axis) = axis_of(side, id) else { continue };
                if found.iter().all(|(.., known)| *known != axis) {
                    found.push((one, id, axis));
                }
            }
        }
        found
    }

    /// As [`Knowing::all`], without what the other side works out in another way.
    fn settled<T>(&self, wanted: impl Fn(&Policy, &Fact) -> Option<T>) -> Vec<(T, FactId, AxisId)> {
        let mut found = self.all(wanted);
        found.retain(|(_, fact, _)| !self.side.unlike.contains(fact));
        found
    }

    fn built_in(&self, wanted: &BuiltIn) -> Option<AxisId> {
        let is_it = |_: &Policy, fact: &Fact| (fact.origin == Origin::BuiltIn(wanted.clone())).then_some(());
        self.all(is_it).first().map(|(.., axis)| *axis)
    }

    /// Relates cells with values; a cell without one goes with everything.
    fn values(&mut self, left: AxisId, right: AxisId, together: impl Fn(Slots, Slots) -> bool) {
        self.cells(left, right, |a, b| match (a, b) {
            ((_, Some(a)), (_, Some(b))) => together(a, b),
            _ => true,
        });
    }

    /// Relates cells, each with its slots if it has values.
    fn cells(
        &mut self,
        left: AxisId,
        right: AxisId,
        together: impl Fn((u32, Option<Slots>), (u32, Option<Slots>)) -> bool,
    ) {
        if left == right {
            return;
        }
        let (a, b) = (self.space.axis(left), self.space.axis(right));
        let pair = |l: u32, r: u32| together((l, a.slots(l)), (r, b.slots(r)));
        let relation = Relation::new((left, a.cells()), (right, b.cells()), pair);
        self.space.relations.push(relation);
    }

    /// The first is at most the second.
    fn at_most(&mut self, left: AxisId, right: AxisId) {
        self.values(left, right, |(low, _), (_, high)| low <= high);
        if left != right {
            self.space.orders.push((left, right, 0));
        }
    }

    /// Where the first is above 0, the second is too: of yes and no, of counts and scores.
    fn implies(&mut self, left: AxisId, right: AxisId) {
        self.values(left, right, |(low, _), (_, high)| low <= 0 || high > 0);
    }

    /// Windows within windows; rounds and questions among turns; the lowest sentiment and this one.
    fn counts(&mut self) {
        let windows = self.all(|_, fact| match fact.origin {
            Origin::BuiltIn(BuiltIn::ContactsInDays(days)) => Some(days),
            _ => None,
        });
        for (short, _, left) in &windows {
            for (long, _, right) in &windows {
                if short < long {
                    self.at_most(*left, *right);
                }
            }
        }
        let pairs = [
            (BuiltIn::Rounds, BuiltIn::Turns),
            (BuiltIn::SameQuestion, BuiltIn::Turns),
            (BuiltIn::LowestSentiment, BuiltIn::Sentiment),
        ];
        for (less, more) in pairs {
            if let (Some(left), Some(right)) = (self.built_in(&less), self.built_in(&more)) {
                self.at_most(left, right);
            }
        }
    }

    /// The same issue within fewer days is one within more, and it is a contact.
    fn issues(&mut self) {
        let issues = self.all(|_, fact| match fact.origin {
            Origin::BuiltIn(BuiltIn::SameIssueInDays(days)) => Some((days, true)),
            Origin::BuiltIn(BuiltIn::ContactsInDays(days)) => Some((days, false)),
            _ => None,
        });
        for ((days, is_issue), _, left) in &issues {
            for ((others, other_is_issue), _, right) in &issues {
                let wider = if *other_is_issue { days < others } else { days <= others };
                if *is_issue && wider {
                    self.implies(*left, *right);
                }
            }
        }
    }

    /// A run lasts while its comparison holds now; the run of a stricter comparison is no longer.
    fn runs(&mut self) {
        let runs = self.settled(|policy, fact| match &fact.origin {
            Origin::Run(condition) => lone(policy, condition).cloned(),
            _ => None,
        });
        let mut known: Vec<(FactId, Vec<Slots>, AxisId)> = Vec::new();
        for (comparison, _, run) in &runs {
            let axis = self.axis(comparison.fact);
            let column = match axis {
                Some(axis) => self.space.axis(axis).column().cloned(),
                // Nothing else asks for the fact, so the words of its runs are all that can be told apart.
                None => Some(words_of(comparison.fact, runs.iter().map(|(comparison, ..)| comparison))),
            };
            let held = column.and_then(|column| Held::of(self.policy, comparison, &column));
            let Some(held) = held else { continue };
            if let Some(axis) = axis {
                self.cells(axis, *run, |(cell, slots), (_, run)| {
                    let holds = held.accepts(cell, slots);
                    run.is_none_or(|(low, high)| if holds { high > 0 } else { low <= 0 })
                });
            }
            if !held.missing {
                known.push((comparison.fact, held.slots, *run));
            }
        }
        for (fact, held, left) in &known {
            for (other, wider, right) in &known {
                if left != right && fact == other && held.iter().all(|range| lies_in(*range, wider)) {
                    self.at_most(*left, *right);
                }
            }
        }
    }

    /// Four views of one counter.
    fn views(&mut self) {
        let views = self.all(|policy, fact| match fact.origin {
            Origin::Signal(signal, view) => Some((policy.signals[signal.index()].name.clone(), view)),
            _ => None,
        });
        for ((signal, view), _, left) in &views {
            for ((other, later), _, right) in &views {
                if signal != other {
                    continue;
                }
                match (view, later) {
                    (View::Now | View::Earlier, View::InTheConversation | View::Times)
                    | (View::InTheConversation, View::Times)
                    | (View::Times, View::InTheConversation) => self.implies(*left, *right),
                    _ => {}
                }
            }
        }
    }

    /// A signal that another brings about.
    fn detectors(&mut self) {
        let signals = self.settled(|_, fact| match fact.origin {
            Origin::Signal(signal, View::Now) => Some(signal),
            _ => None,
        });
        for (signal, _, own) in signals {
            self.detector(signal, own);
        }
    }

    fn detector(&mut self, signal: SignalId, own: AxisId) {
        let policy = self.policy;
        let signal = &policy.signals[signal.index()];
        let only = signal.detectors.len() == 1 && !signal.is_score;
        for detector in &signal.detectors {
            let DetectorKind::When(condition) = &detector.kind else { continue };
            let Some(comparison) = lone(policy, condition) else { continue };
            let Some(axis) = self.axis(comparison.fact) else { continue };
            let column = self.space.axis(axis).column();
            let Some(held) = column.and_then(|column| Held::of(policy, comparison, column)) else { continue };
            let least = if signal.is_score { detector.weight.millionths().min(WHOLE) } else { 1 };
            self.cells(axis, own, |(cell, slots), (_, own)| {
                let holds = held.accepts(cell, slots);
                let Some((low, high)) = own else { return true };
                if holds { high >= least } else { !only || low <= 0 }
            });
        }
    }

    /// Days have weekdays; an instant has its day, or with time zones one beside it.
    fn calendar(&mut self) {
        let Some(today) = self.built_in(&BuiltIn::Today) else { return };
        if let Some(weekday) = self.built_in(&BuiltIn::Weekday) {
            let words = self.space.axis(weekday).column().map(|column| column.words.clone()).unwrap_or_default();
            self.values(today, weekday, |(low, high), (first, last)| {
                let (from, to) = (low.div_euclid(WHOLE), high.div_euclid(WHOLE));
                let days = to.saturating_sub(from).min(6);
                (0..=days).any(|more| {
                    let symbol = words.iter().position(|word| word == weekday_of(from + more));
                    symbol.and_then(|at| i64::try_from(at).ok()).is_some_and(|at| (first..=last).contains(&at))
                })
            });
        }
        if let Some(now) = self.built_in(&BuiltIn::Now) {
            let day = |slot: i64| slot.div_euclid(WHOLE).div_euclid(86_400).saturating_mul(WHOLE);
            self.values(today, now, |(low, high), (first, last)| {
                low <= day(last).saturating_add(WHOLE) && high >= day(first).saturating_sub(WHOLE)
            });
        }
    }

    /// A promised confidence that is not there is a failure.
    fn failures(&mut self) {
        let failed = self.settled(|_, fact| (fact.origin == Origin::BuiltIn(BuiltIn::AssistantFailed)).then_some(()));
        let (Some(confidence), Some((.., failed))) = (self.built_in(&BuiltIn::Confidence), failed.first().copied())
        else {
            return;
        };
        if self.policy.gives_confidence {
            self.cells(confidence, failed, |(cell, _), (_, failed)| {
                cell != MISSING_CELL || failed.is_none_or(|(_, high)| high > 0)
            });
        }
    }

    /// Tags of one fact are known together.
    fn tags(&mut self) {
        let mut first: Vec<(String, AxisId)> = Vec::new();
        for side in self.sides {
            for (at, column) in side.artifact.rows.columns.iter().enumerate() {
                let (ColumnSource::Fact(fact) | ColumnSource::Member(fact, _)) = &column.source else { continue };
                let fact = side.artifact.policy.fact(*fact);
                let is_member = matches!(column.source, ColumnSource::Member(..));
                if fact.kind != Type::Tags && !is_member || matches!(fact.origin, Origin::Decision(_)) {
                    continue;
                }
                let axis = side.axis(crate::rows::ColumnId::from_index(at));
                match first.iter().find(|(known, _)| *known == fact.name) {
                    Some((_, other)) => {
                        let other = *other;
                        let absent = [other, axis].map(|axis| self.space.axis(axis).not_given);
                        let is_there = |at: usize, cell: u32| (cell == MISSING_CELL, Some(cell) == absent[at]);
                        self.cells(other, axis, |(a, _), (b, _)| is_there(0, a) == is_there(1, b));
                    }
                    None => first.push((fact.name.clone(), axis)),
                }
            }
        }
    }

    /// Whether a word that is known is on a list.
    fn lists(&mut self) {
        let lists = self.settled(|_, fact| match &fact.origin {
            Origin::List { column, .. } => Some(*column),
            _ => None,
        });
        for (column, list, axis) in lists {
            let Some(words_axis) = self.axis(column) else { continue };
            let Origin::List { entries, .. } = &self.policy.fact(list).origin else { continue };
            let words = self.space.axis(words_axis).column().map(|column| column.words.clone()).unwrap_or_default();
            self.values(words_axis, axis, |(first, last), (low, high)| {
                let word = usize::try_from(first).ok().filter(|_| first == last).and_then(|at| words.get(at));
                let listed = word.map(|word| entries.binary_search(word).is_ok());
                listed.is_none_or(|listed| (low..=high).contains(&i64::from(listed)))
            });
        }
    }
}

/// A column of the words that comparisons of a fact name.
fn words_of<'c>(fact: FactId, comparisons: impl Iterator<Item = &'c Comparison>) -> Column {
    let named =
        comparisons.filter(|comparison| comparison.fact == fact).flat_map(|comparison| match &comparison.test {
            Check::OneOf(words) => words.clone(),
            _ => Vec::new(),
        });
    let mut words: Vec<String> = named.collect();
    words.sort();
    words.dedup();
    Column { source: ColumnSource::Fact(fact), cuts: Vec::new(), words, on_answer: false }
}

fn axis_of(side: &Side<'_>, fact: FactId) -> Option<AxisId> {
    side.artifact.rows.find(&ColumnSource::Fact(fact)).map(|column| side.axis(column))
}

fn lies_in((low, high): Slots, ranges: &[Slots]) -> bool {
    ranges.iter().any(|(from, to)| *from <= low && high <= *to)
}

/// The weekday of a day since 1970-01-01, a Thursday.
fn weekday_of(day: i64) -> &'static str {
    let at = day.saturating_add(3).rem_euclid(7);
    crate::semantics::WEEKDAYS[usize::try_from(at).unwrap_or(0)]
}
