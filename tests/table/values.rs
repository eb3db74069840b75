//! Values of every fact: the ends of each cell and what lies one millionth beside, words that the policy knows and others.
//!
//! In: a table. Out: for each fact that it asks about, the values that could make a difference.

use baton::decision::Point;
use baton::policy::{FactId, Origin, ThresholdId};
use baton::rows::{ColumnSource, LEAST, VALUE_CELL};
use baton::runtime::{Table, Values, threshold};
use baton::value::{Fixed, Type, Value};

use super::support::Numbers;

/// What one fact may hold; missing is the first.
#[derive(Clone, Debug)]
pub(crate) struct Domain {
    pub(crate) fact: FactId,
    pub(crate) values: Vec<Option<Value>>,
}

/// What there is to give to the facts that a table asks about.
#[derive(Clone, Debug)]
pub(crate) struct Domains {
    pub(crate) facts: Vec<Domain>,
    /// The facts of margins, with the numbers that the margins are compared with.
    margins: Vec<(ThresholdId, FactId, Vec<i64>)>,
    start: Values,
}

impl Domains {
    /// Every value that could make a difference, and some beside.
    pub(crate) fn of(table: &Table) -> Self {
        Self::new(table, &[0, -1, 1])
    }

    /// One value on each side of each cut.
    pub(crate) fn least(table: &Table) -> Self {
        Self::new(table, &[0, -1])
    }

    fn new(table: &Table, beside: &[i64]) -> Self {
        let policy = table.policy();
        let ids = (0..policy.facts.len()).map(FactId::from_index);
        let asked = ids.filter(|id| !matches!(policy.fact(*id).origin, Origin::Decision(_)) && is_asked(table, *id));
        let facts = asked.map(|fact| Domain { fact, values: values(table, fact, beside) }).collect();
        let margin = |at: usize| {
            let column = table.rows().column(table.rows().thresholds[at].margin?);
            let cuts = column.cuts[VALUE_CELL as usize..].to_vec();
            Some((ThresholdId::from_index(at), policy.thresholds[at].fact, cuts))
        };
        let margins = (0..policy.thresholds.len()).filter_map(margin).collect();
        Self { facts, margins, start: Values::starting(policy) }
    }

    /// What no fact was given to.
    pub(crate) fn start(&self) -> &Values {
        &self.start
    }

    /// A value of each fact.
    pub(crate) fn some(&self, table: &Table, numbers: &mut Numbers) -> Values {
        let mut values = self.start.clone();
        for Domain { fact, values: all } in &self.facts {
            let at = if numbers.below(8) == 0 { 0 } else { numbers.below(all.len()) };
            values.set(*fact, all[at].clone());
        }
        if !self.margins.is_empty() && numbers.below(3) == 0 {
            let (threshold, fact, cuts) = numbers.one_of(&self.margins);
            self::beside(table, &mut values, (*threshold, *fact), cuts, numbers);
        }
        values
    }
}

impl Domains {
    /// How many combinations of values there are.
    pub(crate) fn combinations(&self) -> usize {
        self.facts.iter().fold(1, |product, domain| product.saturating_mul(domain.values.len()))
    }

    /// One of them.
    pub(crate) fn combination(&self, mut at: usize) -> Values {
        let mut values = self.start.clone();
        for Domain { fact, values: all } in &self.facts {
            values.set(*fact, all[at % all.len()].clone());
            at /= all.len();
        }
        values
    }

    /// These values, and for each margin the fact at both ends of every cell.
    pub(crate) fn with_margins(&self, table: &Table, values: Values) -> Vec<Values> {
        let mut all = Vec::new();
        for (id, fact, cuts) in &self.margins {
            let bar = threshold(table.policy(), &values, Point::Answer, *id).value.millionths();
            for number in
                cuts.iter().flat_map(|cut| [bar.saturating_add(*cut), bar.saturating_add(*cut).saturating_sub(1)])
            {
                let mut beside = values.clone();
                beside.set(*fact, legal(&table.policy().fact(*fact).kind, number).map(Value::Number));
                all.push(beside);
            }
        }
        all.push(values);
        all
    }
}

/// Puts a fact where the threshold stands, or one millionth beside.
fn beside(table: &Table, values: &mut Values, of: (ThresholdId, FactId), cuts: &[i64], numbers: &mut Numbers) {
    let (id, fact) = of;
    let bar = threshold(table.policy(), values, Point::Answer, id).value.millionths();
    let cut = if cuts.is_empty() { 0 } else { *numbers.one_of(cuts) };
    let beside = *numbers.one_of(&[0, 0, -1, 1]);
    let number = bar.saturating_add(cut).saturating_add(beside);
    values.set(fact, legal(&table.policy().fact(fact).kind, number).map(Value::Number));
}

