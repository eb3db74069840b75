//! `check --fix`: the edits that problems carry, made.
//!
//! In: a policy on disk. Out: its texts with the edits made, or a diff. Edits are
//! made in memory, round by round, because one may bring the next to light; of
//! edits that overlap the first wins.
//!
//! # Guarantees
//!
//! Without `--unsafe-fixes` every decision stays the same: the policy with the edits
//! was compiled, and one of [`PROOFS`] says so. With it no guarantee is worse off than
//! before. Only files of the policy's own
//! folder are written, and none when one of them changed meanwhile.

use std::collections::BTreeSet;
use std::path::Path;

use super::changes;
use super::check::many;
use super::disk::{self, Loaded, Texts};
use super::mend::VERDICTS;
use super::problems;
use super::ui::{Outcome, Stop, Ui};
use crate::analysis::diff::Diff;
use crate::analysis::guarantees::{Verdict, mends};
use crate::artifact::Artifact;
use crate::diagnostic::{Applicability, Code, Edit, Problem};
use crate::settings;

/// More rounds than a policy needs; edits that undo each other end here.
const ROUNDS_MAX: usize = 20;

/// What can show that two policies decide the same: one that does is enough.
type Proof = fn(&Artifact, &Artifact) -> bool;

/// All of them.
const PROOFS: &[Proof] = &[same_version, same_for_every_input];

/// The version is a hash of everything that can change a decision.
fn same_version(old: &Artifact, new: &Artifact) -> bool {
    old.policy.hash == new.policy.hash
}

/// Nothing that anybody can notice is other, for any input: proved.
fn same_for_every_input(old: &Artifact, new: &Artifact) -> bool {
    let diff = Diff::of(old, new);
    diff.undecided == 0 && diff.more_regions == 0 && !diff.is_noticeable()
}

/// Which edits to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Those that leave every decision the same.
    Safe,
    /// All.
    Unsafe,
}

/// The texts of a policy with edits made, not yet written.
#[derive(Debug, Default)]
pub(super) struct Fixed {
    /// The new texts, by the paths that the policy knows.
    pub(super) texts: Texts,
    /// How each of these files is called from here, and what it held.
    files: Vec<(String, String, String)>,
    /// The codes of the problems whose edits were made.
    made: Vec<Code>,
}

/// Makes the edits in memory. `check` loads a policy and finds what there is to say of it.
pub(super) fn fix(wanted: Wanted, check: &dyn Fn(&Texts) -> Outcome<Loaded>) -> Outcome<Fixed> {
    let mut fixed = Fixed::default();
    let mut loaded = check(&fixed.texts)?;
    for _ in 0..ROUNDS_MAX {
        let problems: Vec<Problem> = loaded.problems.sorted().into_iter().cloned().collect();
        let all = chosen(&problems, wanted, &loaded);
        let mut next = attempt(&all, &loaded, wanted, &fixed.texts, check)?.map(|next| (all.clone(), next));
        // One that cannot be shown to be safe does not keep the others from being made.
        for one in all.chunks(1).filter(|_| all.len() > 1) {
            if next.is_none() {
                next = attempt(one, &loaded, wanted, &fixed.texts, check)?.map(|next| (one.to_vec(), next));
            }
        }
        let Some((made, (texts, after))) = next else { break };
        fixed.remember(&texts, &loaded);
        fixed.made.extend(made.iter().map(|problem| problem.code));
        (fixed.texts, loaded) = (texts, after);
    }
    Ok(fixed)
}

/// The problems whose edits can be made together, in the order of the text.
fn chosen<'p>(problems: &'p [Problem], wanted: Wanted, loaded: &Loaded) -> Vec<&'p Problem> {
    let mut taken: Vec<&Edit> = Vec::new();
    let mut chosen = Vec::new();
    for problem in problems {
        let fits = wanted == Wanted::Unsafe || problem.applicability == Applicability::SameDecisions;
        let can = |edit: &Edit| is_own(&loaded.names[edit.span.file.0 as usize]);
        let is_free = |edit: &Edit| !taken.iter().any(|other| overlap(edit, other));
        if fits && !problem.edits.is_empty() && problem.edits.iter().all(|edit| can(edit) && is_free(edit)) {
            taken.extend(&problem.edits);
            chosen.push(problem);
        }
    }
    chosen
}

/// Whether a file is one that authors write: not one of Baton's, no list of customers.
pub(super) fn is_own(name: &str) -> bool {
    let is_text = Path::new(name).extension().is_some_and(|extension| extension == "baton");
    is_text || name == settings::FILE
}

/// Edits that touch count too: two insertions at one place have no order.
fn overlap(one: &Edit, other: &Edit) -> bool {
    one.span.file == other.span.file && one.span.start <= other.span.end && other.span.start <= one.span.end
}

/// The texts with the edits made, and the policy that they are; none when nothing is left to do or to be sure of.
fn attempt(
    problems: &[&Problem],
    loaded: &Loaded,
    wanted: Wanted,
    texts: &Texts,
    check: &dyn Fn(&Texts) -> Outcome<Loaded>,
) -> Outcome<Option<(Texts, Loaded)>> {
    if problems.is_empty() {
        return Ok(None);
    }
    let texts = edited(texts, loaded, problems.iter().flat_map(|problem| &problem.edits));
    let after = check(&texts)?;
    let same = match (&loaded.artifact, &after.artifact) {
        (Some(old), Some(new)) => PROOFS.iter().any(|proof| proof(old, new)),
        _ => false,
    };
    let may = same || wanted == Wanted::Unsafe && promises_hold(problems, loaded, &after);
    Ok(may.then_some((texts, after)))
}

