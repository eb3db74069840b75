//! Rules: groups, dates, layers, watches, alsos.
//!
//! A group gives its rules a common condition and no precedence. `guard`s come
//! first, then `override`s, then `rule`s, each in the order of the text.

use crate::diagnostic::{Code, Problem};
use crate::policy::{self, Also, Check, Comparison, Condition, Layer, MessageId, Outcome, Rule};
use crate::semantics::actions;
use crate::semantics::scope::{Kind, Scope};
use crate::semantics::subjects::{self, Place};
use crate::semantics::{categories, conditions};
use crate::source::Span;
use crate::syntax::ast::{self, Item, LiteralKind};
use crate::value::Fixed;

/// Deciding rules in the order they are asked, and alsos in the order of the text.
pub(crate) fn resolve(program: &ast::Program, scope: &mut Scope<'_>) -> (Vec<Rule>, Vec<Also>) {
    let mut found = Found { rules: Vec::new(), alsos: Vec::new() };
    items(&program.items, &Within::default(), &mut found, scope);
    found.rules.sort_by_key(|rule| rule.layer);
    (found.rules, found.alsos)
}

struct Found {
    rules: Vec<Rule>,
    alsos: Vec<Also>,
}

/// The groups around a rule: names and conditions, outermost first.
#[derive(Clone, Default)]
struct Within {
    groups: Vec<String>,
    conditions: Vec<Condition>,
}

fn items(items_: &[Item], within: &Within, found: &mut Found, scope: &mut Scope<'_>) {
    for item in items_ {
        match item {
            Item::Rule(node) if node.layer == ast::Layer::Also => {
                if let Some(also) = also(node, within, scope) {
                    found.alsos.push(also);
                }
            }
            Item::Rule(node) => {
                if let Some(rule) = rule(node, within, scope) {
                    found.rules.push(rule);
                }
            }
            Item::Group(node) => {
                if let Some(inner) = group(node, within, scope) {
                    items(&node.items, &inner, found, scope);
                } else {
                    // The group's condition was reported; its rules are still checked.
                    items(&node.items, within, found, scope);
                }
            }
            _ => {}
        }
    }
}

fn group(node: &ast::Group, within: &Within, scope: &mut Scope<'_>) -> Option<Within> {
    let mut inner = within.clone();
    let mut complete = true;
    if let Some(name) = &node.name {
        inner.groups.push(name.text.clone());
    }
    if !node.categories.is_empty() {
        match for_categories(&node.categories, node.span, scope) {
            Some(condition) => inner.conditions.push(condition),
            None => complete = false,
        }
    }
    // A group may hold an `also`, so what the decision is can be asked there only if all of it is.
    let place = if node.items.iter().all(is_also) { Place::Also } else { Place::Rule };
    for (condition, except) in [(&node.when, false), (&node.except, true)] {
        let Some(condition) = condition else { continue };
        match conditions::resolve(condition, place, scope) {
            Some(condition) if except => inner.conditions.push(Condition::Except(Box::new(condition))),
            Some(condition) => inner.conditions.push(condition),
            None => complete = false,
        }
    }
    complete.then_some(inner)
}

fn is_also(item: &Item) -> bool {
    matches!(item, Item::Rule(rule) if rule.layer == ast::Layer::Also)
}

/// `for a, b`: the category is one of them or below one. A missing category does not fit.
fn for_categories(names: &[ast::Name], span: Span, scope: &mut Scope<'_>) -> Option<Condition> {
    let ids: Vec<_> = names.iter().map(|name| categories::find(name, scope)).collect();
    let mut paths = Vec::new();
    for id in ids {
        paths.extend(categories::with_everything_below(id?, &scope.categories));
    }
    paths.sort();
    paths.dedup();
    let word = ast::Word { text: "category".to_owned(), quoted: false, span };
    let fact = subjects::resolve(&ast::Subject { words: vec![word], span }, Place::Rule, scope)?.fact;
    let id = scope.compare(Comparison { fact, test: Check::OneOf(paths), negated: false, span });
    Some(Condition::Compare(id))
}

/// Everything that must hold for a rule: its groups, its dates, its own lines.
fn condition(node: &ast::Rule, within: &Within, place: Place, scope: &mut Scope<'_>) -> Option<Condition> {
    let mut parts: Vec<Option<Condition>> = within.conditions.iter().cloned().map(Some).collect();
    if node.from.is_some() || node.until.is_some() {
        parts.push(dates(node, scope));
    }
    for when in &node.when {
        parts.push(conditions::resolve(when, place, scope));
    }
    for except in &node.except {
        parts.push(conditions::resolve(except, place, scope).map(|inner| Condition::Except(Box::new(inner))));
    }
    let mut parts: Vec<Condition> = parts.into_iter().collect::<Option<_>>()?;
    Some(if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) })
}

