//! `absences.csv`: who is away when, laid over a roster.
//!
//! Columns `agent`, `from`, `until`, `reason`. A date alone means all of that day in
//! the agent's time zone, the last one included.

use super::csv::{columns, rows};
use super::{Fault, FaultKind, Node, Place, Value, fault, list_of, table, text};

const COLUMNS: [&str; 4] = ["agent", "from", "until", "reason"];

/// Puts every absence to its agent.
pub(super) fn lay(written: &str, file: usize, tree: &mut Node, faults: &mut Vec<Fault>) {
    if written.len() > super::limits::FILE {
        let message = format!("absences of more than {} MiB", super::limits::FILE / 1024 / 1024);
        faults.push(fault(FaultKind::TooLarge, message, Place { file, bytes: 0..0 }, "this file"));
        return;
    }
    match rows(written, file) {
        Ok(rows) => all(rows, tree, faults),
        Err(more) => faults.extend(more.into_iter().map(|mut one| {
            one.place.file = file;
            one
        })),
    }
}

fn all(rows: Vec<super::csv::Row>, tree: &mut Node, faults: &mut Vec<Fault>) {
    let mut rows = rows.into_iter();
    let Some(heading) = rows.next() else { return };
    let columns = match columns(&heading, &COLUMNS, &["agent", "from", "until"]) {
        Ok(columns) => columns,
        Err(more) => return faults.extend(more),
    };
    let Some(agents) = list_of(tree, "agent") else { return };
    let id = |agent: &Node| match agent.get("id").map(|id| &id.value) {
        Some(Value::Text(id)) => Some(id.clone()),
        _ => None,
    };
    let by_id: std::collections::HashMap<String, usize> =
        agents.iter().enumerate().filter_map(|(at, agent)| Some((id(agent)?, at))).collect();
    for row in rows {
        let cell = |name: &str| {
            let at = columns.iter().position(|column| column == name)?;
            row.cells.get(at).filter(|cell| !cell.is_empty())
        };
        let (Some(agent), Some(from), Some(until)) = (cell("agent"), cell("from"), cell("until")) else {
            let message = "an absence without agent, from or until";
            faults.push(fault(FaultKind::Unreadable, message, row.place.clone(), "this row"));
            continue;
        };
        let Some(at) = by_id.get(agent) else {
            let mut one =
                fault(FaultKind::Name, format!("no agent has the id `{agent}`"), row.place.clone(), "this row");
            one.meant = Some((agent.clone(), by_id.keys().cloned().collect()));
            one.help = Some("write the id that the roster has".to_owned());
            faults.push(one);
            continue;
        };
        let mut keys = vec![("from", text(from, &row.place)), ("until", text(until, &row.place))];
        keys.extend(cell("reason").map(|reason| ("reason", text(reason, &row.place))));
        let absence = table(keys, &row.place);
        if let Some(list) = list_of(&mut agents[*at], "absences") {
            list.push(absence);
        }
    }
}
