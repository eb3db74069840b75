//! Who can be reached when: proved over a year, and held against the router instant by instant.
//!
//! In: random rosters, the policy of tests/corpus/reach, recorded conversations of the examples. Out: nothing, or the
//! instant at which what is proved and what is routed differ.

#![cfg(feature = "cli")]

use baton::analysis::{DecidedSo, Handover, Spoken, handovers};
use baton::calendar::Interval;
use baton::policy::{ActionName, Policy, Priority, QueueId};
use baton::reach::guarantees::{Held, Lapse, held};
use baton::reach::{Ask, Reach, Year};
use baton::roster::files::{Texts, read};
use baton::routing::{Asked, Case, CaseQueue, Customer, Decided, Presence, Present, Told, route};
use baton::source::Files;
use baton::value::Fixed;
use baton::{Artifact, Roster, Table};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

#[path = "reach/examples.rs"]
mod examples;
#[allow(dead_code, reason = "each test uses a part of it")]
#[path = "table/support.rs"]
mod support;
#[allow(dead_code, reason = "each test uses a part of it")]
#[path = "table/values.rs"]
mod values;

struct Disk;

impl Files for Disk {
    fn read(&self, path: &str) -> Result<String, String> {
        std::fs::read_to_string(path).map_err(|error| error.to_string())
    }
}

fn compiled(path: &str) -> Artifact {
    let (artifact, problems, _) = baton::compile(path, &Disk);
    artifact.unwrap_or_else(|| panic!("{path}: {problems:?}"))
}

static POLICY: LazyLock<Artifact> = LazyLock::new(|| compiled("tests/corpus/reach/policy.baton"));

fn roster(text: &str) -> Roster {
    let read = read(&Texts { roster: ("r.toml", text), absences: None, bindings: None });
    let problems = format!("{:?}\n{text}", read.problems);
    read.roster.unwrap_or_else(|| panic!("{problems}"))
}

/// Times of a shift, some of them on the nights when clocks change.
fn shift() -> impl Strategy<Value = String> {
    let days = prop::sample::select(vec!["Mon-Fri", "Mon-Sun", "Sat-Sun", "Tue", "Mon-Wed", "Sun"]);
    (days, 0..48_u16, 1..47_u16).prop_map(|(days, from, long)| {
        let clock = |half: u16| format!("{:02}:{:02}", half % 48 / 2, half % 2 * 30);
        format!("{days} {}-{}", clock(from), clock(from + long))
    })
}

fn agent() -> impl Strategy<Value = String> {
    let zones = prop::sample::select(vec!["Europe/Madrid", "America/Chicago", "Asia/Kolkata", "Australia/Lord_Howe"]);
    let levels = prop::sample::select(vec!["A2", "B2", "C2"]);
    let training = prop::sample::select(vec!["", "training = { units = 0, until = 2026-10-25 }\n", "units = 0\n"]);
    let rest = prop::option::weighted(0.3, shift());
    let who = (zones, shift(), rest, 0..6_u8, 0..6_u8, any::<(bool, bool)>(), levels, training);
    who.prop_map(|(zone, shift, on_call, billing, disputes, (es, lead), level, more)| {
        let skills = format!("billing = {}, disputes = {}", billing.max(1), disputes.max(1));
        let languages = if es { format!("es = \"{level}\"") } else { format!("en = \"{level}\"") };
        let team = if lead { "duty_lead" } else { "desk" };
        let on_call = on_call.map_or_else(String::new, |times| format!("on_call = [\"{times}\"]\n"));
        format!(
            "zone = \"{zone}\"\nshifts = [\"{shift}\"]\n{on_call}teams = [\"{team}\"]\nskills = {{ {skills} }}\n\
             languages = {{ {languages} }}\n{more}"
        )
    })
}

fn staff() -> impl Strategy<Value = String> {
    prop::collection::vec(agent(), 1..5).prop_map(|agents| {
        let agent = |(at, rest): (usize, &String)| {
            let units = if rest.contains("units = 0\n") { "" } else { "units = 4\n" };
            format!("[[agent]]\nid = \"a{at}\"\n{units}{rest}")
        };
        agents.iter().enumerate().map(agent).collect::<String>()
    })
}

/// A case of a handover, as late as its ladder lasts.
fn case(policy: &Policy, handover: &Handover, now: i64) -> Case {
    let end = policy.queue(handover.queues[0]).routing.end.as_ref().and_then(|end| end.after);
    let lasts = match end.map(|after| after.live) {
        Some(baton::policy::Deadline::Seconds(seconds)) => seconds.whole(),
        other => panic!("the ladders of the corpus end on the clock, not at {other:?}"),
    };
    let language = match &handover.language {
        Spoken::Known(code) => code.clone(),
        Spoken::Other => "zz".to_owned(),
    };
    let queue = |(id, steps): (&QueueId, &Vec<bool>)| CaseQueue { id: *id, steps: steps.clone() };
    Case {
        decided_at: now - lasts + 1,
        asked_at: None,
        is_live: true,
        work: None,
        language: Some(language),
        category: None,
        queues: handover.queues.iter().zip(&handover.steps).map(queue).collect(),
        to_named_agent: false,
        to_same_agent: false,
        level: handover.level.clone(),
        needs: handover.needs.clone(),
        priority: Priority::Normal,
        minutes: Fixed::ZERO,
        to_all: false,
        may_choose: false,
        everyone: None,
    }
}

