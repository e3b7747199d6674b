//! A passphrase being typed: counted on the screen, never shown, written down or left in memory.

use crate::domain::rules::{
    LONGEST_PASSPHRASE, PassphraseFault, check_passphrase, is_passphrase_in,
};
use crate::protocol::messages::Passphrase;
use std::fmt;
use zeroize::Zeroizing;

/// Most bytes that are taken; the owner takes no longer one. Room for all of them is had at once, so that no copy
/// is left behind by growing.
const MOST: usize = LONGEST_PASSPHRASE;

/// What was typed so far.
#[derive(Clone, Default)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Returns how many characters were typed.
    pub fn typed(&self) -> usize {
        self.0.chars().count()
    }

    /// Returns whether nothing was typed.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes a character; control characters are left out.
    pub(crate) fn insert(&mut self, c: char) {
        if self.0.capacity() < MOST {
            self.0.reserve_exact(MOST);
        }
        if !c.is_control() && self.0.len() + c.len_utf8() <= MOST {
            self.0.push(c);
        }
    }

    /// Takes pasted text, without the end of its line.
    pub(crate) fn paste(&mut self, text: &str) {
        for c in text.trim_end_matches(['\r', '\n']).chars() {
            self.insert(if c == '\t' { ' ' } else { c });
        }
    }

    /// Forgets the last character.
    pub(crate) fn delete_back(&mut self) {
        self.0.pop();
    }

    /// Forgets all of it.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Gives it away.
    pub(crate) fn take(&mut self) -> Passphrase {
        Passphrase(std::mem::take(&mut *self.0))
    }

    /// Returns whether words hold it, however it is capitalised and without the blanks around it.
    pub(crate) fn is_in(&self, words: &str) -> bool {
        is_passphrase_in(&self.0, words)
    }

    /// Checks whether it may be the passphrase of who logs in so, as the owner does.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn check(&self, login: &str, least: u32) -> Result<(), PassphraseFault> {
        check_passphrase(&self.0, login, least as usize)
    }

    /// Returns whether another one says the same.
    pub(crate) fn is(&self, other: &Self) -> bool {
        *self.0 == *other.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_counted_and_given_away_once() {
        let mut secret = Secret::default();
        secret.paste("ab\u{7}c\r\n");
        secret.insert('\u{e9}');
        assert_eq!((secret.typed(), secret.is_empty()), (4, false));
        assert_eq!(format!("{secret:?}"), "Secret(..)");
        secret.delete_back();
        assert!(secret.is(&{
            let mut other = Secret::default();
            other.paste("abc");
            other
        }));
        assert_eq!(secret.take().0, "abc");
        assert!(secret.is_empty());
        secret.paste(&"x".repeat(3000));
        assert_eq!(secret.typed(), MOST);
        secret.clear();
        assert!(secret.is_empty());
    }
}
