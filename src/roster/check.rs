//! A tree → a roster, and all that is wrong with it.
//!
//! In: a [`Node`] in the form `baton.roster/1`. Out: a [`Roster`], or [`Fault`]s with
//! their places. Whoever has the texts makes problems of these; here nothing needs them.

use super::lines::{self, Line};
use super::node::{Node, Value};
use super::{AgentId, Cost, Roster, Work, limits};
use crate::calendar::{Calendar, Holiday, KnownRegion, Weekly, overlap};
use std::collections::BTreeMap;

mod agent;
mod reader;

pub use super::node::Place;
use reader::Reader;
pub use reader::{Fault, FaultKind};

/// What may stand at the top.
const KEYS: [&str; 6] = ["schema", "defaults", "work", "holiday", "region", "agent"];

/// Checks a roster.
pub(super) fn roster(node: &Node) -> Result<Roster, Vec<Fault>> {
    let mut reader = Reader::default();
    let found = whole(node, &mut reader);
    match found.filter(|_| reader.faults.is_empty()) {
        Some(roster) => Ok(roster),
        None => Err(reader.faults),
    }
}

fn whole(node: &Node, reader: &mut Reader) -> Option<Roster> {
    reader.keys(node, "a roster", &KEYS)?;
    if let Some(schema) = node.get("schema") {
        reader.text(schema, "`schema`").filter(|text| text == super::FORM).or_else(|| {
            reader.wrong(&schema.place, format!("`schema` is not `{}`", super::FORM), "another form");
            None
        });
    }
    let work = node.get("work").map(|work| self::work(work, reader)).unwrap_or_default();
    let listed = regions(node.get("region"), reader);
    let codes: Vec<String> = listed.iter().map(|region| region.code.clone()).collect();
    let holidays = node.get("holiday").map(|list| holidays(list, &codes, reader)).unwrap_or_default();
    let regions = with_own(listed, &holidays);
    let defaults = node.get("defaults");
    if let Some(defaults) = defaults {
        reader.keys(defaults, "`defaults`", &agent::DEFAULTS);
    }
    let Some(list) = node.get("agent") else {
        reader.wrong(&node.place, "a roster without agents", "no `agent` stands here");
        return None;
    };
    let around = agent::Around { defaults, work: &work, holidays: &holidays, regions: &regions };
    let mut agents = Vec::new();
    for one in reader.list(list, "`agent`", "agents", limits::AGENTS) {
        agents.extend(agent::agent(one, &around, reader).map(|agent| (agent, one.place.clone())));
    }
    if agents.is_empty() && reader.faults.is_empty() {
        reader.wrong(&list.place, "a roster without agents", "nobody is listed here");
    }
    if agents.iter().map(|(agent, _)| agent.absences.len()).sum::<usize>() > limits::ABSENCES {
        reader.too_many(&list.place, format!("more than {} absences", limits::ABSENCES));
    }
    agents.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
    for pair in agents.windows(2).filter(|pair| pair[0].0.id == pair[1].0.id) {
        reader.names(&pair[1].1, format!("two agents have the id `{}`", pair[0].0.id), "the id stands again here");
    }
    let agents: Vec<_> = agents.into_iter().map(|(agent, _)| agent).collect();
    let by_id: BTreeMap<_, _> =
        agents.iter().enumerate().map(|(at, agent)| (agent.id.clone(), AgentId::from_index(at))).collect();
    let ready = |agent: &super::Agent| Some([agent.shift.ready()?, agent.on_call.ready()?]);
    let calendars = agents.iter().map(ready).collect::<Option<Vec<_>>>()?;
    Some(Roster { work, agents, holidays, regions, by_id, calendars })
}

/// `[work.chat] units = 2`
fn work(node: &Node, reader: &mut Reader) -> Vec<Work> {
    let mut all: Vec<Work> = Vec::new();
    for (name, place, kind) in reader.table(node, "`work`", limits::WORK) {
        if reader.keys(kind, &format!("work `{name}`"), &["units", "interruptible"]).is_none() {
            continue;
        }
        let Some(units) = kind.get("units") else {
            reader.wrong(place, format!("work `{name}` without `units`"), "what does it take?");
            continue;
        };
        let interruptible = kind.get("interruptible").and_then(|node| reader.truth(node, "`interruptible`"));
        if let Some(cost) = cost(units, reader) {
            all.push(Work { name: name.clone(), cost, interruptible: interruptible.unwrap_or(false) });
        }
    }
    all
}

