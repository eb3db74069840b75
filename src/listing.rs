//! The decision table in words: what people read of it, and its form for other programs.
//!
//! In: an [`Artifact`]. Out: a [`Listing`], every row in the words of the policy, in
//! the order in which rows are asked; or [`json`], which has everything that a
//! program of another language needs to look decisions up.
//!
//! What is said comes from the rows that decide, not from the policy's text: it is
//! what will happen, and it can be said of a table without texts.
//!
//! # What is not here
//!
//! Markdown, CSV and HTML: the command line lays out what this module says.

use crate::artifact::Artifact;
use crate::policy::{ActionName, Also, CategoryId, Check, Condition, Effect, Layer, Policy, Rule, RuleId};
use crate::rows::{Column, ColumnId, ColumnSource, Matrix, Rows};
use crate::source::Span;

mod accepts;
mod bars;
mod json;
mod ladder;
mod legend;
mod then;
mod words;
pub use accepts::{Accepts, Bound, Holds, Range, Values};
pub use bars::{Bar, BarGroup, BarStep};
pub use json::{FORM, SCHEMA, json};
pub use ladder::{Finder, Moment, Timeline, ladder_json, timeline, timelines};
pub use legend::{Question, Team};
pub use then::{Fallback, Then};
pub use words::{cell, conditions, question, test};

/// A table in words.
#[derive(Clone, Debug)]
pub struct Listing<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// Its rows.
    pub rows: &'a Rows,
    /// The category that everything is about; none: all categories.
    pub category: Option<CategoryId>,
    /// Guards, overrides and rules, in the order in which they are asked.
    pub rules: Vec<Entry<'a>>,
    /// What decides when no rule does.
    pub fallbacks: Vec<Fallback<'a>>,
    /// What adds to any decision.
    pub alsos: Vec<Entry<'a>>,
    /// What only records that it would have decided.
    pub watches: Vec<Entry<'a>>,
    /// Thresholds.
    pub bars: Vec<Bar>,
}

/// A rule, an `also` or a watch.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// What it is, and where it stands.
    pub place: Place,
    /// Its name.
    pub name: &'a str,
    /// For people.
    pub title: Option<&'a str>,
    /// The groups it stands in, outermost first.
    pub groups: &'a [String],
    /// What it comes to, each with the rows that lead there; two of a rule that asks a question first.
    pub cases: Vec<Case<'a>>,
    /// `because`
    pub because: Option<&'a str>,
    /// Where it is written: `policy.baton:61`; empty without texts.
    pub source: String,
}

/// What an entry is, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It decides: its layer, and its place among all that do, from 1.
    Rule(Layer, usize),
    /// It adds: its place among the others, from 1.
    Also(usize),
    /// It is only watched: the place of the next rule behind it, if there is one.
    Watch(Option<usize>),
}

/// Rows with one outcome. One of them must fit; without any, nothing ever does.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// What comes of it.
    pub then: Then<'a>,
    /// When.
    pub lines: Vec<Line>,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its place among the rows of its entry, from 1; none if it is the only one.
    pub number: Option<usize>,
    /// What it asks, in the order of the policy's text.
    pub asks: Vec<Asked>,
}

/// What a row asks of a column.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The column.
    pub column: ColumnId,
    /// What it accepts.
    pub accepts: Accepts,
}

impl<'a> Listing<'a> {
    /// The whole table, or of every part what can hold for a category.
    pub fn new(artifact: &'a Artifact, category: Option<CategoryId>) -> Self {
        let Artifact { policy, rows } = artifact;
        let reading = Reading { policy, rows, category };
        Self {
            policy,
            rows,
            category,
            rules: reading.rules(),
            fallbacks: then::fallbacks(&reading),
            alsos: reading.alsos(),
            watches: reading.watches(),
            bars: bars::bars(&reading),
        }
    }

    /// The columns that these entries ask, in the order in which they are first asked.
    pub fn questions<'e>(&self, entries: impl IntoIterator<Item = &'e Entry<'a>>) -> Vec<ColumnId>
    where
        'a: 'e,
    {
        let mut seen = vec![false; self.rows.columns.len()];
        let lines = entries.into_iter().flat_map(Entry::lines);
        let asked = lines.flat_map(|line| line.asks.iter().map(|asked| asked.column));
        asked.filter(|column| !std::mem::replace(&mut seen[column.index()], true)).collect()
    }
}

