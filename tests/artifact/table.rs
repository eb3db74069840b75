//! A table for any policy: valid, with every kind of column, row and outcome, and without sense.
//!
//! Stands for `compile::lower` until that is there; what is written and read does not depend on what rows mean.

use baton::policy::{
    ActionName, BuiltIn, CategoryId, Check, DecisionFact, FactId, Layer, MessageId, Origin, Policy, QueueId, RuleId,
    ThresholdId,
};
use baton::rows::{
    Cells, Column, ColumnId, ColumnSource, EachRow, Fallback, Instead, LEAST, Matrix, NO_ANSWER, Outcome, Rows,
    StepRow, StepTable, Whither,
};
use baton::value::{Fixed, Type};

/// Columns in the making.
struct Columns<'a> {
    policy: &'a Policy,
    all: Vec<Column>,
}

impl Columns<'_> {
    fn add(&mut self, source: ColumnSource, fact: FactId, mut cuts: Vec<i64>, words: Vec<String>) -> ColumnId {
        if let Some(at) = self.all.iter().position(|column| column.source == source) {
            return ColumnId::from_index(at);
        }
        cuts.extend([NO_ANSWER, LEAST]);
        cuts.sort_unstable();
        cuts.dedup();
        let on_answer = self.policy.fact(fact).on_answer;
        self.all.push(Column { source, cuts, words, on_answer });
        ColumnId::from_index(self.all.len() - 1)
    }

    /// The column of a fact, cut by the constants that comparisons name.
    fn fact(&mut self, fact: FactId) -> ColumnId {
        let asked = self.policy.comparisons.iter().filter(|comparison| comparison.fact == fact);
        let words: Vec<String> = match &self.policy.fact(fact).kind {
            Type::Category => self.policy.categories.iter().map(|category| category.path.clone()).collect(),
            Type::OneOf { values, .. } => values.clone(),
            _ => Vec::new(),
        };
        let mut cuts: Vec<i64> = (1..).take(words.len()).collect();
        for comparison in asked {
            if let Check::Within { low, high } = &comparison.test {
                cuts.extend(low.iter().chain(high).map(|(bound, _)| bound.millionths()));
            }
        }
        self.add(ColumnSource::Fact(fact), fact, cuts, words)
    }

    /// Every cell of a column but the first.
    fn some(&self, column: ColumnId) -> (ColumnId, Cells) {
        let cells = self.all[column.index()].cells();
        (column, Cells::of(vec![(1, 2), (3.min(cells - 1), cells)]))
    }
}

fn find(policy: &Policy, wanted: &Origin) -> Option<FactId> {
    policy.facts.iter().position(|fact| fact.origin == *wanted).map(FactId::from_index)
}

