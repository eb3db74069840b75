//! Rules, missing values, decision points, thresholds, effects.

use crate::builder::*;
use baton::decision::{Blocked, DecidedBy, Decision, Point, Verdict};
use baton::policy::*;
use baton::runtime::{Session, Values, evaluate, threshold};
use baton::value::{Fixed, Type, Value};
use serde_json::json;

/// Decides with these facts, everything else at its start.
fn decide(b: &Builder, point: Point, given: &[(FactId, Value)]) -> Decision {
    let mut facts = Values::starting(&b.policy);
    for (fact, value) in given {
        facts.set(*fact, Some(value.clone()));
    }
    evaluate(&b.policy, &facts, point, &[])
}

fn on_message(b: &Builder, given: &[(FactId, Value)]) -> Decision {
    decide(b, Point::Message, given)
}

#[test]
fn the_first_that_holds_decides_and_later_ones_are_said_to_fit() {
    let mut b = Builder::new();
    let (x, y) = (b.truth("x"), b.truth("y"));
    let (when_x, when_y, when_y2) = (b.is(x), b.is(y), b.is(y));
    let guard = b.guard("guard", when_x, hand_off());
    let first = b.rule("first", when_y, Action::Stay);
    let second = b.rule("second", when_y2, hand_off());

    let none = on_message(&b, &[]);
    assert_eq!((none.decided_by, none.action), (DecidedBy::Otherwise, ActionName::Stay));
    let one = on_message(&b, &[(y, yes())]);
    assert_eq!((one.rule(), one.action, one.also_fitted), (Some(first), ActionName::Stay, vec![second]));
    let both = on_message(&b, &[(x, yes()), (y, yes())]);
    assert_eq!((both.rule(), both.also_fitted), (Some(guard), vec![first, second]));
    assert_eq!(both.read, vec![(x, Some(yes())), (y, Some(yes()))]);
}

#[test]
fn with_a_missing_fact_neither_a_comparison_nor_its_negation_holds() {
    let mut b = Builder::new();
    let x = b.truth("x");
    let when_x = b.is(x);
    let when_not_x = b.not(x, Check::True);
    let when_missing = b.compare(x, Check::Missing);
    let when_known = b.compare(x, Check::Known);
    let is = b.rule("is", when_x, hand_off());
    let is_not = b.rule("is_not", when_not_x, hand_off());
    let missing = b.rule("missing", when_missing, hand_off());
    let known = b.rule("known", when_known, hand_off());

    let holding = |decision: Decision| -> Vec<RuleId> {
        decision.trace.iter().filter(|one| one.verdict == Verdict::Holds).map(|one| one.rule).collect()
    };
    assert_eq!(holding(on_message(&b, &[])), [missing]);
    assert_eq!(holding(on_message(&b, &[(x, yes())])), [is, known]);
    assert_eq!(holding(on_message(&b, &[(x, no())])), [is_not, known]);
}

#[test]
fn an_exception_that_is_missing_does_not_switch_the_rule_off() {
    let mut b = Builder::new();
    let (x, y) = (b.truth("x"), b.truth("y"));
    let (when_x, when_y) = (b.is(x), b.is(y));
    let rule = b.rule("rule", all([when_x.clone(), except(when_y)]), hand_off());

    assert_eq!(on_message(&b, &[(x, yes())]).rule(), Some(rule));
    assert_eq!(on_message(&b, &[(x, yes()), (y, no())]).rule(), Some(rule));
    let excepted = on_message(&b, &[(x, yes()), (y, yes())]);
    assert_eq!(excepted.trace[0].verdict, Verdict::Fails(None));
    let Condition::Compare(first) = when_x else { panic!("a comparison") };
    assert_eq!(on_message(&b, &[]).trace[0].verdict, Verdict::Fails(Some(first)));
}

#[test]
fn what_reads_the_answer_never_holds_on_the_message() {
    let mut b = Builder::new();
    let confidence = b.confidence();
    let bar = b.threshold(confidence, "0.6", &[], vec![]);
    let below = b.below_threshold(confidence, bar, "0");
    let missing = b.compare(confidence, Check::Missing);
    let low = b.rule("low", below, offer());
    let silent = b.rule("silent", missing, hand_off());

    assert_eq!(on_message(&b, &[]).rule(), None);
    assert_eq!(on_message(&b, &[(confidence, num("0.5"))]).rule(), None);
    assert!(on_message(&b, &[(confidence, num("0.5"))]).thresholds.is_empty());
    assert_eq!(decide(&b, Point::Answer, &[]).rule(), Some(silent));
    let unsure = decide(&b, Point::Answer, &[(confidence, num("0.5"))]);
    assert_eq!((unsure.rule(), unsure.send_draft), (Some(low), Some(true)));
    assert_eq!(unsure.thresholds[0].value, number("0.6"));
    assert_eq!(decide(&b, Point::Answer, &[(confidence, num("0.6"))]).rule(), None);
    assert_eq!(decide(&b, Point::Answer, &[]).send_draft, Some(false));
    assert_eq!(on_message(&b, &[]).send_draft, None);
}

