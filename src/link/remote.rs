//! The client over a socket: sends requests without waiting, and receives replies on a thread.
//!
//! When the connection is lost it sends [`Reply::Lost`] once, tries to reconnect until it is dropped, and then sends
//! [`Reply::Back`]. Requests sent meanwhile are dropped, since the caller sends them again; only the newest
//! [`Request::Remember`] is kept and sent first.

use super::LinkError;
use super::line::Line;
use crate::domain::rules::Refusal;
use crate::protocol;
use crate::protocol::Outbox;
use crate::protocol::messages::{Append, Client, Hello, Reply, Request, Sign, Welcome};
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

struct State {
    /// The queue of what is sent; none while the connection is lost.
    outbox: Option<Arc<Outbox>>,
    /// The frame of the newest [`Request::Remember`].
    remember: Option<Vec<u8>>,
    /// Whether text in it has reached no owner yet.
    unsent: bool,
    closed: bool,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    replies: Mutex<Replies>,
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
        mut reach: Reach,
    ) -> Result<(Self, Welcome), LinkError> {
        let (line, welcome) = first(&hello, &mut reach)?;
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                outbox: Some(Arc::clone(&line.outbox)),
                remember: None,
                unsent: false,
                closed: false,
            }),
            changed: Condvar::new(),
            replies: Mutex::new(replies),
        });
        line.outbox.release(Vec::new());
        let listening = Arc::clone(&shared);
        thread::Builder::new()
            .name("link".to_owned())
            .spawn(move || listening.run(line, &hello, &mut reach))
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
        outbox.map_or(sent, |outbox| outbox.finish(left))
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
    fn run(&self, mut line: Line, hello: &Hello, reach: &mut Reach) {
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
    fn find_again(&self, why: &LinkError, hello: &Hello, reach: &mut Reach) -> Option<Line> {
        let mut said = if why.is_lasting() {
            why.told()
        } else {
            Unreached::Lost
        };
        self.put(Reply::Lost(said.clone()));
        let mut pause = FIRST_PAUSE;
        while self.pause(pause) {
            pause = (pause * 2).min(LONGEST_PAUSE);
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

    fn put(&self, reply: Reply) {
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
            Request::At(_) | Request::Remember(_) => {}
            _ => self.put(Reply::Failed(refusal)),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}
