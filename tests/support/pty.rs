//! A program in a terminal of its own: keys in, screen out, waits with a bound.
//!
//! The program becomes the leader of a session with the terminal by `setsid --ctty` of util-linux,
//! which replaces itself with the program, so that the process started here is the program. (The
//! standard library can do the same only with unsafe code.)
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::expect_used)] // a test that cannot go on has failed

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, kill_process_group, pidfd_open};
use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};
use rustix::termios::{OptionalActions, Termios, Winsize, tcgetattr, tcsetattr, tcsetwinsize};
use std::num::NonZeroU16;
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

/// How long a test waits for anything that must happen.
pub(crate) const LIMIT: Duration = Duration::from_secs(20);

/// A program in its terminal; killed when dropped.
pub(crate) struct Pty {
    master: Option<OwnedFd>,
    child: Child,
    ended: OwnedFd,
    screen: vt100::Parser,
    bytes: Vec<u8>,
    usual: Termios,
    before: String,
}

impl Pty {
    /// Starts a program with nothing in its environment but `PATH`, a UTF-8 locale, `TERM` of xterm
    /// and what `env` adds or, by an empty value, takes away.
    pub(crate) fn start(
        program: &Path,
        args: &[&str],
        env: &[(&str, &str)],
        size: (u16, u16),
    ) -> Self {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let master = openpt(flags).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let slave = ioctl_tiocgptpeer(&master, flags).unwrap();
        tcsetwinsize(&master, winsize(size)).unwrap();
        let usual = tcgetattr(&master).unwrap();
        let before = line_mode(&master);
        let mut command = Command::new("setsid");
        command.arg("--ctty").arg(program).args(args).env_clear();
        let path = std::env::var("PATH").unwrap_or_default();
        // What an account keeps of itself lies with what it keeps of the study, and never in a real home.
        let data = env.iter().find(|(name, _)| *name == "XDG_DATA_HOME");
        let state = data.map_or(env!("CARGO_TARGET_TMPDIR"), |(_, value)| value);
        let variables = [
            ("XDG_STATE_HOME", state),
            ("PATH", path.as_str()),
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
        ];
        for (name, value) in variables.iter().chain(env) {
            if value.is_empty() {
                command.env_remove(name);
            } else {
                command.env(name, value);
            }
        }
        let end = || slave.try_clone().unwrap();
        command.stdin(end()).stdout(end()).stderr(end());
        let child = command.spawn().expect("setsid of util-linux starts");
        let pid = Pid::from_child(&child);
        Self {
            master: Some(master),
            ended: pidfd_open(pid, PidfdFlags::empty()).unwrap(),
            child,
            screen: parser(size),
            bytes: Vec::new(),
            usual,
            before,
        }
    }

    /// Shows these bytes to the terminal as if a program before had written them.
    pub(crate) fn left_behind(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
    }

