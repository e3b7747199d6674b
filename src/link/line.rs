//! The client's side of one connection, from its opening to its end.

use super::LinkError;
use crate::protocol;
use crate::protocol::messages::{Hello, Welcome};
use crate::protocol::{Bounds, Frames, Greeting, Opening, OtherVersion, Outbox, PROTOCOL};
use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// How long a server has to take a client in.
const GREETING_TIME: Duration = Duration::from_secs(10);
/// What may wait for a server that takes nothing.
const WAITING: Bounds = Bounds {
    frames: 4096,
    bytes: 16 << 20,
};
/// Bytes read at a time.
const PIECE: usize = 16 << 10;
/// The stack of the thread that sends.
const STACK: usize = 64 << 10;

/// An open connection.
pub(super) struct Line {
    stream: Arc<UnixStream>,
    frames: Frames,
    piece: Vec<u8>,
    /// The queue of what is sent.
    pub(super) outbox: Arc<Outbox>,
}

impl Line {
    /// Opens a connection over a new stream and says who is there; nothing is sent until the outbox is released.
    pub(super) fn open(stream: UnixStream, hello: &Hello) -> Result<(Self, Welcome), LinkError> {
        let mut said = protocol::opening().to_vec();
        said.extend(protocol::encode(hello)?);
        let stream = Arc::new(stream);
        let mut line = Self {
            outbox: Arc::new(Outbox::new(Arc::clone(&stream), WAITING)),
            stream,
            frames: Frames::of_replies(),
            piece: vec![0; PIECE],
        };
        let until = Instant::now() + GREETING_TIME;
        line.stream
            .set_write_timeout(Some(GREETING_TIME))
            .map_err(LinkError::Unreachable)?;
        // A server that refuses may have closed already, and what it said is still to be read.
        let _ = (&*line.stream).write_all(&said);
        line.expect_opening(until)?;
        let greeting = line.greeting(until)?;
        line.timeout(None)?;
        let welcome = match greeting {
            Greeting::Welcome(welcome) => *welcome,
            Greeting::Refused(why) => return Err(LinkError::Refused(why)),
            Greeting::Closing => return Err(LinkError::Gone),
        };
        let outbox = Arc::clone(&line.outbox);
        thread::Builder::new()
            .name("link out".to_owned())
            .stack_size(STACK)
            .spawn(move || outbox.run())
            .map_err(LinkError::NoThread)?;
        Ok((line, welcome))
    }

    fn expect_opening(&mut self, until: Instant) -> Result<(), LinkError> {
        let mut opening = Opening::default();
        let version = loop {
            let count = self.read_until(until)?;
            let bytes = self.piece.get(..count).unwrap_or_default();
            if let Some((version, rest)) = opening.feed(bytes)? {
                if version == PROTOCOL {
                    self.frames.feed(rest);
                    return Ok(());
                }
                break (version, rest.to_vec());
            }
        };
        let (version, rest) = version;
        let mut other = OtherVersion::new(version);
        let mut whole = other.feed(&rest);
        while !whole && let Ok(count) = self.read_until(until) {
            whole = other.feed(self.piece.get(..count).unwrap_or_default());
        }
        Err(LinkError::Version(other.sentence()))
    }

    fn greeting(&mut self, until: Instant) -> Result<Greeting, LinkError> {
        loop {
            if let Some(payload) = self.frames.next_payload()? {
                return Ok(protocol::decode(payload)?);
            }
            let count = self.read_until(until)?;
            self.frames
                .feed(self.piece.get(..count).unwrap_or_default());
        }
    }

    /// Reads at least one byte, and waits for it until the time given.
    fn read_until(&mut self, until: Instant) -> Result<usize, LinkError> {
        let left = until.saturating_duration_since(Instant::now());
        self.timeout(Some(left.max(Duration::from_millis(1))))?;
        match self.read() {
            Ok(0) => Err(LinkError::Gone),
            Ok(count) => Ok(count),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                Err(LinkError::Silent)
            }
            Err(_) => Err(LinkError::Gone),
        }
    }

    fn timeout(&self, timeout: Option<Duration>) -> Result<(), LinkError> {
        self.stream
            .set_read_timeout(timeout)
            .map_err(LinkError::Unreachable)
    }

    fn read(&mut self) -> io::Result<usize> {
        loop {
            match (&*self.stream).read(&mut self.piece) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => return other,
            }
        }
    }

    /// Waits for the next payload; an error when the connection is at its end.
    pub(super) fn next_payload(&mut self) -> Result<&[u8], LinkError> {
        while !self.frames.is_whole()? {
            match self.read() {
                Ok(count @ 1..) => self
                    .frames
                    .feed(self.piece.get(..count).unwrap_or_default()),
                Ok(0) | Err(_) => return Err(LinkError::Gone),
            }
        }
        self.frames.next_payload()?.ok_or(LinkError::Gone)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.outbox.close();
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}
