//! Which clauses may stand where: the table that dispatches every clause.
//!
//! A clause's first words and its place choose the one grammar rule that reads it,
//! the line that help shows, and whether a block belongs to it.

use super::super::grammar::Rule;

/// Where a clause stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Top,
    /// A file that another one uses: no header.
    Used,
    Policy,
    Rates,
    Signal,
    Threshold,
    Highest,
    Rule,
    Group,
    Hours,
    Queue,
    Waiting,
    Continuity,
    Package,
    Conversation,
    Message,
    Situation,
    Test,
    Guarantee,
    /// A question to a policy, which is no part of one.
    Question,
    Fixture,
}

impl Place {
    /// Where that is, in words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Place::Top | Place::Used => "at the outermost level",
            Place::Policy => "in the header",
            Place::Rates => "in `rates to`",
            Place::Signal => "in a signal",
            Place::Threshold => "in a threshold",
            Place::Highest => "in `highest of`",
            Place::Rule => "in a rule",
            Place::Group => "in a group",
            Place::Hours => "in opening hours",
            Place::Queue => "in a queue",
            Place::Waiting => "in `priority`",
            Place::Continuity => "in `continuity`",
            Place::Package => "in the package",
            Place::Conversation => "in the conversation",
            Place::Message => "in a message",
            Place::Situation => "in a situation of a message",
            Place::Test => "in a test",
            Place::Guarantee => "in a guarantee",
            Place::Question => "in a question",
            Place::Fixture => "in a fixture",
        }
    }

    /// The clauses that may stand here.
    pub(super) fn forms(self) -> &'static [Form] {
        match self {
            Place::Top | Place::Used => TOP,
            Place::Policy => POLICY,
            Place::Rates => RATES,
            Place::Signal => SIGNAL,
            Place::Threshold => THRESHOLD,
            Place::Highest => HIGHEST,
            Place::Rule => RULE,
            Place::Group => GROUP,
            Place::Hours => HOURS,
            Place::Queue => QUEUE,
            Place::Waiting => WAITING,
            Place::Continuity => CONTINUITY,
            Place::Package => PACKAGE,
            Place::Conversation => CONVERSATION,
            Place::Message => MESSAGE,
            Place::Situation => SITUATION,
            Place::Test => TEST,
            Place::Guarantee => GUARANTEE,
            Place::Question => QUESTION,
            Place::Fixture => FIXTURE,
        }
    }

    /// All places, for "that stands in …".
    pub(super) const ALL: [Place; 19] = [
        Place::Top,
        Place::Policy,
        Place::Rule,
        Place::Group,
        Place::Signal,
        Place::Threshold,
        Place::Highest,
        Place::Hours,
        Place::Queue,
        Place::Waiting,
        Place::Continuity,
        Place::Package,
        Place::Conversation,
        Place::Message,
        Place::Situation,
        Place::Test,
        Place::Guarantee,
        Place::Fixture,
        Place::Rates,
    ];
}

/// Whether a block in braces belongs to a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Braces {
    No,
    Maybe,
    Yes,
}

/// One form of clause.
#[derive(Debug)]
pub(super) struct Form {
    /// Its first words. None: it is chosen by other means (see `special`).
    pub(super) words: &'static [&'static str],
    /// What reads it.
    pub(super) rule: Rule,
    pub(super) braces: Braces,
    /// How it is written, for help.
    pub(super) usage: &'static str,
}

const fn form(words: &'static [&'static str], rule: Rule, braces: Braces, usage: &'static str) -> Form {
    Form { words, rule, braces, usage }
}

/// Stands in every block of clauses.
pub(super) const ALLOW: Form = form(&["allow"], Rule::allow, Braces::No, "allow LINT because \"why\"");
const GUARD: Form = form(&["guard"], Rule::rule_head, Braces::Yes, "guard NAME \"Title\" { when …; then … }");
const OVERRIDE: Form = form(&["override"], Rule::rule_head, Braces::Yes, "override NAME \"Title\" { when …; then … }");
const RULES: Form =
    form(&["rule"], Rule::rule_head, Braces::Yes, "rule NAME \"Title\" from DATE until DATE { when …; then … }");
