//! Public holidays by region: `rules/holidays.txt`, a few rules for each, → the days of a year.
//!
//! In: a region such as `ES` or `ES-MD`, in any case. Out: its days, those of its
//! country among them, for the years that it is known for.
//!
//! | rule | its day |
//! | --- | --- |
//! | `12-25` | this one |
//! | `monday 11-01` | this one if it is a Monday, else the next Monday |
//! | `observed 07-04` | this one; on a Saturday the Friday before, on a Sunday the Monday after |
//! | `first Mon 05`, `last Mon 10` | a weekday of a month, counted |
//! | `first Mon 02 or 02-01 on Fri` | the same, or this day if it is that weekday |
//! | `easter +1` | so many days after Easter Sunday |
//! | `on 2026-11-02` | this one, of this year |
//!
//! # What is not here
//!
//! Days of towns and employers: a policy or a roster lists them.

use super::{Holiday, WEEKDAYS, wall};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use std::sync::OnceLock;

/// A region whose holidays are known.
#[derive(Debug)]
pub struct Region {
    /// `ES-MD`
    pub code: &'static str,
    /// `Madrid`
    pub name: &'static str,
    /// The first year and the last that it is known for.
    pub years: (i16, i16),
    days: Vec<Day>,
}

#[derive(Debug)]
struct Day {
    rule: Rule,
    from: i16,
    name: &'static str,
}

#[derive(Clone, Copy, Debug)]
enum Rule {
    Fixed(i8, i8),
    Monday(i8, i8),
    Observed(i8, i8),
    /// The weekday, the month, and this day of it instead if it is that weekday.
    Nth(i8, Weekday, i8, Option<(i8, i8, Weekday)>),
    Easter(i16),
    On(Date),
}

/// Every region, in the order of the file.
pub fn regions() -> &'static [Region] {
    static REGIONS: OnceLock<Vec<Region>> = OnceLock::new();
    REGIONS.get_or_init(|| read(include_str!("../../rules/holidays.txt")))
}

/// The region of this code, in any case.
pub fn region(code: &str) -> Option<&'static Region> {
    regions().iter().find(|region| region.code.eq_ignore_ascii_case(code))
}

impl Region {
    /// Its days and those of its country, in all the years that it is known for, in order.
    pub fn days(&self) -> Vec<Holiday> {
        let country = self.code.split_once('-').and_then(|(country, _)| region(country));
        let mut found: Vec<Holiday> =
            self.own(self.code).chain(country.into_iter().flat_map(|of| of.own(self.code))).collect();
        found.sort();
        found.dedup_by(|one, other| one.day == other.day);
        found
    }

    fn own<'a>(&'a self, code: &'a str) -> impl Iterator<Item = Holiday> + 'a {
        let years = self.years.0..=self.years.1;
        years
            .flat_map(move |year| self.days.iter().filter_map(move |day| day.in_year(year)))
            .map(move |(day, name)| Holiday { day: wall::days(day), name: name.to_owned(), region: code.to_owned() })
    }
}

impl Day {
    fn in_year(&self, year: i16) -> Option<(Date, &'static str)> {
        let day = if year < self.from { None } else { self.rule.in_year(year) };
        day.map(|day| (day, self.name))
    }
}

impl Rule {
    fn in_year(self, year: i16) -> Option<Date> {
        let moved = |day: Date, by: i64| day.checked_add(by.days()).ok();
        match self {
            Rule::Fixed(month, day) => Some(date(year, month, day)),
            Rule::Monday(month, day) => {
                let day = date(year, month, day);
                moved(day, i64::from((7 - day.weekday().to_monday_zero_offset()) % 7))
            }
            Rule::Observed(month, day) => {
                let day = date(year, month, day);
                let by = match day.weekday() {
                    Weekday::Saturday => -1,
                    Weekday::Sunday => 1,
                    _ => 0,
                };
                moved(day, by)
            }
            Rule::Nth(nth, weekday, month, instead) => {
                let other = instead.map(|(month, day, weekday)| (date(year, month, day), weekday));
                match other.filter(|(day, weekday)| day.weekday() == *weekday) {
                    Some((day, _)) => Some(day),
                    None => date(year, month, 1).nth_weekday_of_month(nth, weekday).ok(),
                }
            }
            Rule::Easter(by) => moved(easter(year), i64::from(by)),
            Rule::On(day) => Some(day).filter(|day| day.year() == year),
        }
    }
}

