//! What a message may name beside facts, and in which situation each is there.
//!
//! One table: a placeholder, what it is, and the situations that fill it. Semantics
//! holds texts against it, the runtime reads values by it and chooses texts by it, the
//! manual shows it.

use crate::value::Type;

/// What must be known for a variant to fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Situation {
    /// `when the agent is known`
    AgentKnown,
    /// `when the wait is known`
    WaitKnown,
    /// `when a callback is offered`
    Callback,
    /// `when the queue is closed`
    Closed,
    /// `when a ticket is opened`
    Ticket,
    /// `when the wait is unknown`
    WaitUnknown,
    /// `when the agent helped before`
    HelpedBefore,
    /// `when the named agent is away`
    NamedAway,
}

impl Situation {
    /// All.
    pub const ALL: [Situation; 8] = [
        Situation::AgentKnown,
        Situation::HelpedBefore,
        Situation::NamedAway,
        Situation::WaitKnown,
        Situation::WaitUnknown,
        Situation::Callback,
        Situation::Closed,
        Situation::Ticket,
    ];

    /// The words after `when`.
    pub fn as_str(self) -> &'static str {
        match self {
            Situation::AgentKnown => "the agent is known",
            Situation::WaitKnown => "the wait is known",
            Situation::Callback => "a callback is offered",
            Situation::Closed => "the queue is closed",
            Situation::Ticket => "a ticket is opened",
            Situation::WaitUnknown => "the wait is unknown",
            Situation::HelpedBefore => "the agent helped before",
            Situation::NamedAway => "the named agent is away",
        }
    }

    /// The placeholders of which one must have a value for the situation to hold; for [`Situation::WaitUnknown`], of
    /// which none may.
    pub fn told_by(self) -> &'static [&'static str] {
        match self {
            Situation::AgentKnown => &["agent.first_name", "agent.name"],
            Situation::HelpedBefore => &["agent.helped_on"],
            Situation::NamedAway => &["named_agent.back"],
            Situation::WaitKnown | Situation::WaitUnknown => &["wait"],
            Situation::Callback => &["callback_time"],
            Situation::Closed => &["next_open"],
            Situation::Ticket => &["case_id"],
        }
    }

    /// The placeholders that this situation fills, beside those that always are.
    pub fn placeholders(self) -> impl Iterator<Item = &'static Placeholder> {
        Placeholder::ALL.iter().filter(move |placeholder| placeholder.by.contains(&self))
    }

    /// Whether texts for `self` fit only where texts for `other` fit too.
    pub fn implies(self, other: Situation) -> bool {
        self == other || (self, other) == (Situation::HelpedBefore, Situation::AgentKnown)
    }
}

/// `the wait is known and a callback is offered`
pub fn situation_words(situations: &[Situation]) -> String {
    situations.iter().map(|situation| situation.as_str()).collect::<Vec<_>>().join(" and ")
}

/// How a value is written for a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// As it is: names, ids, titles.
    Plain,
    /// A length of time with its unit, exactly: `1 hour 30 minutes`.
    Length,
    /// A wait, rounded up to minutes: `5 to 8 minutes`.
    Wait,
    /// A wait with the word for roughly: `about 3 minutes`.
    AboutWait,
    /// The time of an instant in the customer's zone: `16:00`.
    TimeOfInstant,
    /// The day of an instant in the customer's zone: `24 December`.
    DayOfInstant,
    /// Day and time of an instant in the customer's zone.
    Instant,
    /// The name of a time zone.
    Zone,
}

impl Written {
    /// In which type a service sends it.
    pub fn kind(self) -> Type {
        match self {
            Written::Plain | Written::Zone => Type::Text,
            Written::Length | Written::Wait | Written::AboutWait => Type::Duration,
            Written::TimeOfInstant | Written::DayOfInstant | Written::Instant => Type::Moment,
        }
    }
}

