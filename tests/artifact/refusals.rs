//! Values that cannot stand together, one by one, and the limits.

use baton::artifact::{Artifact, Damage, decode};
use baton::calendar::DaySpan;
use baton::pattern::{Part, Pattern};
use baton::policy::*;
use baton::rows::*;
use baton::source::{FileId, Span};
use baton::value::{Fixed, Type, Value};

use super::support::{bytes, small};

/// A change, and words of what is said about it.
type Case = (&'static str, fn(&mut Artifact));

fn compare(at: usize) -> Condition {
    Condition::Compare(ComparisonId::from_index(at))
}

fn fact(policy: &Policy, name: &str) -> usize {
    policy.find_fact(name).unwrap_or_else(|| panic!("no fact {name}")).index()
}

/// The first comparison with a threshold.
fn with_threshold(policy: &Policy) -> usize {
    let is_it = |one: &Comparison| matches!(one.test, Check::Threshold { .. });
    policy.comparisons.iter().position(is_it).expect("a rule compares with the threshold")
}

/// The first comparison about what was decided.
fn with_decision(policy: &Policy) -> usize {
    let is_it = |one: &Comparison| matches!(policy.fact(one.fact).origin, Origin::Decision(_));
    policy.comparisons.iter().position(is_it).expect("an also asks about the decision")
}

fn first_column(rows: &Rows, wanted: fn(&ColumnSource) -> bool) -> usize {
    rows.columns.iter().position(|column| wanted(&column.source)).expect("there is such a column")
}

const POLICY: &[Case] = &[
    ("opening hours `office`: an unknown time zone `Europe/Nowhere`", |one| {
        one.policy.hours[0].calendar.zone = String::from("Europe/Nowhere");
    }),
    ("a weekday beyond Sunday", |one| {
        one.policy.hours[0].calendar.week.last_mut().expect("it has a week").day = 7;
    }),
    ("days of the week out of order", |one| one.policy.hours[0].calendar.week.swap(0, 1)),
    ("dates out of order", |one| one.policy.hours[0].calendar.dated.swap(0, 1)),
    ("a day out of the calendar", |one| one.policy.hours[0].calendar.holidays[0].day = -1),
    ("a day out of the calendar", |one| one.policy.hours[0].calendar.dated[1].day = i64::MAX),
    ("a span of time that no day has", |one| {
        one.policy.hours[0].calendar.dated[0].spans[0] = DaySpan { from: 600, to: 600 };
    }),
    ("a span of time that no day has", |one| {
        one.policy.hours[0].calendar.week.last_mut().expect("it has a week").span.to = u16::MAX;
    }),
    ("more than 100 opening hours", |one| {
        let hours = one.policy.hours[0].clone();
        one.policy.hours = vec![hours; 101];
    }),
    ("default queue 9 of 2", |one| {
        one.policy.default_queue = QueueId(9);
        // Whoever writes the failure line looks at the queue only here.
        one.rows.default_queue = QueueId(9);
    }),
    ("time zone `Mars/Base` is not known", |one| one.policy.timezone = "Mars/Base".into()),
    ("category 1: parent 1 of 1", |one| one.policy.categories[1].parent = Some(CategoryId(1))),
    ("category 0: queue 2 of 2", |one| one.policy.categories[0].queue = Some(QueueId(2))),
    ("`customer.score`: limits without", |one| {
        let at = fact(&one.policy, "customer.score");
        one.policy.facts[at].kind = Type::Number { low: Some(Fixed::ONE), high: Some(Fixed::ZERO) };
    }),
    ("`customer.score`: a scale", |one| {
        let at = fact(&one.policy, "customer.score");
        one.policy.facts[at].scale = Some((Fixed::ONE, Fixed::ONE));
    }),
    ("`customer.tier`: a default of another type", |one| {
        let at = fact(&one.policy, "customer.tier");
        one.policy.facts[at].default = Some(Value::Number(Fixed::ONE));
    }),
    ("`order.tags`: a default of another type", |one| {
        let at = fact(&one.policy, "order.tags");
        one.policy.facts[at].default = Some(Value::Words(vec!["b".to_owned(), "a".to_owned()]));
    }),
    ("`outage`: a type that it cannot have", |one| {
        let at = fact(&one.policy, "outage");
        (one.policy.facts[at].kind, one.policy.facts[at].default) = (Type::Count, None);
    }),
    ("`confidence`: a type that it cannot have", |one| {
        let at = fact(&one.policy, "confidence");
        one.policy.facts[at].kind = Type::Text;
    }),
    ("`customer_in_vip`: a column that is no text", |one| {
        let (vip, wrong) = (fact(&one.policy, "customer_in_vip"), fact(&one.policy, "order.tags"));
        let Origin::List { column, .. } = &mut one.policy.facts[vip].origin else { panic!("it is a list") };
        *column = FactId::from_index(wrong);
    }),
    ("`customer_in_vip`: fact 999 of", |one| {
        let vip = fact(&one.policy, "customer_in_vip");
        let Origin::List { column, .. } = &mut one.policy.facts[vip].origin else { panic!("it is a list") };
        *column = FactId(999);
    }),
    ("`customer_in_vip`: entries that are not sorted", |one| {
        let vip = fact(&one.policy, "customer_in_vip");
        let Origin::List { entries, .. } = &mut one.policy.facts[vip].origin else { panic!("it is a list") };
        entries.reverse();
    }),
    ("`angry`: signal 9 of 2", |one| {
        let at = fact(&one.policy, "angry");
        one.policy.facts[at].origin = Origin::Signal(SignalId(9), View::Now);
    }),
    ("`angry`: a type that it cannot have", |one| {
        let at = fact(&one.policy, "angry");
        one.policy.facts[at].origin = Origin::Signal(SignalId(1), View::Now);
    }),
    ("`said_which`: message 9 of 2", |one| {
        let at = fact(&one.policy, "said_which");
        one.policy.facts[at].origin = Origin::BuiltIn(BuiltIn::Said(MessageId(9)));
    }),
    ("comparison 0: fact 999 of", |one| one.policy.comparisons[0].fact = FactId(999)),
    ("or words that are not sorted", |one| {
        one.policy.comparisons[0].test = Check::OneOf(vec!["b".to_owned(), "a".to_owned()]);
    }),
    ("or words that are not sorted", |one| {
        one.policy.comparisons[0].test = Check::Has(vec!["a".to_owned(), "a".to_owned()]);
    }),
    ("a test that does not fit `angry`", |one| {
        let angry = one.policy.find_fact("angry");
        let at = one.policy.comparisons.iter().position(|one| Some(one.fact) == angry).expect("it is asked for");
        one.policy.comparisons[at].test = Check::Within { low: None, high: None };
    }),
    ("threshold 9 of 1", |one| {
        let at = with_threshold(&one.policy);
        let Check::Threshold { threshold, .. } = &mut one.policy.comparisons[at].test else { panic!("it is one") };
        *threshold = ThresholdId(9);
    }),
    ("a test that does not fit `sentiment`", |one| {
        let at = with_threshold(&one.policy);
        one.policy.comparisons[at].fact = one.policy.find_fact("sentiment").expect("it is there");
    }),
    ("comparison 999 of", |one| one.policy.rules[1].condition = Condition::Except(Box::new(compare(999)))),
    ("rule `big`: comparison", |one| one.policy.rules[1].condition = compare(with_decision(&one.policy))),
    ("threshold `threshold`: comparison", |one| {
        one.policy.thresholds[0].groups[0].steps[0].when = compare(with_threshold(&one.policy));
    }),
    ("threshold `threshold`: comparison", |one| {
        one.policy.thresholds[0].groups[0].steps[0].when = compare(with_decision(&one.policy));
    }),
    ("signal `upset`: comparison", |one| {
        let upset = one.policy.find_fact("upset");
        let at = one.policy.comparisons.iter().position(|one| Some(one.fact) == upset).expect("it is asked for");
        one.policy.signals[1].detectors[0].kind = DetectorKind::When(compare(at));
    }),
    ("signal `upset`: comparison", |one| {
        one.policy.signals[1].detectors[0].kind = DetectorKind::When(compare(with_threshold(&one.policy)));
    }),
    ("signal `angry`: comparison", |one| {
        // A run of `upset`, which stands behind `angry`.
        let is_of = |name: &'static str| {
            let wanted = one.policy.find_fact(name);
            one.policy.comparisons.iter().position(|one| Some(one.fact) == wanted).expect("it is asked for")
        };
        let upset = is_of("upset");
        let run = one.policy.facts.iter().position(|fact| matches!(fact.origin, Origin::Run(_))).expect("a run");
        let name = one.policy.facts[run].name.clone();
        let asks = one.policy.comparisons.iter().position(|one| one.fact.index() == run).expect("it is asked for");
        assert_eq!(name, "sentiment_at_most_-0_4_turns_running");
        one.policy.facts[run].origin = Origin::Run(compare(upset));
        one.policy.signals[0].detectors[0].kind = DetectorKind::When(compare(asks));
    }),
    ("turns_running`: comparison", |one| {
        let run = one.policy.facts.iter().position(|fact| matches!(fact.origin, Origin::Run(_))).expect("a run");
        let asks = one.policy.comparisons.iter().position(|one| one.fact.index() == run).expect("it is asked for");
        one.policy.facts[run].origin = Origin::Run(compare(asks));
    }),
    ("turns_running`: comparison", |one| {
        let run = one.policy.facts.iter().position(|fact| matches!(fact.origin, Origin::Run(_))).expect("a run");
        one.policy.facts[run].origin = Origin::Run(compare(with_threshold(&one.policy)));
    }),
    ("signal `angry`: a pattern that fits every message", |one| {
        let nothing = Pattern { parts: vec![Part::Gap, Part::Maybe(vec![Pattern { parts: Vec::new() }])] };
        one.policy.signals[0].detectors[0].kind = DetectorKind::Says("en".to_owned(), nothing);
    }),
    ("signal `angry`: a pattern of more than 1000 parts", |one| {
        let long = Pattern { parts: vec![Part::Word("a".to_owned()); 1_001] };
        one.policy.signals[0].detectors[0].kind = DetectorKind::Unless("en".to_owned(), long);
    }),
    ("threshold `threshold`: fact 999 of", |one| one.policy.thresholds[0].fact = FactId(999)),
    ("threshold `threshold`: category 9 of 3", |one| one.policy.thresholds[0].bases[0].0 = CategoryId(9)),
    ("threshold `threshold`: it counts in steps of nothing", |one| {
        one.policy.thresholds[0].groups[1].steps[0].each.as_mut().expect("it counts").every = Fixed::ZERO;
    }),
    ("threshold `threshold`: it counts what is no number", |one| {
        let tier = one.policy.find_fact("customer.tier").expect("it is there");
        one.policy.thresholds[0].groups[1].steps[0].each.as_mut().expect("it counts").fact = tier;
    }),
    ("otherwise: message 9 of 2", |one| {
        let Action::Clarify { message, .. } = &mut one.policy.otherwise.action else { panic!("it asks") };
        *message = MessageId(9);
    }),
    ("on problem: queue 9 of 2", |one| {
        one.policy.on_problem = Some(Target { to: To::Queues(vec![QueueId(9)]), level: None });
    }),
    ("queue `general`: a ladder without an end", |one| one.policy.queues[0].routing.end = None),
    ("queue `general`: beyond its limits", |one| {
        let steps = &mut one.policy.queues[0].routing.steps;
        *steps = steps.iter().cycle().take(Routing::STEPS_MAX + 1).cloned().collect();
    }),
    ("queue `general`: a step for nobody", |one| one.policy.queues[0].routing.steps[1].who.clear()),
    ("queue `general`: level 9 of 1", |one| {
        one.policy.queues[0].routing.steps[1].who = vec![MayTake::Level(LevelAsked::Named(9))];
    }),
    ("queue `general`: queue 9 of 2", |one| {
        let MayTake::Also { queue, .. } = &mut one.policy.queues[0].routing.steps[2].who[0] else {
            panic!("it asks duty")
        };
        *queue = QueueId(9);
    }),
    ("queue `general`: comparison 999", |one| {
        one.policy.queues[0].routing.steps[1].when = Condition::Compare(ComparisonId(999));
    }),
    ("queue `general`: a time beyond its limits", |one| {
        one.policy.queues[0].routing.accept_within = Some(Fixed::ZERO);
    }),
    ("queue `general`: message 9 of 2", |one| {
        one.policy.queues[0].routing.updates = Some((Fixed::ONE, MessageId(9)));
    }),
    ("queue `general`: an owner at a level that is not there", |one| {
        let end = one.policy.queues[0].routing.end.as_mut().expect("the ladder has an end");
        end.owner.level = Some("L9".to_owned());
    }),
    ("queue `general`: hours 9 of 1", |one| one.policy.queues[0].routing.open = Some(9)),
    ("priority: beyond its limits", |one| one.policy.waiting.words[0] = Fixed::from_whole(-1)),
    ("priority: a fact that cannot be counted", |one| {
        one.policy.waiting.additions[1].each.as_mut().expect("it counts").every = Fixed::ZERO;
    }),
    ("continuity: a time beyond its limits", |one| {
        one.policy.continuity.as_mut().expect("there is one").within = Fixed::ZERO;
    }),
    ("on failure: a handoff to no queue", |one| one.policy.on_failure.to = To::Queues(Vec::new())),
    ("its layers are not in order", |one| one.policy.rules.swap(0, 1)),
    ("rule `safe`: message 9 of 2", |one| one.policy.rules[0].outcome.say = Some(MessageId(9))),
    ("also `note`: queue 9 of 2", |one| one.policy.alsos[0].effects.push(Effect::Notify(QueueId(9)))),
    ("also `note`: instruction 9 of 1", |one| {
        one.policy.alsos[0].effects.push(Effect::Instruct(InstructionId(9)));
    }),
    ("also `note`: action 9 of 1", |one| one.policy.alsos[0].effects.push(Effect::Do(ServiceActionId(9)))),
];

