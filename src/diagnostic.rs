//! Problems: what is wrong, where, and what to do next.
//!
//! In: findings of any stage of the compiler. Out: [`Diagnostics`], the bag in
//! which they travel. A stage pushes and goes on; nobody throws.
//!
//! # Wording
//!
//! The message says *what* (lower case, no full stop, the author's words in
//! backticks, never a Rust or grammar name), labels say *where*, help says
//! *what next*. "Did you mean" comes from [`nearest`] alone.
//!
//! # What is not here
//!
//! Rendering: the command line draws a [`Problem`], this module only holds it.

use crate::source::{FileId, Span};

mod codes;
mod level;
mod suggest;
pub use codes::Code;
pub use level::{Level, Levels};
pub use suggest::nearest;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Advice,
    /// The policy works, and probably not as meant.
    Warning,
    /// The policy cannot be used.
    Error,
}

/// A place, and what to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is here.
    pub text: String,
}

/// A change to the text that would help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What to replace; empty to insert.
    pub span: Span,
    /// What to put there.
    pub text: String,
}

/// What is known of the edits of a problem.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Applicability {
    /// Every decision stays the same: `check --fix` makes them.
    SameDecisions,
    /// They may change a decision, or what the service must send: a person looks at them.
    #[default]
    Unsafe,
}

impl Applicability {
    /// The words of it in documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Applicability::SameDecisions => "same_decisions",
            Applicability::Unsafe => "unsafe",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which kind, for `--explain` and `allow`.
    pub code: Code,
    /// How bad.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where; the first is the place that the problem is reported at.
    pub labels: Vec<Label>,
    /// What to do next.
    pub help: Option<String>,
    /// The edits that `help` speaks of, if it can be said as edits.
    pub edits: Vec<Edit>,
    /// What is known of these edits.
    pub applicability: Applicability,
    /// Conversations that show it, as tests to paste into the policy.
    pub example: Option<Box<str>>,
}

impl Problem {
    /// A finding of `code`'s usual severity at `span`.
    pub fn new(code: Code, message: impl Into<String>, span: Span, label: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            labels: vec![Label { span, text: label.into() }],
            help: None,
            edits: Vec::new(),
            applicability: Applicability::default(),
            example: None,
        }
    }

    /// Also points at another place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what to do next, if there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Offers the name that was probably meant in the place of `span`, or says what else could help.
    #[must_use]
    pub fn did_you_mean(self, near: Option<&str>, span: Span, otherwise: impl FnOnce() -> String) -> Self {
        match near {
            Some(near) => self.help(format!("did you mean `{near}`?")).edit(span, near),
            None => self.help(otherwise()),
        }
    }

    /// Offers an edit.
    #[must_use]
    pub fn edit(mut self, span: Span, text: impl Into<String>) -> Self {
        self.edits.push(Edit { span, text: text.into() });
        self
    }

    /// Says that its edits leave every decision the same.
    #[must_use]
    pub fn same_decisions(mut self) -> Self {
        self.applicability = Applicability::SameDecisions;
        self
    }

    /// The same in another file: for texts that are read before it is known which file of a policy they are.
    #[must_use]
    pub fn moved_to(mut self, file: FileId) -> Self {
        self.labels.iter_mut().for_each(|label| label.span.file = file);
        self.edits.iter_mut().for_each(|edit| edit.span.file = file);
        self
    }

    /// Shows conversations, as tests to paste.
    #[must_use]
    pub fn example(mut self, tests: impl Into<String>) -> Self {
        self.example = Some(tests.into().into_boxed_str());
        self
    }

    /// Where the problem is reported.
    pub fn span(&self) -> Span {
        self.labels.first().map(|label| label.span).unwrap_or_default()
    }
}

/// At most this many problems are kept in one run; the rest are counted.
pub const PROBLEMS_MAX: usize = 500;

/// The bag of problems that every stage adds to.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    problems: Vec<Problem>,
    dropped: usize,
}

impl Diagnostics {
    /// Adds a finding, unless the same one is there or the bag is full.
    pub fn push(&mut self, problem: Problem) {
        if self.problems.len() >= PROBLEMS_MAX {
            self.dropped += 1;
            return;
        }
        if self.problems.contains(&problem) {
            return;
        }
        self.problems.push(problem);
    }

    /// All findings, in the order of the text.
    pub fn sorted(&self) -> Vec<&Problem> {
        let mut all: Vec<_> = self.problems.iter().collect();
        all.sort_by_key(|problem| (problem.span(), problem.code));
        all
    }

    /// All findings, in the order they were made.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter()
    }

    /// How many were not kept because there were more than [`PROBLEMS_MAX`].
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// Whether the policy cannot be used.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// Adds to findings what was learnt of them later.
    pub fn amend(&mut self, amend: impl FnMut(&mut Problem)) {
        self.problems.iter_mut().for_each(amend);
    }

    /// Keeps only the findings that `keep` wants.
    pub fn retain(&mut self, keep: impl FnMut(&Problem) -> bool) {
        self.problems.retain(keep);
    }
}
