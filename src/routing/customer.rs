//! What is known of the customer.

/// What is known of the customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Customer {
    /// Who manages the account.
    pub account_manager: Option<String>,
    /// Whom the customer named.
    pub named_agent: Option<String>,
    /// Who handled the customer last.
    pub last: Option<Handled>,
    /// Marks of agents with this customer, such as `avoid`.
    pub marks: Vec<(String, String)>,
}

/// A conversation that was handled before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handled {
    /// By whom.
    pub agent: String,
    /// When it ended, or that agent last wrote.
    pub at: i64,
    /// Whether it was about the same issue.
    pub same_issue: bool,
    /// What it was about: a category of the policy.
    pub category: Option<String>,
}
