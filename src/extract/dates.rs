//! Days, as people say them in English and in Spanish.
//!
//! In: tokens, and the day of the text where its writer is. Out: `2026-03-15`, or
//! `--03-15` when neither text nor day tell the year. Without a year it is the last
//! such day up to a month ahead: customers write of what happened. `15/03` is day and
//! month; only where that is no day, month and day.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::{Extracted, Kind, span};
use crate::redact::tokens::{Token, What};

const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "enero", "ene"],
    &["february", "feb", "febrero"],
    &["march", "mar", "marzo"],
    &["april", "apr", "abril", "abr"],
    &["may", "mayo"],
    &["june", "jun", "junio"],
    &["july", "jul", "julio"],
    &["august", "aug", "agosto", "ago"],
    &["september", "sep", "sept", "septiembre", "setiembre"],
    &["october", "oct", "octubre"],
    &["november", "nov", "noviembre"],
    &["december", "dec", "diciembre", "dic"],
];
const WEEKDAYS: [&[&str]; 7] = [
    &["monday", "lunes"],
    &["tuesday", "martes"],
    &["wednesday", "miércoles", "miercoles"],
    &["thursday", "jueves"],
    &["friday", "viernes"],
    &["saturday", "sábado", "sabado"],
    &["sunday", "domingo"],
];
/// Numbers up to ten in words, from one on.
const NUMBERS: [&[&str]; 10] = [
    &["one", "a", "un", "una", "uno"],
    &["two", "dos"],
    &["three", "tres"],
    &["four", "cuatro"],
    &["five", "cinco"],
    &["six", "seis"],
    &["seven", "siete"],
    &["eight", "ocho"],
    &["nine", "nueve"],
    &["ten", "diez"],
];
/// How far ahead a day without a year may lie.
const AHEAD_DAYS: i32 = 31;
/// The longest time ago that is counted in days, weeks or months.
const AGO_MAX: i64 = 400;

