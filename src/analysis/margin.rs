//! A margin and what it is tied to: the compared fact, and every column that moves the threshold.
//!
//! A threshold is not multiplied out. For a region, the sums that its base and steps
//! can reach are found part by part: groups of steps that share columns are
//! enumerated together over classes of cells that they cannot tell apart, the small
//! sets of sums are added, then come the limits. Cells of the margin and of the fact
//! that no reachable threshold goes with are taken out.
//!
//! Where too many classes meet, a part is only bounded; a region of single cells is
//! exact, unless a step grows in more stages than cells were made for.

use super::bits;
use super::region::{AxisId, Layout, Region};
use super::row_list::RowList;
use super::space::Space;
use crate::rows::{LEAST, MISSING_CELL, NO_ANSWER_CELL};
use crate::value::Fixed;

/// Most combinations of classes that one part is enumerated over.
pub(super) const ENTRIES_MAX: usize = 10_000;

/// Most sums that are kept apart; more are kept as one range.
const SUMS_MAX: usize = 2_048;

/// Sums: ranges, ascending; mostly of one number each.
pub(super) type Sums = Vec<(i64, i64)>;

/// A step in terms of axes.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) group: u32,
    pub(super) by: i64,
    pub(super) each: Option<Each>,
}

/// How a step grows with an axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Each {
    pub(super) axis: AxisId,
    /// The slot of the fact where nothing is given.
    pub(super) unless_given: Option<i64>,
    pub(super) every: i64,
    pub(super) after: i64,
    pub(super) up_to: i64,
    /// Whether every stage is a cell of its own; if not, the last cell holds several, and only bounds are known.
    pub(super) is_cut: bool,
}

/// A threshold over the axes of a space.
#[derive(Clone, Debug)]
pub(super) struct Margin {
    pub(super) fact: AxisId,
    /// The slot of the fact where nothing is given.
    pub(super) unless_given: Option<i64>,
    /// The margin itself.
    pub(super) over: AxisId,
    /// The base of each cell of the category's axis, or the one base there is.
    pub(super) base: Base,
    pub(super) steps: Vec<Step>,
    /// When steps hold; rows stand for steps.
    pub(super) rows: RowList,
    pub(super) low: Option<i64>,
    pub(super) high: Option<i64>,
    pub(super) parts: Vec<Part>,
}

/// Where a threshold starts.
#[derive(Clone, Debug)]
pub(super) enum Base {
    One(i64),
    ByCell(AxisId, Vec<i64>),
}

/// Steps, perhaps with the base, that share axes.
#[derive(Clone, Debug)]
pub(super) struct Part {
    axes: Vec<AxisId>,
    /// For each axis the class of each cell, and how many classes there are.
    classes: Vec<(Vec<u16>, usize)>,
    /// The sum of each combination of classes, the last axis fastest; or what bounds them.
    sums: PartSums,
}

#[derive(Clone, Debug)]
enum PartSums {
    Each(Vec<i64>),
    Between(i64, i64),
}

impl Margin {
    /// Every axis that moves the threshold.
    pub(super) fn moved_by(&self) -> Vec<AxisId> {
        let mut axes: Vec<AxisId> = self.parts.iter().flat_map(|part| part.axes.iter().copied()).collect();
        axes.sort_unstable();
        axes.dedup();
        axes
    }

    /// Finds the parts, and what each comes to.
    pub(super) fn prepare(&mut self, space: &Space) {
        let groups: Vec<Vec<u32>> = self.groups();
        let mut found: Vec<(Vec<AxisId>, Vec<usize>, bool)> = Vec::new();
        if let Base::ByCell(axis, _) = self.base {
            found.push((vec![axis], Vec::new(), true));
        }
        for (at, steps) in groups.iter().enumerate() {
            let mut joined = (self.axes_of(steps, space.layout()), vec![at], false);
            found.retain(|(axes, groups, base)| {
                let apart = axes.iter().all(|axis| !joined.0.contains(axis));
                if !apart {
                    joined.0.extend(axes);
                    joined.1.extend(groups);
                    joined.2 |= base;
                }
                apart
            });
            joined.0.sort_unstable();
            joined.0.dedup();
            found.push(joined);
        }
        self.parts = found.into_iter().map(|(axes, of, base)| self.part(space, &groups, axes, &of, base)).collect();
    }

