//! Who gets a conversation: the cases that a team tells first, and what must hold of every case.
//!
//! In: the policy and the roster of `examples/solvana`. Everybody is invented; instants are those of a week in November
//! 2026, in which clocks have changed everywhere.

#![cfg(feature = "cli")]

#[path = "routing/dispatch.rs"]
mod dispatch;
#[path = "routing/plain.rs"]
mod plain;

use baton::policy::{EndKind, Need, Policy, Priority, QueueId};
use baton::roster::files::{Texts, read};
use baton::roster::{Absence, AgentId};
use baton::routing::{
    Asked, Assignment, Because, Case, CaseQueue, Customer, Decided, Declined, Handled, Presence, Present, Reason, Told,
    route,
};
use baton::source::Files;
use baton::value::Fixed;
use baton::{Artifact, Point, Roster, Session, Table};
use proptest::prelude::*;
use std::sync::LazyLock;

struct Disk;

impl Files for Disk {
    fn read(&self, path: &str) -> Result<String, String> {
        std::fs::read_to_string(path).map_err(|error| error.to_string())
    }
}

fn text(path: &str) -> String {
    std::fs::read_to_string(path).expect("the example is readable")
}

static SOLVANA: LazyLock<Artifact> = LazyLock::new(|| {
    let (artifact, problems, _) = baton::compile("examples/solvana/policy.baton", &Disk);
    artifact.unwrap_or_else(|| panic!("{problems:?}"))
});

static ROSTER: LazyLock<Roster> = LazyLock::new(|| {
    let (roster, absences) = (text("examples/solvana/roster.toml"), text("examples/solvana/absences.csv"));
    let bindings = text("examples/solvana/bindings.toml");
    let texts = Texts {
        roster: ("roster.toml", &roster),
        absences: Some(("absences.csv", &absences)),
        bindings: Some(("bindings.toml", &bindings)),
    };
    let found = read(&texts);
    let bindings = found.bindings;
    found.roster.expect("the example has no errors").named_by(&bindings)
});

fn policy() -> &'static Policy {
    &SOLVANA.policy
}

/// An instant, in seconds.
fn at(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().expect("an instant").as_second()
}

fn queue(name: &str) -> QueueId {
    let found = policy().queues.iter().position(|queue| queue.name == name);
    QueueId(u32::try_from(found.expect("the queue is there")).expect("few queues"))
}

/// A live chat for a queue, all of whose steps are there.
fn case(name: &str, language: &str, decided_at: &str) -> Case {
    let id = queue(name);
    Case {
        decided_at: at(decided_at),
        asked_at: None,
        is_live: true,
        work: Some("chat".to_owned()),
        language: Some(language.to_owned()),
        category: None,
        queues: vec![CaseQueue { id, steps: vec![true; policy().queue(id).routing.steps.len()] }],
        to_named_agent: false,
        to_same_agent: false,
        level: None,
        needs: Vec::new(),
        priority: Priority::Normal,
        minutes: Fixed::ZERO,
        to_all: false,
        may_choose: true,
        everyone: None,
    }
}

/// Everybody is here, without work.
fn all_here() -> Presence {
    let here = |agent: &baton::roster::Agent| (agent.id.clone(), Present { here: true, ..Present::default() });
    Presence { agents: ROSTER.agents().iter().map(here).collect(), ..Presence::default() }
}

fn busy(presence: &mut Presence, agent: &str, taken: u32) {
    presence.agents.get_mut(agent).expect("an agent").taken = taken;
}

fn ask(case: &Case, customer: &Customer, presence: &Presence, now: i64) -> Assignment {
    route(policy(), case, customer, &Asked::default(), &ROSTER, presence, now)
}

/// The ids of whoever is asked.
fn asked(made: &Assignment) -> Vec<&str> {
    match &made.decided {
        Decided::Offer { agents, .. } | Decided::Page(agents) => agents.iter().map(|one| id(*one)).collect(),
        _ => Vec::new(),
    }
}

