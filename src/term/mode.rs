//! The terminal's line mode and the switches of its screen: set at the start, given back at every end.
//!
//! Nothing is asked of the terminal. Giving back happens once, may come from any thread, and never
//! waits for a terminal that takes no more bytes.

use crate::protocol::mutex::lock;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::getpgrp;
use rustix::termios::{
    OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcgetpgrp, tcsetattr,
};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, TryLockError};
use std::time::Duration;

/// Alternate screen, at the start only: doing it twice would lose where the shell's cursor was.
const ENTER: &[u8] = b"\x1b[?1049h";
/// Undoes what another program may have left, with keypad and cursor keys as numbers and arrows,
/// wrapping on, and the plain character set; pastes come in brackets.
const RESET: &[u8] = b"\x1b>\x1b[?1l\x1b[?7h\x1b(B\x1b[?2004h\x1b[m";

/// The same switches back, with an unfinished frame ended first and the cursor shown.
const END: &[u8] =
    b"\x1b[?2026l\x1b[m\x1b[?2004l\x1b>\x1b[?1l\x1b[?7h\x1b(B\x1b[?25h\x1b[?1049l\x1b[m";

/// How often, a millisecond apart, the end looks whether a frame under way is out.
const PATIENCE: u32 = 20;

/// The terminal while the program has it.
pub struct Mode {
    input: OwnedFd,
    output: OwnedFd,
    before: Termios,
    ended: AtomicBool,
    // Held while bytes go out, so that no frame lands behind the end of the alternate screen.
    gate: Mutex<()>,
}

impl Mode {
    /// Puts the terminal into raw mode and switches to the alternate screen.
    ///
    /// # Errors
    /// When the line mode cannot be read or set, or the terminal takes no bytes.
    pub fn start(input: OwnedFd, output: OwnedFd) -> io::Result<Self> {
        let before = tcgetattr(&input)?;
        let mode = Self {
            input,
            output,
            before,
            ended: AtomicBool::new(false),
            gate: Mutex::new(()),
        };
        // Whatever fails from here on, dropping it gives the terminal back.
        mode.set_raw()?;
        mode.write(&[ENTER, RESET].concat())?;
        Ok(mode)
    }

    /// Sets line mode and switches again, after the process was stopped and others had the terminal;
    /// does nothing in the background, where the terminal is still theirs.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn retake(&self) -> io::Result<()> {
        let _gate = lock(&self.gate);
        let mine = tcgetpgrp(&self.input).is_ok_and(|group| group == getpgrp());
        if !mine || self.ended.load(Ordering::SeqCst) {
            return Ok(());
        }
        self.set_raw()?;
        write_all(&self.output, RESET, &self.ended)
    }

    fn set_raw(&self) -> io::Result<()> {
        let mut raw = self.before.clone();
        raw.make_raw();
        // `Now` keeps what was typed ahead.
        Ok(tcsetattr(&self.input, OptionalActions::Now, &raw)?)
    }

    /// Returns where keys come from.
    pub fn input(&self) -> BorrowedFd<'_> {
        self.input.as_fd()
    }

    /// Returns where frames go.
    pub fn output(&self) -> BorrowedFd<'_> {
        self.output.as_fd()
    }

    /// Writes a frame, in one system call when the terminal takes it whole; nothing after the end.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let _gate = lock(&self.gate);
        write_all(&self.output, bytes, &self.ended)
    }

    /// Gives the terminal back as it was found; does nothing the second time.
    pub fn end(&self) {
        if self.ended.swap(true, Ordering::SeqCst) {
            return;
        }
        let _gate = self.wait_for_gate();
        if takes_bytes(&self.output) {
            let _ = rustix::io::write(&self.output, END);
        }
        // What was typed or pasted and not read would be taken by the shell as a command.
        let _ = tcflush(&self.input, QueueSelector::IFlush);
        // `Now`: waiting for the output to drain could wait for ever.
        let _ = tcsetattr(&self.input, OptionalActions::Now, &self.before);
    }

    /// Waits for a frame under way, but not for one that is stuck.
    fn wait_for_gate(&self) -> Option<MutexGuard<'_, ()>> {
        for _ in 0..PATIENCE {
            match self.gate.try_lock() {
                Ok(gate) => return Some(gate),
                Err(TryLockError::Poisoned(held)) => return Some(held.into_inner()),
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(1)),
            }
        }
        None
    }
}

impl Drop for Mode {
    fn drop(&mut self) {
        self.end();
    }
}

/// Writes all bytes unless `ended` is set meanwhile: one call in the usual case.
///
/// # Errors
/// When the other end is gone, or the system says so.
pub fn write_all(output: impl AsFd, mut bytes: &[u8], ended: &AtomicBool) -> io::Result<()> {
    while !bytes.is_empty() && !ended.load(Ordering::SeqCst) {
        match rustix::io::write(&output, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            // Another program may have left the line non-blocking: wait for room, or for the end.
            Err(Errno::AGAIN) => {
                let mut fds = [PollFd::new(&output, PollFlags::OUT)];
                match poll(&mut fds, None) {
                    Ok(_) | Err(Errno::INTR) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Returns whether a write would not wait; a terminal that another thread is stuck writing to says no.
fn takes_bytes(output: &OwnedFd) -> bool {
    let mut fds = [PollFd::new(output, PollFlags::OUT)];
    let limit = Timespec {
        tv_sec: 0,
        tv_nsec: 5_000_000,
    };
    poll(&mut fds, Some(&limit)).is_ok()
        && fds.iter().all(|fd| fd.revents().contains(PollFlags::OUT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_pipe_is_waited_for_and_every_byte_arrives() {
        let (reader, writer) = io::pipe().unwrap();
        rustix::fs::fcntl_setfl(&writer, rustix::fs::OFlags::NONBLOCK).unwrap();
        let sent: Vec<u8> = (0..300_000_u32).map(|n| (n % 251) as u8).collect();
        let copy = sent.clone();
        let thread = std::thread::spawn(move || write_all(writer, &copy, &AtomicBool::new(false)));
        let mut got = Vec::new();
        let mut part = [0; 4096];
        loop {
            match rustix::io::read(&reader, &mut part).unwrap() {
                0 => break,
                count => got.extend_from_slice(&part[..count]),
            }
        }
        thread.join().unwrap().unwrap();
        assert_eq!(got, sent);
    }

    #[test]
    fn a_reader_that_left_is_an_error_and_the_end_is_silent() {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let open = AtomicBool::new(false);
        assert!(write_all(&writer, b"x", &open).is_err());
        let ended = AtomicBool::new(true);
        assert!(write_all(&writer, b"x", &ended).is_ok());
    }
}
