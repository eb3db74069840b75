//! Guarantees: proved, broken with an example, or undecided.
//!
//! In: an artifact. Out: for each of its guarantees a [`Verdict`]. The table is made
//! again with the cuts of the guarantees' conditions, so that a cell lies wholly in a
//! condition or outside it; then every row that decides something forbidden is asked
//! whether it can decide where the condition holds.
//!
//! # Guarantees
//!
//! What is called proved holds for all values of facts and signals that can be read,
//! as `docs/analysis.md` models them. What is called broken was decided so by the
//! reference evaluator. The example is as ordinary as it can be: no fact of it can be
//! given its usual value beside the others.
//!
//! # What is not here
//!
//! Words: [`findings`] makes problems of verdicts.

mod conversations;
pub(super) mod decisions;
pub(super) mod fewest;
pub mod findings;
pub mod mends;
mod movement;
mod moves;
pub mod said;
mod shift;

use super::{Answer, Budget, Ended, Example, Examples, Missing, Point, Region, RowList, Side, Space};
use crate::artifact::Artifact;
use crate::compile;
use crate::decision::Decision;
use crate::diagnostic::{Code, Problem};
use crate::policy::{ActionName, Demand, Direction, Effect, FactId, Guarantee, Policy, ThresholdId, Wanted};
use crate::rows::Matrix;
use crate::runtime::{self, Values};
use crate::value::Fixed;
use decisions::{Decisions, Least};
use fewest::unusual;
use movement::{Pair, Pairs};

/// What is found of guarantees beside those that are broken.
pub(super) const LINTS: [Code; 3] = [Code::W0535, Code::W0536, Code::W0537];

/// Rows with a forbidden outcome that are compared for the simplest example.
const CANDIDATES_MAX: usize = 6;

/// What became of a guarantee.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It holds for every input.
    Proved,
    /// It holds because no input fits its condition.
    NothingFits,
    /// It does not hold.
    Broken(Breach),
    /// Rows break it, and no conversation was found that shows it.
    NoExample,
    /// The budget ended before the answer.
    Undecided,
    /// It speaks of people at instants: [`reach`](crate::reach) decides it.
    OfTheCalendar,
}

/// How a guarantee is broken.
#[derive(Clone, Debug)]
pub struct Breach {
    /// A conversation; of a movement the two that it leads between.
    pub examples: Vec<Example>,
    /// The thresholds of the two, if the guarantee is about one.
    pub thresholds: Vec<Fixed>,
    /// Of a whole conversation its events, as `baton step` reads them, a line each.
    pub events: Vec<String>,
}

/// What a search came to.
enum Came<T> {
    Nothing,
    /// Things to show, the simplest first.
    Found(Vec<T>),
    Undecided,
}

/// A policy's guarantees, ready to be asked.
#[derive(Debug)]
pub struct Guarantees {
    /// The policy with a table that is also cut where guarantees cut it. It decides the same.
    artifact: Artifact,
    conditions: Vec<Matrix>,
}

impl Guarantees {
    /// Those of a policy.
    ///
    /// # Errors
    ///
    /// A condition that becomes too many rows.
    pub fn of(policy: &Policy) -> Result<Self, Problem> {
        let (rows, conditions) = compile::lower_with_guarantees(policy)?;
        Ok(Self { artifact: Artifact { policy: policy.clone(), rows }, conditions })
    }

    /// The policy with the table that is asked.
    pub fn artifact(&self) -> &Artifact {
        &self.artifact
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.artifact.policy
    }

    /// Asks every guarantee, in order.
    pub fn prove(&self) -> Vec<Verdict> {
        let (space, side) = Space::of(&self.artifact, Missing::Usually);
        let decisions = Decisions::new(&space, &side);
        let examples = std::cell::OnceCell::new();
        let prover = Prover { guarantees: self, decisions, examples };
        (0..self.conditions.len()).map(|at| prover.verdict(at)).collect()
    }
}

/// Proves the guarantees of a policy; reports those that do not hold. Returns what became of each, in order, and what it
/// says.
pub(super) fn check(policy: &Policy, found: &mut Vec<Problem>) -> Vec<(Verdict, String)> {
    if policy.guarantees.is_empty() {
        return Vec::new();
    }
    match Guarantees::of(policy) {
        Err(problem) => {
            found.push(problem);
            Vec::new()
        }
        Ok(guarantees) => {
            let verdicts = guarantees.prove();
            found.extend(findings::problems(&guarantees, &verdicts));
            let said = |guarantee| said::sentence(policy, guarantee);
            verdicts.into_iter().zip(policy.guarantees.iter().map(said)).collect()
        }
    }
}

/// Whether a decision breaks a guarantee, for these facts. Always false of a movement, which is about two decisions, and
/// of what speaks of a whole conversation.
pub fn breaks(policy: &Policy, guarantee: &Guarantee, facts: &Values, decision: &Decision) -> bool {
    let everyone;
    let forbidden = match &guarantee.demand {
        Demand::Always(wanted) => Forbidden::others(wanted),
        Demand::Never(wanted) => Forbidden::these(wanted),
        Demand::Everyone(within) => {
            everyone = with_everyone(*within);
            Forbidden::without(&everyone)
        }
        _ => return false,
    };
    forbidden.forbids(decision) && runtime::holds(policy, facts, decision.point, &guarantee.condition)
}

