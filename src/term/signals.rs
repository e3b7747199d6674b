//! Signals, on a thread of their own, so that they are served while the loop waits for the terminal.
//!
//! The thread stays to the end of the process: without it a signal during a normal end would be lost.

use super::exit::Ending;
use super::inbox::ReplySink;
use rustix::process::{getpgid, getpgrp, getppid, getsid};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use std::io;
use std::sync::Arc;
use std::thread;

/// Catches the signals before the terminal is taken, so that none falls in between.
///
/// # Errors
/// When the system refuses the handlers.
pub fn catch() -> io::Result<Signals> {
    Signals::new([SIGCONT, SIGHUP, SIGTERM, SIGTSTP, SIGINT, SIGWINCH])
}

/// Serves them: SIGWINCH and SIGCONT are passed on; SIGTSTP gives the terminal back and stops the process; SIGHUP, SIGTERM
/// and SIGINT end the process with 128 and their number.
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
                    SIGTSTP => stop(&ending),
                    _ => ending.leave(128 + signal),
                }
            }
        })?;
    Ok(())
}

/// Stops the process with the terminal given back. SIGCONT takes it again.
fn stop(ending: &Ending) {
    // As the system does it: with no shell that could let it go on, it is not stopped.
    if is_a_job() {
        ending.mode().pause();
        let _ = emulate_default_handler(SIGTSTP);
    }
}

/// Returns whether the process is a job of a shell: its parent has another group in the same session.
fn is_a_job() -> bool {
    let Some(parent) = getppid() else {
        return false;
    };
    let same_session = matches!((getsid(Some(parent)), getsid(None)), (Ok(a), Ok(b)) if a == b);
    same_session && getpgid(Some(parent)).is_ok_and(|group| group != getpgrp())
}
