//! An artifact that somebody changed on purpose: one section is mutated, the checksums are right.
#![no_main]

use baton_fuzz::changed_on_purpose;
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_target!(|file: &[u8]| baton_fuzz::artifact(file));

fuzz_mutator!(|file: &mut [u8], size: usize, size_max: usize, seed: u32| {
    // What is no whole file is mutated as bytes.
    let Some(sealed) = changed_on_purpose(&file[..size], size_max, seed, fuzzer_mutate) else {
        return fuzzer_mutate(file, size, size_max);
    };
    file[..sealed.len()].copy_from_slice(&sealed);
    sealed.len()
});
