//! What was measured, as `baton.evaluate/1`.

use serde_json::{Value as Json, json};

use crate::cli::ui::spoken;
use crate::evaluation::{Is, Mistake, Place, Rate, Report, Result, Score, Use};
use crate::metrics::{RESAMPLES, SEED};
use crate::policy::Policy;

/// Most characters of a message.
const TEXT_MAX: usize = 1_000;

/// The document.
pub(super) fn of(report: &Report, policy: &Policy) -> Json {
    let results: Vec<Json> = report.results.iter().map(|result| one(report, result, policy)).collect();
    json!({
        "schema": "baton.evaluate/1",
        "policy": policy.title,
        "conversations": report.conversations,
        "sets": report.sets,
        "labels": report.labels,
        "golden_transfer_lambda": report.lambda,
        "resamples": RESAMPLES,
        "seed": SEED,
        "results": results,
    })
}

fn one(report: &Report, result: &Result, policy: &Policy) -> Json {
    let target = &result.target;
    let (key, value) = match &target.is {
        Is::True => ("is", json!(true)),
        Is::OneOf(words) => ("is", json!(words)),
        Is::AtLeast(number) => ("at_least", json!(number)),
        Is::AtMost(number) => ("at_most", json!(number)),
    };
    json!({
        "kind": target.what.kind(),
        "name": target.what.name(policy),
        "label": { "name": target.label, key: value, "on": target.on.as_str() },
        "above": target.above,
        "all": score(report, &result.all),
        "by_set": result.by_set.iter().map(|by_set| score(report, by_set)).collect::<Vec<_>>(),
        "lines": result.patterns.iter().map(line).collect::<Vec<_>>(),
        "false_alarms": result.false_alarms.iter().map(|one| mistake(report, result, policy, one)).collect::<Vec<_>>(),
        "misses": result.misses.iter().map(|one| mistake(report, result, policy, one)).collect::<Vec<_>>(),
        "labels_of_another_kind": result.unreadable,
        "labels_where_nothing_is_decided": result.undecided,
    })
}

fn score(report: &Report, score: &Score) -> Json {
    let counts = score.counts;
    let transfer = |(tolerance, near): &(u32, Rate)| json!({ "tolerance": tolerance, "value": rate(*near) });
    json!({
        "set": score.set.map(|set| &report.sets[set]),
        "conversations": score.conversations,
        "hits": counts.hits,
        "false_alarms": counts.false_alarms,
        "misses": counts.misses,
        "rejections": counts.rejections,
        "precision": rate(score.precision),
        "recall": rate(score.recall),
        "f1": rate(score.f1),
        "false_alarm_rate": rate(score.false_alarm_rate),
        "auc": rate(score.area),
        "golden_transfer": score.transfer.iter().map(transfer).collect::<Vec<_>>(),
    })
}

fn rate(rate: Rate) -> Json {
    json!({
        "value": rate.value.map(rounded),
        "low": rate.interval.map(|interval| rounded(interval.low)),
        "high": rate.interval.map(|interval| rounded(interval.high)),
    })
}

/// To six decimals: beyond them, machines may differ.
fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

fn line(one: &Use) -> Json {
    json!({
        "file": one.file, "line": one.line, "text": one.text,
        "helped": one.helped, "hurt": one.hurt, "helped_alone": one.helped_alone, "hurt_alone": one.hurt_alone,
    })
}

fn mistake(report: &Report, result: &Result, policy: &Policy, mistake: &Mistake) -> Json {
    let turn = match mistake.place {
        Place::Turn(turn) => Some(turn),
        Place::Conversation => None,
    };
    json!({
        "set": report.sets[mistake.set],
        "conversation": mistake.conversation,
        "turn": turn,
        "text": spoken(&mistake.text, TEXT_MAX),
        "score": rounded(mistake.score),
        "lines": mistake.lines(result.target.what, policy),
    })
}
