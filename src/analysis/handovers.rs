//! Which handovers a policy can decide: to whom, at which level, with which needs, in which language, with which steps.
//!
//! In: a policy. Out: every combination that some input reaches, so that each can be held
//! against the people who work when. Needs that rules and `also`s add together are one
//! combination; so are the steps of a ladder whose `when` holds together.
//!
//! # Guarantees
//!
//! No combination that an input reaches is left out. One that is named is reached in the
//! modelled space (`docs/analysis.md`), unless it is counted in [`Handovers::supposed`]:
//! then the budget ended, and what is hardest to serve is supposed to be possible.
//!
//! # What is not here
//!
//! People: [`reach`](crate::reach) has them.

use super::guarantees::decisions::Decisions;
use super::{Answer, Budget, Missing, Region, RowList, Side, Space};
use crate::artifact::Artifact;
use crate::compile;
use crate::diagnostic::Problem;
use crate::policy::{
    ActionName, BuiltIn, Condition, DecisionFact, Effect, Need, Origin, Policy, Priority, QueueId, RuleId, Target, To,
};
use crate::rows::{ColumnSource, Matrix};
use crate::source::Span;
use std::collections::BTreeMap;

/// Most questions about one policy.
const QUESTIONS_MAX: usize = 50_000;
/// Most lines with a `when`, steps and `also`s that add needs together, of which every combination is asked.
const FLAGS_MAX: usize = 10;

/// A combination that can be decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Handover {
    /// To whom, in order; more than one: whoever of them can.
    pub queues: Vec<QueueId>,
    /// What the customer speaks.
    pub language: Spoken,
    /// The level that is asked for.
    pub level: Option<String>,
    /// What whoever takes it must have, sorted; none of them follows from another.
    pub needs: Vec<Need>,
    /// Of each queue, which steps of its ladder are there.
    pub steps: Vec<Vec<bool>>,
}

/// What a customer speaks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spoken {
    /// A language of the policy.
    Known(String),
    /// None of the policy's languages.
    Other,
}

/// What decides a handover.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DecidedSo {
    /// A rule; none: a line of the header.
    pub rule: Option<RuleId>,
    /// It would have been one transfer too many, so it goes where the policy says.
    pub diverted: bool,
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub struct Handovers {
    /// Each once, with what decides it.
    pub all: BTreeMap<Handover, DecidedSo>,
    /// How many questions were left open: what they asked is supposed to be possible.
    pub supposed: usize,
}

/// Those of a policy.
///
/// # Errors
///
/// A condition of a step that becomes too many rows.
pub fn handovers(policy: &Policy) -> Result<Handovers, Problem> {
    let steps: Vec<(usize, usize, &Condition, Span)> = policy
        .queues
        .iter()
        .enumerate()
        .flat_map(|(queue, one)| {
            let steps = one.routing.steps.iter().enumerate();
            steps.map(move |(step, one)| (queue, step, &one.when, one.span))
        })
        .filter(|(.., when, _)| **when != Condition::ALWAYS)
        .collect();
    let asked: Vec<(&Condition, Span)> = steps.iter().map(|(.., when, span)| (*when, *span)).collect();
    let (rows, matrices) = compile::lower_asking(policy, &asked)?;
    let artifact = Artifact { policy: policy.clone(), rows };
    let (space, side) = Space::of(&artifact, Missing::Usually);
    let decisions = Decisions::new(&space, &side);
    let mut list = decisions.list.clone();
    let mut conditional = BTreeMap::new();
    for ((queue, step, ..), matrix) in steps.iter().zip(&matrices) {
        conditional.insert((*queue, *step), append(&mut list, &side, &space, matrix));
    }
    let asking = Asking { policy, space: &space, side: &side, decisions: &decisions, list, conditional };
    let mut found = Found::default();
    asking.all(&mut found);
    asking.on_failure(&mut found);
    Ok(found.handovers)
}

/// Adds rows and says which they are.
fn append(list: &mut RowList, side: &Side<'_>, space: &Space, matrix: &Matrix) -> Vec<u32> {
    let from = list.len();
    list.append(&side.rows(matrix, space), space);
    list.all().split_off(from)
}

#[derive(Default)]
struct Found {
    handovers: Handovers,
    questions: usize,
}

/// A line that is there for some inputs.
#[derive(Clone, Debug)]
struct Flag {
    /// It is there where one of these fits.
    rows: Vec<u32>,
    what: What,
}

#[derive(Clone, Copy, Debug)]
enum What {
    /// A step, by the position of its queue among the decision's and its own.
    Step(usize, usize),
    /// An `also`.
    Also(usize),
}

