//! Edits of rules, as an author would make them.
//!
//! In: rules and a guarantee of a policy. Out: edits of its texts; none where it is not
//! plain which ones.
//!
//! # What is not here
//!
//! Whether the edited text is a policy, and what it means: who tries it compiles it.

use crate::analysis::lints::removal::{Range, block, closing, commented, is_below_blank, lines, marks, whole};
use crate::diagnostic::Edit;
use crate::policy::{Guarantee, Policy, RuleId};
use crate::source::Span;

/// Where something is moved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Before,
    Behind,
}

/// A guarantee's condition as its text has it, to be written behind `except when`; the most exact first.
pub(super) fn conditions(policy: &Policy, guarantee: &Guarantee) -> Vec<String> {
    let text = policy.sources.file(guarantee.span.file).text.as_str();
    let Some(clauses) = clauses(text, &guarantee.span.range()) else { return Vec::new() };
    let after = |words: &str| -> Vec<String> {
        let behind = |clause: &Range| text[clause.clone()].strip_prefix(words).filter(|rest| !rest.contains('#'));
        clauses.iter().filter_map(behind).map(|rest| rest.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    };
    let (when, except) = (after("when "), after("except when "));
    let is_mixed = |part: &str| part.contains(" or ");
    let alone = |part: &String| if is_mixed(part) { format!("({part})") } else { part.clone() };
    let denied = |part: &String| {
        let is_joined = is_mixed(part) || part.contains(" and ");
        if is_joined { format!("not ({part})") } else { format!("not {part}") }
    };
    let plain = match when.as_slice() {
        [] => return Vec::new(),
        [only] => only.clone(),
        several => several.iter().map(alone).collect::<Vec<_>>().join(" and "),
    };
    if except.is_empty() {
        return vec![plain];
    }
    let exact = when.iter().map(alone).chain(except.iter().map(denied)).collect::<Vec<_>>().join(" and ");
    vec![exact, plain]
}

/// A rule gets an exception.
pub(super) fn exception(policy: &Policy, rule: RuleId, condition: &str) -> Option<Edit> {
    let head = policy.rule(rule).span;
    let text = policy.sources.file(head.file).text.as_str();
    let clauses = clauses(text, &head.range())?;
    let then = clauses.iter().find(|clause| text[(*clause).clone()].starts_with("then"))?.start;
    let start = lines(text, &(then..then)).start;
    let indent = &text[start..then];
    let (at, added) = if indent.trim().is_empty() {
        (commented(text, start), format!("{indent}except when {condition}\n"))
    } else {
        (then, format!("except when {condition}; "))
    };
    Some(Edit { span: Span::new(head.file, at..at), text: added })
}

/// A rule is moved before or behind another of the same file, or the outermost block that holds the other.
pub(super) fn moving(policy: &Policy, rule: RuleId, place: Place, target: RuleId) -> Option<Vec<Edit>> {
    let (rule, target) = (policy.rule(rule).span, policy.rule(target).span);
    if rule.file != target.file {
        return None;
    }
    let text = policy.sources.file(rule.file).text.as_str();
    let (own, other) = (around(text, rule.start as usize), around(text, target.start as usize));
    let target = match (own.last() == other.last(), own.as_slice()) {
        (true, _) => whole(text, &target.range())?,
        // Out of a group and into another one it would mean something else.
        (false, []) => whole(text, &head_of(text, *other.first()?))?,
        (false, _) => return None,
    };
    let (cut, moved) = (block(text, &rule.range())?, whole(text, &rule.range())?);
    let is_airy = is_below_blank(text, moved.start) && is_below_blank(text, target.start);
    let moved = text[moved].trim_end_matches('\n');
    let (at, added) = match (place, is_airy) {
        (Place::Before, true) => (target.start, format!("{moved}\n\n")),
        (Place::Before, false) => (target.start, format!("{moved}\n")),
        (Place::Behind, true) => (target.end, format!("\n{moved}\n")),
        (Place::Behind, false) => (target.end, format!("{moved}\n")),
    };
    if cut.contains(&at) {
        return None;
    }
    let edit = |range: Range, text: String| Edit { span: Span::new(rule.file, range), text };
    Some(vec![edit(cut, String::new()), edit(at..at, added)])
}

/// The braces that are open at a place, outermost first.
fn around(text: &str, at: usize) -> Vec<usize> {
    let mut open = Vec::new();
    for (brace, mark) in marks(&text[..at]) {
        match mark {
            '{' => open.push(brace),
            '}' => drop(open.pop()),
            _ => {}
        }
    }
    open
}

/// The words before a brace, on its line.
fn head_of(text: &str, brace: usize) -> Range {
    let start = lines(text, &(brace..brace)).start;
    let indent = text[start..brace].len() - text[start..brace].trim_start().len();
    start + indent..brace
}

/// The clauses of a block, without the lines that go on.
fn clauses(text: &str, head: &Range) -> Option<Vec<Range>> {
    let close = closing(text, head.end)?;
    let mut depth = 0_usize;
    let mut cuts = Vec::new();
    for (at, mark) in marks(&text[head.end..close]) {
        match mark {
            '{' => depth += 1,
            '}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 1 {
            cuts.push(head.end + at + 1);
        }
    }
    let begins = |at: &usize| {
        let words = text[*at..close].trim_start_matches([' ', '\t']);
        let goes_on = ["and ", "or ", ")"].iter().any(|word| words.starts_with(word));
        (!goes_on && !words.starts_with(['\n', '#']) && !words.is_empty()).then(|| close - words.len())
    };
    let starts: Vec<usize> = cuts.iter().filter_map(begins).collect();
    let ends = starts.iter().skip(1).copied().chain([close]);
    let trimmed = |(start, end): (&usize, usize)| {
        let own = text[*start..end].trim_end_matches([' ', '\t', '\n', ';']);
        *start..start + own.len()
    };
    Some(starts.iter().zip(ends).map(trimmed).collect())
}

#[cfg(test)]
mod tests {
    use super::{around, clauses, head_of};

    #[test]
    fn a_block_has_clauses() {
        let said = |text: &str| -> Vec<String> {
            let found = clauses(text, &(0..1)).expect("it has a block");
            found.into_iter().map(|clause| text[clause].to_owned()).collect()
        };
        assert_eq!(said("r { when a; then b }"), ["when a", "then b"]);
        assert_eq!(
            said("r {\n  when a\n    and \"{;\"\n  # so\n\n  then b\n}\n"),
            ["when a\n    and \"{;\"\n  # so", "then b"]
        );
        assert!(clauses("r {", &(0..1)).is_none());
    }

    #[test]
    fn blocks_lie_in_blocks() {
        let text = "a { }\n  group g {\n  rule b";
        assert_eq!(around(text, text.len()), [16]);
        assert_eq!(&text[head_of(text, 16)], "group g ");
    }
}
