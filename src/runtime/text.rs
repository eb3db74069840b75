//! The ears of the runtime: what a message says, and how.
//!
//! In: a message as it was written. Out: words ([`Text`]), the phrases of a
//! policy found among them ([`Phrases`]), how it is said ([`shouts`],
//! [`repeats_punctuation`], [`messages_shrink`]), and how alike two messages are
//! ([`Sketch`], [`likeness()`]).
//!
//! A message is read once and never without limit; each step is linear in what
//! was read. The same message gives the same answer everywhere: no floating
//! point, no order of a hash map reaches a result.
//!
//! # What is not here
//!
//! Signals, weights and `unless`: the caller knows which phrase is whose. A hit
//! carries its sentence, so that the caller can cancel by sentence.

mod content;
mod contractions;
mod lists;
mod typos;
mod vocabulary;

pub mod likeness;
pub mod manner;
pub mod phrases;
pub mod words;

pub(crate) use content::is_courtesy;
pub use likeness::{REPEATS_ITSELF, SAME_AGAIN, Sketch, likeness, say_the_same};
pub(crate) use lists::word_lists;
pub use manner::{messages_shrink, repeats_punctuation, shouts};
pub use phrases::{Extent, Hit, Phrases};
pub use words::{Text, Word};
