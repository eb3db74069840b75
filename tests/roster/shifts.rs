//! A timetable, and a calendar asked instant by instant: they must agree.

use super::{ids, read, second, solvana};
use baton::calendar::{Interval, Intervals};
use baton::roster::{Absence, AgentId, Cover, Duty, Roster};
use proptest::prelude::*;

/// The changes of the clocks in Europe and America, and a holiday, are in it.
const FROM: &str = "2026-10-20T00:00:00Z";
const TO: &str = "2026-11-18T00:00:00Z";

#[test]
fn a_timetable_says_what_the_calendars_say() {
    let roster = solvana(true);
    let (from, to) = (second(FROM), second(TO));
    let table = roster.timetable(from, to);
    let mut changes = 0;
    let mut before: Option<Vec<AgentId>> = None;
    for at in (from..to).step_by(15 * 60) {
        let mut now = Vec::new();
        for duty in Duty::ALL {
            for agent in roster.ids() {
                let on = roster.on(duty, agent, at);
                assert_eq!(table.on(duty, agent, at), on, "{} {at}", roster.agent(agent).id);
                now.extend(on.then_some(agent));
            }
        }
        // Every change falls on a quarter of an hour.
        let differs = before.as_ref().is_some_and(|before| *before != now);
        assert_eq!(table.next_change(at - 1) == Some(at), differs, "{at}");
        changes += usize::from(differs);
        before = Some(now);
    }
    assert!(changes > 100, "{changes}");
    assert_eq!(table.next_change(to), None);
    assert_eq!(table.within(), Interval { from, to });
}

#[test]
fn gaps_and_those_who_are_alone() {
    let roster = solvana(false);
    let (from, to) = (second("2026-10-24T00:00:00Z"), second("2026-10-27T00:00:00Z"));
    let table = roster.timetable(from, to);
    let security: Vec<AgentId> = roster.ids().filter(|agent| roster.agent(*agent).is_in("security")).collect();
    let open = Intervals::of([Interval { from, to }]);
    let cover = Cover::of(&table, &security, &open);
    let shown: Vec<String> = cover
        .gaps
        .iter()
        .map(|gap| {
            let instant = |at: i64| jiff::Timestamp::from_second(at).expect("an instant").to_string();
            format!("{} {} {}", instant(gap.span.from), instant(gap.span.to), ids(&roster, &gap.on_call))
        })
        .collect();
    // Saturday, Sunday, the night from Sunday to Monday on call, Monday a holiday, the night from Monday.
    assert_eq!(
        shown,
        [
            "2026-10-24T00:00:00Z 2026-10-25T22:00:00Z ",
            "2026-10-25T22:00:00Z 2026-10-26T06:00:00Z a14",
            "2026-10-26T06:00:00Z 2026-10-26T22:00:00Z ",
            "2026-10-26T22:00:00Z 2026-10-27T00:00:00Z a14",
        ]
    );
    assert_eq!((cover.uncovered(), cover.unreachable()), (72 * 3_600, 62 * 3_600));
    assert!(cover.alone.is_empty());
}

#[test]
fn an_agent_calls_in_sick() {
    let roster = solvana(false);
    let eoin = roster.find("a14").expect("Eoin");
    let at = second("2026-11-04T12:00:00Z");
    assert!(roster.on_shift(eoin, at));
    let span = Interval { from: second("2026-11-04T00:00:00Z"), to: second("2026-11-05T00:00:00Z") };
    let without = roster.with_absence(eoin, Absence { span, reason: None });
    assert!(
        !without.on_shift(eoin, at)
            && without.is_absent(eoin, at)
            && !without.on_call(eoin, second("2026-11-04T23:00:00Z"))
    );
    assert!(without.on_shift(eoin, second("2026-11-05T12:00:00Z")));
}

/// A roster of a few people in zones whose clocks change at different times.
fn rosters() -> impl Strategy<Value = String> {
    let zone = prop::sample::select(vec!["Europe/Dublin", "America/Chicago", "Australia/Lord_Howe", "America/Havana"]);
    let times = (0u16..24, 0u16..60, 0u16..24, 0u16..60);
    let agent = (zone, prop::sample::select(vec!["Mon-Fri", "Sun-Thu", "Sat, Sun", "Mon-Sun"]), times.clone(), times);
    prop::collection::vec(agent, 1..4).prop_map(|agents| {
        let line = |days: &str, (a, b, c, d): (u16, u16, u16, u16)| format!("{days} {a:02}:{b:02}-{c:02}:{d:02}");
        let mut text = String::new();
        for (at, (zone, days, shift, call)) in agents.into_iter().enumerate() {
            text += &format!(
                "[[agent]]\nid = \"a{at}\"\nzone = \"{zone}\"\nholidays = [\"IE\"]\nshifts = [\"{}\"]\non_call = [\"{}\"]\n",
                line(days, shift), line(days, call)
            );
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Fast and slow agree at every minute that matters and at others, and a gap is where nobody is.
    #[test]
    fn any_timetable_says_what_the_calendars_say(text in rosters()) {
        // Shifts that overlap themselves are refused: there is nothing to ask.
        let Some(roster) = read("r.toml", &text).roster else { return Ok(()) };
        let (from, to) = (second("2026-10-23T00:00:00Z"), second("2026-11-03T00:00:00Z"));
        let table = roster.timetable(from, to);
        let everyone: Vec<AgentId> = roster.ids().collect();
        let open = Intervals::of([Interval { from, to }]);
        let cover = Cover::of(&table, &everyone, &open);
        let gaps = Intervals::of(cover.gaps.iter().map(|gap| gap.span));
        let mut instants: Vec<i64> = (from..to).step_by(7_260).collect();
        let mut next = from;
        while let Some(change) = table.next_change(next) {
            instants.extend([change - 1, change]);
            next = change;
        }
        for at in instants.into_iter().filter(|at| (from..to).contains(at)) {
            agree(&roster, &table, at)?;
            let nobody = roster.who(Duty::Shift, at).is_empty();
            prop_assert_eq!(gaps.contains(at), nobody);
            if let Some(gap) = cover.gaps.iter().find(|gap| gap.span.from <= at && at < gap.span.to) {
                prop_assert_eq!(&gap.on_call, &roster.who(Duty::Call, at));
            }
            let alone = cover.alone.iter().find(|(_, span)| span.from <= at && at < span.to).map(|(agent, _)| *agent);
            let on_shift = roster.who(Duty::Shift, at);
            prop_assert_eq!(alone, if let [one] = on_shift[..] { Some(one) } else { None });
        }
    }
}

fn agree(roster: &Roster, table: &baton::roster::Timetable, at: i64) -> Result<(), TestCaseError> {
    for duty in Duty::ALL {
        let fast: Vec<AgentId> = roster.ids().filter(|agent| table.on(duty, *agent, at)).collect();
        prop_assert_eq!(fast, roster.who(duty, at));
    }
    Ok(())
}
