//! The form `baton.roster/1`: a text → a tree; a roster → JSON.

use super::check::{Fault, FaultKind, Place};
use super::node::{Node, Value};
use super::{Agent, Cost, FORM, Roster, lines};
use crate::calendar::day;
use serde_json::{Map, Value as Json, json};

/// Reads a text as a tree, in which nothing has a place.
pub(super) fn read(text: &str) -> Result<Node, Vec<Fault>> {
    let fault = |kind, message: String| {
        let (label, place) = ("here".to_owned(), Place::default());
        vec![Fault { kind, message, place, label, help: None, meant: None }]
    };
    if text.len() > super::limits::FILE {
        let message = format!("a roster of more than {} MiB", super::limits::FILE / 1024 / 1024);
        return Err(fault(FaultKind::TooLarge, message));
    }
    let json: Json =
        serde_json::from_str(text).map_err(|error| fault(FaultKind::Unreadable, format!("not JSON: {error}")))?;
    Ok(tree(json))
}

fn tree(json: Json) -> Node {
    let value = match json {
        Json::String(text) => Value::Text(text),
        Json::Number(number) => number.as_i64().map_or(Value::Other, Value::Number),
        Json::Bool(truth) => Value::Truth(truth),
        Json::Array(list) => Value::List(list.into_iter().map(tree).collect()),
        Json::Object(keys) => {
            Value::Table(keys.into_iter().map(|(key, value)| (key, Place::default(), tree(value))).collect())
        }
        Json::Null => Value::Other,
    };
    Node { value, place: Place::default() }
}

/// A roster in the form.
pub(super) fn write(roster: &Roster) -> Json {
    let work = roster
        .work
        .iter()
        .map(|work| (work.name.clone(), json!({ "units": cost(work.cost), "interruptible": work.interruptible })));
    let holiday = roster.holidays.iter().map(|one| {
        let mut written = Map::new();
        written.insert("region".to_owned(), one.region.clone().into());
        written.insert("date".to_owned(), day(one.day).into());
        if !one.name.is_empty() {
            written.insert("name".to_owned(), one.name.clone().into());
        }
        Json::Object(written)
    });
    let region =
        roster.regions.iter().map(|one| json!({ "code": one.code, "first_year": one.first, "last_year": one.last }));
    json!({
        "schema": FORM,
        "work": work.collect::<Map<_, _>>(),
        "region": region.collect::<Vec<_>>(),
        "holiday": holiday.collect::<Vec<_>>(),
        "agent": roster.agents.iter().map(agent).collect::<Vec<_>>(),
    })
}

fn cost(cost: Cost) -> Json {
    match cost {
        Cost::Units(units) => units.into(),
        Cost::All => "all".into(),
    }
}

fn agent(agent: &Agent) -> Json {
    let teams = agent.teams.iter().map(|one| match &one.level {
        Some(level) => format!("{} at {level}", one.team),
        None => one.team.clone(),
    });
    let every = agent.every_skill.map(|level| ("all".to_owned(), Json::from(level)));
    let skills = agent.skills.iter().map(|(name, level)| (name.clone(), Json::from(*level))).chain(every);
    let languages = agent.languages.iter().map(|(code, level)| (code.clone(), Json::from(level.as_str())));
    let costs = agent.costs.iter().map(|(name, one)| (name.clone(), cost(*one)));
    let mut written = json!({
        "id": agent.id,
        "name": agent.name,
        "teams": teams.collect::<Vec<_>>(),
        "skills": skills.collect::<Map<_, _>>(),
        "languages": languages.collect::<Map<_, _>>(),
        "zone": agent.shift.zone,
        "shifts": lines::written(&agent.shift.week, &agent.shift.dated),
        "on_call": lines::written(&agent.on_call.week, &agent.on_call.dated),
        "holidays": agent.regions,
        "units": agent.units,
        "interruptible_units": agent.interruptible_units,
        "costs": costs.collect::<Map<_, _>>(),
        "after_work": agent.after_work,
        "marks": agent.marks,
        "absences": agent.absences.iter().map(absence).collect::<Vec<_>>(),
    });
    if let Some(training) = &agent.training {
        let mut limits = Map::new();
        limits.extend(training.units.map(|units| ("units".to_owned(), units.into())));
        limits.insert("work".to_owned(), training.work.clone().into());
        limits.extend(training.until.map(|until| ("until".to_owned(), instant(until))));
        written["training"] = Json::Object(limits);
    }
    written
}

fn absence(absence: &super::Absence) -> Json {
    let mut written = json!({ "from": instant(absence.span.from), "until": instant(absence.span.to) });
    if let Some(reason) = &absence.reason {
        written["reason"] = reason.clone().into();
    }
    written
}

fn instant(at: i64) -> Json {
    jiff::Timestamp::from_second(at).map_or(Json::Null, |instant| instant.to_string().into())
}
