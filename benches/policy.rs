//! Reading a policy and proving things of it: `cargo bench --bench policy`.

use baton::analysis;
use baton::diagnostic::Diagnostics;
use baton::semantics::lints::Allows;

#[allow(dead_code, reason = "shared by all benches")]
mod support;

fn main() {
    divan::main();
}

/// Read and check: everything that `baton check` does but proving and printing.
#[divan::bench(args = [100, 1_000, 5_000])]
fn parse_and_check(bencher: divan::Bencher<'_, '_>, rules: usize) {
    let files = support::Given(support::policy(rules));
    let bytes = divan::counter::BytesCount::of_str(&files.0);
    bencher.counter(bytes).bench(|| {
        let (policy, problems, _) = baton::compile("bench.baton", &files);
        assert!(policy.is_some() && problems.iter().all(|problem| problem.code.as_str() == "W0501"));
    });
}

/// Write in the one layout.
#[divan::bench(args = [1_000])]
fn format(bencher: divan::Bencher<'_, '_>, rules: usize) {
    let text = support::policy(rules);
    bencher.bench(|| baton::syntax::format(&text).expect("the policy is in order"));
}

/// Everything that `baton check` proves, of policies like those of support: eight rules in ten ask the category.
#[divan::bench(args = [100, 1_000, 5_000], sample_count = 10)]
fn prove(bencher: divan::Bencher<'_, '_>, rules: usize) {
    let (artifact, ..) = baton::compile("bench.baton", &support::Given(support::tickets::policy(rules)));
    let artifact = artifact.expect("the policy is in order");
    bencher.bench(|| {
        let checked = analysis::check(&artifact, &mut Allows::default(), &mut Diagnostics::default());
        assert_eq!(checked.undecided, 0);
    });
}

/// The same of policies of 66 facts, most of which a rule does not ask.
#[divan::bench(args = [1_000, 5_000], sample_count = 5)]
fn prove_wide(bencher: divan::Bencher<'_, '_>, rules: usize) {
    let (artifact, ..) = baton::compile("bench.baton", &support::Given(support::tickets::wide_policy(rules)));
    let artifact = artifact.expect("the policy is in order");
    bencher.bench(|| {
        let checked = analysis::check(&artifact, &mut Allows::default(), &mut Diagnostics::default());
        assert_eq!(checked.undecided, 0);
    });
}

/// Everything that `baton diff` finds between two policies that differ in three rules.
#[divan::bench(args = [100, 1_000], sample_count = 5)]
fn diff(bencher: divan::Bencher<'_, '_>, rules: usize) {
    let text = support::tickets::policy(rules);
    let other = edited(&text, rules);
    let compiled = [text, other].map(|text| baton::compile("bench.baton", &support::Given(text)).0);
    let [old, new] = compiled.map(|artifact| artifact.expect("the policy is in order"));
    bencher.bench(|| {
        let diff = analysis::diff::Diff::of(&old, &new);
        assert!(diff.is_noticeable() && diff.undecided == 0);
    });
}

/// One rule goes to the other queue, one is gone, one asks for more.
fn edited(text: &str, rules: usize) -> String {
    let rule = |at: usize| format!("rule rule_{at} {{\n");
    let blocks: Vec<&str> = text.split_inclusive("}\n").collect();
    let block = |at: usize| blocks.iter().copied().find(|block| block.contains(&rule(at))).unwrap_or_default();
    let (first, second, third) = (block(rules / 4), block(rules / 2), block(rules * 3 / 4));
    let to_other =
        first.replace("to people", "to others").replace("to care", "to people").replace("to others", "to care");
    let more = third.replace("  when ", "  when turns above 2 and ");
    text.replace(first, &to_other).replace(second, "").replace(third, &more)
}
