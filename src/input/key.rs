//! A key press as the rest of the program sees it, whatever bytes the terminal used for it.

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
}
