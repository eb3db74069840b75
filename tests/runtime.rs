//! What the design says in section 4, point by point, on policies made by hand.

#[path = "runtime/bind.rs"]
mod bind;
#[path = "runtime/builder.rs"]
mod builder;
#[path = "runtime/decide.rs"]
mod decide;
#[path = "runtime/listen.rs"]
mod listen;
#[path = "runtime/record.rs"]
mod record;
#[path = "runtime/talk.rs"]
mod talk;
#[path = "runtime/worked.rs"]
mod worked;
