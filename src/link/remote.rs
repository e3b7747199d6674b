//! The client over a socket: sends requests without waiting, and receives replies on a thread.
//!
//! When the connection is lost it sends [`Reply::Lost`] once, tries to reconnect until it is dropped, and then sends
//! [`Reply::Back`]. Requests sent meanwhile are dropped, since the caller sends them again; only the newest
//! [`Request::Remember`] is kept and sent first.

use super::LinkError;
use super::heads::{HeadFile, Keeper};
use super::line::Line;
use crate::domain::record::entry::Receipt;
use crate::domain::record::heads::ToldHead;
use crate::domain::rules::Refusal;
use crate::protocol;
use crate::protocol::Outbox;
use crate::protocol::messages::{
    Append, Client, HeadStatus, Hello, OwnHead, Reply, Request, Sign, Welcome,
};
use crate::protocol::mutex::{lock, wait_for};
use crate::text::server::Unreached;
use std::io;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

/// Where replies go; called on a thread of the link, and by [`Client::send`] for what cannot be sent at all.
/// It must neither wait nor send anything itself.
pub type Replies = Box<dyn Fn(Reply) + Send>;
/// Makes a new connection to the owner, and may start its server. Called whenever the connection is lost.
pub type Reach = Box<dyn FnMut() -> io::Result<UnixStream> + Send>;

/// Between the first tries to reach a lost owner; doubled each time.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
/// Between the later ones.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
/// Between tries while a server is there that will not do.
const SLOW: Duration = Duration::from_secs(5);
/// Tries at the start, when a server is met that is just ending.
const TRIES: u32 = 8;
/// How long dropping a client waits until everything is sent.
const FAREWELL: Duration = Duration::from_secs(2);
/// How long an end waits for the head to be kept, at the least.
const HEAD_TIME: Duration = Duration::from_millis(40);

struct State {
    /// The queue of what is sent; none while the connection is lost.
    outbox: Option<Arc<Outbox>>,
    /// The frame of the newest [`Request::Remember`].
    remember: Option<Vec<u8>>,
    /// Whether text in it has reached no owner yet.
    unsent: bool,
    closed: bool,
    /// The newest head that the owner told; said at the next connection.
    head: Option<ToldHead>,
    /// The owner does not hold that head, so what it tells meanwhile takes no place of it.
    missing: bool,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    replies: Mutex<Replies>,
    /// Where the head is kept for later connections of this account.
    keeper: Option<Keeper>,
}

/// A study owned by another process, and this process's connection to it.
pub struct Remote {
    shared: Arc<Shared>,
}

impl Remote {
    /// Connects to the owner that `reach` leads to.
    ///
    /// # Errors
    /// When it cannot be reached, refuses this user, or speaks another version of the protocol.
    pub fn connect(
        hello: Hello,
        replies: Replies,
        reach: Reach,
    ) -> Result<(Self, Welcome), LinkError> {
        Self::connect_keeping(None, hello, replies, reach)
    }

    /// The same, and keeps the newest head that the owner tells in a file of the account, whose head is said first.
    ///
    /// # Errors
    /// As for [`Remote::connect`]; a file that cannot be read or written is none.
    pub fn connect_keeping(
        file: Option<HeadFile>,
        mut hello: Hello,
        replies: Replies,
        mut reach: Reach,
    ) -> Result<(Self, Welcome), LinkError> {
        let keeper = file.and_then(|file| Keeper::start(file).ok());
        hello.head = keeper.as_ref().and_then(Keeper::kept);
        let (line, welcome) = first(&hello, &mut reach)?;
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                outbox: Some(Arc::clone(&line.outbox)),
                remember: None,
                unsent: false,
                closed: false,
                head: hello.head.clone(),
                missing: false,
            }),
            changed: Condvar::new(),
            replies: Mutex::new(replies),
            // Synthetic participants are made and thrown away; no head of theirs is missed.
            keeper: keeper.filter(|_| !welcome.demo),
        });
        shared.told(&welcome.heads);
        line.outbox.release(Vec::new());
        let listening = Arc::clone(&shared);
        thread::Builder::new()
            .name("link".to_owned())
            .spawn(move || listening.run(line, &mut hello, &mut reach))
            .map_err(LinkError::NoThread)?;
        Ok((Self { shared }, welcome))
    }

    /// Sends everything that waits and closes; returns whether that was done in time.
    ///
    /// While the owner is lost it waits only for text that is to be remembered. What is sent later is dropped.
    pub fn finish(&self, timeout: Duration) -> bool {
        let until = Instant::now() + timeout;
        let mut state = self.shared.lock();
        if state.closed {
            return true;
        }
        while state.outbox.is_none() && state.unsent && Instant::now() < until {
            let left = until.saturating_duration_since(Instant::now());
            state = wait_for(&self.shared.changed, state, left);
        }
        let sent = !state.unsent;
        let outbox = state.outbox.take();
        state.closed = true;
        self.shared.changed.notify_all();
        drop(state);
        let left = until.saturating_duration_since(Instant::now());
        let done = outbox.map_or(sent, |outbox| outbox.finish(left));
        if let Some(keeper) = &self.shared.keeper {
            let left = until.saturating_duration_since(Instant::now());
            keeper.finish(left.max(HEAD_TIME));
        }
        done
    }
}

