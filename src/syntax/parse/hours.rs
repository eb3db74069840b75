//! `hours NAME "Title" in "Zone" { … }`.

use super::Reader;
use super::forms::Place;
use super::node::Node;
use super::number;
use crate::calendar::{self, DAY_MINUTES, WEEKDAYS};
use crate::diagnostic::{Code, Problem};
use crate::source::Span;
use crate::syntax::ast::{ClockSpan, Hours, HoursLine, HoursLineKind as Line};
use crate::syntax::grammar::Rule;
use crate::syntax::layout::Clause;

/// Whether a clause is about days of the week: it begins with one, or with a word before a time.
pub(super) fn begins_with_a_day(words: &[&str]) -> bool {
    let first = words.first().copied().unwrap_or_default();
    let is_day = |day: &str| first.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(day));
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    WEEKDAYS.into_iter().any(is_day) || words.get(1).is_some_and(is_number)
}

impl<'a> Reader<'a> {
    pub(super) fn hours(&mut self, node: &Node<'a>, clause: &Clause) -> Option<Hours> {
        let before = self.failures;
        let name = self.build(node, |reader, node| reader.declared(node.name()))?;
        let mut hours = Hours { name, title: node.title(), zone: node.string(), lines: Vec::new(), span: node.span() };
        for inner in clause.inner() {
            let Some(found) = self.read(inner, Place::Hours) else { continue };
            let Some(node) = found.node else { continue };
            if found.form.rule == Rule::allow {
                self.allow(&node, Some(clause));
                continue;
            }
            let rule = found.form.rule;
            if let Some(kind) = self.build(&node, |reader, node| reader.hours_line(rule, node)) {
                hours.lines.push(HoursLine { kind, span: node.span() });
            }
        }
        self.note_unread(&hours.name, before);
        Some(hours)
    }

    fn hours_line(&mut self, rule: Rule, node: &Node<'a>) -> Line {
        match rule {
            Rule::hours_holidays => Line::Holidays(node.all(Rule::region).map(|region| region.as_name()).collect()),
            Rule::hours_week => {
                let days = node.all(Rule::day_range).flat_map(|range| days(&range));
                Line::Week { days: days.collect(), spans: self.clock_spans(node) }
            }
            _ => Line::Dated {
                day: self.day(&node.the(Rule::date)),
                spans: self.clock_spans(node),
                because: node.get(Rule::string).map(|text| text.as_text()),
            },
        }
    }

    fn day(&mut self, node: &Node<'a>) -> (i64, Span) {
        let day = number::date(node.text()).unwrap_or_else(|_| {
            let message = format!("there is no day `{}`", node.text());
            let problem = Problem::new(Code::E0121, message, node.span(), "not in the calendar");
            self.fail(problem.help("write dates as year-month-day: `2026-12-24`"));
            0
        });
        (day, node.span())
    }

    fn clock_spans(&mut self, node: &Node<'a>) -> Vec<ClockSpan> {
        node.all(Rule::clock_span).map(|span| self.clock_span(&span)).collect()
    }

    fn clock_span(&mut self, node: &Node<'a>) -> ClockSpan {
        let (from, to) = node.text().split_once('-').expect("a span of time has two ends");
        let from = calendar::minutes(from).filter(|minutes| *minutes < DAY_MINUTES);
        let (Some(from), Some(to)) = (from, calendar::minutes(to)) else {
            let message = format!("there is no time span `{}`", node.text());
            let problem = Problem::new(Code::E0121, message, node.span(), "not on the clock");
            self.fail(problem.help("write times from `00:00` to `23:59`; an end may be `24:00`"));
            return ClockSpan { from: 0, to: 0, span: node.span() };
        };
        ClockSpan { from, to, span: node.span() }
    }
}

/// The days of `Mon-Fri`; a range goes on over Sunday.
fn days(range: &Node<'_>) -> Vec<(u8, Span)> {
    let at = |name: &str| WEEKDAYS.iter().position(|day| *day == name).expect("the grammar knows these seven");
    let named: Vec<usize> = range.all(Rule::day_name).map(|day| at(day.text())).collect();
    let (first, last) = (named[0], named[named.len() - 1]);
    let count = (last + 7 - first) % 7 + 1;
    (first..first + count).map(|day| (u8::try_from(day % 7).expect("below 7"), range.span())).collect()
}