/// What a text may name, beside the facts of the policy.
#[derive(Debug)]
pub struct Placeholder {
    /// Between the braces, and in the service's values.
    pub name: &'static str,
    /// How it is written.
    pub written: Written,
    /// The situations that fill it; none is needed if there are none.
    pub by: &'static [Situation],
    /// The value it takes from another, if it is not sent itself.
    pub from: Option<&'static str>,
    /// A value to show texts with, as a service would send it.
    pub sample: &'static str,
}

impl Placeholder {
    /// All, in the order of the manual.
    pub const ALL: &'static [Placeholder] = TABLE;

    /// The one of this name.
    pub fn find(name: &str) -> Option<&'static Placeholder> {
        Self::ALL.iter().find(|placeholder| placeholder.name == name)
    }

    /// Whether a service may send it; the others are worked out from one that it sends.
    pub fn is_sent(&self) -> bool {
        self.from.is_none() && self.name != TEAM
    }
}

/// `{team}`: the title of the queue in the language of the text. A service sends the queue's name, or a title.
pub const TEAM: &str = "team";

/// In whose time zone times are written.
pub const TIMEZONE: &str = "customer_timezone";

use Situation::{AgentKnown, Callback, Closed, HelpedBefore, NamedAway, Ticket, WaitKnown, WaitUnknown};

const fn row(
    name: &'static str,
    written: Written,
    by: &'static [Situation],
    from: Option<&'static str>,
    sample: &'static str,
) -> Placeholder {
    Placeholder { name, written, by, from, sample }
}

const AGENT: &[Situation] = &[AgentKnown, HelpedBefore];
const CASE: &[Situation] = &[Closed, Ticket];
const WAIT: &[Situation] = &[WaitKnown];

const TABLE: &[Placeholder] = &[
    row(TEAM, Written::Plain, &[], None, "Support"),
    row("agent.first_name", Written::Plain, AGENT, None, "Ana"),
    row("agent.name", Written::Plain, AGENT, None, "Ana Torres"),
    row("agent.helped_on", Written::DayOfInstant, &[HelpedBefore], None, "2026-12-21T10:00:00Z"),
    row("named_agent.first_name", Written::Plain, &[NamedAway], None, "Leo"),
    row("named_agent.name", Written::Plain, &[NamedAway], None, "Leo Park"),
    row("named_agent.back", Written::Instant, &[NamedAway], None, "2026-12-28T08:00:00Z"),
    row("wait", Written::Wait, WAIT, None, "5m"),
    row("about_wait", Written::AboutWait, WAIT, Some("wait"), "5m"),
    row("wait_low", Written::Wait, WAIT, None, "5m"),
    row("wait_high", Written::Wait, WAIT, None, "8m"),
    row("update_in", Written::Length, &[WaitUnknown], None, "5m"),
    row("callback_time", Written::TimeOfInstant, &[Callback], None, "2026-12-24T15:00:00Z"),
    row("callback_day", Written::DayOfInstant, &[Callback], Some("callback_time"), "2026-12-24T15:00:00Z"),
    row("next_open", Written::Instant, &[Closed], None, "2026-12-28T08:00:00Z"),
    row(TIMEZONE, Written::Zone, &[Closed, Callback, NamedAway, Ticket], None, "Europe/Madrid"),
    row("case_id", Written::Plain, CASE, None, "C-1042"),
    row("owner.first_name", Written::Plain, CASE, None, "Sam"),
    row("owner.name", Written::Plain, CASE, None, "Sam Reyes"),
    row("reply_by", Written::Instant, CASE, None, "2026-12-28T16:00:00Z"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_situation_is_told_by_something_it_fills_and_every_name_stands_once() {
        for situation in Situation::ALL {
            for name in situation.told_by() {
                let placeholder = Placeholder::find(name).expect(name);
                assert!(placeholder.by.contains(&situation) || situation == WaitUnknown, "{name}");
            }
        }
        for (at, one) in Placeholder::ALL.iter().enumerate() {
            assert!(Placeholder::ALL[at + 1..].iter().all(|other| other.name != one.name), "{}", one.name);
            let source = one.from.map(|name| Placeholder::find(name).expect(name));
            assert!(source.is_none_or(|source| source.is_sent() && source.written.kind() == one.written.kind()));
        }
    }
}
