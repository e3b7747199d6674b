//! Signals, on a thread of their own, so that they are served while the loop waits for the terminal.
//!
//! The thread stays to the end of the process: without it a signal during a normal end would be lost.

use super::exit::Ending;
use super::inbox::ReplySink;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};
use signal_hook::iterator::Signals;
use std::io;
use std::sync::Arc;
use std::thread;

/// Catches the signals before the terminal is taken, so that none falls in between.
///
/// # Errors
/// When the system refuses the handlers.
pub fn catch() -> io::Result<Signals> {
    Signals::new([SIGCONT, SIGHUP, SIGTERM, SIGINT, SIGWINCH])
}

/// Serves them: SIGWINCH and SIGCONT are passed on; SIGHUP, SIGTERM and SIGINT end the process with 128 and
/// their number.
///
/// # Errors
/// When the system refuses the thread.
pub fn serve(mut signals: Signals, ending: &Arc<Ending>, sink: ReplySink) -> io::Result<()> {
    let ending = Arc::clone(ending);
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                match signal {
                    SIGWINCH => sink.resized(),
                    SIGCONT => sink.resumed(),
                    _ => ending.leave(128 + signal),
                }
            }
        })?;
    Ok(())
}
