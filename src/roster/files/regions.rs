//! Holidays of regions that Baton knows, laid into a tree.

use super::{Node, Place, Value, list_of, table, text};
use crate::calendar::{day, holidays};

/// Adds the days of every region that is named and known. Days that the roster lists itself stay beside them.
pub(super) fn lay(tree: &mut Node) {
    let mut named: Vec<String> = Vec::new();
    let agents = list_of(tree, "agent").map(|agents| agents.iter().flat_map(texts).collect::<Vec<_>>());
    let defaults = tree.get("defaults").map(texts);
    for name in agents.into_iter().flatten().chain(defaults.into_iter().flatten()) {
        if !named.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
            named.push(name);
        }
    }
    let nowhere = Place::default();
    for region in named.iter().filter_map(|name| holidays::region(name)) {
        // What was compiled lists its days already.
        if list_of(tree, "region").is_some_and(|list| list.iter().any(|one| is_of(one, "code", region.code))) {
            continue;
        }
        let own: Vec<String> = list_of(tree, "holiday").map_or_else(Vec::new, |list| {
            let dates = list.iter().filter(|one| is_of(one, "region", region.code));
            dates.filter_map(|one| one.get("date").and_then(as_text)).collect()
        });
        let days = region.days().into_iter().filter(|one| !own.contains(&day(one.day)));
        let days: Vec<Node> = days
            .map(|one| {
                let (date, name) = (text(day(one.day), &nowhere), text(one.name, &nowhere));
                table(vec![("region", text(region.code, &nowhere)), ("date", date), ("name", name)], &nowhere)
            })
            .collect();
        if let Some(list) = list_of(tree, "holiday") {
            list.extend(days);
        }
        let year = |year: i16| Node { value: Value::Number(i64::from(year)), place: Place::default() };
        let known = vec![
            ("code", text(region.code, &nowhere)),
            ("first_year", year(region.years.0)),
            ("last_year", year(region.years.1)),
        ];
        if let Some(list) = list_of(tree, "region") {
            list.push(table(known, &nowhere));
        }
    }
}

fn as_text(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

/// Whether a key of a table says this, in any case.
fn is_of(node: &Node, key: &str, code: &str) -> bool {
    node.get(key).and_then(as_text).is_some_and(|text| text.eq_ignore_ascii_case(code))
}

/// The regions that an agent names.
fn texts(node: &Node) -> Vec<String> {
    match node.get("holidays").map(|node| &node.value) {
        Some(Value::List(list)) => list.iter().filter_map(as_text).collect(),
        _ => Vec::new(),
    }
}