const ALSO: Form = form(&["also"], Rule::rule_head, Braces::Yes, "also NAME \"Title\" { when …; then EFFECT, … }");
const WATCH: Form = form(&["watch"], Rule::rule_head, Braces::Yes, "watch rule NAME \"Title\" { when …; then … }");
const GROUPS: Form = form(&["group"], Rule::group, Braces::Yes, "group NAME \"Title\" when … except when … { … }");
const SCOPE: Form = form(&["for"], Rule::scope, Braces::Yes, "for CATEGORY, … { … }");
const STEP_USAGE: &str = "NAME raise by 10 points when …";

const TOP: &[Form] = &[
    form(&["policy"], Rule::policy, Braces::Yes, "policy \"Title\" { … }"),
    form(&["use"], Rule::use_file, Braces::No, "use \"std/signals/en\""),
    form(
        &["category"],
        Rule::category,
        Braces::Maybe,
        "category NAME \"Title\" also called \"name in the data\" { NAME, … }",
    ),
    form(&["fact"], Rule::fact, Braces::No, "fact NAME \"Title\" is TYPE default VALUE"),
    form(&["list"], Rule::list, Braces::No, "list NAME \"Title\" from \"file.csv\" column COLUMN"),
    form(&["switch"], Rule::switch, Braces::No, "switch NAME \"Title\""),
    form(&["signal"], Rule::signal, Braces::Yes, "signal NAME { in en says \"…\" }"),
    form(&["replace", "signal"], Rule::signal, Braces::Yes, "replace signal NAME { in en says \"…\" }"),
    form(&["extend", "signal"], Rule::signal, Braces::Yes, "extend signal NAME { in en says \"…\" }"),
    form(&["threshold"], Rule::threshold, Braces::Yes, "threshold FACT { 60%; 80% for CATEGORY }"),
    GUARD,
    OVERRIDE,
    RULES,
    ALSO,
    WATCH,
    GROUPS,
    SCOPE,
    form(
        &["hours"],
        Rule::hours,
        Braces::Yes,
        "hours NAME \"Title\" in \"Europe/Madrid\" { Mon-Fri 08:00-20:00; holidays es }",
    ),
    form(&["queue"], Rule::queue, Braces::Maybe, "queue NAME \"Title\" [{ handles CATEGORY, … }]"),
    form(&["priority"], Rule::waiting, Braces::Yes, "priority { urgent 60; 20 when FACT is VALUE }"),
    form(
        &["continuity"],
        Rule::continuity,
        Braces::Yes,
        "continuity { return to the last agent when last handled within 72h }",
    ),
    form(&["message"], Rule::message, Braces::Yes, "message NAME { en \"…\" }"),
    form(&["replace", "message"], Rule::message, Braces::Yes, "replace message NAME { en \"…\" }"),
    form(&["extend", "message"], Rule::message, Braces::Yes, "extend message NAME { es \"…\" }"),
    form(&["instruction"], Rule::instruction, Braces::No, "instruction NAME \"what the assistant must do\""),
    form(&["action"], Rule::action_note, Braces::No, "action NAME \"what the service does\""),
    form(&["extract"], Rule::extract, Braces::No, "extract NAME matching \"ORD-######\""),
    form(
        &["package"],
        Rule::package,
        Braces::Yes,
        "package { require headline else the last customer message; show FACT, … }",
    ),
    form(
        &["conversation"],
        Rule::conversation,
        Braces::Yes,
        "conversation { offers again after 3 rounds; transfers at most 2, then QUEUE and stay there }",
    ),
    form(&["fixture"], Rule::fixture, Braces::Yes, "fixture NAME { given FACT is VALUE, … }"),
    form(&["test"], Rule::test, Braces::Yes, "test \"title\" { given …; customer \"…\"; expect … }"),
    form(&["guarantee"], Rule::guarantee, Braces::Yes, "guarantee \"title\" { when …; then always hand off }"),
    ALLOW,
];

