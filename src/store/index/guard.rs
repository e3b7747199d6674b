//! A fence around code that may panic: sled on damaged files, and a verdict on unforeseen answers.
//!
//! A panic inside becomes a fault with its first line; the process goes on.

use crate::text::store::Unsound;
use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Returns whether this thread is inside the fence; a panic hook may then stay silent, because the panic is caught and reported.
pub fn is_guarded() -> bool {
    INSIDE.with(Cell::get)
}

/// Why sled could not do something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Fault {
    /// What is wrong.
    pub(in crate::store) why: Unsound,
    /// Whether the disk was full.
    pub(in crate::store) full: bool,
    /// Whether somebody else has the files locked.
    pub(in crate::store) locked: bool,
}

impl Fault {
    /// Names a reason.
    pub(in crate::store) fn new(why: impl Into<Unsound>) -> Self {
        Self {
            why: why.into(),
            full: false,
            locked: false,
        }
    }
}

impl From<sled::Error> for Fault {
    fn from(error: sled::Error) -> Self {
        let why = error.to_string();
        // sled does not keep the kind of an error of the system, only its text.
        let full = why.contains("StorageFull") || why.contains("No space left");
        let locked = why.contains("could not acquire lock");
        Self {
            why: why.into(),
            full,
            locked,
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self {
            full: error.kind() == io::ErrorKind::StorageFull,
            why: error.to_string().into(),
            locked: false,
        }
    }
}

/// Runs code inside the fence.
pub(in crate::store) fn guard<T>(inside: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    let before = INSIDE.with(|flag| flag.replace(true));
    let result = catch_unwind(AssertUnwindSafe(inside));
    INSIDE.with(|flag| flag.set(before));
    result.unwrap_or_else(|panic| {
        let words = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned());
        let line = |words: String| words.lines().next().unwrap_or_default().to_owned();
        let why = words.map(line);
        Err(Fault::new(Unsound::Panicked { why }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_reason() {
        let fault = guard::<()>(|| {
            assert!(is_guarded());
            panic!("bad page {}", 7)
        });
        assert_eq!(
            fault,
            Err(Fault::new(Unsound::Panicked {
                why: Some("bad page 7".to_owned())
            }))
        );
        assert!(!is_guarded());
        assert_eq!(guard(|| Ok(1)), Ok(1));
    }
}
