//! How values become slots.
//!
//! In: a value of a fact. Out: the slot of each column that is about it. A value
//! that the fact cannot have is [`Unusable`], never clamped.

use std::borrow::Cow;
use std::fmt;

use super::bind::{TAGS_MAX, TEXT_MAX};
use super::held::{Held, Places};
use super::names::Names;
use super::values::{Values, starting_value};
use crate::policy::{Fact, FactId, Origin, Policy};
use crate::rows::{Column, ColumnSource, LEAST, MISSING, Rows};
use crate::value::{Fixed, OTHER, Type, Value};

/// How the values of every fact become slots.
#[derive(Clone, Debug)]
pub(super) struct Inputs {
    /// By fact.
    facts: Vec<Input>,
    /// What columns hold before anything is given.
    starting: Held,
    /// Finds cells.
    pub(super) places: Places,
}

/// How the values of one fact become slots.
#[derive(Clone, Debug, Default)]
struct Input {
    /// The column of the fact.
    column: Option<usize>,
    kind: Kind,
    /// Whether a JSON number is a value as it is: the service has no scale of its own, and the type is written so.
    plain: bool,
    /// Words that have a symbol of their own, in every spelling; of tags, the columns of their members.
    words: Names<i64>,
    /// The symbol of every other word; none when no other is a value.
    other: Option<i64>,
    /// Lists that look this fact up: their columns.
    lists: Vec<(usize, FactId)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    Truth,
    /// Slots from the first to the last, both included; whether only whole numbers.
    Number(i64, i64, bool),
    #[default]
    Word,
    Language,
    Country,
    Tags,
}

/// Why a value cannot be used. The fact is missing then, not its default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// The fact belongs to another table.
    OtherTable,
    /// The fact holds values of another kind.
    WrongKind,
    /// A number that the fact cannot have.
    OutOfRange,
    /// A word that the policy does not know, or no code of a language or country.
    UnknownWord,
    /// A text or a tag of more than [`TEXT_MAX`] bytes, or more than [`TAGS_MAX`] tags.
    TooLong,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unusable::OtherTable => "the fact belongs to another table: look it up in the one that is used",
            Unusable::WrongKind => "the fact holds values of another kind",
            Unusable::OutOfRange => "the number is out of the fact's range",
            Unusable::UnknownWord => "the policy does not know this word",
            Unusable::TooLong => "the text or the list of tags is too long",
        })
    }
}

impl std::error::Error for Unusable {}

impl Inputs {
    pub(super) fn new(policy: &Policy, rows: &Rows) -> Self {
        let mut facts: Vec<Input> = policy.facts.iter().map(|fact| input(policy, fact)).collect();
        for (at, column) in rows.columns.iter().enumerate() {
            match &column.source {
                ColumnSource::Fact(id) => {
                    let input = &mut facts[id.index()];
                    input.column = Some(at);
                    number_words(&policy.fact(*id).kind, &column.words, input);
                    if let Origin::List { column: looked_up, .. } = policy.fact(*id).origin {
                        facts[looked_up.index()].lists.push((at, *id));
                    }
                }
                ColumnSource::Member(id, word) => {
                    let at = i64::try_from(at).expect("a table has at most COLUMNS_MAX columns");
                    facts[id.index()].words.insert(word.as_str().into(), at);
                }
                ColumnSource::Margin(_) => {}
            }
        }
        let places = Places::new(&rows.columns, |column| is_small(policy, column));
        let mut inputs = Self { facts, starting: Held::nothing(rows), places };
        let mut starting = inputs.starting.clone();
        for (at, fact) in policy.facts.iter().enumerate() {
            let value = fact.default.clone().or_else(|| starting_value(&fact.origin));
            inputs.value(policy, FactId::from_index(at), value.as_ref(), &mut starting).unwrap_or_default();
        }
        inputs.starting = starting;
        inputs
    }

    /// What columns hold before anything is given: defaults, switches off, the state of a new conversation.
    pub(super) fn starting(&self) -> &Held {
        &self.starting
    }

    /// The slots of all values.
    pub(super) fn all(&self, policy: &Policy, values: &Values, held: &mut Held) {
        held.clear();
        let ids = || (0..self.facts.len()).map(FactId::from_index);
        for id in ids() {
            if let Some(value) = values.get(id) {
                // A value that its fact cannot have is missing; binding has ruled it out.
                let _ = self.value(policy, id, Some(value), held);
            }
        }
        // Whether someone is on a list is a value of its own, which wins over looking it up.
        for (column, list) in ids().flat_map(|id| &self.facts[id.index()].lists) {
            let slot = match values.get(*list) {
                Some(Value::Truth(truth)) => i64::from(*truth),
                _ => MISSING,
            };
            held.set(&self.places, *column, slot);
        }
    }

