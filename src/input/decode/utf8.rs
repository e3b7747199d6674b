//! A character of several bytes, byte by byte, after the table of well-formed sequences in the
//! Unicode Standard (table 3-7).
//!
//! Must not keep a byte that can no longer become part of a character.

/// What a byte did to a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// More bytes are needed.
    More,
    /// The character is complete.
    Done(char),
    /// The byte does not belong here: the bytes before it are lost, it begins something new.
    Broken,
}

/// A character not yet complete.
#[derive(Clone, Copy, Debug)]
pub(super) struct Partial {
    value: u32,
    left: u8,
    low: u8,
    high: u8,
}

impl Partial {
    /// Returns the character begun by a byte of 0x80 or more, if one can begin so.
    pub(super) fn begin(byte: u8) -> Option<Self> {
        let (left, mask, low, high) = match byte {
            0xc2..=0xdf => (1, 0x1f, 0x80, 0xbf),
            0xe0 => (2, 0x0f, 0xa0, 0xbf),
            0xed => (2, 0x0f, 0x80, 0x9f),
            0xe1..=0xef => (2, 0x0f, 0x80, 0xbf),
            0xf0 => (3, 0x07, 0x90, 0xbf),
            0xf1..=0xf3 => (3, 0x07, 0x80, 0xbf),
            0xf4 => (3, 0x07, 0x80, 0x8f),
            _ => return None,
        };
        Some(Self {
            value: u32::from(byte & mask),
            left,
            low,
            high,
        })
    }

    /// Takes the next byte.
    pub(super) fn push(&mut self, byte: u8) -> Step {
        if byte < self.low || byte > self.high {
            return Step::Broken;
        }
        (self.low, self.high) = (0x80, 0xbf);
        self.value = (self.value << 6) | u32::from(byte & 0x3f);
        self.left = self.left.saturating_sub(1);
        if self.left > 0 {
            return Step::More;
        }
        char::from_u32(self.value).map_or(Step::Broken, Step::Done)
    }
}
