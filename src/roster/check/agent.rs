//! One agent.

use super::reader::Reader;
use super::{calendar, cost};
use crate::calendar::{Holiday, Interval, KnownRegion};
use crate::roster::node::{Node, Value};
use crate::roster::{Absence, Agent, Cost, Membership, Training, Work, limits};
use crate::value::Fluency;
use jiff::tz::TimeZone;

/// What an agent may have.
const KEYS: [&str; 16] = [
    "id",
    "name",
    "teams",
    "skills",
    "languages",
    "zone",
    "shifts",
    "on_call",
    "holidays",
    "units",
    "interruptible_units",
    "costs",
    "after_work",
    "marks",
    "training",
    "absences",
];

/// What `defaults` may say for those who do not.
pub(super) const DEFAULTS: [&str; 7] =
    ["zone", "shifts", "holidays", "units", "interruptible_units", "after_work", "marks"];

/// What stands around an agent.
pub(super) struct Around<'a> {
    pub(super) defaults: Option<&'a Node>,
    pub(super) work: &'a [Work],
    pub(super) holidays: &'a [Holiday],
    pub(super) regions: &'a [KnownRegion],
}

impl<'a> Around<'a> {
    /// The agent's own value of a key, or the one for all.
    fn value(&self, node: &'a Node, key: &str) -> Option<&'a Node> {
        node.get(key).or_else(|| self.defaults?.get(key))
    }
}

/// Reads an agent; none if there is not enough to go on.
pub(super) fn agent(node: &Node, around: &Around<'_>, reader: &mut Reader) -> Option<Agent> {
    let keys_are_known = reader.keys(node, "an agent", &KEYS)?;
    let id = reader.needed(node, "id", "an agent").and_then(|node| reader.text(node, "`id`"))?;
    reader.whose = format!("agent `{id}`");
    let agent = rest(id, node, around, reader);
    // What is missing may stand under a name that was not known: that is one mistake.
    if keys_are_known && around.value(node, "shifts").is_none() && node.get("on_call").is_none() {
        reader.wrong(&node.place, "neither `shifts` nor `on_call`", "when does this agent work?");
    }
    reader.whose.clear();
    Some(agent)
}

fn rest(id: String, node: &Node, around: &Around<'_>, reader: &mut Reader) -> Agent {
    let name = node.get("name").and_then(|node| reader.text(node, "`name`")).unwrap_or_else(|| id.clone());
    let teams = node.get("teams").map(|node| teams(node, reader)).unwrap_or_default();
    let (skills, every_skill) = node.get("skills").map(|node| skills(node, reader)).unwrap_or_default();
    let languages = node.get("languages").map(|node| languages(node, reader)).unwrap_or_default();
    // Without a zone the roster is refused; what else is wrong is said all the same.
    let zone = zone(node, around, reader).unwrap_or(TimeZone::UTC);
    let iana = zone.iana_name().unwrap_or("UTC").to_owned();
    let regions = around.value(node, "holidays").map(|node| regions(node, around, reader)).unwrap_or_default();
    let shifts = around.value(node, "shifts");
    let on_call = node.get("on_call");
    let mut shift = calendar(shifts, &iana, "`shifts`", reader);
    shift.holidays = around.holidays.iter().filter(|day| regions.contains(&day.region)).cloned().collect();
    let on_call = calendar(on_call, &iana, "`on_call`", reader);
    let number = |key: &str, usual: u16, reader: &mut Reader| {
        around
            .value(node, key)
            .and_then(|node| reader.whole(node, &format!("`{key}`"), 0, limits::UNITS))
            .unwrap_or(usual)
    };
    let after = around.value(node, "after_work");
    Agent {
        name,
        teams,
        skills,
        every_skill,
        languages,
        shift,
        on_call,
        regions,
        absences: node.get("absences").map(|node| absences(node, &zone, reader)).unwrap_or_default(),
        units: number("units", 1, reader),
        interruptible_units: number("interruptible_units", 0, reader),
        costs: node.get("costs").map(|node| costs(node, around.work, reader)).unwrap_or_default(),
        after_work: after.and_then(|node| reader.seconds(node, "`after_work`", limits::AFTER_WORK)).unwrap_or(0),
        marks: around.value(node, "marks").map(|node| reader.texts(node, "`marks`")).unwrap_or_default(),
        training: node.get("training").and_then(|node| training(node, around.work, &zone, reader)),
        id,
    }
}

fn zone(node: &Node, around: &Around<'_>, reader: &mut Reader) -> Option<TimeZone> {
    let Some(node) = around.value(node, "zone") else {
        reader.wrong(&node.place, "no `zone`", "in which time zone?");
        return None;
    };
    let name = reader.text(node, "`zone`")?;
    match TimeZone::get(&name) {
        Ok(zone) if zone.iana_name().is_some() => Some(zone),
        _ => {
            let mut zones = crate::calendar::zones();
            zones.extend(crate::calendar::zone_of_city(&name));
            reader.unknown_zone(&node.place, &name, zones);
            None
        }
    }
}

/// `["billing at L2", "retention"]`
fn teams(node: &Node, reader: &mut Reader) -> Vec<Membership> {
    let texts = reader.texts(node, "`teams`");
    let team = |text: String| match text.split_once(" at ") {
        Some((team, level)) => Membership { team: team.trim().to_owned(), level: Some(level.trim().to_owned()) },
        None => Membership { team: text, level: None },
    };
    texts.into_iter().map(team).collect()
}

/// `{ billing = 4, disputes = 5 }`; `all` stands for every other skill.
fn skills(node: &Node, reader: &mut Reader) -> (Vec<(String, u8)>, Option<u8>) {
    let (mut skills, mut every) = (Vec::new(), None);
    for (name, _, level) in reader.table(node, "`skills`", limits::NAMES) {
        let Some(level) = reader.whole(level, &format!("the level of `{name}`"), 1, limits::LEVEL) else { continue };
        if name == "all" {
            every = Some(level);
        } else {
            skills.push((name.clone(), level));
        }
    }
    skills.sort();
    (skills, every)
}

/// `{ es = "C2", en = "B2" }`
fn languages(node: &Node, reader: &mut Reader) -> Vec<(String, Fluency)> {
    let mut languages = Vec::new();
    for (code, place, level) in reader.table(node, "`languages`", limits::NAMES) {
        if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_lowercase()) {
            reader.names(place, format!("`{code}` is not a language"), "two letters, as `en` or `es`");
            continue;
        }
        let Some(text) = reader.text(level, &format!("the level of `{code}`")) else { continue };
        match Fluency::find(&text.to_ascii_uppercase()) {
            Some(fluency) => languages.push((code.clone(), fluency)),
            None => {
                let known = Fluency::ALL.iter().map(|level| level.as_str().to_owned()).collect();
                reader.unknown(&level.place, format!("`{text}` is not a level of a language"), &text, known);
            }
        }
    }
    languages.sort();
    languages
}