    /// Sets the slots of a fact's value; none: missing.
    pub(super) fn value(
        &self,
        policy: &Policy,
        id: FactId,
        value: Option<&Value>,
        held: &mut Held,
    ) -> Result<(), Unusable> {
        match value {
            None => {
                self.missing(id, held);
                Ok(())
            }
            Some(Value::Truth(truth)) => self.truth(id, *truth, held),
            Some(Value::Number(number)) => self.number(id, *number, held),
            Some(Value::Word(word)) => self.word(policy, id, word, held),
            Some(Value::Words(words)) => self.tags(id, words.iter().map(String::as_str), held),
        }
    }

    /// Whether a JSON number is a value of the fact as it is.
    pub(super) fn takes_numbers(&self, id: FactId) -> bool {
        self.facts.get(id.index()).is_some_and(|input| input.plain)
    }

    pub(super) fn missing(&self, id: FactId, held: &mut Held) {
        let Some(input) = self.facts.get(id.index()) else { return };
        if let Some(column) = input.column {
            held.set(&self.places, column, MISSING);
        }
        if input.kind == Kind::Tags {
            input.words.values().for_each(|column| held.set(&self.places, place(*column), MISSING));
        }
        input.lists.iter().for_each(|(column, _)| held.set(&self.places, *column, MISSING));
    }

    pub(super) fn truth(&self, id: FactId, truth: bool, held: &mut Held) -> Result<(), Unusable> {
        let input = self.facts.get(id.index()).ok_or(Unusable::OtherTable)?;
        if input.kind != Kind::Truth {
            return Err(Unusable::WrongKind);
        }
        if let Some(column) = input.column {
            held.set(&self.places, column, i64::from(truth));
        }
        Ok(())
    }

    pub(super) fn number(&self, id: FactId, number: Fixed, held: &mut Held) -> Result<(), Unusable> {
        let input = self.facts.get(id.index()).ok_or(Unusable::OtherTable)?;
        let Kind::Number(low, high, whole) = input.kind else { return Err(Unusable::WrongKind) };
        let slot = number.millionths();
        if slot < low || slot > high || (whole && !number.is_whole()) {
            return Err(Unusable::OutOfRange);
        }
        if let Some(column) = input.column {
            held.set(&self.places, column, slot);
        }
        Ok(())
    }

    pub(super) fn word(&self, policy: &Policy, id: FactId, word: &str, held: &mut Held) -> Result<(), Unusable> {
        let input = self.facts.get(id.index()).ok_or(Unusable::OtherTable)?;
        if word.len() > TEXT_MAX {
            return Err(Unusable::TooLong);
        }
        // The policy's own words are written as they are looked up, codes of languages and countries too.
        let symbol = match input.kind {
            Kind::Truth | Kind::Number(..) | Kind::Tags => return Err(Unusable::WrongKind),
            // As when it is bound: an empty word says that nothing is known. Only free text is empty on purpose.
            _ if word.is_empty() && policy.fact(id).kind != Type::Text => {
                self.missing(id, held);
                return Ok(());
            }
            kind => match (input.words.get(word), kind) {
                (None, Kind::Language) => input.words.get(&*language(word)?),
                (None, Kind::Country) => input.words.get(&*country(word)?),
                (found, _) => found,
            },
        };
        let symbol = symbol.copied().or(input.other).ok_or(Unusable::UnknownWord)?;
        if let Some(column) = input.column {
            held.set(&self.places, column, symbol);
        }
        for (column, list) in &input.lists {
            if let Origin::List { entries, .. } = &policy.fact(*list).origin {
                let listed = entries.binary_search_by(|entry| entry.as_str().cmp(word)).is_ok();
                held.set(&self.places, *column, i64::from(listed));
            }
        }
        Ok(())
    }

    pub(super) fn tags<'w>(
        &self,
        id: FactId,
        words: impl Iterator<Item = &'w str>,
        held: &mut Held,
    ) -> Result<(), Unusable> {
        let input = self.facts.get(id.index()).ok_or(Unusable::OtherTable)?;
        if input.kind != Kind::Tags {
            return Err(Unusable::WrongKind);
        }
        if let Some(column) = input.column {
            held.set(&self.places, column, 0);
        }
        input.words.values().for_each(|column| held.set(&self.places, place(*column), 0));
        for (at, word) in words.enumerate() {
            if at >= TAGS_MAX || word.len() > TEXT_MAX {
                return Err(Unusable::TooLong);
            }
            if let Some(column) = input.words.get(word) {
                held.set(&self.places, place(*column), 1);
            }
        }
        Ok(())
    }
}

