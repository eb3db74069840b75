//! Deciding by the compiled table, facts ready: `cargo bench --bench decide`.

#[allow(dead_code, reason = "shared by all benches")]
mod support;

use baton::artifact::{decode, encode};
use baton::runtime::{Table, versions};
use support::tickets::{SIZES, policy, tickets};

fn main() {
    divan::main();
}

fn table(rules: usize) -> Table {
    let (artifact, ..) = baton::compile("bench.baton", &support::Given(policy(rules)));
    Table::new(artifact.expect("the policy is in order"))
}

/// The rule that decides: items are decisions.
#[divan::bench(args = SIZES, sample_count = 20)]
fn decide(bencher: divan::Bencher<'_, '_>, rules: usize) {
    let table = table(rules);
    let tickets = tickets(&table, 4_096);
    let mut scratch = table.scratch();
    bencher
        .counter(divan::counter::ItemsCount::new(tickets.len()))
        .bench_local(|| tickets.iter().filter(|ticket| ticket.decide(&mut scratch).rule().is_some()).count());
}

/// The rule that decides, and every later rule that fits: items are decisions.
#[divan::bench(args = SIZES, sample_count = 20)]
fn decide_fully(bencher: divan::Bencher<'_, '_>, rules: usize) {
    let table = table(rules);
    let tickets = tickets(&table, 4_096);
    let mut scratch = table.scratch();
    bencher.counter(divan::counter::ItemsCount::new(tickets.len())).bench_local(|| {
        tickets.iter().map(|ticket| ticket.decide_fully(&mut scratch).also_fitted().count()).sum::<usize>()
    });
}

/// From a policy to its rows.
#[divan::bench(args = SIZES, sample_count = 5)]
fn lower(bencher: divan::Bencher<'_, '_>, rules: usize) {
    let (artifact, ..) = baton::compile("bench.baton", &support::Given(policy(rules)));
    let policy = artifact.expect("the policy is in order").policy;
    bencher.bench(|| baton::lower(&policy).expect("the policy fits a table"));
}

/// From rows to what finds them.
#[divan::bench(args = SIZES, sample_count = 5)]
fn make_ready(bencher: divan::Bencher<'_, '_>, rules: usize) {
    let (artifact, ..) = baton::compile("bench.baton", &support::Given(policy(rules)));
    let artifact = std::sync::Arc::new(artifact.expect("the policy is in order"));
    bencher.bench(|| Table::new(artifact.clone()));
}

/// From a file to a table that is ready: checksums, validation, index.
#[divan::bench(args = SIZES, sample_count = 10)]
fn load(bencher: divan::Bencher<'_, '_>, rules: usize) {
    let (artifact, ..) = baton::compile("bench.baton", &support::Given(policy(rules)));
    let bytes = encode(&artifact.expect("the policy is in order"), &versions());
    bencher
        .counter(divan::counter::BytesCount::new(bytes.len()))
        .bench(|| Table::new(decode(&bytes).expect("the file is in order")));
}

/// From text to a table that is ready to be written: parsing, checking, rows.
#[divan::bench(args = SIZES, sample_count = 3)]
fn build(bencher: divan::Bencher<'_, '_>, rules: usize) {
    let files = support::Given(policy(rules));
    bencher.bench(|| baton::compile("bench.baton", &files).0.expect("the policy is in order"));
}

/// From JSON text to the rule that decides: items are decisions.
#[divan::bench(args = SIZES, sample_count = 20)]
fn decide_json(bencher: divan::Bencher<'_, '_>, rules: usize) {
    let table = table(rules);
    let texts = support::tickets::json(1_024);
    let (mut facts, mut scratch) = (table.facts(), table.scratch());
    bencher.counter(divan::counter::ItemsCount::new(texts.len())).bench_local(|| {
        let decided = texts.iter().filter(|text| {
            facts.reset();
            facts.at(baton::Point::Answer);
            facts.read_json(text).expect("it is an object");
            facts.decide(&mut scratch).rule().is_some()
        });
        decided.count()
    });
}
