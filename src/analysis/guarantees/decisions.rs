//! Which decisions break `always` and `never`: outcomes, their queues, what goes with them.
//!
//! In: a side of a space. Out: the regions in which a wanted decision comes about, or
//! does not; and the same asked of a decision that the evaluator made.

use crate::analysis::{AxisId, Point, Region, RowList, Side, Space};
use crate::decision::Decision;
use crate::policy::{ActionName, AlsoId, Deadline, DecisionFact, Effect, Origin, QueueId, Wanted, WantedTo};
use crate::rows::{ColumnSource, Outcome, Whither};

/// Everything that decides and adds, as rows of one list.
#[derive(Clone, Debug)]
pub(in crate::analysis) struct Decisions<'s, 'a> {
    pub(in crate::analysis) space: &'s Space,
    pub(in crate::analysis) side: &'s Side<'a>,
    /// Deciders, then the rows of `also`s.
    pub(in crate::analysis) list: RowList,
    /// How many of them decide.
    pub(in crate::analysis) deciders: usize,
}

/// Queues, and the cells of an axis in which they are the ones.
type InCells = (Option<(AxisId, Vec<u32>)>, Vec<QueueId>);

/// One way in which an outcome comes about.
#[derive(Clone, Debug)]
pub(in crate::analysis) struct Case {
    /// For which inputs; what an `also` asks of the decision is settled in it.
    pub(in crate::analysis) region: Region,
    /// To whom it goes.
    pub(in crate::analysis) queues: Vec<QueueId>,
}

impl<'s, 'a> Decisions<'s, 'a> {
    pub(in crate::analysis) fn new(space: &'s Space, side: &'s Side<'a>) -> Self {
        let mut list = side.deciders(space);
        let deciders = list.len();
        list.append(&side.rows(&side.artifact.rows.alsos, space), space);
        Self { space, side, list, deciders }
    }