/// Everything at hand for one policy's guarantees.
struct Prover<'s, 'a> {
    guarantees: &'a Guarantees,
    decisions: Decisions<'s, 'a>,
    examples: std::cell::OnceCell<Examples<'a>>,
}

impl<'a> Prover<'_, 'a> {
    fn verdict(&self, at: usize) -> Verdict {
        match &self.guarantees.policy().guarantees[at].demand {
            Demand::Always(wanted) => self.decided(at, &Forbidden::others(wanted)),
            Demand::Never(wanted) => self.decided(at, &Forbidden::these(wanted)),
            Demand::Everyone(within) => self.decided(at, &Forbidden::without(&with_everyone(*within))),
            Demand::Someone(..) | Demand::NeverClosed(_) => Verdict::OfTheCalendar,
            Demand::Outcome(fact, direction) => self.movement(at, (*fact, *direction), None),
            Demand::Threshold(fact, direction, threshold, never) => {
                self.movement(at, (*fact, *direction), Some((*threshold, *never)))
            }
            Demand::AtMost(action, times) => self.at_most(*action, *times),
            Demand::Within(rounds, actions) => self.within(*rounds, actions),
        }
    }

    fn examples(&self) -> &Examples<'a> {
        self.examples.get_or_init(|| Examples::new(self.decisions.side))
    }

    fn space(&self) -> &Space {
        self.decisions.space
    }

    fn side(&self) -> &Side<'a> {
        self.decisions.side
    }

    /// Whether a decision is forbidden where a condition holds.
    fn decided(&self, at: usize, forbidden: &Forbidden<'_>) -> Verdict {
        let conditions = self.side().rows(&self.guarantees.conditions[at], self.space());
        let regions: Vec<Region> = (0..conditions.len())
            .map(|row| self.space().fitting(&self.space().everything(), &conditions, row))
            .collect();
        if regions.iter().all(|region| self.is_empty(region)) {
            return Verdict::NothingFits;
        }
        match self.breaking(&regions, forbidden, usize::MAX) {
            Came::Nothing => Verdict::Proved,
            Came::Undecided => Verdict::Undecided,
            Came::Found(points) => {
                let fulfils = |point: &Point| {
                    let holds = (0..conditions.len()).any(|row| self.space().fits(&conditions, row, point));
                    holds && self.is_forbidden(point, forbidden)
                };
                let shown = points.iter().filter_map(|point| self.examples().at(self.space(), point, &fulfils));
                let shown = shown.filter(|example| forbidden.forbids(&example.decision));
                // One whose words are known is worth more than one that is simpler.
                let mut shown: Vec<Example> = shown.collect();
                shown.sort_by_key(|example| !example.message_known);
                shown.truncate(1);
                if shown.is_empty() {
                    return Verdict::NoExample;
                }
                Verdict::Broken(Breach { examples: shown, thresholds: Vec::new(), events: Vec::new() })
            }
        }
    }

    /// Whether there is no input in a region.
    fn is_empty(&self, region: &Region) -> bool {
        let none = RowList::default();
        matches!(self.space().find(region, &none, &[], &mut Budget::usual()), Answer::Covered(_))
    }

    /// Points at which something forbidden is decided, from the simplest; so many at most of one rule.
    fn breaking(&self, regions: &[Region], forbidden: &Forbidden<'_>, of_a_rule: usize) -> Came<Point> {
        let (space, list) = (self.space(), &self.decisions.list);
        let mut found: Vec<Point> = Vec::new();
        let mut undecided = false;
        // The rows of a rule stand together.
        let (mut latest, mut before) = (None, 0);
        for row in 0..self.decisions.deciders {
            let rule = self.decisions.outcome(row).rule;
            if latest != Some(rule) {
                (latest, before) = (Some(rule), found.len());
            } else if found.len() - before >= of_a_rule {
                continue;
            }
            for region in regions {
                let region = space.fitting(region, list, row);
                if space.is_void(&region) {
                    continue;
                }
                for (part, others) in forbidden.parts(&self.decisions, row, &region) {
                    let mut rows = list.before(row);
                    rows.extend(others);
                    match space.find(&part, list, &rows, &mut Budget::usual()) {
                        Answer::Covered(_) => {}
                        Answer::Undecided => undecided = true,
                        Answer::Found(first) => {
                            let wanted = fewest::Wanted { space, region: part, list, rows };
                            found.push(fewest::simplest(wanted, first));
                        }
                    }
                }
            }
            found[before..].sort_by_key(|point| unusual(space, point));
            found.truncate(before.saturating_add(of_a_rule));
            if found.len() >= CANDIDATES_MAX {
                break;
            }
        }
        found.sort_by_key(|point| unusual(space, point));
        match (found.is_empty(), undecided) {
            (false, _) => Came::Found(found),
            (true, true) => Came::Undecided,
            (true, false) => Came::Nothing,
        }
    }

    /// Whether something forbidden is decided at a point.
    fn is_forbidden(&self, point: &Point, forbidden: &Forbidden<'_>) -> bool {
        let (space, list) = (self.space(), &self.decisions.list);
        let Some(row) = self.decisions.deciding(point) else { return false };
        // What `also`s ask of the decision follows from it, wherever the point has it.
        let mut around = space.around(point);
        self.decisions.free_decision(&mut around);
        let parts = forbidden.parts(&self.decisions, row, &around);
        parts
            .into_iter()
            .any(|(part, others)| matches!(space.find(&part, list, &others, &mut Budget::usual()), Answer::Found(_)))
    }

    /// Whether two inputs between which a fact moves break what must not follow.
    fn movement(&self, at: usize, moved: (FactId, Direction), never: Option<(ThresholdId, Direction)>) -> Verdict {
        let Guarantees { artifact, conditions } = self.guarantees;
        let still = never.map(|(threshold, _)| artifact.policy.thresholds[threshold.index()].fact);
        let Some(pairs) = Pairs::new(artifact, &conditions[at], moved, still) else { return Verdict::NothingFits };
        if pairs.is_empty() {
            return Verdict::NothingFits;
        }
        let came = match never {
            None => pairs.towards_stay(),
            Some((threshold, never)) => pairs.threshold(threshold, never),
        };
        match came {
            Came::Nothing => Verdict::Proved,
            Came::Undecided => Verdict::Undecided,
            Came::Found(found) => {
                let shown = found.iter().find_map(|pair| self.shown(&pairs, pair, never));
                shown.map_or(Verdict::NoExample, Verdict::Broken)
            }
        }
    }

    fn shown(&self, pairs: &Pairs<'_>, pair: &Pair, never: Option<(ThresholdId, Direction)>) -> Option<Breach> {
        let Pair { slots, points } = pair;
        let policy = self.guarantees.policy();
        let thresholds = |ended: &[Ended; 2]| {
            let (threshold, _) = never?;
            Some(ended.each_ref().map(|one| runtime::threshold(policy, &one.values, one.at, threshold).value))
        };
        let last = std::cell::Cell::new(None);
        let breaks = |ended: &[Ended; 2]| {
            let found = thresholds(ended);
            let moves = match (found, never) {
                (Some([before, after]), Some((_, Direction::Falls))) => after < before,
                (Some([before, after]), Some((_, Direction::Rises))) => after > before,
                _ => movement::is_nearer_to_stay(ended[0].decision.action, ended[1].decision.action),
            };
            let breaks = moves && pairs.is_movement(&ended[0].values, &ended[1].values);
            last.set(if breaks { found } else { last.get() });
            breaks
        };
        let examples = self.examples().pair(self.space(), points, slots, &breaks)?;
        let thresholds = last.get().map(Vec::from).unwrap_or_default();
        Some(Breach { examples: examples.into(), thresholds, events: Vec::new() })
    }
}

