//! Opening hours: zones that exist, regions whose holidays are known, spans that do not overlap.

use crate::calendar::{Calendar, DAY_MINUTES, DAYS, Dated, DaySpan, KnownRegion, WEEKDAYS, Weekly, day, holidays};
use crate::diagnostic::{Code, Problem, nearest};
use crate::policy::Hours;
use crate::semantics::header;
use crate::semantics::scope::{Scope, list};
use crate::source::Span;
use crate::syntax::ast::{self, ClockSpan, HoursLineKind as Line, Item, Name, Text};

/// All of them, in the order of the text.
pub(crate) fn resolve(program: &ast::Program, scope: &mut Scope<'_>) -> Vec<Hours> {
    let mut all: Vec<Hours> = Vec::new();
    for item in &program.items {
        let Item::Hours(node) = item else { continue };
        if all.iter().any(|hours| hours.name == node.name.text) {
            continue;
        }
        if all.len() == Hours::COUNT_MAX {
            let message = format!("more than {} `hours`", Hours::COUNT_MAX);
            let problem = Problem::new(Code::E0111, message, node.span, "too many");
            scope.report(problem.help("let queues share opening hours"));
            break;
        }
        all.push(hours(node, scope));
    }
    all
}

fn hours(node: &ast::Hours, scope: &mut Scope<'_>) -> Hours {
    let zone = header::known_zone(&node.zone, scope).map(|_| node.zone.text.clone());
    let mut calendar = Calendar { zone: zone.unwrap_or_default(), ..Calendar::default() };
    let mut regions = Vec::new();
    // Every span with the day that it stands for and its place in the text.
    let mut week: Vec<(usize, DaySpan, Span)> = Vec::new();
    let mut dated: Vec<(i64, Span)> = Vec::new();
    for line in &node.lines {
        match &line.kind {
            Line::Holidays(names) => names.iter().for_each(|name| region(name, &mut regions, &mut calendar, scope)),
            Line::Week { days, spans } => {
                for (weekday, _) in days {
                    week.extend(spans.iter().map(|span| (usize::from(*weekday), whole(*span), span.span)));
                }
            }
            Line::Dated { day, spans, because } => {
                if let Some(one) = one_day(*day, spans, because.as_ref(), &mut dated, scope) {
                    calendar.dated.push(one);
                }
            }
        }
    }
    week.sort_by_key(|(weekday, span, _)| (*weekday, *span));
    overlaps_in_a_week(&week, scope);
    too_many(&week, node, scope);
    calendar.week = week
        .iter()
        .map(|(weekday, span, _)| Weekly { day: u8::try_from(*weekday).expect("below 7"), span: *span })
        .collect();
    calendar.dated.sort_by_key(|dated| dated.day);
    calendar.holidays.sort();
    calendar.holidays.dedup_by_key(|holiday| holiday.day);
    if calendar.week.is_empty()
        && calendar.dated.iter().all(|dated| dated.spans.is_empty())
        && !scope.is_unread(&node.name.text)
    {
        let message = format!("`{}` is never open", node.name.text);
        let problem = Problem::new(Code::E0116, message, node.span, "no line says when it is open");
        scope.report(problem.help("add a line such as `Mon-Fri 08:00-20:00`"));
    }
    let title = node.title.as_ref().map_or_else(|| node.name.text.replace('_', " "), |title| title.text.clone());
    Hours { name: node.name.text.clone(), title, calendar, regions, span: node.span }
}

/// A span as written; an end that is not later than its start is one of the next day.
fn whole(span: ClockSpan) -> DaySpan {
    DaySpan::new(span.from, span.to).expect("the parser takes times of a day alone")
}

/// The holidays of a region.
fn region(name: &Name, regions: &mut Vec<KnownRegion>, calendar: &mut Calendar, scope: &mut Scope<'_>) {
    let Some(found) = holidays::region(&name.text) else {
        let known: Vec<&str> = holidays::regions().iter().map(|region| region.code).collect();
        let near = nearest(&name.text, known.iter().copied());
        let message = format!("no holidays are known for `{}`", name.text);
        let problem = Problem::new(Code::E0230, message, name.span, "no such region");
        scope.report(problem.did_you_mean(near, name.span, || {
            format!(
                "known are {}; for another region give each day its line, as `2026-12-25 closed because \"Christmas\"`",
                list(&known)
            )
        }));
        return;
    };
    if regions.iter().any(|known| known.code == found.code) {
        let problem =
            Problem::new(Code::E0202, format!("`{}` stands twice", found.code), name.span, "named again here");
        scope.report(problem.help("keep one"));
        return;
    }
    let year = |year: i16| u16::try_from(year).expect("the calendar begins in 1970");
    regions.push(KnownRegion { code: found.code.to_owned(), first: year(found.years.0), last: year(found.years.1) });
    calendar.holidays.extend(found.days());
}

