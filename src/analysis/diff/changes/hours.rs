//! Opening hours: which there are, what they are called, when they are open.

use super::{Change, Subject, change, matched};
use crate::policy::{Hours, Policy};

/// Compares opening hours of one name.
pub(super) fn hours(old: &Policy, new: &Policy, found: &mut Vec<Change>) {
    let (removed, added, both) = matched(&old.hours, &new.hours, |one: &Hours| &one.name);
    for one in removed {
        found.push(change(Subject::Hours, &one.name, "removed".to_owned(), false));
    }
    for one in added {
        found.push(change(Subject::Hours, &one.name, "added".to_owned(), false));
    }
    for (before, after) in both {
        let (one, other) = (&old.hours[before], &new.hours[after]);
        if one.title != other.title {
            let text = format!("was called \"{}\", is called \"{}\"", one.title, other.title);
            found.push(change(Subject::Hours, &one.name, text, true));
        }
        if one.calendar.zone != other.calendar.zone {
            let text = format!("was in {}, is in {}", one.calendar.zone, other.calendar.zone);
            found.push(change(Subject::Hours, &one.name, text, true));
        }
        let times = |hours: &Hours| (hours.calendar.week.clone(), hours.calendar.dated.clone());
        if times(one) != times(other) || one.calendar.holidays != other.calendar.holidays {
            found.push(change(Subject::Hours, &one.name, "is open at other times".to_owned(), true));
        }
    }
}