/// The table.
pub(crate) fn rows(policy: &Policy) -> Rows {
    let mut columns = Columns { policy, all: Vec::new() };
    let plain: Vec<ColumnId> = policy
        .asked()
        .into_iter()
        .filter(|fact| !matches!(policy.fact(*fact).origin, Origin::Decision(_)))
        .map(|fact| columns.fact(fact))
        .collect();
    for comparison in &policy.comparisons {
        if let Check::Has(tags) = &comparison.test {
            for tag in tags {
                columns.add(ColumnSource::Member(comparison.fact, tag.clone()), comparison.fact, vec![1], Vec::new());
            }
        }
    }
    let category = find(policy, &Origin::BuiltIn(BuiltIn::Category)).map(|fact| columns.fact(fact));
    let decision = |asked| find(policy, &Origin::Decision(asked));
    let decided_action = decision(DecisionFact::Action).map(|fact| columns.fact(fact));
    let queues = decision(DecisionFact::Queue);
    let decided_queues = queues.map_or_else(Vec::new, |fact| {
        let mut member = |at: usize| {
            let source = ColumnSource::Member(fact, policy.queues[at].name.clone());
            (QueueId::from_index(at), columns.add(source, fact, vec![1], Vec::new()))
        };
        (0..policy.queues.len()).map(&mut member).collect()
    });
    let decided_by: Vec<ColumnId> = (0..columns.all.len())
        .filter(|at| {
            let source = &columns.all[*at].source;
            matches!(source, ColumnSource::Member(fact, _) if policy.fact(*fact).origin == Origin::Decision(DecisionFact::DecidedBy))
        })
        .map(ColumnId::from_index)
        .collect();
    let thresholds: Vec<StepTable> =
        (0..policy.thresholds.len()).map(|at| steps(at, &plain, category.is_some(), &mut columns)).collect();

    let outcomes = outcomes(policy, &decided_by);
    let place = |rule: usize| u32::try_from(rule).expect("few rules");
    let mut made = Rows {
        columns: Vec::new(),
        rules: Matrix::default(),
        watches: Matrix::default(),
        alsos: Matrix::default(),
        thresholds,
        otherwise: Fallback {
            outcome: place(policy.rules.len()),
            instead: plain.first().map(|column| Instead {
                column: *column,
                slot: 1,
                outcome: place(policy.rules.len()),
            }),
        },
        on_problem: policy.on_problem.is_some().then(|| place(policy.rules.len() + 1)),
        outcomes,
        guard_rows: 0,
        category,
        queue_of_category: if category.is_some() {
            (0..policy.categories.len()).map(|at| policy.queue_for(Some(CategoryId::from_index(at)))).collect()
        } else {
            Vec::new()
        },
        default_queue: policy.default_queue,
        decided_action,
        decided_queues,
    };
    for (at, rule) in policy.rules.iter().enumerate() {
        let matrix = if rule.watch { &mut made.watches } else { &mut made.rules };
        for skip in [at % 5, at % 3] {
            let mut asked: Vec<ColumnId> = plain.iter().skip(skip).step_by(4).take(5).copied().collect();
            let margins = made.thresholds.iter().filter_map(|table| table.margin).take(usize::from(at % 2 == 0));
            asked.extend(margins);
            asked.sort();
            asked.dedup();
            matrix.push(place(at), asked.into_iter().map(|column| columns.some(column)));
            made.guard_rows += u32::from(rule.layer == Layer::Guard && !rule.watch);
        }
    }
    for at in 0..policy.alsos.len() {
        let asked: Vec<ColumnId> = (0..columns.all.len()).skip(at % 7).step_by(3).map(ColumnId::from_index).collect();
        made.alsos.push(place(at), asked.into_iter().map(|column| columns.some(column)));
    }
    made.columns = columns.all;
    made
}

fn steps(at: usize, plain: &[ColumnId], by_category: bool, columns: &mut Columns<'_>) -> StepTable {
    let threshold = &columns.policy.thresholds[at];
    let margin = ColumnSource::Margin(ThresholdId::from_index(at));
    let mut made = StepTable {
        fact: columns.fact(threshold.fact),
        margin: Some(columns.add(margin, threshold.fact, vec![0, 1], Vec::new())),
        base: threshold.base,
        base_of_category: if by_category && !threshold.bases.is_empty() {
            vec![threshold.base; columns.policy.categories.len()]
        } else {
            Vec::new()
        },
        steps: Vec::new(),
        matrix: Matrix::default(),
        low: threshold.low,
        high: threshold.high,
    };
    for (group, steps) in (0..).zip(&threshold.groups) {
        for (step, one) in (0..).zip(&steps.steps) {
            let each = one.each.as_ref().map(|each| EachRow {
                column: columns.fact(each.fact),
                every: each.every,
                after: each.after,
                up_to: each.up_to,
            });
            let place = u32::try_from(made.steps.len()).expect("few steps");
            made.steps.push(StepRow { group, step, by: one.by, each });
            made.matrix.push(place, plain.iter().skip(place as usize % 3).take(2).map(|column| columns.some(*column)));
        }
    }
    made
}

fn outcomes(policy: &Policy, decided_by: &[ColumnId]) -> Vec<Outcome> {
    let outcome = |at: usize, rule: Option<RuleId>| Outcome {
        rule,
        action: ActionName::ALL[at % 5],
        whither: match at % 4 {
            0 => Whither::Nobody,
            1 => Whither::Category,
            2 => Whither::Queues((0..policy.queues.len()).map(QueueId::from_index).collect()),
            _ => Whither::NamedAgent,
        },
        level: at.is_multiple_of(3).then(|| "L2".to_owned()),
        clarified_before: at.is_multiple_of(2),
        silence: (at % 3 == 1).then(|| Fixed::from_whole(60)),
        message: (!policy.messages.is_empty()).then(|| MessageId::from_index(at % policy.messages.len())),
        decided_by: decided_by.to_vec(),
    };
    let of_rules = (0..policy.rules.len()).map(|at| outcome(at, Some(RuleId::from_index(at))));
    of_rules.chain([outcome(7, None), outcome(3, None)]).collect()
}