fn id(agent: AgentId) -> &'static str {
    &ROSTER.agent(agent).id
}

fn reasons<'m>(made: &'m Assignment, agent: &str) -> &'m [Reason] {
    let found = made.considered.iter().find(|one| id(one.agent) == agent);
    &found.expect("everybody is considered").reasons
}

const MORNING: &str = "2026-11-04T11:00:00Z";

#[test]
fn a_specialist_with_escalations_does_not_get_the_quick_question() {
    let case = case("billing", "en", MORNING);
    let mut presence = all_here();
    busy(&mut presence, "a01", 6);
    let made = ask(&case, &Customer::default(), &presence, case.decided_at);
    // Cormac is just good enough; Aoife could take it, and is kept for what only she can.
    assert_eq!(asked(&made), ["a02"]);
    assert_eq!(reasons(&made, "a01"), []);
    // At L2 only she, or Lucía, will do: the freer of the two that fit equally well.
    let hard = Case { level: Some("L2".to_owned()), ..case };
    assert_eq!(asked(&ask(&hard, &Customer::default(), &presence, hard.decided_at)), ["a03"]);
}

#[test]
fn a_spanish_speaker_is_on_shift_at_two_in_california() {
    let case = case("general", "es", "2026-11-04T22:00:00Z");
    let made = ask(&case, &Customer::default(), &all_here(), case.decided_at);
    assert_eq!(asked(&made), ["a11"]);
    // Marcus knows as much and is at work, and does not speak Spanish.
    assert_eq!(reasons(&made, "a06"), [Reason::Language]);
}

/// Lucía helped yesterday, about money.
fn helped_by_lucia(decided_at: &str) -> (Case, Customer) {
    let case = Case { category: Some("money".to_owned()), ..case("billing", "es", decided_at) };
    let last = Handled {
        agent: "a03".to_owned(),
        at: case.decided_at - 20 * 3_600,
        same_issue: true,
        category: Some("refund_request".to_owned()),
    };
    (case, Customer { last: Some(last), ..Customer::default() })
}

#[test]
fn whoever_helped_yesterday_helps_again_unless_she_is_off() {
    let (case, customer) = helped_by_lucia(MORNING);
    let made = ask(&case, &customer, &all_here(), case.decided_at);
    assert_eq!(asked(&made), ["a03"]);
    assert!(matches!(made.decided, Decided::Offer { because: Because::Last, .. }));
    // With her hands full it is kept for her, and not for ever.
    let mut presence = all_here();
    busy(&mut presence, "a03", 10);
    let made = ask(&case, &customer, &presence, case.decided_at);
    assert!(matches!(made.decided, Decided::Hold { until, .. } if until == case.decided_at + 45), "{made:?}");
    let later = ask(&case, &customer, &presence, case.decided_at + 45);
    assert!(!asked(&later).contains(&"a03"), "{later:?}");
    // She is on holiday in the week after.
    let (case, customer) = helped_by_lucia("2026-11-11T11:00:00Z");
    let made = ask(&case, &customer, &all_here(), case.decided_at);
    assert!(!asked(&made).contains(&"a03"));
    assert!(reasons(&made, "a03").contains(&Reason::OffShift));
    // About something else, too long ago, or to be spared her: it is anybody's.
    let (case, customer) = helped_by_lucia(MORNING);
    let other = Case { category: Some("technical".to_owned()), ..case.clone() };
    let is_last = |made: &Assignment| matches!(made.decided, Decided::Offer { because: Because::Last, .. });
    assert!(!is_last(&ask(&other, &customer, &all_here(), case.decided_at)));
    let mut long_ago = customer.clone();
    long_ago.last.as_mut().expect("she did").at -= 60 * 3_600;
    assert!(!is_last(&ask(&case, &long_ago, &all_here(), case.decided_at)));
    let spared = Customer { marks: vec![("a03".to_owned(), "avoid".to_owned())], ..customer };
    let made = ask(&case, &spared, &all_here(), case.decided_at);
    assert!(!asked(&made).contains(&"a03") && reasons(&made, "a03").contains(&Reason::Avoid));
}

