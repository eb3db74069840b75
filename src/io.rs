//! Readers of what other systems wrote.
//!
//! In: text from files and pipes, handed over as `impl BufRead`. Out: the plain
//! data of [`crate::conversation`]. Memory does not grow with the input, no input
//! panics, and every size has a limit in [`transcript::limits`].

pub mod transcript;
