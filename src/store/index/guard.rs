//! A fence around code that may panic: sled on damaged files, and a verdict on unforeseen answers.
//!
//! A panic inside becomes a fault; the process goes on.

use crate::text::store::Unsound;
use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Returns whether this thread is inside the fence, or one of sled's own; a panic hook may then stay silent, because
/// what comes of the panic is caught and reported.
pub fn is_guarded() -> bool {
    let of_sled = |name: &str| name.starts_with("sled");
    INSIDE.with(Cell::get) || std::thread::current().name().is_some_and(of_sled)
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
        let words = error.to_string();
        // sled does not keep the kind of an error of the system, only its text.
        let full = words.contains("StorageFull") || words.contains("No space left");
        let locked = words.contains("could not acquire lock");
        let system = match &error {
            sled::Error::Io(error) => error
                .raw_os_error()
                .map(|code| io::Error::from_raw_os_error(code).to_string())
                .or_else(|| told_kind(error.kind())),
            sled::Error::CollectionNotFound(_)
            | sled::Error::Unsupported(_)
            | sled::Error::ReportableBug(_)
            | sled::Error::Corruption { .. } => None,
        };
        // Its own words name its insides, which help nobody who reads them.
        let why = match system {
            _ if full => Unsound::DiskFull,
            _ if locked => Unsound::Locked,
            Some(error) => Unsound::Unusable { error },
            None => Unsound::FilesDamaged,
        };
        Self { why, full, locked }
    }
}

/// Returns what a kind of error says where it comes from the system; sled gives its own errors one of the others.
fn told_kind(kind: io::ErrorKind) -> Option<String> {
    use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
    let own = [InvalidData, InvalidInput, Other, UnexpectedEof].contains(&kind);
    (!own).then(|| kind.to_string())
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self {
            full: error.kind() == io::ErrorKind::StorageFull,
            why: Unsound::Unusable {
                error: error.to_string(),
            },
            locked: false,
        }
    }
}

/// Runs code inside the fence.
pub(in crate::store) fn guard<T>(inside: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    let before = INSIDE.with(|flag| flag.replace(true));
    let result = catch_unwind(AssertUnwindSafe(inside));
    INSIDE.with(|flag| flag.set(before));
    // The message of a panic describes the code of sled, so the user is told a sentence of this program instead.
    result.unwrap_or_else(|_| Err(Fault::new(Unsound::FilesDamaged)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_of_sled_is_told() {
        let bug = sled::Error::ReportableBug("pid 7 in LogOffset(12)".to_owned());
        assert_eq!(Fault::from(bug), Fault::new(Unsound::FilesDamaged));
        let own = sled::Error::Io(io::Error::other("frag at DiskPtr 9"));
        assert_eq!(Fault::from(own), Fault::new(Unsound::FilesDamaged));
        let system = Fault::from(sled::Error::Io(io::Error::from_raw_os_error(13)));
        assert!(
            matches!(&system.why, Unsound::Unusable { error } if error.contains("Permission denied")),
            "{system:?}"
        );
        let locked = io::Error::other("could not acquire lock on \"x\": Os { code: 11 }");
        let locked = Fault::from(sled::Error::Io(locked));
        assert!(locked.locked && locked.why == Unsound::Locked, "{locked:?}");
        let full = io::Error::other("IO error: StorageFull in reserve");
        let full = Fault::from(sled::Error::Io(full));
        assert!(full.full && full.why == Unsound::DiskFull, "{full:?}");
    }

    #[test]
    fn a_panic_becomes_a_reason() {
        let fault = guard::<()>(|| {
            assert!(is_guarded());
            panic!("bad page {}", 7)
        });
        assert_eq!(fault, Err(Fault::new(Unsound::FilesDamaged)));
        assert!(!is_guarded());
        assert_eq!(guard(|| Ok(1)), Ok(1));
    }
}
