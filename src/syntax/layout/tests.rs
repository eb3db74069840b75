//! How texts fall apart into clauses.
