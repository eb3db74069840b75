//! Intervals of what has no formula: whole conversations are drawn again and again.
//!
//! Turns of one conversation are alike, so the conversation is what is drawn.

use super::Interval;

/// How often conversations are drawn.
pub const RESAMPLES: usize = 1_000;
/// Where the draws start. The same data give the same interval.
pub const SEED: u64 = 20_261_127;

/// The middle 95 % of `statistic` over draws of `conversations` with replacement; none where fewer than half of the
/// draws have a value.
///
/// `statistic` is given how often each conversation was drawn.
pub fn interval(conversations: usize, mut statistic: impl FnMut(&[u32]) -> Option<f64>) -> Option<Interval> {
    if conversations < 2 {
        return None;
    }
    let mut draws = Draws(SEED);
    let mut values = Vec::with_capacity(RESAMPLES);
    let mut times = vec![0; conversations];
    for _ in 0..RESAMPLES {
        times.fill(0);
        for _ in 0..conversations {
            times[draws.below(conversations)] += 1;
        }
        values.extend(statistic(&times));
    }
    if values.len() * 2 < RESAMPLES {
        return None;
    }
    values.sort_by(f64::total_cmp);
    let cut = values.len() * 25 / 1_000;
    Some(Interval { low: values[cut], high: values[values.len() - 1 - cut] })
}

/// The numbers below `count` in an order that looks random, the same each time.
pub(crate) fn shuffled(count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut draws = Draws(SEED);
    for last in (1..count).rev() {
        order.swap(last, draws.below(last + 1));
    }
    order
}

/// Numbers that look random. *Source*: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below `limit`; the bias is below `limit` in 2^64.
    fn below(&mut self, limit: usize) -> usize {
        let wide = u128::from(self.next()) * (limit as u128);
        usize::try_from(wide >> 64).expect("below the limit")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::number;

    /// The mean of a value of each conversation.
    fn mean(values: &[f64]) -> impl FnMut(&[u32]) -> Option<f64> {
        move |times| {
            let all: f64 = times.iter().zip(values).map(|(times, value)| f64::from(*times) * value).sum();
            Some(all / number(values.len()))
        }
    }

    #[test]
    fn the_same_data_give_the_same_interval() {
        let values: Vec<f64> = (0..100).map(|n| f64::from(n % 2)).collect();
        let one = interval(100, mean(&values)).expect("a hundred");
        assert_eq!(Some(one), interval(100, mean(&values)));
        // The standard error is 0.05, so 95 % lie within about 0.1.
        assert!((0.38..0.42).contains(&one.low) && (0.58..0.62).contains(&one.high), "{one:?}");
    }

    #[test]
    fn what_never_varies_has_no_width_and_one_conversation_no_interval() {
        assert_eq!(interval(50, mean(&[0.25; 50])), Some(Interval { low: 0.25, high: 0.25 }));
        assert_eq!(interval(1, mean(&[1.0])), None);
        assert_eq!(interval(0, |_| Some(1.0)), None);
        assert_eq!(interval(50, |_| None), None);
    }

    #[test]
    fn a_shuffle_has_each_number_once() {
        let order = shuffled(100);
        assert_eq!(order, shuffled(100));
        assert_ne!(order, (0..100).collect::<Vec<_>>());
        assert_eq!(order.iter().collect::<std::collections::BTreeSet<_>>().len(), 100);
    }

    #[test]
    fn the_generator_is_the_published_one() {
        // The first numbers of SplitMix64 from 1234567, as its authors publish them.
        let mut draws = Draws(1_234_567);
        assert_eq!([draws.next(), draws.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
        assert!((0..1_000).all(|_| draws.below(7) < 7));
    }
}
