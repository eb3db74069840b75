//! Compares Baton with what a user would pick instead, on the same policies and inputs.
//!
//! In: sizes and names of engines, as arguments. Out: Markdown tables. Before
//! anything is timed, the answers of all engines are compared on every input.

mod allocation;
mod clock;
mod engine;
mod engines;
mod generate;
mod load;
mod measure;
mod native;
mod random;
mod report;
mod spec;

use engine::{ALL, Engine, Form};
use report::Measured;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: allocation::Counting = allocation::Counting;

const USAGE: &str = "\
usage: baton-peers [--quick] [--sizes 10,100] [--engines NAME,NAME]
       baton-peers --callgrind ENGINE SIZE [ready|words|json]
       baton-peers --text ENGINE SIZE";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[&str]) -> Result<(), String> {
    match arguments {
        ["--callgrind", name, size] => callgrind(find(name)?, number(size)?, Form::Ready),
        ["--callgrind", name, size, "ready"] => callgrind(find(name)?, number(size)?, Form::Ready),
        ["--callgrind", name, size, "words"] => callgrind(find(name)?, number(size)?, Form::Words),
        ["--callgrind", name, size, "json"] => callgrind(find(name)?, number(size)?, Form::Json),
        ["--text", name, size] => {
            print!("{}", find(name)?.text(&generate::rules(number(size)?)));
            Ok(())
        }
        _ => compare(Chosen::read(arguments)?),
    }
}

/// What to compare, and how thoroughly.
struct Chosen {
    sizes: Vec<usize>,
    engines: Vec<&'static dyn Engine>,
    inputs: usize,
    rounds: usize,
}

impl Chosen {
    fn read(arguments: &[&str]) -> Result<Self, String> {
        let mut chosen = Self { sizes: vec![10, 100, 1_000, 10_000], engines: ALL.to_vec(), inputs: 4_096, rounds: 9 };
        if arguments.contains(&"--quick") {
            (chosen.sizes, chosen.inputs, chosen.rounds) = (vec![10, 100, 1_000], 1_024, 3);
        }
        let mut rest = arguments.iter().filter(|argument| **argument != "--quick");
        while let Some(argument) = rest.next() {
            let mut list = || rest.next().map(|list| list.split(',')).ok_or(USAGE);
            match *argument {
                "--sizes" => chosen.sizes = list()?.map(number).collect::<Result<_, _>>()?,
                "--engines" => chosen.engines = list()?.map(find).collect::<Result<_, _>>()?,
                _ => return Err(USAGE.to_owned()),
            }
        }
        Ok(chosen)
    }
}

fn number(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| format!("`{text}` is not a number\n{USAGE}"))
}

fn find(name: &str) -> Result<&'static dyn Engine, String> {
    let names = || ALL.iter().map(|engine| engine.name()).collect::<Vec<_>>().join(", ");
    let found = ALL.iter().copied().find(|engine| engine.name() == name);
    found.ok_or_else(|| format!("no engine is called `{name}`; there are {}", names()))
}

fn compare(chosen: Chosen) -> Result<(), String> {
    let measured: Vec<Measured> = chosen.sizes.iter().map(|size| one_size(*size, &chosen)).collect();
    report::print(&measured);
    Ok(())
}

fn one_size(size: usize, chosen: &Chosen) -> Measured {
    let rules = generate::rules(size);
    // The check of all inputs takes most of the time of a large policy.
    let count = if size > 1_000 { chosen.inputs / 4 } else { chosen.inputs };
    let inputs = generate::inputs(&rules, count);
    let (mut loaded, mut failed) = (Vec::new(), Vec::new());
    for engine in &chosen.engines {
        eprintln!("{size} rules: {} loads and is checked", engine.name());
        match load::load(*engine, &rules, &inputs) {
            Ok(mut one) => {
                load::check(&mut one, &rules, &inputs);
                loaded.push(one);
            }
            Err(reason) => failed.push((engine.name(), reason)),
        }
    }
    eprintln!("{size} rules: all are measured");
    let times = measure::measure(&mut loaded, &inputs, chosen.rounds);
    let (decided, median_row) = report::decided(&rules, &inputs);
    let load = |one: &load::Loaded| report::Load {
        name: one.name,
        seconds: one.seconds,
        // Pages of a library are in memory once it was used.
        bytes: one.bytes + one.prepared.bytes_elsewhere(),
    };
    Measured { rules: size, decided, median_row, loads: loaded.iter().map(load).collect(), times, failed }
}

/// How many decisions valgrind counts.
const COUNTED: usize = 1_024;

fn callgrind(engine: &dyn Engine, size: usize, form: Form) -> Result<(), String> {
    let rules = generate::rules(size);
    let inputs = generate::inputs(&rules, COUNTED);
    let mut prepared = engine.prepare(&engine.text(&rules), &rules)?;
    prepared.ready(&inputs);
    // The first decisions may fill caches.
    prepared.run(form, &inputs[..COUNTED / 8]);
    measure::counted_decisions(&mut *prepared, form, &inputs);
    println!("{COUNTED}");
    Ok(())
}
