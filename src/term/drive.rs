//! The loop: waits for keys, replies and sizes, tells the program, does what it asks, draws.
//!
//! It sleeps in one poll, without a timeout unless a key is half read; everything that waits is
//! handled before the next frame, and an unchanged picture is no bytes.

use super::caps::Caps;
use super::inbox::Inbox;
use super::mode::Mode;
use super::writer::{Painter, limit};
use crate::input::decode::{Decoder, Input};
use crate::protocol::messages::{Client, Request};
use crate::screens::effect::{Effect, Msg};
use crate::screens::workspace::resume_point::ResumePoint;
use crossterm::terminal::window_size;
use ratatui::Frame;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::stdin;
use std::io;
use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

/// What is driven: state that takes messages and can be drawn.
pub trait Program {
    /// Takes a message and returns what must be done outside.
    fn update(&mut self, msg: Msg) -> Vec<Effect>;
    /// Draws the whole screen.
    fn view(&self, frame: &mut Frame<'_>);
    /// Returns whether the picture may have changed since this was asked last.
    fn dirty(&mut self) -> bool;
    /// Learns that the picture of now is on the terminal.
    fn drawn(&mut self) {}
    /// Returns after how long without a key the program is told so, once; `None` for never.
    fn patience(&self) -> Option<Duration> {
        None
    }
    /// Returns after how long without a key the program is told so, once, because what a key does changes then; `None` where
    /// nothing does.
    fn pause(&self) -> Option<Duration> {
        None
    }
    /// Returns after how long without any reply the program is told so, once; `None` while no reply is due.
    fn reply_patience(&self) -> Option<Duration> {
        None
    }
}

/// What the loop reads from and draws on.
pub trait Line {
    /// Returns where keys come from.
    fn keys(&self) -> BorrowedFd<'_>;
    /// Writes a frame.
    ///
    /// # Errors
    /// When the other end is gone or the system says so.
    fn frame(&self, bytes: &[u8]) -> io::Result<()>;
    /// Returns columns and rows, as far as they are known.
    fn size(&self) -> Option<(u16, u16)>;
    /// Takes the line again after others had it.
    ///
    /// # Errors
    /// As for a frame.
    fn retake(&self) -> io::Result<()>;
}

impl Line for Mode {
    fn keys(&self) -> BorrowedFd<'_> {
        stdin()
    }

    fn frame(&self, bytes: &[u8]) -> io::Result<()> {
        self.write(bytes)
    }

    fn size(&self) -> Option<(u16, u16)> {
        // Not crossterm's `size`, which starts `tput` when the terminal does not answer.
        let size = window_size().ok()?;
        // Serial lines and terminals that are gone say 0.
        (size.columns > 0 && size.rows > 0).then_some((size.columns, size.rows))
    }

    fn retake(&self) -> io::Result<()> {
        Mode::retake(self)
    }
}

/// How the loop came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// The program asked for it.
    Quit,
    /// The terminal is gone.
    HungUp,
}

/// Size that is assumed while the terminal does not say: that of the VT100.
const USUAL: (u16, u16) = (80, 24);
/// Batches that may wait for a frame while more comes in, so that a held key is seen to act.
const BATCHES: u32 = 32;
/// Keys in one read that nobody types; of such a rush only the last place is sent.
const RUSH: usize = 64;
/// Bytes read at once; a terminal holds back 4096.
const PART: usize = 4096;

/// A program on a line.
pub struct Driver<'a, P, L> {
    program: &'a mut P,
    line: &'a L,
    client: &'a dyn Client,
    inbox: &'a Inbox,
    painter: Painter,
    decoder: Decoder,
    size: (u16, u16),
    place: Option<ResumePoint>,
    /// Whether something stands half typed in the place that was sent last; `None` when none was sent.
    half: Option<bool>,
    stale: bool,
    quit: bool,
    /// The place is kept at the end, also where nothing stands half typed in it.
    keeps: bool,
    /// When the last key came.
    typed: Instant,
    /// The program knows that no key has come since.
    idle: bool,
    /// The program knows that no key has come at once.
    paused: bool,
    /// When the program is told that no reply comes; `None` also once it knows.
    due: Option<Instant>,
    /// The program knows that no reply comes.
    silent: bool,
}

/// What the poll found.
#[derive(Clone, Copy, Default)]
struct Ready {
    keys: bool,
    gone: bool,
    bell: bool,
    late: bool,
    idle: bool,
    paused: bool,
    silent: bool,
}

