//! Logistic regression: how much each of some features speaks for a yes.
//!
//! In: rows of features with a yes or a no. Out: a strength of each feature, at least 0. Plain and deterministic: no
//! draws, the same rows give the same strengths.

/// One place with a label.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Features by number with their value, each once; all others are 0.
    pub features: Vec<(usize, f64)>,
    /// What the label says.
    pub is: bool,
}

/// What was learnt.
#[derive(Clone, Debug, PartialEq)]
pub struct Logistic {
    /// What speaks for a yes where no feature is; mostly below 0.
    pub base: f64,
    /// What each feature adds.
    pub strengths: Vec<f64>,
}

/// More rounds than are needed; a round visits each feature once.
const ROUNDS_MAX: usize = 500;
/// Strengths that move less than this in a round have settled.
const SETTLED: f64 = 1e-6;

/// The strengths, none below 0, that make the labels likeliest, less `pull / 2` times the square of how far each lies from
/// its `centre`.
///
/// With a `pull` above 0 a feature that no row has stays at its centre, and one that few have stays near it.
///
/// *Source*: Genkin, Lewis, Madigan, "Large-scale Bayesian logistic regression for text categorization", 2007: one
/// coordinate after the other, by Newton steps within bounds, so that no step makes it worse.
pub fn logistic(rows: &[Row], centre: &[f64], pull: f64) -> Logistic {
    let mut columns: Vec<Vec<(usize, f64)>> = vec![Vec::new(); centre.len()];
    for (at, row) in rows.iter().enumerate() {
        for (feature, value) in &row.features {
            columns[*feature].push((at, *value));
        }
    }
    let everywhere: Vec<(usize, f64)> = (0..rows.len()).map(|at| (at, 1.0)).collect();
    let mut strengths = centre.to_vec();
    let mut base = 0.0;
    let mut bounds = vec![1.0; centre.len() + 1];
    // By row: what its features and the base come to.
    let mut sums: Vec<f64> =
        rows.iter().map(|row| row.features.iter().map(|(feature, value)| centre[*feature] * value).sum()).collect();
    for _ in 0..ROUNDS_MAX {
        let (slope, bend) = lie(rows, &sums, &everywhere, bounds[centre.len()]);
        let bound = bounds[centre.len()];
        let step = if bend > 0.0 { (slope / bend).clamp(-bound, bound) } else { 0.0 };
        base += step;
        go(&mut sums, &everywhere, step, &mut bounds[centre.len()]);
        let mut moved = step.abs();
        for (feature, column) in columns.iter().enumerate() {
            let from = strengths[feature];
            let (slope, bend) = lie(rows, &sums, column, bounds[feature]);
            let bend = bend + pull;
            if bend <= 0.0 {
                continue;
            }
            let wanted = (slope - pull * (from - centre[feature])) / bend;
            let step = wanted.clamp(-bounds[feature], bounds[feature]).max(-from);
            strengths[feature] += step;
            go(&mut sums, column, step, &mut bounds[feature]);
            moved = moved.max(step.abs());
        }
        if moved < SETTLED {
            break;
        }
    }
    Logistic { base, strengths }
}

/// How the likelihood slopes along a coordinate, and the most that it bends within the bound.
fn lie(rows: &[Row], sums: &[f64], column: &[(usize, f64)], bound: f64) -> (f64, f64) {
    let (mut slope, mut bend) = (0.0, 0.0);
    for (row, value) in column {
        let sum = sums[*row];
        let share = 1.0 / (1.0 + (-sum).exp());
        slope += (f64::from(u8::from(rows[*row].is)) - share) * value;
        let reach = bound * value.abs();
        let most =
            if sum.abs() <= reach { 0.25 } else { 1.0 / (2.0 + (sum.abs() - reach).exp() + (reach - sum.abs()).exp()) };
        bend += value * value * most;
    }
    (slope, bend)
}

/// Goes a step along a coordinate; the bound of the next follows it.
fn go(sums: &mut [f64], column: &[(usize, f64)], step: f64, bound: &mut f64) {
    for (row, value) in column {
        sums[*row] += step * value;
    }
    *bound = (2.0 * step.abs()).max(*bound / 2.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(counts: &[(&[usize], usize, usize)]) -> Vec<Row> {
        let row = |features: &[usize], is| Row { features: features.iter().map(|at| (*at, 1.0)).collect(), is };
        let both = counts.iter().flat_map(|(features, yes, no)| {
            std::iter::repeat_n(row(features, true), *yes).chain(std::iter::repeat_n(row(features, false), *no))
        });
        both.collect()
    }

    #[test]
    fn one_feature_gives_the_log_of_the_odds() {
        // Without: 1 of 5 yes, odds 1/4. With: 3 of 4, odds 3. Their ratio is 12.
        let found = logistic(&rows(&[(&[], 10, 40), (&[0], 30, 10)]), &[0.0], 0.0);
        assert!((found.base - 0.25_f64.ln()).abs() < 1e-4, "{found:?}");
        assert!((found.strengths[0] - 12.0_f64.ln()).abs() < 1e-4, "{found:?}");
    }

    #[test]
    fn what_speaks_against_a_yes_is_nothing_and_what_is_never_there_stays() {
        let found = logistic(&rows(&[(&[], 20, 20), (&[0], 2, 30), (&[1], 30, 2)]), &[0.5, 0.5, 0.7], 1.0);
        assert!(found.strengths[0].abs() < 1e-12, "{found:?}");
        assert!(found.strengths[1] > 1.0, "{found:?}");
        assert!((found.strengths[2] - 0.7).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn a_pull_keeps_what_is_rare_near_its_centre() {
        let seen = |times: usize| logistic(&rows(&[(&[], 5, 45), (&[0], times, 0)]), &[0.5], 1.0).strengths[0];
        assert!(seen(1) > 0.5 && seen(1) < 1.5, "{}", seen(1));
        assert!(seen(40) > seen(1) + 1.0, "{} {}", seen(40), seen(1));
    }

    #[test]
    fn nothing_is_learnt_of_nothing() {
        assert_eq!(logistic(&[], &[0.3], 1.0), Logistic { base: 0.0, strengths: vec![0.3] });
    }
}
