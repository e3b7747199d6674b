//! What a locked screen holds.

use crate::screens::screen_lock::secret::Secret;
use std::time::Duration;

/// Whether the screen is locked, and when it locks by itself.
#[derive(Debug, Default)]
pub struct ScreenLock {
    /// The screen is locked.
    pub locked: Option<Locked>,
    /// Why the program has ended, where nothing could open the lock.
    pub ended: Option<EndedLocked>,
    /// Time without a key after which it is locked; `None` for never.
    pub after: Option<Duration>,
}

/// Why the program ended at a locked screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndedLocked {
    /// No key came for long, and the user had no passphrase.
    Idle,
    /// The user's passphrase was taken away while the screen was locked.
    PassphraseTaken,
}

/// A locked screen.
#[derive(Clone, Debug, Default)]
pub struct Locked {
    /// The user had a passphrase to open it with.
    pub had_passphrase: bool,
    pub(super) secret: Secret,
    /// What came of the last try, or what stands in the way.
    pub refusal: Option<String>,
    /// A try is being compared; keys do nothing meanwhile, for they may be a passphrase.
    pub waits: bool,
}

impl Locked {
    /// Returns a screen that was just locked for a user who has a passphrase, or has none.
    pub fn new(had_passphrase: bool) -> Self {
        Self {
            had_passphrase,
            ..Self::default()
        }
    }

    /// Returns how many characters stand on the line.
    pub fn typed(&self) -> usize {
        self.secret.typed()
    }
}
