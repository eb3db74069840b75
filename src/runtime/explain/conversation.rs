//! The rules of a whole conversation in words, and what they forbid.

use crate::decision::Blocked;
use crate::policy::{Exempt, Offers, Policy};
use crate::value::{Fixed, Type, show_difference, show_duration};

/// What the conversation's state forbids, and until when.
pub(super) fn blocked(policy: &Policy, blocked: Blocked) -> String {
    match blocked {
        Blocked::Offer => format!("an offer is not allowed now: {}", offers(&policy.conversation.offers)),
        Blocked::Returned => {
            let within = policy.conversation.returned.as_ref().map_or(Fixed::ZERO, |returned| returned.within);
            format!("its queue gave the conversation back less than {} ago", show_duration(within))
        }
    }
}

/// Every rule of a whole conversation, those included that the policy does not write: what it is about, and the rule.
pub fn conversation(policy: &Policy) -> Vec<(&'static str, String)> {
    let plan = &policy.conversation;
    let turn = match plan.turn_within {
        Some(within) => format!(
            "customer messages within {} of each other, with no reply between, are one turn",
            show_duration(within)
        ),
        None => "customer messages with no reply between are one turn".to_owned(),
    };
    let transfers = match &plan.transfers {
        Some(limit) => {
            let to = &policy.queue(limit.then).name;
            format!("at most {}, then to {to}, and it stays there{}", limit.most, except(&limit.except))
        }
        None => "as many as the rules say".to_owned(),
    };
    let returned = match &plan.returned {
        Some(returned) => {
            let same = if returned.same_agent { ", which go to the same agent" } else { "" };
            let within = show_duration(returned.within);
            format!("not to the same queue for {within}{}{same}", except(&returned.except))
        }
        None => "it may go to the same queue at once".to_owned(),
    };
    vec![
        ("turn", turn),
        ("question", "asked once, then always the handoff".to_owned()),
        ("offers", offers(&plan.offers)),
        ("transfers", transfers),
        ("returned", returned),
    ]
}

/// When an offer may be made again.
fn offers(offers: &Offers) -> String {
    let most = offers.most.map_or_else(String::new, |most| format!("at most {most}, "));
    let rounds = if offers.rounds == 1 { "1 round".to_owned() } else { format!("{} rounds", offers.rounds) };
    let rose = offers.rose.map(|rose| format!("the threshold rose by {}", show_difference(rose, &Type::Share)));
    let reason = offers.other_reason.then(|| "the reason differs".to_owned());
    let when: Vec<String> = rose.into_iter().chain(reason).collect();
    let when = if when.is_empty() { String::new() } else { format!(", when {}", when.join(" or ")) };
    format!("{most}again after {rounds}{when}")
}

fn except(exempt: &[Exempt]) -> String {
    let name = |one: &Exempt| match one {
        Exempt::Layer(layer) => format!("{}s", layer.as_str()),
        Exempt::Group(name) | Exempt::Rule(name) => name.clone(),
    };
    let names: Vec<String> = exempt.iter().map(name).collect();
    if names.is_empty() { String::new() } else { format!(", except by {}", names.join(", ")) }
}