/// The language of a code such as `es-MX`, in lower case.
fn language(code: &str) -> Result<Cow<'_, str>, Unusable> {
    let language = code.split(['-', '_']).next().unwrap_or_default();
    let is_code = (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_alphabetic());
    if !is_code {
        return Err(Unusable::UnknownWord);
    }
    let is_lower = language.bytes().all(|b| b.is_ascii_lowercase());
    Ok(if is_lower { Cow::Borrowed(language) } else { Cow::Owned(language.to_ascii_lowercase()) })
}

/// The code of a country, in upper case.
fn country(code: &str) -> Result<Cow<'_, str>, Unusable> {
    if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Err(Unusable::UnknownWord);
    }
    let is_upper = code.bytes().all(|b| b.is_ascii_uppercase());
    Ok(if is_upper { Cow::Borrowed(code) } else { Cow::Owned(code.to_ascii_uppercase()) })
}

/// Whether a column holds small whole numbers: yes and no, or symbols.
fn is_small(policy: &Policy, column: &Column) -> bool {
    match &column.source {
        ColumnSource::Fact(fact) => !policy.fact(*fact).kind.is_ordered(),
        ColumnSource::Member(..) => true,
        ColumnSource::Margin(_) => false,
    }
}

fn place(column: i64) -> usize {
    usize::try_from(column).unwrap_or(0)
}

fn input(policy: &Policy, fact: &Fact) -> Input {
    let kind = &fact.kind;
    let any = (LEAST, i64::MAX, false);
    let number = |(low, high, whole)| Kind::Number(low, high, whole);
    let bound = |bound: Option<Fixed>, usual: i64| bound.map_or(usual, |bound| bound.millionths().max(LEAST));
    let kind_of = match kind {
        Type::Truth => Kind::Truth,
        Type::Count => number((0, i64::MAX, true)),
        Type::Number { low, high } => number((bound(*low, LEAST), bound(*high, i64::MAX), false)),
        Type::Share | Type::Score => number((0, Fixed::ONE.millionths(), false)),
        Type::Duration => number((0, i64::MAX, false)),
        Type::Money { .. } | Type::Time | Type::Date | Type::Moment => number(any),
        Type::Tags => Kind::Tags,
        Type::Language => Kind::Language,
        Type::Country => Kind::Country,
        Type::OneOf { .. } | Type::Agent | Type::Text | Type::Category => Kind::Word,
    };
    let plain = fact.scale.is_none() && !matches!(kind, Type::Time | Type::Date | Type::Moment);
    let mut input = Input { kind: kind_of, plain: plain && kind.is_ordered(), ..Input::default() };
    // Without a column nothing reads it, and any word that it may hold will do.
    let open = !matches!(kind, Type::OneOf { open: false, .. } | Type::Category);
    input.other = (open && !matches!(kind_of, Kind::Truth | Kind::Number(..) | Kind::Tags)).then_some(0);
    if let Type::OneOf { values, .. } = kind {
        input.words = values.iter().map(|word| (word.as_str().into(), 0)).collect();
    }
    if *kind == Type::Category {
        input.words = spellings(policy);
    }
    input
}

/// Gives the words of a column their symbols.
fn number_words(kind: &Type, words: &[String], input: &mut Input) {
    if *kind == Type::Category {
        return;
    }
    input.words = words.iter().map(|word| word.as_str().into()).zip(0..).collect();
    let other = i64::try_from(words.len()).expect("a column has far fewer words");
    input.other = match kind {
        Type::OneOf { open: false, .. } => None,
        Type::OneOf { .. } => Some(input.words.get(OTHER).copied().unwrap_or(other)),
        _ => Some(other),
    };
}

/// Every word that means a category, as [`Policy::find_category`] has it: a path, an alias, or a last segment that is
/// unique.
fn spellings(policy: &Policy) -> Names<i64> {
    let (mut exact, mut last): (Names<i64>, Names<Option<i64>>) = (Names::default(), Names::default());
    for (category, symbol) in policy.categories.iter().zip(0..) {
        for word in std::iter::once(&category.path).chain(&category.aliases) {
            exact.entry(word.as_str().into()).or_insert(symbol);
        }
        let segment = category.path.rsplit('.').next().unwrap_or_default();
        last.entry(segment.into()).and_modify(|only| *only = None).or_insert(Some(symbol));
    }
    for (segment, only) in last {
        if let Some(symbol) = only {
            exact.entry(segment).or_insert(symbol);
        }
    }
    exact
}
