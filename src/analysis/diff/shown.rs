//! A region in words, with an example that both policies decided.
//!
//! In: a region. Out: a [`Differing`]. The example is as ordinary as it can be; the
//! reference evaluator of each policy decides as the region says, or there is none.

use super::duel::Duel;
use super::effects::Shift;
use super::regions::{Merged, Unless};
use super::said::Said;
use super::{Differing, Exception, edits, inputs, words};
use crate::analysis::example::across::Across;
use crate::analysis::guarantees::fewest;
use crate::analysis::{Answer, Budget, Example, Missing, Point, Region, Side, Space};
use crate::artifact::Artifact;
use crate::decision::Decision;
use crate::policy::AlsoId;
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// Makes regions readable.
pub(super) struct Shower<'s, 'a> {
    space: &'s Space,
    sides: &'s [Side<'a>; 2],
    artifacts: [&'a Artifact; 2],
    across: OnceCell<Across<'a>>,
    /// Rules with another name: the old one and the new one.
    renamed: Vec<(String, String)>,
}

impl<'s, 'a> Shower<'s, 'a> {
    pub(super) fn new(space: &'s Space, sides: &'s [Side<'a>; 2], artifacts: [&'a Artifact; 2]) -> Self {
        let [old, new] = artifacts.map(|artifact| &artifact.policy);
        Self { space, sides, artifacts, across: OnceCell::new(), renamed: edits::renamed(old, new) }
    }

    /// Where other decisions are made.
    pub(super) fn decision(&self, duel: &Duel<'_, '_>, one: &Merged) -> Differing {
        let [old, new] = Said::pair(&one.said[0], &one.said[1]);
        let fulfils = |decided: &[Decision; 2]| {
            (0..2).all(|side| one.said[side].iter().any(|said| self.said(side, decided).is_alike(said)))
                && !self.said(0, decided).is_alike(&self.said(1, decided))
        };
        let examples = self.example(duel, &one.seed, &fulfils);
        self.differing(&one.region, &one.unless, [old, new], &Said::titles(&one.said[0], None), examples)
    }

    /// Where other things go with the decision.
    pub(super) fn effect(&self, duel: &Duel<'_, '_>, one: &Shift) -> Differing {
        let fulfils = |decided: &[Decision; 2]| {
            let said = [self.said(0, decided), self.said(1, decided)];
            let is_shown = |side: usize, effect: &String| {
                if effect.starts_with(SUM) {
                    return raised(&said[0]) != raised(&said[1]);
                }
                said[side].effects.contains(effect) && !said[1 - side].effects.contains(effect)
            };
            let shows = |side: usize| one.effects[side].iter().all(|one| one.is_empty() || is_shown(side, one));
            said[0].is_alike(&said[1]) && shows(0) && shows(1)
        };
        let examples = self.example(duel, &one.seed, &fulfils);
        // Where one side has nothing of a kind, the other side says so.
        let said = |side: usize| {
            let own = one.effects[side].iter().filter(|effect| !effect.is_empty());
            let own: Vec<&str> = own.map(String::as_str).collect();
            let lacks = |at: &usize| one.effects[side][*at].is_empty() && !one.effects[1 - side][*at].starts_with(SUM);
            let without: Vec<&str> =
                (0..one.effects[side].len()).filter(lacks).map(|at| one.effects[1 - side][at].as_str()).collect();
            match (own.is_empty(), without.is_empty()) {
                (true, true) => "as before".to_owned(),
                (true, false) => format!("without {}", without.join(", ")),
                (false, _) => format!("with {}", own.join(", ")),
            }
        };
        self.differing(&one.region, &one.unless, [said(0), said(1)], &said(0), examples)
    }

    fn differing(
        &self,
        region: &Region,
        unless: &[Unless; 2],
        [old, new]: [String; 2],
        title: &str,
        examples: Option<[Example; 2]>,
    ) -> Differing {
        let conditions = words::conditions(self.space, self.sides, region);
        let when = words::sentence(&conditions);
        Differing { conditions, when, unless: self.unless(unless), old, new, title: format!("was: {title}"), examples }
    }

    fn said(&self, side: usize, decided: &[Decision; 2]) -> Said {
        Said::of(&self.artifacts[side].policy, &decided[side])
    }

