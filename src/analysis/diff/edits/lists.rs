//! Two lists of named things: what was added, removed, renamed, moved.

use super::EditKind;
use std::collections::{BTreeMap, BTreeSet};

/// Two lists of named things, each with what it says as a text.
pub(super) struct Lists {
    pub(super) names: [Vec<String>; 2],
    pub(super) texts: [Vec<String>; 2],
}

impl Lists {
    /// What was done, each with its place in the old and in the new list.
    pub(super) fn edits(&self) -> Vec<(EditKind, [Option<usize>; 2])> {
        let place = |side: usize| -> BTreeMap<&String, usize> {
            self.names[side].iter().enumerate().map(|(at, name)| (name, at)).collect()
        };
        let (old, new) = (place(0), place(1));
        let mut pairs: Vec<[usize; 2]> = Vec::new();
        let (mut removed, mut added) = (Vec::new(), Vec::new());
        for (at, name) in self.names[0].iter().enumerate() {
            match new.get(name) {
                Some(other) => pairs.push([at, *other]),
                None => removed.push(at),
            }
        }
        added.extend((0..self.names[1].len()).filter(|at| !old.contains_key(&self.names[1][*at])));
        let mut found = Vec::new();
        for at in removed {
            let same = added.iter().position(|other| self.texts[1][*other] == self.texts[0][at]);
            match same {
                Some(place) => {
                    let other = added.remove(place);
                    pairs.push([at, other]);
                    found.push((EditKind::Renamed(self.names[1][other].clone()), [Some(at), Some(other)]));
                }
                None => found.push((EditKind::Removed, [Some(at), None])),
            }
        }
        found.extend(added.into_iter().map(|at| (EditKind::Added, [None, Some(at)])));
        pairs.sort_unstable();
        let changed = pairs.iter().filter(|[one, other]| self.texts[0][*one] != self.texts[1][*other]);
        found.extend(changed.map(|[one, other]| (EditKind::Changed, [Some(*one), Some(*other)])));
        let stay = ascending(&pairs);
        let moved = pairs.iter().filter(|pair| !stay.contains(*pair));
        found.extend(moved.map(|[one, other]| (EditKind::Moved, [Some(*one), Some(*other)])));
        found
    }
}

/// As many pairs as can be whose second places ascend with their first: what is not among them was moved.
fn ascending(pairs: &[[usize; 2]]) -> BTreeSet<[usize; 2]> {
    // The last of the best run of each length, and for each pair the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    for (at, [_, place]) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end][1] < *place);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() { ends.push(at) } else { ends[length] = at }
    }
    let mut found = BTreeSet::new();
    let mut next = ends.last().copied();
    while let Some(at) = next {
        found.insert(pairs[at]);
        next = before[at];
    }
    found
}
