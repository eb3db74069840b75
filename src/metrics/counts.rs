//! What was said against what was true, counted, and the rates that follow.

use super::number;

/// Four counts of yes and no.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Said yes, and it was.
    pub hits: usize,
    /// Said yes, and it was not.
    pub false_alarms: usize,
    /// Said no, and it was.
    pub misses: usize,
    /// Said no, and it was not.
    pub rejections: usize,
}

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, said: bool, is: bool) {
        match (said, is) {
            (true, true) => self.hits += 1,
            (true, false) => self.false_alarms += 1,
            (false, true) => self.misses += 1,
            (false, false) => self.rejections += 1,
        }
    }

    /// How many of the yeses were right; none without a yes.
    pub fn precision(&self) -> Option<f64> {
        share(self.hits, self.hits + self.false_alarms)
    }

    /// How many of the positives were found; none without a positive.
    pub fn recall(&self) -> Option<f64> {
        share(self.hits, self.hits + self.misses)
    }

    /// The harmonic mean of precision and recall, `2 h / (2 h + f + m)`; none without a yes and without a positive.
    pub fn f1(&self) -> Option<f64> {
        share(2 * self.hits, 2 * self.hits + self.false_alarms + self.misses)
    }

    /// How many of the negatives were taken for positives; none without a negative.
    pub fn false_alarm_rate(&self) -> Option<f64> {
        share(self.false_alarms, self.false_alarms + self.rejections)
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| number(part) / number(whole))
}

/// Between which values a rate lies with 95 % confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// From.
    pub low: f64,
    /// To.
    pub high: f64,
}

/// The interval of a rate of `part` in `whole`; none of nothing.
///
/// *Source*: Wilson, "Probable inference, the law of succession, and statistical inference", 1927; `z` is the 97.5 %
/// quantile of the normal distribution.
pub fn wilson(part: usize, whole: usize) -> Option<Interval> {
    const Z: f64 = 1.959_963_984_540_054;
    let (rate, n) = (share(part, whole)?, number(whole));
    let scale = 1.0 + Z * Z / n;
    let middle = (rate + Z * Z / (2.0 * n)) / scale;
    let half = Z / scale * (rate * (1.0 - rate) / n + Z * Z / (4.0 * n * n)).sqrt();
    // At the ends the formula gives 0 and 1 but for rounding.
    let low = if part == 0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if part == whole { 1.0 } else { (middle + half).min(1.0) };
    Some(Interval { low, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<f64>, wanted: f64) {
        let found = found.expect("there is something to divide by");
        assert!((found - wanted).abs() < 1e-9, "{found}, not {wanted}");
    }

    #[test]
    fn rates_by_hand() {
        let counts = Counts { hits: 6, false_alarms: 2, misses: 4, rejections: 88 };
        near(counts.precision(), 0.75);
        near(counts.recall(), 0.6);
        near(counts.f1(), 12.0 / 18.0);
        near(counts.false_alarm_rate(), 2.0 / 90.0);
    }

    #[test]
    fn nothing_is_divided_by_nothing() {
        let none = Counts::default();
        assert_eq!((none.precision(), none.recall(), none.f1(), none.false_alarm_rate()), (None, None, None, None));
        let no_positives = Counts { false_alarms: 1, rejections: 3, ..none };
        assert_eq!((no_positives.recall(), no_positives.f1()), (None, Some(0.0)));
        let silent = Counts { misses: 2, ..none };
        assert_eq!((silent.precision(), silent.recall(), silent.f1()), (None, Some(0.0), Some(0.0)));
    }

    #[test]
    fn each_of_the_four_is_counted() {
        let mut counts = Counts::default();
        for (said, is) in [(true, true), (true, false), (false, true), (false, false), (true, true)] {
            counts.add(said, is);
        }
        assert_eq!(counts, Counts { hits: 2, false_alarms: 1, misses: 1, rejections: 1 });
    }

    #[test]
    fn wilson_by_hand() {
        // z² = 3.841459; of 10 in 20: middle 0.5, half 0.200659 (by hand, to six digits).
        let half = wilson(10, 20).expect("there are twenty");
        assert!((half.low - 0.299_298).abs() < 1e-6 && (half.high - 0.700_702).abs() < 1e-6, "{half:?}");
        // Of none in 10: from 0 to z² / (n + z²).
        let none = wilson(0, 10).expect("there are ten");
        assert!(none.low.abs() < 1e-12 && (none.high - 3.841_459 / 13.841_459).abs() < 1e-6, "{none:?}");
        let all = wilson(10, 10).expect("there are ten");
        assert!((all.high - 1.0).abs() < 1e-12 && (all.low - 10.0 / 13.841_459).abs() < 1e-6, "{all:?}");
        assert_eq!(wilson(0, 0), None);
    }
}