const TESTS: &[Case] = &[
    ("test \"angry customers\": fact 999 of", |one| {
        one.policy.tests[0].lines.push(TestLine::Given(vec![Given {
            fact: FactId(999),
            value: None,
            span: Span::default(),
        }]));
    }),
    ("a value that does not fit", |one| {
        let fact = one.policy.find_fact("customer.tier").expect("it is there");
        let value = Some(Value::Truth(true));
        one.policy.tests[0].lines.push(TestLine::Given(vec![Given { fact, value, span: Span::default() }]));
    }),
    ("rule 99 of 5", |one| {
        let kind = ExpectedKind::Watch(RuleId(99));
        one.policy.tests[0].lines.push(TestLine::Expect(vec![Expected { kind, span: Span::default() }]));
    }),
    ("queue 9 of 2", |one| {
        let kind = ExpectedKind::Effect(Effect::Notify(QueueId(9)));
        one.policy.tests[0].lines.push(TestLine::Expect(vec![Expected { kind, span: Span::default() }]));
    }),
];

fn demands(one: &mut Artifact, at: usize, change: impl FnOnce(&mut Wanted)) {
    if let Demand::Always(wanted) | Demand::Never(wanted) = &mut one.policy.guarantees[at].demand {
        change(wanted);
    }
}

