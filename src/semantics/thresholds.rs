//! Thresholds: base by category, steps, limits.

use crate::diagnostic::{Code, Problem};
use crate::policy::{CategoryId, Condition, Each, FactId, Step, StepGroup, Threshold};
use crate::semantics::conditions::{self, offset};
use crate::semantics::described::described;
use crate::semantics::scope::Scope;
use crate::semantics::subjects::{self, Place};
use crate::semantics::{categories, operands};
use crate::syntax::ast::{self, Item, StepOrHighest};
use crate::value::{Fixed, Type, Value};

/// Most steps of one threshold.
pub(crate) const STEPS_MAX: usize = 64;

/// All thresholds. Their heads are known to the scope before any step is read.
pub(crate) fn resolve(program: &ast::Program, scope: &mut Scope<'_>) -> Vec<Threshold> {
    let mut heads: Vec<(&ast::Threshold, FactId)> = Vec::new();
    for item in &program.items {
        let Item::Threshold(node) = item else { continue };
        let Some(fact) = head(node, scope) else { continue };
        let name = node.name.as_ref().map(|name| name.text.clone());
        if let Some(at) = scope.thresholds.iter().position(|known| *known == (name.clone(), fact)) {
            if name.is_none() {
                repeated(node, heads[at].0, scope);
            }
            continue;
        }
        scope.thresholds.push((name, fact));
        heads.push((node, fact));
    }
    heads.into_iter().filter_map(|(node, fact)| threshold(node, fact, scope)).collect()
}

fn head(node: &ast::Threshold, scope: &mut Scope<'_>) -> Option<FactId> {
    let fact = subjects::resolve(&node.fact, Place::Rule, scope)?.fact;
    let known = &scope.facts[fact.index()];
    if matches!(
        known.kind,
        Type::Share | Type::Score | Type::Number { .. } | Type::Count | Type::Duration | Type::Money { .. }
    ) {
        return Some(fact);
    }
    let message = format!("`{}` cannot have a threshold", known.words);
    let problem =
        Problem::new(Code::E0305, message, node.fact.span, format!("`{}` is {}", known.words, described(&known.kind)));
    scope.report(problem.help("a threshold stands on a share, score, number, count, duration or amount"));
    None
}

fn repeated(node: &ast::Threshold, first: &ast::Threshold, scope: &mut Scope<'_>) {
    let words = scope.sources.text(node.fact.span).to_owned();
    let problem = Problem::new(Code::E0202, format!("`{words}` has two thresholds"), node.span, "declared again here")
        .label(first.span, "first declared here")
        .help(format!("name the second one: `threshold strict of {words} {{ … }}`"));
    scope.report(problem);
}

fn threshold(node: &ast::Threshold, fact: FactId, scope: &mut Scope<'_>) -> Option<Threshold> {
    let (kind, words) = (scope.facts[fact.index()].kind.clone(), scope.facts[fact.index()].words.clone());
    let (base, bases) = bases(node, &kind, &words, scope);
    let groups = groups(node, fact, &kind, scope);
    let low = node.never_below.as_ref().and_then(|limit| value(limit, &kind, &words, scope));
    let high = node.never_above.as_ref().and_then(|limit| value(limit, &kind, &words, scope));
    if let (Some(low), Some(high), Some(limit)) = (low, high, &node.never_above)
        && low > high
    {
        let problem = Problem::new(
            Code::E0306,
            "no threshold fits between these limits",
            limit.span,
            "below the `never below` limit",
        );
        scope.report(problem.help("swap the two limits"));
    }
    Some(Threshold {
        name: node.name.as_ref().map_or_else(|| "threshold".to_owned(), |name| name.text.clone()),
        fact,
        base: base?,
        bases,
        groups,
        low,
        high,
        span: node.span,
    })
}

fn value(literal: &ast::Literal, kind: &Type, words: &str, scope: &mut Scope<'_>) -> Option<Fixed> {
    let operand = ast::Operand { kind: ast::OperandKind::Literal(literal.clone()), span: literal.span };
    match operands::value(&operand, kind, words, scope)? {
        Value::Number(number) => Some(number),
        _ => None,
    }
}

fn bases(
    node: &ast::Threshold,
    kind: &Type,
    words: &str,
    scope: &mut Scope<'_>,
) -> (Option<Fixed>, Vec<(CategoryId, Fixed)>) {
    let mut bare: Option<(Fixed, crate::source::Span)> = None;
    let mut bases: Vec<(CategoryId, Fixed, crate::source::Span)> = Vec::new();
    for base in &node.bases {
        let Some(value) = value(&base.value, kind, words, scope) else { continue };
        if base.categories.is_empty() {
            match bare {
                Some((_, first)) => twice("without a category", base.span, first, scope),
                None => bare = Some((value, base.span)),
            }
        }
        for name in &base.categories {
            let Some(category) = categories::find(name, scope) else { continue };
            match bases.iter().find(|(known, ..)| *known == category).map(|known| known.2) {
                Some(first) => twice(&format!("for `{}`", name.text), name.span, first, scope),
                None => bases.push((category, value, name.span)),
            }
        }
    }
    (bare.map(|(value, _)| value), bases.into_iter().map(|(category, value, _)| (category, value)).collect())
}

