//! Opening hours.

use super::{Name, Text};
use crate::source::Span;

/// `hours madrid "Madrid office" in "Europe/Madrid" { … }`
#[derive(Clone, Debug)]
pub struct Hours {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// Its time zone.
    pub zone: Text,
    /// Its lines, in order.
    pub lines: Vec<HoursLine>,
    /// Its head.
    pub span: Span,
}

/// A line of opening hours.
#[derive(Clone, Debug)]
pub struct HoursLine {
    /// What it says.
    pub kind: HoursLineKind,
    /// Where.
    pub span: Span,
}

/// What a line of opening hours says.
#[derive(Clone, Debug)]
pub enum HoursLineKind {
    /// `Mon-Fri 08:00-13:00, 14:00-18:00`
    Week {
        /// Weekdays, 0 is Monday, each as often as it is named.
        days: Vec<(u8, Span)>,
        /// Their times.
        spans: Vec<ClockSpan>,
    },
    /// `2026-12-24 08:00-15:00 because "Christmas Eve"`; without spans it is `closed`.
    Dated {
        /// The day, in days since 1970-01-01, and where it stands.
        day: (i64, Span),
        /// Its times.
        spans: Vec<ClockSpan>,
        /// Why.
        because: Option<Text>,
    },
    /// `holidays es`
    Holidays(Vec<Name>),
}

/// `08:00-20:00`, in minutes since midnight, as written.
#[derive(Clone, Copy, Debug)]
pub struct ClockSpan {
    /// Where it begins.
    pub from: u16,
    /// Where it ends.
    pub to: u16,
    /// Where it stands.
    pub span: Span,
}
