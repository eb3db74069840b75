//! The parser that pest makes of `grammar/pattern.pest`.

#![allow(missing_docs, unreachable_pub, reason = "generated from the grammar, whose comments say what each rule is")]

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/pattern.pest"]
pub struct PatternGrammar;
