//! An edit for each broken guarantee, where one is known that mends it.
//!
//! In: a policy on disk with what was found in it. Out: its problems, those of broken
//! guarantees with the edit that `analysis` chose among those that were tried here.

use std::collections::BTreeMap;

use super::disk::{Loaded, Texts};
use super::fix;
use super::ui::Outcome;
use crate::analysis::guarantees::Verdict;
use crate::analysis::guarantees::mends::{self, Mended, Tried};
use crate::diagnostic::{Code, Edit};

/// Most broken guarantees of a policy for which edits are tried.
const MENDED_MAX: usize = 12;

/// Findings that tell what became of a guarantee.
pub(super) const VERDICTS: [Code; 4] = [Code::E0415, Code::W0535, Code::W0536, Code::W0537];

/// Tries edits, and offers those that hold. `check` loads the policy and finds what there is to say of it.
pub(super) fn offer(texts: &Texts, loaded: &mut Loaded, check: &dyn Fn(&Texts) -> Outcome<Loaded>) {
    let Some(artifact) = &loaded.artifact else { return };
    let verdicts = fix::verdicts(loaded);
    if verdicts.len() != artifact.policy.guarantees.len() {
        return;
    }
    let known = counts(loaded);
    let is_broken = |at: &usize| matches!(verdicts[*at], Verdict::Broken(_));
    let mut mended: Vec<(usize, Mended)> = Vec::new();
    for at in (0..verdicts.len()).filter(is_broken).take(MENDED_MAX) {
        let mut attempt = |edits: &[Edit]| tried(edits, texts, loaded, &known, check);
        mended.extend(mends::mend(artifact, &verdicts, at, &mut attempt).map(|found| (at, found)));
    }
    let proofs = &loaded.proofs;
    loaded.problems.amend(|problem| {
        let found =
            mended.iter().find(|(at, _)| proofs[*at].span == problem.span() && VERDICTS.contains(&problem.code));
        let Some((_, Mended { words, edits })) = found else { return };
        let help = problem.help.take().map_or_else(String::new, |help| format!("{help};\n"));
        problem.help = Some(format!("{help}or `--fix --unsafe-fixes` {words}"));
        problem.edits.clone_from(edits);
    });
}

/// What a policy with these edits is; none if they cannot be made, or if it has errors.
fn tried(
    edits: &[Edit],
    texts: &Texts,
    loaded: &Loaded,
    known: &BTreeMap<Code, usize>,
    check: &dyn Fn(&Texts) -> Outcome<Loaded>,
) -> Option<Tried> {
    if !edits.iter().all(|edit| fix::is_own(&loaded.names[edit.span.file.0 as usize])) {
        return None;
    }
    let after = check(&fix::edited(texts, loaded, edits)).ok()?;
    let is_known = |(code, count): (&Code, &usize)| known.get(code).is_some_and(|before| count <= before);
    let is_clean = counts(&after).iter().all(is_known);
    let verdicts = fix::verdicts(&after);
    let artifact = after.artifact.filter(|artifact| artifact.policy.guarantees.len() == verdicts.len())?;
    Some(Tried { artifact, verdicts, is_clean })
}

/// How many findings there are of each code, guarantees aside.
fn counts(loaded: &Loaded) -> BTreeMap<Code, usize> {
    let mut counts = BTreeMap::new();
    for problem in loaded.problems.iter().filter(|problem| !VERDICTS.contains(&problem.code)) {
        *counts.entry(problem.code).or_default() += 1;
    }
    counts
}
