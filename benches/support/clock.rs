//! The clock of a thread: what other programs take of the processor does not count.

use std::time::Duration;

/// How long this thread has worked.
#[cfg(unix)]
pub(crate) fn worked() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call fills in the time that it is given room for, or fails.
    let failed = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    assert!(failed == 0, "every Unix has this clock");
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).expect("below a second"))
}

/// How long it is since the first call: where there is no clock of a thread, other programs count too.
#[cfg(not(unix))]
pub(crate) fn worked() -> Duration {
    static FIRST: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    FIRST.get_or_init(std::time::Instant::now).elapsed()
}

/// The time below which a share of them lie, in microseconds; they are in order.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
pub(crate) fn micros_at(took: &[Duration], share: f64) -> f64 {
    let at = (took.len().saturating_sub(1) as f64 * share).round() as usize;
    took.get(at).map_or(0.0, |took| took.as_secs_f64() * 1e6)
}
