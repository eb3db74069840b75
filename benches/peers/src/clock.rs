//! How long this thread has worked: time that other programs take from it does not count.

use std::mem::MaybeUninit;

/// Seconds that `work` keeps the processor busy, and what it makes.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = worked();
    let made = work();
    (made, worked() - start)
}

/// Seconds of this thread's work so far.
fn worked() -> f64 {
    let mut time = MaybeUninit::<libc::timespec>::uninit();
    // SAFETY: the call fills in the time that it is given room for, or fails.
    let time = unsafe {
        let failed = libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, time.as_mut_ptr());
        assert!(failed == 0, "every Linux has this clock");
        time.assume_init()
    };
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}