#[test]
fn an_offer_that_is_not_allowed_lets_the_next_rule_decide() {
    let mut b = Builder::new();
    let x = b.truth("x");
    let allowed = b.yes_no("offer_allowed", BuiltIn::OfferAllowed);
    let (when_x, when_x2) = (b.is(x), b.is(x));
    let offers = b.rule("offers", when_x, offer());
    let hands = b.rule("hands", when_x2, hand_off());

    assert_eq!(on_message(&b, &[(x, yes())]).rule(), Some(offers));
    let blocked = on_message(&b, &[(x, yes()), (allowed, no())]);
    assert_eq!((blocked.rule(), blocked.trace[0].verdict), (Some(hands), Verdict::Blocked(Blocked::Offer)));
    assert!(blocked.also_fitted.is_empty());
}

#[test]
fn clarifying_happens_once_and_then_hands_off() {
    let mut b = Builder::new();
    let clarified = b.yes_no("clarified", BuiltIn::Clarified);
    let question = b.message("what", &["en"]);
    let bye = b.message("hand_off", &["en"]);
    let action =
        Action::Clarify { message: question, silence: Some(Fixed::from_whole(60)), target: to_queue(QueueId(1)) };
    b.rule("ask", Condition::ALWAYS, action);

    let first = on_message(&b, &[]);
    assert_eq!((first.action, first.message, first.silence), (ActionName::Clarify, Some(question), Some(number("60"))));
    let second = on_message(&b, &[(clarified, yes())]);
    assert_eq!((second.action, second.message, second.silence), (ActionName::HandOff, Some(bye), None));
    assert_eq!((second.queues.as_slice(), second.clarified_before), (&[QueueId(1)][..], true));
}

#[test]
fn a_watch_is_recorded_when_it_would_have_decided() {
    let mut b = Builder::new();
    let (x, y) = (b.truth("x"), b.truth("y"));
    let (watched, live, late) = (b.is(y), b.is(x), b.is(y));
    let early = b.watch("early", watched, hand_off());
    let rule = b.rule("rule", live, hand_off());
    let late = b.watch("late", late, hand_off());

    let both = on_message(&b, &[(x, yes()), (y, yes())]);
    assert_eq!((both.rule(), both.watches.as_slice()), (Some(rule), &[early][..]));
    let watch_only = on_message(&b, &[(y, yes())]);
    assert_eq!((watch_only.rule(), watch_only.watches), (None, vec![early, late]));
    assert_eq!(watch_only.read, vec![(x, None)], "what only a watch reads is not read by the decision");
    assert_eq!(watch_only.trace.len(), 3);
}

#[test]
fn every_also_that_holds_adds_and_may_ask_about_the_decision() {
    let mut b = Builder::new();
    let x = b.truth("x");
    let action = b.fact("action", Type::Text, Origin::Decision(DecisionFact::Action));
    let queue = b.fact("queue", Type::Tags, Origin::Decision(DecisionFact::Queue));
    let by = b.fact("decided_by", Type::Tags, Origin::Decision(DecisionFact::DecidedBy));
    let when_x = b.is(x);
    let effects = vec![Effect::Tag("own".to_owned()), Effect::RaisePriority(number("20"))];
    b.add(Layer::Guard, false, "grave", when_x, Outcome { effects, ..outcome(hand_off()) });
    let handed = b.one_of(action, &["hand off"]);
    let general = b.compare(queue, Check::Has(vec!["general".to_owned()]));
    let guarded = b.one_of(by, &["guard"]);
    let named = b.one_of(by, &["grave"]);
    let billing = b.one_of(queue, &["billing"]);
    let tag = |text: &str| vec![Effect::Tag(text.to_owned()), Effect::RaisePriority(number("5"))];
    let first = b.also("first", all([handed, general]), tag("handed"));
    let second = b.also("second", all([guarded, named]), tag("guarded"));
    b.also("third", billing, tag("never"));

    let decision = on_message(&b, &[(x, yes())]);
    assert_eq!(decision.alsos, [first, second]);
    let tag = |text: &str| Effect::Tag(text.to_owned());
    assert_eq!(decision.effects, [Effect::RaisePriority(number("30")), tag("guarded"), tag("handed"), tag("own")]);
    assert!(on_message(&b, &[]).effects.is_empty());
}