const POLICY: &[Form] = &[
    form(&["timezone"], Rule::timezone, Braces::No, "timezone \"Europe/Madrid\""),
    form(&["languages"], Rule::languages, Braces::No, "languages en, es"),
    form(&["fallback"], Rule::fallback, Braces::No, "fallback en"),
    form(&["assistant", "gives"], Rule::assistant_gives, Braces::No, "assistant gives confidence, category"),
    form(&["default", "queue"], Rule::default_queue, Braces::No, "default queue NAME"),
    form(&["otherwise"], Rule::otherwise, Braces::No, "otherwise stay"),
    form(&["on", "failure"], Rule::on_failure, Braces::No, "on failure hand off to QUEUE"),
    form(&["on", "problem"], Rule::on_problem, Braces::No, "on problem hand off to QUEUE"),
    form(&["rates", "to"], Rule::rates, Braces::Yes, "rates to EUR { USD 0.92; as of 2026-11-01 }"),
    ALLOW,
];

const RATES: &[Form] = &[
    form(&["as", "of"], Rule::rates_as_of, Braces::No, "as of 2026-11-01"),
    form(&[], Rule::rate, Braces::No, "USD 0.92"),
];

const SIGNAL: &[Form] = &[
    form(&["in"], Rule::detector, Braces::No, "in en says \"words (to|that) listen [for]\""),
    form(&["shouts"], Rule::detector, Braces::No, "shouts"),
    form(&["repeats", "punctuation"], Rule::detector, Braces::No, "repeats punctuation"),
    form(&["says"], Rule::detector, Braces::No, "says the same again"),
    form(&["messages", "shrink"], Rule::detector, Braces::No, "messages shrink"),
    form(&["assistant", "repeats"], Rule::detector, Braces::No, "assistant repeats itself"),
    form(&["when"], Rule::detector, Braces::No, "when CONDITION"),
    form(&["fades"], Rule::fades, Braces::No, "fades by half every 3 turns"),
    ALLOW,
    form(&[], Rule::detector, Braces::No, "0.6 in en says \"…\""),
];

const THRESHOLD: &[Form] = &[
    form(&["never", "below"], Rule::never, Braces::No, "never below 20%"),
    form(&["never", "above"], Rule::never, Braces::No, "never above 95%"),
    form(&["raise"], Rule::step, Braces::No, STEP_USAGE),
    form(&["lower"], Rule::step, Braces::No, "NAME lower by 10 points when …"),
    form(&["highest"], Rule::highest, Braces::Yes, "NAME highest of { raise by 10 points when …; … }"),
    ALLOW,
    form(&[], Rule::base, Braces::No, "80% for CATEGORY"),
];

const HIGHEST: &[Form] = &[
    form(&["raise"], Rule::step, Braces::No, STEP_USAGE),
    form(&["lower"], Rule::step, Braces::No, "NAME lower by 10 points when …"),
    ALLOW,
];

const RULE: &[Form] = &[
    form(&["when"], Rule::when, Braces::No, "when FACT is VALUE and …"),
    form(&["except", "when"], Rule::except, Braces::No, "except when FACT is VALUE"),
    form(&["then"], Rule::then, Braces::No, "then hand off to QUEUE, EFFECT, …"),
    form(&["say"], Rule::say, Braces::No, "say MESSAGE"),
    form(&["because"], Rule::because, Braces::No, "because \"the reason\""),
    ALLOW,
];

const GROUP: &[Form] = &[GUARD, OVERRIDE, RULES, ALSO, WATCH, GROUPS, SCOPE, ALLOW];