/// A customer asks for a colleague by name.
fn named(queue: &str, agent: &str, decided_at: &str, is_live: bool) -> (Case, Customer) {
    let case = Case { to_named_agent: true, is_live, ..case(queue, "en", decided_at) };
    (case, Customer { named_agent: Some(agent.to_owned()), ..Customer::default() })
}

/// Until when it is kept for them, if it is.
fn kept(made: &Assignment) -> Option<i64> {
    if let Decided::Hold { until, because: Because::Named, .. } = made.decided { Some(until) } else { None }
}

#[test]
fn a_named_colleague_is_waited_for_two_minutes_also_before_their_shift() {
    // Lucía has her hands full.
    let (case, customer) = named("billing", "a03", MORNING, true);
    let mut presence = all_here();
    busy(&mut presence, "a03", 10);
    let made = ask(&case, &customer, &presence, case.decided_at);
    assert_eq!((kept(&made), made.away), (Some(case.decided_at + 120), None));
    let made = ask(&case, &customer, &presence, case.decided_at + 120);
    assert!(!asked(&made).is_empty() && made.away.is_none(), "{made:?}");
    // Her shift begins at 8:00 UTC: in a minute and a half it is kept, in three it is not, and the customer is told.
    let (case, customer) = named("billing", "a03", "2026-11-04T07:58:30Z", true);
    let made = ask(&case, &customer, &all_here(), case.decided_at);
    assert_eq!((kept(&made), made.away), (Some(case.decided_at + 120), None));
    assert_eq!(asked(&ask(&case, &customer, &all_here(), at("2026-11-04T08:00:00Z"))), ["a03"]);
    let (case, customer) = named("billing", "a03", "2026-11-04T07:57:00Z", true);
    let made = ask(&case, &customer, &all_here(), case.decided_at);
    let away = made.away.expect("the customer is told");
    assert_eq!((kept(&made), id(away.agent), away.back), (None, "a03", Some(at("2026-11-04T08:00:00Z"))));
}

#[test]
fn a_named_colleague_is_waited_for_one_business_day_where_nobody_waits() {
    let until = |queue: &str, agent: &str, decided_at: &str| {
        let (case, customer) = named(queue, agent, decided_at, false);
        let made = ask(&case, &customer, &all_here(), case.decided_at);
        (kept(&made).map(baton::routing::instant), made.away.and_then(|away| away.back).map(baton::routing::instant))
    };
    let found = |text: &str| Some(text.to_owned());
    // Thursday, after her shift: all of her Friday.
    assert_eq!(until("billing", "a03", "2026-11-05T17:00:00Z"), (found("2026-11-06T16:00:00Z"), None));
    // Friday, after her shift: somebody of billing works on Saturday, she does not; then she is on holiday.
    assert_eq!(until("billing", "a03", "2026-11-06T17:00:00Z"), (None, found("2026-11-16T08:00:00Z")));
    // Over a weekend, a bank holiday and a change of clocks: Tuesday at the same time of day. Eoin is security's only one.
    assert_eq!(until("security", "a14", "2026-10-23T16:30:00Z"), (found("2026-10-27T17:00:00Z"), None));
    assert_eq!(until("security", "a14", "2026-10-23T16:10:00Z"), (found("2026-10-27T17:00:00Z"), None));
    // Before work, until the shift of that day ends: tomorrow's begins when the time is over.
    assert_eq!(until("security", "a14", "2026-11-05T07:00:00Z"), (found("2026-11-05T17:00:00Z"), None));
}

