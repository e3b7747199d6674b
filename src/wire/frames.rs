//! Frames out of a stream of bytes, however the bytes are cut up.
//!
//! Holds no more than one frame and what was fed with its end; the room for a frame grows with the bytes
//! that have come, never with the length that was announced.

use super::{HEADER, WireError};
use std::ops::Range;

/// Bytes of room that are kept when nothing is in it: one long message must not take the memory for ever.
const KEPT: usize = 64 << 10;

/// Takes bytes in and gives payloads out.
#[derive(Debug)]
pub struct Frames {
    limit: usize,
    bytes: Vec<u8>,
    /// Bytes at the front that have been given out.
    done: usize,
    fault: Option<WireError>,
}

impl Frames {
    /// Returns a decoder of payloads of at most `limit` bytes.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            bytes: Vec::new(),
            done: 0,
            fault: None,
        }
    }

    /// Changes the most bytes that a payload may have, for the frames not given out yet.
    pub fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    /// Takes bytes in; after a fault they are dropped.
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.fault.is_some() {
            return;
        }
        self.bytes.drain(..self.done.min(self.bytes.len()));
        self.done = 0;
        if self.bytes.is_empty() && self.bytes.capacity() > KEPT {
            self.bytes = Vec::new();
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Returns the next whole payload; `None` until more bytes have come.
    ///
    /// # Errors
    /// When a frame is longer than allowed; from then on always.
    pub fn next_payload(&mut self) -> Result<Option<&[u8]>, WireError> {
        let Some(payload) = self.due()? else {
            return Ok(None);
        };
        self.done = payload.end;
        Ok(self.bytes.get(payload))
    }

    /// Returns whether a whole payload is there to be taken.
    ///
    /// # Errors
    /// As for taking it.
    pub fn is_whole(&mut self) -> Result<bool, WireError> {
        self.due().map(|payload| payload.is_some())
    }

    /// Returns where the next payload stands, once it is whole.
    fn due(&mut self) -> Result<Option<Range<usize>>, WireError> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        let waiting = self.bytes.get(self.done..).unwrap_or_default();
        let Some((header, rest)) = waiting.split_first_chunk::<HEADER>() else {
            return Ok(None);
        };
        let length = usize::try_from(u32::from_le_bytes(*header)).unwrap_or(usize::MAX);
        if length > self.limit {
            let limit = self.limit;
            let fault = self.fault.insert(WireError::TooLong { length, limit });
            self.bytes = Vec::new();
            self.done = 0;
            return Err(fault.clone());
        }
        let start = self.done + HEADER;
        Ok((rest.len() >= length).then(|| start..start + length))
    }

    /// Returns whether a frame has begun that is not whole yet.
    pub fn is_amid(&self) -> bool {
        self.done < self.bytes.len()
    }

    /// Returns how many bytes of memory it holds.
    pub fn held(&self) -> usize {
        self.bytes.capacity()
    }
}
