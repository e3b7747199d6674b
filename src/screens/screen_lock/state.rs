//! What a locked screen holds.

use crate::screens::screen_lock::secret::Secret;
use std::time::Duration;

/// Whether the screen is locked, and when it locks by itself.
#[derive(Debug, Default)]
pub struct ScreenLock {
    /// The screen is locked.
    pub locked: Option<Locked>,
    /// The program has ended since nothing could open the lock.
    pub ended: bool,
    /// Time without a key after which it is locked; `None` for never.
    pub after: Option<Duration>,
}

/// A locked screen.
#[derive(Clone, Debug, Default)]
pub struct Locked {
    pub(super) secret: Secret,
    /// What came of the last try, or what stands in the way.
    pub refusal: Option<String>,
    /// A try is being compared; keys do nothing meanwhile, for they may be a passphrase.
    pub waits: bool,
}

impl Locked {
    /// Returns how many characters stand on the line.
    pub fn typed(&self) -> usize {
        self.secret.typed()
    }
}
