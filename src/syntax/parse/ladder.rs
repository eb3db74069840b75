//! How a queue finds a person: needs, the steps of its ladder, its end.

use super::Reader;
use super::node::Node;
use crate::syntax::ast::{
    End, EndKind, LadderStep, Literal, MayTake, MayTakeKind, Name, Need, NeedKind, Owner, Preference, QueueLine,
    QueueLineKind as Line, Times, WaitChoice,
};
use crate::syntax::grammar::Rule;

impl<'a> Reader<'a> {
    /// A line of a queue, by the rule that read it.
    pub(super) fn queue_line(&mut self, rule: Rule, node: &Node<'a>) -> QueueLine {
        let kind = match rule {
            Rule::open_line => Line::Open(node.name()),
            Rule::needs => Line::Needs(self.any_need(node)),
            Rule::prefer => {
                Line::Prefer(node.all(Rule::preference).map(|one| (preference(&one), one.span())).collect())
            }
            Rule::accept => Line::Accept(self.number_of(node)),
            Rule::answer_within => Line::Answer(self.times(&node.the(Rule::times))),
            Rule::long_wait => {
                let choices = node.all(Rule::wait_choice).map(|one| (wait_choice(&one), one.span())).collect();
                Line::LongWait(self.number_of(node), choices)
            }
            Rule::update => Line::Update(self.number_of(node), node.name()),
            Rule::finally => Line::Finally(node.get(Rule::times).map(|times| self.times(&times)), end(node)),
            Rule::closed => Line::Closed(node.get(Rule::name).map(|name| name.as_name()), end(node)),
            _ => Line::Step(self.ladder_step(node)),
        };
        QueueLine { kind, span: node.span() }
    }

    /// What stands after `needs`: any of these; nothing where nothing stands.
    pub(super) fn any_need(&mut self, node: &Node<'a>) -> Vec<Need> {
        let needs: Vec<Node<'a>> = node.get(Rule::any_need).into_iter().flat_map(|any| any.all(Rule::need)).collect();
        needs.iter().map(|need| self.need(&first(need))).collect()
    }

    fn need(&mut self, node: &Node<'a>) -> Need {
        let kind = match node.rule() {
            Rule::needs_skill => {
                NeedKind::Skill(node.name(), node.get(Rule::literal).map(|level| self.literal(&level)))
            }
            Rule::needs_team => NeedKind::Team(node.the(Rule::value).as_name()),
            Rule::needs_mark => NeedKind::Mark(node.name()),
            _ => NeedKind::Language(node.name(), fluency(node)),
        };
        Need { kind, span: node.span() }
    }

    fn number_of(&mut self, node: &Node<'a>) -> Literal {
        self.literal(&node.the(Rule::literal))
    }

    /// `5m live, 1 business day async`
    pub(super) fn times(&mut self, node: &Node<'a>) -> Times {
        let literals: Vec<Node<'a>> = node.all(Rule::literal).collect();
        let mut read = literals.iter().map(|literal| self.literal(literal));
        let live = read.next().expect("the grammar demands a time");
        Times { live, asynchronous: read.next() }
    }

    fn ladder_step(&mut self, node: &Node<'a>) -> LadderStep {
        let who: Vec<Node<'a>> = node.all(Rule::may_take).collect();
        LadderStep {
            after: node.get(Rule::times).map(|times| self.times(&times)),
            who: who.iter().map(|one| self.may_take(&first(one))).collect(),
            when: node.get(Rule::when_part).map(|when| self.condition_of(&when)),
        }
    }

    fn may_take(&mut self, node: &Node<'a>) -> MayTake {
        let kind = match node.rule() {
            Rule::take_also => {
                let mut names = node.names().into_iter();
                MayTakeKind::Also {
                    queue: names.next().expect("the grammar demands a queue"),
                    speak: names.next(),
                    while_wait: node.get(Rule::while_wait).map(|wait| (wait.name(), self.number_of(&wait))),
                }
            }
            Rule::k_the_account_manager => MayTakeKind::AccountManager,
            Rule::k_any_of_the_team => MayTakeKind::Team,
            Rule::k_on_shift => MayTakeKind::OnShift,
            Rule::take_on_call => MayTakeKind::OnCall { again: node.has(Rule::k_again) },
            Rule::take_skilled => {
                let skills: Vec<Node<'a>> = node.all(Rule::needs_skill).collect();
                MayTakeKind::Skilled(skills.iter().map(|skill| self.need(skill)).collect())
            }
            Rule::k_the_rules_level => MayTakeKind::RulesLevel,
            Rule::k_any_level => MayTakeKind::AnyLevel,
            Rule::take_speaking if node.has(Rule::k_the_customers_language) => {
                MayTakeKind::CustomersLanguage(fluency(node))
            }
            Rule::take_speaking if node.has(Rule::k_any_language) => {
                MayTakeKind::AnyLanguage { notice: node.has(Rule::k_with_notice) }
            }
            Rule::take_speaking => MayTakeKind::Language(node.name()),
            _ => MayTakeKind::Level(node.name()),
        };
        MayTake { kind, span: node.span() }
    }
}

/// The one part that says what a node is.
fn first<'a>(node: &Node<'a>) -> Node<'a> {
    node.parts().next().expect("the grammar demands one of several")
}

fn fluency(node: &Node<'_>) -> Option<Name> {
    node.get(Rule::fluency).map(|fluency| fluency.name())
}

fn preference(node: &Node<'_>) -> Preference {
    match first(node).rule() {
        Rule::k_same_agent => Preference::SameAgent,
        Rule::k_just_enough_skill => Preference::JustEnoughSkill,
        Rule::k_most_free => Preference::MostFree,
        Rule::k_longest_idle => Preference::LongestIdle,
        _ => Preference::RoundRobin,
    }
}

fn wait_choice(node: &Node<'_>) -> WaitChoice {
    match first(node).rule() {
        Rule::k_wait => WaitChoice::Wait,
        Rule::k_callback => WaitChoice::Callback,
        _ => WaitChoice::Assistant,
    }
}

/// What a line ends with, and who sees to it.
fn end(node: &Node<'_>) -> End {
    let ending = node.the(Rule::ending);
    let offers = |rule| ending.all(Rule::end_choice).any(|choice| choice.has(rule));
    let kind = match first(&ending).rule() {
        Rule::k_hold => EndKind::Hold,
        Rule::k_ticket => EndKind::Ticket,
        Rule::k_page_on_call => EndKind::PageOnCall,
        Rule::k_take_a_message => EndKind::Message,
        _ => EndKind::Offer { callback: offers(Rule::k_callback), ticket: offers(Rule::k_ticket) },
    };
    let owner = node.get(Rule::owner).map(|owner| Owner {
        queue: owner.get(Rule::name).map(|name| name.as_name()),
        level: owner.get(Rule::at_level).map(|level| level.name()),
        span: owner.span(),
    });
    End { kind, owner }
}