    /// The steps of each group.
    pub(super) fn groups(&self) -> Vec<Vec<u32>> {
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for (at, step) in (0_u32..).zip(&self.steps) {
            let before = at.checked_sub(1).map(|before| self.steps[before as usize].group);
            match groups.last_mut().filter(|_| before == Some(step.group)) {
                Some(group) => group.push(at),
                None => groups.push(vec![at]),
            }
        }
        groups
    }

    /// Whether what these steps come to is known for single cells.
    pub(super) fn is_cut(&self, steps: &[u32]) -> bool {
        steps.iter().all(|step| self.steps[*step as usize].each.is_none_or(|each| each.is_cut))
    }

    /// Whether the threshold of single cells is known.
    pub(super) fn is_exact(&self) -> bool {
        self.steps.iter().all(|step| step.each.is_none_or(|each| each.is_cut))
    }

    /// The axes that these steps read.
    pub(super) fn axes_of(&self, steps: &[u32], layout: &Layout) -> Vec<AxisId> {
        let rows = (0..self.rows.len()).filter(|row| steps.contains(&self.rows.of[*row]));
        let mut axes: Vec<AxisId> = rows.flat_map(|row| self.rows.asks(row, layout).map(|(axis, _)| axis)).collect();
        axes.extend(steps.iter().filter_map(|step| self.steps[*step as usize].each.map(|each| each.axis)));
        axes.sort_unstable();
        axes.dedup();
        axes
    }

    fn part(&self, space: &Space, groups: &[Vec<u32>], axes: Vec<AxisId>, of: &[usize], base: bool) -> Part {
        let steps: Vec<u32> = of.iter().flat_map(|group| groups[*group].iter().copied()).collect();
        let (classes, samples): (Vec<_>, Vec<_>) =
            axes.iter().map(|axis| self.classes(space, *axis, &steps, base)).unzip();
        let entries = classes.iter().try_fold(1_usize, |all, (_, count)| all.checked_mul(*count));
        let is_cut = self.is_cut(&steps);
        let sums = match entries.filter(|entries| is_cut && *entries <= ENTRIES_MAX) {
            Some(entries) => {
                let mut cells = vec![MISSING_CELL; space.axes().len()];
                let sum = |mut entry: usize| {
                    for (at, axis) in axes.iter().enumerate().rev() {
                        let samples: &Vec<u32> = &samples[at];
                        cells[axis.index()] = samples[entry % samples.len()];
                        entry /= samples.len();
                    }
                    self.sum(space, groups, of, base, &cells)
                };
                PartSums::Each((0..entries).map(sum).collect())
            }
            None => self.bounds(groups, of, base),
        };
        Part { axes, classes, sums }
    }

    /// The classes of an axis's cells that nothing here can tell apart, with a cell of each.
    pub(super) fn classes(
        &self,
        space: &Space,
        axis: AxisId,
        steps: &[u32],
        base: bool,
    ) -> ((Vec<u16>, usize), Vec<u32>) {
        let mut known: Vec<(Vec<bool>, Vec<Option<i64>>)> = Vec::new();
        let (mut classes, mut samples) = (Vec::new(), Vec::new());
        for cell in 0..space.axis(axis).cells() {
            let rows = (0..self.rows.len()).filter(|row| steps.contains(&self.rows.of[*row]));
            let asked = rows.flat_map(|row| self.rows.asks(row, space.layout())).filter(|(one, _)| *one == axis);
            let accepted: Vec<bool> = asked.map(|(_, mask)| bits::contains(mask, cell)).collect();
            let grown = steps.iter().filter(|step| self.steps[**step as usize].each.is_some_and(|e| e.axis == axis));
            let mut adds: Vec<Option<i64>> = grown.map(|step| self.adds(space, *step, cell)).collect();
            if let Base::ByCell(category, bases) = &self.base
                && base
                && *category == axis
            {
                adds.push(bases.get(cell as usize).copied());
            }
            let kind = (accepted, adds);
            let class = known.iter().position(|one| *one == kind).unwrap_or_else(|| {
                known.push(kind);
                samples.push(cell);
                known.len() - 1
            });
            classes.push(u16::try_from(class).expect("a column has far fewer cells"));
        }
        ((classes, known.len()), samples)
    }

