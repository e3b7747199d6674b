//! Says that a server is waited for, when somebody has looked at nothing for a while. Must not end the wait.

use super::output;
use crate::text::DEFAULT;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

/// How long somebody waits without a word.
pub(super) const WITHOUT_A_WORD: Duration = Duration::from_secs(2);

/// A wait that is said when it is long; dropping it ends it.
pub(super) struct Waiting {
    _end: Option<Sender<()>>,
}

impl Waiting {
    /// Begins to wait. Where the system gives no thread, nothing is said.
    pub(super) fn begin() -> Self {
        let (end, ended) = mpsc::channel::<()>();
        let waits = move || {
            if ended.recv_timeout(WITHOUT_A_WORD) == Err(RecvTimeoutError::Timeout) {
                tell();
            }
        };
        let thread = thread::Builder::new().name("waiting".to_owned());
        let _end = thread.stack_size(64 << 10).spawn(waits).ok().map(|_| end);
        Self { _end }
    }
}

/// Says that the server is waited for.
pub(super) fn tell() {
    output::tell(&format!("{}\n", DEFAULT.waits_for_server()));
}