#[test]
fn a_colleague_who_may_not_do_such_work_yet_is_not_waited_for() {
    let mut agents = ROSTER.to_json();
    let lucia = agents["agent"].as_array_mut().expect("agents").iter_mut().find(|one| one["id"] == "a03");
    lucia.expect("Lucía")["training"] = serde_json::json!({ "work": ["email"] });
    let roster = Roster::from_json(&agents.to_string()).expect("a roster");
    let (case, customer) = named("billing", "a03", MORNING, true);
    let made = route(policy(), &case, &customer, &Asked::default(), &roster, &all_here(), case.decided_at);
    assert_eq!(kept(&made), None);
    assert!(reasons(&made, "a03").contains(&Reason::InTraining), "{made:?}");
}

#[test]
fn an_enterprise_customer_reaches_their_manager_and_then_the_team() {
    let case = case("account_managers", "en", "2026-11-04T15:30:00Z");
    let customer = Customer { account_manager: Some("a08".to_owned()), ..Customer::default() };
    assert_eq!(asked(&ask(&case, &customer, &all_here(), case.decided_at)), ["a08"]);
    // In a meeting: nobody else for five minutes, then any of the team.
    let mut presence = all_here();
    presence.agents.get_mut("a08").expect("Priya").here = false;
    let made = ask(&case, &customer, &presence, case.decided_at);
    assert_eq!((asked(&made), made.next_at), (Vec::new(), Some(case.decided_at + 300)));
    assert_eq!(asked(&ask(&case, &customer, &presence, case.decided_at + 300)), ["a09"]);
}

#[test]
fn a_loyal_customer_is_taken_before_a_trial() {
    let table = Table::new(SOLVANA.clone());
    let minutes = |facts: &[(&str, serde_json::Value)]| {
        let mut session = Session::new(&table, "c");
        session.now(at(MORNING));
        for (name, value) in facts {
            session.give_json_standing(name, value);
        }
        session.customer("I want to talk to a person about my invoice", None);
        session.give_json("category", &"invoice_tax".into());
        session.give_json("issue_known", &true.into());
        let decision = session.decide(Point::Message);
        let values = session.facts(Point::Message).clone();
        Case::of(policy(), &values, &decision, &Told { decided_at: at(MORNING), ..Told::default() }).minutes
    };
    let loyal = minutes(&[
        ("customer.tier", "growth".into()),
        ("customer.tenure", "1095d".into()),
        ("customer.first_in_year", true.into()),
    ]);
    let trial = minutes(&[("customer.tier", "trial".into())]);
    // Growth adds 10, three years add 15.
    assert_eq!((loyal, trial), (Fixed::from_whole(25), Fixed::ZERO));
}

#[test]
fn an_agent_calls_in_sick() {
    let case = case("retention", "en", "2026-11-04T15:00:00Z");
    let presence = all_here();
    let first = ask(&case, &Customer::default(), &presence, case.decided_at);
    assert_eq!(asked(&first), ["a13"], "level 4 is enough, and keeps Hannah for harder ones");
    let sick = ROSTER.find("a13").expect("Sofía");
    let day = baton::calendar::Interval { from: at("2026-11-04T00:00:00Z"), to: at("2026-11-05T00:00:00Z") };
    let roster = ROSTER.clone().with_absence(sick, Absence { span: day, reason: None });
    let made = route(policy(), &case, &Customer::default(), &Asked::default(), &roster, &presence, case.decided_at);
    assert_eq!(asked(&made), ["a12"]);
}

#[test]
fn security_is_paged_at_night_and_never_a_ticket() {
    // The night that began on Tuesday: Eoin is on call in Dublin.
    let case = case("security", "en", "2026-11-04T04:00:00Z");
    let none = Presence::default();
    assert_eq!(ask(&case, &Customer::default(), &none, case.decided_at).decided, Decided::Wait);
    let made = ask(&case, &Customer::default(), &none, case.decided_at + 30);
    assert!(matches!(&made.decided, Decided::Page(_)) && asked(&made) == ["a14"], "{made:?}");
    // Saturday night nobody is on call: it is held, and the duty lead sees to it.
    let saturday = self::case("security", "en", "2026-10-25T01:30:00Z");
    let made = ask(&saturday, &Customer::default(), &none, saturday.decided_at + 900);
    assert!(matches!(made.decided, Decided::End { kind: EndKind::Hold, .. }), "{made:?}");
}

