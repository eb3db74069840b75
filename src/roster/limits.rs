//! How much of anything a roster may hold.

/// Bytes of a file.
pub const FILE: usize = 16 * 1024 * 1024;
/// Agents.
pub const AGENTS: usize = 10_000;
/// Bytes of a name or any other text.
pub const TEXT: usize = 200;
/// Skills, teams, marks or regions of one agent.
pub const NAMES: usize = 100;
/// Lines of one agent's shifts, and of being on call.
pub const SHIFTS: usize = 1_000;
/// Absences, of all agents together.
pub const ABSENCES: usize = 100_000;
/// Days of holidays, of all regions together.
pub const HOLIDAYS: usize = 10_000;
/// Kinds of work.
pub const WORK: usize = 50;
/// The highest level of a skill.
pub const LEVEL: i64 = 100;
/// Units of an agent or of a piece of work.
pub const UNITS: i64 = 1_000;
/// Seconds of after-work time: a day.
pub const AFTER_WORK: i64 = 86_400;