/// Finds days.
pub(super) fn find(tokens: &[Token<'_>], today: Option<Date>, found: &mut Vec<Extracted>) {
    let mut at = 0;
    while at < tokens.len() {
        let day =
            numeric(tokens, at, today).or_else(|| spoken(tokens, at, today)).or_else(|| relative(tokens, at, today));
        match day {
            Some((last, value)) => {
                found.push(Extracted { kind: Kind::Date, range: span(tokens, at, last), value });
                at = last + 1;
            }
            None => at += 1,
        }
    }
}

type Day = (usize, String);

/// `2026-03-15`, `15/03/2026`, `15/03`
fn numeric(tokens: &[Token<'_>], at: usize, today: Option<Date>) -> Option<Day> {
    let glued = |at: usize| tokens.get(at).is_some_and(|token| !token.spaced);
    let digits = |at: usize| tokens.get(at).filter(|token| token.is_digits()).map(|token| token.text);
    let sign = |at: usize, c: char| glued(at) && tokens[at].is_sign(&[c]);
    let inside =
        at.checked_sub(1).is_some_and(|before| glued(at) && tokens[before].is_sign(&['-', '/', '.', '#', ',']));
    let first = digits(at).filter(|_| !inside)?;
    let goes_on = |last: usize| {
        glued(last + 1)
            && tokens[last + 1].is_sign(&['-', '/', '.', ','])
            && glued(last + 2)
            && tokens[last + 2].what != What::Sign
    };
    let three = |c: char| {
        sign(at + 1, c)
            && sign(at + 3, c)
            && digits(at + 4).is_some()
            && glued(at + 2)
            && glued(at + 4)
            && !goes_on(at + 4)
    };
    if first.len() == 4 && three('-') {
        let date = date(first, digits(at + 2)?, digits(at + 4)?)?;
        return Some((at + 4, date.to_string()));
    }
    let separator = ['/', '-', '.'].into_iter().find(|c| three(*c));
    if let (Some(_), true) = (separator, first.len() <= 2) {
        let (second, year) = (digits(at + 2)?, digits(at + 4)?);
        let year = if year.len() == 2 { format!("20{year}") } else { year.to_owned() };
        let date = date(&year, second, first).or_else(|| date(&year, first, second)).filter(|_| year.len() == 4)?;
        return Some((at + 4, date.to_string()));
    }
    let second = digits(at + 2).filter(|second| {
        first.len() <= 2 && second.len() == 2 && sign(at + 1, '/') && glued(at + 2) && !goes_on(at + 2)
    })?;
    let (first, second): (i8, i8) = (first.parse().ok()?, second.parse().ok()?);
    // `24/12` is a day; `1/02` could be a share, but `24/7` and `1/2` are none.
    let value = yearless(second, first, today).or_else(|| yearless(first, second, today))?;
    Some((at + 2, value))
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok().filter(|year| (1990..2100).contains(year))?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// `March 15th, 2026`, `15 de marzo`
fn spoken(tokens: &[Token<'_>], at: usize, today: Option<Date>) -> Option<Day> {
    let skip = |mut at: usize, words: &[&str], signs: &[char]| {
        while tokens.get(at).is_some_and(|token| token.is_one_of(words) || token.is_sign(signs)) {
            at += 1;
        }
        at
    };
    let (month, day, last) = match month(&tokens[at]) {
        // `may` is a verb, `ago` says when, unless they are written as months.
        Some(month)
            if tokens[at].text.starts_with(char::is_uppercase) || !tokens[at].is_one_of(&["may", "mar", "ago"]) =>
        {
            let next = skip(at + 1, &["the"], &['.']);
            (month, day_of(tokens.get(next)?)?, next)
        }
        Some(_) => return None,
        None => {
            let day = day_of(&tokens[at]).filter(|_| tokens[at].spaced || at == 0)?;
            let next = skip(at + 1, &["of", "de"], &[]);
            let may = |token: &&Token<'_>| token.text == "may" && next == at + 1;
            if tokens.get(next).is_some_and(|token| may(&token)) {
                return None;
            }
            (month(tokens.get(next)?)?, day, next)
        }
    };
    let next = skip(last + 1, &["de", "del", "of"], &[',', '.']);
    let year = tokens.get(next).filter(|year| year.is_digits() && year.text.len() == 4 && !year.new_line);
    let year = year.and_then(|year| year.text.parse::<i16>().ok()).filter(|year| (1990..2100).contains(year));
    match year {
        Some(year) => Some((next, Date::new(year, month, day).ok()?.to_string())),
        None => Some((last, yearless(month, day, today)?)),
    }
}

fn month(token: &Token<'_>) -> Option<i8> {
    let at = MONTHS.iter().position(|words| token.is_one_of(words))?;
    i8::try_from(at + 1).ok()
}

/// `15`, `15th`
fn day_of(token: &Token<'_>) -> Option<i8> {
    let digits = token.text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &token.text[digits.len()..];
    let is_day = ["", "st", "nd", "rd", "th"].contains(&ending.to_lowercase().as_str());
    digits.parse().ok().filter(|day| is_day && (1..=31).contains(day) && digits.len() <= 2)
}

/// A day of a month in the year that is meant.
fn yearless(month: i8, day: i8, today: Option<Date>) -> Option<String> {
    // 2024 has a 29 February.
    Date::new(2024, month, day).ok()?;
    let Some(today) = today else { return Some(format!("--{month:02}-{day:02}")) };
    let latest = today.checked_add(AHEAD_DAYS.days()).ok()?;
    let years = (0..8).filter_map(|back| latest.year().checked_sub(back));
    years.filter_map(|year| Date::new(year, month, day).ok()).find(|date| *date <= latest).map(|date| date.to_string())
}

/// `yesterday`, `anteayer`, `last Monday`, `3 days ago`, `hace 3 días`
fn relative(tokens: &[Token<'_>], at: usize, today: Option<Date>) -> Option<Day> {
    let today = today?;
    let is = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|token| token.is_one_of(words));
    let back = |last: usize, by: Span| Some((last, today.checked_sub(by).ok()?.to_string()));
    if is(at, &["the"]) && is(at + 1, &["day"]) && is(at + 2, &["before"]) && is(at + 3, &["yesterday"]) {
        return back(at + 3, 2.days());
    }
    if is(at, &["antes"]) && is(at + 1, &["de"]) && is(at + 2, &["ayer"]) {
        return back(at + 2, 2.days());
    }
    if is(at, &["last"]) && is(at + 1, &["night"]) {
        return back(at + 1, 1.days());
    }
    if is(at, &["yesterday", "ayer", "anoche"]) {
        return back(at, 1.days());
    }
    if is(at, &["anteayer", "antier"]) {
        return back(at, 2.days());
    }
    if is(at, &["today", "hoy"]) {
        return back(at, 0.days());
    }
    if is(at, &["tomorrow"]) {
        return back(at, (-1).days());
    }
    let number = |at: usize| {
        let token = tokens.get(at)?;
        let spelled = || NUMBERS.iter().zip(1..).find(|(words, _)| token.is_one_of(words)).map(|(_, number)| number);
        let number = if token.is_digits() { token.text.parse::<i64>().ok() } else { spelled() };
        number.filter(|number| *number <= AGO_MAX)
    };
    let unit = |at: usize, n: i64| match () {
        () if is(at, &["day", "days", "día", "días", "dia", "dias"]) => Some(n.days()),
        () if is(at, &["week", "weeks", "semana", "semanas"]) => Some(n.weeks()),
        () if is(at, &["month", "months", "mes", "meses"]) => Some(n.months()),
        () => None,
    };
    if is(at, &["hace"]) {
        let n = number(at + 1)?;
        return back(at + 2, unit(at + 2, n)?);
    }
    if let Some(n) = number(at).filter(|_| is(at + 2, &["ago"])) {
        return back(at + 2, unit(at + 1, n)?);
    }
    weekday(tokens, at, today)
}

/// `last Monday`, `on Monday`, `el lunes`, `el lunes pasado`: the last one before the day of the text.
fn weekday(tokens: &[Token<'_>], at: usize, today: Date) -> Option<Day> {
    if !tokens[at].is_one_of(&["last", "on", "el", "del", "this"]) {
        return None;
    }
    let is = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|token| token.is_one_of(words));
    // `el pasado lunes`
    let at = if is(at, &["el", "del"]) && is(at + 1, &["pasado"]) { at + 1 } else { at };
    let day = WEEKDAYS.iter().position(|words| tokens.get(at + 1).is_some_and(|token| token.is_one_of(words)))?;
    // `el lunes que viene`, `on Monday next`: ahead, and how far is not sure.
    if is(at + 2, &["que", "próximo", "proximo", "next", "siguiente"]) || is(at, &["this"]) {
        return None;
    }
    let now = i64::from(today.weekday().to_monday_zero_offset());
    let back = (now - i64::try_from(day).ok()?).rem_euclid(7);
    let last = if is(at + 2, &["pasado"]) { at + 2 } else { at + 1 };
    Some((last, today.checked_sub((if back == 0 { 7 } else { back }).days()).ok()?.to_string()))
}
