//! A bracketed paste: collected up to its end marker.
//!
//! Must not hold the keyboard for ever and must not let a paste that is too long fall into the
//! fields as keys.

use crate::domain::base::text::PARAGRAPH;

/// The end of a paste.
const END: &[u8] = b"\x1b[201~";

/// A longer paste is dropped whole. A paragraph of the most characters fits, whatever bytes they take.
const LONGEST: usize = 4 * PARAGRAPH;

/// What a byte did to a paste.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// It goes on.
    More,
    /// It has just grown too long; the rest is dropped as well.
    TooLong,
    /// It is complete.
    End,
}

/// A paste not yet complete.
#[derive(Debug)]
pub(super) struct Paste {
    bytes: Vec<u8>,
    lost: bool,
}

impl Paste {
    /// Returns an empty paste.
    pub(super) fn new() -> Self {
        Self {
            bytes: Vec::new(),
            lost: false,
        }
    }

    /// Returns whether it grew too long.
    pub(super) fn lost(&self) -> bool {
        self.lost
    }

    /// Takes a byte.
    pub(super) fn push(&mut self, byte: u8) -> Taken {
        self.bytes.push(byte);
        if self.bytes.ends_with(END) {
            self.bytes.truncate(self.bytes.len() - END.len());
            return Taken::End;
        }
        if self.lost {
            // Only the end marker is still looked for.
            let extra = self.bytes.len().saturating_sub(END.len());
            self.bytes.drain(..extra);
            return Taken::More;
        }
        if self.bytes.len() >= LONGEST + END.len() {
            self.lost = true;
            return Taken::TooLong;
        }
        Taken::More
    }

    /// Returns the text: line ends as `\n`, other control characters as they are, and U+FFFD for bytes that are no text.
    /// Who takes it refuses it whole for either: what is left of a word without them is another word.
    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(self.bytes.len());
        let mut after_return = false;
        for chunk in self.bytes.utf8_chunks() {
            for c in chunk.valid().chars() {
                match c {
                    '\n' if after_return => {}
                    '\r' | '\n' => text.push('\n'),
                    c => text.push(c),
                }
                after_return = c == '\r';
            }
            if !chunk.invalid().is_empty() {
                text.push(char::REPLACEMENT_CHARACTER);
                after_return = false;
            }
        }
        text
    }
}
