//! Where an answer that was taken in from a file comes from: which file, and which line of it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A line of a file of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLine {
    /// The file.
    pub file: FileHash,
    /// The line, from 1; that of the headings counts.
    pub line: u32,
}

impl FileLine {
    /// Returns whether a file can have such a line.
    pub fn is_counted(&self) -> bool {
        self.line > 0
    }
}

/// BLAKE3 over the bytes of a file; 64 digits in hex as text.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct FileHash([u8; 32]);

/// A text that is no hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a hash of a file has 64 digits in hex")]
pub struct NotAHash;

impl FileHash {
    /// Returns the hash of the bytes of a file.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }
}

impl fmt::Display for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

impl fmt::Debug for FileHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl From<FileHash> for String {
    fn from(hash: FileHash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for FileHash {
    type Error = NotAHash;

    fn try_from(text: String) -> Result<Self, NotAHash> {
        let hash = blake3::Hash::from_hex(&text).map_err(|_| NotAHash)?;
        Ok(Self(*hash.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_read_back_from_its_text_and_no_other_text_is_one() {
        let line = FileLine {
            file: FileHash::of(b"a,b\r\n"),
            line: 2,
        };
        let text = serde_json::to_string(&line).unwrap();
        assert!(text.contains(&line.file.to_string()));
        assert_eq!(serde_json::from_str::<FileLine>(&text).unwrap(), line);
        for bad in ["", "ab", &"g".repeat(64)] {
            assert_eq!(FileHash::try_from(bad.to_owned()), Err(NotAHash));
        }
    }
}
