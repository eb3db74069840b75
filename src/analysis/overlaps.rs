//! Pairs of rules of one layer whose order matters: both hold for some input, and they decide differently.
//!
//! In: an artifact. Out: [`Overlaps`]: such pairs in groups, by what wins over what,
//! each group with a conversation that shows its first pair.
//!
//! # Which pairs are named
//!
//! Layers are an order that everybody sees: a guard before a rule is no finding. A rule
//! that is a special case of a later one (it holds only where the later one does) stands
//! first because it must: such pairs are only counted. Two outcomes differ when action,
//! queue, level or effects do; another message or reason is no other outcome.
//!
//! # Guarantees
//!
//! Of every pair that is named there is an input for which no rule before decides, the
//! earlier of the two does, and the later holds too. Pairs whose question was not
//! answered within the budget are counted.

use super::gaps::allow_offers;
use super::study::Study;
use super::{Answer, Example, Point, Region};
use crate::artifact::Artifact;
use crate::policy::{ActionName, Condition, Effect, RuleId};
use crate::rows::{Outcome, Whither};

/// Most pairs of rules that meet and are asked about.
const PAIRS_MAX: usize = 20_000;

/// What two outcomes differ in, most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Differ {
    /// In what is done.
    Action,
    /// In who gets it.
    Queue,
    /// In what goes with it: priority, tags, needs.
    Effects,
}

/// Pairs of rules whose order matters.
#[derive(Clone, Debug, Default)]
pub struct Overlaps {
    /// Those that keep more customers from a person first.
    pub groups: Vec<Overlapping>,
    /// Pairs in which the earlier rule is a special case of the later.
    pub special_cases: usize,
    /// Pairs that nobody knows about: the budget ended.
    pub undecided: usize,
}

/// Pairs with the same actions.
#[derive(Clone, Debug)]
pub struct Overlapping {
    /// What the earlier rules do.
    pub earlier: ActionName,
    /// What the later rules would do.
    pub later: ActionName,
    /// What the outcomes differ in.
    pub differ: Differ,
    /// Earlier and later rule, in the order of the text.
    pub pairs: Vec<(RuleId, RuleId)>,
    /// A conversation for which both rules of the first pair hold that has one.
    pub example: Option<(RuleId, RuleId, Example)>,
}

impl Overlaps {
    /// How many pairs are named.
    pub fn pairs(&self) -> usize {
        self.groups.iter().map(|group| group.pairs.len()).sum()
    }
}

impl Overlapping {
    /// `stay wins over hand off`
    pub fn sentence(&self) -> String {
        let with = match self.differ {
            Differ::Action => return format!("{} wins over {}", self.earlier.as_str(), self.later.as_str()),
            Differ::Queue => "to another queue",
            Differ::Effects => "with other effects",
        };
        format!("{} wins over {} {with}", self.earlier.as_str(), self.later.as_str())
    }
}

impl Differ {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Differ::Action => "action",
            Differ::Queue => "queue",
            Differ::Effects => "effects",
        }
    }
}

/// Finds pairs of rules whose order matters.
pub fn overlaps(artifact: &Artifact) -> Overlaps {
    let study = Study::new(artifact);
    let looking = Looking { study: &study };
    let mut found = Overlaps::default();
    let mut asked = 0;
    let mut points = Vec::new();
    for (first, earlier) in study.rules() {
        for (second, later) in study.rules().skip_while(|(id, _)| *id <= first) {
            if earlier.layer != later.layer {
                continue;
            }
            let meetings = looking.meetings(first, second);
            if meetings.is_empty() {
                continue;
            }
            asked += 1;
            if asked > PAIRS_MAX {
                found.undecided += 1;
                continue;
            }
            match looking.meet(&meetings) {
                Met::Never => {}
                Met::Unknown => found.undecided += 1,
                Met::Here(..) if looking.is_special_case(&earlier.condition, &later.condition) => {
                    found.special_cases += 1;
                }
                Met::Here(kind, point) => points.push((kind, (first, second), point)),
            }
        }
    }
    found.groups = looking.grouped(points);
    found
}

/// Actions of the earlier and of the later rule, and what they differ in.
type Group = (ActionName, ActionName, Differ);

/// Whether two rules meet where the earlier decides.
enum Met {
    Here(Group, Point),
    Never,
    Unknown,
}

struct Looking<'s, 'a> {
    study: &'s Study<'a>,
}

impl Looking<'_, '_> {
    fn outcome(&self, row: u32) -> &Outcome {
        let study = self.study;
        &study.side.artifact.rows.outcomes[study.deciders.of[row as usize] as usize]
    }

    /// Where rows of two rules fit together and decide differently: the earlier row, the region, what differs.
    fn meetings(&self, first: RuleId, second: RuleId) -> Vec<(u32, Region, Group)> {
        let Study { space, deciders, rows_of, .. } = self.study;
        let mut found = Vec::new();
        for row in &rows_of[first.index()] {
            let mut region = self.study.region(*row);
            allow_offers(space, &self.study.side, &mut region);
            for other in &rows_of[second.index()] {
                if deciders.is_apart(*other as usize, &region, space.layout()) {
                    continue;
                }
                let mut both = space.fitting(&region, deciders, *other as usize);
                if let Some(group) = self.differ(*row, *other, &mut both) {
                    found.push((*row, both, group));
                }
            }
        }
        found
    }