impl<'a, P: Program, L: Line> Driver<'a, P, L> {
    /// Returns a driver that has not told or drawn anything yet.
    pub fn new(
        program: &'a mut P,
        line: &'a L,
        client: &'a dyn Client,
        inbox: &'a Inbox,
        caps: Caps,
    ) -> Self {
        let size = within(line.size().unwrap_or(USUAL));
        Self {
            program,
            line,
            client,
            inbox,
            painter: Painter::new(caps, size.0, size.1),
            decoder: Decoder::default(),
            size,
            place: None,
            half: None,
            stale: true,
            quit: false,
            keeps: false,
            typed: Instant::now(),
            idle: false,
            paused: false,
            due: None,
            silent: false,
        }
    }

    /// Runs until the program quits or the terminal is gone.
    ///
    /// # Errors
    /// What the system says when reading, writing or waiting fails otherwise.
    pub fn run(mut self) -> io::Result<Left> {
        self.tell_time();
        self.tell(Msg::Resize(self.size.0, self.size.1));
        self.note_due();
        let mut batches = 1;
        loop {
            if self.quit {
                self.remember();
                // What stands half typed outlives a normal end; for a mere place there is no reason to go back.
                if self.half == Some(false) && !self.keeps {
                    self.client.send(Request::Remember(None));
                }
                return Ok(Left::Quit);
            }
            self.remember();
            let ready = self.wait(batches > 0)?;
            let nothing = !(ready.keys
                || ready.gone
                || ready.bell
                || ready.late
                || ready.idle
                || ready.paused
                || ready.silent);
            if batches > 0 && (nothing || batches > BATCHES) {
                if self.paint()? == Some(Left::HungUp) {
                    return Ok(Left::HungUp);
                }
                batches = 0;
            }
            if nothing {
                continue;
            }
            if self.batch(ready)? == Some(Left::HungUp) {
                self.remember();
                return Ok(Left::HungUp);
            }
            self.note_due();
            batches += 1;
        }
    }

    /// Waits for anything to do; only looks when a frame is due.
    fn wait(&self, due: bool) -> io::Result<Ready> {
        let deadline = self.decoder.deadline();
        let patience = self.program.patience().filter(|_| !self.idle);
        let idle = patience.and_then(|patience| self.typed.checked_add(patience));
        let pause = self.program.pause().filter(|_| !self.paused);
        let pause = pause.and_then(|pause| self.typed.checked_add(pause));
        let silent = self.due;
        let now = Instant::now();
        let limit = match [deadline, idle, pause, silent].into_iter().flatten().min() {
            _ if due => Some(Duration::ZERO),
            Some(at) => Some(at.saturating_duration_since(now)),
            None => None,
        }
        .map(|limit| Timespec {
            tv_sec: i64::try_from(limit.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: limit.subsec_nanos().into(),
        });
        let (keys, bell) = (self.line.keys(), self.inbox.bell());
        let mut fds = [
            PollFd::new(&keys, PollFlags::IN),
            PollFd::new(&bell, PollFlags::IN),
        ];
        match poll(&mut fds, limit.as_ref()) {
            Ok(_) => {}
            Err(Errno::INTR) => return Ok(Ready::default()),
            Err(error) => return Err(error.into()),
        }
        let [keys, bell] = fds.map(|fd| fd.revents());
        let readable = keys.contains(PollFlags::IN);
        Ok(Ready {
            keys: readable,
            gone: !readable && keys.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL),
            bell: !bell.is_empty(),
            // A byte that is there already belongs to the key that is half read.
            late: !readable && deadline.is_some_and(|at| at <= Instant::now()),
            idle: !readable && idle.is_some_and(|at| at <= Instant::now()),
            paused: !readable && pause.is_some_and(|at| at <= Instant::now()),
            silent: bell.is_empty() && silent.is_some_and(|at| at <= Instant::now()),
        })
    }

