//! The first bytes of a connection, in both directions, and the answer to a side of another version.
//!
//! Their form is the same in every version, or no version could tell another what is the matter:
//! [`MAGIC`], then the version (u16, little-endian). To a client of another version the server says one
//! thing more before it closes: the length (u32, little-endian) and the UTF-8 text of a sentence.

use super::{MAGIC, PROTOCOL, WireError};
use crate::text::DEFAULT;

const LENGTH: usize = MAGIC.len() + 2;
/// Most bytes of the sentence to a client of another version.
const SENTENCE_LIMIT: usize = 1 << 10;

/// Returns the first bytes of either side.
pub fn opening() -> [u8; LENGTH] {
    opening_of(PROTOCOL)
}

fn opening_of(version: u16) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    let all = MAGIC.into_iter().chain(version.to_le_bytes());
    bytes.iter_mut().zip(all).for_each(|(to, from)| *to = from);
    bytes
}

/// Returns all that the server says to a client of another version, its own opening included.
pub fn other_version(theirs: u16) -> Vec<u8> {
    let sentence = DEFAULT.other_version(PROTOCOL, theirs);
    let length = u32::try_from(sentence.len()).unwrap_or(0);
    let mut bytes = opening().to_vec();
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(sentence.as_bytes());
    bytes
}

/// Takes the first bytes of the other side in and gives its version out.
#[derive(Debug, Default)]
pub struct Opening(Vec<u8>);

impl Opening {
    /// Takes bytes in and returns the version, with the bytes behind the opening; `None` until it is whole.
    ///
    /// # Errors
    /// At the first byte that does not belong there.
    pub fn feed<'a>(&mut self, bytes: &'a [u8]) -> Result<Option<(u16, &'a [u8])>, WireError> {
        let (more, rest) = bytes
            .split_at_checked(LENGTH.saturating_sub(self.0.len()))
            .unwrap_or((bytes, &[]));
        self.0.extend_from_slice(more);
        if self.0.iter().zip(&MAGIC).any(|(is, due)| is != due) {
            return Err(WireError::Foreign);
        }
        let version = self.0.get(MAGIC.len()..).and_then(<[u8]>::first_chunk);
        Ok(version.map(|version| (u16::from_le_bytes(*version), rest)))
    }
}

/// Takes in what a server of another version says, behind its opening.
#[derive(Debug)]
pub struct OtherVersion {
    version: u16,
    bytes: Vec<u8>,
}

impl OtherVersion {
    /// Begins behind the opening of a server of that version.
    pub fn new(version: u16) -> Self {
        Self {
            version,
            bytes: Vec::new(),
        }
    }

    /// Takes bytes in and returns whether the sentence is whole, or will never be.
    pub fn feed(&mut self, bytes: &[u8]) -> bool {
        let room = (4 + SENTENCE_LIMIT).saturating_sub(self.bytes.len());
        self.bytes.extend(bytes.iter().take(room));
        match self.stated() {
            Some(stated) => stated > SENTENCE_LIMIT || self.bytes.len() >= 4 + stated,
            None => false,
        }
    }

    fn stated(&self) -> Option<usize> {
        let (stated, _) = self.bytes.split_first_chunk::<4>()?;
        usize::try_from(u32::from_le_bytes(*stated)).ok()
    }

    /// Returns the sentence: the server's own where it is whole and can be shown, else one that says the same.
    pub fn sentence(&self) -> String {
        let theirs = self
            .stated()
            .filter(|stated| *stated <= SENTENCE_LIMIT)
            .and_then(|stated| self.bytes.get(4..4 + stated))
            .and_then(|text| std::str::from_utf8(text).ok())
            .filter(|text| !text.is_empty() && !text.chars().any(char::is_control));
        theirs.map_or_else(
            || DEFAULT.other_version(self.version, PROTOCOL),
            str::to_owned,
        )
    }
}
