//! Text → formatted text.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| baton_fuzz::format(text));