    /// Tells the program the time and everything that has come.
    fn batch(&mut self, ready: Ready) -> io::Result<Option<Left>> {
        self.tell_time();
        if ready.bell {
            let pending = self.inbox.take();
            if pending.resumed {
                if let Some(left) = left_or(self.line.retake())? {
                    return Ok(Some(left));
                }
                self.painter.forget();
                self.stale = true;
            }
            if pending.resized || pending.resumed {
                self.resize();
            }
            if !pending.replies.is_empty() {
                (self.due, self.silent) = (None, false);
            }
            for reply in pending.replies {
                self.tell(Msg::Reply(reply));
            }
        } else if ready.silent {
            (self.due, self.silent) = (None, true);
            self.tell(Msg::Silent);
        }
        if ready.gone {
            return Ok(Some(Left::HungUp));
        }
        let inputs = if ready.keys {
            let mut part = [0; PART];
            match rustix::io::read(self.line.keys(), &mut part) {
                Ok(0) | Err(Errno::IO) => return Ok(Some(Left::HungUp)),
                Ok(count) => {
                    let bytes = part.get(..count).unwrap_or_default();
                    self.decoder.feed(bytes, Instant::now())
                }
                Err(Errno::INTR | Errno::AGAIN) => Vec::new(),
                Err(error) => return Err(error.into()),
            }
        } else if ready.late {
            self.decoder.expire(Instant::now())
        } else {
            Vec::new()
        };
        if !inputs.is_empty() {
            self.typed = Instant::now();
            self.idle = false;
            self.paused = false;
        } else if !ready.late {
            if ready.paused {
                self.paused = true;
                self.tell(Msg::Paused);
            }
            if ready.idle {
                self.idle = true;
                self.tell(Msg::Idle);
            }
        }
        let typed = inputs.len() <= RUSH;
        for input in inputs {
            match input {
                Input::Key(key) => self.tell(Msg::Key(key)),
                Input::Paste(text) => self.tell(Msg::Paste(text)),
                Input::PasteLost => self.tell(Msg::PasteLost),
            }
            // One by one, so that a panic on the next key loses none of these.
            if typed {
                self.remember();
            }
        }
        Ok(None)
    }

    /// Notes until when a reply must come, if one is due.
    fn note_due(&mut self) {
        let patience = self.program.reply_patience().filter(|_| !self.silent);
        self.due =
            patience.and_then(|patience| self.due.or_else(|| Instant::now().checked_add(patience)));
    }

    fn tell_time(&mut self) {
        self.tell(Msg::Now(chrono::Local::now().fixed_offset()));
    }

    /// Tells the program one thing and does what it asks; nothing after it has quit.
    fn tell(&mut self, msg: Msg) {
        if self.quit {
            return;
        }
        for effect in self.program.update(msg) {
            match effect {
                Effect::Send(request) => self.client.send(request),
                Effect::Remember(place) => self.place = Some(place),
                Effect::Redraw => {
                    self.painter.forget();
                    self.stale = true;
                }
                Effect::Quit => self.quit = true,
                Effect::Leave => (self.quit, self.keeps) = (true, true),
            }
        }
    }

    fn resize(&mut self) {
        let size = within(self.line.size().unwrap_or(self.size));
        if size != self.size {
            self.size = size;
            self.painter.resize(size.0, size.1);
            self.stale = true;
            self.tell(Msg::Resize(size.0, size.1));
        }
    }

    /// Sends the place on its way before it is shown.
    fn remember(&mut self) {
        if let Some(place) = self.place.take()
            && let Ok(text) = serde_json::to_string(&place)
        {
            self.half = Some(place.is_half());
            self.client.send(Request::Remember(Some(text)));
        }
    }

    fn paint(&mut self) -> io::Result<Option<Left>> {
        let dirty = self.program.dirty();
        if !dirty && !self.stale {
            return Ok(None);
        }
        self.stale = false;
        let bytes = self.painter.paint(|frame| self.program.view(frame));
        let left = match bytes.is_empty() {
            true => None,
            false => left_or(self.line.frame(bytes))?,
        };
        self.program.drawn();
        Ok(left)
    }
}

fn within((columns, rows): (u16, u16)) -> (u16, u16) {
    let size = limit(columns, rows);
    (size.width, size.height)
}

/// Tells a terminal that is gone from one that fails.
fn left_or(written: io::Result<()>) -> io::Result<Option<Left>> {
    let gone = [Errno::IO, Errno::PIPE, Errno::NXIO, Errno::NODEV];
    match written {
        Ok(()) => Ok(None),
        Err(error)
            if gone
                .iter()
                .any(|errno| error.raw_os_error() == Some(errno.raw_os_error())) =>
        {
            Ok(Some(Left::HungUp))
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests;
