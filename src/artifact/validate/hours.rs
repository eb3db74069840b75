//! Opening hours: zones that exist, days and times of a calendar, in order.

use super::{Checked, ensure, of};
use crate::calendar::{Calendar, DAY_MINUTES, DAYS, DaySpan};
use crate::policy::{Hours, Policy};

/// Checks every one.
pub(super) fn check(policy: &Policy) -> Checked {
    ensure(policy.hours.len() <= Hours::COUNT_MAX, || format!("more than {} opening hours", Hours::COUNT_MAX))?;
    for hours in &policy.hours {
        of(format_args!("opening hours `{}`", hours.name), calendar(&hours.calendar))?;
    }
    Ok(())
}

fn calendar(calendar: &Calendar) -> Checked {
    ensure(calendar.ready().is_some(), || format!("an unknown time zone `{}`", calendar.zone))?;
    ensure(calendar.week.iter().all(|weekly| weekly.day < 7), || "a weekday beyond Sunday".to_owned())?;
    let days = calendar.dated.iter().map(|dated| dated.day);
    ensure(days.chain(calendar.holidays.iter().map(|one| one.day)).all(|day| DAYS.contains(&day)), || {
        "a day out of the calendar".to_owned()
    })?;
    ensure(calendar.dated.windows(2).all(|pair| pair[0].day < pair[1].day), || "dates out of order".to_owned())?;
    ensure(calendar.week.windows(2).all(|pair| pair[0] < pair[1]), || "days of the week out of order".to_owned())?;
    let all = calendar.week.iter().map(|weekly| weekly.span);
    ensure(all.chain(calendar.dated.iter().flat_map(|dated| dated.spans.iter().copied())).all(is_possible), || {
        "a span of time that no day has".to_owned()
    })
}

fn is_possible(span: DaySpan) -> bool {
    span.from < DAY_MINUTES
        && span.from < span.to
        && u32::from(span.to) <= u32::from(span.from) + u32::from(DAY_MINUTES)
}
