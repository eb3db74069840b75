//! The table in words and as JSON: true, complete, and never taken for markup.
//!
//! In: every policy of examples/ and of the command line's corpus. Out: nothing, or a failure that names the row.

#![cfg(feature = "cli")]

mod support;

#[path = "listing/examples.rs"]
mod examples;
#[path = "listing/forms.rs"]
mod forms;
#[path = "listing/json.rs"]
mod json;
#[path = "listing/reader.rs"]
mod reader;
#[path = "io/schema.rs"]
mod schema;
#[path = "listing/words.rs"]
mod words;
