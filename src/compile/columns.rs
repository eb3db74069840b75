//! Which columns a table needs, and where the policy cuts them.
//!
//! In: every comparison that rules, `also`s and steps make. Out: columns with
//! their cuts, and each comparison as rows over them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::policy::{Comparison, ComparisonId, Condition, FactId, Policy, StateAsk, ThresholdId};
use crate::rows::{COLUMNS_MAX, Cells, Column, ColumnId, ColumnSource, LEAST, NO_ANSWER};

use super::boxes::{Ask, Row};
use super::questions::{Question, Questions, Slots};

/// The columns of a table in the making.
pub(super) struct Columns<'a> {
    policy: &'a Policy,
    questions: Questions<'a>,
    cuts: BTreeMap<Place, (ColumnSource, BTreeSet<i64>)>,
}

/// The order of columns: facts, members, margins.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Fact(FactId),
    Member(FactId, String),
    Margin(ThresholdId),
}

impl<'a> Columns<'a> {
    /// None yet; `asked` are the comparisons that conditions may make.
    pub(super) fn new(policy: &'a Policy, asked: &[Comparison]) -> Self {
        Self { policy, questions: Questions::new(policy, asked), cuts: BTreeMap::new() }
    }

    /// Makes sure that there is a column, and cuts it around each of these slots.
    pub(super) fn need(&mut self, source: &ColumnSource, slots: &Slots) {
        let place = match source {
            ColumnSource::Fact(fact) => Place::Fact(*fact),
            ColumnSource::Member(fact, word) => Place::Member(*fact, word.clone()),
            ColumnSource::Margin(threshold) => Place::Margin(*threshold),
        };
        let usual = || (source.clone(), BTreeSet::from([NO_ANSWER, LEAST]));
        let (_, cuts) = self.cuts.entry(place).or_insert_with(usual);
        for (from, to) in slots {
            cuts.extend((*from > LEAST).then_some(*from));
            cuts.extend(to.checked_add(1).filter(|next| *next > LEAST));
        }
    }

    /// Makes sure that everything a condition asks has its column and cuts.
    pub(super) fn condition(&mut self, condition: &Condition) {
        for id in condition.comparisons() {
            for (source, slots) in self.questions.of(id).parts() {
                self.need(source, slots);
            }
        }
    }

    /// Makes sure of the columns that the state is asked in.
    pub(super) fn states(&mut self, asks: &[StateAsk]) {
        for ask in asks {
            let slots = self.questions.state(ask);
            self.need(&ColumnSource::Fact(ask.fact), &slots);
        }
    }

    /// The columns, unless there are more than [`COLUMNS_MAX`]: then how many.
    pub(super) fn done(self) -> Result<Cut<'a>, usize> {
        if self.cuts.len() > COLUMNS_MAX {
            return Err(self.cuts.len());
        }
        let column = |(source, cuts): (ColumnSource, BTreeSet<i64>)| Column {
            words: self.questions.words(&source),
            on_answer: match &source {
                ColumnSource::Fact(fact) | ColumnSource::Member(fact, _) => self.policy.fact(*fact).on_answer,
                ColumnSource::Margin(id) => self.policy.fact(self.policy.thresholds[id.index()].fact).on_answer,
            },
            cuts: cuts.into_iter().collect(),
            source,
        };
        Ok(Cut::of(self.cuts.into_values().map(column).collect(), self.questions))
    }
}

/// Columns with all their cuts.
pub(super) struct Cut<'a> {
    pub(super) columns: Vec<Column>,
    questions: Questions<'a>,
    places: HashMap<ColumnSource, ColumnId>,
}

impl<'a> Cut<'a> {
    fn of(columns: Vec<Column>, questions: Questions<'a>) -> Self {
        let places = columns.iter().enumerate().map(|(at, column)| (column.source.clone(), ColumnId::from_index(at)));
        Self { places: places.collect(), columns, questions }
    }

    /// The columns of a table that was made of this policy.
    pub(super) fn again(policy: &'a Policy, columns: Vec<Column>) -> Self {
        Self::of(columns, Questions::new(policy, policy.deciding()))
    }

    /// Whether there is a column for everything that a condition asks.
    pub(super) fn asks(&self, condition: &Condition) -> bool {
        let mut ids = condition.comparisons().into_iter();
        ids.all(|id| self.questions.of(id).parts().iter().all(|(source, _)| self.find(source).is_some()))
    }

    /// The column of a fact, if something asks about it.
    pub(super) fn fact(&self, fact: FactId) -> Option<ColumnId> {
        self.find(&ColumnSource::Fact(fact))
    }

    /// The column that holds this.
    pub(super) fn find(&self, source: &ColumnSource) -> Option<ColumnId> {
        self.places.get(source).copied()
    }

    /// The cells of these slots.
    pub(super) fn set(&self, column: ColumnId, slots: &Slots) -> Cells {
        let column = &self.columns[column.index()];
        Cells::of(slots.iter().map(|(from, to)| (column.cell(*from), column.cell(*to) + 1)).collect())
    }
}

impl Cut<'_> {
    /// A question to the state, in cells.
    pub(super) fn state(&self, ask: &StateAsk) -> (ColumnId, Cells) {
        let column = self.fact(ask.fact).expect("every state that a course asks for was given its column");
        (column, self.set(column, &self.questions.state(ask)))
    }
}

impl Ask for Cut<'_> {
    fn comparison(&self, id: ComparisonId, except: bool) -> Vec<Row> {
        let question = self.questions.of(id);
        let asks = question.parts().iter().map(|(source, slots)| {
            let column = self.find(source).expect("every comparison of a rule was given its column");
            let cells = self.set(column, slots);
            (column, if except { cells.not(self.cells(column)) } else { cells })
        });
        let one_fits = matches!(question, Question::Any(_)) != except;
        if one_fits {
            return asks.map(|ask| vec![ask]).collect();
        }
        let mut row: Row = asks.collect();
        row.sort_by_key(|(column, _)| *column);
        vec![row]
    }

    fn cells(&self, column: ColumnId) -> u32 {
        self.columns[column.index()].cells()
    }
}
