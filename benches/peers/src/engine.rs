//! What every engine that is compared can do, and the list of them.
//!
//! An engine is first given the policy in its own language, then the inputs in its
//! own form, both outside of the timing of decisions.

use crate::engines;
use crate::spec::{Answer, Input, Rule};

/// A library, or a way without one, to decide by first match.
pub trait Engine {
    /// As it is called in tables and on the command line.
    fn name(&self) -> &'static str;

    /// The crate whose version stands in the report, if there is one.
    fn package(&self) -> Option<&'static str> {
        None
    }

    /// The policy as a user of this engine writes it.
    fn text(&self, rules: &[Rule]) -> String;

    /// Loads the policy. The error says why it cannot, in words.
    fn prepare(&self, text: &str, rules: &[Rule]) -> Result<Box<dyn Prepared>, String>;
}

/// In which form the facts come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As the engine likes them best.
    Ready,
    /// Numbers ready, words as text: only for engines that number their words.
    Words,
    /// One JSON text.
    Json,
}

/// A policy that an engine has loaded.
pub trait Prepared {
    /// Makes inputs ready, for `decide` and `decide_words` to find them by position.
    fn ready(&mut self, inputs: &[Input]);

    /// The answer to input `at`.
    fn decide(&mut self, at: usize) -> Answer;

    /// As `decide`, from words as text.
    fn decide_words(&mut self, _at: usize) -> Option<Answer> {
        None
    }

    /// The answer to a JSON text.
    fn decide_json(&mut self, json: &str) -> Answer;

    /// Memory that the prepared policy holds outside of the allocator, in bytes.
    fn bytes_elsewhere(&self) -> usize {
        0
    }

    /// How long loading took where it was done in an earlier run, in seconds.
    fn seconds_elsewhere(&self) -> Option<f64> {
        None
    }

    /// Decides all inputs once, and adds the answers up so that none can be left out. Each engine has its own copy of
    /// this loop, so that what is measured holds no dynamic call.
    fn run(&mut self, form: Form, inputs: &[Input]) -> u64 {
        let value = |answer: Answer| u64::from(answer.0);
        match form {
            Form::Ready => (0..inputs.len()).map(|at| value(self.decide(at))).sum(),
            Form::Words => (0..inputs.len()).map(|at| self.decide_words(at).map_or(0, value)).sum(),
            Form::Json => inputs.iter().map(|input| value(self.decide_json(&input.json))).sum(),
        }
    }
}

/// Every engine, in the order of the tables. The first is what ratios are taken against.
pub const ALL: &[&dyn Engine] = &[
    &engines::baton::Baton,
    &engines::baton_reference::BatonReference,
    &engines::if_chain::IfChain,
    &engines::linear_scan::LinearScan,
    &engines::zen::Zen,
    &engines::datalogic::Datalogic,
    &engines::cel::Cel,
    &engines::cedar::Cedar,
    &engines::regorus::Regorus,
];