    /// Types bytes, taking in what the program writes meanwhile.
    pub(crate) fn send(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let master = self.master.as_ref().unwrap();
            let mut fds = [PollFd::new(master, PollFlags::IN | PollFlags::OUT)];
            assert_ne!(
                poll(&mut fds, Some(&timespec(LIMIT))).unwrap(),
                0,
                "no key taken"
            );
            let ready = fds[0].revents();
            if ready.contains(PollFlags::OUT) {
                let part = &bytes[..bytes.len().min(64)];
                bytes = &bytes[rustix::io::write(master, part).unwrap()..];
            }
            if ready.contains(PollFlags::IN) {
                self.take();
            }
        }
    }

    /// Types bytes and never reads, until the terminal holds no more keys or all are in.
    pub(crate) fn send_blindly(&mut self, bytes: &[u8]) {
        rustix::io::write(self.master.as_ref().unwrap(), bytes).unwrap();
    }

    /// Waits until the screen is as wanted.
    pub(crate) fn wait_for(
        &mut self,
        wanted: impl Fn(&vt100::Screen) -> bool,
    ) -> Result<(), String> {
        let start = Instant::now();
        while !wanted(self.screen.screen()) {
            let left = LIMIT.saturating_sub(start.elapsed());
            if left.is_zero() || !self.more(left) {
                return Err(format!("it never came:\n{}", self.text()));
            }
        }
        Ok(())
    }

    /// Waits for a text on the screen.
    pub(crate) fn wait_for_text(&mut self, text: &str) {
        self.wait_for(|screen| screen.contents().contains(text))
            .unwrap_or_else(|error| panic!("{text:?}: {error}"));
    }

    /// Waits until the bytes from `start` on hold a part.
    pub(crate) fn wait_for_bytes(&mut self, start: usize, part: &[u8]) {
        let begun = Instant::now();
        let holds = |bytes: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        while !holds(&self.bytes[start..]) {
            let left = LIMIT.saturating_sub(begun.elapsed());
            let name = part.escape_ascii();
            assert!(!left.is_zero() && self.more(left), "{name} never came");
        }
    }

    /// Takes in bytes until none has come for `span`; returns them.
    pub(crate) fn settle(&mut self, span: Duration) -> Vec<u8> {
        let start = self.bytes.len();
        while self.more(span) {}
        self.bytes[start..].to_vec()
    }

    /// Returns all bytes the program has written.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the text on the screen, without the spaces that end a row.
    pub(crate) fn text(&self) -> String {
        text(self.screen())
    }

    /// Returns the screen.
    pub(crate) fn screen(&self) -> &vt100::Screen {
        self.screen.screen()
    }

    /// Returns column and row of the cursor, from 0.
    pub(crate) fn cursor(&self) -> (u16, u16) {
        let (row, column) = self.screen().cursor_position();
        (column, row)
    }

    /// Changes the size of the terminal, which signals the program.
    pub(crate) fn resize(&mut self, size: (u16, u16)) {
        let (columns, rows) = (at_least_one(size.0), at_least_one(size.1));
        self.screen.screen_mut().set_size(rows, columns);
        tcsetwinsize(self.master.as_ref().unwrap(), winsize(size)).unwrap();
    }

    /// Sends a signal.
    pub(crate) fn kill(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Returns the id of the process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Closes the terminal's window.
    pub(crate) fn close(&mut self) {
        self.master = None;
    }

    /// Waits for the end, taking in the last bytes; returns the exit status, 128 + n for a fatal signal n.
    pub(crate) fn exit_code(&mut self) -> i32 {
        let start = Instant::now();
        let status = loop {
            let left = LIMIT.saturating_sub(start.elapsed());
            assert!(!left.is_zero(), "it does not end:\n{}", self.text());
            let mut fds = vec![PollFd::new(&self.ended, PollFlags::IN)];
            if let Some(master) = &self.master {
                fds.push(PollFd::new(master, PollFlags::IN));
            }
            poll(&mut fds, Some(&timespec(left))).unwrap();
            let over = !fds[0].revents().is_empty();
            if fds
                .get(1)
                .is_some_and(|fd| fd.revents().contains(PollFlags::IN))
            {
                self.take();
            }
            if over {
                break self.child.wait().unwrap();
            }
        };
        while self.more(Duration::ZERO) {}
        code(status)
    }

    /// Lets `span` pass without reading; returns whether the program still runs.
    pub(crate) fn runs_for(&self, span: Duration) -> bool {
        let mut fds = [PollFd::new(&self.ended, PollFlags::IN)];
        poll(&mut fds, Some(&timespec(span))).unwrap() == 0
    }

    /// Gives the line the mode it had before the start, as a shell does that takes it back.
    pub(crate) fn take_back(&self) {
        let master = self.master.as_ref().unwrap();
        tcsetattr(master, OptionalActions::Now, &self.usual).unwrap();
    }

    /// Returns how the line mode differs from before the start; empty when it does not.
    pub(crate) fn line_mode_changes(&self) -> String {
        let now = line_mode(self.master.as_ref().unwrap());
        if now == self.before {
            String::new()
        } else {
            format!("before: {}\nnow:    {now}", self.before)
        }
    }

    /// Returns which switches of the screen are not as in a fresh terminal.
    pub(crate) fn leftovers(&self) -> Vec<&'static str> {
        let screen = self.screen();
        [
            ("alternate screen", screen.alternate_screen()),
            ("keypad", screen.application_keypad()),
            ("cursor keys", screen.application_cursor()),
            ("cursor hidden", screen.hide_cursor()),
            ("paste", screen.bracketed_paste()),
            ("bold", screen.bold()),
            ("reverse", screen.inverse()),
            ("colour", screen.fgcolor() != vt100::Color::Default),
        ]
        .into_iter()
        .filter_map(|(name, on)| on.then_some(name))
        .collect()
    }

    /// Waits for bytes and takes them in; false when none came or the terminal is closed.
    fn more(&mut self, limit: Duration) -> bool {
        let Some(master) = &self.master else {
            return false;
        };
        let mut fds = [PollFd::new(master, PollFlags::IN)];
        poll(&mut fds, Some(&timespec(limit))).unwrap();
        fds[0].revents().contains(PollFlags::IN) && self.take()
    }

    fn take(&mut self) -> bool {
        let mut part = [0; 65536];
        match rustix::io::read(self.master.as_ref().unwrap(), &mut part) {
            Ok(0) | Err(Errno::IO) => false,
            Ok(count) => {
                self.bytes.extend_from_slice(&part[..count]);
                self.screen.process(&part[..count]);
                true
            }
            Err(error) => panic!("reading the terminal: {error}"),
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // The whole group, which is its own, with whatever it started; after its end the number may
        // be another's.
        if let Ok(None) = self.child.try_wait() {
            let _ = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
            let _ = self.child.wait();
        }
    }
}

/// Returns the text on a screen, without the spaces that end a row.
pub(crate) fn text(screen: &vt100::Screen) -> String {
    let rows: Vec<String> = screen
        .rows(0, u16::MAX)
        .map(|row| row.trim_end().to_owned())
        .collect();
    rows.join("\n").trim_end().to_owned()
}

/// Returns how many frames the bytes hold, each in its brackets.
pub(crate) fn frames(bytes: &[u8]) -> usize {
    let count = |mark: &[u8]| bytes.windows(8).filter(|part| *part == mark).count();
    let (begun, ended) = (count(b"\x1b[?2026h"), count(b"\x1b[?2026l"));
    assert_eq!(begun, ended, "a frame without an end");
    begun
}

/// Returns the exit status, 128 + n for a fatal signal n.
pub(crate) fn code(status: ExitStatus) -> i32 {
    status
        .code()
        .unwrap_or_else(|| 128 + status.signal().unwrap())
}

fn at_least_one(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n.max(1)).unwrap()
}

fn parser((columns, rows): (u16, u16)) -> vt100::Parser {
    vt100::Parser::new(at_least_one(rows), at_least_one(columns), 0)
}

fn winsize((columns, rows): (u16, u16)) -> Winsize {
    Winsize {
        ws_row: rows,
        ws_col: columns,
        ws_xpixel: 0,
        ws_ypixel: 0,
    }
}

/// All of the line mode as text; the master answers for the other end.
fn line_mode(master: &OwnedFd) -> String {
    format!("{:?}", tcgetattr(master.as_fd()).unwrap())
}

fn timespec(span: Duration) -> Timespec {
    Timespec {
        tv_sec: span.as_secs().try_into().unwrap(),
        tv_nsec: span.subsec_nanos().into(),
    }
}
