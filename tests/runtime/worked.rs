//! Worked examples of a policy, met and not met.

use crate::builder::*;
use baton::decision::Verdict;
use baton::policy::*;
use baton::runtime::worked::{Outcome, run};
use baton::source::Span;
use baton::value::{Type, Value};

fn given(fact: FactId, value: Value) -> Given {
    Given { fact, value: Some(value), span: Span::default() }
}

fn expect(kinds: Vec<ExpectedKind>) -> TestLine {
    TestLine::Expect(kinds.into_iter().map(|kind| Expected { kind, span: Span::default() }).collect())
}

fn outcome_of(b: &Builder, lines: Vec<TestLine>) -> Outcome {
    let table = b.table();
    run(&table, &Test { title: "test".to_owned(), lines, span: Span::default() })
}

/// Offers below the threshold of 60 %, at most 95 %; 50 points more for `tense`.
fn policy() -> (Builder, [FactId; 2], RuleId) {
    let mut b = Builder::new();
    let (confidence, tense) = (b.confidence(), b.truth("tense"));
    let when = b.is(tense);
    let groups = vec![group(vec![step("0.5", when)])];
    let bar = b.threshold(confidence, "0.6", &[], groups);
    b.policy.thresholds[0].high = Some(number("0.95"));
    let below = b.below_threshold(confidence, bar, "0");
    let unsure = b.rule("unsure", below, offer());
    (b, [confidence, tense], unsure)
}

#[test]
fn a_test_without_lines_is_one_decision() {
    let (b, [confidence, tense], unsure) = policy();
    let on_message = outcome_of(
        &b,
        vec![
            TestLine::Given(vec![given(tense, yes())]),
            expect(vec![ExpectedKind::Action(ActionName::Stay), ExpectedKind::NoRule]),
        ],
    );
    assert!(on_message.failures.is_empty(), "{:?}", on_message.failures);
    let on_answer = outcome_of(
        &b,
        vec![
            TestLine::Given(vec![given(tense, yes()), given(confidence, num("0.9"))]),
            expect(vec![
                ExpectedKind::Action(ActionName::Offer),
                ExpectedKind::Queues(vec![QueueId(0)]),
                ExpectedKind::By(unsure),
                ExpectedKind::Threshold(number("0.95")),
                ExpectedKind::Capped,
                ExpectedKind::Unused(number("0.15")),
            ]),
        ],
    );
    assert!(on_answer.failures.is_empty(), "{:?}", on_answer.failures);
}

#[test]
fn expectations_speak_of_the_latest_point() {
    let (b, [confidence, _], unsure) = policy();
    let lines = vec![
        TestLine::Customer("hello".to_owned(), vec![]),
        expect(vec![ExpectedKind::Action(ActionName::Stay)]),
        TestLine::Assistant("hm".to_owned(), vec![given(confidence, num("0.5"))]),
        expect(vec![ExpectedKind::By(unsure)]),
        TestLine::Customer("hello".to_owned(), vec![]),
        expect(vec![ExpectedKind::NoRule]),
        TestLine::Assistant("hm".to_owned(), vec![given(confidence, num("0.7"))]),
        expect(vec![ExpectedKind::NoRule, ExpectedKind::Threshold(number("0.6"))]),
    ];
    let outcome = outcome_of(&b, lines);
    assert!(outcome.failures.is_empty(), "{:?}", outcome.failures);
    assert_eq!(outcome.decisions.len(), 4);
}

#[test]
fn a_failure_says_what_was_found_and_why_the_rule_did_not_hold() {
    let (mut b, [confidence, tense], unsure) = policy();
    b.policy.rules[unsure.index()].outcome.because = Some("not sure".to_owned());
    let lines = vec![
        TestLine::Given(vec![given(confidence, num("0.8")), given(tense, no())]),
        expect(vec![
            ExpectedKind::By(unsure),
            ExpectedKind::Queues(vec![QueueId(1)]),
            ExpectedKind::Threshold(number("0.7")),
            ExpectedKind::Capped,
            ExpectedKind::Because("not sure".to_owned()),
            ExpectedKind::Effect(Effect::NoChoice),
        ]),
    ];
    let outcome = outcome_of(&b, lines);
    let found: Vec<_> = outcome.failures.iter().map(|failure| failure.found.clone()).collect();
    let none = Vec::new();
    let threshold = vec![ExpectedKind::Threshold(number("0.6"))];
    assert_eq!(found, [vec![ExpectedKind::NoRule], none.clone(), threshold, none.clone(), none.clone(), none]);
    let comparison = ComparisonId::from_index(b.policy.comparisons.len() - 1);
    assert_eq!(outcome.failures[0].verdict, Some(Verdict::Fails(Some(comparison))));
    assert_eq!(outcome.decisions[outcome.failures[0].decision].action, ActionName::Stay);
}

#[test]
fn the_clock_of_a_test_moves() {
    let mut b = Builder::new();
    let since = b.fact("since", Type::Duration, Origin::BuiltIn(BuiltIn::TimeSinceLastReply));
    let hour = b.count("hour", BuiltIn::Hour);
    let slow = b.not(since, Check::Within { low: None, high: Some((number("3000"), true)) });
    let late = b.one_of(since, &[]);
    let night = b.below(hour, "1");
    let slow = b.rule("slow", all([slow, night]), hand_off());
    b.rule("never", late, hand_off());
    let start = 1_782_856_800 - 3_600; // 23:00 in Madrid
    let lines = vec![
        TestLine::At(start),
        TestLine::Customer("hello".to_owned(), vec![]),
        TestLine::Assistant("hm".to_owned(), vec![]),
        TestLine::At(start + 3_700),
        TestLine::Customer("hello".to_owned(), vec![]),
        expect(vec![ExpectedKind::By(slow)]),
    ];
    let outcome = outcome_of(&b, lines);
    assert!(outcome.failures.is_empty(), "{:?}", outcome.failures);
}
