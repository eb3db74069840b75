//! What only `otherwise` decides: as few large regions, in the words of the policy.
//!
//! In: an artifact. Out: [`Gaps`]: at most ten regions that have no input
//! in common, the largest first, each with the most ordinary conversation in it; and
//! whether there is more.
//!
//! # Guarantees
//!
//! No rule decides for any input of a region: proved. A region is large if it holds
//! many cells; the ordinary ones of a fact count more. With [`Rest::Nothing`] some rule
//! decides for every other input. Facts with a default have a value, offers are
//! allowed, and no problem of input decides: a conversation as it usually begins.
//!
//! # What is not here
//!
//! Whether that is a mistake. To stay with the assistant is what many policies are for.

mod ends;
mod grow;
pub use ends::End;

use super::{Answer, AxisId, Budget, Example, Examples, Missing, Point, Region, RowList, Side, Space, region_words};
use crate::artifact::Artifact;
use crate::listing::Holds;
use crate::policy::{ActionName, BuiltIn, Origin};
use crate::rows::{ColumnId, ColumnSource};
use grow::Growing;

/// Most regions that are shown.
const REGIONS_MAX: usize = 10;

/// Most categories that a region is looked for in, one by one.
const CATEGORIES_MAX: usize = 64;

/// Most steps of the question whether there is something in one category.
const STEPS: u32 = 2_000;

/// What only `otherwise` decides.
#[derive(Clone, Debug)]
pub struct Gaps {
    /// What `otherwise` does.
    pub action: ActionName,
    /// Where: the largest first.
    pub regions: Vec<Unruled>,
    /// What is left beside them.
    pub rest: Rest,
    /// Rules that a limit of their threshold keeps from deciding from some value on.
    pub ends: Vec<End>,
}

/// A region in which only `otherwise` decides.
#[derive(Clone, Debug)]
pub struct Unruled {
    /// Which inputs, in the space of the table with [`Missing::Usually`].
    pub region: Region,
    /// What its inputs have in common; joined by *and*.
    pub conditions: Vec<String>,
    /// What none of them has; joined by *or*.
    pub except: Vec<String>,
    /// A conversation in it; none if none was found.
    pub example: Option<Example>,
}

/// What is left beside the regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Nothing: everywhere else some rule decides.
    Nothing,
    /// Smaller regions.
    More,
    /// Nobody knows: the budget ended.
    Undecided,
}

impl Unruled {
    /// All of it: `category is billing, except when asks_for_human`.
    pub fn sentence(&self) -> String {
        region_words::sentence(&self.conditions, &self.except)
    }

    /// What it has beside what is common to all: empty if that is all of it.
    pub fn own(&self, common: &Common) -> String {
        let own = |all: &[String], common: &[String]| -> Vec<String> {
            all.iter().filter(|one| !common.contains(one)).cloned().collect()
        };
        let (conditions, except) = (own(&self.conditions, &common.conditions), own(&self.except, &common.except));
        if conditions.is_empty() && except.is_empty() {
            return String::new();
        }
        region_words::sentence(&conditions, &except)
    }
}

/// What several regions have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Common {
    conditions: Vec<String>,
    except: Vec<String>,
}

impl Common {
    /// All of it; empty if they have nothing in common.
    pub fn sentence(&self) -> String {
        let is_empty = self.conditions.is_empty() && self.except.is_empty();
        if is_empty { String::new() } else { region_words::sentence(&self.conditions, &self.except) }
    }
}

impl Gaps {
    /// What all regions have in common, if there are several.
    pub fn common(&self) -> Common {
        let [first, rest @ ..] = self.regions.as_slice() else { return Common::default() };
        if rest.is_empty() {
            return Common::default();
        }
        let in_all = |of: fn(&Unruled) -> &[String]| -> Vec<String> {
            of(first).iter().filter(|one| rest.iter().all(|region| of(region).contains(one))).cloned().collect()
        };
        Common { conditions: in_all(|one| &one.conditions), except: in_all(|one| &one.except) }
    }
}

impl Rest {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Rest::Nothing => "nothing",
            Rest::More => "more",
            Rest::Undecided => "undecided",
        }
    }
}

/// Finds what only `otherwise` decides.
pub fn gaps(artifact: &Artifact) -> Gaps {
    let (space, side) = Space::of(artifact, Missing::Usually);
    let looking = Looking::new(&space, &side);
    let action = artifact.rows.outcomes[artifact.rows.otherwise.outcome as usize].action;
    let (regions, rest) = looking.regions();
    let examples = Examples::new(&side);
    let show = |region: &Region| {
        let (conditions, except) = region_words::conditions(&space, &side, region, &looking.within);
        Unruled { region: region.clone(), conditions, except, example: looking.example(&examples, region) }
    };
    Gaps { action, regions: regions.iter().map(show).collect(), rest, ends: ends::ends(&space, &side) }
}

