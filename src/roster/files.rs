//! Rosters as people keep them: TOML, CSV or JSON, with absences and bindings beside them.
//!
//! In: the texts of the files. Out: a [`Roster`] under the policy's names, and all that
//! is wrong as [`Diagnostics`] that point into the texts. Holidays of the regions that
//! Baton knows are laid in here, so that a roster once read needs no data.
//!
//! # What is not here
//!
//! Finding the files: the edges do.

use super::check::{self, Fault, FaultKind};
use super::node::{Node, Place, Value};
use super::{Bindings, Roster, limits};
use crate::calendar::holidays;
use crate::diagnostic::{Code, Diagnostics, Problem, nearest};
use crate::source::{FileId, Source, Sources, Span};

mod absences;
mod bindings;
mod csv;
mod places;
mod regions;
mod toml;

/// How a roster is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// TOML.
    Toml,
    /// Comma-separated values, an agent a row.
    Csv,
    /// JSON.
    Json,
}

impl Form {
    /// By the end of a file's name.
    pub fn of(name: &str) -> Option<Self> {
        let end = name.rsplit_once('.')?.1.to_ascii_lowercase();
        [("toml", Form::Toml), ("csv", Form::Csv), ("json", Form::Json)]
            .into_iter()
            .find_map(|(known, form)| (known == end).then_some(form))
    }
}

/// The texts that a roster is read from, each with its name.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a> {
    /// The roster.
    pub roster: (&'a str, &'a str),
    /// `absences.csv`
    pub absences: Option<(&'a str, &'a str)>,
    /// Which names the helpdesk has for the policy's.
    pub bindings: Option<(&'a str, &'a str)>,
}

/// A roster as read, and all that there is to say about it.
#[derive(Debug, Default)]
pub struct Read {
    /// The roster, unless it has errors.
    pub roster: Option<Roster>,
    /// Names of the helpdesk.
    pub bindings: Bindings,
    /// The texts.
    pub sources: Sources,
    /// What is wrong.
    pub problems: Diagnostics,
}

/// Reads a roster. A file is read by the end of its name: `.toml`, `.csv` or `.json`.
pub fn read(texts: &Texts<'_>) -> Read {
    let mut read = Read::default();
    let (name, text) = texts.roster;
    let add = |(name, text): (&str, &str), read: &mut Read| read.sources.add(Source::new(name, text));
    add((name, text), &mut read);
    let mut faults = Vec::new();
    let mut tree = match Form::of(name) {
        _ if text.len() > limits::FILE => {
            let message = format!("a roster of more than {} MiB", limits::FILE / 1024 / 1024);
            Err(vec![fault(FaultKind::TooLarge, message, Place::default(), "this file")])
        }
        Some(Form::Toml) => toml::tree(text, 0),
        Some(Form::Csv) => csv::tree(text, 0),
        Some(Form::Json) => json_tree(text),
        None => {
            let message = format!("`{name}` is no roster by its name");
            let mut one = fault(FaultKind::Unreadable, message, Place::default(), "this file");
            one.help = Some("the name ends in `.toml`, `.csv` or `.json`".to_owned());
            Err(vec![one])
        }
    };
    if let Some((name, text)) = texts.absences {
        add((name, text), &mut read);
        if let Ok(tree) = tree.as_mut() {
            absences::lay(text, 1, tree, &mut faults);
        }
    }
    let roster = tree.and_then(|mut tree| {
        regions::lay(&mut tree);
        check::roster(&tree)
    });
    let file = read.sources.all().len();
    let bound = texts.bindings.map(|one| {
        add(one, &mut read);
        bindings::read(one.1, file, &mut faults)
    });
    read.bindings = bound.unwrap_or_default();
    match roster {
        Ok(roster) if faults.is_empty() => read.roster = Some(roster.named_by(&read.bindings)),
        Ok(_) => {}
        Err(more) => faults.extend(more),
    }
    for mut fault in faults {
        if let (FaultKind::Region, Some((_, known))) = (fault.kind, &mut fault.meant) {
            known.extend(holidays::regions().iter().map(|region| region.code.to_owned()));
        }
        let problem = problem(&fault, &read.sources);
        read.problems.push(problem);
    }
    read
}

/// A JSON text as a tree with places.
fn json_tree(text: &str) -> Result<Node, Vec<Fault>> {
    if let Err(error) = serde_json::from_str::<serde_json::Value>(text) {
        let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let mut at = (line_start + error.column().saturating_sub(1)).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
        let place = Place { file: 0, bytes: at..end };
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or_default();
        return Err(vec![fault(FaultKind::Unreadable, format!("this is not JSON: {said}"), place, "here")]);
    }
    Ok(places::tree(text, 0))
}

fn fault(kind: FaultKind, message: impl Into<String>, place: Place, label: &str) -> Fault {
    Fault { kind, message: message.into(), place, label: label.to_owned(), help: None, meant: None }
}

/// A fault as people see it.
fn problem(fault: &Fault, sources: &Sources) -> Problem {
    let code = match fault.kind {
        FaultKind::Unreadable => Code::E0601,
        FaultKind::Name | FaultKind::Region => Code::E0602,
        FaultKind::TooLarge => Code::E0603,
    };
    let file = fault.place.file.min(sources.all().len().saturating_sub(1));
    let text = sources.all().get(file).map_or("", |source| source.text.as_str());
    let end = fault.place.bytes.end.min(text.len());
    let mut span = Span::new(FileId(u32::try_from(file).unwrap_or(0)), fault.place.bytes.start.min(end)..end);
    if span.start == 0 && span.end == 0 {
        // Without a place it is about the whole file: its first line stands for it.
        span = Span::new(span.file, 0..text.find('\n').unwrap_or(text.len()));
    }
    let problem = Problem::new(code, &fault.message, span, &fault.label);
    let meant = fault.meant.as_ref();
    let near = meant.and_then(|(written, known)| {
        let same_city = |name: &&String| {
            name.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(&written.replace(' ', "_")))
        };
        let city = known.iter().filter(|name| name.contains('/')).find(same_city).map(String::as_str);
        city.or_else(|| nearest(written, known.iter().map(String::as_str)))
    });
    match (near, &fault.help) {
        (Some(near), _) => problem.help(format!("did you mean `{near}`?")),
        (None, Some(help)) => problem.help(help.clone()),
        (None, None) => problem.help("`baton schema roster` prints what a roster holds"),
    }
}

/// The list under a key of the root, made if it is not there.
fn list_of<'n>(tree: &'n mut Node, key: &str) -> Option<&'n mut Vec<Node>> {
    let Value::Table(keys) = &mut tree.value else { return None };
    let at = keys.iter().position(|(name, ..)| name == key).unwrap_or_else(|| {
        let node = Node { value: Value::List(Vec::new()), place: Place::default() };
        keys.push((key.to_owned(), Place::default(), node));
        keys.len() - 1
    });
    match &mut keys[at].2.value {
        Value::List(list) => Some(list),
        _ => None,
    }
}

/// A text, where it stands.
fn text(text: impl Into<String>, place: &Place) -> Node {
    Node { value: Value::Text(text.into()), place: place.clone() }
}

/// A table of keys that stand where it does.
fn table(keys: Vec<(&str, Node)>, place: &Place) -> Node {
    let keys = keys.into_iter().map(|(key, node)| (key.to_owned(), place.clone(), node));
    Node { value: Value::Table(keys.collect()), place: place.clone() }
}
