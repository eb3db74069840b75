//! The rows of a table in words, for snapshots.

use std::fmt::Write;

use baton::Table;
use baton::policy::{Policy, QueueId};
use baton::rows::{
    Cells, Column, ColumnId, ColumnSource, LEAST, MISSING_CELL, Matrix, NO_ANSWER_CELL, Outcome, Rows, StepRow, Whither,
};
use baton::value::{Fixed, OTHER, Type, Value, show};

/// Everything that a table holds.
pub(crate) fn shown(table: &Table) -> String {
    let (policy, rows) = (table.policy(), table.rows());
    let mut text = String::from("columns\n");
    for column in &rows.columns {
        let cells = (0..column.cells()).filter_map(|cell| in_words(policy, column, &Cells::of(vec![(cell, cell + 1)])));
        let on_answer = if column.on_answer { " (answer)" } else { "" };
        writeln!(text, "  {}{on_answer}: {}", name(policy, column), cells.collect::<Vec<_>>().join(" | "))
            .expect("a text can be written");
    }
    matrix(&mut text, table, "rules", &rows.rules, |of| outcome(policy, &rows.outcomes[of as usize]));
    if rows.guard_rows > 0 {
        text += &format!("  (the first {} are guards)\n", rows.guard_rows);
    }
    matrix(&mut text, table, "watches", &rows.watches, |of| policy.rules[of as usize].name.clone());
    matrix(&mut text, table, "alsos", &rows.alsos, |of| policy.alsos[of as usize].name.clone());
    for (at, threshold) in rows.thresholds.iter().enumerate() {
        let kind = &policy.fact(policy.thresholds[at].fact).kind;
        let in_unit = |number: Fixed| show(&Value::Number(number), kind);
        text += &format!("threshold {}\n  {}", head(policy, at), in_unit(threshold.base));
        for (category, base) in policy.categories.iter().zip(&threshold.base_of_category) {
            text += &format!(", {} for {}", in_unit(*base), category.path);
        }
        text += &limits(threshold.low.map(in_unit), threshold.high.map(in_unit));
        matrix(&mut text, table, "  steps", &threshold.matrix, |of| {
            step(policy, rows, &threshold.steps[of as usize], kind)
        });
    }
    text += &format!("otherwise\n  {}\n", outcome(policy, &rows.outcomes[rows.otherwise.outcome as usize]));
    for course in &rows.otherwise.courses {
        let ask = |(column, cells): &(ColumnId, Cells)| {
            let column = rows.column(*column);
            format!("{} is {}", name(policy, column), in_words(policy, column, cells).unwrap_or_default())
        };
        let state: Vec<String> = course.when.iter().map(ask).collect();
        let then = outcome(policy, &rows.outcomes[course.outcome as usize]);
        text += &format!("  while {}: {then}\n", state.join(", "));
    }
    if let Some(problem) = rows.on_problem {
        text += &format!("on problem\n  {}\n", outcome(policy, &rows.outcomes[problem as usize]));
    }
    text
}

fn head(policy: &Policy, at: usize) -> String {
    let threshold = &policy.thresholds[at];
    format!("{} of {}", threshold.name, policy.fact(threshold.fact).name)
}

fn limits(low: Option<String>, high: Option<String>) -> String {
    let low = low.map(|low| format!(", never below {low}")).unwrap_or_default();
    low + &high.map(|high| format!(", never above {high}")).unwrap_or_default() + "\n"
}

/// Rows, each with what it asks and what it stands for.
fn matrix(text: &mut String, table: &Table, title: &str, matrix: &Matrix, of: impl Fn(u32) -> String) {
    let (policy, rows) = (table.policy(), table.rows());
    if matrix.is_empty() {
        return;
    }
    text.push_str(title);
    text.push('\n');
    let indent = title.len() - title.trim_start().len() + 2;
    for row in 0..matrix.len() {
        let asks = matrix.asks(row).map(|(id, ranges)| {
            let column = rows.column(id);
            let cells = in_words(policy, column, &Cells::of(ranges.to_vec()));
            format!("{}: {}", name(policy, column), cells.unwrap_or_else(|| "nothing".to_owned()))
        });
        let asks = asks.collect::<Vec<_>>().join("; ");
        let asks = if asks.is_empty() { "always".to_owned() } else { asks };
        writeln!(text, "{:indent$}{asks} -> {}", "", of(matrix.of[row])).expect("a text can be written");
    }
}

