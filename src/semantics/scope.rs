//! Every declared name of a policy, and what the passes have built so far.
//!
//! In: the program. Out: a [`Scope`] in which each declaration can be found by
//! kind and name, so that a policy may be written in any order.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostics, Problem, nearest};
use crate::policy::{Category, Comparison, ComparisonId, Fact, FactId, Note, Origin, SignalId};
use crate::source::{Sources, Span};
use crate::syntax::ast::{self, Item, Mode, Name};

/// What a name is the name of. Names are unique within a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// A fact, list or switch.
    Fact,
    /// A signal.
    Signal,
    /// A second threshold.
    Threshold,
    /// A guard, override, rule or watch.
    Rule,
    /// An also.
    Also,
    /// A group.
    Group,
    /// Opening hours.
    Hours,
    /// A queue.
    Queue,
    /// A message.
    Message,
    /// An instruction.
    Instruction,
    /// A declared action of the service.
    Action,
    /// A declared shape of a number.
    Extract,
    /// A test.
    Test,
    /// A guarantee.
    Guarantee,
    /// A fixture of tests.
    Fixture,
}

impl Kind {
    /// The kind in words.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Kind::Fact => "fact",
            Kind::Signal => "signal",
            Kind::Threshold => "threshold",
            Kind::Rule => "rule",
            Kind::Also => "also",
            Kind::Group => "group",
            Kind::Hours => "opening hours",
            Kind::Queue => "queue",
            Kind::Message => "message",
            Kind::Instruction => "instruction",
            Kind::Action => "action",
            Kind::Extract => "extract",
            Kind::Test => "test",
            Kind::Guarantee => "guarantee",
            Kind::Fixture => "fixture",
        }
    }

    /// Several of the kind, in words.
    fn plural(self) -> String {
        if self == Kind::Hours { self.as_str().to_owned() } else { format!("{}s", self.as_str()) }
    }

    /// How one is declared, for kinds that are declared in a line or two.
    fn declaration(self, name: &str) -> Option<String> {
        Some(match self {
            Kind::Hours => format!("hours {name} in \"Europe/Madrid\" {{ Mon-Fri 08:00-20:00 }}"),
            Kind::Queue => format!("queue {name} \"Title\""),
            Kind::Message => format!("message {name} {{ en \"…\" }}"),
            Kind::Instruction => format!("instruction {name} \"what the assistant must do\""),
            Kind::Action => format!("action {name} \"what the service does\""),
            Kind::Threshold => format!("threshold {name} of FACT {{ 60% }}"),
            Kind::Signal => format!("signal {name} {{ in en says \"…\" }}"),
            Kind::Fact => format!("fact {name} is true or false"),
            Kind::Extract => format!("extract {name} matching \"ORD-######\""),
            Kind::Fixture => format!("fixture {name} {{ given … }}"),
            Kind::Rule | Kind::Also | Kind::Group | Kind::Test | Kind::Guarantee => return None,
        })
    }
}

/// One declaration of a kind.
#[derive(Clone, Debug)]
struct Declared {
    name: String,
    span: Span,
    text: String,
}

/// What the passes share.
pub(crate) struct Scope<'a> {
    /// The texts.
    pub(crate) sources: &'a Sources,
    /// Where problems go.
    pub(crate) out: &'a mut Diagnostics,
    /// Resolved categories.
    pub(crate) categories: Vec<Category>,
    /// Resolved facts; built-ins and views are added when first asked for.
    pub(crate) facts: Vec<Fact>,
    /// Fact by JSON name.
    pub(crate) fact_names: HashMap<String, FactId>,
    /// Every comparison so far.
    pub(crate) comparisons: Vec<Comparison>,
    /// Signals that are scores.
    pub(crate) scores: HashSet<String>,
    /// Signals in the order in which they are worked out.
    pub(crate) signal_ids: HashMap<String, SignalId>,
    /// Thresholds: name (none for the fact's own) and fact, in order of id.
    pub(crate) thresholds: Vec<(Option<String>, FactId)>,
    /// The levels that each queue declares, in the order of queues.
    pub(crate) levels: Vec<(String, Vec<String>)>,
    /// The policy's time zone, for dates.
    pub(crate) zone: jiff::tz::TimeZone,
    /// Names that something refers to.
    pub(crate) used: HashSet<(Kind, String)>,
    declared: HashMap<Kind, Vec<Declared>>,
    by_name: HashMap<(Kind, String), usize>,
    unread: HashSet<String>,
    /// Facts that share their JSON name with another one, as reported.
    clashes: HashSet<FactId>,
}

