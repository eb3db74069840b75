//! Small policies by hand: each call adds one thing and gives its id.

use baton::pattern::{Part, Pattern};
use baton::policy::*;
use baton::source::{Sources, Span};
use baton::value::{Fixed, Type, Value};

/// A policy in the making. `at` is public: a test may change anything.
pub(crate) struct Builder {
    pub(crate) policy: Policy,
}

pub(crate) fn number(text: &str) -> Fixed {
    Fixed::parse(text).expect("a number of a test")
}

pub(crate) fn word(text: &str) -> Value {
    Value::Word(text.to_owned())
}

pub(crate) fn num(text: &str) -> Value {
    Value::Number(number(text))
}

pub(crate) fn yes() -> Value {
    Value::Truth(true)
}

pub(crate) fn no() -> Value {
    Value::Truth(false)
}

/// A pattern of plain words; `*` at the end makes a prefix.
pub(crate) fn words(text: &str) -> Pattern {
    let part = |word: &str| match word.strip_suffix('*') {
        Some(stem) => Part::Prefix(stem.to_owned()),
        None => Part::Word(word.to_owned()),
    };
    Pattern { parts: text.split(' ').map(part).collect() }
}

pub(crate) fn says(weight: &str, part: &str, text: &str) -> Detector {
    detector(weight, DetectorKind::Says(part.to_owned(), words(text)))
}

pub(crate) fn unless(part: &str, text: &str) -> Detector {
    detector("0", DetectorKind::Unless(part.to_owned(), words(text)))
}

pub(crate) fn detector(weight: &str, kind: DetectorKind) -> Detector {
    Detector { weight: number(weight), kind, span: Span::default() }
}

pub(crate) fn to_category() -> Target {
    Target { to: To::Category, level: None }
}

pub(crate) fn to_queue(queue: QueueId) -> Target {
    Target { to: To::Queues(vec![queue]), level: None }
}

pub(crate) fn hand_off() -> Action {
    Action::HandOff(to_category())
}

pub(crate) fn offer() -> Action {
    Action::Offer(to_category())
}

pub(crate) fn outcome(action: Action) -> Outcome {
    Outcome { action, effects: Vec::new(), say: None, because: None }
}

pub(crate) fn all(conditions: impl Into<Vec<Condition>>) -> Condition {
    Condition::All(conditions.into())
}

pub(crate) fn except(condition: Condition) -> Condition {
    Condition::Except(Box::new(condition))
}

pub(crate) fn step(by: &str, when: Condition) -> Step {
    Step { name: "step".to_owned(), by: number(by), each: None, when, span: Span::default() }
}

pub(crate) fn group(steps: Vec<Step>) -> StepGroup {
    StepGroup { name: "group".to_owned(), steps }
}

pub(crate) const SHARE: Type = Type::Share;

impl Builder {
    /// The policy, ready to decide.
    pub(crate) fn table(&self) -> baton::runtime::Table {
        let rows = baton::lower(&self.policy).expect("a small policy fits a table");
        baton::runtime::Table::new(baton::Artifact { policy: self.policy.clone(), rows })
    }

    /// English, with queues `general` (default) and `billing`, categories `account`, `billing`, `billing.refund`.
    pub(crate) fn new() -> Self {
        let category = |path: &str, parent: Option<u32>, queue: Option<u32>| Category {
            path: path.to_owned(),
            title: None,
            aliases: if path == "billing.refund" { vec!["refund_request".to_owned()] } else { Vec::new() },
            parent: parent.map(CategoryId),
            queue: queue.map(QueueId),
        };
        let queue = |name: &str| Queue {
            name: name.to_owned(),
            title: name.to_uppercase(),
            titles: Vec::new(),
            levels: Vec::new(),
            routed_by_helpdesk: false,
            routing: Routing::default(),
            span: Span::default(),
        };
        let policy = Policy {
            title: "Test".to_owned(),
            hash: "0".repeat(32),
            timezone: "Europe/Madrid".to_owned(),
            languages: vec!["en".to_owned(), "es".to_owned()],
            fallback: "en".to_owned(),
            gives_confidence: false,
            default_queue: QueueId(0),
            otherwise: outcome(Action::Stay),
            otherwise_span: Span::default(),
            on_failure: to_queue(QueueId(0)),
            on_problem: None,
            on_problem_span: Span::default(),
            rates: None,
            categories: vec![
                category("account", None, None),
                category("billing", None, Some(1)),
                category("billing.refund", Some(1), None),
            ],
            conversation: Conversation::default(),
            facts: Vec::new(),
            signals: Vec::new(),
            thresholds: Vec::new(),
            comparisons: Vec::new(),
            deciding_comparisons: usize::MAX,
            rules: Vec::new(),
            alsos: Vec::new(),
            hours: Vec::new(),
            queues: vec![queue("general"), queue("billing")],
            waiting: Waiting::default(),
            continuity: None,
            messages: Vec::new(),
            instructions: Vec::new(),
            service_actions: Vec::new(),
            extracts: Vec::new(),
            package: baton::policy::PackagePlan::default(),
            allowed: Vec::new(),
            tests: Vec::new(),
            guarantees: Vec::new(),
            sources: Sources::default(),
        };
        Self { policy }
    }

    pub(crate) fn fact(&mut self, name: &str, kind: Type, origin: Origin) -> FactId {
        let on_answer = matches!(origin, Origin::BuiltIn(BuiltIn::Confidence | BuiltIn::Attempted));
        self.policy.facts.push(Fact {
            name: name.to_owned(),
            words: name.replace('_', " "),
            title: None,
            kind,
            origin,
            default: None,
            scale: None,
            on_answer,
            span: Span::default(),
        });
        FactId::from_index(self.policy.facts.len() - 1)
    }

