//! Text in, policy out: the compiler as one call.

use crate::diagnostic::Diagnostics;
use crate::policy::Policy;
use crate::source::{Files, Sources};
use crate::{semantics, syntax};

/// Reads and resolves the policy at `path`, with everything that it uses.
///
/// Returns the policy, absent when anything was an error; every problem found; and
/// the texts, so that problems can be shown in them.
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
/// let (policy, problems, _texts) = baton::compile("tiny.baton", &One);
/// assert!(problems.is_empty());
/// assert_eq!(policy.map(|policy| policy.rules.len()), Some(1));
/// ```
pub fn compile(path: &str, files: &dyn Files) -> (Option<Policy>, Diagnostics, Sources) {
    let (mut sources, mut problems) = (Sources::default(), Diagnostics::default());
    let program = syntax::load(path, files, &mut sources, &mut problems);
    let policy = semantics::resolve(&program, &sources, &mut problems);
    (policy, problems, sources)
}
