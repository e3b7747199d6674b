//! Reads payloads from a stream of bytes, however the bytes are cut up, and however many frames a message takes.
//!
//! Holds at most one message and the bytes that were fed with its end. The buffer grows with the received bytes and must
//! not grow with the announced length.

use super::{FRAME_LIMIT, HEADER, MORE, REPLY_LIMIT, WireError};
use std::ops::Range;

/// Bytes of room that are kept when nothing is in it: one long message must not take the memory for ever.
const KEPT: usize = 64 << 10;

/// Takes bytes in and gives payloads out.
#[derive(Debug)]
pub struct Frames {
    limit: usize,
    /// Most bytes of a message in several frames; `None` where each has one.
    whole: Option<usize>,
    bytes: Vec<u8>,
    /// Bytes at the front that have been given out or gathered.
    done: usize,
    /// The message in several frames that is coming, as far as it has come.
    gathered: Vec<u8>,
    state: Gathering,
    fault: Option<WireError>,
}

/// How far a message in several frames is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gathering {
    /// There is none, or more of it is to come.
    Open,
    /// It is all there.
    Whole,
    /// It has been given out.
    Given,
}

/// Where the next payload stands.
enum Due {
    /// In one frame.
    Here(Range<usize>),
    /// Gathered out of several.
    Gathered,
}

impl Frames {
    /// Returns a decoder of messages that have one frame each, of at most `limit` bytes.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            whole: None,
            bytes: Vec::new(),
            done: 0,
            gathered: Vec::new(),
            state: Gathering::Open,
            fault: None,
        }
    }

    /// Returns a decoder of what a server says: messages that may take several frames.
    pub fn of_replies() -> Self {
        Self::in_parts(FRAME_LIMIT, REPLY_LIMIT)
    }

    /// Returns a decoder of messages of at most `whole` bytes, in frames of at most `limit` bytes.
    pub(super) fn in_parts(limit: usize, whole: usize) -> Self {
        Self {
            whole: Some(whole),
            ..Self::new(limit)
        }
    }

    /// Changes the most bytes that a frame may have, for the frames not given out yet.
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
    /// When a frame or a message is longer than allowed, or a frame with more behind it is not full; from then on
    /// always.
    pub fn next_payload(&mut self) -> Result<Option<&[u8]>, WireError> {
        match self.due()? {
            None => Ok(None),
            Some(Due::Here(payload)) => {
                self.done = payload.end;
                Ok(self.bytes.get(payload))
            }
            Some(Due::Gathered) => {
                self.state = Gathering::Given;
                Ok(Some(&self.gathered))
            }
        }
    }

    /// Returns whether a whole payload is there to be taken.
    ///
    /// # Errors
    /// As for taking it.
    pub fn is_whole(&mut self) -> Result<bool, WireError> {
        self.due().map(|payload| payload.is_some())
    }

    /// Returns where the next payload stands, once it is whole.
    fn due(&mut self) -> Result<Option<Due>, WireError> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        match self.state {
            Gathering::Open => {}
            Gathering::Whole => return Ok(Some(Due::Gathered)),
            Gathering::Given => {
                self.gathered = Vec::new();
                self.state = Gathering::Open;
            }
        }
        loop {
            let waiting = self.bytes.get(self.done..).unwrap_or_default();
            let Some((header, rest)) = waiting.split_first_chunk::<HEADER>() else {
                return Ok(None);
            };
            let stated = u32::from_le_bytes(*header);
            let (length, more) = match self.whole {
                Some(_) => (stated & !MORE, stated & MORE != 0),
                // Here the bit belongs to the length, which is then too long.
                None => (stated, false),
            };
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            if let Some(fault) = self.fault_of(length, more) {
                return Err(self.end(fault));
            }
            if rest.len() < length {
                return Ok(None);
            }
            let start = self.done + HEADER;
            let payload = start..start + length;
            if !more && self.gathered.is_empty() {
                return Ok(Some(Due::Here(payload)));
            }
            self.done = payload.end;
            let part = self.bytes.get(payload).unwrap_or_default();
            self.gathered.extend_from_slice(part);
            if !more {
                self.state = Gathering::Whole;
                return Ok(Some(Due::Gathered));
            }
        }
    }

    /// Returns what is wrong with a frame of such a length behind what was gathered.
    fn fault_of(&self, length: usize, more: bool) -> Option<WireError> {
        let limit = self.limit;
        if length > limit {
            return Some(WireError::TooLong { length, limit });
        }
        // Frames without end that hold nothing would never come to the limit of a message.
        if more && length < limit {
            return Some(WireError::Unreadable { length });
        }
        let all = self.gathered.len().saturating_add(length);
        let limit = self.whole.unwrap_or(limit);
        (all > limit).then_some(WireError::TooLong { length: all, limit })
    }

    fn end(&mut self, fault: WireError) -> WireError {
        (self.bytes, self.gathered) = (Vec::new(), Vec::new());
        self.done = 0;
        self.fault.insert(fault).clone()
    }

    /// Returns whether a message has begun that is not whole yet.
    pub fn is_amid(&self) -> bool {
        let gathering = self.state == Gathering::Open && !self.gathered.is_empty();
        gathering || self.done < self.bytes.len()
    }

    /// Returns how many bytes of memory it holds.
    pub fn held(&self) -> usize {
        self.bytes.capacity() + self.gathered.capacity()
    }
}
