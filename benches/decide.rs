//! Deciding by the compiled table, facts ready: `cargo bench --bench decide`.

#[allow(dead_code, reason = "shared by all benches")]
mod support;

use baton::runtime::Table;
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
