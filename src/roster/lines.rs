//! Shifts as people write them: the lines of `hours` in a policy, in a text each.
//!
//! `Mon-Fri 09:00-13:00, 14:00-18:00`, `Sun-Thu 22:00-06:00`, `2026-12-24 09:00-12:00`, `2026-12-31 off`.

use crate::calendar::{DAY_MINUTES, DAYS, Dated, DaySpan, WEEKDAYS, Weekly, minutes};

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Every week.
    Week(Vec<Weekly>),
    /// On one day.
    Dated(Dated),
}

/// Reads a line.
///
/// # Errors
///
/// The part that cannot be read.
pub(super) fn line(text: &str) -> Result<Line, String> {
    let text = text.trim();
    let starts = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let Some((first, rest)) = text.split_once(char::is_whitespace) else { return Err(text.to_owned()) };
    if let Ok(date) = first.parse::<jiff::civil::Date>() {
        let day = date.duration_since(jiff::civil::date(1970, 1, 1)).as_secs().div_euclid(86_400);
        if !DAYS.contains(&day) || first.len() != 10 {
            return Err(first.to_owned());
        }
        let spans = if rest.trim() == "off" { Vec::new() } else { spans(rest)? };
        return Ok(Line::Dated(Dated { day, spans, because: None }));
    }
    if starts(first) {
        return Err(first.to_owned());
    }
    // Days end where the first time begins.
    let times = text.char_indices().find(|(_, c)| c.is_ascii_digit()).map_or(text.len(), |(at, _)| at);
    let (named, times) = text.split_at(times);
    let mut days: Vec<u8> = Vec::new();
    for part in named.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        days.extend(range(part).ok_or_else(|| part.to_owned())?);
    }
    let spans = spans(times)?;
    let each = |day: &u8| spans.iter().map(|span| Weekly { day: *day, span: *span }).collect::<Vec<_>>();
    Ok(Line::Week(days.iter().flat_map(each).collect()))
}

/// The days of `Mon-Fri`; a range goes on over Sunday.
fn range(text: &str) -> Option<Vec<u8>> {
    let at = |name: &str| WEEKDAYS.iter().position(|day| *day == name.trim());
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (at(first)?, at(last)?);
    let count = (last + 7 - first) % 7 + 1;
    (first..first + count).map(|day| u8::try_from(day % 7).ok()).collect()
}

fn spans(text: &str) -> Result<Vec<DaySpan>, String> {
    let mut spans = Vec::new();
    for part in text.split(',').map(str::trim) {
        let span = part.split_once('-').and_then(|(from, to)| {
            let from = minutes(from.trim()).filter(|from| *from < DAY_MINUTES)?;
            DaySpan::new(from, minutes(to.trim())?)
        });
        spans.push(span.ok_or_else(|| part.to_owned())?);
    }
    spans.sort_unstable();
    Ok(spans)
}

/// Lines that say the same as a calendar.
pub(super) fn written(week: &[Weekly], dated: &[Dated]) -> Vec<String> {
    let span = |span: &DaySpan| format!("{}-{}", crate::calendar::clock(span.from), crate::calendar::clock(span.to));
    let weekly = week.iter().map(|weekly| format!("{} {}", WEEKDAYS[usize::from(weekly.day % 7)], span(&weekly.span)));
    let dated = dated.iter().map(|dated| {
        let spans: Vec<String> = dated.spans.iter().map(span).collect();
        let times = if spans.is_empty() { "off".to_owned() } else { spans.join(", ") };
        format!("{} {times}", crate::calendar::day(dated.day))
    });
    weekly.chain(dated).collect()
}