impl<'a> Listing<'a> {
    /// What actions say when the author names no message: action and message, each once.
    pub fn usual_messages(&self) -> Vec<(ActionName, &'a str)> {
        let of_rules = self.rules.iter().flat_map(|entry| entry.cases.iter().map(|case| &case.then));
        let all = of_rules.chain(self.fallbacks.iter().map(|one| &one.then)).filter(|then| then.says_the_usual);
        let mut usual: Vec<_> = all.filter_map(|then| then.action.zip(then.says)).collect();
        usual.sort_unstable();
        usual.dedup();
        usual
    }
}

impl Entry<'_> {
    /// What stands in front of a row: `7`, or `7.2` when there are several; of a watch what it stands before.
    pub fn number(&self, line: Option<&Line>) -> String {
        let (Place::Rule(_, at) | Place::Also(at)) = self.place else {
            return match self.place {
                Place::Watch(Some(before)) => before.to_string(),
                _ => "otherwise".to_owned(),
            };
        };
        line.and_then(|line| line.number).map_or_else(|| at.to_string(), |row| format!("{at}.{row}"))
    }

    /// Its rows, case by case.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.cases.iter().flat_map(|case| &case.lines)
    }
}

impl Line {
    /// What it accepts of a column; none if it does not ask.
    pub fn accepts(&self, column: ColumnId) -> Option<&Accepts> {
        self.asks.iter().find(|asked| asked.column == column).map(|asked| &asked.accepts)
    }
}

/// What is read, and about which category.
#[derive(Clone, Copy)]
struct Reading<'a> {
    policy: &'a Policy,
    rows: &'a Rows,
    category: Option<CategoryId>,
}