impl Client for Remote {
    fn send(&self, request: Request) {
        let Ok(frame) = protocol::encode(&request) else {
            let limit = protocol::REQUEST_LIMIT >> 20;
            return self
                .shared
                .refuse(request, Refusal::TooLongToSend { limit });
        };
        let mut state = self.shared.lock();
        if state.closed {
            return;
        }
        let remember = matches!(request, Request::Remember(_));
        if remember {
            state.remember = Some(frame.clone());
            state.unsent = matches!(request, Request::Remember(Some(_)));
        }
        let Some(outbox) = &state.outbox else {
            return;
        };
        if outbox.has_room(frame.len()) {
            let sent = outbox.put(frame);
            state.unsent &= !(remember && sent);
        } else {
            drop(state);
            self.shared.refuse(request, Refusal::NotTaken);
        }
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        self.finish(FAREWELL);
    }
}

impl std::fmt::Debug for Remote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Remote")
    }
}

/// Reaches an owner for the first time; one that is just ending is followed by another.
fn first(hello: &Hello, reach: &mut Reach) -> Result<(Line, Welcome), LinkError> {
    let mut pause = FIRST_PAUSE;
    let mut tries = 1;
    loop {
        match open(hello, reach) {
            Err(error) if error.is_passing() && tries < TRIES => {}
            other => return other,
        }
        thread::sleep(pause);
        pause = (pause * 2).min(LONGEST_PAUSE);
        tries += 1;
    }
}

fn open(hello: &Hello, reach: &mut Reach) -> Result<(Line, Welcome), LinkError> {
    let stream = reach().map_err(LinkError::Unreachable)?;
    Line::open(stream, hello)
}

impl Shared {
    /// Passes replies on, and reconnects whenever the connection is lost.
    fn run(&self, mut line: Line, hello: &mut Hello, reach: &mut Reach) {
        loop {
            let why = self.listen(&mut line);
            self.lock().outbox = None;
            drop(line);
            match self.find_again(&why, hello, reach) {
                Some(found) => line = found,
                None => return,
            }
        }
    }

    fn listen(&self, line: &mut Line) -> LinkError {
        loop {
            let reply = line
                .next_payload()
                .and_then(|payload| Ok(protocol::decode::<Reply>(payload)?));
            match reply {
                Ok(reply) => self.put(reply),
                Err(why) => return why,
            }
        }
    }

    /// Tries until the owner is there; `None` when this side is closed meanwhile.
    fn find_again(&self, why: &LinkError, hello: &mut Hello, reach: &mut Reach) -> Option<Line> {
        let mut said = if why.is_lasting() {
            why.told()
        } else {
            Unreached::Lost
        };
        self.put(Reply::Lost(said.clone()));
        let mut pause = FIRST_PAUSE;
        while self.pause(pause) {
            pause = (pause * 2).min(LONGEST_PAUSE);
            hello.head = self.newest_head();
            match open(hello, reach) {
                Ok((line, welcome)) => {
                    let mut state = self.lock();
                    if state.closed {
                        return None;
                    }
                    line.outbox
                        .release(state.remember.clone().unwrap_or_default());
                    state.outbox = Some(Arc::clone(&line.outbox));
                    state.unsent = false;
                    self.changed.notify_all();
                    drop(state);
                    self.put(Reply::Back(Box::new(welcome)));
                    return Some(line);
                }
                Err(error) if error.is_lasting() => {
                    pause = SLOW;
                    let reason = error.told();
                    if reason != said {
                        said.clone_from(&reason);
                        self.put(Reply::Lost(reason));
                    }
                }
                Err(_) => {}
            }
        }
        None
    }

