//! What a value of a roster must be, and what is said of one that is not.

use super::Place;
use crate::calendar::DAYS;
use crate::roster::limits;
use crate::roster::node::{Node, Value};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, date};
use jiff::tz::TimeZone;

/// What kind of fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// It cannot be read, or is not what it must be.
    Unreadable,
    /// A name that is not there, or is there twice.
    Name,
    /// A region whose holidays nobody knows.
    Region,
    /// There is too much of something.
    TooLarge,
}

/// Something that is wrong with a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What kind.
    pub kind: FaultKind,
    /// What.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What is there.
    pub label: String,
    /// What next.
    pub help: Option<String>,
    /// What was written, and the names of which one may have been meant.
    pub meant: Option<(String, Vec<String>)>,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

/// Collects faults.
#[derive(Debug, Default)]
pub(super) struct Reader {
    pub(super) faults: Vec<Fault>,
    /// Whose values are being read, for messages.
    pub(super) whose: String,
}

impl Reader {
    fn fault(&mut self, kind: FaultKind, place: &Place, message: impl Into<String>, label: &str) -> &mut Fault {
        let message =
            if self.whose.is_empty() { message.into() } else { format!("{}: {}", self.whose, message.into()) };
        let (place, label) = (place.clone(), label.to_owned());
        self.faults.push(Fault { kind, message, place, label, help: None, meant: None });
        self.faults.last_mut().expect("one was just put there")
    }

    pub(super) fn wrong(&mut self, place: &Place, message: impl Into<String>, label: &str) {
        self.fault(FaultKind::Unreadable, place, message, label);
    }

    pub(super) fn names(&mut self, place: &Place, message: impl Into<String>, label: &str) {
        self.fault(FaultKind::Name, place, message, label);
    }

    /// A name that is none of these.
    pub(super) fn unknown(&mut self, place: &Place, message: impl Into<String>, written: &str, known: Vec<String>) {
        let fault = self.fault(FaultKind::Name, place, message, "no such name");
        let list: Vec<String> = known.iter().take(12).map(|name| format!("`{name}`")).collect();
        fault.help = (!list.is_empty()).then(|| format!("known are {}", list.join(", ")));
        fault.meant = Some((written.to_owned(), known));
    }

    /// A region whose holidays are not known.
    pub(super) fn unknown_region(&mut self, place: &Place, written: &str, known: Vec<String>) {
        let message = format!("no holidays are known for `{written}`");
        let fault = self.fault(FaultKind::Region, place, message, "no such region");
        fault.help = Some("list its days: `[[holiday]]`, and below it `region` and `date`".to_owned());
        fault.meant = Some((written.to_owned(), known));
    }

    /// A time zone that does not exist.
    pub(super) fn unknown_zone(&mut self, place: &Place, written: &str, known: Vec<String>) {
        let message = format!("no time zone is named `{written}`");
        let fault = self.fault(FaultKind::Name, place, message, "not a time zone");
        fault.help = Some("zones are written as `Europe/Madrid` or `America/New_York`".to_owned());
        fault.meant = Some((written.to_owned(), known));
    }

    pub(super) fn too_many(&mut self, place: &Place, message: impl Into<String>) {
        self.fault(FaultKind::TooLarge, place, message, "too much");
    }

    pub(super) fn shift(&mut self, place: &Place, line: &str, part: &str) {
        let fault = self.fault(
            FaultKind::Unreadable,
            place,
            format!("`{line}` is not a shift"),
            &if part.is_empty() { "nothing stands here".to_owned() } else { format!("`{part}` cannot be read") },
        );
        fault.help = Some("write it as `Mon-Fri 09:00-17:00`, `2026-12-24 09:00-12:00` or `2026-12-31 off`".to_owned());
    }

    /// A table that has no other keys than these: whether it has none. None if it is no table.
    pub(super) fn keys(&mut self, node: &Node, what: &str, known: &[&str]) -> Option<bool> {
        let Value::Table(keys) = &node.value else {
            self.wrong(&node.place, format!("{what} is a table, not {}", node.kind()), "not a table");
            return None;
        };
        let others: Vec<_> = keys.iter().filter(|(key, ..)| !known.contains(&key.as_str())).collect();
        for (key, place, _) in &others {
            let known = known.iter().map(|key| (*key).to_owned()).collect();
            self.unknown(place, format!("{what} has no `{key}`"), key, known);
        }
        Some(others.is_empty())
    }

