//! The decision table as plain data: columns, rows, step tables, outcomes.
//!
//! In: nothing; `lower` makes it from a policy, or `artifact` reads it from bytes.
//! Out: what the runtime looks decisions up in, and what `baton table` prints.
//!
//! Every question of a policy is asked of a *column*. At a decision each column
//! holds one whole number, its *slot*: millionths for numbers, 0 or 1 for yes and
//! no, a small symbol for a word, or [`MISSING`]. The constants that the policy
//! compares with cut a column into *cells*; no condition can tell two slots of
//! one cell apart. A *row* holds, for some columns, a set of cells; it fits when
//! every slot lies in its set. A rule is one row or several.
//!
//! A threshold is not multiplied out into rows. Its *margin*, the fact minus the
//! threshold, is a column cut by the offsets that the policy uses.
//!
//! # What is not here
//!
//! Meaning in motion: [`runtime`](crate::runtime) decides, this module holds.

use crate::policy::{ActionName, FactId, MessageId, QueueId, RuleId, ThresholdId};
use crate::value::Fixed;

mod cells;
mod matrix;
pub use cells::Cells;
pub use matrix::{Ask, Matrix};

/// The slot of a fact without a value.
pub const MISSING: i64 = i64::MIN;

/// The slot of a fact that exists only when an answer does, while none does.
pub const NO_ANSWER: i64 = i64::MIN + 1;

/// The least slot of a value.
pub const LEAST: i64 = i64::MIN + 2;

/// The cell of [`MISSING`], in every column.
pub const MISSING_CELL: u32 = 0;

/// The cell of [`NO_ANSWER`], in every column.
pub const NO_ANSWER_CELL: u32 = 1;

/// The first cell of values, in every column.
pub const VALUE_CELL: u32 = 2;

/// Most columns of one table.
pub const COLUMNS_MAX: usize = 1_024;

/// Most rows that one rule, `also` or step may become.
pub const ROWS_OF_ONE_MAX: usize = 256;

/// Most rows of one table.
pub const ROWS_MAX: usize = 200_000;

/// A column, in [`Rows::columns`]; its slot has the same position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId(pub u16);

impl ColumnId {
    /// The position in the table's list.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The id of a position.
    pub fn from_index(index: usize) -> Self {
        Self(u16::try_from(index).expect("a table has at most COLUMNS_MAX columns"))
    }
}

/// The decision table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// What is asked.
    pub columns: Vec<Column>,
    /// What decides: the first row that fits. Rows stand for outcomes.
    pub rules: Matrix,
    /// What only records that it would have decided. Rows stand for rules.
    pub watches: Matrix,
    /// What adds. Rows stand for `also`s.
    pub alsos: Matrix,
    /// One for each threshold of the policy, in its order.
    pub thresholds: Vec<StepTable>,
    /// What can be decided; a rule that clarifies has two.
    pub outcomes: Vec<Outcome>,
    /// What decides when no row fits.
    pub otherwise: Fallback,
    /// What decides when a problem does and no guard fits.
    pub on_problem: Option<u32>,
    /// How many rows of `rules`, from the first, are guards.
    pub guard_rows: u32,
    /// The category's column, if anything asks about the category. Its symbols are the policy's category ids.
    pub category: Option<ColumnId>,
    /// The queue of each category, by id.
    pub queue_of_category: Vec<QueueId>,
    /// The queue without a category.
    pub default_queue: QueueId,
    /// The column of the decided action, if an `also` asks. Its symbols are positions in [`ActionName::ALL`].
    pub decided_action: Option<ColumnId>,
    /// What questions and offers lead to, in the order of the rules; that of `otherwise` last.
    pub promises: Vec<Promise>,
    /// The columns that say whether a queue was decided.
    pub decided_queues: Vec<(QueueId, ColumnId)>,
}

impl Rows {
    /// The column with this id.
    pub fn column(&self, id: ColumnId) -> &Column {
        &self.columns[id.index()]
    }

    /// Whether an outcome is only what an offer leads to: no input is decided with it, but a conversation in which the
    /// offer was taken.
    pub fn is_promised(&self, outcome: u32) -> bool {
        // They are made last.
        let first = self.promises.first().and_then(|promise| promise.leads_to.outcomes().min());
        first.is_some_and(|first| first <= outcome)
    }

    /// The column that holds this.
    pub fn find(&self, source: &ColumnSource) -> Option<ColumnId> {
        self.columns.iter().position(|column| column.source == *source).map(ColumnId::from_index)
    }
}

/// What decides when no row fits, by the state of the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fallback {
    /// The first of these that fits decides: a question asked already, a transfer too many.
    pub courses: Vec<FallbackCourse>,
    /// What decides when none of them fits.
    pub outcome: u32,
}

/// What decides while columns lie in these cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FallbackCourse {
    /// Columns, ascending, each with the cells it must lie in.
    pub when: Vec<(ColumnId, Cells)>,
    /// The outcome.
    pub outcome: u32,
}