    pub(crate) fn given(&mut self, name: &str, kind: Type) -> FactId {
        self.fact(name, kind, Origin::Given)
    }

    pub(crate) fn truth(&mut self, name: &str) -> FactId {
        self.given(name, Type::Truth)
    }

    pub(crate) fn confidence(&mut self) -> FactId {
        self.fact("confidence", SHARE, Origin::BuiltIn(BuiltIn::Confidence))
    }

    pub(crate) fn category(&mut self) -> FactId {
        self.fact("category", Type::Category, Origin::BuiltIn(BuiltIn::Category))
    }

    pub(crate) fn count(&mut self, name: &str, built_in: BuiltIn) -> FactId {
        self.fact(name, Type::Count, Origin::BuiltIn(built_in))
    }

    pub(crate) fn yes_no(&mut self, name: &str, built_in: BuiltIn) -> FactId {
        self.fact(name, Type::Truth, Origin::BuiltIn(built_in))
    }

    /// A signal, and its `Now`, `Earlier`, `InTheConversation` and `Times` facts.
    pub(crate) fn signal(
        &mut self,
        name: &str,
        keeps: Option<&str>,
        is_score: bool,
        detectors: Vec<Detector>,
    ) -> [FactId; 4] {
        let id = SignalId::from_index(self.policy.signals.len());
        self.policy.signals.push(Signal {
            name: name.to_owned(),
            title: None,
            is_score,
            detectors,
            keeps: keeps.map(number),
            span: Span::default(),
        });
        let now = if is_score { Type::Score } else { Type::Truth };
        [
            self.fact(name, now, Origin::Signal(id, View::Now)),
            self.fact(&format!("{name}_earlier"), Type::Truth, Origin::Signal(id, View::Earlier)),
            self.fact(&format!("{name}_in_the_conversation"), Type::Truth, Origin::Signal(id, View::InTheConversation)),
            self.fact(&format!("{name}_times"), Type::Count, Origin::Signal(id, View::Times)),
        ]
    }

    fn comparison(&mut self, fact: FactId, test: Check, negated: bool) -> Condition {
        self.policy.comparisons.push(Comparison { fact, test, negated, span: Span::default() });
        Condition::Compare(ComparisonId::from_index(self.policy.comparisons.len() - 1))
    }

    pub(crate) fn compare(&mut self, fact: FactId, test: Check) -> Condition {
        self.comparison(fact, test, false)
    }

    pub(crate) fn not(&mut self, fact: FactId, test: Check) -> Condition {
        self.comparison(fact, test, true)
    }

    pub(crate) fn is(&mut self, fact: FactId) -> Condition {
        self.compare(fact, Check::True)
    }

    pub(crate) fn one_of(&mut self, fact: FactId, words: &[&str]) -> Condition {
        let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        words.sort();
        self.compare(fact, Check::OneOf(words))
    }

    pub(crate) fn below(&mut self, fact: FactId, high: &str) -> Condition {
        self.compare(fact, Check::Within { low: None, high: Some((number(high), false)) })
    }

    pub(crate) fn below_threshold(&mut self, fact: FactId, threshold: ThresholdId, offset: &str) -> Condition {
        self.compare(fact, Check::Threshold { threshold, relation: Relation::Below, offset: number(offset) })
    }

    pub(crate) fn threshold(
        &mut self,
        fact: FactId,
        base: &str,
        bases: &[(u32, &str)],
        groups: Vec<StepGroup>,
    ) -> ThresholdId {
        self.policy.thresholds.push(Threshold {
            name: "threshold".to_owned(),
            fact,
            base: number(base),
            bases: bases.iter().map(|(category, base)| (CategoryId(*category), number(base))).collect(),
            groups,
            low: None,
            high: None,
            span: Span::default(),
        });
        ThresholdId::from_index(self.policy.thresholds.len() - 1)
    }

    pub(crate) fn message(&mut self, name: &str, languages: &[&str]) -> MessageId {
        let texts =
            languages.iter().map(|language| ((*language).to_owned(), format!("{name} in {language} by {{team}}")));
        let texts = texts.collect();
        self.policy.messages.push(Message {
            name: name.to_owned(),
            variants: vec![Variant { situations: Vec::new(), texts }],
            span: Span::default(),
        });
        MessageId::from_index(self.policy.messages.len() - 1)
    }

    pub(crate) fn rule(&mut self, name: &str, condition: Condition, action: Action) -> RuleId {
        self.add(Layer::Rule, false, name, condition, outcome(action))
    }

    pub(crate) fn watch(&mut self, name: &str, condition: Condition, action: Action) -> RuleId {
        self.add(Layer::Rule, true, name, condition, outcome(action))
    }

    pub(crate) fn guard(&mut self, name: &str, condition: Condition, action: Action) -> RuleId {
        self.add(Layer::Guard, false, name, condition, outcome(action))
    }

    pub(crate) fn add(
        &mut self,
        layer: Layer,
        watch: bool,
        name: &str,
        condition: Condition,
        outcome: Outcome,
    ) -> RuleId {
        self.policy.rules.push(Rule {
            name: name.to_owned(),
            title: None,
            layer,
            watch,
            condition,
            outcome,
            span: Span::default(),
            groups: Vec::new(),
        });
        RuleId::from_index(self.policy.rules.len() - 1)
    }

    pub(crate) fn also(&mut self, name: &str, condition: Condition, effects: Vec<Effect>) -> AlsoId {
        self.policy.alsos.push(Also { name: name.to_owned(), title: None, condition, effects, span: Span::default() });
        AlsoId::from_index(self.policy.alsos.len() - 1)
    }
}