    /// What a row decides.
    pub(in crate::analysis) fn outcome(&self, row: usize) -> &'a Outcome {
        &self.side.artifact.rows.outcomes[self.list.of[row] as usize]
    }

    /// The cases of an outcome in a region: one for each queue that a category may lead to.
    pub(in crate::analysis) fn cases(&self, row: usize, region: &Region) -> Vec<Case> {
        let outcome = self.outcome(row);
        let queues = match &outcome.whither {
            Whither::Nobody | Whither::NamedAgent => vec![(None, Vec::new())],
            Whither::Queues(queues) => vec![(None, queues.clone())],
            Whither::Category => self.by_category(region),
        };
        self.settled(row, region, queues)
    }

    /// The same with the queue that has the ladder: a colleague whom the customer named is asked first, and then the
    /// queue that handles the category.
    pub(in crate::analysis) fn ladders(&self, row: usize, region: &Region) -> Vec<Case> {
        match &self.outcome(row).whither {
            Whither::NamedAgent => self.settled(row, region, self.by_category(region)),
            _ => self.cases(row, region),
        }
    }

    fn by_category(&self, region: &Region) -> Vec<InCells> {
        let rows = &self.side.artifact.rows;
        match rows.category.map(|column| self.side.axis(column)) {
            None => vec![(None, vec![rows.default_queue])],
            Some(axis) => self.queues_by_cell(region, axis),
        }
    }

    fn settled(&self, row: usize, region: &Region, queues: Vec<InCells>) -> Vec<Case> {
        let case = |(cells, queues): InCells| {
            let mut region = region.clone();
            if let Some((axis, cells)) = cells {
                self.space.keep(&mut region, axis, cells);
            }
            self.settle_decision(&mut region, row, &queues);
            Case { region, queues }
        };
        queues.into_iter().map(case).collect()
    }

    fn queues_by_cell(&self, region: &Region, axis: AxisId) -> Vec<InCells> {
        let rows = &self.side.artifact.rows;
        let mut found: Vec<(QueueId, Vec<u32>)> = Vec::new();
        for cell in self.space.cells(region, axis) {
            let id = self.side.category(self.space, cell);
            let queue = id.and_then(|id| rows.queue_of_category.get(id.index())).unwrap_or(&rows.default_queue);
            match found.iter_mut().find(|(known, _)| known == queue) {
                Some((_, cells)) => cells.push(cell),
                None => found.push((*queue, vec![cell])),
            }
        }
        found.into_iter().map(|(queue, cells)| (Some((axis, cells)), vec![queue])).collect()
    }

    /// Keeps of what `also`s ask of the decision only what this one is.
    fn settle_decision(&self, region: &mut Region, row: usize, queues: &[QueueId]) {
        let (policy, rows) = (&self.side.artifact.policy, &self.side.artifact.rows);
        let outcome = self.outcome(row);
        let by_problem = rows.on_problem == Some(self.list.of[row]);
        for (at, column) in rows.columns.iter().enumerate() {
            let id = crate::rows::ColumnId::from_index(at);
            let (ColumnSource::Fact(fact) | ColumnSource::Member(fact, _)) = &column.source else { continue };
            let Origin::Decision(asked) = policy.fact(*fact).origin else { continue };
            let slot = match (asked, &column.source) {
                (DecisionFact::Action, _) => symbol(outcome.action),
                (DecisionFact::DecidedBy, _) => i64::from(!by_problem && outcome.decided_by.contains(&id)),
                (DecisionFact::Queue, ColumnSource::Member(..)) => {
                    let asks = |queue: &QueueId| rows.decided_queues.iter().any(|(of, own)| of == queue && *own == id);
                    i64::from(queues.iter().any(asks))
                }
                // Nothing that decides asks about the priority.
                (DecisionFact::Queue | DecisionFact::Priority, _) => continue,
            };
            let cell = column.cell(slot);
            let cells: Vec<u32> = self.side.cells(id, &[(cell, cell + 1)]).collect();
            self.space.keep(region, self.side.axis(id), cells);
        }
    }

    /// Gives what `also`s ask of the decision everything back.
    pub(in crate::analysis) fn free_decision(&self, region: &mut Region) {
        let Side { artifact, .. } = self.side;
        for (at, column) in artifact.rows.columns.iter().enumerate() {
            let (ColumnSource::Fact(fact) | ColumnSource::Member(fact, _)) = &column.source else { continue };
            if matches!(artifact.policy.fact(*fact).origin, Origin::Decision(_)) {
                self.space.free(region, self.side.axis(crate::rows::ColumnId::from_index(at)));
            }
        }
    }

    /// The effects of the rule or line that decides.
    pub(in crate::analysis) fn own_effects(&self, row: usize) -> &'a [Effect] {
        let Side { artifact, .. } = self.side;
        match self.outcome(row).rule {
            Some(rule) => &artifact.policy.rule(rule).outcome.effects,
            None if artifact.rows.on_problem == Some(self.list.of[row]) => &[],
            None => &artifact.policy.otherwise.effects,
        }
    }

    /// The rows of `also`s that bring an effect that is as strong as this one.
    fn adding(&self, effect: &Effect) -> Vec<u32> {
        let alsos = &self.side.artifact.policy.alsos;
        let adds = |row: &usize| {
            let also = &alsos[AlsoId(self.list.of[*row]).index()];
            also.effects.iter().any(|own| is_as_strong(own, effect))
        };
        (self.deciders..self.list.len()).filter(adds).filter_map(|row| u32::try_from(row).ok()).collect()
    }

    /// Where in a region a row that decides there decides something that is wanted: regions, each with rows that none of
    /// its points may fit beside those before the row.
    pub(super) fn fitting(&self, row: usize, region: &Region, wanted: &Wanted) -> Vec<(Region, Vec<u32>)> {
        if !wanted.actions.contains(&self.outcome(row).action) {
            return Vec::new();
        }
        let cases = self.cases(row, region).into_iter().filter(|case| self.goes_to_any(row, case, wanted));
        let has_own = |effect: &Effect| self.own_effects(row).iter().any(|own| is_as_strong(own, effect));
        match wanted.effect.as_ref().filter(|effect| !has_own(effect)) {
            None => cases.map(|case| (case.region, Vec::new())).collect(),
            Some(effect) => {
                let adding = self.adding(effect);
                let each = |case: Case| {
                    let with = |row: &u32| (self.space.fitting(&case.region, &self.list, *row as usize), Vec::new());
                    adding.iter().map(with).collect::<Vec<_>>()
                };
                cases.flat_map(each).collect()
            }
        }
    }

    /// Where in a region a row that decides there decides something that is not wanted; as [`Self::fitting`].
    pub(super) fn unfit(&self, row: usize, region: &Region, wanted: &Wanted) -> Vec<(Region, Vec<u32>)> {
        let acts = wanted.actions.contains(&self.outcome(row).action);
        let has_own = |effect: &Effect| self.own_effects(row).iter().any(|own| is_as_strong(own, effect));
        let mut found = Vec::new();
        for case in self.cases(row, region) {
            if !acts || !self.goes_only_to(row, &case, wanted) {
                found.push((case.region, Vec::new()));
            } else if let Some(effect) = wanted.effect.as_ref().filter(|effect| !has_own(effect)) {
                found.push((case.region, self.adding(effect)));
            }
        }
        found
    }

    fn goes_to_any(&self, row: usize, case: &Case, wanted: &Wanted) -> bool {
        let named = self.outcome(row).whither == Whither::NamedAgent;
        goes_to(wanted.to.as_ref(), named, &case.queues, Least::Any)
    }

    fn goes_only_to(&self, row: usize, case: &Case, wanted: &Wanted) -> bool {
        let named = self.outcome(row).whither == Whither::NamedAgent;
        goes_to(wanted.to.as_ref(), named, &case.queues, Least::All)
    }

    /// The row that decides at a point.
    pub(super) fn deciding(&self, point: &Point) -> Option<usize> {
        (0..self.deciders).find(|row| self.space.fits(&self.list, *row, point))
    }
}

