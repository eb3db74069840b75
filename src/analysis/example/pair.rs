//! Two points → two conversations that differ in what differs there, and in nothing else that matters.
//!
//! In: the points and the slots that the search found for two inputs of one table,
//! and what both must come to. Out: two [`Example`]s, each with its own words where
//! signals differ, shortened together.

use super::script::{self, Script};
use super::{Example, Examples, words};
use crate::analysis::{Point, Space};
use crate::decision::{Decision, Point as DecisionPoint};
use crate::runtime::{Values, worked};

/// Where a conversation ended.
#[derive(Clone, Debug)]
pub struct Ended {
    /// The value of every fact.
    pub values: Values,
    /// The decision point.
    pub at: DecisionPoint,
    /// What was decided.
    pub decision: Decision,
}

impl Examples<'_> {
    /// Two conversations that end like these points: a pair that `fulfils` accepts. None if none was found.
    pub fn pair(
        &self,
        space: &Space,
        points: &[Point; 2],
        slots: &[Vec<i64>; 2],
        fulfils: &dyn Fn(&[Ended; 2]) -> bool,
    ) -> Option<[Example; 2]> {
        let mut scripts = [
            Script::of(&self.side, space, &points[0], &slots[0])?,
            Script::of(&self.side, space, &points[1], &slots[1])?,
        ];
        let turns = scripts[0].earlier.len().max(scripts[1].earlier.len());
        for script in &mut scripts {
            script.earlier.resize(turns, script::PLAIN.to_owned());
        }
        let accepted = |scripts: &[Script; 2]| self.ended(scripts).is_some_and(|ended| fulfils(&ended));
        let message_known = self.say(space, points, &mut scripts, &accepted);
        if !message_known {
            for (at, script) in scripts.iter_mut().enumerate() {
                script.give_signals(&self.side, space, &points[at], &slots[at]);
            }
        }
        if !accepted(&scripts) {
            return None;
        }
        let facts: Vec<_> = scripts[0].given.iter().map(|(fact, _)| *fact).collect();
        script::shorten_both(&mut scripts, &facts, &|_, given, fact| given == *fact, &accepted);
        let [one, other] = scripts;
        let finish = |script: Script| self.finish(space, script, message_known, &|_| Vec::new());
        Some([finish(one)?, finish(other)?])
    }

    /// Puts words into two scripts: the same into both, else its own into each. False if none did.
    fn say(
        &self,
        space: &Space,
        points: &[Point; 2],
        scripts: &mut [Script; 2],
        accepted: &dyn Fn(&[Script; 2]) -> bool,
    ) -> bool {
        if accepted(scripts) {
            return true;
        }
        let list = self.side.deciders(space);
        let decides = |point: &Point| (0..list.len()).find(|row| space.fits(&list, *row, point));
        let mut said = scripts.clone();
        for (at, script) in said.iter_mut().enumerate() {
            let end = |script: &Script| self.end(space, script);
            let alike =
                |script: &Script| self.end(space, script).is_some_and(|point| decides(&point) == decides(&points[at]));
            words::find(&self.side, space, &points[at], script, &end, &alike);
        }
        let with = |from: &Script, script: &Script| Script {
            earlier: from.earlier.clone(),
            last: from.last.clone(),
            ..script.clone()
        };
        let tries = [
            [said[0].clone(), with(&said[0], &scripts[1])],
            [with(&said[1], &scripts[0]), said[1].clone()],
            said.clone(),
        ];
        match tries.into_iter().find(|scripts| accepted(scripts)) {
            Some(found) => {
                *scripts = found;
                true
            }
            None => false,
        }
    }

    fn ended(&self, scripts: &[Script; 2]) -> Option<[Ended; 2]> {
        let ended = |script: &Script| {
            let test = script.test(Vec::new());
            let (values, at) = worked::facts(&self.table, &test);
            let decision = worked::run(&self.table, &test).decisions.pop()?;
            (at == script.point).then_some(Ended { values, at, decision })
        };
        Some([ended(&scripts[0])?, ended(&scripts[1])?])
    }
}