    /// Waits before the next try; returns whether there is to be one.
    fn pause(&self, time: Duration) -> bool {
        let until = Instant::now() + time;
        let mut state = self.lock();
        while !state.closed {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return true;
            }
            state = wait_for(&self.changed, state, left);
        }
        false
    }

    /// Returns the newest head that was told to this process, or to another one of the account.
    fn newest_head(&self) -> Option<ToldHead> {
        let kept = self.keeper.as_ref().and_then(Keeper::kept);
        let own = self.lock().head.clone();
        own.into_iter().chain(kept).max_by_key(|head| head.seq)
    }

    /// Takes what the owner says of heads: its newest one is the one to hold against it later, unless it lacks the one
    /// before.
    fn told(&self, heads: &HeadStatus) {
        let mut state = self.lock();
        let replaces = match heads.own {
            OwnHead::Missing { .. } => {
                state.missing = true;
                return;
            }
            OwnHead::Held => state.missing,
            OwnHead::Accepted { .. } | OwnHead::Restored { .. } => true,
        };
        state.missing = false;
        let Some(head) = &heads.head else {
            return;
        };
        state.head = Some(head.clone());
        if let Some(keeper) = &self.keeper {
            keeper.keep(head.clone(), replaces);
        }
    }

    /// Takes the head of a receipt.
    fn saved(&self, receipt: &Receipt, proof: Option<&String>) {
        let mut state = self.lock();
        let newer = |known: &ToldHead| receipt.last > known.seq;
        if state.missing || !state.head.as_ref().is_none_or(newer) {
            return;
        }
        let head = ToldHead {
            seq: receipt.last,
            hash: receipt.hash.clone(),
            at: receipt.at,
            proof: proof.cloned(),
        };
        state.head = Some(head.clone());
        if let Some(keeper) = &self.keeper {
            keeper.keep(head, false);
        }
    }

    /// Looks at a reply for the heads in it; what else it says is for the receiver.
    fn note(&self, reply: &Reply) {
        match reply {
            Reply::Appended { receipt, proof, .. } => self.saved(receipt, proof.as_ref()),
            Reply::Heads(heads) => self.told(heads),
            Reply::Back(welcome) => self.told(&welcome.heads),
            Reply::Refused { .. }
            | Reply::Conflict { .. }
            | Reply::Found(_)
            | Reply::Record { .. }
            | Reply::Taken { .. }
            | Reply::Alike { .. }
            | Reply::History { .. }
            | Reply::Trail { .. }
            | Reply::Queries(_)
            | Reply::Users(_)
            | Reply::Ids(_)
            | Reply::AsOf(_)
            | Reply::Overview(_)
            | Reply::Passphrase(_)
            | Reply::Head(_)
            | Reply::Amendment(_)
            | Reply::Amended(_)
            | Reply::ExportBegun { .. }
            | Reply::Exporting { .. }
            | Reply::Exported { .. }
            | Reply::ImportMap(_)
            | Reply::Failed(_)
            | Reply::Changed { .. }
            | Reply::Notice(_)
            | Reply::Mended
            | Reply::Present(_)
            | Reply::BackupStatus(_)
            | Reply::Lost(_) => {}
        }
    }

    fn put(&self, reply: Reply) {
        self.note(&reply);
        if !self.lock().closed {
            let replies = lock(&self.replies);
            replies(reply);
        }
    }

    /// Answers in the owner's place a request that cannot be sent.
    fn refuse(&self, request: Request, refusal: Refusal) {
        match request {
            Request::Append(Append { request, .. }) | Request::Sign(Sign { request, .. }) => {
                self.put(Reply::Refused { request, refusal });
            }
            Request::At(_) | Request::Remember(_) | Request::StopExport => {}
            _ => self.put(Reply::Failed(refusal)),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}
