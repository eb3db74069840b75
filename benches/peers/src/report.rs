//! Markdown tables of everything that was measured, a column for each size.

use crate::engine::{ALL, Form};
use crate::measure::{READ_BORROWED, READ_OWNED, Time};
use crate::spec::{Answer, Input, Rule, decide};

/// An engine that decides fewer different inputs is named.
const INPUTS_FEW: usize = 512;

/// What was measured with one policy.
pub struct Measured {
    pub rules: usize,
    /// About the policy and its inputs: decided by a rule, and by which in the middle.
    pub decided: f64,
    pub median_row: usize,
    pub loads: Vec<Load>,
    pub times: Vec<Time>,
    /// Engines that could not load it, and why.
    pub failed: Vec<(&'static str, String)>,
}

/// How an engine loaded a policy.
pub struct Load {
    pub name: &'static str,
    pub seconds: f64,
    pub bytes: usize,
}

/// The share of inputs that a rule decides, and the middle of the positions of those rules, from 1.
pub fn decided(rules: &[Rule], inputs: &[Input]) -> (f64, usize) {
    let row = |input: &Input| (1..=rules.len()).find(|row| decide(&rules[row - 1..*row], input) != Answer::STAY);
    let mut rows: Vec<usize> = inputs.iter().filter_map(row).collect();
    rows.sort_unstable();
    (rows.len() as f64 / inputs.len() as f64, rows.get(rows.len() / 2).copied().unwrap_or(0))
}

/// Prints everything.
pub fn print(all: &[Measured]) {
    println!("# Baton and its peers\n");
    for (name, version) in versions() {
        println!("- {name} {version}");
    }
    let head: Vec<String> = all.iter().map(|one| separated(one.rules as f64)).collect();
    let row = |name: &str, cells: Vec<String>| println!("| {name} | {} |", cells.join(" | "));
    let table = |title: &str| {
        println!("\n## {title}\n");
        row("rules", head.clone());
        println!("| --- | {}", "---: | ".repeat(head.len()).trim_end());
    };

    table("The policies");
    row("inputs decided by a rule", all.iter().map(|one| format!("{:.0}%", one.decided * 100.0)).collect());
    row("of these, the middle is decided by rule", all.iter().map(|one| separated(one.median_row as f64)).collect());

    for (form, title) in [
        (Form::Ready, "One decision, facts ready, in nanoseconds"),
        (Form::Words, "One decision, words as text, in nanoseconds"),
        (Form::Json, "One decision from JSON text, in nanoseconds"),
    ] {
        let time = |one: &Measured, name: &str| {
            one.times.iter().find(|time| time.form == form && time.name == name).map(|time| time.nanoseconds)
        };
        let named: Vec<&str> =
            names().into_iter().filter(|name| all.iter().any(|one| time(one, name).is_some())).collect();
        table(title);
        for name in &named {
            row(name, all.iter().map(|one| or_dash(time(one, name).map(nanoseconds))).collect());
        }
        let Some(base) = named.first() else { continue };
        table(&format!("The same, times {base}"));
        for name in &named[1..] {
            let ratio = |one: &Measured| Some(ratio(time(one, name)? / time(one, base)?));
            row(name, all.iter().map(|one| or_dash(ratio(one))).collect());
        }
    }

    let load = |one: &Measured, name: &str, show: &dyn Fn(&Load) -> String| {
        or_dash(one.loads.iter().find(|load| load.name == name).map(show))
    };
    table("Loading the policy from its text");
    for name in names().into_iter().filter(|name| all.iter().any(|one| one.loads.iter().any(|load| load.name == *name)))
    {
        row(name, all.iter().map(|one| load(one, name, &|load| duration(load.seconds))).collect());
    }
    table("Memory of the loaded policy, in KiB");
    for name in names().into_iter().filter(|name| all.iter().any(|one| one.loads.iter().any(|load| load.name == *name)))
    {
        row(
            name,
            all.iter().map(|one| load(one, name, &|load| separated((load.bytes as f64 / 1024.0).ceil()))).collect(),
        );
    }
    println!();
    for one in all {
        for (name, reason) in &one.failed {
            println!("- {name} cannot load {} rules: {reason}", separated(one.rules as f64));
        }
        let slow = one.times.iter().filter(|time| time.form == Form::Ready && time.inputs < INPUTS_FEW);
        let slow: Vec<String> = slow.map(|time| format!("{} {}", time.name, time.inputs)).collect();
        if !slow.is_empty() {
            println!("- {} rules, facts ready, on few inputs: {}", separated(one.rules as f64), slow.join(", "));
        }
    }
}

/// Engines in their order, then what only reads.
fn names() -> Vec<&'static str> {
    ALL.iter().map(|engine| engine.name()).chain([READ_OWNED, READ_BORROWED]).collect()
}

/// Crates and their versions, as the lock file has them.
fn versions() -> Vec<(&'static str, &'static str)> {
    let lock = include_str!("../Cargo.lock");
    let version = |package: &str| {
        let (_, rest) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
        rest.split('"').next()
    };
    let mut packages: Vec<&str> = ALL.iter().filter_map(|engine| engine.package()).collect();
    packages.push("serde_json");
    packages.dedup();
    packages.into_iter().filter_map(|package| Some((package, version(package)?))).collect()
}

fn or_dash(text: Option<String>) -> String {
    text.unwrap_or_else(|| "–".to_owned())
}

fn nanoseconds(value: f64) -> String {
    if value < 100.0 { format!("{value:.1}") } else { separated(value) }
}

fn ratio(value: f64) -> String {
    if value < 10.0 { format!("{value:.2}") } else { separated(value) }
}

fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1e-3 => format!("{:.0} µs", s * 1e6),
        s if s < 1.0 => format!("{:.1} ms", s * 1e3),
        s => format!("{s:.1} s"),
    }
}

/// A whole number with separators: `12,345`.
fn separated(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