    /// The entries of a table.
    pub(super) fn table<'n>(&mut self, node: &'n Node, what: &str, most: usize) -> &'n [(String, Place, Node)] {
        let Value::Table(keys) = &node.value else {
            self.wrong(&node.place, format!("{what} is a table, not {}", node.kind()), "not a table");
            return &[];
        };
        if keys.len() > most {
            self.too_many(&node.place, format!("{what} has more than {most} entries"));
            return &[];
        }
        for (key, place, _) in keys.iter().filter(|(key, ..)| !is_short(key)) {
            self.too_many(place, format!("`{}…` is empty or longer than {} bytes", start(key), limits::TEXT));
        }
        keys
    }

    pub(super) fn list<'n>(&mut self, node: &'n Node, what: &str, of: &str, most: usize) -> &'n [Node] {
        let Value::List(list) = &node.value else {
            self.wrong(&node.place, format!("{what} is a list of {of}, not {}", node.kind()), "not a list");
            return &[];
        };
        if list.len() > most {
            self.too_many(&node.place, format!("more than {most} {of}"));
            return &[];
        }
        list
    }

    /// The value of a key that must be there.
    pub(super) fn needed<'n>(&mut self, node: &'n Node, key: &str, what: &str) -> Option<&'n Node> {
        let found = node.get(key);
        if found.is_none() {
            self.wrong(&node.place, format!("{what} without `{key}`"), "it is missing here");
        }
        found
    }

    pub(super) fn text(&mut self, node: &Node, what: &str) -> Option<String> {
        match &node.value {
            Value::Text(text) if is_short(text) && !text.chars().any(char::is_control) => Some(text.clone()),
            Value::Text(text) if text.trim().is_empty() || text.len() <= limits::TEXT => {
                self.wrong(
                    &node.place,
                    format!("{what} is empty or has characters that cannot be shown"),
                    "not a name",
                );
                None
            }
            Value::Text(text) => {
                self.too_many(&node.place, format!("{what} is longer than {} bytes: `{}…`", limits::TEXT, start(text)));
                None
            }
            _ => {
                self.wrong(&node.place, format!("{what} is a text, not {}", node.kind()), "not a text");
                None
            }
        }
    }

    /// A list of texts, each once.
    pub(super) fn texts(&mut self, node: &Node, what: &str) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for one in self.list(node, what, "texts", limits::NAMES) {
            let Some(text) = self.text(one, what) else { continue };
            if all.contains(&text) {
                self.names(&one.place, format!("`{text}` stands twice in {what}"), "again here");
            } else {
                all.push(text);
            }
        }
        all
    }

    pub(super) fn truth(&mut self, node: &Node, what: &str) -> Option<bool> {
        if let Value::Truth(truth) = node.value {
            return Some(truth);
        }
        self.wrong(&node.place, format!("{what} is true or false, not {}", node.kind()), "neither");
        None
    }

    /// A whole number from `least` to `most`.
    pub(super) fn whole<N: TryFrom<i64>>(&mut self, node: &Node, what: &str, least: i64, most: i64) -> Option<N> {
        match node.value {
            Value::Number(number) if (least..=most).contains(&number) => N::try_from(number).ok(),
            Value::Number(number) => {
                self.wrong(&node.place, format!("{what} is from {least} to {most}, not {number}"), "not in that range");
                None
            }
            _ => {
                self.wrong(&node.place, format!("{what} is a whole number, not {}", node.kind()), "not a number");
                None
            }
        }
    }

    /// Seconds: a number, or `60s`, `2m`, `1h`.
    pub(super) fn seconds(&mut self, node: &Node, what: &str, most: i64) -> Option<u32> {
        let Value::Text(text) = &node.value else { return self.whole(node, what, 0, most) };
        let unit = |text: &str| match text {
            "s" => Some(1),
            "m" => Some(60),
            "h" => Some(3_600),
            _ => None,
        };
        let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, rest) = text.split_at(split);
        let seconds = number.parse::<i64>().ok().zip(unit(rest)).and_then(|(number, unit)| number.checked_mul(unit));
        match seconds.filter(|seconds| *seconds <= most) {
            Some(seconds) => u32::try_from(seconds).ok(),
            None => {
                let message = format!("{what} is a time such as `60s` or `2m`, at most a day; not `{}`", start(text));
                self.wrong(&node.place, message, "not such a time");
                None
            }
        }
    }

    /// A day, in days since 1970-01-01.
    pub(super) fn day(&mut self, node: &Node) -> Option<i64> {
        let text = self.text(node, "a date")?;
        let day = text.parse::<Date>().ok().filter(|_| text.len() == 10).map(days);
        if let Some(day) = day.filter(|day| DAYS.contains(day)) {
            return Some(day);
        }
        self.wrong(&node.place, format!("`{text}` is not a date from 1970 to 2199"), "write `2026-12-24`");
        None
    }

    /// An instant: `2026-11-02`, a day of the zone, all of it; `2026-11-02T09:00` on its clocks; or with an offset.
    pub(super) fn instant(&mut self, node: &Node, zone: &TimeZone, is_end: bool) -> Option<i64> {
        let text = self.text(node, "a time")?;
        if let Some(second) = instant(text.trim(), zone, is_end) {
            return Some(second);
        }
        let message = format!("`{text}` is not a time");
        self.wrong(&node.place, message, "write `2026-11-02`, `2026-11-02T09:00` or `2026-11-02T09:00:00Z`");
        None
    }
}

fn instant(text: &str, zone: &TimeZone, is_end: bool) -> Option<i64> {
    let civil: DateTime = match text.parse::<Date>() {
        Ok(day) if text.len() == 10 => (if is_end { day.tomorrow().ok()? } else { day }).into(),
        _ => {
            if let Ok(instant) = text.parse::<Timestamp>() {
                return Some(instant.as_second());
            }
            text.parse().ok()?
        }
    };
    DAYS.contains(&days(civil.date())).then(|| crate::calendar::first(zone, civil))?
}

fn days(of: Date) -> i64 {
    of.duration_since(date(1970, 1, 1)).as_secs().div_euclid(86_400)
}

fn is_short(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= limits::TEXT
}

/// The start of a text, for messages.
fn start(text: &str) -> String {
    text.chars().take(40).collect()
}
