//! A policy under study: the space, who decides where, and what was asked so far.
//!
//! In: an artifact. Out: answers for lints: can a rule decide, which rules come
//! before it in every case. Questions whose budget ended are counted.

use super::kind::Kind;
use super::region::{Point, Region};
use super::row_list::RowList;
use super::search::{Answer, Budget};
use super::side::Side;
use super::space::Space;
use super::{Examples, Missing};
use crate::artifact::Artifact;
use crate::compile::Conditions;
use crate::policy::{Action, ActionName, BuiltIn, Condition, FactId, Layer, Policy, Rule, RuleId};
use crate::rows::{Column, ColumnId, ColumnSource};
use std::cell::{Cell, OnceCell};

/// Most steps of all questions about one policy together.
const STEPS_MAX: u64 = 2_000_000;

/// A policy under study.
pub(crate) struct Study<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) space: Space,
    pub(crate) side: Side<'a>,
    /// Everything that decides, in order.
    pub(crate) deciders: RowList,
    /// Every input without a problem that decides.
    pub(crate) calm: Region,
    /// Of each rule, its rows among those that decide.
    pub(crate) rows_of: Vec<Vec<u32>>,
    pub(crate) conditions: Conditions<'a>,
    reach: Vec<OnceCell<Reach>>,
    undecided: Cell<usize>,
    steps: Cell<u64>,
    examples: OnceCell<Examples<'a>>,
}

/// Whether a rule can decide.
#[derive(Clone, Debug)]
pub(crate) enum Reach {
    /// It does here, by this row.
    Decides(u32, Point),
    /// Never: for each of its rows, the rows before it that cover it; none: nothing possible fits it.
    Never(Vec<(u32, Vec<u32>)>),
    /// The budget ended.
    Undecided,
}

impl<'a> Study<'a> {
    /// Facts may be missing anywhere: what is proved holds for services that send nonsense too.
    pub(crate) fn new(artifact: &'a Artifact) -> Self {
        let (space, side) = Space::of(artifact, Missing::Anywhere);
        let deciders = side.deciders(&space);
        let mut calm = space.everything();
        if let Some(problem) = space.problem_axis() {
            space.keep(&mut calm, problem, [0]);
        }
        let mut rows_of = vec![Vec::new(); artifact.policy.rules.len()];
        for (row, outcome) in (0..).zip(&deciders.of) {
            if let Some(rule) = side.rule(*outcome) {
                rows_of[rule.index()].push(row);
            }
        }
        Self {
            policy: &artifact.policy,
            conditions: Conditions::new(&artifact.policy, &artifact.rows),
            reach: vec![OnceCell::new(); artifact.policy.rules.len()],
            undecided: Cell::new(0),
            steps: Cell::new(0),
            examples: OnceCell::new(),
            space,
            side,
            deciders,
            calm,
            rows_of,
        }
    }

    /// Rules that decide: all but watches.
    pub(crate) fn rules(&self) -> impl Iterator<Item = (RuleId, &'a Rule)> {
        let rules = self.policy.rules.iter().enumerate().filter(|(_, rule)| !rule.watch);
        rules.map(|(at, rule)| (RuleId::from_index(at), rule))
    }

    /// Whether there is a point in a region that none of these rows fits.
    pub(crate) fn ask(&self, region: &Region, list: &RowList, rows: &[u32]) -> Answer {
        let left = STEPS_MAX.saturating_sub(self.steps.get());
        let most = Budget::usual().left.min(u32::try_from(left).unwrap_or(u32::MAX));
        let mut budget = Budget { left: most };
        let answer = self.space.find(region, list, rows, &mut budget);
        self.steps.set(self.steps.get() + u64::from(most - budget.left));
        if answer == Answer::Undecided {
            self.undecided.set(self.undecided.get() + 1);
        }
        answer
    }

    /// How many questions ended without an answer.
    pub(crate) fn undecided(&self) -> usize {
        self.undecided.get()
    }

    /// The region of a row that decides.
    pub(crate) fn region(&self, row: u32) -> Region {
        self.space.fitting(&self.calm, &self.deciders, row as usize)
    }

    /// Whether a rule can decide.
    pub(crate) fn reach(&self, rule: RuleId) -> &Reach {
        self.reach[rule.index()].get_or_init(|| {
            let mut covers = Vec::new();
            let mut undecided = false;
            for row in &self.rows_of[rule.index()] {
                match self.ask(&self.region(*row), &self.deciders, &self.deciders.before(*row as usize)) {
                    Answer::Found(point) => return Reach::Decides(*row, point),
                    Answer::Covered(rows) => covers.push((*row, rows)),
                    Answer::Undecided => undecided = true,
                }
            }
            if undecided { Reach::Undecided } else { Reach::Never(covers) }
        })
    }

