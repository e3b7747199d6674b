//! Keys as written in keymap files, hints and help: `ctrl-g`, `f6`, `shift-tab`, `page-down`, `/`.
//!
//! Writing a key and reading it back gives the same key.

use super::{Code, Key};
use crate::domain::base::nearest::nearest;
use std::fmt;
use std::str::FromStr;

/// The keys with a name of more than one character, F-keys aside.
const NAMES: [(&str, Code); 16] = [
    ("enter", Code::Enter),
    ("tab", Code::Tab),
    ("backspace", Code::Backspace),
    ("esc", Code::Esc),
    ("up", Code::Up),
    ("down", Code::Down),
    ("left", Code::Left),
    ("right", Code::Right),
    ("home", Code::Home),
    ("end", Code::End),
    ("page-up", Code::PageUp),
    ("page-down", Code::PageDown),
    ("insert", Code::Insert),
    ("delete", Code::Delete),
    ("space", Code::Char(' ')),
    ("shift-tab", Code::BackTab),
];

/// The highest F-key.
const F_KEYS: u8 = 24;

/// A word that names no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyTextError {
    /// No such key.
    #[error("unknown key \"{text}\"{}", suggestion(.near.as_deref()))]
    Unknown {
        /// What was written.
        text: String,
        /// What was perhaps meant.
        near: Option<String>,
    },
    /// Shift with a character.
    #[error("unknown key \"{text}\"; write the character that Shift gives, such as \"{instead}\"")]
    Shifted {
        /// What was written.
        text: String,
        /// The capital.
        instead: String,
    },
}

/// Returns the end of an error message: `; did you mean "next"?`, or nothing.
pub(super) fn suggestion(near: Option<&str>) -> String {
    near.map(|near| format!("; did you mean \"{near}\"?"))
        .unwrap_or_default()
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self.canonical();
        for (held, prefix) in [
            (key.ctrl, "ctrl-"),
            (key.alt, "alt-"),
            (key.shift, "shift-"),
        ] {
            if held {
                f.write_str(prefix)?;
            }
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == key.code) {
            return f.write_str(name);
        }
        match key.code {
            Code::F(n) => write!(f, "f{n}"),
            Code::Char(c) => write!(f, "{c}"),
            // All others are in the table.
            _ => Ok(()),
        }
    }
}

impl FromStr for Key {
    type Err = KeyTextError;

    /// Reads a key; capitals matter only for a character without Ctrl.
    fn from_str(text: &str) -> Result<Self, KeyTextError> {
        let mut key = Key::plain(Code::Esc);
        let mut rest = text;
        let code = loop {
            if let Some(code) = code(rest) {
                break code;
            }
            let (held, after) = [
                (&mut key.ctrl, "ctrl-"),
                (&mut key.alt, "alt-"),
                (&mut key.shift, "shift-"),
            ]
            .into_iter()
            .find_map(|(held, prefix)| {
                let head = rest.get(..prefix.len())?;
                let after = rest.get(prefix.len()..)?;
                (head.eq_ignore_ascii_case(prefix) && !*held).then_some((held, after))
            })
            .ok_or_else(|| unknown(text, rest))?;
            *held = true;
            rest = after;
        };
        if let (Code::Char(c), true) = (code, key.shift) {
            return Err(KeyTextError::Shifted {
                text: text.to_owned(),
                instead: c.to_uppercase().collect(),
            });
        }
        Ok(Key { code, ..key }.canonical())
    }
}

/// Returns the key of a word without modifiers.
fn code(word: &str) -> Option<Code> {
    let mut chars = word.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return (!c.is_control() && c != ' ').then_some(Code::Char(c));
    }
    let lower = word.to_ascii_lowercase();
    if let Some((_, code)) = NAMES.iter().find(|(name, _)| *name == lower) {
        return Some(*code);
    }
    let number = lower.strip_prefix('f')?;
    let n: u8 = number.parse().ok()?;
    let plain = number.starts_with(|c: char| ('1'..='9').contains(&c));
    (plain && n <= F_KEYS).then_some(Code::F(n))
}

fn unknown(text: &str, rest: &str) -> KeyTextError {
    let f_keys: Vec<String> = (1..=F_KEYS).map(|n| format!("f{n}")).collect();
    let names = NAMES.iter().map(|(name, _)| *name);
    let near = nearest(rest, names.chain(f_keys.iter().map(String::as_str)));
    let head = text.strip_suffix(rest).unwrap_or_default();
    KeyTextError::Unknown {
        text: text.to_owned(),
        near: near.map(|near| format!("{head}{near}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        for (text, key) in [
            ("ctrl-g", Key::ctrl('g')),
            ("Ctrl-G", Key::ctrl('g')),
            ("F6", Key::plain(Code::F(6))),
            ("f24", Key::plain(Code::F(24))),
            ("shift-tab", Key::plain(Code::BackTab)),
            ("/", Key::plain(Code::Char('/'))),
            ("-", Key::plain(Code::Char('-'))),
            ("G", Key::plain(Code::Char('G'))),
            ("space", Key::plain(Code::Char(' '))),
            ("ctrl--", Key::ctrl('-')),
            ("ctrl-space", Key::ctrl(' ')),
            ("page-down", Key::plain(Code::PageDown)),
            ("é", Key::plain(Code::Char('é'))),
        ] {
            assert_eq!(text.parse(), Ok(key), "{text}");
        }
        let alt_left: Key = "ctrl-alt-left".parse().unwrap();
        assert!(alt_left.ctrl && alt_left.alt && !alt_left.shift);
    }

    #[test]
    fn says_what_was_meant() {
        for (text, message) in [
            ("entr", "unknown key \"entr\"; did you mean \"enter\"?"),
            (
                "ctrl-pagedown",
                "unknown key \"ctrl-pagedown\"; did you mean \"ctrl-page-down\"?",
            ),
            ("ctrl-", "unknown key \"ctrl-\""),
            ("", "unknown key \"\""),
            (" ", "unknown key \" \""),
            ("ctrl-ctrl-x", "unknown key \"ctrl-ctrl-x\""),
            ("f0", "unknown key \"f0\"; did you mean \"f1\"?"),
            ("f25", "unknown key \"f25\"; did you mean \"f2\"?"),
            (
                "shift-a",
                "unknown key \"shift-a\"; write the character that Shift gives, such as \"A\"",
            ),
        ] {
            let error = text.parse::<Key>().unwrap_err();
            assert_eq!(error.to_string(), message);
        }
    }
}