/// What one day says instead of the week.
fn one_day(
    (day, place): (i64, Span),
    spans: &[ClockSpan],
    because: Option<&Text>,
    known: &mut Vec<(i64, Span)>,
    scope: &mut Scope<'_>,
) -> Option<Dated> {
    if !DAYS.contains(&day) {
        let problem = Problem::new(Code::E0303, "a day is one from 1970 to 2199", place, "not in that range");
        scope.report(problem.help("write dates as year-month-day: `2026-12-24`"));
        return None;
    }
    if let Some((_, first)) = known.iter().find(|(other, _)| *other == day) {
        let message = format!("{} stands twice", self::day(day));
        let problem = Problem::new(Code::E0441, message, place, "said again here").label(*first, "first said here");
        scope.report(problem.help("keep one line for a day; it may have several times: `08:00-12:00, 14:00-16:00`"));
        return None;
    }
    if known.len() == Hours::DATED_MAX {
        let message = format!("more than {} dated lines", Hours::DATED_MAX);
        scope.report(Problem::new(Code::E0111, message, place, "too many").help("remove days that are over"));
        return None;
    }
    known.push((day, place));
    let mut of_day: Vec<(DaySpan, Span)> = spans.iter().map(|span| (whole(*span), span.span)).collect();
    of_day.sort_by_key(|(span, _)| *span);
    for pair in of_day.windows(2) {
        overlapping(pair[0], pair[1], "", scope);
    }
    let spans = of_day.into_iter().map(|(span, _)| span).collect();
    Some(Dated { day, spans, because: because.map(|text| text.text.clone()) })
}

/// Two spans of a week that share a minute, those past midnight with the next day's too.
fn overlaps_in_a_week(week: &[(usize, DaySpan, Span)], scope: &mut Scope<'_>) {
    let mut said: Vec<(Span, Span)> = Vec::new();
    for (at, (weekday, span, place)) in week.iter().enumerate() {
        let same_day =
            week[at + 1..].iter().filter(|(other, ..)| other == weekday).map(|(_, other, place)| (*other, *place));
        let next_day = week.iter().filter(|(other, ..)| *other == (weekday + 1) % 7 && span.is_overnight());
        let next_day = next_day
            .map(|(_, other, place)| (DaySpan { from: other.from + DAY_MINUTES, to: other.to + DAY_MINUTES }, *place));
        for (other, second) in same_day.chain(next_day).filter(|(other, _)| span.overlaps(*other)) {
            // The same two places make one finding, on however many days.
            if !said.contains(&(*place, second)) {
                said.push((*place, second));
                overlapping((*span, *place), (other, second), &format!(" on {}", WEEKDAYS[*weekday]), scope);
            }
        }
    }
}

fn overlapping(first: (DaySpan, Span), second: (DaySpan, Span), on: &str, scope: &mut Scope<'_>) {
    if first.0.overlaps(second.0) {
        let problem = Problem::new(Code::E0441, format!("two times overlap{on}"), second.1, "this one");
        let problem = if first.1 == second.1 { problem } else { problem.label(first.1, "and this one") };
        scope.report(problem.help("join them to one, or let one end where the other begins"));
    }
}

fn too_many(week: &[(usize, DaySpan, Span)], node: &ast::Hours, scope: &mut Scope<'_>) {
    let most = (0..7).map(|day| week.iter().filter(|(of, ..)| *of == day).count()).max().unwrap_or(0);
    if most > Hours::SPANS_MAX {
        let message = format!("more than {} times on one day", Hours::SPANS_MAX);
        scope.report(
            Problem::new(Code::E0111, message, node.span, "too many").help("join times that follow each other"),
        );
    }
}