fn regions(node: &Node, around: &Around<'_>, reader: &mut Reader) -> Vec<String> {
    let Value::List(list) = &node.value else { return reader.texts(node, "`holidays`") };
    let mut found = Vec::new();
    for (text, one) in reader.texts(node, "`holidays`").into_iter().zip(list) {
        match around.regions.iter().find(|region| region.code.eq_ignore_ascii_case(&text)) {
            Some(region) => found.push(region.code.clone()),
            None => {
                let known = around.regions.iter().map(|region| region.code.clone()).collect();
                reader.unknown_region(&one.place, &text, known);
            }
        }
    }
    found
}

fn costs(node: &Node, work: &[Work], reader: &mut Reader) -> Vec<(String, Cost)> {
    let mut costs = Vec::new();
    for (name, place, node) in reader.table(node, "`costs`", limits::WORK) {
        kind_of_work(name, place, work, reader);
        costs.extend(cost(node, reader).map(|cost| (name.clone(), cost)));
    }
    costs
}

fn kind_of_work(name: &str, place: &super::Place, work: &[Work], reader: &mut Reader) {
    if !work.iter().any(|kind| kind.name == name) {
        let known = work.iter().map(|kind| kind.name.clone()).collect();
        reader.unknown(place, format!("there is no work `{name}`"), name, known);
    }
}

fn training(node: &Node, work: &[Work], zone: &TimeZone, reader: &mut Reader) -> Option<Training> {
    reader.keys(node, "`training`", &["units", "work", "until"])?;
    let kinds = node.get("work").map(|node| reader.texts(node, "`work`")).unwrap_or_default();
    for name in &kinds {
        kind_of_work(name, &node.place, work, reader);
    }
    Some(Training {
        units: node.get("units").and_then(|node| reader.whole(node, "`units`", 0, limits::UNITS)),
        work: kinds,
        until: node.get("until").and_then(|node| reader.instant(node, zone, true)),
    })
}

fn absences(node: &Node, zone: &TimeZone, reader: &mut Reader) -> Vec<Absence> {
    let mut all = Vec::new();
    for one in reader.list(node, "`absences`", "absences", limits::ABSENCES) {
        if reader.keys(one, "an absence", &["from", "until", "reason"]).is_none() {
            continue;
        }
        let from = reader.needed(one, "from", "an absence").and_then(|node| reader.instant(node, zone, false));
        let to = reader.needed(one, "until", "an absence").and_then(|node| reader.instant(node, zone, true));
        let reason = one.get("reason").and_then(|node| reader.text(node, "`reason`"));
        match (from, to) {
            (Some(from), Some(to)) if from < to => all.push(Absence { span: Interval { from, to }, reason }),
            (Some(_), Some(_)) => reader.wrong(&one.place, "an absence that ends before it begins", "here"),
            _ => {}
        }
    }
    all.sort_by_key(|absence| absence.span);
    all
}
