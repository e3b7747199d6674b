//! A key press as the rest of the program sees it, whatever bytes the terminal used for it.

mod text;

pub use text::KeyTextError;

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A printable character, as typed (capitals are their own characters).
    Char(char),
    /// Enter, Ctrl-J, Ctrl-M, keypad Enter.
    Enter,
    /// Tab.
    Tab,
    /// Shift-Tab in any spelling.
    BackTab,
    /// Backspace, 0x08 or 0x7F.
    Backspace,
    /// Escape alone.
    Esc,
    /// Up.
    Up,
    /// Down.
    Down,
    /// Left.
    Left,
    /// Right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Insert.
    Insert,
    /// Delete.
    Delete,
    /// F1 to F24.
    F(u8),
}

/// A key press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// With Ctrl; the character is then lower case.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
    /// With Shift, on keys that are not characters.
    pub shift: bool,
}

impl Key {
    /// Returns the key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// Returns Ctrl with a character.
    pub const fn ctrl(c: char) -> Self {
        Self {
            code: Code::Char(c),
            ctrl: true,
            alt: false,
            shift: false,
        }
    }

    /// Returns the character that the key types, if it types one.
    pub fn typed(&self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Returns the one spelling of keys that can be said in two ways: Ctrl has small letters, a
    /// character has no Shift of its own, Shift with Tab is [`Code::BackTab`].
    pub fn canonical(self) -> Self {
        let code = match self.code {
            Code::Char(c) if self.ctrl => Code::Char(c.to_lowercase().next().unwrap_or(c)),
            Code::Tab if self.shift => Code::BackTab,
            code => code,
        };
        Self {
            code,
            shift: self.shift && !matches!(code, Code::Char(_) | Code::BackTab),
            ..self
        }
    }

    /// Returns Esc and the key itself when Alt is held: a slow line or tmux glues an Esc to the key
    /// typed after it, so that an unbound Alt key is to be taken as these two.
    pub fn unglued(self) -> Option<[Self; 2]> {
        self.alt
            .then_some([Self::plain(Code::Esc), Self { alt: false, ..self }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alt_comes_apart() {
        let alt = |code| Key {
            alt: true,
            ..Key::plain(code)
        };
        let esc = Key::plain(Code::Esc);
        let seven = Code::Char('7');
        assert_eq!(alt(seven).unglued(), Some([esc, Key::plain(seven)]));
        assert_eq!(Key::plain(seven).unglued(), None);
        assert_eq!(alt(seven).typed(), None);
    }

    #[test]
    fn one_spelling() {
        let key = |code, ctrl, shift| Key {
            code,
            ctrl,
            shift,
            ..Key::plain(code)
        };
        let a = |c| Code::Char(c);
        for (key, canonical) in [
            (key(a('G'), true, false), key(a('g'), true, false)),
            (key(a('G'), false, true), key(a('G'), false, false)),
            (
                key(Code::Tab, false, true),
                key(Code::BackTab, false, false),
            ),
            (key(Code::Up, true, true), key(Code::Up, true, true)),
        ] {
            assert_eq!(key.canonical(), canonical);
        }
    }
}
