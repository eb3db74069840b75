//! Opening hours, as the policy says them: the `hours` blocks.

use crate::calendar::{Calendar, KnownRegion};
use crate::source::Span;

/// `hours madrid "Madrid office" in "Europe/Madrid" { Mon-Fri 08:00-20:00 }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// When it is open.
    pub calendar: Calendar,
    /// Whose holidays it keeps, and the years that these are known for.
    pub regions: Vec<KnownRegion>,
    /// Its head.
    pub span: Span,
}

impl Hours {
    /// Most `hours` of a policy.
    pub const COUNT_MAX: usize = 100;
    /// Most spans of one day.
    pub const SPANS_MAX: usize = 12;
    /// Most dated exceptions of one of them.
    pub const DATED_MAX: usize = 1_000;
}