#[test]
fn billing_is_closed_at_night() {
    let case = case("billing", "en", "2026-11-04T03:00:00Z");
    let made = ask(&case, &Customer::default(), &all_here(), case.decided_at);
    let Decided::Closed { kind, next_open, .. } = made.decided else { panic!("{made:?}") };
    // In Dublin it is as late as in Greenwich, and Madrid begins at nine.
    assert_eq!((kind, next_open), (EndKind::CallbackOrTicket, Some(at("2026-11-04T08:00:00Z"))));
}

#[test]
fn retention_lends_its_spanish_speakers_only_while_it_can() {
    let mut late = case("billing", "es", "2026-11-04T20:00:00Z");
    late.needs = vec![Need::Language("es".to_owned(), None)];
    let now = late.decided_at + 120;
    let mut presence = all_here();
    busy(&mut presence, "a10", 12);
    // Nobody knows how long retention makes people wait: then it lends nobody.
    assert!(reasons(&ask(&late, &Customer::default(), &presence, now), "a13").contains(&Reason::Lent));
    presence.waits.insert("retention".to_owned(), Fixed::from_whole(179));
    assert_eq!(asked(&ask(&late, &Customer::default(), &presence, now)), ["a13"]);
    presence.waits.insert("retention".to_owned(), Fixed::from_whole(180));
    // Camila leads the shift, and knows enough of billing.
    assert_eq!(asked(&ask(&late, &Customer::default(), &presence, now)), ["a15"]);
}

#[test]
fn a_long_wait_gives_a_choice_but_not_to_guards() {
    let mut case = case("billing", "en", MORNING);
    let mut presence = Presence::default();
    presence.waits.insert("billing".to_owned(), Fixed::from_whole(601));
    assert_eq!(ask(&case, &Customer::default(), &presence, case.decided_at).choices.len(), 3);
    case.may_choose = false;
    assert!(ask(&case, &Customer::default(), &presence, case.decided_at).choices.is_empty());
}

#[test]
fn everyone_with_the_language_may_take_it_in_time() {
    let mut case = case("billing", "es", MORNING);
    case.asked_at = Some(case.decided_at - 60);
    case.everyone = Some((Fixed::from_whole(150), true));
    let mut presence = all_here();
    busy(&mut presence, "a03", 10);
    let made = ask(&case, &Customer::default(), &presence, case.decided_at + 89);
    assert!(asked(&made).is_empty(), "{made:?}");
    // Diego is no specialist of billing, and speaks Spanish: 150 seconds after the customer asked.
    assert_eq!(asked(&ask(&case, &Customer::default(), &presence, case.decided_at + 90)), ["a04"]);
    // At night nobody speaks it: a callback at once.
    let mut night = self::case("billing", "es", "2026-11-04T04:00:00Z");
    night.everyone = case.everyone;
    night.queues[0].steps = vec![true; night.queues[0].steps.len()];
    let made = ask(&night, &Customer::default(), &presence, night.decided_at);
    assert!(matches!(made.decided, Decided::Closed { .. } | Decided::End { kind: EndKind::Callback, .. }), "{made:?}");
}