const GUARANTEES: &[Case] = &[
    ("guarantee \"Anger is met\": actions that are not sorted", |one| demands(one, 0, |wanted| wanted.actions.clear())),
    ("queue 9 of 2", |one| demands(one, 1, |wanted| wanted.to = Some(WantedTo::Queues(vec![QueueId(9)])))),
    ("queue 9 of 2", |one| demands(one, 1, |wanted| wanted.effect = Some(Effect::Notify(QueueId(9))))),
    ("fact 999 of", |one| one.policy.guarantees[2].demand = Demand::Outcome(FactId(999), Direction::Rises)),
    ("what has no order", |one| {
        let tier = one.policy.find_fact("customer.tier").expect("it is there");
        one.policy.guarantees[2].demand = Demand::Outcome(tier, Direction::Falls);
    }),
    ("threshold 9 of 1", |one| {
        if let Demand::Threshold(_, _, threshold, _) = &mut one.policy.guarantees[3].demand {
            *threshold = ThresholdId(9);
        }
    }),
];

const ROWS: &[Case] = &[
    ("more than 1024 columns", |one| {
        let column = one.rows.columns[0].clone();
        one.rows.columns.resize(COLUMNS_MAX + 1, column);
    }),
    ("is there twice", |one| one.rows.columns[1] = one.rows.columns[0].clone()),
    ("column 0: fact 999 of", |one| one.rows.columns[0].source = ColumnSource::Fact(FactId(999))),
    ("column 0: threshold 9 of 1", |one| one.rows.columns[0].source = ColumnSource::Margin(ThresholdId(9))),
    ("has no members", |one| {
        let fact = one.policy.find_fact("customer.tier").expect("it is there");
        one.rows.columns[0].source = ColumnSource::Member(fact, "free".to_owned());
    }),
    ("is not known at that time", |one| one.rows.columns[0].on_answer ^= true),
    ("column 0: cuts that begin elsewhere", |one| one.rows.columns[0].cuts[1] += 1),
    ("column 0: cuts that begin elsewhere", |one| one.rows.columns[0].cuts.truncate(1)),
    ("column 0: cuts that do not ascend", |one| one.rows.columns[0].cuts.extend([7, 7])),
    ("rules: rows without an end", |one| one.rows.rules.of.push(0)),
    ("rules: row 0 ends where it cannot", |one| one.rows.rules.ends[0] = 9_999),
    ("rules: row 1 ends where it cannot", |one| one.rows.rules.ends[1] = 0),
    ("rules: asks without a row", |one| {
        let last = *one.rows.rules.asks.last().expect("there are asks");
        one.rows.rules.asks.push(Ask { end: last.end + 1, ..last });
        one.rows.rules.ranges.push((0, 1));
    }),
    ("rules: cells without an ask", |one| one.rows.rules.ranges.push((0, 1))),
    ("rules: column 999 of", |one| one.rows.rules.asks[0].column = ColumnId(999)),
    ("asks columns out of order", |one| one.rows.rules.asks[1].column = one.rows.rules.asks[0].column),
    ("asks for cells that are not there", |one| one.rows.rules.asks[0].end = 9_999),
    ("asks for cells that cannot be", |one| one.rows.rules.asks[0].end = 0),
    ("asks for cells that cannot be", |one| one.rows.rules.ranges[0] = (1, 1)),
    ("asks for cells that cannot be", |one| one.rows.rules.ranges[0] = (1, u32::MAX)),
    ("asks for cells that cannot be", |one| one.rows.rules.ranges[1] = one.rows.rules.ranges[0]),
    ("rules: row 0 asks column", |one| {
        let decided = one.rows.decided_action.expect("an also asks").index();
        let cells = Cells::of(vec![(1, 2)]);
        let mut rules = Matrix::default();
        rules.push(0, [(ColumnId::from_index(decided), cells)]);
        one.rows.rules = rules;
        one.rows.guard_rows = 1;
    }),
    ("rules: what a row stands for 99 of", |one| one.rows.rules.of[0] = 99),
    ("watches: what a row stands for 99 of", |one| one.rows.watches.of[0] = 99),
    ("alsos: what a row stands for 99 of", |one| one.rows.alsos.of[0] = 99),
    ("a row of a watch stands for another rule", |one| one.rows.watches.of[0] = 0),
    ("stands for a rule that has no place there", |one| one.rows.guard_rows += 1),
    ("stands for a rule that has no place there", |one| one.rows.guard_rows -= 1),
    ("more guards than rows", |one| one.rows.guard_rows = u32::MAX),
    ("stands for a rule that has no place there", |one| one.rows.rules.of[0] = one.rows.otherwise.outcome),
    ("stands for a rule that has no place there", |one| {
        // Two rules of one layer, the second in front.
        let [_, second, .., last] = &mut one.rows.rules.of[..] else { panic!("there are rules") };
        std::mem::swap(second, last);
    }),
    ("more than 200000 rows", |one| (0..=ROWS_MAX).for_each(|_| one.rows.alsos.push(0, []))),
    ("outcome 99 of", |one| one.rows.otherwise.outcome = 99),
    ("outcome 0 is that of a rule", |one| one.rows.on_problem = Some(0)),
    ("`on problem` is only in one of policy and table", |one| one.rows.on_problem = None),
    ("column 999 of", |one| {
        let outcome = one.rows.otherwise.outcome;
        let when = vec![(ColumnId(999), Cells::all(1))];
        one.rows.otherwise.courses = vec![FallbackCourse { when, outcome }];
    }),
    ("outcome 0: rule 99 of", |one| one.rows.outcomes[0].rule = Some(RuleId(99))),
    ("outcome 0: message 9 of", |one| one.rows.outcomes[0].message = Some(MessageId(9))),
    ("outcome 0: queue 9 of", |one| one.rows.outcomes[0].whither = Whither::Queues(vec![QueueId(9)])),
    ("outcome 0: a handoff to no queue", |one| one.rows.outcomes[0].whither = Whither::Queues(Vec::new())),
    ("outcome 0: column 0 is not about who decided", |one| one.rows.outcomes[0].decided_by = vec![ColumnId(0)]),
    ("queues by category, and no category", |one| one.rows.category = None),
    ("the category's column holds something else", |one| {
        let other = first_column(&one.rows, |source| matches!(source, ColumnSource::Margin(_)));
        one.rows.category = Some(ColumnId::from_index(other));
    }),
    ("the category's column has other words", |one| {
        let category = one.rows.category.expect("it is asked for");
        one.rows.columns[category.index()].words.pop();
    }),
    ("queues of other categories", |one| one.rows.queue_of_category.truncate(1)),
    ("queue 9 of 2", |one| one.rows.queue_of_category[0] = QueueId(9)),
    ("another default queue", |one| one.rows.default_queue = QueueId(1)),
    ("the column of the decided action holds something else", |one| one.rows.decided_action = Some(ColumnId(0))),
    ("the column of queue `duty` holds something else", |one| {
        one.rows.decided_queues[1].1 = one.rows.decided_queues[0].1;
    }),
    ("step tables of other thresholds", |one| one.rows.thresholds.clear()),
    ("step table 0: it stands on another fact", |one| {
        let other = one.rows.category.expect("it is asked for");
        one.rows.thresholds[0].fact = other;
    }),
    ("step table 0: its margin is that of another threshold", |one| {
        one.rows.thresholds[0].margin = Some(ColumnId(0));
    }),
    ("step table 0: another base, or other limits", |one| one.rows.thresholds[0].low = None),
    ("step table 0: bases of other categories", |one| one.rows.thresholds[0].base_of_category = vec![Fixed::ONE; 9]),
    ("step table 0: its steps are not in order", |one| one.rows.thresholds[0].steps.swap(0, 1)),
    ("step table 0: step 9.1 is another", |one| {
        one.rows.thresholds[0].steps.last_mut().expect("it has steps").group = 9;
    }),
    ("step table 0: step 0.0 is another", |one| one.rows.thresholds[0].steps[0].by = Fixed::ONE),
    ("step table 0: step 1.0 is another", |one| one.rows.thresholds[0].steps[1].each = None),
    ("step table 0: row 0 asks column", |one| {
        let margin = one.rows.thresholds[0].margin.expect("it is compared with");
        let mut matrix = Matrix::default();
        matrix.push(0, [(margin, Cells::of(vec![(1, 2)]))]);
        one.rows.thresholds[0].matrix = matrix;
    }),
    ("step table 0: rows of steps out of order", |one| {
        let mut matrix = Matrix::default();
        matrix.push(1, []);
        matrix.push(0, []);
        one.rows.thresholds[0].matrix = matrix;
    }),
    ("step table 0: what a row stands for 99 of", |one| one.rows.thresholds[0].matrix.of[0] = 99),
];

