//! Sequences spelt `ESC [`, parameters and a final byte: most keys that are not characters, and
//! everything a terminal reports (mouse, focus, colours, its own name), which is swallowed.
//!
//! Must swallow what it does not know as a whole, however long its parameters are.

use crate::input::key::{Code, Key};

/// Parameters beyond this many bytes belong to no key.
const LONGEST: usize = 48;

/// What a complete sequence means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A key.
    Key(Key),
    /// A report, or something unknown.
    Nothing,
    /// A paste begins.
    Paste,
    /// A mouse report in the old spelling begins; three bytes follow.
    Mouse,
    /// `ESC [ [`: one more letter follows.
    Console {
        /// Whether Alt was held.
        alt: bool,
        /// Whether no key comes of it.
        stale: bool,
    },
    /// The byte cannot be part of a sequence; it begins something new.
    Broken,
}

/// A sequence not yet complete.
#[derive(Debug)]
pub(super) struct Csi {
    alt: bool,
    /// It is the rest of a sequence whose ESC was already given out: no key comes of it.
    stale: bool,
    params: Vec<u8>,
    /// Whether it can no longer be a key: too long, or with intermediate bytes.
    strange: bool,
}

impl Csi {
    /// Returns a sequence of which `ESC [` has been read.
    pub(super) fn new(alt: bool, stale: bool) -> Self {
        Self {
            alt,
            stale,
            params: Vec::new(),
            strange: false,
        }
    }

    /// Takes a byte; returns the meaning once it is complete.
    pub(super) fn push(&mut self, byte: u8) -> Option<Meaning> {
        match byte {
            0x30..=0x3f => {
                if self.params.len() < LONGEST {
                    self.params.push(byte);
                } else {
                    self.strange = true;
                }
                None
            }
            // rxvt: Shift with an editing key, ESC [ 3 $.
            b'$' if self.is_one_number() && !self.strange => match self.rxvt(1) {
                Meaning::Nothing => {
                    self.strange = true;
                    None
                }
                meaning => Some(meaning),
            },
            0x20..=0x2f => {
                self.strange = true;
                None
            }
            b'[' if self.params.is_empty() && !self.strange => Some(Meaning::Console {
                alt: self.alt,
                stale: self.stale,
            }),
            0x40..=0x7e => Some(self.finish(byte)),
            _ => Some(Meaning::Broken),
        }
    }

    fn is_one_number(&self) -> bool {
        !self.params.is_empty() && self.params.iter().all(u8::is_ascii_digit)
    }

    fn finish(&self, last: u8) -> Meaning {
        if self.strange {
            return Meaning::Nothing;
        }
        match (self.params.as_slice(), last) {
            // Even when its ESC came too early: pasted lines must not act as keys.
            (b"200", b'~') => return Meaning::Paste,
            // PuTTY in SCO mode sends this for F1; nothing tells the two apart.
            (b"", b'M') => return Meaning::Mouse,
            _ => {}
        }
        let numbers = match self.params.first() {
            Some(b'<'..=b'?') => return Meaning::Nothing,
            _ => numbers(&self.params),
        };
        let first = numbers.first().and_then(|n| n.first()).copied();
        let second = numbers.get(1).and_then(|n| n.first()).copied();
        let key = match last {
            b'~' if first == Some(27) => {
                // xterm's modifyOtherKeys: ESC [ 27 ; modifier ; character ~.
                let code = numbers.get(2).and_then(|n| n.first()).copied();
                code.and_then(|code| character(code, None, second.unwrap_or(0)))
            }
            b'~' => first
                .and_then(editing)
                .map(|code| modify(Key::plain(code), second.unwrap_or(0), false)),
            b'^' if self.is_one_number() => return self.rxvt(4),
            b'@' if self.is_one_number() => return self.rxvt(5),
            b'u' => {
                let released = numbers.get(1).and_then(|n| n.get(1)) == Some(&3);
                let shifted = numbers.first().and_then(|n| n.get(1)).copied();
                first
                    .filter(|_| !released)
                    .and_then(|code| character(code, shifted, second.unwrap_or(0)))
            }
            b'Z' => Some(Key::plain(Code::BackTab)),
            b'a'..=b'd' if self.params.is_empty() => {
                cursor(last.to_ascii_uppercase()).map(|code| Key {
                    shift: true,
                    ..Key::plain(code)
                })
            }
            // R is left out: ESC [ 1 ; 5 R is also the reply that tells where the cursor is.
            b'P' | b'Q' | b'S' if second.is_some() => Some(modify(
                Key::plain(Code::F(last - b'P' + 1)),
                second.unwrap_or(0),
                false,
            )),
            _ => cursor(last).map(|code| {
                // The modifier stands second; old terminals sent it alone.
                modify(Key::plain(code), second.or(first).unwrap_or(0), false)
            }),
        };
        key.map_or(Meaning::Nothing, |key| self.give(key))
    }

