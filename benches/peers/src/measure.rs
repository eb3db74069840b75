//! Times of one policy: every engine in every form, taking turns.
//!
//! Each round runs all of them once, so that a noisy moment of the machine meets
//! all alike; a time is the median of the rounds, in processor time. Slow engines decide fewer inputs:
//! always the first ones, of which half are decided by a rule like all others.

use crate::clock::timed;
use crate::engine::{Form, Prepared};
use crate::load::Loaded;
use crate::native::Sent;
use crate::spec::Input;
use serde::Deserialize;
use std::hint::black_box;

/// How long one engine is measured in one round, if it is fast enough to fill the time.
const TURN_SECONDS: f64 = 0.02;

/// An engine that takes longer for the fewest inputs is slow.
const SLOW_SECONDS: f64 = 0.3;

/// The fewest inputs that stand for all.
const INPUTS_MIN: usize = 64;

/// How many inputs a slow engine decides before a turn begins.
const WARM: usize = 8;

/// The names of the rows that only read JSON.
pub const READ_OWNED: &str = "serde_json into a struct";
pub const READ_BORROWED: &str = "serde_json into a struct, text borrowed";

/// How long one engine took in one form.
pub struct Time {
    pub name: &'static str,
    pub form: Form,
    /// For one decision.
    pub nanoseconds: f64,
    /// How many different inputs it decided.
    pub inputs: usize,
}

/// Measures all engines.
pub fn measure(loaded: &mut [Loaded], inputs: &[Input], rounds: usize) -> Vec<Time> {
    let mut runners = Vec::new();
    for loaded in loaded {
        let shared = std::rc::Rc::new(std::cell::RefCell::new(&mut loaded.prepared));
        let has_words = shared.borrow_mut().decide_words(0).is_some();
        for form in [Form::Ready, Form::Words, Form::Json] {
            if form == Form::Words && !has_words {
                continue;
            }
            let shared = shared.clone();
            let run = move |inputs: &[Input]| shared.borrow_mut().run(form, inputs);
            runners.push(Runner::new(loaded.name, form, Box::new(run), inputs));
        }
    }
    runners.push(Runner::new(READ_OWNED, Form::Json, Box::new(read_owned), inputs));
    runners.push(Runner::new(READ_BORROWED, Form::Json, Box::new(read_borrowed), inputs));
    for round in 0..rounds {
        for runner in runners.iter_mut().filter(|runner| !runner.is_slow || round % 3 == 0) {
            runner.turn(inputs);
        }
    }
    let time = |runner: Runner<'_>| Time {
        name: runner.name,
        form: runner.form,
        nanoseconds: median(runner.times),
        inputs: runner.inputs,
    };
    runners.into_iter().map(time).collect()
}

type Run<'a> = Box<dyn FnMut(&[Input]) -> u64 + 'a>;

struct Runner<'a> {
    name: &'static str,
    form: Form,
    run: Run<'a>,
    inputs: usize,
    /// How often all inputs are run in one turn.
    repeats: usize,
    /// One turn takes so long that a third of the rounds must do.
    is_slow: bool,
    times: Vec<f64>,
}

impl<'a> Runner<'a> {
    /// Runs for a moment, so that caches are warm, to see how much fits into a turn.
    fn new(name: &'static str, form: Form, mut run: Run<'a>, inputs: &[Input]) -> Self {
        let few = INPUTS_MIN.min(inputs.len());
        let (mut least, mut spent) = (f64::INFINITY, 0.0);
        while spent < TURN_SECONDS / 2.0 {
            let (_, took) = timed(|| black_box(run(&inputs[..few])));
            least = least.min(took);
            spent += took;
        }
        let fit = (TURN_SECONDS * few as f64 / least) as usize;
        let used = fit.clamp(few, inputs.len());
        let is_slow = least > SLOW_SECONDS;
        Self { name, form, run, inputs: used, repeats: (fit / used).max(1), is_slow, times: Vec::new() }
    }

    fn turn(&mut self, inputs: &[Input]) {
        let inputs = &inputs[..self.inputs];
        // Another engine had the caches to itself. Who decides all inputs more than once is quick.
        let warm = if self.repeats > 1 { inputs.len() } else { inputs.len().min(WARM) };
        (self.run)(&inputs[..warm]);
        let ((), took) = timed(|| {
            for _ in 0..self.repeats {
                black_box((self.run)(black_box(inputs)));
            }
        });
        self.times.push(took * 1e9 / (self.repeats * inputs.len()) as f64);
    }
}

/// What a service must at least do with the text, whatever decides.
fn read_owned(inputs: &[Input]) -> u64 {
    for input in inputs {
        let read: Owned = serde_json::from_str(&input.json).expect("we wrote it");
        black_box(&read);
    }
    0
}

fn read_borrowed(inputs: &[Input]) -> u64 {
    for input in inputs {
        black_box(&Sent::read(&input.json));
    }
    0
}

/// The facts as most services hold them.
#[derive(Deserialize)]
#[allow(dead_code, reason = "reading it is what is measured")]
struct Owned {
    category: String,
    tier: String,
    channel: String,
    language: String,
    asked_for_person: bool,
    outage: bool,
    returning: bool,
    confidence: f64,
    sentiment: f64,
    frustration: f64,
    turns: u64,
    lifetime_value: f64,
}

/// Runs a fixed number of decisions, for `valgrind --toggle-collect` to count this function and what it calls.
#[unsafe(no_mangle)]
#[inline(never)]
pub extern "Rust" fn counted_decisions(prepared: &mut dyn Prepared, form: Form, inputs: &[Input]) -> u64 {
    black_box(prepared.run(form, inputs))
}

/// The middle of these; there is at least one.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
