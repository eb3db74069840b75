//! Lists written as conditions: `tier is free or pro`, `n is greater than or equal to 2`.
//!
//! In: the parts of an `and` or `or`, before they are resolved. Out: whether one of
//! these was reported; then the whole is left out, because it is one mistake.

use crate::diagnostic::{Code, Problem};
use crate::semantics::facts::WEEKDAYS;
use crate::semantics::scope::{Kind, Scope};
use crate::semantics::subjects::{self, Place};
use crate::syntax::ast::{self, ConditionKind, Op};
use crate::value::Type;

/// The days of the week as people write them, in the order of [`WEEKDAYS`].
const FULL_DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// `tier is free or pro`, `tier is not free and pro`: lone words after a comparison, all values of its list.
///
/// `not` in front, and `is not`, are kept, so that the suggestion means what was said.
pub(crate) fn list_read_as_or(
    parts: &[ast::Condition],
    joint: &str,
    place: Place,
    scope: &mut Scope<'_>,
) -> Option<()> {
    let at = parts.iter().skip(1).position(|part| lone_word(part, scope).is_some())?;
    let (first, denied) = stripped(&parts[at])?;
    let test = first.test.as_ref()?;
    let denied = match test.op {
        Op::Is | Op::OneOf => denied,
        Op::IsNot | Op::NotOneOf => !denied,
        _ => return None,
    };
    let word = lone_word(&parts[at + 1], scope)?.text.clone();
    let found = subjects::resolve(&first.subject, place, scope)?;
    let kind = scope.facts[found.fact.index()].kind.clone();
    as_value(&word, &kind, scope)?;
    let written = test.operands.iter().map(|operand| scope.sources.text(operand.span).to_owned());
    let mut values: Vec<String> = written.map(|text| as_value(&text, &kind, scope).unwrap_or(text)).collect();
    let mut end = parts[at + 1].span;
    for part in &parts[at + 1..] {
        let Some(value) = lone_word(part, scope).and_then(|word| as_value(&word.text, &kind, scope)) else { break };
        values.push(value);
        end = part.span;
    }
    let subject = scope.sources.text(first.subject.span).to_owned();
    let test = if denied { "is not one of" } else { "is one of" };
    let suggestion = format!("{subject} {test} {}", values.join(", "));
    let problem = Problem::new(
        Code::E0307,
        format!("`{joint} {word}` is read as a yes/no fact named `{word}`"),
        parts[at + 1].span,
        format!("`{word}` is a value of `{subject}`"),
    )
    .help(format!("write `{suggestion}`"))
    .edit(parts[at].span.to(end), suggestion);
    scope.report(problem);
    Some(())
}

/// `n is greater than or equal to 2`, which is read as two conditions and is one mistake.
pub(crate) fn or_equal_to(parts: &[ast::Condition], scope: &mut Scope<'_>) -> Option<()> {
    let [.., first, second] = parts else { return None };
    let (ConditionKind::Compare(first), ConditionKind::Compare(second)) = (&first.kind, &second.kind) else {
        return None;
    };
    let [equal, to, value] = second.subject.words.as_slice() else { return None };
    if (equal.text.as_str(), to.text.as_str()) != ("equal", "to") {
        return None;
    }
    let said = scope.sources.text(first.span);
    let meant = if said.contains("less") || said.contains("lower") { "at most" } else { "at least" };
    let suggestion = format!("{meant} {}", value.text);
    let span = first.test.as_ref().map_or(first.span, |test| test.span).to(second.span);
    let message = format!("`{}` is not a word of the language", scope.sources.text(span));
    let problem = Problem::new(Code::E0305, message, span, "not known here");
    scope.report(problem.help(format!("write `{suggestion}`")).edit(span, suggestion));
    Some(())
}

/// A word on its own that names nothing.
fn lone_word<'c>(part: &'c ast::Condition, scope: &Scope<'_>) -> Option<&'c ast::Word> {
    let ConditionKind::Compare(ast::Comparison { subject, test: None, .. }) = &part.kind else { return None };
    let [word] = subject.words.as_slice() else { return None };
    let is_name = scope.fact_names.contains_key(&word.text) || scope.declares(Kind::Signal, &word.text);
    (!is_name).then_some(word)
}

/// The comparison behind any number of `not`, and whether they deny it.
fn stripped(mut part: &ast::Condition) -> Option<(&ast::Comparison, bool)> {
    let mut denied = false;
    loop {
        match &part.kind {
            ConditionKind::Not(inner) => (part, denied) = (inner, !denied),
            ConditionKind::Compare(comparison) => return Some((comparison, denied)),
            _ => return None,
        }
    }
}

/// The value of a list that a word means: itself, or a day of the week written in full.
fn as_value(word: &str, kind: &Type, scope: &Scope<'_>) -> Option<String> {
    let is_value = match kind {
        Type::OneOf { values, .. } => {
            let day = FULL_DAYS.iter().position(|day| day.eq_ignore_ascii_case(word)).map(|at| WEEKDAYS[at]);
            if let Some(day) = day.filter(|day| values.iter().any(|value| value == day)) {
                return Some(day.to_owned());
            }
            values.iter().any(|value| value == word)
        }
        Type::Category => {
            let inner = format!(".{word}");
            scope.categories.iter().any(|category| category.path == word || category.path.ends_with(&inner))
        }
        Type::Language => word.len() == 2,
        _ => false,
    };
    is_value.then(|| word.to_owned())
}
