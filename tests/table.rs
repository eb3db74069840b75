//! The table against the reference evaluator: generated policies, every cell of small ones, sizes at the edges of blocks.
//!
//! `BATON_CASES` asks for more random cases than usual: so many million decisions.

#![cfg(feature = "compiler")]

mod table {
    mod support;

    // What is generated.
    mod leaves;
    mod policies;
    mod thresholds;
    mod values;

    // Who is right.
    mod referee;
    mod shown;

    // What is asked.
    mod blocks;
    mod corpus;
    mod differential;
    mod exhaustive;
    mod extremes;
    mod nearest;
    mod setters;
    mod threads;
    mod words;
}