fn said(artifact: &Artifact) -> Damage {
    decode(&bytes(artifact)).map(|_| ()).expect_err("it cannot be")
}

#[test]
fn what_cannot_be_is_refused_with_its_place() {
    let mut wrong = Vec::new();
    for (section, cases) in [("POLICY", POLICY), ("TESTS", TESTS), ("GUARANTEES", GUARANTEES), ("ROWS", ROWS)] {
        for (at, (words, change)) in cases.iter().enumerate() {
            let mut one = small();
            change(&mut one);
            let found = decode(&bytes(&one)).map(|_| ());
            let text = found.as_ref().map_or_else(ToString::to_string, |()| "it is read".to_owned());
            let is_right = matches!(found, Err(Damage::Impossible { section: of, .. }) if of == section);
            if !is_right || !text.contains(words) {
                wrong.push(format!("{section} {at}, {words}: {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn places_outside_their_texts_are_refused() {
    let spans: &[fn(&mut Span)] = &[
        |span| span.end = u32::MAX,
        |span| (span.start, span.end) = (span.end, span.start),
        |span| span.file = FileId(99),
    ];
    for change in spans {
        let mut one = small();
        change(&mut one.policy.rules[0].span);
        assert!(said(&one).to_string().contains("a place outside its text"));
        let mut one = small();
        change(&mut one.policy.tests[0].span);
        assert!(said(&one).to_string().contains("a place outside its text"));
    }
    // `ñ` takes two bytes.
    let mut one = small();
    let text = &one.policy.sources.all()[0].text;
    let inside = u32::try_from(text.find('ó').expect("the policy speaks Spanish") + 1).expect("a short text");
    one.policy.rules[0].span = Span { file: FileId(0), start: inside, end: inside + 3 };
    assert!(said(&one).to_string().contains("a place outside its text"));
}

/// A condition within so many others.
fn nested(depth: usize) -> Condition {
    (1..depth).fold(compare(0), |inner, _| Condition::All(vec![inner]))
}

/// A pattern whose inmost part lies within so many others.
fn nested_pattern(depth: usize) -> Pattern {
    let inmost = Pattern { parts: vec![Part::Word("word".to_owned())] };
    (1..depth).fold(inmost, |inner, _| Pattern { parts: vec![Part::OneOf(vec![inner])] })
}

#[test]
fn values_within_values_have_a_limit() {
    const MOST: usize = 128;
    let with_condition = |depth| {
        let mut one = small();
        one.policy.rules[1].condition = nested(depth);
        bytes(&one)
    };
    let with_pattern = |depth| {
        let mut one = small();
        one.policy.signals[0].detectors[0].kind = DetectorKind::Says("en".to_owned(), nested_pattern(depth));
        bytes(&one)
    };
    assert!(super::mutations::is_read(&with_condition(MOST)) && super::mutations::is_read(&with_pattern(MOST)));
    for file in [with_condition(MOST + 1), with_pattern(MOST + 1), with_condition(10_000)] {
        let damage = decode(&file).map(|_| ()).expect_err("it is too deep");
        assert!(matches!(damage, Damage::Unreadable { what: "nested too deeply", .. }), "{damage}");
    }
}

#[test]
fn the_limits_themselves_are_fine() {
    let mut one = small();
    let rows = [&one.rows.rules, &one.rows.watches, &one.rows.alsos];
    let there: usize = rows.iter().map(|matrix| matrix.len()).sum();
    (there..ROWS_MAX).for_each(|_| one.rows.alsos.push(0, []));
    let long = Pattern { parts: vec![Part::Word("a".to_owned()); 1_000] };
    one.policy.signals[0].detectors[0].kind = DetectorKind::Says("en".to_owned(), long);
    assert!(decode(&bytes(&one)).is_ok());
}