    fn rxvt(&self, bits: u32) -> Meaning {
        let number = numbers(&self.params)
            .first()
            .and_then(|n| n.first())
            .copied();
        let key = number
            .and_then(editing)
            .map(|code| modify(Key::plain(code), bits + 1, false));
        key.map_or(Meaning::Nothing, |key| self.give(key))
    }

    fn give(&self, key: Key) -> Meaning {
        if self.stale {
            return Meaning::Nothing;
        }
        Meaning::Key(modify(key, 0, self.alt))
    }
}

/// Returns the key with a modifier parameter (1 + Shift 1 + Alt 2 + Ctrl 4 + Meta 8) and Alt.
pub(super) fn modify(key: Key, modifier: u32, alt: bool) -> Key {
    let bits = modifier.saturating_sub(1);
    let shift = bits & 1 != 0;
    let plain_char = matches!(key.code, Code::Char(_) | Code::BackTab);
    Key {
        code: key.code,
        ctrl: key.ctrl || bits & 4 != 0,
        alt: key.alt || alt || bits & 10 != 0,
        shift: key.shift || (shift && !plain_char),
    }
}

/// Returns the parameters and their sub-parameters; a missing or huge number is 0 or the largest.
fn numbers(params: &[u8]) -> Vec<Vec<u32>> {
    let number = |digits: &[u8]| {
        digits.iter().fold(0u32, |n, digit| {
            n.saturating_mul(10)
                .saturating_add(u32::from(digit.wrapping_sub(b'0') & 0x0f))
        })
    };
    params
        .split(|b| *b == b';')
        .map(|param| param.split(|b| *b == b':').map(number).collect())
        .collect()
}

fn cursor(letter: u8) -> Option<Code> {
    Some(match letter {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        _ => return None,
    })
}

/// Returns the key of `ESC [ number ~`.
fn editing(number: u32) -> Option<Code> {
    Some(match number {
        1 | 7 => Code::Home,
        2 => Code::Insert,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        // The VT220 left gaps between its groups of keys.
        11..=15 => function(number - 10)?,
        17..=21 => function(number - 11)?,
        23..=26 => function(number - 12)?,
        28 | 29 => function(number - 13)?,
        31..=34 => function(number - 14)?,
        _ => return None,
    })
}

fn function(number: u32) -> Option<Code> {
    u8::try_from(number).ok().map(Code::F)
}

/// Returns the key of a code point with modifiers (`ESC [ code : shifted ; modifier u`).
fn character(code: u32, shifted: Option<u32>, modifier: u32) -> Option<Key> {
    let bits = modifier.saturating_sub(1);
    let (shift, ctrl) = (bits & 1 != 0, bits & 4 != 0);
    let code = match code {
        9 if shift => Code::BackTab,
        9 => Code::Tab,
        10 | 13 => Code::Enter,
        8 | 127 => Code::Backspace,
        27 => Code::Esc,
        // F13 to F24 and the keypad, as numbered in the private use area by kitty.
        57_376..=57_387 => function(code - 57_376 + 13)?,
        57_399..=57_408 => Code::Char(char::from_digit(code - 57_399, 10)?),
        57_409 => Code::Char('.'),
        57_410 => Code::Char('/'),
        57_411 => Code::Char('*'),
        57_412 => Code::Char('-'),
        57_413 => Code::Char('+'),
        57_414 => Code::Enter,
        57_415 => Code::Char('='),
        57_416 => Code::Char(','),
        57_417 => Code::Left,
        57_418 => Code::Right,
        57_419 => Code::Up,
        57_420 => Code::Down,
        57_421 => Code::PageUp,
        57_422 => Code::PageDown,
        57_423 => Code::Home,
        57_424 => Code::End,
        57_425 => Code::Insert,
        57_426 => Code::Delete,
        57_344..=63_743 => return None,
        code => {
            let typed = char::from_u32(code).filter(|c| !c.is_control())?;
            let capital = || shifted.filter(|n| *n > 0).and_then(char::from_u32);
            let c = match typed {
                // Ctrl with these is another key on every other terminal, so it is here too.
                'h' | 'H' if ctrl => {
                    return Some(modify(Key::plain(Code::Backspace), 0, bits & 2 != 0));
                }
                'i' | 'I' if ctrl && shift => return Some(Key::plain(Code::BackTab)),
                'i' | 'I' if ctrl => return Some(Key::plain(Code::Tab)),
                'j' | 'm' | 'J' | 'M' if ctrl => return Some(Key::plain(Code::Enter)),
                '[' if ctrl => return Some(Key::plain(Code::Esc)),
                c if ctrl => c.to_lowercase().next().unwrap_or(c),
                c if shift => capital().unwrap_or_else(|| c.to_uppercase().next().unwrap_or(c)),
                c => c,
            };
            Code::Char(c)
        }
    };
    Some(modify(Key::plain(code), modifier, false))
}
