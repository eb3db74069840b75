//! Public holidays: the rules against days as they were published.

#![cfg(feature = "compiler")]

use baton::calendar::{day, holidays};
use std::collections::BTreeSet;

#[test]
fn rules_give_the_days_that_were_published() {
    let text = std::fs::read_to_string("tests/corpus/holidays.txt").expect("the corpus is readable");
    let mut seen = BTreeSet::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let (code, year) = (words.next().expect("a region"), words.next().expect("a year"));
        let region = holidays::region(&code.to_lowercase()).expect("a region that is known");
        let expected: Vec<String> = words.map(|day| format!("{year}-{day}")).collect();
        let found = region.days().into_iter().map(|holiday| day(holiday.day)).filter(|day| day.starts_with(year));
        assert_eq!(found.collect::<Vec<_>>(), expected, "{code} {year}");
        seen.insert(region.code);
        seen.extend(code.split('-').next().and_then(holidays::region).map(|country| country.code));
    }
    let all: BTreeSet<&str> = holidays::regions().iter().map(|region| region.code).collect();
    assert_eq!(seen, all, "left: regions with published days, right: all regions");
}

/// A region is known for its years and no other; each day has a name and stands once.
#[test]
fn days_lie_in_the_years_that_are_known() {
    for region in holidays::regions() {
        let days = region.days();
        assert!(days.windows(2).all(|pair| pair[0].day < pair[1].day), "{}", region.code);
        assert!(days.iter().all(|day| !day.name.is_empty() && day.region == region.code));
        assert!(region.years.0 <= region.years.1 && !region.name.is_empty());
    }
}
