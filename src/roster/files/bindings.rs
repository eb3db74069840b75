//! `bindings.toml`: what the helpdesk of one environment calls the policy's queues, skills and marks.
//!
//! ```toml
//! [queues]
//! duty_lead = "Duty Lead (EMEA)"
//! ```

use super::{Fault, FaultKind, Place, Value, fault, toml};
use crate::roster::bindings::{Bindings, Bound};

/// Reads a text.
pub(super) fn read(text: &str, file: usize, faults: &mut Vec<Fault>) -> Bindings {
    let mut bindings = Bindings::default();
    if text.len() > super::limits::FILE {
        let message = format!("bindings of more than {} MiB", super::limits::FILE / 1024 / 1024);
        faults.push(fault(FaultKind::TooLarge, message, Place { file, bytes: 0..0 }, "this file"));
        return bindings;
    }
    let tree = match toml::tree(text, file) {
        Ok(tree) => tree,
        Err(more) => {
            faults.extend(more);
            return bindings;
        }
    };
    let Value::Table(tables) = &tree.value else { return bindings };
    for (name, place, names) in tables {
        let known = Bound::ALL.into_iter().find(|bound| bound.as_str() == name);
        let (Some(bound), Value::Table(names)) = (known, &names.value) else {
            let mut one =
                fault(FaultKind::Name, format!("`{name}` is no table of bindings"), place.clone(), "no such table");
            let known: Vec<String> = Bound::ALL.iter().map(|bound| bound.as_str().to_owned()).collect();
            one.help = Some(format!("tables are `[{}]`", known.join("]`, `[")));
            one.meant = Some((name.clone(), known));
            faults.push(one);
            continue;
        };
        for (policy, place, helpdesk) in names {
            let wrong = match &helpdesk.value {
                Value::Text(text) if bindings.bind(bound, policy, text) => continue,
                Value::Text(text) => format!("`{policy}` or `{text}` is bound twice"),
                _ => format!("what the helpdesk calls `{policy}` is a text, not {}", helpdesk.kind()),
            };
            faults.push(fault(FaultKind::Unreadable, wrong, place.clone(), "here"));
        }
    }
    bindings
}
