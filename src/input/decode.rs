//! From the bytes a terminal sends to keys and pastes.
//!
//! A byte machine that never waits and never asks the clock: the caller hands in the time of each
//! read and calls [`Decoder::expire`] at [`Decoder::deadline`]. Whatever arrives, it must not type
//! the tail of a sequence into a field, must not panic, and must come back to rest by itself.

mod csi;
mod paste;
mod ss3;
mod state;
mod utf8;

pub use state::Patience;

use crate::input::key::{Code, Key};
use csi::{Csi, Meaning};
use paste::{Paste, Taken};
use state::State;
use std::time::Instant;
use utf8::{Partial, Step};

/// What the decoder makes of the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted in brackets; without control characters other than `\n` and `\t`.
    Paste(String),
    /// A paste had no end in time, or was too long, and was dropped whole.
    PasteLost,
}

/// Turns bytes into keys and pastes.
#[derive(Debug)]
pub struct Decoder {
    patience: Patience,
    state: State,
    /// When the pending sequence began.
    began: Option<Instant>,
    /// When its last byte arrived.
    last: Option<Instant>,
    /// When a lone ESC was last given out as Esc for want of a following byte.
    lone: Option<Instant>,
    /// Whether the keypad was seen in application mode, which decides what `ESC O w` means.
    keypad: bool,
}

impl Default for Decoder {
    fn default() -> Self {
        Self::new(Patience::default())
    }
}

impl Decoder {
    /// Returns a decoder at rest.
    pub fn new(patience: Patience) -> Self {
        Self {
            patience,
            state: State::Ground,
            began: None,
            last: None,
            lone: None,
            keypad: false,
        }
    }

    /// Takes bytes read at `now` and returns what is complete.
    pub fn feed(&mut self, bytes: &[u8], now: Instant) -> Vec<Input> {
        let mut out = if bytes.is_empty() {
            Vec::new()
        } else {
            self.expire(now)
        };
        for &byte in bytes {
            if matches!(self.state, State::Ground) {
                self.began = Some(now);
            }
            self.last = Some(now);
            self.byte(byte, now, &mut out);
        }
        out
    }

    /// Returns when [`Decoder::expire`] must be called; `None` at rest.
    pub fn deadline(&self) -> Option<Instant> {
        let (pause, whole) = self.state.patience(&self.patience)?;
        let since =
            |start: Option<Instant>, wait| start.and_then(|at: Instant| at.checked_add(wait));
        let pause = since(self.last, pause);
        match whole.and_then(|whole| since(self.began, whole)) {
            Some(whole) => pause.map(|pause| pause.min(whole)),
            None => pause,
        }
    }