struct Asking<'s, 'a> {
    policy: &'s Policy,
    space: &'s Space,
    side: &'s Side<'a>,
    decisions: &'s Decisions<'s, 'a>,
    /// What decides, what adds, and the conditions of steps.
    list: RowList,
    conditional: BTreeMap<(usize, usize), Vec<u32>>,
}

/// One row that decides, in one queue and one language.
struct One<'o> {
    queues: &'o [QueueId],
    language: Spoken,
    level: Option<&'o String>,
    effects: &'o [Effect],
    flags: Vec<Flag>,
    decided: DecidedSo,
}

impl Asking<'_, '_> {
    fn all(&self, found: &mut Found) {
        for row in 0..self.decisions.deciders {
            let outcome = self.decisions.outcome(row);
            if !matches!(outcome.action, ActionName::HandOff | ActionName::Offer | ActionName::Clarify) {
                continue;
            }
            let own = self.space.fitting(&self.space.everything(), &self.list, row);
            for mut case in self.decisions.ladders(row, &own) {
                self.settle_priority(&mut case.region, row);
                let languages = self.languages(&case.region);
                for (language, region) in languages {
                    if self.space.is_void(&region) {
                        continue;
                    }
                    let one = One {
                        queues: &case.queues,
                        language,
                        level: outcome.level.as_ref(),
                        effects: self.decisions.own_effects(row),
                        flags: self.flags(&case.queues),
                        decided: DecidedSo { rule: outcome.rule, diverted: outcome.diverted },
                    };
                    self.combinations(&one, &region, row, found);
                }
            }
        }
    }

    /// A region for each language of the policy that is spoken in it; if there is none, one for all others.
    fn languages(&self, region: &Region) -> Vec<(Spoken, Region)> {
        let known = self.policy.languages.iter().map(|code| (Spoken::Known(code.clone()), Some(code.as_str())));
        let all = known.chain([(Spoken::Other, None)]);
        let fact = self.policy.built_in(&BuiltIn::Language);
        let column = fact.and_then(|fact| self.side.artifact.rows.find(&ColumnSource::Fact(fact)));
        let kept = |code: Option<&str>| {
            let mut region = region.clone();
            if let Some(id) = column {
                let column = self.side.artifact.rows.column(id);
                let slot = code.and_then(|code| column.symbol(code)).unwrap_or(column.other());
                let cell = column.cell(slot);
                self.space.keep(&mut region, self.side.axis(id), self.side.cells(id, &[(cell, cell + 1)]));
            }
            region
        };
        let mut found: Vec<(Spoken, Region)> = all.map(|(spoken, code)| (spoken, kept(code))).collect();
        if found.iter().any(|(spoken, region)| *spoken != Spoken::Other && !self.space.is_void(region)) {
            found.retain(|(spoken, _)| *spoken != Spoken::Other);
        }
        found
    }

    /// Where no `also` names a priority, that of the rule is the decision's.
    fn settle_priority(&self, region: &mut Region, row: usize) {
        let named = |effects: &[Effect]| {
            let all =
                effects.iter().filter_map(|one| if let Effect::Priority(word) = one { Some(*word) } else { None });
            all.max()
        };
        if self.policy.alsos.iter().any(|also| named(&also.effects).is_some()) {
            return;
        }
        let own = named(self.decisions.own_effects(row)).unwrap_or(Priority::Normal);
        let is_it = |source: &ColumnSource| {
            let ColumnSource::Fact(fact) = source else { return false };
            self.policy.fact(*fact).origin == Origin::Decision(DecisionFact::Priority)
        };
        let rows = &self.side.artifact.rows;
        let Some(at) = rows.columns.iter().position(|column| is_it(&column.source)) else { return };
        let id = crate::rows::ColumnId::from_index(at);
        let column = rows.column(id);
        let cell = column.cell(column.symbol(own.as_str()).unwrap_or(column.other()));
        self.space.keep(region, self.side.axis(id), self.side.cells(id, &[(cell, cell + 1)]));
    }

    /// The lines that can make a difference to who takes it.
    fn flags(&self, queues: &[QueueId]) -> Vec<Flag> {
        let mut flags = Vec::new();
        for (at, queue) in queues.iter().enumerate() {
            let steps = self.conditional.range((queue.index(), 0)..(queue.index() + 1, 0));
            flags.extend(steps.map(|((_, step), rows)| Flag { rows: rows.clone(), what: What::Step(at, *step) }));
        }
        for (at, also) in self.policy.alsos.iter().enumerate() {
            if also.effects.iter().any(|one| Need::of(one).is_some() || matches!(one, Effect::NeedLevel(_))) {
                let of = |row: &u32| self.list.of[*row as usize] as usize == at;
                let rows = self.decisions.deciders..self.decisions.list.len();
                let rows: Vec<u32> = rows.filter_map(|row| u32::try_from(row).ok()).filter(of).collect();
                flags.push(Flag { rows, what: What::Also(at) });
            }
        }
        flags
    }

