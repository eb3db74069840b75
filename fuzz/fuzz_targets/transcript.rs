//! Bytes → conversations, by the readers of JSON Lines and CSV → decisions.
#![no_main]

use std::sync::LazyLock;

use baton::{Table, compile};
use baton_fuzz::One;

/// Facts of many types, so that values are bound to all of them.
static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let (artifact, ..) = compile("policy.baton", &One(include_str!("../../tests/artifact/small.baton")));
    Table::new(artifact.expect("the policy of the tests compiles"))
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| baton_fuzz::transcript(bytes, &TABLE));