const QUEUE: &[Form] = &[
    form(&["handles"], Rule::handles, Braces::No, "handles CATEGORY, …"),
    form(&["level"], Rule::queue_level, Braces::No, "level NAME needs skill SKILL at level 3"),
    form(&["in"], Rule::queue_title, Braces::No, "in es \"Title\""),
    form(&["needs"], Rule::needs, Braces::No, "needs skill SKILL at level 3 or team TEAM"),
    form(&["open"], Rule::open_line, Braces::No, "open HOURS"),
    form(&["prefer"], Rule::prefer, Braces::No, "prefer same agent, then just enough skill, then most free"),
    form(&["accept"], Rule::accept, Braces::No, "accept within 20s, then the next"),
    form(&["answer"], Rule::answer_within, Braces::No, "answer within 2m live, 4 business hours async, else reclaim"),
    form(&["at", "once"], Rule::ladder_step, Braces::No, "at once the customer's language when …"),
    form(&["after"], Rule::ladder_step, Braces::No, "after 45s any language when …"),
    form(&["when", "wait"], Rule::long_wait, Braces::No, "when wait above 10m offer wait, callback, assistant"),
    form(&["every"], Rule::update, Braces::No, "every 5m say MESSAGE"),
    form(&["finally"], Rule::finally, Braces::No, "finally at 10m offer callback, owner QUEUE"),
    form(&["closed"], Rule::closed, Braces::No, "closed say MESSAGE, take a message"),
    form(&["routed"], Rule::routed, Braces::No, "routed by helpdesk"),
    ALLOW,
];

const HOURS: &[Form] = &[
    form(&["holidays"], Rule::hours_holidays, Braces::No, "holidays es, es-md"),
    ALLOW,
    form(&[], Rule::hours_week, Braces::No, "Mon-Fri 08:00-13:00, 14:00-18:00"),
    form(&[], Rule::hours_dated, Braces::No, "2026-12-24 08:00-15:00 because \"why\""),
];

const WAITING: &[Form] = &[
    ALLOW,
    form(&[], Rule::waiting_word, Braces::No, "urgent 60"),
    form(&[], Rule::waiting_addition, Braces::No, "20 when FACT is VALUE"),
];

const CONTINUITY: &[Form] = &[
    form(
        &["return"],
        Rule::return_line,
        Braces::No,
        "return to the last agent when last handled within 72h and same issue",
    ),
    form(&["hold"], Rule::hold_line, Braces::No, "hold 45s live, 4 business hours async"),
    form(&["never"], Rule::never_marked, Braces::No, "never when marked MARK"),
    form(&["after"], Rule::after_line, Braces::No, "after the account manager"),
    ALLOW,
];

const PACKAGE: &[Form] = &[
    form(
        &["require", "headline"],
        Rule::require_headline,
        Braces::No,
        "require headline up to 240 characters else the last customer message",
    ),
    form(
        &["require", "attempted"],
        Rule::require_attempted,
        Braces::No,
        "require attempted up to 8 items else \"nothing attempted\"",
    ),
    form(&["require"], Rule::require, Braces::No, "require FACT, … else \"what stands in its place\" for QUEUE, …"),
    form(&["show"], Rule::show, Braces::No, "show FACT, … up to 5 items from SOURCE within 800ms for QUEUE, …"),
    form(&["quote"], Rule::quote, Braces::No, "quote last 3 customer messages"),
    form(
        &["redact"],
        Rule::redact,
        Braces::No,
        "redact card numbers, EXTRACT, … except the last four digits for QUEUE",
    ),
    ALLOW,
];

const CONVERSATION: &[Form] = &[
    form(&["turn"], Rule::turn_line, Braces::No, "turn customer messages within 60s"),
    form(
        &["offers"],
        Rule::offers_line,
        Braces::No,
        "offers again after 3 rounds, when threshold rose by 10 points or the reason differs",
    ),
    form(
        &["transfers"],
        Rule::transfers_line,
        Braces::No,
        "transfers at most 2, then QUEUE and stay there, except by guards, GROUP, …",
    ),
    form(
        &["returned"],
        Rule::returned_line,
        Braces::No,
        "returned not to the same queue for 30m, except by guards, GROUP, …, then to the same agent",
    ),
    ALLOW,
];

const MESSAGE: &[Form] = &[
    form(&["when"], Rule::situation, Braces::Yes, "when the agent is known { en \"…\" }"),
    ALLOW,
    form(&[], Rule::message_line, Braces::No, "en \"the text\""),
];

