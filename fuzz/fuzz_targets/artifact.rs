//! Bytes → artifact. Nearly all are refused by their checksums; `sealed` goes behind those.
#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| baton_fuzz::artifact(file));