    /// What a step that holds adds, where its axis has this cell.
    fn adds(&self, space: &Space, step: u32, cell: u32) -> Option<i64> {
        let step = &self.steps[step as usize];
        let Some(each) = step.each else { return Some(step.by) };
        let low = match space.axis(each.axis).slots(cell) {
            Some((low, _)) => low,
            None if Some(cell) == space.axis(each.axis).not_given => each.unless_given?,
            None => return None,
        };
        let times = low.saturating_sub(each.after).max(0) / each.every;
        let by = Fixed::from_millionths(step.by.saturating_abs()).times(times).millionths().min(each.up_to);
        (times > 0).then_some(if step.by < 0 { -by } else { by })
    }

    /// What groups of steps, perhaps with the base, come to for single cells.
    pub(super) fn sum(&self, space: &Space, groups: &[Vec<u32>], of: &[usize], base: bool, cells: &[u32]) -> i64 {
        let start = match &self.base {
            Base::ByCell(axis, bases) if base => bases[cells[axis.index()] as usize],
            _ => 0,
        };
        let holds = |step: u32| {
            (0..self.rows.len()).filter(|row| self.rows.of[*row] == step).any(|row| {
                self.rows.asks(row, space.layout()).all(|(axis, mask)| bits::contains(mask, cells[axis.index()]))
            })
        };
        let largest = |group: &usize| {
            let holding = groups[*group].iter().filter(|step| holds(**step));
            let adds = holding.filter_map(|step| {
                let cell = self.steps[*step as usize].each.map_or(0, |each| cells[each.axis.index()]);
                self.adds(space, *step, cell)
            });
            adds.max().unwrap_or(0)
        };
        of.iter().map(largest).fold(start, i64::saturating_add)
    }

    fn bounds(&self, groups: &[Vec<u32>], of: &[usize], base: bool) -> PartSums {
        let (mut least, mut most) = (0_i64, 0_i64);
        if let Base::ByCell(_, bases) = &self.base
            && base
        {
            least = bases.iter().copied().min().unwrap_or(0);
            most = bases.iter().copied().max().unwrap_or(0);
        }
        for group in of {
            let sizes = groups[*group].iter().map(|step| {
                let step = &self.steps[*step as usize];
                step.each.map_or(step.by, |each| if step.by < 0 { -each.up_to } else { each.up_to })
            });
            let (low, high) = sizes.fold((0, 0), |(low, high), by| (by.min(low), by.max(high)));
            (least, most) = (least.saturating_add(low), most.saturating_add(high));
        }
        PartSums::Between(least, most)
    }

    /// The threshold of single cells, of those with several stages the least.
    pub(super) fn exact(&self, space: &Space, cells: &[u32]) -> i64 {
        let groups = self.groups();
        let all: Vec<usize> = (0..groups.len()).collect();
        let by_cell = matches!(self.base, Base::ByCell(..));
        let sum = self.sum(space, &groups, &all, by_cell, cells);
        self.limited(if let Base::One(base) = self.base { base.saturating_add(sum) } else { sum })
    }

    /// The sums before the limits that a region can reach.
    pub(super) fn sums(&self, region: &Region, layout: &Layout) -> Sums {
        let mut sums: Sums = match self.base {
            Base::One(base) => vec![(base, base)],
            Base::ByCell(..) => vec![(0, 0)],
        };
        for part in &self.parts {
            sums = added(&sums, &part.reach(region, layout));
        }
        sums
    }

    /// A sum after the limits.
    pub(super) fn limited(&self, sum: i64) -> i64 {
        let raised = self.low.map_or(sum, |low| sum.max(low));
        self.high.map_or(raised, |high| raised.min(high))
    }

    /// The thresholds that a region can reach.
    pub(super) fn thresholds(&self, region: &Region, layout: &Layout) -> Sums {
        joined(
            self.sums(region, layout).into_iter().map(|(low, high)| (self.limited(low), self.limited(high))).collect(),
        )
    }