impl Scope<'_> {
    /// Reports a problem.
    pub(crate) fn report(&mut self, problem: Problem) {
        self.out.push(problem);
    }

    /// The position of a declared name within its kind; marks it as used.
    pub(crate) fn find(&mut self, kind: Kind, name: &str) -> Option<usize> {
        let found = self.by_name.get(&(kind, name.to_owned())).copied();
        if found.is_some() {
            self.used.insert((kind, name.to_owned()));
        }
        found
    }

    /// Whether a name is declared, without using it.
    pub(crate) fn declares(&self, kind: Kind, name: &str) -> bool {
        self.by_name.contains_key(&(kind, name.to_owned()))
    }

    /// The position of a name that must be declared; reports it with a suggestion otherwise.
    pub(crate) fn expect(&mut self, kind: Kind, code: Code, name: &Name) -> Option<usize> {
        if let Some(found) = self.find(kind, &name.text) {
            return Some(found);
        }
        if self.is_unread(&name.text) {
            return None;
        }
        let what = kind.as_str();
        // `threshold` alone is the fact's own one.
        let own = (kind == Kind::Threshold).then_some("threshold");
        let near = nearest(&name.text, self.names(kind).chain(own)).map(str::to_owned);
        let problem =
            Problem::new(code, format!("no {what} named `{}`", name.text), name.span, format!("no such {what}"));
        let problem = problem.did_you_mean(near.as_deref(), name.span, || self.list_or_declare(kind, &name.text));
        self.report(problem);
        None
    }

    /// What there is of a kind, and how another one is declared.
    fn list_or_declare(&self, kind: Kind, name: &str) -> String {
        let names: Vec<_> = self.names(kind).take(8).collect();
        match (names.is_empty(), kind.declaration(name)) {
            (true, Some(declaration)) => format!("declare it: `{declaration}`"),
            (false, Some(declaration)) => format!("declare it with `{declaration}`, or use {}", list(&names)),
            (true, None) => format!("this policy has no {} yet", kind.as_str()),
            (false, None) => format!("the policy has {}", list(&names)),
        }
    }

    /// All names of a kind, in the order of the text.
    pub(crate) fn names(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.declared.get(&kind).into_iter().flatten().map(|declared| declared.name.as_str())
    }

    /// Instructions or actions, in order.
    pub(crate) fn notes(&self, kind: Kind) -> Vec<Note> {
        let note = |d: &Declared| Note { name: d.name.clone(), text: d.text.clone(), span: d.span };
        self.declared.get(&kind).into_iter().flatten().map(note).collect()
    }

    /// Whether a declaration of this name could not be read, and was reported.
    pub(crate) fn is_unread(&self, name: &str) -> bool {
        // A file that was not read may declare any name; `use` can be no name itself.
        self.unread.contains(name) || self.unread.contains("use")
    }

    /// Adds a comparison.
    pub(crate) fn compare(&mut self, comparison: Comparison) -> ComparisonId {
        self.comparisons.push(comparison);
        ComparisonId::from_index(self.comparisons.len() - 1)
    }

    /// Adds a fact under its JSON name, or gives the one of that name.
    pub(crate) fn fact(&mut self, fact: Fact) -> FactId {
        if let Some(known) = self.fact_names.get(&fact.name).copied() {
            self.one_name_for_two(known, &fact);
            return known;
        }
        let id = FactId::from_index(self.facts.len());
        self.fact_names.insert(fact.name.clone(), id);
        self.facts.push(fact);
        id
    }

    /// Reports two facts that a service could not tell apart: `asks earlier`, and a signal named `asks_earlier`.
    fn one_name_for_two(&mut self, known: FactId, fact: &Fact) {
        let other = &self.facts[known.index()];
        let declared = |origin: &Origin| matches!(origin, Origin::Given | Origin::Switch);
        let alike = match (&other.origin, &fact.origin) {
            (Origin::List { .. }, Origin::List { .. }) | (Origin::Run(_), Origin::Run(_)) => true,
            (one, two) => one == two || declared(one) && declared(two),
        };
        if alike || self.clashes.contains(&known) {
            return;
        }
        let problem = Problem::new(
            Code::E0202,
            format!("`{}` and another fact have the same name in JSON, `{}`", fact.words, fact.name),
            fact.span,
            "one of the two",
        )
        .label(other.span, "the other one")
        .help("give what you declared another name");
        self.clashes.insert(known);
        self.report(problem);
    }

    fn declare(&mut self, kind: Kind, name: &Name, text: &str) {
        let key = (kind, name.text.clone());
        if let Some(first) = self.by_name.get(&key) {
            let first = self.declared[&kind][*first].span;
            let problem = Problem::new(
                Code::E0202,
                format!("two {} are named `{}`", kind.plural(), name.text),
                name.span,
                "declared again here",
            );
            self.report(problem.label(first, "first declared here").help("give one of them another name"));
            return;
        }
        let list = self.declared.entry(kind).or_default();
        self.by_name.insert(key, list.len());
        list.push(Declared { name: name.text.clone(), span: name.span, text: text.to_owned() });
    }
}

