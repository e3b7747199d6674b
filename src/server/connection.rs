//! Serves one client on its socket: reads its requests, brings them to the owner, and says why the connection ended.
//!
//! Every input is bounded, and a fault ends only this connection. The reason goes to the log and must never contain
//! anything of an answer.

use super::clients::Pass;
use super::flow::Flow;
use super::limits::Limits;
use super::owner::{ConnectionId, Owner, Replies};
use super::peer;
use crate::domain::rules::Refusal;
use crate::protocol;
use crate::protocol::messages::{Hello, Reply, Request};
use crate::protocol::{
    End, Frames, Greeting, HELLO_LIMIT, Opening, Outbox, PROTOCOL, REQUEST_LIMIT, WireError,
};
use crate::text::DEFAULT;
use crate::text::server::Unwelcome;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::io::{self, ErrorKind, Read};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use thiserror::Error;

/// Bytes read at a time.
const PIECE: usize = 16 << 10;
/// The stack of the thread that sends.
const STACK: usize = 64 << 10;
/// How often a client that must wait is checked for being still connected.
const LOOK: Duration = Duration::from_millis(50);
/// How long a client whose user was disabled has to take the reason.
const LAST_WORD: Duration = Duration::from_secs(1);
/// Bytes that are still read from a client that takes no replies: more than the system buffers for a dead one.
const LEGACY: usize = 2 << 20;

/// Why a connection ends before its client closes it.
#[derive(Debug, Error)]
pub(super) enum Fault {
    #[error(transparent)]
    Wire(#[from] WireError),
    #[error("it speaks version {0} of the protocol and the server version {PROTOCOL}")]
    Version(u16),
    #[error("it did not say who it is within {0:?}")]
    Mute(Duration),
    #[error("the rest of a message did not come within {0:?}")]
    Stalled(Duration),
    #[error("its last message is cut off")]
    CutOff,
    #[error("it does not take what it is sent")]
    Deaf,
    #[error("it asks on and takes no answers")]
    Heedless,
    #[error("it was refused: {0}")]
    Refused(String),
    #[error("the study is closed")]
    Closed,
    #[error("the system failed: {0}")]
    System(#[from] io::Error),
}

/// An accepted connection on a socket.
pub(super) struct SocketConnection {
    pub(super) stream: Arc<UnixStream>,
    pub(super) uid: u32,
    pub(super) pass: Pass,
    pub(super) owner: Arc<Owner>,
    pub(super) limits: Limits,
}

/// A client that has joined the owner; dropping it removes the client and closes its outbox, however it ends.
struct Joined<'a> {
    owner: &'a Owner,
    id: ConnectionId,
    outbox: Arc<Outbox>,
}

impl Drop for Joined<'_> {
    fn drop(&mut self) {
        self.owner.leave(self.id);
        self.outbox.close();
    }
}

impl SocketConnection {
    /// Serves the client until it disconnects or a fault ends the connection.
    pub(super) fn run(&self) -> Result<(), Fault> {
        let mut frames = Frames::new(HELLO_LIMIT);
        let Some(hello) = self.hello(&mut frames)? else {
            return Ok(());
        };
        frames.set_limit(REQUEST_LIMIT);
        self.stream.set_read_timeout(None)?;
        let outbox = Outbox::new(Arc::clone(&self.stream), self.limits.outbox);
        let outbox = Arc::new(outbox.patient(self.limits.amid));
        let flow = Arc::new(Flow::new(self.limits.unanswered));
        let ending = Arc::new(AtomicBool::new(false));
        let replies = self.replies(&outbox, &flow, &ending);
        let not_looked_up = |error: io::Error| Unwelcome::NotLookedUp {
            error: error.to_string(),
        };
        let who = peer::of(self.uid).map_err(not_looked_up);
        let joined = who.and_then(|who| self.owner.join(who, hello, replies));
        let (joined, welcome) = match joined {
            Ok((id, welcome)) => {
                let (owner, outbox) = (&*self.owner, Arc::clone(&outbox));
                (Joined { owner, id, outbox }, welcome)
            }
            Err(why) => {
                let told = DEFAULT.unwelcome(&why);
                refuse(&self.stream, why);
                return Err(Fault::Refused(told));
            }
        };
        let first = protocol::encode(&Greeting::Welcome(Box::new(welcome)))?;
        let sending = Arc::clone(&outbox);
        thread::Builder::new()
            .name("client out".to_owned())
            .stack_size(STACK)
            .spawn(move || sending.run())?;
        outbox.release([&protocol::opening()[..], &first].concat());
        let ended = self.converse(&joined, &mut frames, &flow);
        if outbox.ended() == Some(End::Overflow) {
            return Err(Fault::Deaf);
        }
        if ending.load(Ordering::Acquire) {
            outbox.finish(LAST_WORD);
            return Ok(());
        }
        if let Some(until) = self.pass.closing() {
            flow.wait_all(until);
            let left = until.saturating_duration_since(Instant::now());
            outbox.finish(left);
            return Ok(());
        }
        ended
    }