    /// Takes out cells of the margin and of the fact that no threshold goes with: whether each lost some.
    pub(super) fn narrow(&self, space: &Space, region: &mut Region) -> (bool, bool) {
        let layout = space.layout();
        let thresholds = self.thresholds(region, layout);
        let (of_fact, of_margin) = (layout.of(self.fact), layout.of(self.over));
        let (mut fact, mut margin) = (vec![0; of_fact.len()], vec![0; of_margin.len()]);
        let there = region.words[of_margin.clone()].to_vec();
        let margins = space.axis(self.over);
        for cell in bits::each(&region.words[of_fact.clone()]) {
            let mut with = vec![0; of_margin.len()];
            let slots = match space.axis(self.fact).slots(cell) {
                None if Some(cell) == space.axis(self.fact).not_given => self.unless_given.map(|slot| (slot, slot)),
                slots => slots,
            };
            match slots {
                None if Some(cell) == space.axis(self.fact).not_given => bits::put(&mut with, MISSING_CELL),
                None if cell == MISSING_CELL || cell == NO_ANSWER_CELL => bits::put(&mut with, cell),
                None => {}
                Some((low, high)) => {
                    for (least, most) in &thresholds {
                        let ends = [beyond(low, *most), beyond(high, *least)];
                        let [from, to] = ends.map(|slot| margins.column().map_or(0, |column| column.cell(slot)));
                        (from..=to).for_each(|cell| bits::put(&mut with, cell));
                    }
                }
            }
            if bits::meet(&with, &there) {
                bits::put(&mut fact, cell);
                bits::add(&mut margin, &with);
            }
        }
        bits::keep(&mut margin, &there);
        let changed = (region.words[of_fact.clone()] != *fact, there != margin);
        region.words[of_fact].copy_from_slice(&fact);
        region.words[of_margin].copy_from_slice(&margin);
        changed
    }
}

impl Part {
    /// The sums that a region can reach.
    fn reach(&self, region: &Region, layout: &Layout) -> Sums {
        let sums = match &self.sums {
            PartSums::Between(low, high) => return vec![(*low, *high)],
            PartSums::Each(sums) => sums,
        };
        let mut entries = vec![0_usize];
        for (axis, (classes, count)) in self.axes.iter().zip(&self.classes) {
            let mut there = vec![false; *count];
            bits::each(&region.words[layout.of(*axis)])
                .for_each(|cell| there[usize::from(classes[cell as usize])] = true);
            let with = |entry: usize| (0..*count).filter(|class| there[*class]).map(move |class| entry * count + class);
            entries = entries.into_iter().flat_map(with).collect();
        }
        joined(entries.into_iter().map(|entry| (sums[entry], sums[entry])).collect())
    }
}

/// Every sum of one of each; as one range when there are too many.
fn added(left: &Sums, right: &Sums) -> Sums {
    if left.len().saturating_mul(right.len()) > SUMS_MAX * 64 {
        return around(left).into_iter().zip(around(right)).map(|(a, b)| plus(a, b)).collect();
    }
    let all = left.iter().flat_map(|a| right.iter().map(|b| plus(*a, *b))).collect();
    let all = joined(all);
    if all.len() > SUMS_MAX { around(&all).into_iter().collect() } else { all }
}

fn plus((low, high): (i64, i64), (least, most): (i64, i64)) -> (i64, i64) {
    (low.saturating_add(least), high.saturating_add(most))
}

fn around(sums: &Sums) -> Option<(i64, i64)> {
    Some((sums.first()?.0, sums.iter().map(|(_, high)| *high).max()?))
}

/// Sorted, and ranges that overlap made one.
fn joined(mut sums: Sums) -> Sums {
    sums.sort_unstable();
    let mut joined: Sums = Vec::with_capacity(sums.len());
    for (low, high) in sums {
        match joined.last_mut() {
            Some(last) if low <= last.1 => last.1 = last.1.max(high),
            _ => joined.push((low, high)),
        }
    }
    joined
}

/// The margin of a number over a threshold.
fn beyond(number: i64, threshold: i64) -> i64 {
    number.saturating_sub(threshold).max(LEAST)
}
