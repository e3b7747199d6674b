//! Locks a mutex of the standard library also when a thread has panicked while it held it.
//!
//! For state that a panic leaves whole: each holder changes one value, or all of it or nothing. Knows nothing
//! of what is locked.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Takes a lock.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lets go of a lock until something has changed; nothing need have.
pub fn wait<'a, T>(changed: &Condvar, guard: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
    changed.wait(guard).unwrap_or_else(PoisonError::into_inner)
}

/// As [`wait`], at most for so long.
pub fn wait_for<'a, T>(
    changed: &Condvar,
    guard: MutexGuard<'a, T>,
    time: Duration,
) -> MutexGuard<'a, T> {
    let waited = changed.wait_timeout(guard, time);
    waited.unwrap_or_else(PoisonError::into_inner).0
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    #[test]
    fn a_panic_under_a_lock_keeps_nobody_out() {
        let (mutex, changed) = (Mutex::new(7), Condvar::new());
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            let _guard = mutex.lock().unwrap();
            panic!("under the lock");
        }));
        assert!(panicked.is_err() && mutex.is_poisoned());
        let guard = wait_for(&changed, lock(&mutex), Duration::ZERO);
        assert_eq!(*guard, 7);
    }
}
