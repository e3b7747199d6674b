//! The terminal's line mode and the switches of its screen: set at the start, given back at every end.
//!
//! Raw mode is crossterm's, which keeps the line mode of before, and so are the codes it has commands for.
//! Our own is when they are sent: giving back happens once, may come from any thread, and never waits
//! for a terminal that takes no more bytes. Nothing is asked of the terminal.

use crate::protocol::mutex::lock;
use crossterm::cursor::Show;
use crossterm::queue;
use crossterm::style::Print;
use crossterm::terminal::{
    EnableLineWrap, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::getpgrp;
use rustix::stdio::{stdin, stdout};
use rustix::termios::{QueueSelector, tcflush, tcgetpgrp};
use std::io;
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, TryLockError};
use std::time::Duration;

// Codes without a command in crossterm: its reset of colours is a byte longer, and its bracketed paste
// comes only with its reader of events, three more crates that nothing else here needs.
const KEYPAD_NUMBERS: Print<&str> = Print("\x1b>");
const CURSOR_KEYS_ARROWS: Print<&str> = Print("\x1b[?1l");
const PLAIN_CHARACTERS: Print<&str> = Print("\x1b(B");
const PASTE_IN_BRACKETS: Print<&str> = Print("\x1b[?2004h");
const PASTE_AS_KEYS: Print<&str> = Print("\x1b[?2004l");
const PLAIN_PEN: Print<&str> = Print("\x1b[m");

/// How often, a millisecond apart, the end looks whether a frame under way is out.
const PATIENCE: u32 = 20;

/// Appends what undoes another program's switches: keypad and cursor keys as numbers and arrows,
/// wrapping on, and the plain character set; pastes come in brackets.
fn reset(out: &mut Vec<u8>) -> io::Result<()> {
    queue!(
        out,
        KEYPAD_NUMBERS,
        CURSOR_KEYS_ARROWS,
        EnableLineWrap,
        PLAIN_CHARACTERS,
        PASTE_IN_BRACKETS,
        PLAIN_PEN,
    )
}

/// Appends the way in: the alternate screen, then [`reset`]. Done twice in a row it would lose where the shell's cursor was.
fn enter(out: &mut Vec<u8>) -> io::Result<()> {
    queue!(out, EnterAlternateScreen)?;
    reset(out)
}

/// Gives switches, screen and line mode back.
fn leave_to_others() {
    let mut bytes = Vec::new();
    if give_back(&mut bytes).is_ok() && takes_bytes(stdout()) {
        let _ = rustix::io::write(stdout(), &bytes);
    }
    // What was typed or pasted and not read would be taken by the shell as a command.
    let _ = tcflush(stdin(), QueueSelector::IFlush);
    // It does not wait for the output to drain, which could be for ever.
    let _ = disable_raw_mode();
}

/// Appends the same switches back, with an unfinished frame ended first and the cursor shown.
fn give_back(out: &mut Vec<u8>) -> io::Result<()> {
    queue!(
        out,
        EndSynchronizedUpdate,
        PLAIN_PEN,
        PASTE_AS_KEYS,
        KEYPAD_NUMBERS,
        CURSOR_KEYS_ARROWS,
        EnableLineWrap,
        PLAIN_CHARACTERS,
        Show,
        LeaveAlternateScreen,
        PLAIN_PEN,
    )
}

/// The terminal of standard input and output while the program has it; there is one in a process.
pub struct Mode {
    ended: AtomicBool,
    // Others have the terminal while the process is stopped: no frame goes out before it is taken again.
    paused: AtomicBool,
    // Held while bytes go out, so that no frame lands behind the end of the alternate screen.
    gate: Mutex<()>,
}

impl Mode {
    /// Puts the terminal into raw mode and switches to the alternate screen.
    ///
    /// # Errors
    /// When the line mode cannot be read or set, or the terminal takes no bytes.
    pub fn start() -> io::Result<Self> {
        // It keeps what was typed ahead.
        enable_raw_mode()?;
        // Whatever fails from here on, dropping it gives the terminal back.
        let mode = Self {
            ended: AtomicBool::new(false),
            paused: AtomicBool::new(false),
            gate: Mutex::new(()),
        };
        let mut bytes = Vec::new();
        enter(&mut bytes)?;
        mode.write(&bytes)?;
        Ok(mode)
    }

    /// Gives the terminal back until [`Mode::retake`], before the process is stopped; nothing is written meanwhile.
    pub fn pause(&self) {
        let _gate = self.wait_for_gate();
        if !self.ended.load(Ordering::SeqCst) && !self.paused.swap(true, Ordering::SeqCst) {
            leave_to_others();
        }
    }

    /// Sets line mode and switches again, after the process was stopped and others had the terminal;
    /// does nothing in the background, where the terminal is still theirs.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn retake(&self) -> io::Result<()> {
        let _gate = lock(&self.gate);
        let mine = tcgetpgrp(stdin()).is_ok_and(|group| group == getpgrp());
        if !mine || self.ended.load(Ordering::SeqCst) {
            return Ok(());
        }
        // crossterm takes the terminal for raw until told otherwise, and keeps the mode of before.
        disable_raw_mode()?;
        enable_raw_mode()?;
        let mut bytes = Vec::new();
        match self.paused.swap(false, Ordering::SeqCst) {
            true => enter(&mut bytes)?,
            false => reset(&mut bytes)?,
        }
        write_all(stdout(), &bytes, &self.ended)
    }

    /// Writes a frame, in one system call when the terminal takes it whole; nothing after the end or while others have the
    /// terminal, which is drawn whole when it is taken again.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let _gate = lock(&self.gate);
        if self.paused.load(Ordering::SeqCst) {
            return Ok(());
        }
        write_all(stdout(), bytes, &self.ended)
    }

    /// Gives the terminal back as it was found; does nothing the second time.
    pub fn end(&self) {
        if self.ended.swap(true, Ordering::SeqCst) {
            return;
        }
        let _gate = self.wait_for_gate();
        if !self.paused.load(Ordering::SeqCst) {
            leave_to_others();
        }
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
fn takes_bytes(output: impl AsFd) -> bool {
    let mut fds = [PollFd::new(&output, PollFlags::OUT)];
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
