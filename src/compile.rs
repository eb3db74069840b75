//! Text in, artifact out: the compiler as one call.

mod again;
mod boxes;
mod columns;
mod lower;
mod questions;
pub(crate) use again::Conditions;
pub use lower::lower;

pub(crate) use lower::{lower_asking, lower_with_guarantees};

use crate::artifact::{Artifact, meaning_hash};
use crate::diagnostic::{Diagnostics, Levels};
use crate::policy::Policy;
use crate::semantics::lints::Allows;
use crate::source::{Files, Sources};
use crate::syntax::ast::Item;
use crate::{semantics, syntax};

/// Reads the policy at `path`, with everything that it uses, and makes its table.
///
/// Returns the policy with its table, absent when anything was an error; every problem
/// found; and the texts, so that problems can be shown in them.
///
/// # Example
///
/// ```
/// use baton::source::Files;
///
/// struct One;
/// impl Files for One {
///     fn read(&self, _path: &str) -> Result<String, String> {
///         Ok(r#"baton 1
/// policy "Tiny" {
///   timezone "UTC"
///   languages en
///   assistant gives confidence
///   default queue support
///   otherwise stay
///   on failure hand off to support
/// }
/// queue support "Support"
/// threshold confidence { 60% }
/// rule unsure { when confidence below threshold; then hand off }
/// "#.to_owned())
///     }
/// }
///
/// let (artifact, problems, _texts) = baton::compile("tiny.baton", &One);
/// assert!(problems.is_empty());
/// assert_eq!(artifact.map(|artifact| artifact.policy.rules.len()), Some(1));
/// ```
pub fn compile(path: &str, files: &dyn Files) -> (Option<Artifact>, Diagnostics, Sources) {
    let Compiled { artifact, mut problems, sources, mut allows } = compile_with(path, files, &Levels::default());
    allows.end(&mut problems);
    (artifact, problems, sources)
}

/// What [`compile_with`] makes.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The policy with its table, absent when anything was an error.
    pub artifact: Option<Artifact>,
    /// Every problem found.
    pub problems: Diagnostics,
    /// The texts, so that problems can be shown in them.
    pub sources: Sources,
    /// The `allow` lines, for what is found later. [`Allows::end`] reports those that silenced nothing.
    pub allows: Allows,
}

/// As [`compile`], with the levels that a team has set, and open for more lints.
pub fn compile_with(path: &str, files: &dyn Files, levels: &Levels) -> Compiled {
    let (mut sources, mut problems) = (Sources::default(), Diagnostics::default());
    let program = syntax::load(path, files, &mut sources, &mut problems);
    let mut allows = Allows::of(&program, levels, &mut problems);
    let policy = semantics::resolve_allowing(&program, &sources, &mut allows, &mut problems);
    let artifact = policy.and_then(|policy| match lower(&policy) {
        Ok(rows) => Some(versioned(Artifact { policy, rows })),
        Err(problem) => {
            problems.push(problem);
            None
        }
    });
    Compiled { artifact, problems, sources, allows }
}

/// Reads the policy at `path` as [`compile`] does, with a question in the place of its guarantees.
///
/// Returns the policy, absent when it or the question cannot be read; every problem found, those of the question in the
/// text named `question`; and the texts.
pub fn compile_question(path: &str, files: &dyn Files, question: &str) -> (Option<Policy>, Diagnostics, Sources) {
    let (mut sources, mut problems) = (Sources::default(), Diagnostics::default());
    let mut program = syntax::load(path, files, &mut sources, &mut problems);
    program.items.retain(|item| !matches!(item, Item::Guarantee(_)));
    let asked = syntax::question(question, &mut sources, &mut problems);
    let is_read = asked.is_some();
    program.items.extend(asked.map(Item::Guarantee));
    let policy = semantics::resolve(&program, &sources, &mut problems).filter(|_| is_read);
    (policy, problems, sources)
}

/// What a policy means is its version.
fn versioned(mut artifact: Artifact) -> Artifact {
    artifact.policy.hash = meaning_hash(&artifact);
    artifact
}
