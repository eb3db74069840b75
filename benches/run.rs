//! Deciding: `cargo bench --bench run`.

#[allow(dead_code, reason = "shared by all benches")]
mod support;

use baton::runtime::{Options, Table, replay};
fn main() {
    divan::main();
}

fn table(rules: usize) -> Table {
    let (policy, _, _) = baton::compile("bench.baton", &support::Given(support::policy(rules)));
    Table::new(policy.expect("the policy is in order"))
}

/// A dry run of 10,000 conversations of eight turns, words heard and all: items are turns.
#[divan::bench(args = [10, 100, 1_000], sample_count = 5)]
fn dry_run(bencher: divan::Bencher<'_, '_>, rules: usize) {
    let table = table(rules);
    let conversations = support::conversations(10_000);
    let turns = divan::counter::ItemsCount::new(80_000_usize);
    bencher.counter(turns).bench(|| {
        conversations.iter().map(|conversation| replay(&table, conversation, &Options::default()).len()).sum::<usize>()
    });
}