    /// Resolves what is overdue at `now`: a lone ESC becomes Esc, anything unfinished is dropped.
    pub fn expire(&mut self, now: Instant) -> Vec<Input> {
        let mut out = Vec::new();
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return out;
        }
        match self.rest() {
            State::Esc => {
                self.lone = Some(now);
                out.push(plain(Code::Esc));
            }
            State::EscEsc => {
                self.lone = Some(now);
                out.extend([plain(Code::Esc), plain(Code::Esc)]);
            }
            State::LateBracket => out.push(plain(Code::Char('['))),
            State::LateO => out.push(plain(Code::Char('O'))),
            // One that grew too long was reported when it did.
            State::Paste(paste) if !paste.lost() => out.push(Input::PasteLost),
            _ => {}
        }
        out
    }

    /// Goes to rest and returns the state before.
    fn rest(&mut self) -> State {
        std::mem::replace(&mut self.state, State::Ground)
    }

    /// Drops what is pending and takes the byte as the first of something new.
    fn again(&mut self, byte: u8, now: Instant, out: &mut Vec<Input>) {
        self.state = State::Ground;
        self.began = Some(now);
        self.ground(byte, now, false, out);
    }

    fn byte(&mut self, byte: u8, now: Instant, out: &mut Vec<Input>) {
        match self.rest() {
            State::Ground => self.ground(byte, now, false, out),
            State::Char { mut partial, alt } => match partial.push(byte) {
                Step::More => self.state = State::Char { partial, alt },
                Step::Done(c) => out.extend(printable(c, alt)),
                Step::Broken => self.again(byte, now, out),
            },
            State::Esc => self.after_esc(byte, now, out),
            State::EscEsc => match byte {
                b'[' => self.state = State::Csi(Csi::new(true, false)),
                b'O' => {
                    self.state = State::Ss3 {
                        alt: true,
                        modifier: 0,
                    }
                }
                // The first ESC was a key of its own.
                0x1b => {
                    out.push(plain(Code::Esc));
                    self.state = State::EscEsc;
                }
                _ => {
                    out.push(plain(Code::Esc));
                    self.after_esc(byte, now, out);
                }
            },
            State::Csi(csi) => self.in_csi(csi, byte, now, out),
            State::Console { alt, stale } => match byte {
                b'A'..=b'E' if !stale => out.push(Input::Key(Key {
                    alt,
                    ..Key::plain(Code::F(byte - b'A' + 1))
                })),
                0x20..=0x7e => {}
                _ => self.again(byte, now, out),
            },
            State::Ss3 { alt, modifier } => self.in_ss3(alt, modifier, byte, now, out),
            State::Mouse(left) => match (byte, left) {
                // No report holds an ESC: this one begins something new.
                (0x1b, _) => self.again(byte, now, out),
                (_, 0 | 1) => {}
                _ => self.state = State::Mouse(left - 1),
            },
            State::Text {
                bell_ends,
                after_esc,
            } => match byte {
                b'\\' if after_esc => {}
                0x07 if bell_ends => {}
                // CAN and SUB break a string off.
                0x18 | 0x1a => {}
                _ if after_esc => self.after_esc(byte, now, out),
                _ => {
                    self.state = State::Text {
                        bell_ends,
                        after_esc: byte == 0x1b,
                    }
                }
            },
            State::Paste(mut paste) => match paste.push(byte) {
                Taken::More => self.state = State::Paste(paste),
                Taken::TooLong => {
                    out.push(Input::PasteLost);
                    self.state = State::Paste(paste);
                }
                Taken::End => {
                    if !paste.lost() {
                        out.push(Input::Paste(paste.text()));
                    }
                }
            },
            State::LateBracket => match byte {
                b'0'..=b'?' | b'A'..=b'[' => self.in_csi(Csi::new(false, true), byte, now, out),
                _ => {
                    out.push(plain(Code::Char('[')));
                    self.again(byte, now, out);
                }
            },
            State::LateO => match byte {
                b'A'..=b'D' | b'F' | b'H' | b'M' | b'P'..=b'S' | b'j'..=b'y' => {}
                _ => {
                    out.push(plain(Code::Char('O')));
                    self.again(byte, now, out);
                }
            },
        }
    }

    /// Takes a byte at rest, or (`alt`) after an ESC that makes it an Alt key.
    fn ground(&mut self, byte: u8, now: Instant, alt: bool, out: &mut Vec<Input>) {
        let lone = self.lone.take().filter(|_| !alt);
        let late = lone.is_some_and(|at| now.duration_since(at) < self.patience.sequence);
        let key = match byte {
            0x1b => {
                self.state = State::Esc;
                return;
            }
            b'[' if late => {
                self.state = State::LateBracket;
                return;
            }
            b'O' if late => {
                self.state = State::LateO;
                return;
            }
            // Linux console: Shift-Tab is ESC TAB.
            b'\t' if alt => {
                out.push(plain(Code::BackTab));
                return;
            }
            b'\t' => Key::plain(Code::Tab),
            b'\r' | b'\n' => Key::plain(Code::Enter),
            0x08 | 0x7f => Key::plain(Code::Backspace),
            0x00 => Key::ctrl(' '),
            0x01..=0x1a => Key::ctrl(char::from(byte - 1 + b'a')),
            0x1c..=0x1f => Key::ctrl(char::from(byte + 0x40)),
            0x20..=0x7e => Key::plain(Code::Char(char::from(byte))),
            0x80.. => {
                // A byte that cannot begin a character is lost, and nothing else with it.
                if let Some(partial) = Partial::begin(byte) {
                    self.state = State::Char { partial, alt };
                }
                return;
            }
        };
        out.push(Input::Key(Key { alt, ..key }));
    }

    /// Takes the byte after an ESC.
    fn after_esc(&mut self, byte: u8, now: Instant, out: &mut Vec<Input>) {
        match byte {
            b'[' => self.state = State::Csi(Csi::new(false, false)),
            b'O' => {
                self.state = State::Ss3 {
                    alt: false,
                    modifier: 0,
                }
            }
            b']' | b'P' | b'_' | b'^' | b'X' => {
                self.state = State::Text {
                    bell_ends: byte == b']',
                    after_esc: false,
                }
            }
            0x1b => self.state = State::EscEsc,
            _ => self.ground(byte, now, true, out),
        }
    }

    fn in_csi(&mut self, mut csi: Csi, byte: u8, now: Instant, out: &mut Vec<Input>) {
        match csi.push(byte) {
            None => self.state = State::Csi(csi),
            Some(Meaning::Key(key)) => out.push(Input::Key(key)),
            Some(Meaning::Nothing) => {}
            Some(Meaning::Paste) => self.state = State::Paste(Paste::new()),
            Some(Meaning::Mouse) => self.state = State::Mouse(3),
            Some(Meaning::Console { alt, stale }) => self.state = State::Console { alt, stale },
            Some(Meaning::Broken) => self.again(byte, now, out),
        }
    }

    fn in_ss3(&mut self, alt: bool, modifier: u32, byte: u8, now: Instant, out: &mut Vec<Input>) {
        match byte {
            // Some terminals put the modifier here: ESC O 5 P, ESC O 1 ; 5 P.
            b'0'..=b'9' => {
                let modifier = modifier
                    .saturating_mul(10)
                    .saturating_add(u32::from(byte - b'0'));
                self.state = State::Ss3 { alt, modifier };
            }
            b';' => self.state = State::Ss3 { alt, modifier: 0 },
            0x20..=0x7e => {
                self.keypad |= ss3::is_keypad(byte);
                let key = ss3::key(byte, self.keypad);
                out.extend(key.map(|key| Input::Key(csi::modify(key, modifier, alt))));
            }
            _ => self.again(byte, now, out),
        }
    }
}

fn plain(code: Code) -> Input {
    Input::Key(Key::plain(code))
}

/// Returns the key of a character; none for control characters in their long spelling.
fn printable(c: char, alt: bool) -> Option<Input> {
    (!c.is_control()).then(|| {
        Input::Key(Key {
            alt,
            ..Key::plain(Code::Char(c))
        })
    })
}
