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