fn is_asked(table: &Table, id: FactId) -> bool {
    table.rows().columns.iter().any(|column| match &column.source {
        ColumnSource::Fact(fact) | ColumnSource::Member(fact, _) => *fact == id,
        ColumnSource::Margin(threshold) => table.policy().thresholds[threshold.index()].fact == id,
    })
}

fn values(table: &Table, id: FactId, beside: &[i64]) -> Vec<Option<Value>> {
    let policy = table.policy();
    let column = table.rows().find(&ColumnSource::Fact(id)).map(|id| table.rows().column(id));
    let known = column.map(|column| column.words.clone()).unwrap_or_default();
    let word = |word: &str| Value::Word(word.to_owned());
    let kind = &policy.fact(id).kind;
    let values: Vec<Value> = match kind {
        Type::Truth => vec![Value::Truth(false), Value::Truth(true)],
        Type::Category => policy.categories.iter().map(|category| word(&category.path)).collect(),
        Type::OneOf { values, open } => {
            values.iter().map(String::as_str).chain(open.then_some("other")).map(word).collect()
        }
        Type::Language => known.iter().map(String::as_str).chain(["xx"]).map(word).collect(),
        Type::Country => known.iter().map(String::as_str).chain(["XX"]).map(word).collect(),
        Type::Text | Type::Agent => known.iter().map(String::as_str).chain(["v1", "something"]).map(word).collect(),
        Type::Tags => tags(table, id),
        _ => {
            let cuts = column.map(|column| column.cuts.clone()).unwrap_or_default();
            let mut numbers: Vec<i64> =
                cuts.iter().flat_map(|cut| beside.iter().map(|by| cut.saturating_add(*by))).collect();
            let own = policy.thresholds.iter().any(|threshold| threshold.fact == id);
            let counted = policy.thresholds.iter().flat_map(|one| &one.groups).flat_map(|group| &group.steps);
            let counted: Vec<_> =
                counted.filter_map(|step| step.each.as_ref()).filter(|each| each.fact == id).collect();
            numbers.extend(counted.iter().flat_map(|each| {
                let (after, every) = (each.after.millionths(), each.every.millionths());
                [1, 2, 7].into_iter().flat_map(move |times| [after + times * every, after + times * every - 1])
            }));
            numbers.extend((own || !counted.is_empty()).then_some([0, 1_000_000]).into_iter().flatten());
            numbers.extend([i64::MAX, LEAST]);
            let mut legal: Vec<Fixed> = numbers.into_iter().filter_map(|number| legal(kind, number)).collect();
            legal.sort();
            legal.dedup();
            legal.into_iter().map(Value::Number).collect()
        }
    };
    std::iter::once(None).chain(values.into_iter().map(Some)).collect()
}

/// The number that a type can have nearest to this one, if there is one near.
fn legal(kind: &Type, number: i64) -> Option<Fixed> {
    let (low, high) = match kind {
        Type::Share | Type::Score => (0, 1_000_000),
        Type::Number { low, high } => (low.map_or(LEAST, Fixed::millionths), high.map_or(i64::MAX, Fixed::millionths)),
        Type::Count | Type::Duration => (0, i64::MAX),
        _ => (LEAST, i64::MAX),
    };
    let number = number.clamp(low, high);
    let whole = matches!(kind, Type::Count | Type::Date | Type::Time | Type::Moment);
    let rounded = if whole { number.checked_sub(number.rem_euclid(1_000_000))? } else { number };
    (rounded >= low).then_some(Fixed::from_millionths(rounded))
}

/// No tag, each one alone, all, and one that nobody asks about.
fn tags(table: &Table, id: FactId) -> Vec<Value> {
    let mut members: Vec<String> = Vec::new();
    for column in &table.rows().columns {
        match &column.source {
            ColumnSource::Member(fact, word) if *fact == id => members.push(word.clone()),
            _ => {}
        }
    }
    members.sort();
    let alone = members.iter().map(|word| vec![word.clone()]);
    let sets = std::iter::once(Vec::new()).chain(alone).chain([members.clone(), vec!["zz".to_owned()]]);
    sets.map(Value::Words).collect()
}