/// Handoffs, also after a question, with all who speak the language so soon.
fn with_everyone(within: Fixed) -> Wanted {
    let actions = vec![ActionName::Clarify, ActionName::HandOff];
    Wanted { actions, to: None, effect: Some(Effect::EveryoneWithLanguage(within, false)) }
}

/// What a guarantee forbids.
struct Forbidden<'w> {
    wanted: &'w Wanted,
    which: Which,
}

/// Which decisions are forbidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    /// Those that are wanted.
    These,
    /// All others.
    Others,
    /// Those with one of the actions, and without the effect.
    Without,
}

impl<'w> Forbidden<'w> {
    fn these(wanted: &'w Wanted) -> Self {
        Self { wanted, which: Which::These }
    }

    fn others(wanted: &'w Wanted) -> Self {
        Self { wanted, which: Which::Others }
    }

    fn without(wanted: &'w Wanted) -> Self {
        Self { wanted, which: Which::Without }
    }

    /// Where in a region a row decides something forbidden: regions, each with rows that none of its points may fit.
    fn parts(&self, decisions: &Decisions<'_, '_>, row: usize, region: &Region) -> Vec<(Region, Vec<u32>)> {
        match self.which {
            Which::These => decisions.fitting(row, region, self.wanted),
            Which::Without if !self.wanted.actions.contains(&decisions.outcome(row).action) => Vec::new(),
            Which::Others | Which::Without => decisions.unfit(row, region, self.wanted),
        }
    }

    /// Whether it forbids what the evaluator decided.
    fn forbids(&self, decision: &Decision) -> bool {
        match self.which {
            Which::These => decisions::is_wanted(decision, self.wanted, Least::Any),
            Which::Others => !decisions::is_wanted(decision, self.wanted, Least::All),
            Which::Without => {
                self.wanted.actions.contains(&decision.action)
                    && !decisions::is_wanted(decision, self.wanted, Least::Any)
            }
        }
    }
}