fn name(policy: &Policy, column: &Column) -> String {
    match &column.source {
        ColumnSource::Fact(fact) => policy.fact(*fact).name.clone(),
        ColumnSource::Member(fact, word) => format!("{} has {word}", policy.fact(*fact).name),
        ColumnSource::Margin(id) => format!("over {}", head(policy, id.index())),
    }
}

/// The cells of a set; none when no value can lie in them.
fn in_words(policy: &Policy, column: &Column, cells: &Cells) -> Option<String> {
    let mut words = Vec::new();
    if cells.contains(MISSING_CELL) {
        words.push("missing".to_owned());
    }
    if cells.contains(NO_ANSWER_CELL) && column.on_answer {
        words.push("no answer".to_owned());
    }
    for (start, end) in cells.ranges() {
        let (low, high) = (column.bounds(*start).0.max(LEAST), column.bounds(end - 1).1);
        if low <= high {
            words.extend(values(policy, column, low, high));
        }
    }
    (!words.is_empty()).then(|| words.join(", "))
}

/// The values between two slots.
fn values(policy: &Policy, column: &Column, low: i64, high: i64) -> Vec<String> {
    let kind = match &column.source {
        ColumnSource::Member(..) => &Type::Truth,
        ColumnSource::Fact(fact) => &policy.fact(*fact).kind,
        ColumnSource::Margin(id) => &policy.fact(policy.thresholds[id.index()].fact).kind,
    };
    if kind.is_ordered() {
        let number = |slot: i64| show(&Value::Number(Fixed::from_millionths(slot)), kind);
        return vec![match (low, high) {
            (LEAST, i64::MAX) => "known".to_owned(),
            (LEAST, high) => format!("up to {}", number(high)),
            (low, i64::MAX) => format!("from {}", number(low)),
            (low, high) if low == high => number(low),
            (low, high) => format!("{} to {}", number(low), number(high)),
        }];
    }
    let words: Vec<String> = match kind {
        Type::Truth => vec!["no".to_owned(), "yes".to_owned()],
        // Of tags only whether they are known.
        Type::Tags => vec!["known".to_owned()],
        Type::OneOf { open: false, .. } | Type::Category => column.words.clone(),
        Type::OneOf { .. } if column.words.iter().any(|word| word == OTHER) => column.words.clone(),
        _ => column.words.iter().cloned().chain(["any other".to_owned()]).collect(),
    };
    let symbols = words.into_iter().zip(0..).filter(|(_, symbol)| (low..=high).contains(symbol));
    symbols.map(|(word, _)| if word.is_empty() { "\"\"".to_owned() } else { word }).collect()
}

fn outcome(policy: &Policy, outcome: &Outcome) -> String {
    let queues = |queues: &[QueueId]| {
        queues.iter().map(|queue| policy.queue(*queue).name.as_str()).collect::<Vec<_>>().join(" or ")
    };
    let mut text = outcome.rule.map(|rule| format!("{}: ", policy.rule(rule).name)).unwrap_or_default();
    text += outcome.action.as_str();
    text += &match &outcome.whither {
        Whither::Nobody => String::new(),
        Whither::Category => " by category".to_owned(),
        Whither::Queues(to) => format!(" to {}", queues(to)),
        Whither::NamedAgent => " to the named agent".to_owned(),
    };
    if let Some(level) = &outcome.level {
        text += &format!(" at {level}");
    }
    if let Some(message) = outcome.message {
        text += &format!(", say {}", policy.message(message).name);
    }
    if let Some(silence) = outcome.silence {
        text += &format!(", silence {silence}s");
    }
    text + if outcome.clarified_before { ", clarified before" } else { "" }
}

fn step(policy: &Policy, rows: &Rows, step: &StepRow, kind: &Type) -> String {
    let in_unit = |number: Fixed| show(&Value::Number(number), kind);
    let each = step.each.as_ref().map(|each| {
        format!(
            " for each {} of {} after {}, up to {}",
            each.every,
            name(policy, rows.column(each.column)),
            each.after,
            in_unit(each.up_to)
        )
    });
    format!("group {} step {}: {}{}", step.group, step.step, in_unit(step.by), each.unwrap_or_default())
}