/// Names in backticks, joined with commas.
pub(crate) fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Collects every declared name.
pub(crate) fn collect<'a>(program: &ast::Program, sources: &'a Sources, out: &'a mut Diagnostics) -> Scope<'a> {
    let mut scope = Scope {
        sources,
        out,
        categories: Vec::new(),
        facts: Vec::new(),
        fact_names: HashMap::new(),
        comparisons: Vec::new(),
        clashes: HashSet::new(),
        scores: HashSet::new(),
        signal_ids: HashMap::new(),
        thresholds: Vec::new(),
        levels: program.items.iter().filter_map(levels).collect(),
        zone: jiff::tz::TimeZone::UTC,
        used: HashSet::new(),
        declared: HashMap::new(),
        by_name: HashMap::new(),
        unread: program.unread.iter().map(|name| name.text.clone()).collect(),
    };
    let mut merged = HashSet::new();
    collect_items(&program.items, &mut scope, &mut merged);
    scope
}

/// A queue with the levels that it declares.
fn levels(item: &Item) -> Option<(String, Vec<String>)> {
    let Item::Queue(queue) = item else { return None };
    Some((queue.name.text.clone(), queue.levels.iter().map(|level| level.name.text.clone()).collect()))
}

fn collect_items(items: &[Item], scope: &mut Scope<'_>, merged: &mut HashSet<(Kind, String)>) {
    for item in items {
        match item {
            Item::Fact(fact) => scope.declare(Kind::Fact, &fact.name, ""),
            Item::List(list) => scope.declare(Kind::Fact, &list.name, ""),
            Item::Switch(switch) => scope.declare(Kind::Fact, &switch.name, ""),
            Item::Signal(signal) => collect_merged(Kind::Signal, signal.mode, &signal.name, scope, merged),
            Item::Message(message) => collect_merged(Kind::Message, message.mode, &message.name, scope, merged),
            Item::Threshold(ast::Threshold { name: Some(name), .. }) => scope.declare(Kind::Threshold, name, ""),
            Item::Rule(rule) => {
                let kind = if rule.layer == ast::Layer::Also { Kind::Also } else { Kind::Rule };
                scope.declare(kind, &rule.name, "");
            }
            Item::Group(group) => {
                if let Some(name) = &group.name {
                    scope.declare(Kind::Group, name, "");
                }
                collect_items(&group.items, scope, merged);
            }
            Item::Hours(hours) => scope.declare(Kind::Hours, &hours.name, ""),
            Item::Queue(queue) => scope.declare(Kind::Queue, &queue.name, ""),
            Item::Extract(note) => scope.declare(Kind::Extract, &note.name, ""),
            Item::Instruction(note) => scope.declare(Kind::Instruction, &note.name, &note.text.text),
            Item::Action(note) => scope.declare(Kind::Action, &note.name, &note.text.text),
            Item::Test(test) => {
                let name = Name { text: test.title.text.clone(), span: test.title.span };
                scope.declare(Kind::Test, &name, "");
            }
            Item::Guarantee(guarantee) => {
                let name = Name { text: guarantee.title.text.clone(), span: guarantee.title.span };
                scope.declare(Kind::Guarantee, &name, "");
            }
            Item::Fixture(fixture) => scope.declare(Kind::Fixture, &fixture.name, ""),
            Item::Threshold(_)
            | Item::Category(_)
            | Item::Policy(_)
            | Item::Package(_)
            | Item::Conversation(_)
            | Item::Waiting(_)
            | Item::Continuity(_) => {}
        }
    }
}

/// Signals and messages are sums of parts: the first declares, the others add or replace.
fn collect_merged(kind: Kind, mode: Mode, name: &Name, scope: &mut Scope<'_>, merged: &mut HashSet<(Kind, String)>) {
    let first = merged.insert((kind, name.text.clone()));
    match (mode, first) {
        (Mode::Declare | Mode::Replace | Mode::Extend, false) => {}
        (Mode::Declare, true) => scope.declare(kind, name, ""),
        (Mode::Replace | Mode::Extend, true) if scope.is_unread(&name.text) => scope.declare(kind, name, ""),
        (Mode::Replace | Mode::Extend, true) => {
            let (verb, what) = (if mode == Mode::Replace { "replace" } else { "extend" }, kind.as_str());
            let known: Vec<_> = scope.names(kind).map(str::to_owned).collect();
            let near = nearest(&name.text, known.iter().map(String::as_str));
            let problem = Problem::new(
                Code::E0213,
                format!("there is no {what} `{}` to {verb}", name.text),
                name.span,
                format!("no {what} of this name stands above"),
            )
            .did_you_mean(near, name.span, || {
                format!("declare it with `{what} {}`, or `use` the file that has it first", name.text)
            });
            scope.report(problem);
            scope.declare(kind, name, "");
        }
    }
}