/// `from D until E`: from the start of D to the end of E, in the policy's zone.
fn dates(node: &ast::Rule, scope: &mut Scope<'_>) -> Option<Condition> {
    let day = |literal: &ast::Literal| match literal.kind {
        LiteralKind::Date(days) => Some(days),
        _ => None,
    };
    let (from, until) = (node.from.as_ref().and_then(day), node.until.as_ref().and_then(day));
    let span = node.from.as_ref().or(node.until.as_ref()).map_or(node.span, |literal| literal.span);
    if let (Some(first), Some(last), Some(literal)) = (from, until, &node.until)
        && first > last
    {
        let problem = Problem::new(
            Code::E0410,
            format!("`{}` ends before it begins", node.name.text),
            literal.span,
            "earlier than the first day",
        );
        scope.report(problem.help("swap the two dates"));
        return None;
    }
    let bound = |days: i64| (Fixed::from_whole(days), true);
    let word = ast::Word { text: "today".to_owned(), quoted: false, span };
    let fact = subjects::resolve(&ast::Subject { words: vec![word], span }, Place::Rule, scope)?.fact;
    let test = Check::Within { low: from.map(bound), high: until.map(bound) };
    Some(Condition::Compare(scope.compare(Comparison { fact, test, negated: false, span })))
}

fn rule(node: &ast::Rule, within: &Within, scope: &mut Scope<'_>) -> Option<Rule> {
    let condition = condition(node, within, Place::Rule, scope);
    let outcome = outcome(node.then.as_ref(), node.say.as_ref(), node.because.as_ref(), scope);
    Some(Rule {
        name: node.name.text.clone(),
        title: node.title.as_ref().map(|title| title.text.clone()),
        layer: match node.layer {
            ast::Layer::Guard => Layer::Guard,
            ast::Layer::Override => Layer::Override,
            ast::Layer::Rule | ast::Layer::Also => Layer::Rule,
        },
        watch: node.watch,
        condition: condition?,
        outcome: outcome?,
        span: node.span,
        groups: within.groups.clone(),
    })
}

/// An action with what goes with it.
pub(crate) fn outcome(
    then: Option<&ast::Then>,
    say: Option<&ast::Name>,
    because: Option<&ast::Text>,
    scope: &mut Scope<'_>,
) -> Option<Outcome> {
    let action = then.and_then(|then| then.action.as_ref()).and_then(|action| actions::action(action, scope));
    let effects = then.map(|then| actions::effects(&then.effects, scope)).unwrap_or_default();
    let say = say.and_then(|name| scope.expect(Kind::Message, Code::E0207, name)).map(MessageId::from_index);
    Some(Outcome { action: action?, effects, say, because: because.map(|text| text.text.clone()) })
}

fn also(node: &ast::Rule, within: &Within, scope: &mut Scope<'_>) -> Option<Also> {
    let condition = condition(node, within, Place::Also, scope);
    if node.watch {
        let problem = Problem::new(
            Code::E0408,
            format!("`also {}` cannot be watched", node.name.text),
            node.name.span,
            "an `also` never decides, so there is nothing to watch",
        );
        scope.report(problem.help("remove `watch`, or write a `watch rule`"));
    }
    let then = node.then.as_ref()?;
    if let Some(action) = &then.action {
        let problem = Problem::new(
            Code::E0408,
            format!("`also {}` cannot decide", node.name.text),
            action.span,
            "this would decide what happens",
        );
        scope.report(problem.help("an `also` adds effects such as `tag`, `need` or `notify` to whatever was decided; write a `rule` to decide"));
    }
    if let Some(say) = &node.say {
        let problem = Problem::new(
            Code::E0408,
            format!("`also {}` cannot say anything", node.name.text),
            say.span,
            "the deciding rule chooses the message",
        );
        scope.report(problem.help("move `say` to the rule that decides"));
    }
    let effects = actions::effects(&then.effects, scope);
    Some(Also {
        name: node.name.text.clone(),
        title: node.title.as_ref().map(|title| title.text.clone()),
        condition: condition?,
        effects,
        span: node.span,
    })
}

/// Finds a rule by name among the resolved ones.
pub(crate) fn find(name: &str, rules: &[Rule]) -> Option<policy::RuleId> {
    rules.iter().position(|rule| rule.name == name).map(policy::RuleId::from_index)
}
