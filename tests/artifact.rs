//! The artifact: what is written is read again, and what was not written is refused.
//!
//! Every policy of the repository is compiled, written and read. Damage is done to a small one bit by bit, to the large
//! ones here and there.

#![cfg(feature = "compiler")]

mod artifact {
    mod exercise;
    mod parts;
    mod support;

    mod damage;
    mod meaning;
    mod refusals;
    mod mutations;
    mod page;
    mod trips;
    mod versions;
}