    /// Whether no input makes a condition hold. False if that is not known.
    pub(crate) fn never_holds(&self, condition: &Condition) -> bool {
        let Some(matrix) = self.conditions.rows(condition) else { return false };
        let list = self.side.rows(&matrix, &self.space);
        (0..list.len()).all(|row| {
            let region = self.space.fitting(&self.calm, &list, row);
            matches!(self.ask(&region, &list, &[]), Answer::Covered(_))
        })
    }

    /// Whether a part of a condition could follow from others: it shares a fact with one of them, or is tied to it.
    pub(crate) fn may_follow(&self, part: &Condition, others: &[Condition]) -> bool {
        let facts = part.facts(&self.policy.comparisons);
        let others: Vec<FactId> = others.iter().flat_map(|other| other.facts(&self.policy.comparisons)).collect();
        let is_tied = |fact: &FactId| {
            let column = self.side.artifact.rows.find(&ColumnSource::Fact(*fact));
            column.is_none_or(|column| self.space.is_tied(self.side.axis(column)))
        };
        facts.iter().any(|fact| others.contains(fact) || is_tied(fact))
    }

    /// Of each outcome a number: equal numbers are equal decisions.
    pub(crate) fn kinds(&self) -> Vec<usize> {
        let rows = &self.side.artifact.rows;
        let mut known: Vec<Kind<'_>> = Vec::new();
        let mut kinds = Vec::new();
        for at in (0..).take(rows.outcomes.len()) {
            let kind = Kind::of(self.policy, rows, at);
            kinds.push(known.iter().position(|one| *one == kind).unwrap_or_else(|| {
                known.push(kind);
                known.len() - 1
            }));
        }
        kinds
    }

    /// The rows that decide an action.
    pub(crate) fn rows_that(&self, action: ActionName) -> impl Iterator<Item = u32> {
        let outcomes = &self.side.artifact.rows.outcomes;
        let does = move |outcome: u32| outcomes[outcome as usize].action == action;
        (0..).zip(&self.deciders.of).filter(move |(_, outcome)| does(**outcome)).map(|(row, _)| row)
    }

    /// Whether any row decides an action.
    pub(crate) fn does(&self, action: ActionName) -> bool {
        self.rows_that(action).next().is_some()
    }

    /// Keeps of a region where a built-in fact lies in these slots. False if nothing asks about it: all is kept then.
    pub(crate) fn keep_slots(&self, region: &mut Region, built_in: &BuiltIn, from: i64, to: i64) -> bool {
        let Some((id, column)) = self.column(built_in) else { return false };
        let range = [(column.cell(from), column.cell(to) + 1)];
        self.space.keep(region, self.side.axis(id), self.side.cells(id, &range));
        true
    }

    /// Keeps of a region where a built-in fact is this word. False if nothing asks about it: all is kept then.
    pub(crate) fn keep_word(&self, region: &mut Region, built_in: &BuiltIn, word: &str) -> bool {
        let Some((_, column)) = self.column(built_in) else { return false };
        let symbol = column.symbol(word).unwrap_or(column.other());
        self.keep_slots(region, built_in, symbol, symbol)
    }

    fn column(&self, built_in: &BuiltIn) -> Option<(ColumnId, &Column)> {
        let rows = &self.side.artifact.rows;
        let id = rows.find(&ColumnSource::Fact(self.policy.built_in(built_in)?))?;
        Some((id, rows.column(id)))
    }

    /// The guards that can keep a customer who was asked back with the assistant.
    pub(crate) fn holding_guards(&self) -> Vec<RuleId> {
        if !self.does(ActionName::Clarify) {
            return Vec::new();
        }
        let stays =
            |rule: &Rule| rule.layer == Layer::Guard && matches!(rule.outcome.action, Action::Stay | Action::Offer(_));
        let decides_there = |row: &u32| {
            let mut region = self.region(*row);
            self.keep_word(&mut region, &BuiltIn::Phase, "clarifying");
            matches!(self.ask(&region, &self.deciders, &self.deciders.before(*row as usize)), Answer::Found(_))
        };
        let guards = self.rules().filter(|(_, rule)| stays(rule)).map(|(id, _)| id);
        guards.filter(|id| self.rows_of[id.index()].iter().any(decides_there)).collect()
    }

    /// What makes examples.
    pub(crate) fn examples(&self) -> &Examples<'a> {
        self.examples.get_or_init(|| Examples::new(&self.side))
    }
}

/// The parts that all must hold.
pub(crate) fn parts(condition: &Condition) -> &[Condition] {
    match condition {
        Condition::All(parts) => parts,
        one => std::slice::from_ref(one),
    }
}
