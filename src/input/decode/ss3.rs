//! Keys spelt `ESC O` and a letter: application cursor keys, F-keys, the keypad in application mode.
//!
//! Must give digits for keypad digits: a number typed must never vanish.

use crate::input::key::{Code, Key};

/// Returns whether the letter can only come from a keypad in application mode.
pub(super) fn is_keypad(letter: u8) -> bool {
    matches!(letter, b'j'..=b'v' | b'x' | b'y')
}

/// Returns the key of a letter. `keypad`: the keypad was seen in application mode, so that `w`,
/// which PuTTY in rxvt mode sends for End, is the keypad's 7.
///
/// `P` is NumLock in PuTTY's application mode and F1 everywhere else: F1, which harms nothing.
/// `l` is the keypad's plus in PuTTY, and a comma on keypads that have one, which few have.
pub(super) fn key(letter: u8, keypad: bool) -> Option<Key> {
    let code = match letter {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'w' if !keypad => Code::End,
        b'I' => Code::Tab,
        b'M' => Code::Enter,
        // VT100+ goes on from F4 (S) to F12 ([); X is the keypad's equals sign elsewhere.
        b'P'..=b'W' | b'Y'..=b'[' => Code::F(letter - b'P' + 1),
        b'X' => Code::Char('='),
        b' ' => Code::Char(' '),
        b'j' => Code::Char('*'),
        b'k' | b'l' => Code::Char('+'),
        b'm' => Code::Char('-'),
        b'n' => Code::Char('.'),
        b'o' => Code::Char('/'),
        b'p'..=b'y' => Code::Char(char::from(letter - b'p' + b'0')),
        // rxvt: Ctrl with an arrow.
        b'a'..=b'd' => {
            let code = match letter {
                b'a' => Code::Up,
                b'b' => Code::Down,
                b'c' => Code::Right,
                _ => Code::Left,
            };
            return Some(Key {
                ctrl: true,
                ..Key::plain(code)
            });
        }
        _ => return None,
    };
    Some(Key::plain(code))
}
