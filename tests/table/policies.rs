//! Generated policies: rules of all layers, groups, `also`s, thresholds; they shrink to the fewest and simplest.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::leaves::{DECLARED, FACTS, OF_THE_DECISION, all, condition};
use super::support::header;
use super::thresholds::{Body, bodies, declared};

/// A generated policy.
#[derive(Clone)]
pub(crate) struct Written {
    otherwise: &'static str,
    on_problem: Option<&'static str>,
    thresholds: Vec<Body>,
    blocks: Vec<Block>,
    alsos: Vec<Also>,
    /// The lines of a `conversation` block.
    conversation: Vec<&'static str>,
}

/// A rule, or a group of rules.
#[derive(Clone, Debug)]
struct Block {
    /// The group around them: its name and conditions come in front.
    around: Option<Around>,
    rules: Vec<Rule>,
}

#[derive(Clone, Debug)]
enum Around {
    Group { when: Option<String>, except: Option<String> },
    For(&'static str),
}

#[derive(Clone, Debug)]
struct Rule {
    layer: &'static str,
    dates: &'static str,
    when: Vec<String>,
    except: Option<String>,
    action: &'static str,
    effects: Vec<&'static str>,
    /// `say` and `because`
    lines: &'static str,
}

#[derive(Clone, Debug)]
struct Also {
    around: Option<String>,
    when: Option<String>,
    except: Option<String>,
    effects: Vec<&'static str>,
}

const LAYERS: [&str; 8] = ["rule", "rule", "guard", "override", "guard", "watch rule", "watch guard", "watch override"];

const ACTIONS: &[&str] = &[
    "stay",
    "close",
    "hand off",
    "offer",
    "hand off to billing",
    "hand off to care or billing",
    "hand off to billing at L2",
    "hand off to the named agent",
    "offer hand off to care",
    "clarify with ask, then hand off",
    "clarify with ask, silence 60s, then hand off to care or general",
];

/// What the state of a conversation forbids, or sends elsewhere. Groups and rules are named by the first that there is.
const CONVERSATION: [&str; 7] = [
    "offers again after 2 rounds, when the reason differs",
    "offers at most 2, again after 1 round, when the reason differs",
    "transfers at most 1, then care and stay there",
    "transfers at most 2, then billing and stay there, except by guards, r0",
    "returned not to the same queue for 30m",
    "returned not to the same queue for 30m, except by overrides, r0, then to the same agent",
    "turn customer messages within 60s",
];

const EFFECTS: [&str; 8] = [
    "tag one",
    "tag two",
    "priority high",
    "priority urgent",
    "raise priority by 5",
    "need skill disputes at level 3",
    "notify care",
    "due in 30 days",
];

const ON_PROBLEM: [&str; 3] = ["hand off to billing", "hand off to care or general", "hand off to billing at L1"];

/// Policies about all facts.
pub(crate) fn written() -> impl Strategy<Value = Written> {
    about(FACTS, 7, OF_THE_DECISION.len() / 2, conversation().boxed())
}

/// Small policies about these facts.
pub(crate) fn written_about(facts: &[&str]) -> impl Strategy<Value = Written> + use<> {
    about(facts, 4, 1, Just(Vec::new()).boxed())
}

/// Policies of fewer than `most` blocks about these facts; `often` is how much `also`s ask about the decision.
fn about(
    facts: &[&str],
    most: usize,
    often: usize,
    conversation: BoxedStrategy<Vec<&'static str>>,
) -> impl Strategy<Value = Written> + use<> {
    let lists: Vec<Vec<String>> = facts.iter().map(|fact| all(fact)).collect();
    let decision: Vec<String> = OF_THE_DECISION.iter().map(|leaf| (*leaf).to_owned()).collect();
    let of_alsos = lists.iter().cloned().chain(vec![decision; often]).collect();
    written_of(&condition(lists).boxed(), &condition(of_alsos).boxed(), most, bodies(facts).boxed(), conversation)
}

fn written_of(
    of_rules: &BoxedStrategy<String>,
    of_alsos: &BoxedStrategy<String>,
    most: usize,
    bodies: BoxedStrategy<Vec<Body>>,
    conversation: BoxedStrategy<Vec<&'static str>>,
) -> impl Strategy<Value = Written> + use<> {
    let otherwise = select([&["stay", "close", "offer", "hand off, tag two"], &ACTIONS[9..]].concat());
    let blocks = vec(block(of_rules), 1..most);
    (otherwise, option::of(select(&ON_PROBLEM[..])), bodies, blocks, vec(also(of_alsos), 0..3), conversation).prop_map(
        |(otherwise, on_problem, thresholds, blocks, alsos, conversation)| Written {
            otherwise,
            on_problem,
            thresholds,
            blocks,
            alsos,
            conversation,
        },
    )
}

/// No block, or one with a line of some of its kinds.
fn conversation() -> impl Strategy<Value = Vec<&'static str>> {
    let offers = option::weighted(0.5, select(&CONVERSATION[..2]));
    let transfers = option::weighted(0.6, select(&CONVERSATION[2..4]));
    let returned = option::weighted(0.6, select(&CONVERSATION[4..6]));
    let lines = (offers, transfers, returned, option::weighted(0.3, Just(CONVERSATION[6])))
        .prop_map(|(one, two, three, four)| [one, two, three, four].into_iter().flatten().collect());
    prop_oneof![2 => Just(Vec::new()), 1 => lines]
}