/// The texts with edits made.
pub(super) fn edited<'e>(texts: &Texts, loaded: &Loaded, edits: impl IntoIterator<Item = &'e Edit>) -> Texts {
    let mut texts = texts.clone();
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    // From the end, so that places before stay where they are.
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.span.file, edit.span.start)));
    for edit in edits {
        let at = edit.span.file;
        let name = loaded.names[at.0 as usize].clone();
        let text = texts.entry(name).or_insert_with(|| loaded.sources.file(at).text.clone());
        text.replace_range(edit.span.range(), &edit.text);
    }
    texts
}

/// What became of a policy's guarantees.
pub(super) fn verdicts(loaded: &Loaded) -> Vec<Verdict> {
    loaded.proofs.iter().map(|proof| proof.verdict.clone()).collect()
}

/// Whether no guarantee is worse off, and those are proved that the edits were to mend.
fn promises_hold(edited: &[&Problem], loaded: &Loaded, after: &Loaded) -> bool {
    let is_mended = |problem: &&Problem| {
        let at = loaded.proofs.iter().position(|proof| proof.span == problem.span());
        at.is_none_or(|at| after.proofs.get(at).is_some_and(problems::Proof::is_proved))
    };
    let mut to_mend = edited.iter().filter(|problem| VERDICTS.contains(&problem.code));
    to_mend.all(is_mended) && !mends::suffers(&verdicts(loaded), &verdicts(after))
}

impl Fixed {
    /// New texts of a policy.
    pub(super) fn of(texts: Texts, loaded: &Loaded) -> Self {
        let mut fixed = Self::default();
        fixed.remember(&texts, loaded);
        Self { texts, ..fixed }
    }

    /// Notes what the changed files held at first.
    fn remember(&mut self, texts: &Texts, loaded: &Loaded) {
        for name in texts.keys().filter(|name| !self.texts.contains_key(*name)) {
            if let Some(at) = loaded.names.iter().position(|known| known == name) {
                let source = &loaded.sources.all()[at];
                self.files.push((name.clone(), source.name.clone(), source.text.clone()));
            }
        }
    }

    /// The files that change: path, old text, new text.
    fn changed(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let files = self.files.iter().map(|(name, path, old)| (path.as_str(), old.as_str(), self.texts[name].as_str()));
        files.filter(|(_, old, new)| old != new)
    }

    /// Whether nothing changes.
    pub(super) fn is_empty(&self) -> bool {
        self.changed().next().is_none()
    }

    /// Shows what would change; `how` says what made the new text.
    pub(super) fn show(&self, how: &str, ui: &mut Ui) -> Outcome<()> {
        self.changed().try_for_each(|(path, old, new)| changes::print(path, how, old, new, ui))
    }

    /// Writes the files, unless one of them is not what it was.
    pub(super) fn write(&self) -> Outcome<()> {
        for (path, old, _) in self.changed() {
            if std::fs::read_to_string(path).ok().as_deref() != Some(old) {
                return Err(Stop::Said(format!("{path}: it changed meanwhile, so nothing was written")));
            }
        }
        for (path, _, new) in self.changed() {
            std::fs::write(path, new).map_err(|error| Stop::Said(format!("{path}: {}", disk::why(&error))))?;
        }
        Ok(())
    }

    /// `2 problems fixed (W0506)`
    pub(super) fn summary(&self) -> String {
        let codes: BTreeSet<&str> = self.made.iter().map(|code| code.as_str()).collect();
        let codes: Vec<&str> = codes.into_iter().collect();
        format!("{} fixed ({})", many(self.made.len(), "problem"), codes.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::{Edit, Fixed, Texts, overlap};
    use crate::source::{FileId, Span};

    #[test]
    fn a_file_that_changed_meanwhile_is_not_touched() {
        let path = std::env::temp_dir().join(format!("baton-fix-{}.baton", std::process::id()));
        std::fs::write(&path, "of somebody else").expect("a file can be written");
        let shown = path.display().to_string();
        let fixed = Fixed {
            texts: Texts::from([("policy.baton".to_owned(), "new".to_owned())]),
            files: vec![("policy.baton".to_owned(), shown, "old".to_owned())],
            made: Vec::new(),
        };
        assert!(fixed.write().is_err());
        assert_eq!(std::fs::read_to_string(&path).expect("it is there"), "of somebody else");
        std::fs::remove_file(path).expect("it is there");
    }

    #[test]
    fn edits_at_one_place_overlap() {
        let edit = |start: usize, end: usize| Edit { span: Span::new(FileId(0), start..end), text: String::new() };
        assert!(overlap(&edit(1, 3), &edit(2, 5)) && overlap(&edit(2, 2), &edit(2, 2)));
        assert!(!overlap(&edit(1, 3), &edit(4, 5)));
    }
}
