//! `guarantee "title" { … }`, and questions, which have the same lines.

use super::Reader;
use super::condition::subject;
use super::forms::{Form, Place};
use super::node::Node;
use crate::diagnostic::{Code, Problem, nearest};
use crate::source::{FileId, Span};
use crate::syntax::ast::{ActionWord, Demand, DemandKind, Guarantee, Movement, NeverMoves, Wanted};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::{Clause, Token, TokenKind};

/// The forms of a demand, for help.
pub(super) const FORMS: &str = "`then always hand off`, `then never one of stay, offer`, \
    `as FACT rises, the outcome never moves towards stay`, `as FACT rises, threshold FACT never falls`, \
    `clarify at most once`, `within 12 rounds always hand off`, `someone eligible for QUEUE at every instant` or \
    `never closed QUEUE`";

impl<'a> Reader<'a> {
    pub(super) fn guarantee(&mut self, node: &Node<'a>, clause: &Clause) -> Guarantee {
        let before = self.failures;
        let (mut when, mut except) = (Vec::new(), Vec::new());
        let mut demand: Option<Demand> = None;
        for inner in clause.inner() {
            let Some(found) = self.read(inner, Place::Guarantee) else { continue };
            let Some(node) = found.node else { continue };
            match found.form.rule {
                Rule::when => when.extend(self.build(&node.the(Rule::when_part), Self::condition_of)),
                Rule::except => except.extend(self.build(&node.the(Rule::except_part), Self::condition_of)),
                _ => {
                    let Some(read) = self.build(&node, Self::demand) else { continue };
                    match &demand {
                        None => demand = Some(read),
                        Some(first) => self.second_demand(node.span(), first.span),
                    }
                }
            }
        }
        let title = node.string();
        if demand.is_none() && self.failures == before {
            let message = format!("the guarantee \"{}\" demands nothing", title.text);
            self.lacks(message, node.span(), "no line says what must hold", format!("add {FORMS}"));
        }
        Guarantee { title, when, except, demand, span: node.span() }
    }

    fn second_demand(&mut self, span: Span, first: Span) {
        let message = "a guarantee that demands two things";
        let problem = Problem::new(Code::E0117, message, span, "a second demand").label(first, "the first one");
        self.fail(problem.help("make it two guarantees"));
    }

    /// `then always …`, `then never …`, `can it …`, `as F rises, …`, `clarify at most once`, `within 12 rounds always …`
    pub(super) fn demand(&mut self, node: &Node<'a>) -> Demand {
        let kind = match node.get(Rule::wanted) {
            Some(wanted) if node.rule() == Rule::within_rounds => {
                let rounds = self.literal(&node.the(Rule::literal));
                DemandKind::Within(rounds, self.wanted(&wanted))
            }
            Some(wanted) if node.has(Rule::k_always) => DemandKind::Always(self.wanted(&wanted)),
            Some(wanted) => DemandKind::Never(self.wanted(&wanted)),
            None if node.rule() == Rule::at_most_times => {
                let action = if node.has(Rule::k_clarify) { ActionWord::Clarify } else { ActionWord::Offer };
                DemandKind::AtMost(action, node.get(Rule::literal).map(|times| self.literal(&times)))
            }
            None if node.rule() == Rule::someone_eligible => {
                DemandKind::Someone(node.the(Rule::names).names(), node.has(Rule::k_of_its_hours))
            }
            None if node.rule() == Rule::never_closed => DemandKind::NeverClosed(node.the(Rule::names).names()),
            None => match node.get(Rule::everyone_asked) {
                Some(everyone) => DemandKind::Everyone(self.literal(&everyone.the(Rule::literal))),
                None => DemandKind::Movement(movement(node)),
            },
        };
        Demand { kind, span: node.span() }
    }

    fn wanted(&mut self, node: &Node<'a>) -> Wanted {
        let actions: Vec<_> = node.all(Rule::wanted_action).map(|action| (action_of(&action), action.span())).collect();
        let first = actions.first().map_or(node.span(), |(_, span)| *span);
        if actions.len() > 1 && !node.has(Rule::k_one_of) {
            let problem =
                Problem::new(Code::E0101, "several actions without `one of`", node.span(), "a comma alone is no `or`");
            let start = Span { end: first.start, ..first };
            let written = &self.text[node.span().range()];
            self.fail(problem.help(format!("write `one of {written}`")).edit(start, "one of "));
        }
        let target = node.get(Rule::wanted_target);
        Wanted {
            actions,
            queues: target
                .as_ref()
                .and_then(|target| target.get(Rule::queues))
                .map(|all| all.names())
                .unwrap_or_default(),
            named_agent: target.is_some_and(|target| target.has(Rule::k_to_the_named_agent)),
            effect: node.get(Rule::effect).map(|effect| self.effect(&effect)),
            span: node.span(),
        }
    }
}

/// What a demand that could not be read lacks.
pub(super) fn misread(text: &str, file: FileId, tokens: &[&Token], form: &Form) -> Option<Problem> {
    if !matches!(form.rule, Rule::demand | Rule::movement | Rule::can) {
        return None;
    }
    let (first, second) = (*tokens.first()?, *tokens.get(1)?);
    let word = |token: &Token| token.text(text);
    let whole = first.span(file).to(tokens.last()?.span(file));
    if form.rule == Rule::demand && !matches!(word(second), "always" | "never" | "everyone") {
        let near = nearest(word(second), ["always", "never"]);
        let problem = Problem::new(Code::E0101, "`then` without `always` or `never`", whole, "how sure must it be?");
        return Some(match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")).edit(second.span(file), near),
            None => problem.help("a guarantee says `then always …` or `then never …`"),
        });
    }
    let follows = tokens.iter().position(|token| token.kind == TokenKind::Comma);
    let moves = tokens.iter().any(|token| matches!(word(token), "rises" | "falls"));
    if form.rule != Rule::movement || moves && follows.is_none() {
        return None;
    }
    let (message, label) = if moves {
        ("this is not what a movement can be held against", "not one of the two forms")
    } else {
        ("`as` without `rises` or `falls`", "which way does it move?")
    };
    let from = follows.and_then(|comma| tokens.get(comma + 1)).filter(|_| moves);
    let span = from.map_or(whole, |token| token.span(file).to(whole));
    let help = if moves {
        "write `the outcome never moves towards stay` or `threshold FACT never falls` after `as FACT rises,`"
    } else {
        "write it as `as FACT rises, the outcome never moves towards stay`"
    };
    Some(Problem::new(Code::E0101, message, span, label).help(help))
}

fn action_of(node: &Node<'_>) -> ActionWord {
    match node.parts().next().expect("an action is one of five").rule() {
        Rule::k_stay => ActionWord::Stay,
        Rule::k_clarify => ActionWord::Clarify,
        Rule::k_offer => ActionWord::Offer,
        Rule::k_hand_off => ActionWord::HandOff,
        _ => ActionWord::Close,
    }
}

fn movement(node: &Node<'_>) -> Movement {
    let never = match node.get(Rule::moving_threshold) {
        None => NeverMoves::OutcomeTowardsStay,
        Some(threshold) => {
            let of = subject(&threshold.the(Rule::threshold_words));
            if threshold.has(Rule::k_never_falls) {
                NeverMoves::ThresholdFalls(of)
            } else {
                NeverMoves::ThresholdRises(of)
            }
        }
    };
    Movement { fact: subject(&node.the(Rule::moving)), rises: node.has(Rule::k_rises), never }
}