fn block(condition: &BoxedStrategy<String>) -> impl Strategy<Value = Block> + use<> {
    let group = (option::of(condition.clone()), option::of(condition.clone()))
        .prop_map(|(when, except)| Around::Group { when, except });
    let of_categories = select(vec!["billing", "travel.flight, account", "late"]).prop_map(Around::For);
    let around = prop_oneof![2 => group, 1 => of_categories];
    (option::weighted(0.3, around), vec(rule(condition), 1..3)).prop_map(|(around, rules)| Block { around, rules })
}

fn rule(condition: &BoxedStrategy<String>) -> impl Strategy<Value = Rule> + use<> {
    let dates = select(vec!["", "", "", " from 2026-12-24 until 2026-12-26", " until 1970-01-01", " from 2026-12-24"]);
    let when = vec(condition.clone(), 0..3);
    let except = option::weighted(0.3, condition.clone());
    let lines = select(vec!["", "; say bye", "; because \"A reason\"", "; say bye; because \"Another\""]);
    (select(&LAYERS[..]), dates, when, except, select(ACTIONS), vec(select(&EFFECTS[..]), 0..2), lines).prop_map(
        |(layer, dates, when, except, action, effects, lines)| Rule {
            layer,
            dates,
            when,
            except,
            action,
            effects,
            lines,
        },
    )
}

fn also(condition: &BoxedStrategy<String>) -> impl Strategy<Value = Also> + use<> {
    (
        option::weighted(0.2, condition.clone()),
        option::weighted(0.9, condition.clone()),
        option::weighted(0.3, condition.clone()),
        vec(select(&EFFECTS[..]), 1..3),
    )
        .prop_map(|(around, when, except, effects)| Also { around, when, except, effects })
}

impl Written {
    /// The text of the policy.
    pub(crate) fn text(&self) -> String {
        let mut rules = String::new();
        let mut names = 0..;
        for (at, block) in self.blocks.iter().enumerate() {
            let inner: String = block.rules.iter().map(|rule| rule.text(names.next().unwrap_or(0))).collect();
            rules += &match &block.around {
                None => inner,
                Some(Around::For(categories)) => format!("for {categories} {{\n{inner}}}\n"),
                Some(Around::Group { when, except }) => {
                    format!(
                        "group g{at}{}{} {{\n{inner}}}\n",
                        clause(" when ", when.as_ref(), ""),
                        clause(" except when ", except.as_ref(), "")
                    )
                }
            };
        }
        let count = names.next().unwrap_or(0);
        for (at, also) in self.alsos.iter().enumerate() {
            rules += &also.text(at);
        }
        for at in 0..3 {
            rules = rules.replace(&format!("@{at}"), &format!("r{}", at % count));
        }
        if !self.conversation.is_empty() {
            rules += &format!("conversation {{ {} }}\n", self.conversation.join("; "));
        }
        let problem = self.on_problem.map(|target| format!("on problem {target}")).unwrap_or_default();
        header(self.otherwise, &problem) + DECLARED + &declared(&self.thresholds, &rules) + &rules
    }
}

/// A policy that fails is shown as its text.
impl std::fmt::Debug for Written {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text())
    }
}

impl Rule {
    fn text(&self, at: usize) -> String {
        let Self { layer, dates, action, lines, .. } = self;
        let when: String = self.when.iter().map(|when| format!("when {when}; ")).collect();
        let effects: String = self.effects.iter().map(|effect| format!(", {effect}")).collect();
        let except = clause("except when ", self.except.as_ref(), "; ");
        format!("{layer} r{at}{dates} {{ {when}{except}then {action}{effects}{lines} }}\n")
    }
}

impl Also {
    fn text(&self, at: usize) -> String {
        let when = clause("when ", self.when.as_ref(), "; ");
        let except = clause("except when ", self.except.as_ref(), "; ");
        let also = format!("also a{at} {{ {when}{except}then {} }}\n", self.effects.join(", "));
        match &self.around {
            None => also,
            Some(around) => format!("group ga{at} when {around} {{\n{also}}}\n"),
        }
    }
}

fn clause(words: &str, condition: Option<&String>, end: &str) -> String {
    condition.map(|condition| format!("{words}{condition}{end}")).unwrap_or_default()
}
