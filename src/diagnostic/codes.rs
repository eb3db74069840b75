//! The register of codes. A code is given once and never reused; a gap is a code that was withdrawn.
//!
//! `E01` reading, `E02` names, `E03` types and units, `E04` meaning, `W05` lints, `E06` rosters.
//! Each has a page `docs/errors/CODE.md`, which `--explain CODE` prints.

use super::Severity;

macro_rules! codes {
    ($($code:ident $name:literal $severity:ident,)*) => {
        /// Which kind of problem: a stable code and a name for `allow`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the name beside each code says what it is")]
        pub enum Code { $($code,)* }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Code] = &[$(Code::$code,)*];

            /// As it is printed: `E0101`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$code => stringify!($code),)* }
            }

            /// The name that stands after `allow`.
            pub const fn name(self) -> &'static str {
                match self { $(Code::$code => $name,)* }
            }

            /// Its page: what it finds, why it matters, a failing and a fixed example.
            pub const fn page(self) -> &'static str {
                match self {
                    $(Code::$code => include_str!(concat!("../../docs/errors/", stringify!($code), ".md")),)*
                }
            }

            /// How bad it usually is.
            pub const fn severity(self) -> Severity {
                match self { $(Code::$code => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    // Reading
    E0101 "unreadable_clause" Error,
    E0102 "unknown_clause" Error,
    E0103 "misplaced_clause" Error,
    E0104 "unclosed_string" Error,
    E0105 "unclosed_block" Error,
    E0106 "stray_brace" Error,
    E0108 "comma_in_number" Error,
    E0109 "mixed_and_or" Error,
    E0110 "nested_too_deeply" Error,
    E0111 "too_large" Error,
    E0112 "confusable_character" Error,
    E0113 "version_line" Error,
    E0114 "missing_block" Error,
    E0115 "unreadable_pattern" Error,
    E0116 "missing_clause" Error,
    E0117 "repeated_clause" Error,
    E0118 "unreadable_file" Error,
    E0119 "use_cycle" Error,
    E0120 "unclosed_parenthesis" Error,
    E0121 "unreadable_number" Error,
    E0122 "reserved_word" Error,
    E0123 "unreadable_placeholder" Error,
    E0124 "unexpected_block" Error,
    // Names
    E0201 "unknown_name" Error,
    E0202 "duplicate_name" Error,
    E0203 "unknown_queue" Error,
    E0204 "unknown_category" Error,
    E0205 "ambiguous_category" Error,
    E0206 "unknown_value" Error,
    E0207 "unknown_message" Error,
    E0208 "unknown_rule" Error,
    E0209 "unknown_threshold" Error,
    E0210 "unknown_language" Error,
    E0211 "unknown_instruction" Error,
    E0212 "unknown_level" Error,
    E0213 "nothing_to_replace" Error,
    E0214 "cyclic_signal" Error,
    E0215 "list_column" Error,
    E0216 "unknown_lint" Error,
    E0217 "unknown_time_zone" Error,
    E0218 "unreadable_settings" Error,
    E0219 "not_a_lint" Error,
    E0220 "unknown_fixture" Error,
    E0225 "unfit_demand" Error,
    E0230 "unknown_region" Error,
    // Types and units
    E0301 "wrong_type" Error,
    E0302 "wrong_unit" Error,
    E0303 "out_of_range" Error,
    E0304 "not_yes_or_no" Error,
    E0305 "not_comparable" Error,
    E0306 "empty_range" Error,
    E0307 "list_read_as_or" Error,
    E0308 "missing_plural" Error,
    // Meaning
    E0401 "missing_header_line" Error,
    E0402 "silenced_guard" Error,
    E0403 "answer_not_given" Error,
    E0404 "reads_ahead" Error,
    E0405 "conflicting_lines" Error,
    E0406 "category_served_twice" Error,
    E0408 "also_changes_action" Error,
    E0409 "unfillable_placeholder" Error,
    E0410 "wrong_dates" Error,
    E0411 "step_limit" Error,
    E0412 "impossible_test" Error,
    E0413 "too_many_rows" Error,
    E0414 "table_too_large" Error,
    E0415 "broken_guarantee" Error,
    E0421 "uneven_case" Error,
    E0422 "unusable_heading" Error,
    E0423 "unreadable_cell" Error,
    E0424 "case_expects_nothing" Error,
    E0425 "unreadable_cases" Error,
    E0430 "steps_out_of_order" Error,
    E0431 "ladder_without_end" Error,
    E0441 "overlapping_hours" Error,
    // Rosters
    E0601 "unreadable_roster" Error,
    E0602 "unknown_in_roster" Error,
    E0603 "roster_too_large" Error,
    E0604 "nobody_in_roster" Error,
    W0605 "unknown_to_policy" Warning,
    W0606 "uncovered_hours" Warning,
    W0607 "nobody_ever" Warning,
    W0608 "single_cover" Advice,
    W0609 "step_for_nobody" Warning,
    W0610 "short_rest" Warning,
    W0611 "needs_roster" Advice,
    // Maps of labels
    E0701 "unreadable_map" Error,
    E0702 "unknown_in_map" Error,
    E0703 "map_too_large" Error,
    // Lints
    W0501 "silenced_rule" Warning,
    W0502 "unused_name" Warning,
    W0503 "missing_translation" Warning,
    W0504 "missing_bare_message" Warning,
    W0505 "failure_framing" Warning,
    W0506 "unused_allow" Warning,
    W0508 "expired_rule" Warning,
    W0510 "stale_rates" Warning,
    W0511 "unreachable_rule" Warning,
    W0512 "only_if_missing" Warning,
    W0513 "redundant_condition" Warning,
    W0514 "redundant_rule" Warning,
    W0515 "redundant_step" Warning,
    W0516 "stuck_limit" Warning,
    W0518 "suppressed_by_words" Warning,
    W0519 "idle_also" Warning,
    W0520 "idle_watch" Warning,
    W0521 "unreached_queue" Warning,
    W0522 "unasked_question" Warning,
    W0523 "personal_data" Warning,
    W0524 "unfinished_category" Warning,
    W0525 "unkept_promise" Warning,
    W0526 "assumed_gender" Warning,
    W0527 "uneven_texts" Warning,
    W0528 "doubled_unit" Warning,
    W0529 "missing_team_title" Warning,
    W0535 "vacuous_guarantee" Warning,
    W0536 "undecided_guarantee" Warning,
    W0537 "doubtful_guarantee" Warning,
    W0538 "hidden_base" Warning,
    W0539 "held_in_question" Warning,
    W0545 "idle_step" Warning,
    W0546 "promise_past_the_end" Warning,
}

impl Code {
    /// The code printed as `text`, or named `text`, in any case.
    pub fn find(text: &str) -> Option<Code> {
        Self::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(text) || code.name() == text)
    }
}