    /// Reads the opening and the [`Hello`]; `None` when the client disconnected before it sent anything.
    fn hello(&self, frames: &mut Frames) -> Result<Option<Hello>, Fault> {
        let until = Instant::now() + self.limits.hello;
        let mut opening = Some(Opening::default());
        let mut piece = [0; HELLO_LIMIT];
        let mut said = false;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Fault::Mute(self.limits.hello));
            }
            self.stream.set_read_timeout(Some(left))?;
            let count = match (&*self.stream).read(&mut piece) {
                Ok(0) if said => return Err(Fault::CutOff),
                Ok(count) => count,
                Err(error) if is_timeout(&error) => continue,
                Err(_) => 0,
            };
            let mut bytes = piece.get(..count).unwrap_or_default();
            if bytes.is_empty() {
                return Ok(None);
            }
            said = true;
            if let Some(first) = &mut opening {
                let Some((version, rest)) = first.feed(bytes)? else {
                    continue;
                };
                if version != PROTOCOL {
                    say(&self.stream, &protocol::other_version(version));
                    return Err(Fault::Version(version));
                }
                opening = None;
                bytes = rest;
            }
            frames.feed(bytes);
            if let Some(payload) = frames.next_payload()? {
                return Ok(Some(protocol::decode(payload)?));
            }
        }
    }

    /// Brings requests to the owner until the client closes.
    fn converse(&self, joined: &Joined<'_>, frames: &mut Frames, flow: &Flow) -> Result<(), Fault> {
        let mut piece = vec![0; PIECE];
        let mut timed = false;
        let mut unheard = 0_usize;
        loop {
            while let Some(payload) = frames.next_payload()? {
                let request = protocol::decode::<Request>(payload)?;
                let length = payload.len();
                if flow.is_over() {
                    unheard = unheard.saturating_add(length);
                }
                if unheard > LEGACY {
                    return Err(Fault::Heedless);
                }
                let question = flow.asked(&request, length);
                let taken = self.owner.ask(joined.id, request);
                if !taken || question.is_some_and(|question| !self.owner.ask(joined.id, question)) {
                    return Err(Fault::Closed);
                }
                self.hold_back(joined, flow)?;
            }
            if timed != frames.is_amid() {
                timed = frames.is_amid();
                self.stream
                    .set_read_timeout(timed.then_some(self.limits.amid))?;
            }
            match (&*self.stream).read(&mut piece) {
                Ok(0) if frames.is_amid() => return Err(Fault::CutOff),
                Ok(0) => return Ok(()),
                Ok(count) => frames.feed(piece.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if is_timeout(&error) => return Err(Fault::Stalled(self.limits.amid)),
                // The client died with replies unread; all that it had sent has been read by now.
                Err(_) => return Ok(()),
            }
        }
    }

    /// Waits while too many requests of this client have no reply, as long as it is connected.
    fn hold_back(&self, joined: &Joined<'_>, flow: &Flow) -> Result<(), Fault> {
        loop {
            if joined.outbox.ended() == Some(End::Overflow) {
                return Err(Fault::Deaf);
            }
            if flow.wait(LOOK) && (flow.is_over() || joined.outbox.wait_for_half(LOOK)) {
                return Ok(());
            }
            if is_gone(&self.stream) {
                flow.over();
            }
        }
    }

    /// Returns where the replies for a client go; [`Reply::Lost`] is the last one, after which the connection ends.
    fn replies(&self, outbox: &Arc<Outbox>, flow: &Arc<Flow>, ending: &Arc<AtomicBool>) -> Replies {
        let (outbox, flow, ending) = (Arc::clone(outbox), Arc::clone(flow), Arc::clone(ending));
        let stream = Arc::clone(&self.stream);
        Box::new(move |reply| {
            let answer = Flow::is_answer(&reply);
            let last = matches!(reply, Reply::Lost(_));
            if Flow::is_for_client(&reply) && !frames(reply).is_some_and(|all| outbox.put_all(all))
            {
                flow.over();
            }
            // Counted only when the reply is queued: a server that ends waits until all are.
            if answer {
                flow.answered();
            }
            if last {
                ending.store(true, Ordering::Release);
                flow.over();
                // It may have closed already.
                let _ = stream.shutdown(Shutdown::Read);
            }
        })
    }
}

/// Returns the frames of a reply; a reply that is too long is replaced by a short failure.
fn frames(reply: Reply) -> Option<Vec<Vec<u8>>> {
    if let Ok(frames) = protocol::frames_of(&reply) {
        return Some(frames);
    }
    let short = match reply {
        Reply::Appended { receipt, proof, .. } => Reply::Appended {
            receipt,
            proof,
            entries: Vec::new(),
            summary: None,
        },
        Reply::Conflict { request, .. } => Reply::Refused {
            request,
            refusal: Refusal::ConflictTooLong,
        },
        Reply::Changed { summary, .. } => Reply::Changed {
            entries: Vec::new(),
            summary,
        },
        _ => Reply::Failed(Refusal::AnswerTooLong),
    };
    protocol::frames_of(&short).ok()
}

/// Tells a new client that it is refused, and why.
pub(super) fn refuse(stream: &UnixStream, why: Unwelcome) {
    answer(stream, &Greeting::Refused(why));
}

/// Sends a new client the greeting.
pub(super) fn answer(stream: &UnixStream, greeting: &Greeting) {
    if let Ok(frame) = protocol::encode(greeting) {
        say(stream, &[&protocol::opening()[..], &frame].concat());
    }
}

/// Sends a short message over a connection that is about to close, without waiting.
fn say(stream: &UnixStream, bytes: &[u8]) {
    use rustix::net::{SendFlags, send};
    let flags = SendFlags::DONTWAIT | SendFlags::NOSIGNAL;
    // A new connection has room for it; a client that has gone needs no answer.
    let _ = send(stream, bytes, flags);
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
    )
}

/// Returns whether the other side has closed.
fn is_gone(stream: &UnixStream) -> bool {
    let mut fds = [PollFd::new(stream, PollFlags::empty())];
    let looked = poll(&mut fds, Some(&Timespec::default()));
    let gone = PollFlags::HUP | PollFlags::ERR;
    looked.is_ok() && fds.iter().any(|fd| fd.revents().intersects(gone))
}
