//! Signals, on a thread of their own, so that they are served while the loop waits for the terminal.
//!
//! The thread stays to the end of the process: without it a signal during a normal end would be lost.

use super::exit::Ending;
use super::inbox::ReplySink;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGWINCH};
use signal_hook::iterator::Signals;
use std::io;
use std::sync::Arc;
use std::thread;

/// Watches for SIGWINCH, which is passed on, and for SIGHUP, SIGTERM and SIGINT, which end the
/// process with 128 and their number.
///
/// # Errors
/// When the system refuses the handlers or the thread.
pub fn watch(ending: &Arc<Ending>, sink: ReplySink) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGWINCH])?;
    let ending = Arc::clone(ending);
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                if signal == SIGWINCH {
                    sink.resized();
                } else {
                    ending.leave(128 + signal);
                }
            }
        })?;
    Ok(())
}