impl<'a> Reading<'a> {
    fn rules(&self) -> Vec<Entry<'a>> {
        let rule_of = |outcome: u32| self.rows.outcomes.get(outcome as usize).and_then(|outcome| outcome.rule);
        let rows = grouped(&self.rows.rules, self.policy.rules.len(), |of| rule_of(of).map(RuleId::index));
        let mut cases: Vec<Vec<Case<'a>>> = self.policy.rules.iter().map(|_| Vec::new()).collect();
        for (number, outcome) in (0..).zip(&self.rows.outcomes) {
            let Some(at) = outcome.rule.map(RuleId::index) else { continue };
            let rule = &self.policy.rules[at];
            let lines = self.lines(&self.rows.rules, &rows[at], &rule.condition, Some(number));
            cases[at].push(Case { then: Then::decided(self, outcome, Some(&rule.outcome)), lines });
        }
        let mut place = 0;
        let mut found = Vec::new();
        for ((rule, cases), rows) in self.policy.rules.iter().zip(cases).zip(rows).filter(|((rule, _), _)| !rule.watch)
        {
            place += 1;
            found.extend(self.entry(rule, Place::Rule(rule.layer, place), cases, !rows.is_empty()));
        }
        found
    }

    fn watches(&self) -> Vec<Entry<'a>> {
        let rows = grouped(&self.rows.watches, self.policy.rules.len(), |of| Some(of as usize));
        let deciding = self.policy.rules.iter().filter(|rule| !rule.watch).count();
        let mut before = 1;
        let mut found = Vec::new();
        for (rule, rows) in self.policy.rules.iter().zip(rows) {
            if !rule.watch {
                before += 1;
                continue;
            }
            let lines = self.lines(&self.rows.watches, &rows, &rule.condition, None);
            let then = Then::written(self, &rule.outcome);
            let place = Place::Watch(Some(before).filter(|before| *before <= deciding));
            found.extend(self.entry(rule, place, vec![Case { then, lines }], !rows.is_empty()));
        }
        found
    }

    /// A rule or watch, unless the category rules it out.
    fn entry(&self, rule: &'a Rule, place: Place, mut cases: Vec<Case<'a>>, can_hold: bool) -> Option<Entry<'a>> {
        if can_hold {
            cases.retain(|case| !case.lines.is_empty());
        } else {
            cases.truncate(1);
        }
        let is_shown = !cases.is_empty() && (can_hold || self.category.is_none());
        is_shown.then(|| Entry {
            place,
            name: &rule.name,
            title: rule.title.as_deref(),
            groups: &rule.groups,
            cases,
            because: rule.outcome.because.as_deref(),
            source: self.source(rule.span),
        })
    }

    fn alsos(&self) -> Vec<Entry<'a>> {
        let rows = grouped(&self.rows.alsos, self.policy.alsos.len(), |of| Some(of as usize));
        let entry = |(at, (also, rows)): (usize, (&'a Also, Vec<usize>))| {
            let lines = self.lines(&self.rows.alsos, &rows, &also.condition, None);
            let is_shown = !lines.is_empty() || (rows.is_empty() && self.category.is_none());
            is_shown.then(|| Entry {
                place: Place::Also(at + 1),
                name: &also.name,
                title: also.title.as_deref(),
                groups: &[],
                cases: vec![Case { then: Then::added(self.effects(&also.effects)), lines }],
                because: None,
                source: self.source(also.span),
            })
        };
        self.policy.alsos.iter().zip(rows).enumerate().filter_map(entry).collect()
    }

    /// The rows of one declaration, if they can fit the category; those with this outcome, if one is named.
    fn lines(&self, matrix: &Matrix, rows: &[usize], condition: &Condition, outcome: Option<u32>) -> Vec<Line> {
        let order = self.order(condition);
        let numbered = rows.iter().enumerate().filter(|(_, row)| outcome.is_none_or(|of| matrix.of[**row] == of));
        let line = |(at, row): (usize, &usize)| {
            let mut asks = self.asks(matrix, *row)?;
            asks.sort_by_key(|asked| {
                let source = &self.column(asked.column).source;
                order.iter().position(|one| is_one_fact(one, source)).unwrap_or(usize::MAX)
            });
            Some(Line { number: (rows.len() > 1).then_some(at + 1), asks })
        };
        numbered.filter_map(line).collect()
    }

    /// What a row asks beside the category, if it fits the category.
    fn asks(&self, matrix: &Matrix, row: usize) -> Option<Vec<Asked>> {
        let mut asks = Vec::new();
        for (column, ranges) in matrix.asks(row) {
            if let Some(category) = self.category.filter(|_| self.rows.category == Some(column)) {
                let cell = self.column(column).cell(i64::from(category.0));
                if ranges.iter().any(|(from, to)| (*from..*to).contains(&cell)) {
                    continue;
                }
                return None;
            }
            let accepts = Accepts::of(self.policy, self.column(column), ranges);
            if !accepts.is_everything(self.column(column)) {
                asks.push(Asked { column, accepts });
            }
        }
        Some(asks)
    }

    /// What a condition asks about, in the order of its text.
    fn order(&self, condition: &Condition) -> Vec<ColumnSource> {
        let asked = condition.comparisons().into_iter().map(|id| self.policy.comparison(id));
        let source = asked.map(|comparison| match comparison.test {
            Check::Threshold { threshold, .. } => ColumnSource::Margin(threshold),
            _ => ColumnSource::Fact(comparison.fact),
        });
        source.collect()
    }

    fn column(&self, id: ColumnId) -> &'a Column {
        self.rows.column(id)
    }

    fn effects(&self, effects: &[Effect]) -> Vec<String> {
        effects.iter().map(|effect| crate::runtime::explain::effect(self.policy, effect)).collect()
    }

    /// File and line; empty without texts.
    fn source(&self, span: Span) -> String {
        let (file, line, _) = self.policy.sources.position(span);
        if file.is_empty() { String::new() } else { format!("{file}:{line}") }
    }
}

/// Whether a column asks about this; of a fact that holds several words, about any of them.
fn is_one_fact(asked: &ColumnSource, column: &ColumnSource) -> bool {
    match (asked, column) {
        (ColumnSource::Fact(one), ColumnSource::Member(other, _)) => one == other,
        _ => asked == column,
    }
}

/// The rows of each declaration.
fn grouped(matrix: &Matrix, count: usize, of: impl Fn(u32) -> Option<usize>) -> Vec<Vec<usize>> {
    let mut rows = vec![Vec::new(); count];
    for row in 0..matrix.len() {
        if let Some(rows) = of(matrix.of[row]).and_then(|of| rows.get_mut(of)) {
            rows.push(row);
        }
    }
    rows
}