    /// A conversation in which the two decide so, the simplest there is.
    fn example(
        &self,
        duel: &Duel<'_, '_>,
        (region, rows): &(Region, Vec<u32>),
        fulfils: &dyn Fn(&[Decision; 2]) -> bool,
    ) -> Option<[Example; 2]> {
        let mut rows = rows.clone();
        rows.extend(&duel.bars);
        let mut region = region.clone();
        if let Some(problem) = self.space.problem_axis() {
            // A test gives only what can be read.
            self.space.keep(&mut region, problem, [0]);
        }
        let Answer::Found(first) = self.space.find(&region, &duel.list, &rows, &mut Budget::usual()) else {
            return None;
        };
        let wanted = fewest::Wanted { space: self.space, region, list: &duel.list, rows };
        let simplest = fewest::simplest(wanted, first.clone());
        let across = self
            .across
            .get_or_init(|| Across::new(self.artifacts.map(|artifact| Space::of(artifact, Missing::Anywhere))));
        [simplest, first].iter().find_map(|point| across.at(&self.alone(across, point)?, fulfils))
    }

    fn alone(&self, across: &Across<'a>, point: &Point) -> Option<[(Point, Vec<i64>); 2]> {
        let slots = self.space.slots(&self.space.around(point))?;
        Some(
            [0, 1].map(|side: usize| inputs::alone((&self.sides[side], self.space), point, &slots, across.alone(side))),
        )
    }

    /// Exceptions by name, those of one policy only first.
    fn unless(&self, unless: &[Unless; 2]) -> Vec<Exception> {
        let also = |side: usize, id: &AlsoId| self.artifacts[side].policy.alsos[id.index()].name.clone();
        let decides = |side: usize| {
            let all = &unless[side].outcomes;
            let mut names: Vec<String> = all.iter().map(|one| self.decider(side, *one, all)).collect();
            names.dedup();
            names
        };
        let adds = |side: usize| unless[side].alsos.iter().map(|id| also(side, id)).collect::<Vec<_>>();
        let mut all = named([decides(0), decides(1)], false);
        all.extend(named([adds(0), adds(1)], true));
        all.sort_by_key(|one| one.only.is_none());
        all
    }

    /// The name of what decides with an outcome; if only one of its two outcomes is among these, which.
    fn decider(&self, side: usize, outcome: u32, among: &BTreeSet<u32>) -> String {
        let rows = &self.artifacts[side].rows;
        let of = |at: u32| rows.outcomes.get(at as usize);
        let rule = of(outcome).and_then(|outcome| outcome.rule);
        if rows.on_problem == Some(outcome) {
            return "on problem".to_owned();
        }
        let is_twin = |at: &u32| {
            of(*at).is_some_and(|one| one.rule == rule) && rows.on_problem != Some(*at) && !rows.is_promised(*at)
        };
        let both = (0..).take(rows.outcomes.len()).filter(is_twin).all(|at| among.contains(&at));
        let again = match of(outcome) {
            _ if both => "",
            Some(one) if one.clarified_before => " the second time",
            Some(_) if rule.is_some() => " the first time",
            _ if rows.otherwise.outcome == outcome => " as it is written",
            _ => " when it is not allowed",
        };
        let name = rule.map_or("otherwise", |id| self.artifacts[side].policy.rule(id).name.as_str());
        // What has another name now and is the same rule goes by its new one.
        let name = self.renamed.iter().find(|(old, _)| side == 0 && old == name).map_or(name, |(_, new)| new);
        format!("{name}{again}")
    }
}

/// How effects that add up begin: they say by how much they differ, so the other side has nothing to say.
const SUM: &str = "raise priority by";

/// By how much a decision raises the priority, in words.
fn raised(said: &Said) -> Option<&String> {
    said.effects.iter().find(|effect| effect.starts_with(SUM))
}

/// Names of both sides, those of one side marked.
fn named([old, new]: [Vec<String>; 2], adds: bool) -> Vec<Exception> {
    let one = |name: &String, only| Exception { name: name.clone(), only, adds };
    let of_old = old.iter().map(|name| one(name, (!new.contains(name)).then_some("old")));
    let of_new = new.iter().filter(|name| !old.contains(name)).map(|name| one(name, Some("new")));
    of_old.chain(of_new).collect()
}
