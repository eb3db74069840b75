//! What is said for certain, against enumeration and against the reference evaluator.

#![cfg(feature = "compiler")]

mod analysis {
    #[path = "../table/leaves.rs"]
    mod leaves;
    #[path = "../table/policies.rs"]
    mod policies;
    #[path = "../table/support.rs"]
    mod support;
    #[path = "../table/thresholds.rs"]
    mod thresholds;
    #[allow(dead_code, reason = "each test uses a part of it")]
    #[path = "../table/values.rs"]
    mod values;

    mod budget;
    mod diagram;
    mod diff;
    mod enumeration;
    mod guarantees;
    mod examples;
    mod inputs;
    mod mutants;
}