    /// What two rows that fit a region differ in, if they do; what of it goes to one queue is taken out.
    fn differ(&self, row: u32, other: u32, region: &mut Region) -> Option<Group> {
        let (one, two) = (self.outcome(row), self.outcome(other));
        let group = |differ: Differ| Some((one.action, two.action, differ));
        if one.action != two.action {
            return group(Differ::Action);
        }
        if one.level != two.level {
            return group(Differ::Queue);
        }
        if self.effects(one) != self.effects(two) {
            return group(Differ::Effects);
        }
        match (&one.whither, &two.whither) {
            (one, two) if one == two => None,
            (Whither::Category, Whither::Queues(queues)) | (Whither::Queues(queues), Whither::Category) => {
                let rows = &self.study.side.artifact.rows;
                let queue = |cell: u32| {
                    let category = self.study.side.category(&self.study.space, cell);
                    *category.and_then(|id| rows.queue_of_category.get(id.index())).unwrap_or(&rows.default_queue)
                };
                let Some(column) = rows.category else {
                    return group(Differ::Queue).filter(|_| *queues != [rows.default_queue]);
                };
                let axis = self.study.side.axis(column);
                let same: Vec<u32> =
                    self.study.space.cells(region, axis).filter(|cell| *queues == [queue(*cell)]).collect();
                self.study.space.take(region, axis, same);
                group(Differ::Queue)
            }
            _ => group(Differ::Queue),
        }
    }

    fn effects(&self, outcome: &Outcome) -> Vec<Effect> {
        let written = outcome.rule.map(|rule| &self.study.policy.rule(rule).outcome.effects);
        crate::runtime::unite(written.into_iter().flatten())
    }

    /// Whether there is an input for which the earlier row decides and the later fits.
    fn meet(&self, meetings: &[(u32, Region, Group)]) -> Met {
        let mut came = Met::Never;
        for (row, region, group) in meetings {
            match self.study.ask(region, &self.study.deciders, &self.study.deciders.before(*row as usize)) {
                Answer::Found(point) => return Met::Here(*group, point),
                Answer::Covered(_) => {}
                Answer::Undecided => came = Met::Unknown,
            }
        }
        came
    }

    /// Whether one condition holds only where another does.
    fn is_special_case(&self, narrow: &Condition, wide: &Condition) -> bool {
        let Study { conditions, side, space, calm, .. } = self.study;
        let (Some(narrow), Some(wide)) = (conditions.rows(narrow), conditions.rows(wide)) else { return false };
        let (narrow, wide) = (side.rows(&narrow, space), side.rows(&wide, space));
        let mut usual = calm.clone();
        allow_offers(space, side, &mut usual);
        (0..narrow.len()).all(|row| {
            let region = space.fitting(&usual, &narrow, row);
            matches!(self.study.ask(&region, &wide, &wide.all()), Answer::Covered(_))
        })
    }

    /// Pairs in groups.
    fn grouped(&self, points: Vec<(Group, (RuleId, RuleId), Point)>) -> Vec<Overlapping> {
        let mut groups: Vec<Overlapping> = Vec::new();
        for ((earlier, later, differ), pair, point) in points {
            let same =
                |group: &&mut Overlapping| (group.earlier, group.later, group.differ) == (earlier, later, differ);
            let at = match groups.iter_mut().find(same) {
                Some(group) => group,
                None => {
                    groups.push(Overlapping { earlier, later, differ, pairs: Vec::new(), example: None });
                    groups.last_mut().expect("one was added")
                }
            };
            at.pairs.push(pair);
            if at.example.is_none() {
                at.example = self.example(pair, &point).map(|example| (pair.0, pair.1, example));
            }
        }
        groups.sort_by_key(|group| {
            (group.differ, rank(group.earlier) - rank(group.later), std::cmp::Reverse(group.pairs.len()))
        });
        groups
    }

    /// A conversation for which both hold and the earlier decides.
    fn example(&self, (first, second): (RuleId, RuleId), point: &Point) -> Option<Example> {
        let Study { space, deciders, rows_of, .. } = self.study;
        let fulfils = |point: &Point| {
            let decides =
                (0..).zip(&deciders.of).map(|(row, _)| row).find(|row| space.fits(deciders, *row as usize, point));
            decides.is_some_and(|row: u32| rows_of[first.index()].contains(&row))
                && rows_of[second.index()].iter().any(|row| space.fits(deciders, *row as usize, point))
        };
        self.study.examples().at(space, point, &fulfils)
    }
}

/// How near to a person an action brings a customer.
fn rank(action: ActionName) -> i32 {
    match action {
        ActionName::Close => 0,
        ActionName::Stay => 1,
        ActionName::Offer => 2,
        ActionName::Clarify => 3,
        ActionName::HandOff => 4,
    }
}
