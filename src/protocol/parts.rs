//! Encodes a message directly into its frames, so that a long message is never in memory as a whole.

use super::{HEADER, MORE, WireError};
use postcard::ser_flavors::Flavor;
use serde::Serialize;

/// Writes a message into frames of at most `frame` bytes each, and `limit` bytes together.
///
/// # Errors
/// When it is longer than the limit.
pub(super) fn cut<M: Serialize>(
    message: &M,
    frame: usize,
    limit: usize,
) -> Result<Vec<Vec<u8>>, WireError> {
    let cutter = Cutter {
        frame: frame.max(1),
        limit,
        length: 0,
        full: Vec::new(),
        open: vec![0; HEADER],
    };
    postcard::serialize_with_flavor(message, cutter)
        // Postcard only fails on maps and sequences of unknown length, which no message has.
        .map_err(|_| WireError::Unreadable { length: 0 })?
}

/// Takes bytes in and cuts them into frames.
struct Cutter {
    frame: usize,
    limit: usize,
    /// Bytes so far; what goes beyond the limit is counted and not kept.
    length: usize,
    /// Frames that are full, with something behind them.
    full: Vec<Vec<u8>>,
    /// The frame that is being filled, behind room for its length.
    open: Vec<u8>,
}

impl Cutter {
    fn room(&self) -> usize {
        (self.frame + HEADER).saturating_sub(self.open.len())
    }
}

impl Flavor for Cutter {
    type Output = Result<Vec<Vec<u8>>, WireError>;

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.try_extend(&[byte])
    }

    fn try_extend(&mut self, mut bytes: &[u8]) -> postcard::Result<()> {
        self.length = self.length.saturating_add(bytes.len());
        if self.length > self.limit {
            (self.full, self.open) = (Vec::new(), Vec::new());
            return Ok(());
        }
        while !bytes.is_empty() {
            if self.room() == 0 {
                // Most that follow are full as well; one that doubles its room would take twice that.
                let mut next = Vec::with_capacity(HEADER + self.frame);
                next.extend_from_slice(&[0; HEADER]);
                let full = std::mem::replace(&mut self.open, next);
                self.full.push(seal(full, MORE));
            }
            let (now, later) = bytes.split_at_checked(self.room()).unwrap_or((bytes, &[]));
            self.open.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    fn finalize(mut self) -> postcard::Result<Self::Output> {
        if self.length > self.limit {
            return Ok(Err(WireError::TooLong {
                length: self.length,
                limit: self.limit,
            }));
        }
        self.full.push(seal(self.open, 0));
        Ok(Ok(self.full))
    }
}

/// Writes the length of a frame into the room before it. Frames are far shorter than a length can say.
fn seal(mut frame: Vec<u8>, flag: u32) -> Vec<u8> {
    let length = u32::try_from(frame.len().saturating_sub(HEADER)).unwrap_or(0);
    if let Some(header) = frame.first_chunk_mut::<HEADER>() {
        *header = (length | flag).to_le_bytes();
    }
    frame
}
