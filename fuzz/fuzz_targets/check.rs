//! Text → layout → parser → semantics → rows → artifact → table.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| baton_fuzz::check(text));
