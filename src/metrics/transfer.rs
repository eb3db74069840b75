//! Golden Transfer within Tolerance: whether handoffs come near the turns where they belong.
//!
//! *Source*: Liu et al., "Time to transfer: predicting and evaluating machine-human chatting handoff", 2021.

use super::number;

/// The tolerances that are reported, in turns.
pub const TOLERANCES: [u32; 3] = [1, 2, 3];

/// How near the predicted turns of one conversation lie to the golden ones, from 0 to 1.
///
/// 1 if there are neither, 0 if there is one kind alone; else the mean over predicted turns `p` of the maximum over
/// golden turns `q` of `exp(-(p - q)² / (2 T²) / (1 - lambda × sign(p - q)))`. With a `lambda` above 0 a late handoff
/// costs more than an early one. `lambda` lies between -1 and 1, both excluded.
///
/// One prediction on a golden turn scores 1 whatever else was missed, so F1 belongs beside it.
pub fn golden_transfer(predicted: &[usize], golden: &[usize], tolerance: u32, lambda: f64) -> f64 {
    if predicted.is_empty() || golden.is_empty() {
        return f64::from(u8::from(predicted.is_empty() && golden.is_empty()));
    }
    let width = 2.0 * f64::from(tolerance) * f64::from(tolerance);
    let near = |p: usize, q: usize| {
        let apart = number(p) - number(q);
        let sign = if p == q { 0.0 } else { apart.signum() };
        (-(apart * apart) / width / (1.0 - lambda * sign)).exp()
    };
    let best = |p: &usize| golden.iter().map(|q| near(*p, *q)).fold(0.0, f64::max);
    predicted.iter().map(best).sum::<f64>() / number(predicted.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 1e-9, "{found}, not {wanted}");
    }

    #[test]
    fn both_empty_is_right_and_one_alone_is_wrong() {
        near(golden_transfer(&[], &[], 1, 0.0), 1.0);
        near(golden_transfer(&[3], &[], 1, 0.0), 0.0);
        near(golden_transfer(&[], &[3], 1, 0.0), 0.0);
    }

    #[test]
    fn distance_costs_as_the_formula_says() {
        near(golden_transfer(&[4], &[4], 1, 0.0), 1.0);
        near(golden_transfer(&[5], &[4], 1, 0.0), (-0.5_f64).exp());
        near(golden_transfer(&[6], &[4], 2, 0.0), (-0.5_f64).exp());
        near(golden_transfer(&[1, 7], &[4, 7], 3, 0.0), f64::midpoint((-0.5_f64).exp(), 1.0));
    }

    #[test]
    fn late_costs_more_with_a_positive_lambda() {
        // One turn late: -1/2 / (1 - 0.5); one early: -1/2 / (1 + 0.5).
        near(golden_transfer(&[5], &[4], 1, 0.5), (-1.0_f64).exp());
        near(golden_transfer(&[3], &[4], 1, 0.5), (-1.0_f64 / 3.0).exp());
        near(golden_transfer(&[4], &[4], 1, 0.5), 1.0);
    }

    #[test]
    fn one_shot_on_the_first_golden_turn_scores_all() {
        near(golden_transfer(&[2], &[2, 6, 8, 10], 1, 0.0), 1.0);
    }
}
