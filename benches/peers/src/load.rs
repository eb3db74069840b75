//! Engines loaded with a policy, and the proof that all of them mean the same.

use crate::allocation::counted;
use crate::clock::timed;
use crate::engine::{Engine, Prepared};
use crate::measure::median;
use crate::spec::{Answer, Input, Rule, decide};
use std::time::{Duration, Instant};

/// An engine that holds the policy and the inputs.
pub struct Loaded {
    pub name: &'static str,
    pub prepared: Box<dyn Prepared>,
    /// How long loading takes, in seconds.
    pub seconds: f64,
    /// What the loaded policy keeps in memory.
    pub bytes: usize,
}

/// Loads a policy. The error says why the engine cannot.
pub fn load(engine: &dyn Engine, rules: &[Rule], inputs: &[Input]) -> Result<Loaded, String> {
    let text = engine.text(rules);
    // The first time also fills what the library keeps for all policies: it is not counted.
    let (first, took) = timed(|| engine.prepare(&text, rules));
    drop(first?);
    let mut seconds = vec![took];
    let (prepared, heap) = counted(|| engine.prepare(&text, rules));
    let mut prepared = prepared?;
    // Short times are measured again.
    let end = Instant::now() + Duration::from_millis(300);
    while seconds.len() < 25 && Instant::now() < end {
        let (again, took) = timed(|| engine.prepare(&text, rules));
        seconds.push(took);
        drop(again);
    }
    prepared.ready(inputs);
    Ok(Loaded {
        name: engine.name(),
        seconds: prepared.seconds_elsewhere().unwrap_or_else(|| median(seconds)),
        bytes: heap,
        prepared,
    })
}

/// How long the check of one form may take, roughly. Facts that are ready are checked on every input all the same.
const CHECK_MAX: Duration = Duration::from_secs(3);

/// Compares every answer with what the rules say.
///
/// # Panics
///
/// On the first difference.
pub fn check(loaded: &mut Loaded, rules: &[Rule], inputs: &[Input]) {
    let Loaded { name, prepared, .. } = loaded;
    let compare = |at: usize, found: Answer, form: &str| {
        let expected = decide(rules, &inputs[at]);
        assert!(found == expected, "{name}, {form}: {found:?} is not {expected:?} on {}", inputs[at].json);
    };
    for at in 0..inputs.len() {
        compare(at, prepared.decide(at), "facts ready");
    }
    let end = Instant::now() + CHECK_MAX;
    for (at, input) in inputs.iter().enumerate() {
        if Instant::now() > end {
            break;
        }
        compare(at, prepared.decide_json(&input.json), "JSON");
        if let Some(found) = prepared.decide_words(at) {
            compare(at, found, "words as text");
        }
    }
}