/// A case of any queue, at any time of two weeks, with whoever is here and busy.
fn any_case() -> impl Strategy<Value = (Case, Presence, i64, i64)> {
    let queues = policy().queues.len();
    let agents = ROSTER.agents().len();
    let person = (any::<bool>(), 0..14_u32, any::<bool>());
    let people = proptest::collection::vec(person, agents);
    let language = prop_oneof![Just("en"), Just("es"), Just("de"), Just("zh"), Just("fr")];
    (0..queues, language, 0..14 * 86_400_i64, people, 0..1_200_i64, 0..1_200_i64).prop_map(
        |(queue, language, from, people, one, two)| {
            let name = &policy().queues[queue].name;
            let mut case = case(name, language, "2026-11-02T00:00:00Z");
            case.decided_at += from;
            let present = people.into_iter().map(|(here, taken, exclusive)| Present {
                here,
                taken,
                exclusive: exclusive && taken > 9,
                ..Present::default()
            });
            let ids = ROSTER.agents().iter().map(|agent| agent.id.clone());
            let presence = Presence { agents: ids.zip(present).collect(), ..Presence::default() };
            let (one, two) = (case.decided_at + one.min(two), case.decided_at + one.max(two));
            (case, presence, one, two)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn it_is_pure_and_never_asks_who_cannot((case, presence, now, _) in any_case()) {
        let made = ask(&case, &Customer::default(), &presence, now);
        prop_assert_eq!(&made, &ask(&case, &Customer::default(), &presence, now));
        let chosen = match &made.decided {
            Decided::Offer { agents, .. } | Decided::Page(agents) => agents.clone(),
            _ => Vec::new(),
        };
        for agent in chosen {
            prop_assert_eq!(reasons(&made, id(agent)), &[] as &[Reason]);
        }
        // Nobody who could take it is left idle while it waits.
        if made.decided == Decided::Wait {
            prop_assert!(made.considered.iter().all(|one| !one.reasons.is_empty()));
            prop_assert!(made.next_at.is_none_or(|next| now < next));
        }
    }

    #[test]
    fn nobody_gets_more_than_they_have_room_for((case, presence, now, _) in any_case()) {
        let made = ask(&case, &Customer::default(), &presence, now);
        if let Decided::Offer { agents, .. } = &made.decided {
            for agent in agents {
                let (person, present) = (ROSTER.agent(*agent), &presence.agents[id(*agent)]);
                prop_assert!(present.here && !present.exclusive && present.taken + 2 <= u32::from(person.units));
                prop_assert!(ROSTER.on_shift(*agent, now));
            }
        }
    }

    #[test]
    fn steps_only_widen((case, presence, now, later) in any_case()) {
        let waits = |made: &Assignment, agent: AgentId| {
            let one = made.considered.iter().find(|one| one.agent == agent).expect("everybody is considered");
            one.reasons.iter().any(|reason| matches!(reason, Reason::Later(_) | Reason::Needs | Reason::Language))
        };
        let first = ask(&case, &Customer::default(), &presence, now);
        let second = ask(&case, &Customer::default(), &presence, later);
        for agent in ROSTER.ids().filter(|agent| ROSTER.on_call(*agent, now) == ROSTER.on_call(*agent, later)) {
            if !first.considered.is_empty() && !waits(&first, agent) {
                prop_assert!(!waits(&second, agent), "{}", id(agent));
            }
        }
    }

    #[test]
    fn whoever_declines_is_not_asked_in_a_circle((case, presence, now, _) in any_case()) {
        let mut told = Asked::default();
        let mut times = 0;
        loop {
            let made = route(policy(), &case, &Customer::default(), &told, &ROSTER, &presence, now);
            let Decided::Offer { agents, .. } = &made.decided else { break };
            let asked = id(agents[0]).to_owned();
            told.declined.push(Declined { agent: asked, at: now });
            times += 1;
            prop_assert!(times <= ROSTER.agents().len());
        }
    }

    #[test]
    fn every_ladder_ends((case, presence, _, _) in any_case()) {
        let made = ask(&case, &Customer::default(), &presence, case.decided_at + 40 * 86_400);
        let holds = case.queues.iter().any(|one| {
            policy().queue(one.id).routing.end.as_ref().is_some_and(|end| end.kind == EndKind::Hold)
        });
        match made.decided {
            Decided::End { .. } | Decided::Closed { .. } | Decided::Elsewhere { .. } => {}
            // What is held in the end can still be taken.
            Decided::Offer { .. } if holds => {}
            decided => prop_assert!(false, "{decided:?}"),
        }
    }
}