impl Fallback {
    /// What decides, given the cell of each column.
    pub fn decides(&self, cell: impl Fn(ColumnId) -> u32) -> u32 {
        let fits = |course: &&FallbackCourse| course.when.iter().all(|(column, cells)| cells.contains(cell(*column)));
        self.courses.iter().find(fits).map_or(self.outcome, |course| course.outcome)
    }

    /// Every outcome that it can come to.
    pub fn outcomes(&self) -> impl Iterator<Item = u32> {
        self.courses.iter().map(|course| course.outcome).chain([self.outcome])
    }
}

/// The handoff that a question or an offer leads to: no row stands for it, the conversation does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Who asks or offers; none for `otherwise`.
    pub rule: Option<RuleId>,
    /// Where it goes, as things stand.
    pub leads_to: Fallback,
}

/// A column: one question whose answer is a whole number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What it holds.
    pub source: ColumnSource,
    /// Where cells begin, ascending: [`NO_ANSWER`], [`LEAST`], then those between values. Cell 0 lies before the first.
    pub cuts: Vec<i64>,
    /// Of a column of words: the word of each symbol. Any other word has the next symbol.
    pub words: Vec<String>,
    /// Whether it holds [`NO_ANSWER`] while there is no answer.
    pub on_answer: bool,
}

impl Column {
    /// The cell of a slot.
    pub fn cell(&self, slot: i64) -> u32 {
        let cell = self.cuts.partition_point(|cut| *cut <= slot);
        u32::try_from(cell).expect("a column has far fewer cuts")
    }

    /// How many cells there are.
    pub fn cells(&self) -> u32 {
        u32::try_from(self.cuts.len() + 1).expect("a column has far fewer cuts")
    }

    /// The least and the greatest slot of a cell.
    pub fn bounds(&self, cell: u32) -> (i64, i64) {
        let at = cell as usize;
        let low = at.checked_sub(1).and_then(|before| self.cuts.get(before)).copied().unwrap_or(i64::MIN);
        (low, self.cuts.get(at).map_or(i64::MAX, |next| next - 1))
    }

    /// The symbol of a word that the policy knows.
    pub fn symbol(&self, word: &str) -> Option<i64> {
        self.words.iter().position(|known| known == word).and_then(|at| i64::try_from(at).ok())
    }

    /// The symbol of every word that the policy does not know.
    pub fn other(&self) -> i64 {
        i64::try_from(self.words.len()).expect("a column has far fewer words")
    }
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ColumnSource {
    /// A fact's value; of tags only whether they are known.
    Fact(FactId),
    /// Whether a fact of tags has this one; of what was decided, whether it is this queue, rule or layer.
    Member(FactId, String),
    /// The fact of a threshold minus the threshold, in millionths.
    Margin(ThresholdId),
}

/// A threshold as sums over rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepTable {
    /// The column of the fact that is compared.
    pub fact: ColumnId,
    /// Its margin, if a rule or an `also` compares with it.
    pub margin: Option<ColumnId>,
    /// The base without a category.
    pub base: Fixed,
    /// The base of each category, by id; empty when all have the same.
    pub base_of_category: Vec<Fixed>,
    /// Steps in the order of the policy, group by group.
    pub steps: Vec<StepRow>,
    /// When each step holds. Rows stand for steps.
    pub matrix: Matrix,
    /// `never below`
    pub low: Option<Fixed>,
    /// `never above`
    pub high: Option<Fixed>,
}

/// One step of a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepRow {
    /// Its group, by position in the policy; of one group only the largest step counts.
    pub group: u32,
    /// Its position in the group.
    pub step: u32,
    /// What it adds.
    pub by: Fixed,
    /// `for each`
    pub each: Option<EachRow>,
}

/// A step that grows with a column: `min(floor((slot − after) / every) × by, up_to)`, in the sign of `by`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EachRow {
    /// The column.
    pub column: ColumnId,
    /// Above 0.
    pub every: Fixed,
    /// Where it begins.
    pub after: Fixed,
    /// The most that it adds.
    pub up_to: Fixed,
}

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The rule; none for `otherwise` and `on problem`.
    pub rule: Option<RuleId>,
    /// The action.
    pub action: ActionName,
    /// To whom.
    pub whither: Whither,
    /// The queue's level, if one is asked for.
    pub level: Option<String>,
    /// The rule's question was asked already, so it hands off.
    pub clarified_before: bool,
    /// It would have been one transfer too many, so it goes where the policy says.
    pub diverted: bool,
    /// It goes back to the agent who gave the conversation back.
    pub to_same_agent: bool,
    /// After how many seconds of silence a clarifying question becomes a handoff.
    pub silence: Option<Fixed>,
    /// What is said.
    pub message: Option<MessageId>,
    /// The columns of `decided by` that hold.
    pub decided_by: Vec<ColumnId>,
}

/// To whom an outcome hands over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whither {
    /// To nobody.
    Nobody,
    /// To the queue that handles the category.
    Category,
    /// To any of these, in order.
    Queues(Vec<QueueId>),
    /// To the colleague whom the customer named.
    NamedAgent,
}