/// Who is asked or paged at an instant, when everybody on shift is here without work.
fn served(policy: &Policy, roster: &Roster, handover: &Handover, now: i64) -> BTreeSet<u32> {
    let mut presence = Presence::default();
    for agent in roster.ids().filter(|agent| roster.on_shift(*agent, now)) {
        let here = Present { here: true, ..Present::default() };
        presence.agents.insert(roster.agent(agent).id.clone(), here);
    }
    let case = Case { to_all: true, ..case(policy, handover, now) };
    let made = route(policy, &case, &Customer::default(), &Asked::default(), roster, &presence, now);
    match made.decided {
        Decided::Offer { .. } | Decided::Page(_) => {
            made.considered.iter().filter(|one| one.reasons.is_empty()).map(|one| one.agent.0).collect()
        }
        _ => BTreeSet::new(),
    }
}

/// What a guarantee says of one instant, by the router: whether somebody whom it speaks of finds nobody.
fn is_broken(policy: &Policy, roster: &Roster, known: &BTreeMap<Handover, DecidedSo>, lapse: &Lapse, at: i64) -> bool {
    let alone = |one: &Handover| {
        let own = one.queues.iter().position(|queue| *queue == lapse.queue)?;
        Some(Handover { queues: vec![lapse.queue], steps: vec![one.steps[own].clone()], ..one.clone() })
    };
    let ways: BTreeSet<Handover> = known.keys().filter_map(alone).collect();
    let nobody = |way: &Handover| served(policy, roster, way, at).is_empty();
    match &lapse.whom {
        Some(way) => nobody(way),
        None => ways.iter().all(nobody),
    }
}

/// Two nights when clocks change, and a common day.
const DAYS: [&str; 3] = ["2026-03-28T12:00:00Z", "2026-10-24T20:00:00Z", "2026-06-09T03:00:00Z"];

fn second(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().expect("an instant").as_second()
}

/// Instants at which something could be wrong: each minute's neighbours of every edge, and what lies between.
fn instants(ask: &Ask) -> BTreeSet<i64> {
    let mut all = BTreeSet::new();
    for from in DAYS.map(second) {
        let to = from + 30 * 3_600;
        all.extend((from..to).step_by(45 * 60));
        let spans = ask.gaps.spans().iter().chain(ask.alone.iter().map(|(_, span)| span));
        let edges = spans.flat_map(|span| [span.from - 1, span.from, span.to - 1, span.to]);
        all.extend(edges.filter(|at| (from..to).contains(at)));
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// A guarantee lapses where the router finds nobody, and nowhere else.
    #[test]
    fn what_is_guaranteed_is_what_is_routed(text in staff()) {
        let (policy, roster) = (&POLICY.policy, roster(&text));
        let known = handovers(policy).expect("it fits a table");
        let year = Year::of(policy, 2026).expect("a year");
        let reach = Reach::of(policy, &known, &roster, year.clone(), 0);
        for guarantee in &policy.guarantees {
            prop_assert!(matches!(held(policy, guarantee, &year, None), Some(Held::NeedsRoster)));
            let Some(Held::Lapses(lapses)) = held(policy, guarantee, &year, Some(&reach)) else { continue };
            for lapse in lapses {
                for from in DAYS.map(second) {
                    for span in lapse.times.within(Interval { from, to: from + 30 * 3_600 }).spans() {
                        for at in [span.from, span.to - 1] {
                            prop_assert!(is_broken(policy, &roster, &known.all, &lapse, at), "{} {at}", guarantee.title);
                        }
                        let outside = [span.from - 1, span.to];
                        let asked = |at: &i64| (from..from + 30 * 3_600).contains(at) && guarantee.title.ends_with("instant");
                        for at in outside.into_iter().filter(asked) {
                            prop_assert!(!is_broken(policy, &roster, &known.all, &lapse, at), "{} {at}", guarantee.title);
                        }
                    }
                }
            }
        }
    }

    /// A gap is where the router finds nobody, and nowhere else; who is alone is the only one whom it finds.
    #[test]
    fn what_is_proved_is_what_is_routed(text in staff()) {
        let (policy, roster) = (&POLICY.policy, roster(&text));
        let known = handovers(policy).expect("it fits a table");
        let year = Year::of(policy, 2026).expect("a year");
        let reach = Reach::of(policy, &known, &roster, year, 0);
        prop_assert!(reach.routes.len() >= 3);
        for route in &reach.routes {
            for ask in &route.asks {
                let ways: Vec<&Handover> = known
                    .all
                    .keys()
                    .filter(|one| one.queues == route.queues && one.language == ask.language)
                    .filter(|one| one.level == ask.level && one.needs == ask.needs)
                    .collect();
                prop_assert!(!ways.is_empty());
                for at in instants(ask) {
                    let found: Vec<BTreeSet<u32>> = ways.iter().map(|way| served(policy, &roster, way, at)).collect();
                    let is_gap = route.open.contains(at) && found.iter().any(BTreeSet::is_empty);
                    prop_assert_eq!(ask.gaps.contains(at), is_gap, "{:?} {} {:?}", ask.language, at, &found);
                    let alone: BTreeSet<u32> = ask
                        .alone
                        .iter()
                        .filter(|(_, span)| span.from <= at && at < span.to)
                        .map(|(agent, _)| agent.0)
                        .collect();
                    let only = |found: &BTreeSet<u32>| (found.len() == 1).then(|| found.clone());
                    let expected: BTreeSet<u32> = found.iter().filter_map(only).flatten().collect();
                    let expected = if route.open.contains(at) && !is_gap { expected } else { BTreeSet::new() };
                    prop_assert_eq!(&alone, &expected, "{:?} {}", ask.language, at);
                }
            }
        }
    }
}
