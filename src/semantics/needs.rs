//! What people must have: skills, teams, marks, languages.

use crate::diagnostic::{Code, Problem, nearest};
use crate::policy::{AnyOf, Need, Routing};
use crate::semantics::operands;
use crate::semantics::scope::{Scope, list};
use crate::syntax::ast::{self, Name, NeedKind};
use crate::value::{Fluency, Value};

/// One of these is enough.
pub(crate) fn any(nodes: &[ast::Need], scope: &mut Scope<'_>) -> AnyOf {
    if let Some(extra) = nodes.get(Routing::NEEDS_MAX) {
        let message = format!("more than {} needs in one line", Routing::NEEDS_MAX);
        scope.report(Problem::new(Code::E0303, message, extra.span, "one too many").help("leave some out"));
    }
    nodes.iter().filter_map(|node| need(node, scope)).collect()
}

fn need(node: &ast::Need, scope: &mut Scope<'_>) -> Option<Need> {
    Some(match &node.kind {
        NeedKind::Skill(skill, level) => {
            let level = match level {
                Some(level) => Some(operands::whole(level, "a skill's level", 10, scope)?),
                None => None,
            };
            Need::Skill(skill.text.clone(), level)
        }
        NeedKind::Team(team) => Need::Team(team.text.clone()),
        NeedKind::Mark(mark) => Need::Mark(mark.text.clone()),
        NeedKind::Language(code, level) => {
            let level = match level {
                Some(level) => Some(fluency(level, scope)?),
                None => None,
            };
            Need::Language(language(code, scope)?, level)
        }
    })
}

/// A language, by its code.
pub(crate) fn language(name: &Name, scope: &mut Scope<'_>) -> Option<String> {
    match operands::language(&name.text, name.span, scope)? {
        Value::Word(code) => Some(code),
        _ => None,
    }
}

/// How well a language must be spoken.
pub(crate) fn fluency(name: &Name, scope: &mut Scope<'_>) -> Option<Fluency> {
    let found = Fluency::find(&name.text);
    if found.is_none() {
        let known = Fluency::ALL.map(Fluency::as_str);
        let upper = name.text.to_uppercase();
        let near = nearest(&upper, known);
        let message = format!("no level of a language is called `{}`", name.text);
        let problem = Problem::new(Code::E0206, message, name.span, "no such level");
        scope.report(problem.did_you_mean(near, name.span, || format!("levels are {}", list(&known))));
    }
    found
}
