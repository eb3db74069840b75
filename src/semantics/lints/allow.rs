//! What of all that lints found is said, and how loud.
//!
//! In: the `allow` lines of a policy, the levels that a team has set, and what any
//! lint found, of this module or of another. Out: findings in [`Diagnostics`]; at
//! the end every `allow` that silenced nothing.
//!
//! # Guarantees
//!
//! An `allow` is called unused only when every lint that it names was asked. A
//! reason in the policy counts before a level: what it silences is not said.

use crate::diagnostic::{Code, Diagnostics, Level, Levels, Problem, nearest};
use crate::policy::Allowed;
use crate::source::Span;
use crate::syntax::ast::{self, Item};

/// The `allow` lines of a policy and the levels of its lints.
#[derive(Clone, Debug, Default)]
pub struct Allows {
    lines: Vec<Line>,
    levels: Levels,
}

/// One `allow` line.
#[derive(Clone, Debug)]
struct Line {
    /// What it silences; none when nothing has that name, which was reported.
    lint: Option<Code>,
    /// The declaration that it counts for; none for the whole policy.
    inside: Option<Span>,
    span: Span,
    /// All that goes when it is removed.
    whole: Span,
    /// Whether the lint was asked.
    asked: bool,
    /// Whether it silenced something.
    spent: bool,
}

impl Line {
    /// An `allow` of an unknown name was reported; what it was meant to silence follows from that.
    fn covers(&self, problem: &Problem) -> bool {
        let within = |outer: Span| problem.labels.iter().any(|label| is_within(label.span, outer));
        self.lint.is_none_or(|lint| lint == problem.code) && self.inside.is_none_or(within)
    }
}

fn is_within(inner: Span, outer: Span) -> bool {
    inner.file == outer.file && inner.start >= outer.start && inner.end <= outer.end
}

impl Allows {
    /// Those of a program. Names that are no lints are reported.
    pub(crate) fn of(program: &ast::Program, levels: &Levels, out: &mut Diagnostics) -> Self {
        let line = |allow: &ast::Allow, out: &mut Diagnostics| Line {
            lint: lint(&allow.lint.text, allow.lint.span, out),
            inside: allow.inside.or_else(|| target(allow, program, out)),
            span: allow.span,
            whole: allow.whole,
            asked: false,
            spent: false,
        };
        Self { lines: program.allows.iter().map(|allow| line(allow, out)).collect(), levels: levels.clone() }
    }

    /// Takes what `lints` found: silences it, or says it as loud as its level wants.
    ///
    /// Lints whose findings come and go with the day are no reason to call an `allow` unused: leave them out of `lints`.
    pub fn settle(&mut self, lints: &[Code], found: Vec<Problem>, out: &mut Diagnostics) {
        for line in self.lines.iter_mut().filter(|line| line.lint.is_some_and(|lint| lints.contains(&lint))) {
            line.asked = true;
        }
        for mut problem in found {
            if let Some(line) = self.lines.iter_mut().find(|line| line.covers(&problem)) {
                line.spent = true;
                continue;
            }
            match self.levels.of(problem.code).map(Level::severity) {
                Some(None) => {}
                Some(Some(severity)) => out.push(Problem { severity, ..problem }),
                None => {
                    problem.severity = problem.code.severity();
                    out.push(problem);
                }
            }
        }
    }

    /// Reports every `allow` that silenced nothing, once all lints have been asked.
    pub fn end(&mut self, out: &mut Diagnostics) {
        let unused = |line: &&Line| line.asked && !line.spent;
        let found = self.lines.iter().filter(unused).map(|line| {
            Problem::new(Code::W0506, "this `allow` silences nothing", line.span, "nothing to allow here")
                .help("remove the line")
                .edit(line.whole, "")
                .same_decisions()
        });
        let found: Vec<Problem> = found.collect();
        self.settle(&[], found, out);
    }
}

/// What the author allows, as the policy keeps it.
pub(crate) fn allowed(program: &ast::Program) -> Vec<Allowed> {
    let allowed = |allow: &ast::Allow| Allowed {
        lint: allow.lint.text.clone(),
        inside: allow.inside.or_else(|| allow.target.as_ref().and_then(|name| declared(name, program))),
    };
    program.allows.iter().map(allowed).collect()
}

/// The declaration that an `allow … for` means. A name that nothing has is reported; the line silences nothing then.
fn target(allow: &ast::Allow, program: &ast::Program, out: &mut Diagnostics) -> Option<Span> {
    let name = allow.target.as_ref()?;
    if let Some(found) = declared(name, program) {
        return Some(found);
    }
    if program.unread.iter().all(|unread| unread.text != name.text) {
        let message = format!("`{}` is no declaration that could be meant", name.text);
        let near = nearest(&name.text, program.items.iter().filter_map(item_name).map(|known| known.text.as_str()));
        let problem = Problem::new(Code::E0201, message, name.span, "nothing outermost has this name");
        out.push(problem.did_you_mean(near, name.span, || {
            "name a fact, a list, a signal, a message or a queue; in a group, put the line into the block".to_owned()
        }));
    }
    Some(allow.span)
}

/// Where the first outermost declaration of a name stands, its block included.
fn declared(name: &ast::Name, program: &ast::Program) -> Option<Span> {
    let named = program.items.iter().filter_map(item_name).filter(|known| known.text == name.text);
    named.into_iter().find_map(|known| {
        let all = program.declarations.iter();
        all.into_iter().find(|one| is_within(known.span, one.head)).map(|one| one.whole)
    })
}

/// The name of an item that has one.
fn item_name(item: &Item) -> Option<&ast::Name> {
    match item {
        Item::Category(category) => Some(&category.name),
        Item::Fact(fact) => Some(&fact.name),
        Item::List(list) => Some(&list.name),
        Item::Switch(switch) => Some(&switch.name),
        Item::Signal(signal) => Some(&signal.name),
        Item::Rule(rule) => Some(&rule.name),
        Item::Hours(hours) => Some(&hours.name),
        Item::Queue(queue) => Some(&queue.name),
        Item::Message(message) => Some(&message.name),
        Item::Instruction(note) | Item::Action(note) | Item::Extract(note) => Some(&note.name),
        Item::Fixture(fixture) => Some(&fixture.name),
        Item::Policy(_)
        | Item::Threshold(_)
        | Item::Group(_)
        | Item::Test(_)
        | Item::Guarantee(_)
        | Item::Package(_)
        | Item::Conversation(_)
        | Item::Waiting(_)
        | Item::Continuity(_) => None,
    }
}

/// The lint that is called `name`, or has it as its code. One that cannot be allowed is reported.
pub fn lint(name: &str, span: Span, out: &mut Diagnostics) -> Option<Code> {
    let code = Code::ALL.iter().copied().find(|code| code.name() == name || code.as_str() == name);
    match code {
        Some(code) if code.is_lint() => return Some(code),
        Some(_) => {
            let message = format!("`{name}` is an error, which cannot be allowed");
            let problem = Problem::new(Code::E0219, message, span, "not a warning");
            out.push(problem.help("correct what it points at, and remove this line"));
        }
        None => {
            let names: Vec<&str> = Code::lints().map(Code::name).collect();
            let near = nearest(name, names.iter().copied());
            let message = format!("nothing is called `{name}` that could be allowed");
            let problem = Problem::new(Code::E0216, message, span, "no such lint");
            out.push(
                problem.did_you_mean(near, span, || {
                    format!("what can be allowed is {}", super::super::scope::list(&names))
                }),
            );
        }
    }
    None
}
