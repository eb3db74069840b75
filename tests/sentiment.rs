//! Sentiment against the Python release, against human raters, and on its own ground.
//!
//! The corpus is made by `scripts/sentiment_oracle.py`; sources and licences are in
//! `tests/corpus/sentiment/NOTICE.md`.

use baton::runtime::sentiment::{TEXT_BYTES_MAX, sentiment, sentiment_in};
use baton::value::Fixed;

const ORACLE: &str = include_str!("corpus/sentiment/oracle.tsv");
const HUMAN: &str = include_str!("corpus/sentiment/human.tsv");
const SPANISH: &str = include_str!("corpus/sentiment/es.tsv");

fn rows(tsv: &str) -> impl Iterator<Item = (&str, &str)> {
    tsv.lines().filter_map(|line| line.rsplit_once('\t'))
}

fn fixed(text: &str) -> Fixed {
    Fixed::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

#[expect(clippy::cast_precision_loss, reason = "a few millionths")]
fn number(fixed: Fixed) -> f64 {
    fixed.millionths() as f64 / 1e6
}

#[test]
fn agrees_with_the_python_release() {
    /// 0.0001; the four decimals of the release are met exactly, or not at all.
    const TOLERANCE: i64 = 100;

    let total = rows(ORACLE).count();
    let apart: Vec<String> = rows(ORACLE)
        .map(|(text, compound)| (text, fixed(compound), sentiment(text)))
        .filter(|(_, theirs, ours)| (theirs.millionths() - ours.millionths()).abs() > TOLERANCE)
        .map(|(text, theirs, ours)| format!("theirs {theirs}, ours {ours}: {text}"))
        .collect();
    println!("{} of {total} agree", total - apart.len());
    apart.iter().for_each(|line| println!("{line}"));
    assert!(total >= 1_000, "{total} sentences");
    assert!(apart.len() * 200 <= total, "{} of {total} apart:\n{}", apart.len(), apart.join("\n"));
}