/// The search for regions.
struct Looking<'s, 'a> {
    space: &'s Space,
    side: &'s Side<'a>,
    /// The rows of rules.
    rules: RowList,
    /// Where anything is looked for.
    within: Region,
    /// Where nothing is out of the ordinary: every yes or no is what it mostly is.
    ordinary: Region,
}

impl<'s, 'a> Looking<'s, 'a> {
    fn new(space: &'s Space, side: &'s Side<'a>) -> Self {
        let deciders = side.deciders(space);
        let of_rules: Vec<usize> = (0..deciders.len()).filter(|row| side.rule(deciders.of[*row]).is_some()).collect();
        let mut rules = RowList::default();
        for row in of_rules {
            rules.push(deciders.of[row], deciders.asks(row, space.layout()));
        }
        let mut within = space.everything();
        if let Some(problem) = space.problem_axis() {
            space.keep(&mut within, problem, [0]);
        }
        allow_offers(space, side, &mut within);
        let mut ordinary = within.clone();
        for axis in (0..space.axes().len()).map(AxisId::from_index) {
            let asked = space.axis(axis);
            let is_truth =
                asked.column().is_some_and(|column| Holds::of(&side.artifact.policy, column) == Holds::Truth);
            if is_truth && let Some(cell) = space.usual(axis) {
                space.keep(&mut ordinary, axis, [cell]);
            }
        }
        Self { space, side, rules, within, ordinary }
    }

    /// At most so many regions, and what is left.
    fn regions(&self) -> (Vec<Region>, Rest) {
        let mut list = self.rules.clone();
        let mut found: Vec<Region> = Vec::new();
        let mut parts: Vec<(Region, Option<Point>)> = self.parts();
        loop {
            let first = match self.ask(&self.within, &list, Budget::STEPS) {
                Answer::Covered(_) => return (found, Rest::Nothing),
                Answer::Undecided => return (found, Rest::Undecided),
                Answer::Found(_) if found.len() == REGIONS_MAX => return (found, Rest::More),
                Answer::Found(point) => point,
            };
            // A seed that no region took is one still; a part that has none left has none later.
            parts.retain_mut(|(part, seed)| {
                let is_taken = |point: &Point| found.last().is_some_and(|last| self.space.is_in(point, last));
                if seed.as_ref().is_none_or(is_taken) {
                    *seed = self.seed(part, &list);
                }
                seed.is_some()
            });
            let growing = Growing { space: self.space, list: &list, within: &self.within };
            let candidates = std::iter::once(&first).chain(parts.iter().filter_map(|(_, seed)| seed.as_ref()));
            let grown = candidates.flat_map(|point| growing.regions(point, self.category()));
            let largest =
                grown.reduce(|best, next| if growing.size(&next) > growing.size(&best) { next } else { best });
            let largest = largest.map(|region| growing.simpler(region));
            let Some(largest) = largest else { return (found, Rest::Undecided) };
            self.space.push_region(&mut list, u32::MAX, &largest);
            found.push(largest);
        }
    }

    /// A point of a part that no row fits: an ordinary one if there is one.
    fn seed(&self, part: &Region, list: &RowList) -> Option<Point> {
        let found = |region: &Region| match self.ask(region, list, STEPS) {
            Answer::Found(point) => Some(point),
            Answer::Covered(_) | Answer::Undecided => None,
        };
        found(&self.space.both(part, &self.ordinary)).or_else(|| found(part))
    }

    fn category(&self) -> Option<AxisId> {
        self.side.artifact.rows.category.map(|column| self.side.axis(column))
    }

    /// Each category by itself.
    fn parts(&self) -> Vec<(Region, Option<Point>)> {
        let Some(axis) = self.category() else { return vec![(self.within.clone(), None)] };
        let cells: Vec<u32> = self.space.cells(&self.within, axis).take(CATEGORIES_MAX).collect();
        let part = |cell: u32| {
            let mut part = self.within.clone();
            self.space.keep(&mut part, axis, [cell]);
            (part, None)
        };
        cells.into_iter().map(part).collect()
    }

    fn ask(&self, region: &Region, list: &RowList, steps: u32) -> Answer {
        self.space.find(region, list, &list.all(), &mut Budget { left: steps })
    }

    /// The most ordinary conversation of a region.
    fn example(&self, examples: &Examples<'_>, region: &Region) -> Option<Example> {
        let Answer::Found(point) = self.space.find(region, &self.rules, &[], &mut Budget::usual()) else { return None };
        examples.at(self.space, &point, &|point| self.space.is_in(point, region))
    }
}

/// Keeps of a region only where an offer may be made.
pub(super) fn allow_offers(space: &Space, side: &Side<'_>, region: &mut Region) {
    let policy = &side.artifact.policy;
    for (at, column) in side.artifact.rows.columns.iter().enumerate() {
        let ColumnSource::Fact(fact) = column.source else { continue };
        if policy.fact(fact).origin == Origin::BuiltIn(BuiltIn::OfferAllowed) {
            let id = ColumnId::from_index(at);
            let allowed = column.cell(1);
            space.keep(region, side.axis(id), side.cells(id, &[(allowed, allowed + 1)]));
        }
    }
}
