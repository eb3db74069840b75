//! The parser that pest makes of `grammar/baton.pest`.

#![allow(missing_docs, unreachable_pub, reason = "generated from the grammar, whose comments say what each rule is")]

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/baton.pest"]
pub struct Grammar;