    /// Which of its lines are there together somewhere.
    fn combinations(&self, one: &One<'_>, region: &Region, row: usize, found: &mut Found) {
        if one.flags.len() > FLAGS_MAX {
            let rows = self.list.before(row);
            if self.asks(region, &rows, found) {
                found.handovers.supposed += 1;
                self.note(one, &hardest(&one.flags), found);
            }
            return;
        }
        let all = 0..1_u32 << one.flags.len();
        let is_known = |set: u32| found.handovers.all.contains_key(&self.handover(one, &bits(set, one.flags.len())));
        if all.clone().all(is_known) {
            return;
        }
        let rows = self.list.before(row);
        self.walk(one, &mut Vec::new(), region, &rows, found);
    }

    /// Settles one line after another, as long as an input is left.
    fn walk(&self, one: &One<'_>, there: &mut Vec<bool>, region: &Region, rows: &[u32], found: &mut Found) {
        if !self.asks(region, rows, found) {
            return;
        }
        let Some(flag) = one.flags.get(there.len()) else { return self.note(one, there, found) };
        there.push(false);
        let mut without = rows.to_owned();
        without.extend(&flag.rows);
        self.walk(one, there, region, &without, found);
        there.pop();
        for row in &flag.rows {
            there.push(true);
            let region = self.space.fitting(region, &self.list, *row as usize);
            self.walk(one, there, &region, rows, found);
            there.pop();
        }
    }

    /// Whether an input of a region fits none of these rows; supposed, when the budget ends.
    fn asks(&self, region: &Region, rows: &[u32], found: &mut Found) -> bool {
        if self.space.is_void(region) {
            return false;
        }
        found.questions += 1;
        let answer = match found.questions {
            asked if asked > QUESTIONS_MAX => Answer::Undecided,
            _ => self.space.find(region, &self.list, rows, &mut Budget::usual()),
        };
        found.handovers.supposed += usize::from(answer == Answer::Undecided);
        !matches!(answer, Answer::Covered(_))
    }

    fn note(&self, one: &One<'_>, there: &[bool], found: &mut Found) {
        found.handovers.all.entry(self.handover(one, there)).or_insert(one.decided);
    }

    fn handover(&self, one: &One<'_>, there: &[bool]) -> Handover {
        let mut steps = unconditional(self.policy, one.queues);
        let mut effects: Vec<&Effect> = one.effects.iter().collect();
        for (flag, _) in one.flags.iter().zip(there).filter(|(_, there)| **there) {
            match flag.what {
                What::Step(queue, step) => steps[queue][step] = true,
                What::Also(also) => effects.extend(&self.policy.alsos[also].effects),
            }
        }
        let of_level = |one: &&Effect| if let Effect::NeedLevel(level) = one { Some(level.clone()) } else { None };
        Handover {
            queues: one.queues.to_vec(),
            language: one.language.clone(),
            level: one.level.cloned().or_else(|| effects.iter().find_map(of_level)),
            needs: fewest(effects.iter().filter_map(|effect| Need::of(effect)).collect()),
            steps,
        }
    }

    /// Where everybody goes when Baton itself cannot decide: no condition is known to hold then.
    fn on_failure(&self, found: &mut Found) {
        let Target { to, level } = &self.policy.on_failure;
        let queues = match to {
            To::Queues(queues) => queues.clone(),
            To::Category | To::NamedAgent => vec![self.policy.default_queue],
        };
        for code in &self.policy.languages {
            let handover = Handover {
                language: Spoken::Known(code.clone()),
                level: level.clone(),
                needs: Vec::new(),
                steps: unconditional(self.policy, &queues),
                queues: queues.clone(),
            };
            found.handovers.all.entry(handover).or_default();
        }
    }
}

/// The steps that are always there.
fn unconditional(policy: &Policy, queues: &[QueueId]) -> Vec<Vec<bool>> {
    let steps = |queue: &QueueId| policy.queue(*queue).routing.steps.iter().map(|one| one.when == Condition::ALWAYS);
    queues.iter().map(|queue| steps(queue).collect()).collect()
}

/// All needs, and no step that has a `when`.
fn hardest(flags: &[Flag]) -> Vec<bool> {
    flags.iter().map(|flag| matches!(flag.what, What::Also(_))).collect()
}

/// Needs of which none follows from another.
fn fewest(mut needs: Vec<Need>) -> Vec<Need> {
    needs.sort_unstable();
    needs.dedup();
    let follows = |need: &Need| needs.iter().any(|other| other != need && other.implies(need));
    needs.iter().filter(|need| !follows(need)).cloned().collect()
}

fn bits(set: u32, count: usize) -> Vec<bool> {
    (0..count).map(|at| set >> at & 1 == 1).collect()
}