fn twice(what: &str, span: crate::source::Span, first: crate::source::Span, scope: &mut Scope<'_>) {
    let problem = Problem::new(Code::E0405, format!("two lines give the threshold {what}"), span, "given again here")
        .label(first, "given first here");
    scope.report(problem.help("remove one of them"));
}

fn groups(node: &ast::Threshold, fact: FactId, kind: &Type, scope: &mut Scope<'_>) -> Vec<StepGroup> {
    let count: usize = node
        .steps
        .iter()
        .map(|step| if let StepOrHighest::Highest { steps, .. } = step { steps.len() } else { 1 })
        .sum();
    if count > STEPS_MAX {
        let problem = Problem::new(
            Code::E0411,
            format!("a threshold has {count} steps, more than {STEPS_MAX}"),
            node.span,
            "too many steps",
        );
        scope.report(problem.help("join steps that ask the same"));
    }
    node.steps
        .iter()
        .enumerate()
        .map(|(at, line)| {
            let fallback = format!("step {}", at + 1);
            match line {
                StepOrHighest::Step(step) => StepGroup {
                    name: step.name.as_ref().map_or(fallback, |name| name.text.clone()),
                    steps: self::step(step, fact, kind, scope).into_iter().collect(),
                },
                StepOrHighest::Highest { name, steps, .. } => StepGroup {
                    name: name.as_ref().map_or(fallback, |name| name.text.clone()),
                    steps: steps.iter().filter_map(|step| self::step(step, fact, kind, scope)).collect(),
                },
            }
        })
        .collect()
}

fn step(node: &ast::Step, own: FactId, kind: &Type, scope: &mut Scope<'_>) -> Option<Step> {
    let by = offset(&node.by, kind, scope);
    let each = node.each.as_ref().map(|each| self::each(each, Some(own), kind, scope));
    let when = match &node.when {
        Some(condition) => {
            conditions::resolve(condition, Place::Step, scope).inspect(|when| reads_own_fact(when, own, node, scope))
        }
        None => Some(Condition::ALWAYS),
    };
    let by = by?;
    if by <= Fixed::ZERO {
        let problem =
            Problem::new(Code::E0303, "a step moves the threshold by more than nothing", node.by.span, "not above 0");
        scope.report(problem.help("use `raise by` or `lower by` with a number above 0"));
        return None;
    }
    let each = match each {
        Some(each) => Some(each?),
        None => None,
    };
    Some(Step {
        name: node.name.as_ref().map_or_else(String::new, |name| name.text.clone()),
        by: if node.lowers { -by } else { by },
        each,
        when: when?,
        span: node.span,
    })
}

fn reads_own_fact(when: &Condition, own: FactId, node: &ast::Step, scope: &mut Scope<'_>) {
    let reads = |fact| fact == own;
    if when.facts(&scope.comparisons).into_iter().any(reads) {
        own_fact(node.span, own, scope);
    }
}

fn own_fact(span: crate::source::Span, own: FactId, scope: &mut Scope<'_>) {
    let words = scope.facts[own.index()].words.clone();
    let problem = Problem::new(
        Code::E0404,
        format!("the threshold of `{words}` cannot depend on `{words}`"),
        span,
        "reads its own fact",
    );
    scope.report(problem.help("ask for it in the rule instead"));
}

/// `for each …`, of a threshold on `own`, or of something else.
pub(crate) fn each(node: &ast::Each, own: Option<FactId>, kind: &Type, scope: &mut Scope<'_>) -> Option<Each> {
    let fact = subjects::resolve(&node.fact, Place::Step, scope)?.fact;
    if Some(fact) == own {
        own_fact(node.fact.span, fact, scope);
        return None;
    }
    let (fact_kind, words) = (scope.facts[fact.index()].kind.clone(), scope.facts[fact.index()].words.clone());
    if !matches!(fact_kind, Type::Count | Type::Duration | Type::Number { .. } | Type::Money { .. }) {
        let problem = Problem::new(
            Code::E0305,
            format!("`{words}` cannot be counted"),
            node.fact.span,
            format!("`{words}` is {}", described(&fact_kind)),
        );
        scope.report(problem.help("`for each` takes a count, duration, number or amount"));
        return None;
    }
    let every = value(&node.every, &fact_kind, &words, scope)?;
    let after = match &node.after {
        Some(after) => value(after, &fact_kind, &words, scope)?,
        None => Fixed::ZERO,
    };
    let up_to = offset(&node.up_to, kind, scope)?;
    if every <= Fixed::ZERO || up_to <= Fixed::ZERO {
        let problem = Problem::new(
            Code::E0303,
            "`for each` counts in steps of more than 0, up to more than 0",
            node.every.span,
            "not above 0",
        );
        scope.report(problem.help("write, for example, `for each 1 turns after 5, up to 20 points`"));
        return None;
    }
    Some(Each { fact, every, after, up_to })
}
