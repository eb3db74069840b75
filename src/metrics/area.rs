//! The area under the curve of hits against false alarms.

/// A score and whether the label says yes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// The score, or 1 for a yes and 0 for a no.
    pub score: f64,
    /// What the label says.
    pub is: bool,
    /// How often it counts.
    pub times: u32,
}

/// How often a positive has a higher score than a negative; equal scores count half. None without one of each.
///
/// `scored` must be sorted by score.
pub fn area(scored: &[Scored]) -> Option<f64> {
    let (mut positives, mut negatives, mut above) = (0.0, 0.0, 0.0);
    for equal in scored.chunk_by(|one, next| one.score.total_cmp(&next.score).is_eq()) {
        let sum = |is: bool| -> f64 { equal.iter().filter(|one| one.is == is).map(|one| f64::from(one.times)).sum() };
        let (yes, no) = (sum(true), sum(false));
        above += yes * (negatives + no / 2.0);
        positives += yes;
        negatives += no;
    }
    let pairs = positives * negatives;
    (pairs > 0.0).then(|| above / pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(scores: &[(f64, bool)]) -> Option<f64> {
        let mut all: Vec<Scored> = scores.iter().map(|&(score, is)| Scored { score, is, times: 1 }).collect();
        all.sort_by(|one, other| one.score.total_cmp(&other.score));
        area(&all)
    }

    #[test]
    fn pairs_are_counted() {
        // Of six pairs: 0.9 is above all three negatives, 0.4 above one and level with one.
        let found = of(&[(0.9, true), (0.4, true), (0.1, false), (0.4, false), (0.6, false)]).expect("one of each");
        assert!((found - 4.5 / 6.0).abs() < 1e-12, "{found}");
        assert_eq!(of(&[(1.0, true), (0.0, false)]), Some(1.0));
        assert_eq!(of(&[(0.0, true), (1.0, false)]), Some(0.0));
    }

    #[test]
    fn ties_are_a_coin_and_one_kind_alone_is_nothing() {
        assert_eq!(of(&[(0.5, true), (0.5, false), (0.5, false)]), Some(0.5));
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[(0.5, true)]), None);
        assert_eq!(of(&[(0.5, false), (0.7, false)]), None);
    }

    #[test]
    fn what_counts_twice_is_there_twice() {
        let twice = [Scored { score: 0.2, is: false, times: 2 }, Scored { score: 0.7, is: true, times: 1 }];
        let (mut each, none) = (twice.to_vec(), Scored { score: 0.9, is: false, times: 0 });
        assert_eq!(area(&twice), Some(1.0));
        each.push(none);
        assert_eq!(area(&each), Some(1.0), "what counts nought times is not there");
    }
}