#[test]
fn a_threshold_starts_from_the_nearest_category_and_is_limited() {
    let mut b = Builder::new();
    let (confidence, category) = (b.confidence(), b.category());
    let (x, turns) = (b.truth("x"), b.count("turns", BuiltIn::Turns));
    let (mild, strong, lower) = (b.is(x), b.is(x), b.is(x));
    let each = Step {
        each: Some(Each { fact: turns, every: number("2"), after: number("5"), up_to: number("0.2") }),
        ..step("0.05", Condition::ALWAYS)
    };
    let highest = group(vec![step("0.1", mild), step("0.2", strong)]);
    let groups = vec![group(vec![each]), highest, group(vec![step("-0.05", lower)])];
    let bar = b.threshold(confidence, "0.5", &[(1, "0.7")], groups);
    b.policy.thresholds[0].high = Some(number("0.85"));

    let value = |given: &[(FactId, Value)]| {
        let mut facts = Values::missing(&b.policy);
        for (fact, value) in given {
            facts.set(*fact, Some(value.clone()));
        }
        threshold(&b.policy, &facts, Point::Answer, bar)
    };
    assert_eq!(value(&[]).value, number("0.5"));
    assert_eq!(value(&[(category, word("account"))]).value, number("0.5"));
    assert_eq!(value(&[(category, word("billing.refund"))]).value, number("0.7"), "the parent's line");
    assert_eq!(value(&[(turns, num("5"))]).value, number("0.5"));
    assert_eq!(value(&[(turns, num("6"))]).value, number("0.5"));
    assert_eq!(value(&[(turns, num("9"))]).value, number("0.6"));
    assert_eq!(value(&[(turns, num("1000000"))]).value, number("0.7"), "up to 20 points");
    let shown = value(&[(x, yes()), (category, word("billing"))]);
    assert_eq!(shown.parts, [(1, 1, number("0.2")), (2, 0, number("-0.05"))], "the highest, and the lone lower");
    let capped = value(&[(x, yes()), (category, word("billing")), (turns, num("99"))]);
    assert_eq!((capped.sum, capped.value, capped.unused()), (number("1.05"), number("0.85"), number("0.2")));
}

#[test]
fn a_handoff_without_a_queue_goes_to_the_nearest_category_that_has_one() {
    let mut b = Builder::new();
    let category = b.category();
    b.rule("always", Condition::ALWAYS, hand_off());
    assert_eq!(on_message(&b, &[]).queues, [QueueId(0)]);
    assert_eq!(on_message(&b, &[(category, word("account"))]).queues, [QueueId(0)]);
    assert_eq!(on_message(&b, &[(category, word("billing.refund"))]).queues, [QueueId(1)]);
}

#[test]
fn the_named_agent_has_no_queue() {
    let mut b = Builder::new();
    b.rule("named", Condition::ALWAYS, Action::HandOff(Target { to: To::NamedAgent, level: Some("L2".to_owned()) }));
    let decision = on_message(&b, &[]);
    assert_eq!((decision.to_named_agent, decision.queues.len(), decision.level.as_deref()), (true, 0, Some("L2")));
}

#[test]
fn a_message_speaks_the_customers_language_if_it_can() {
    let mut b = Builder::new();
    let language = b.fact("language", Type::Language, Origin::BuiltIn(BuiltIn::Language));
    let default = b.message("hand_off", &["en", "es"]);
    b.rule("always", Condition::ALWAYS, hand_off());
    let spoken = |b: &Builder, code: &str| {
        let decision = on_message(b, &[(language, word(code))]);
        assert_eq!(decision.message, Some(default));
        decision.language
    };
    assert_eq!(spoken(&b, "es"), "es");
    assert_eq!(spoken(&b, "fr"), "en");
    b.policy.messages[0].variants[0].texts.pop();
    assert_eq!(spoken(&b, "es"), "en", "the policy speaks it, the message does not");
}

#[test]
fn a_value_that_cannot_be_used_decides_where_the_policy_says_so() {
    let mut b = Builder::new();
    let x = b.truth("x");
    let when = b.is(x);
    let n = b.given("n", Type::Count);
    b.rule("rule", when, Action::Close);
    b.policy.on_problem = Some(to_queue(QueueId(1)));
    let table = b.table();
    let mut session = Session::new(&table, "c");
    session.customer("hello", None);
    session.give_json("x", &json!(true));
    assert_eq!(session.decide(Point::Message).action, ActionName::Close);
    session.give_json("y", &json!(1));
    let decision = session.decide(Point::Message);
    assert_eq!(decision.action, ActionName::Close, "a name that the policy does not know is only listed");
    assert_eq!(decision.problems[0].message, "unknown fact \"y\"");
    session.give(n, None);
    assert_eq!(session.decide(Point::Message).action, ActionName::Close, "missing is no problem");
    session.give_json("n", &json!("many"));
    let decision = session.decide(Point::Message);
    assert_eq!((decision.decided_by, decision.queues.as_slice()), (DecidedBy::Problem, &[QueueId(1)][..]));
    assert_eq!(decision.problems.len(), 2);
}
