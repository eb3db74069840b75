//! Section 4 of the design, sentence by sentence: what a policy means.
//!
//! Each file of `tests/corpus/meaning` is a policy about one topic whose own tests
//! say what must come of it; where the input is JSON, a transcript of the same name
//! stands beside it, and its decisions are a snapshot.

mod meaning {
    mod agreement;
    mod corpus;
    mod limits;
    mod naive;
    mod negation;
    mod refused;
    mod replays;
    mod safety;
    mod support;
    mod unions;
}
