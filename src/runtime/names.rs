//! Words as keys: a map that finds a short word in a few nanoseconds.
//!
//! The words are the policy's own, so nobody can choose them to collide.

use std::collections::HashMap;

use foldhash::fast::FixedState;

/// Something for each word.
pub(super) type Names<T> = HashMap<Box<str>, T, FixedState>;
