//! Every size that a transcript may have. Beyond it the conversation is an error, never cut.

/// Bytes of one conversation: of its line in JSON Lines, of all its rows together in CSV.
pub const CONVERSATION_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Values (numbers, texts, lists, objects) of one line of JSON. In memory a value takes up to 160
/// bytes and its text, however short it is written.
pub const VALUES_MAX: usize = 1_000_000;

/// Turns of one conversation.
pub const TURNS_MAX: usize = 10_000;

/// Earlier contacts of one conversation.
pub const HISTORY_MAX: usize = 10_000;

/// Facts of a conversation or of a turn; also the columns of a CSV transcript.
pub const FACTS_MAX: usize = 1_000;

/// Bytes of the name of a fact, dots included. It also keeps nested objects from multiplying long names.
pub const FACT_NAME_BYTES_MAX: usize = 200;

/// Bytes of a conversation's id.
pub const ID_BYTES_MAX: usize = 500;

/// Seconds between the start of a conversation and a turn, either way: ten years.
pub const TURN_SECONDS_MAX: i64 = 10 * 366 * 86_400;

/// Days between an earlier contact and the conversation: a hundred years.
pub const DAYS_AGO_MAX: i64 = 36_600;

/// Different notes that are kept; what is beyond is counted together.
pub const NOTES_MAX: usize = 100;

/// Ended conversations of a CSV transcript whose ids are remembered, to see one come back.
pub const RECENT_IDS_MAX: usize = 4_096;