/// How many queues of a decision must be among those that are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Least {
    /// One.
    Any,
    /// All of them, and there is one.
    All,
}

fn goes_to(wanted: Option<&WantedTo>, to_named_agent: bool, queues: &[QueueId], least: Least) -> bool {
    match wanted {
        None => true,
        Some(WantedTo::NamedAgent) => to_named_agent,
        Some(WantedTo::Queues(wanted)) => match least {
            Least::Any => queues.iter().any(|queue| wanted.contains(queue)),
            Least::All => !queues.is_empty() && queues.iter().all(|queue| wanted.contains(queue)),
        },
    }
}

/// Whether a decision that the evaluator made is a wanted one.
pub(super) fn is_wanted(decision: &Decision, wanted: &Wanted, least: Least) -> bool {
    wanted.actions.contains(&decision.action)
        && goes_to(wanted.to.as_ref(), decision.to_named_agent, &decision.queues, least)
        && wanted.effect.as_ref().is_none_or(|effect| decision.effects.iter().any(|own| is_as_strong(own, effect)))
}

/// Whether an effect is the wanted one, or more of the same.
fn is_as_strong(own: &Effect, wanted: &Effect) -> bool {
    match (own, wanted) {
        (Effect::Priority(own), Effect::Priority(wanted)) => own >= wanted,
        (Effect::NeedSkill(skill, own), Effect::NeedSkill(other, wanted)) => skill == other && own >= wanted,
        (Effect::NeedLanguage(language, own), Effect::NeedLanguage(other, wanted)) => {
            language == other && own >= wanted
        }
        (Effect::ReplyWithin(own), Effect::ReplyWithin(wanted)) | (Effect::DueIn(own), Effect::DueIn(wanted)) => {
            is_as_soon(*own, *wanted)
        }
        (Effect::EveryoneWithLanguage(own, callback), Effect::EveryoneWithLanguage(within, wanted)) => {
            own <= within && callback >= wanted
        }
        (own, wanted) => own == wanted,
    }
}

fn is_as_soon(own: Deadline, wanted: Deadline) -> bool {
    match (own, wanted) {
        (Deadline::Seconds(own), Deadline::Seconds(wanted))
        | (Deadline::BusinessHours(own), Deadline::BusinessHours(wanted))
        | (Deadline::BusinessDays(own), Deadline::BusinessDays(wanted)) => own <= wanted,
        _ => false,
    }
}

fn symbol(action: ActionName) -> i64 {
    ActionName::ALL.into_iter().zip(0..).find(|(one, _)| *one == action).map_or(-1, |(_, symbol)| symbol)
}
