//! `then`: one action, and effects from a closed list.

use super::Reader;
use super::node::Node;
use super::operand::target;
use crate::syntax::ast::{Action, ActionKind, Effect, EffectKind, Then};
use crate::syntax::grammar::Rule;

impl<'a> Reader<'a> {
    /// `ACTION, EFFECT, …` or, in `also`, effects alone.
    pub(super) fn then_body(&mut self, node: &Node<'a>) -> Then {
        let action = node.get(Rule::action).map(|action| self.action(&action));
        let effects = node.all(Rule::effect).map(|effect| self.effect(&effect)).collect();
        Then { action, effects, span: node.span() }
    }

    fn action(&mut self, node: &Node<'a>) -> Action {
        let part = node.parts().next().expect("an action is one of five");
        let goes_to = || part.get(Rule::target).map(|node| target(&node)).unwrap_or_default();
        let kind = match part.rule() {
            Rule::stay => ActionKind::Stay,
            Rule::close => ActionKind::Close,
            Rule::hand_off => ActionKind::HandOff(goes_to()),
            Rule::offer => ActionKind::Offer(goes_to()),
            _ => ActionKind::Clarify {
                message: part.name(),
                silence: part.get(Rule::silence).map(|silence| self.literal(&silence.the(Rule::literal))),
                target: goes_to(),
            },
        };
        Action { kind, span: part.span() }
    }

    /// One effect of the closed list.
    pub(super) fn effect(&mut self, node: &Node<'a>) -> Effect {
        let part = node.parts().next().expect("an effect is one of a list");
        let kind = match part.rule() {
            Rule::priority => EffectKind::Priority(part.name()),
            Rule::raise_priority => EffectKind::RaisePriority(self.literal(&part.the(Rule::literal))),
            Rule::tag => EffectKind::Tag(part.name()),
            Rule::need_skill => EffectKind::NeedSkill {
                skill: part.name(),
                level: part.get(Rule::literal).map(|level| self.literal(&level)),
            },
            Rule::need_language => {
                let mut names = part.names().into_iter();
                let language = names.next().expect("the grammar demands a language");
                EffectKind::NeedLanguage { language, level: names.next() }
            }
            Rule::need_level => EffectKind::NeedLevel(part.name()),
            Rule::notify => EffectKind::Notify(part.name()),
            Rule::instruct => EffectKind::Instruct(part.name()),
            Rule::reply_within => EffectKind::ReplyWithin(self.literal(&part.the(Rule::literal))),
            Rule::due_in => EffectKind::DueIn(self.literal(&part.the(Rule::literal))),
            Rule::wording => EffectKind::Wording(part.name()),
            Rule::offer_to_all => EffectKind::OfferToAll,
            Rule::no_choice => EffectKind::NoChoice,
            Rule::do_action => EffectKind::Do(part.name()),
            _ => EffectKind::EveryoneWithLanguage {
                within: self.literal(&part.the(Rule::literal)),
                else_callback: part.has(Rule::else_callback),
            },
        };
        Effect { kind, span: node.span() }
    }
}
