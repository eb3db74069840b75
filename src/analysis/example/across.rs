//! One point of two policies → one conversation that both decide on.
//!
//! In: a point of the space of two policies, as a point of each alone, and what the
//! two must decide. Out: the conversation as an [`Example`] of each policy. The words
//! are the same; facts that both know are given to both, the others to the one that
//! knows them.

use super::script::{self, Script};
use super::{Example, Examples, words};
use crate::analysis::{Point, Side, Space};
use crate::decision::Decision;
use crate::policy::{Effect, ExpectedKind};
use crate::runtime::{explain, worked};

/// What makes examples of two policies.
#[derive(Debug)]
pub(in crate::analysis) struct Across<'a> {
    examples: [Examples<'a>; 2],
    spaces: [Space; 2],
}

impl<'a> Across<'a> {
    /// Of each policy its side in a space of its own.
    pub(in crate::analysis) fn new(alone: [(Space, Side<'a>); 2]) -> Self {
        let examples = [Examples::new(&alone[0].1), Examples::new(&alone[1].1)];
        Self { examples, spaces: alone.map(|(space, _)| space) }
    }

    /// The side and space of one policy alone.
    pub(in crate::analysis) fn alone(&self, side: usize) -> (&Side<'a>, &Space) {
        (&self.examples[side].side, &self.spaces[side])
    }

    /// A conversation that ends at these points and is decided as `fulfils` wants. None if none was found.
    pub(in crate::analysis) fn at(
        &self,
        points: &[(Point, Vec<i64>); 2],
        fulfils: &dyn Fn(&[Decision; 2]) -> bool,
    ) -> Option<[Example; 2]> {
        let mut scripts = [self.script(0, points)?, self.script(1, points)?];
        let turns = scripts[0].earlier.len().max(scripts[1].earlier.len());
        for script in &mut scripts {
            script.earlier.resize(turns, script::PLAIN.to_owned());
        }
        let accepted = |scripts: &[Script; 2]| self.decided(scripts).is_some_and(|decided| fulfils(&decided));
        let known = self.say(points, &mut scripts, &accepted);
        if !known {
            for side in [0, 1] {
                let (point, slots) = &points[side];
                scripts[side].give_signals(&self.examples[side].side, &self.spaces[side], point, slots);
            }
        }
        if !accepted(&scripts) {
            return None;
        }
        self.shorten(&mut scripts, &accepted);
        let decided = self.decided(&scripts)?;
        let [old, new] = scripts;
        let finish = |side: usize, script: Script| {
            let more = |_: &Decision| self.apart(side, &decided);
            self.examples[side].finish(&self.spaces[side], script, known, &more)
        };
        Some([finish(0, old)?, finish(1, new)?])
    }

    fn script(&self, side: usize, points: &[(Point, Vec<i64>); 2]) -> Option<Script> {
        let (point, slots) = &points[side];
        Script::of(&self.examples[side].side, &self.spaces[side], point, slots)
    }

    /// Puts the same words into both: those that one of the policies listens for. False if none did.
    fn say(
        &self,
        points: &[(Point, Vec<i64>); 2],
        scripts: &mut [Script; 2],
        accepted: &dyn Fn(&[Script; 2]) -> bool,
    ) -> bool {
        if accepted(scripts) {
            return true;
        }
        for side in [1, 0] {
            let with = |said: &Script| {
                scripts.clone().map(|script| Script {
                    earlier: said.earlier.clone(),
                    last: said.last.clone(),
                    ..script
                })
            };
            let end = |script: &Script| self.examples[side].end(&self.spaces[side], script);
            let mut said = scripts[side].clone();
            let found =
                words::find(&self.examples[side].side, &self.spaces[side], &points[side].0, &mut said, &end, &|said| {
                    accepted(&with(said))
                });
            if found {
                *scripts = with(&said);
                return true;
            }
        }
        false
    }

    fn decided(&self, scripts: &[Script; 2]) -> Option<[Decision; 2]> {
        let decided = |side: usize| {
            let test = scripts[side].test(Vec::new());
            let (_, at) = worked::facts(&self.examples[side].table, &test);
            let decision = worked::run(&self.examples[side].table, &test).decisions.pop()?;
            (at == scripts[side].point).then_some(decision)
        };
        Some([decided(0)?, decided(1)?])
    }

    /// What a test of one policy must expect so that the other fails it, beside action, queue and rule.
    fn apart(&self, side: usize, decided: &[Decision; 2]) -> Vec<ExpectedKind> {
        let policy = |side: usize| &self.examples[side].side.artifact.policy;
        let (own, other) = (&decided[side], &decided[1 - side]);
        let written = |side: usize| -> Vec<String> {
            decided[side].effects.iter().map(|effect| explain::effect(policy(side), effect)).collect()
        };
        let (ours, theirs) = (written(side), written(1 - side));
        let is_ours = |effect: &&Effect| !theirs.contains(&explain::effect(policy(side), effect));
        let mut all: Vec<ExpectedKind> =
            own.effects.iter().filter(is_ours).cloned().map(ExpectedKind::Effect).collect();
        let lost = other.effects.iter().filter_map(|effect| match effect {
            Effect::Tag(tag) if !ours.contains(&explain::effect(policy(1 - side), effect)) => Some(tag.clone()),
            _ => None,
        });
        all.extend(lost.map(ExpectedKind::NoTag));
        let says = |side: usize| decided[side].message.map(|id| policy(side).message(id).name.as_str());
        if own.action == other.action {
            all.extend(own.level.clone().filter(|_| own.level != other.level).map(ExpectedKind::Level));
            all.extend(own.message.filter(|_| says(side) != says(1 - side)).map(ExpectedKind::Say));
            all.extend(own.reason.clone().filter(|_| own.reason != other.reason).map(ExpectedKind::Because));
        }
        all
    }

    /// Leaves out of both what makes no difference.
    fn shorten(&self, scripts: &mut [Script; 2], accepted: &dyn Fn(&[Script; 2]) -> bool) {
        let name = |side: usize, fact| self.examples[side].side.artifact.policy.fact(fact).name.as_str();
        let mut names: Vec<String> = Vec::new();
        for side in [0, 1] {
            let given = scripts[side].given.iter().map(|(fact, _)| name(side, *fact).to_owned());
            given.for_each(|one| {
                if !names.contains(&one) {
                    names.push(one);
                }
            });
        }
        let is_it = |side: usize, fact, without: &String| name(side, fact) == without;
        script::shorten_both(scripts, &names, &is_it, accepted);
    }
}
