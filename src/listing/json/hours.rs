//! Opening hours.

use serde_json::{Value as Json, json};

use crate::calendar::{self, DaySpan, WEEKDAYS};
use crate::policy::Hours;

/// When it is open: the week, and the days that have their own times.
pub(super) fn hours(hours: &Hours) -> Json {
    let of = &hours.calendar;
    let week = |at: usize| {
        let spans = of.week.iter().filter(|weekly| usize::from(weekly.day) == at).map(|weekly| span(weekly.span));
        (WEEKDAYS[at].to_lowercase(), Json::from(spans.collect::<Vec<_>>()))
    };
    let holidays =
        of.holidays.iter().map(|one| json!({ "date": calendar::day(one.day), "name": one.name, "region": one.region }));
    let dated = of.dated.iter().map(|one| {
        let spans: Vec<Json> = one.spans.iter().copied().map(span).collect();
        json!({ "date": calendar::day(one.day), "open": spans, "because": one.because })
    });
    let regions =
        hours.regions.iter().map(|one| json!({ "region": one.code, "first_year": one.first, "last_year": one.last }));
    json!({
        "name": hours.name,
        "title": hours.title,
        "timezone": of.zone,
        "week": (0..WEEKDAYS.len()).map(week).collect::<serde_json::Map<_, _>>(),
        "holidays": holidays.collect::<Vec<_>>(),
        "holidays_known": regions.collect::<Vec<_>>(),
        "dated": dated.collect::<Vec<_>>(),
    })
}

/// `["22:00", "06:00"]`: an end that is not later than its start is one of the next day.
fn span(span: DaySpan) -> Json {
    json!([calendar::clock(span.from), calendar::clock(span.to)])
}