/// Easter Sunday in the Gregorian calendar. Source: the computus of Meeus, "Astronomical Algorithms", chapter 8.
fn easter(year: i16) -> Date {
    let number = i32::from(year);
    let (golden, century, rest) = (number % 19, number / 100, number % 100);
    let correction = (8 * century + 13) / 25;
    // The age of the moon, and the days from the full moon to the next Sunday.
    let moon = (19 * golden + century - century / 4 - correction + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let late = (golden + 11 * moon + 19 * sunday) / 433;
    let month = (moon + sunday - 7 * late + 90) / 25;
    let day = (moon + sunday - 7 * late + 33 * month + 19) % 32;
    let narrow = |number: i32| i8::try_from(number).expect("a month or a day of a month");
    date(year, narrow(month), narrow(day))
}

/// Reads the file, which is part of the program: what is wrong with it is found by a test.
fn read(text: &'static str) -> Vec<Region> {
    let mut regions: Vec<Region> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let (head, name) =
            line.trim().trim_end_matches('"').split_once(" \"").expect("a line ends with a name in quotes");
        let words: Vec<&'static str> = head.split_whitespace().collect();
        match &words[..] {
            ["region", code, years, ..] => {
                let (first, last) = years.split_once('-').expect("years are `2020-2035`");
                let years = (number(first), number(last));
                regions.push(Region { code, name, years, days: Vec::new() });
            }
            [rule @ .., "from", year] => add(&mut regions, rule, number(year), name),
            rule => add(&mut regions, rule, i16::MIN, name),
        }
    }
    regions
}

fn add(regions: &mut [Region], words: &[&str], from: i16, name: &'static str) {
    let rule = match words {
        [day] => Rule::Fixed(part(day, 0), part(day, 1)),
        ["monday", day] => Rule::Monday(part(day, 0), part(day, 1)),
        ["observed", day] => Rule::Observed(part(day, 0), part(day, 1)),
        ["easter", by] => Rule::Easter(number(by)),
        ["on", day] => Rule::On(day.parse().expect("a date")),
        [nth, on, month] => Rule::Nth(count(nth), weekday(on), number(month), None),
        [nth, on, month, "or", day, "on", other] => {
            let instead = (part(day, 0), part(day, 1), weekday(other));
            Rule::Nth(count(nth), weekday(on), number(month), Some(instead))
        }
        _ => unreachable!("a rule of the table above: {words:?}"),
    };
    regions.last_mut().expect("a region stands above its days").days.push(Day { rule, from, name });
}

fn number<N: std::str::FromStr>(text: &str) -> N {
    text.parse().ok().expect("a number")
}

/// A part of `12-25`.
fn part(day: &str, at: usize) -> i8 {
    number(day.split('-').nth(at).expect("month and day"))
}

fn weekday(name: &str) -> Weekday {
    let at = WEEKDAYS.iter().position(|day| *day == name).expect("a weekday");
    Weekday::from_monday_zero_offset(i8::try_from(at).expect("below 7")).expect("below 7")
}

/// Which one of a month; from its end where it is negative.
fn count(word: &str) -> i8 {
    match word {
        "last" => -1,
        _ => {
            1 + i8::try_from(
                ["first", "second", "third", "fourth"].iter().position(|nth| *nth == word).expect("counted"),
            )
            .expect("below 4")
        }
    }
}
