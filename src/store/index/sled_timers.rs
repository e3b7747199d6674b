//! Keeps sled's own threads asleep while nothing happens.
//!
//! sled starts threads that look for work once a second for ever, although work wakes them at once.
//! A thread inherits how late its timers may be; with an hour of that, an idle study wakes the
//! processor no more. Only Linux has it.

/// Runs something that may start threads of sled.
#[cfg(target_os = "linux")]
pub(in crate::store) fn with_slow_timers<T>(inside: impl FnOnce() -> T) -> T {
    use rustix::thread::{current_timer_slack, set_current_timer_slack};
    use std::num::NonZeroU64;

    const HOUR: NonZeroU64 = NonZeroU64::new(3_600_000_000_000).unwrap();

    /// Puts it back, after a panic too.
    struct Before(Option<NonZeroU64>);

    impl Drop for Before {
        fn drop(&mut self) {
            let _ = set_current_timer_slack(self.0);
        }
    }

    // A system that refuses costs a few wake-ups, nothing else.
    let _before = current_timer_slack().ok().map(|slack| {
        let _ = set_current_timer_slack(Some(HOUR));
        Before(NonZeroU64::new(slack))
    });
    inside()
}

/// Runs something that may start threads of sled.
#[cfg(not(target_os = "linux"))]
pub(in crate::store) fn with_slow_timers<T>(inside: impl FnOnce() -> T) -> T {
    inside()
}
