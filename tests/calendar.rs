//! Spans of a week, holidays and exceptions as intervals of time: against the clocks, asked minute by minute.

use baton::calendar::{Calendar, Dated, DaySpan, Holiday, Interval, Intervals, Ready, Weekly};
use jiff::civil::{Date, DateTime, Time, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

#[path = "calendar/holidays.rs"]
mod holidays;

/// Zones whose clocks jump by an hour, by half an hour, at midnight, in the other half of the year, or not at all.
const ZONES: [&str; 7] = [
    "Europe/Madrid",
    "America/Chicago",
    "Australia/Lord_Howe",
    "America/Havana",
    "America/Santiago",
    "America/Bogota",
    "Asia/Kolkata",
];

fn second(text: &str) -> i64 {
    text.parse::<Timestamp>().expect("an instant").as_second()
}

fn day(text: &str) -> i64 {
    second(&format!("{text}T00:00:00Z")) / 86_400
}

fn weekly(zone: &str, day: u8, from: u16, to: u16) -> Calendar {
    let span = DaySpan::new(from, to).expect("times of a day");
    Calendar { zone: zone.to_owned(), week: vec![Weekly { day, span }], ..Calendar::default() }
}

fn ready(calendar: &Calendar) -> Ready {
    calendar.ready().expect("a zone that exists")
}

fn shown(intervals: &Intervals) -> Vec<String> {
    let instant = |at: i64| Timestamp::from_second(at).expect("an instant").to_string();
    intervals.spans().iter().map(|span| format!("{} {}", instant(span.from), instant(span.to))).collect()
}

/// What a calendar with one time of every Sunday says of the days around a change of the clocks.
fn around(zone: &str, from: u16, to: u16, first: &str, last: &str) -> Vec<String> {
    shown(&ready(&weekly(zone, 6, from, to)).between(second(first), second(last)))
}

#[test]
fn nine_to_five_is_that_on_every_day() {
    let found = around("Europe/Madrid", 540, 1020, "2026-10-18T00:00:00Z", "2026-10-27T00:00:00Z");
    assert_eq!(found, ["2026-10-18T07:00:00Z 2026-10-18T15:00:00Z", "2026-10-25T08:00:00Z 2026-10-25T16:00:00Z"]);
}

/// On 2026-03-29 the clocks of Madrid jump from 02:00 to 03:00, at 01:00 UTC.
#[test]
fn a_time_that_clocks_skip_begins_when_they_jump() {
    let at = |from, to| around("Europe/Madrid", from, to, "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z");
    assert_eq!(at(150, 300), ["2026-03-29T01:00:00Z 2026-03-29T03:00:00Z"], "02:30 to 05:00");
    assert_eq!(at(60, 150), ["2026-03-29T00:00:00Z 2026-03-29T01:00:00Z"], "01:00 to 02:30");
    assert!(at(125, 170).is_empty(), "02:05 to 02:50 is not on the clocks");
}

/// On 2026-10-25 the clocks of Madrid show 02:00 to 03:00 twice, from 00:00 and from 01:00 UTC.
#[test]
fn a_time_that_clocks_show_twice_begins_at_the_first() {
    let at = |from, to| around("Europe/Madrid", from, to, "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z");
    assert_eq!(at(150, 300), ["2026-10-25T00:30:00Z 2026-10-25T04:00:00Z"], "02:30 to 05:00");
    assert_eq!(at(60, 150), ["2026-10-24T23:00:00Z 2026-10-25T00:30:00Z"], "01:00 to 02:30");
}

#[test]
fn a_span_past_midnight_belongs_to_the_day_it_starts_on() {
    let mut calendar = Calendar {
        week: (0..7).map(|day| Weekly { day, span: DaySpan::new(1320, 360).expect("22:00 to 06:00") }).collect(),
        ..weekly("UTC", 0, 0, 1)
    };
    let around = |calendar: &Calendar| {
        shown(&ready(calendar).between(second("2026-12-24T12:00:00Z"), second("2026-12-26T12:00:00Z")))
    };
    assert_eq!(
        around(&calendar),
        ["2026-12-24T22:00:00Z 2026-12-25T06:00:00Z", "2026-12-25T22:00:00Z 2026-12-26T06:00:00Z"]
    );
    calendar.holidays =
        vec![Holiday { day: day("2026-12-25"), name: "Christmas Day".to_owned(), region: "ES".to_owned() }];
    assert_eq!(around(&calendar), ["2026-12-24T22:00:00Z 2026-12-25T06:00:00Z"], "the night before stays");
    let noon = vec![DaySpan::new(720, 780).expect("12:00 to 13:00")];
    calendar.dated = vec![Dated { day: day("2026-12-25"), spans: noon, because: None }];
    assert_eq!(
        around(&calendar),
        ["2026-12-24T22:00:00Z 2026-12-25T06:00:00Z", "2026-12-25T12:00:00Z 2026-12-25T13:00:00Z"],
        "a line of the day counts more than a holiday"
    );
}

#[test]
fn the_next_change_is_found_however_far() {
    let yearly = Calendar {
        week: Vec::new(),
        dated: vec![Dated { day: day("2027-01-31"), spans: vec![DaySpan { from: 60, to: 120 }], because: None }],
        ..weekly("UTC", 0, 0, 1)
    };
    let ready = ready(&yearly);
    let (start, end) = (second("2026-01-01T00:00:00Z"), second("2028-01-01T00:00:00Z"));
    let opens = ready.next_change(start, end).expect("it opens");
    assert_eq!(opens, second("2027-01-31T01:00:00Z"));
    assert_eq!(ready.next_change(opens, end), Some(second("2027-01-31T02:00:00Z")));
    assert_eq!(ready.next_change(opens + 3_600, end), None);
    assert!(ready.is_open(opens) && !ready.is_open(opens - 1) && !ready.is_open(opens + 3_600));
}

/// A calendar that has nothing to do with `Calendar`: asks the clocks of the zone once a minute.
struct ByMinute {
    zone: TimeZone,
    /// The first minute at which the clocks showed a time or a later one, from the start of the watch on.
    watch: Vec<(i64, DateTime)>,
}

impl ByMinute {
    fn watch(zone: &str, from: i64, to: i64) -> Self {
        let zone = TimeZone::get(zone).expect("a zone that exists");
        let mut latest = DateTime::MIN;
        let mut watch = Vec::new();
        for at in (from..to).step_by(60) {
            let shows = Timestamp::from_second(at).expect("an instant").to_zoned(zone.clone()).datetime();
            latest = latest.max(shows);
            watch.push((at, latest));
        }
        Self { zone, watch }
    }

    /// When the clocks first show `time` or later.
    fn first(&self, time: DateTime) -> i64 {
        let at = self.watch.partition_point(|(_, shown)| *shown < time);
        self.watch[at.min(self.watch.len() - 1)].0
    }
}

fn on(day: Date, minutes: u16) -> DateTime {
    let time = Time::midnight() + i64::from(minutes % 1440).minutes();
    (day + i64::from(minutes / 1440).days()).to_datetime(time)
}

fn spans() -> impl Strategy<Value = Vec<(u8, u16, u16)>> {
    // Around the times at which clocks change, and anywhere.
    let time = prop_oneof![0u16..240, 0u16..1440];
    prop::collection::vec((0u8..7, time.clone(), time), 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// The intervals are those of the clocks, around a change of them.
    #[test]
    fn intervals_are_what_the_clocks_show(
        zone in 0usize..ZONES.len(), start in prop_oneof![Just((2026, 3, 26)), Just((2026, 10, 22)), Just((2026, 4, 2)), Just((2026, 9, 3)), Just((2026, 3, 5)), Just((2026, 10, 29))],
        spans in spans(), free in 0i64..8, own in prop::option::of((0i64..8, 0u16..1440, 0u16..1440)),
    ) {
        let first = date(start.0, start.1, start.2);
        let epoch_day = first.duration_since(date(1970, 1, 1)).as_secs() / 86_400;
        let mut calendar = Calendar { zone: ZONES[zone].to_owned(), ..Calendar::default() };
        for (day, from, to) in &spans {
            calendar.week.push(Weekly { day: *day, span: DaySpan::new(*from, *to).expect("times of a day") });
        }
        calendar.holidays = vec![Holiday { day: epoch_day + free, name: "a day".to_owned(), region: "X".to_owned() }];
        if let Some((day, from, to)) = own {
            let span = DaySpan::new(from, to).expect("times of a day");
            calendar.dated = vec![Dated { day: epoch_day + day, spans: vec![span], because: None }];
        }
        let (from, to) = ((epoch_day + 1) * 86_400, (epoch_day + 7) * 86_400);
        let clocks = ByMinute::watch(ZONES[zone], from - 4 * 86_400, to + 4 * 86_400);
        let mut expected = Vec::new();
        for after in -2i64..10 {
            let day = first + after.days();
            let weekday = u8::try_from(day.weekday().to_monday_zero_offset()).expect("below 7");
            let week = spans.iter().filter(|(of, ..)| *of == weekday).map(|(_, from, to)| (*from, *to));
            let today: Vec<(u16, u16)> = match own.filter(|(of, ..)| *of == after) {
                Some((_, from, to)) => vec![(from, to)],
                None if after == free => Vec::new(),
                None => week.collect(),
            };
            for (start, end) in today {
                let end = if end <= start { end + 1440 } else { end };
                expected.push(Interval { from: clocks.first(on(day, start)), to: clocks.first(on(day, end)) });
            }
        }
        let ready = ready(&calendar);
        let found = ready.between(from, to);
        prop_assert_eq!(shown(&found), shown(&Intervals::of(expected).within(Interval { from, to })));
        for at in (from..to).step_by(3_600 * 5 + 60) {
            prop_assert_eq!(ready.is_open(at), found.contains(at));
            prop_assert_eq!(ready.next_change(at, to - 1), found.next_change(at).filter(|change| *change < to));
        }
        prop_assert_eq!(ready.zone(), &clocks.zone);
    }

    /// Sets of instants keep the laws of sets, asked second by second.
    #[test]
    fn sets_of_instants_are_sets(
        one in prop::collection::vec((0i64..60, 0i64..20), 0..8), two in prop::collection::vec((0i64..60, 0i64..20), 0..8),
    ) {
        let set = |spans: &[(i64, i64)]| Intervals::of(spans.iter().map(|(from, length)| Interval { from: *from, to: from + length }));
        let (a, b, all) = (set(&one), set(&two), Interval { from: 0, to: 80 });
        let in_any = |spans: &[(i64, i64)], at: i64| spans.iter().any(|(from, length)| (*from..from + length).contains(&at));
        for at in 0..80 {
            let (x, y) = (in_any(&one, at), in_any(&two, at));
            prop_assert_eq!(a.contains(at), x);
            prop_assert_eq!(a.or(&b).contains(at), x || y);
            prop_assert_eq!(a.and(&b).contains(at), x && y);
            prop_assert_eq!(a.without(&b).contains(at), x && !y);
            prop_assert_eq!(a.gaps(all).contains(at), !x);
        }
        prop_assert_eq!(a.or(&a.gaps(all)), Intervals::of([all]));
        prop_assert!(a.and(&a.gaps(all)).is_empty());
        prop_assert_eq!(a.or(&b).gaps(all), a.gaps(all).and(&b.gaps(all)));
        prop_assert_eq!(a.seconds() + a.gaps(all).seconds(), 80);
        prop_assert!(a.or(&b).spans().windows(2).all(|pair| pair[0].to < pair[1].from));
    }
}
