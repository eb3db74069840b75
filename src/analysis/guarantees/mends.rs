//! An edit after which a broken guarantee holds, checked before it is offered.
//!
//! In: a policy, what became of its guarantees, and a way to try an edit: it makes the
//! policy that the edit would make, and proves everything of it again. Out: of the
//! edits that were tried and hold what they promise, the one that changes least.
//!
//! What is tried: the rules responsible get the guarantee's condition as an exception;
//! a later rule that fits in the example is moved before the one responsible; the one
//! responsible is moved behind it. Of a movement, the two rules that it leads between
//! change places.
//!
//! # Guarantees
//!
//! With the edit the guarantee is proved, every other is as good as before, and nothing
//! new is found in the policy.
//!
//! # What is not here
//!
//! Thresholds: which of a threshold's numbers is wrong nobody but its author can say.

mod beside;
mod edits;

use super::{Breach, Verdict};
use crate::analysis::lints::names;
use crate::artifact::Artifact;
use crate::decision::DecidedBy;
use crate::diagnostic::Edit;
use crate::policy::{Demand, Policy, RuleId};
use beside::Beside;
use edits::Place;

/// Most rules that get the same exception.
const EXCEPTIONS_MAX: usize = 4;
/// Later rules that fit, of which each is tried before the one responsible.
const LATER_MAX: usize = 2;

/// The policy that an edit would make.
#[derive(Debug)]
pub struct Tried {
    /// It.
    pub artifact: Artifact,
    /// What became of its guarantees, in the same order.
    pub verdicts: Vec<Verdict>,
    /// Whether nothing is found in it, guarantees aside, that was not found before.
    pub is_clean: bool,
}

/// An edit that mends a guarantee.
#[derive(Debug)]
pub struct Mended {
    /// What it does and what else it changes, in a sentence.
    pub words: String,
    /// The edits.
    pub edits: Vec<Edit>,
}

/// An edit to try.
struct Candidate {
    words: String,
    edits: Vec<Edit>,
    /// How many rules it touches.
    rules: usize,
}

/// Everything at hand for one broken guarantee.
struct Bench<'a> {
    artifact: &'a Artifact,
    verdicts: &'a [Verdict],
    at: usize,
    attempt: &'a mut dyn FnMut(&[Edit]) -> Option<Tried>,
    /// The best so far, with what else it changes.
    best: Option<((usize, usize), Mended)>,
}

/// The edit that mends guarantee `at` and changes least; none if none of those that are tried does.
pub fn mend(
    artifact: &Artifact,
    verdicts: &[Verdict],
    at: usize,
    attempt: &mut dyn FnMut(&[Edit]) -> Option<Tried>,
) -> Option<Mended> {
    let Verdict::Broken(breach) = &verdicts[at] else { return None };
    let mut bench = Bench { artifact, verdicts, at, attempt, best: None };
    match artifact.policy.guarantees[at].demand {
        Demand::Always(_) | Demand::Never(_) => {
            bench.exceptions(breach);
            bench.order(breach);
        }
        Demand::Outcome(..) => bench.movement(breach),
        _ => {}
    }
    bench.best.map(|(_, mended)| mended)
}

fn responsible(breach: &Breach, which: usize) -> Option<RuleId> {
    match breach.examples.get(which)?.decision.decided_by {
        DecidedBy::Rule(rule) => Some(rule),
        DecidedBy::Otherwise | DecidedBy::Problem => None,
    }
}

impl Bench<'_> {
    fn policy(&self) -> &Policy {
        &self.artifact.policy
    }

    /// Gives the rules responsible the guarantee's condition as an exception, one after the other.
    fn exceptions(&mut self, breach: &Breach) {
        let Some(first) = responsible(breach, 0) else { return };
        for condition in edits::conditions(self.policy(), &self.policy().guarantees[self.at]) {
            let mut rules = vec![first];
            while rules.len() <= EXCEPTIONS_MAX {
                let made = rules.iter().map(|rule| edits::exception(self.policy(), *rule, &condition));
                let Some(edits) = made.collect::<Option<Vec<Edit>>>() else { break };
                let named: Vec<&str> = rules.iter().map(|rule| self.policy().rule(*rule).name.as_str()).collect();
                let each = if rules.len() > 1 { " each" } else { "" };
                let words = format!("gives {}{each} the exception `{condition}`", names(&named));
                let Some(tried) = self.consider(Candidate { words, edits, rules: rules.len() }) else { break };
                // Who decides there now may be responsible too.
                let Verdict::Broken(next) = &tried.verdicts[self.at] else { break };
                let Some(next) = responsible(next, 0).map(|rule| &tried.artifact.policy.rule(rule).name) else { break };
                let found = self.policy().rules.iter().position(|rule| rule.name == *next).map(RuleId::from_index);
                match found.filter(|rule| !rules.contains(rule)) {
                    Some(rule) => rules.push(rule),
                    None => break,
                }
            }
        }
    }

    /// Changes the order of the rule responsible and a later one that fits.
    fn order(&mut self, breach: &Breach) {
        let Some(earlier) = responsible(breach, 0) else { return };
        let later = breach.examples[0].decision.also_fitted.iter().take(LATER_MAX);
        for later in later {
            self.swap(earlier, *later);
        }
    }

    /// Changes the order of the two rules that a movement leads between, if the one further from a person comes first.
    fn movement(&mut self, breach: &Breach) {
        let (Some(before), Some(after)) = (responsible(breach, 0), responsible(breach, 1)) else { return };
        if after < before {
            self.swap(after, before);
        }
    }

    fn swap(&mut self, earlier: RuleId, later: RuleId) {
        let name = |rule: RuleId| format!("`{}`", self.policy().rule(rule).name);
        let up = (Place::Before, format!("moves {} before {}", name(later), name(earlier)), later, earlier);
        let down = (Place::Behind, format!("moves {} behind {}", name(earlier), name(later)), earlier, later);
        for (place, words, moved, target) in [up, down] {
            if let Some(edits) = edits::moving(self.policy(), moved, place, target) {
                self.consider(Candidate { words, edits, rules: 1 });
            }
        }
    }

    /// Tries an edit and keeps it if it mends the guarantee and changes less than the best so far.
    fn consider(&mut self, candidate: Candidate) -> Option<Tried> {
        let tried = (self.attempt)(&candidate.edits)?;
        if tried.is_clean && keeps(self.verdicts, &tried.verdicts, self.at) {
            let beside = Beside::of(self.artifact, &tried.artifact, self.at);
            let cost = (beside.cost(), candidate.rules);
            if self.best.as_ref().is_none_or(|(least, _)| cost < *least) {
                let words = format!(
                    "{} (checked: it is proved then, and no other guarantee suffers); {}",
                    candidate.words,
                    beside.words()
                );
                self.best = Some((cost, Mended { words, edits: candidate.edits }));
            }
        }
        Some(tried)
    }
}

/// Whether guarantee `at` is proved now, and every other is no worse off.
pub fn keeps(old: &[Verdict], new: &[Verdict], at: usize) -> bool {
    old.len() == new.len() && matches!(new[at], Verdict::Proved) && !suffers(old, new)
}

/// Whether a guarantee is worse off than before.
pub fn suffers(old: &[Verdict], new: &[Verdict]) -> bool {
    old.iter().zip(new).any(|(old, new)| match old {
        Verdict::Proved | Verdict::NothingFits => !matches!(new, Verdict::Proved | Verdict::NothingFits),
        Verdict::NoExample | Verdict::Undecided | Verdict::OfTheCalendar => matches!(new, Verdict::Broken(_)),
        Verdict::Broken(_) => false,
    })
}