const SITUATION: &[Form] = &[form(&[], Rule::message_line, Braces::No, "en \"the text\"")];

const GIVEN: Form = form(&["given"], Rule::given, Braces::No, "given FACT is VALUE, …");

const TEST: &[Form] = &[
    form(&["fixture"], Rule::uses_fixture, Braces::No, "fixture NAME, …"),
    GIVEN,
    form(&["customer"], Rule::customer, Braces::No, "customer \"what they write\" FACT is VALUE, …"),
    form(&["assistant"], Rule::assistant, Braces::No, "assistant \"its answer\" confidence is 80%, …"),
    form(&["at"], Rule::at, Braces::No, "at 2026-12-24 10:00"),
    form(&["expect"], Rule::expect, Braces::No, "expect hand off to QUEUE by RULE"),
    form(&["|"], Rule::row, Braces::No, "| FACT | FACT | expect | by |"),
    form(&["from"], Rule::cases_from, Braces::No, "from \"cases.csv\""),
    ALLOW,
];

const GUARANTEE: &[Form] = &[
    form(&["when"], Rule::when, Braces::No, "when FACT is VALUE and …"),
    form(&["except", "when"], Rule::except, Braces::No, "except when FACT is VALUE"),
    form(&["then"], Rule::demand, Braces::No, "then always one of hand off, clarify"),
    form(&["clarify"], Rule::at_most_times, Braces::No, "clarify at most once"),
    form(&["offer"], Rule::at_most_times, Braces::No, "offer at most 3 times"),
    form(&["within"], Rule::within_rounds, Braces::No, "within 12 rounds always one of hand off, offer"),
    form(&["as"], Rule::movement, Braces::No, "as FACT rises, the outcome never moves towards stay"),
    form(&["someone"], Rule::someone_eligible, Braces::No, "someone eligible for QUEUE at every instant"),
    form(&["never"], Rule::never_closed, Braces::No, "never closed QUEUE"),
];

const QUESTION: &[Form] = &[
    form(&["when"], Rule::when, Braces::No, "when FACT is VALUE and …"),
    form(&["except", "when"], Rule::except, Braces::No, "except when FACT is VALUE"),
    form(&["then", "always"], Rule::demand, Braces::No, "then always one of hand off, clarify"),
    form(&["then", "never"], Rule::demand, Braces::No, "then never stay"),
    form(&["then"], Rule::can, Braces::No, "then hand off"),
    form(&["can", "it"], Rule::can, Braces::No, "can it hand off to QUEUE"),
    form(&["clarify"], Rule::at_most_times, Braces::No, "clarify at most once"),
    form(&["offer"], Rule::at_most_times, Braces::No, "offer at most 3 times"),
    form(&["within"], Rule::within_rounds, Braces::No, "within 12 rounds always one of hand off, offer"),
    form(&["as"], Rule::movement, Braces::No, "as FACT rises, the outcome never moves towards stay"),
    form(&["someone"], Rule::someone_eligible, Braces::No, "someone eligible for QUEUE at every instant of its hours"),
    form(&["never"], Rule::never_closed, Braces::No, "never closed QUEUE"),
    form(&[], Rule::bare, Braces::No, "when FACT is VALUE and …"),
];
const FIXTURE: &[Form] = &[GIVEN];

/// How many words may stand before the one that says what a clause is: a weight, or a step's name.
pub(super) fn words_before(place: Place, words: &[&str]) -> usize {
    let weighted = words.first().is_some_and(|first| first.starts_with(|c: char| c.is_ascii_digit()));
    usize::from(matches!(place, Place::Threshold | Place::Highest) || place == Place::Signal && weighted)
}

#[cfg(test)]
mod tests {
    use super::Place;
    use crate::syntax::layout::joints::DECLARATIONS;

    #[test]
    fn a_missing_brace_is_found_before_every_declaration() {
        for form in Place::Top.forms() {
            let Some(first) = form.words.first() else { continue };
            assert!(DECLARATIONS.contains(first), "`{first}` begins a declaration");
        }
    }
}
