//! What holds of every conversation under a policy, whether or not a guarantee demands it.
//!
//! In: a policy under study. Out: sentences, each proved over the states of a
//! conversation; none for a policy that neither asks nor offers.
//!
//! # Why this is a proof
//!
//! `step` moves between phases by rules that no policy changes, and asks the table what
//! to do. What the table may do in a state is what its rows allow there: that no row
//! asks where the question was asked, and none offers before the rounds have passed, is
//! asked of every row. From *clarifying* any words and a stated silence lead to the
//! handoff, which is always possible, unless a guard decides otherwise; from *offered*
//! an answer leads to a person or back to the assistant; from *waiting* and *with a
//! person* only people lead on; and what is *closed* is opened by the customer. So the
//! only ways round again that need neither the customer nor a person lead through a
//! question or an offer.

use super::study::Study;
use crate::policy::{ActionName, BuiltIn};
use crate::rows::LEAST;
use crate::value::Fixed;

/// The sentences.
pub(super) fn proved(study: &Study<'_>) -> Vec<String> {
    let asks = study.does(ActionName::Clarify);
    let offers = study.does(ActionName::Offer);
    let once = asks && asks_once(study);
    let spaced = offers && offers_need_rounds(study);
    let plan = &study.policy.conversation.offers;
    let rounds = plan.rounds;
    let round = if rounds == 1 { "round" } else { "rounds" };
    let mut all = Vec::new();
    if once {
        all.push("a conversation sees `clarify` at most once".to_owned());
    }
    if spaced {
        let most = plan.most.filter(|most| offers_end(study, *most));
        let most = most.map_or_else(String::new, |most| format!("at most {most} in a conversation, "));
        all.push(format!("offers: {most}at least {rounds} {round} of the customer after the one before"));
    }
    if (asks || offers) && once == asks && spaced == offers && study.holding_guards().is_empty() {
        all.push(
            "every phase leads to a person or back to the assistant, and none comes again unless the customer or a person \
             does something"
                .to_owned(),
        );
    }
    all
}

/// Whether no row asks where the question was asked.
fn asks_once(study: &Study<'_>) -> bool {
    study.rows_that(ActionName::Clarify).all(|row| {
        let mut region = study.region(row);
        study.keep_slots(&mut region, &BuiltIn::Clarified, 1, 1) && study.space.is_void(&region)
    })
}

/// Whether no row offers before enough rounds have passed, where offers are not allowed for another reason.
fn offers_need_rounds(study: &Study<'_>) -> bool {
    let before = slot(study.policy.conversation.offers.rounds) - 1;
    study.rows_that(ActionName::Offer).all(|row| {
        let mut region = study.region(row);
        if !study.keep_slots(&mut region, &BuiltIn::OfferAllowed, 0, 0) {
            return false;
        }
        // Without a line that asks for it, no other reason opens an offer.
        study.space.is_void(&region)
            || study.keep_slots(&mut region, &BuiltIn::RoundsSinceTheOffer, LEAST, before)
                && study.space.is_void(&region)
    })
}

/// Whether no row offers where so many offers were made.
fn offers_end(study: &Study<'_>, most: u32) -> bool {
    study.rows_that(ActionName::Offer).all(|row| {
        let mut region = study.region(row);
        study.keep_slots(&mut region, &BuiltIn::OfferAllowed, 0, 0);
        study.space.is_void(&region)
            || study.keep_slots(&mut region, &BuiltIn::Offers, slot(most), i64::MAX) && study.space.is_void(&region)
    })
}

fn slot(count: u32) -> i64 {
    Fixed::from_whole(i64::from(count)).millionths()
}