/// `2`, or `"all"`.
fn cost(node: &Node, reader: &mut Reader) -> Option<Cost> {
    match &node.value {
        Value::Text(text) if text == "all" => Some(Cost::All),
        Value::Number(_) => reader.whole(node, "a cost", 0, limits::UNITS).map(Cost::Units),
        _ => {
            let message = format!("a cost is a number of units or `\"all\"`, not {}", node.kind());
            reader.wrong(&node.place, message, "not a cost");
            None
        }
    }
}

fn holidays(node: &Node, listed: &[String], reader: &mut Reader) -> Vec<Holiday> {
    let mut all = Vec::new();
    for one in reader.list(node, "`holiday`", "holidays", limits::HOLIDAYS) {
        if reader.keys(one, "a holiday", &["region", "date", "name"]).is_none() {
            continue;
        }
        let region = reader.needed(one, "region", "a holiday").and_then(|node| reader.text(node, "`region`"));
        let day = reader.needed(one, "date", "a holiday").and_then(|node| reader.day(node));
        let name = one.get("name").and_then(|node| reader.text(node, "`name`"));
        if let (Some(region), Some(day)) = (region, day) {
            // One spelling of a region, that of its entry, or else that of its first day.
            let same = |code: &&String| code.eq_ignore_ascii_case(&region);
            let known = listed.iter().chain(all.iter().map(|one: &Holiday| &one.region)).find(same).cloned();
            all.push(Holiday { day, name: name.unwrap_or_default(), region: known.unwrap_or(region) });
        }
    }
    all.sort();
    all
}

/// Regions and their years, as listed.
fn regions(node: Option<&Node>, reader: &mut Reader) -> Vec<KnownRegion> {
    let mut all: Vec<KnownRegion> = Vec::new();
    let list = node.map(|node| reader.list(node, "`region`", "regions", limits::HOLIDAYS));
    for one in list.unwrap_or_default() {
        if reader.keys(one, "a region", &["code", "first_year", "last_year"]).is_none() {
            continue;
        }
        let code = reader.needed(one, "code", "a region").and_then(|node| reader.text(node, "`code`"));
        let year = |key: &str, reader: &mut Reader| {
            reader.needed(one, key, "a region").and_then(|node| reader.whole(node, "a year", 1970, 2199))
        };
        if let (Some(code), Some(first), Some(last)) = (code, year("first_year", reader), year("last_year", reader)) {
            all.push(KnownRegion { code, first, last });
        }
    }
    all
}

/// With the regions of which only days stand here: their years are those of the days.
fn with_own(mut all: Vec<KnownRegion>, holidays: &[Holiday]) -> Vec<KnownRegion> {
    let listed = all.len();
    for holiday in holidays {
        let year = crate::calendar::day(holiday.day)[..4].parse().unwrap_or(0);
        match all.iter_mut().enumerate().find(|(_, region)| region.code == holiday.region) {
            Some((at, _)) if at < listed => {}
            Some((_, region)) => (region.first, region.last) = (region.first.min(year), region.last.max(year)),
            None => all.push(KnownRegion { code: holiday.region.clone(), first: year, last: year }),
        }
    }
    all.sort_by(|one, other| one.code.cmp(&other.code));
    all
}

/// Lines of shifts as a calendar.
fn calendar(node: Option<&Node>, zone: &str, what: &str, reader: &mut Reader) -> Calendar {
    let mut calendar = Calendar { zone: zone.to_owned(), ..Calendar::default() };
    let Some(node) = node else { return calendar };
    for one in reader.list(node, what, "lines", limits::SHIFTS) {
        let Some(text) = reader.text(one, "a shift") else { continue };
        match lines::line(&text) {
            Ok(Line::Week(days)) => calendar.week.extend(days),
            Ok(Line::Dated(day)) if calendar.dated.iter().any(|known| known.day == day.day) => {
                reader.wrong(&one.place, "one day has two lines", "the day stands again here");
            }
            Ok(Line::Dated(day)) => calendar.dated.push(day),
            Err(part) => reader.shift(&one.place, &text, &part),
        }
    }
    calendar.week.sort_unstable();
    calendar.dated.sort_by_key(|dated| dated.day);
    let own = calendar.dated.iter().map(|dated| {
        let span = |span| Weekly { day: 0, span };
        dated.spans.iter().copied().map(span).collect::<Vec<_>>()
    });
    for times in own.chain([calendar.week.clone()]) {
        if let Some((first, second)) = overlap(&times) {
            let times = lines::written(&[first, second], &[]).join("` and `");
            reader.wrong(&node.place, format!("two times of {what} overlap: `{times}`"), "these lines");
        }
    }
    calendar
}
