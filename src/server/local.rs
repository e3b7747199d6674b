//! The owner as a thread of this process.
//!
//! What waits is appended with one sync and answered in the order it was asked; sled is brought up
//! after the answer has gone out. A panic never crosses to whoever asked.

use crate::client::{Client, Reply, Request};
use crate::domain::entry::Draft;
use crate::store::{Appended, ErrorKind, Store, StoreError};
use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Where replies go.
pub type Replies = Box<dyn Fn(Reply) + Send>;

/// How long after the last append sled is taken to the disk.
const IDLE: Duration = Duration::from_secs(1);
/// How long dropping an owner waits for what is still to be saved.
const FAREWELL: Duration = Duration::from_secs(30);
/// Most requests that share a sync.
const GROUP: usize = 256;

/// A study owned by a thread of this process.
pub struct Local {
    requests: Mutex<Option<Sender<Request>>>,
    replies: Arc<Mutex<Replies>>,
    ended: Mutex<Receiver<()>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Local {
    /// Gives an open study to a thread of its own; `replies` is called on that thread.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn start(store: Store, replies: Replies) -> io::Result<Self> {
        let (requests, inbox) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        let replies = Arc::new(Mutex::new(replies));
        let mut owner = Owner {
            store,
            inbox,
            waiting: VecDeque::new(),
            replies: Arc::clone(&replies),
        };
        let thread = std::thread::Builder::new()
            .name("study".to_owned())
            .spawn(move || {
                owner.run();
                drop(owner);
                // Nobody listens when the owner was dropped while its thread was at work.
                let _ = end.send(());
            })?;
        Ok(Self {
            requests: Mutex::new(Some(requests)),
            replies,
            ended: Mutex::new(ended),
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Answers everything that was asked, takes it all to the disk and ends; returns whether that was done in time.
    ///
    /// Requests sent later are refused.
    pub fn finish(&self, timeout: Duration) -> bool {
        drop(lock(&self.requests).take());
        let mut thread = lock(&self.thread);
        if thread.is_none() {
            return true;
        }
        match lock(&self.ended).recv_timeout(timeout) {
            Err(RecvTimeoutError::Timeout) => return false,
            // A thread that ended without a word has ended all the same.
            Ok(()) | Err(RecvTimeoutError::Disconnected) => {}
        }
        if let Some(thread) = thread.take() {
            let _ = thread.join();
        }
        true
    }
}

impl Client for Local {
    fn send(&self, request: Request) {
        let unsent = match &*lock(&self.requests) {
            Some(requests) => match requests.send(request) {
                Ok(()) => return,
                Err(mpsc::SendError(request)) => request,
            },
            None => request,
        };
        let closed = "The study is closed. Open it again, then save again.";
        lock(&self.replies)(refusal(unsent, closed));
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        self.finish(FAREWELL);
    }
}

impl std::fmt::Debug for Local {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Local")
    }
}

/// A panic while a lock was held left nothing half done: each holds one value.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the reply to a request that could not be looked at.
fn refusal(request: Request, why: &str) -> Reply {
    match request {
        Request::Append { request, .. } => Reply::Refused {
            request,
            reason: why.to_owned(),
            fatal: true,
        },
        Request::Participants | Request::Record(_) => Reply::Failed(why.to_owned()),
    }
}

/// The thread's own side.
struct Owner {
    store: Store,
    inbox: Receiver<Request>,
    waiting: VecDeque<Request>,
    replies: Arc<Mutex<Replies>>,
}

impl Owner {
    /// Works until nobody can ask any more and everything is answered.
    fn run(&mut self) {
        loop {
            if self.waiting.is_empty() && !self.wait() {
                return;
            }
            self.waiting.extend(self.inbox.try_iter());
            self.serve();
        }
    }

    /// Waits for a request; returns whether there is one. Sleeps without waking when sled is up to date.
    fn wait(&mut self) -> bool {
        if self.store.is_behind() {
            match self.inbox.recv_timeout(IDLE) {
                Ok(request) => {
                    self.waiting.push_back(request);
                    return true;
                }
                Err(RecvTimeoutError::Disconnected) => return false,
                Err(RecvTimeoutError::Timeout) => {
                    // A failure is told to whoever asks next.
                    let store = &mut self.store;
                    let done = catch_unwind(AssertUnwindSafe(|| store.checkpoint()));
                    if !matches!(done, Ok(Ok(()))) {
                        // Not again and again while nobody asks.
                        return self.sleep();
                    }
                }
            }
        }
        self.sleep()
    }

    fn sleep(&mut self) -> bool {
        match self.inbox.recv() {
            Ok(request) => {
                self.waiting.push_back(request);
                true
            }
            Err(mpsc::RecvError) => false,
        }
    }

    /// Answers the first request that waits, together with the appends that follow it directly.
    fn serve(&mut self) {
        let mut group: Vec<(String, Vec<Draft>)> = Vec::new();
        while group.len() < GROUP {
            match self.waiting.pop_front() {
                Some(Request::Append { request, drafts }) => group.push((request, drafts)),
                Some(other) if group.is_empty() => return self.read(other),
                Some(other) => {
                    self.waiting.push_front(other);
                    break;
                }
                None => break,
            }
        }
        let names: Vec<String> = group.iter().map(|(request, _)| request.clone()).collect();
        let store = &mut self.store;
        let answers = catch_unwind(AssertUnwindSafe(|| store.append_all(group)));
        match answers {
            Ok(answers) => {
                for (request, answer) in names.into_iter().zip(answers) {
                    self.reply(appended(request, answer));
                }
            }
            Err(_) => {
                for request in names {
                    let reason = "Saving failed inside the program and it is not known whether this was stored. Leave coreset and open the study again.".to_owned();
                    self.reply(Reply::Refused {
                        request,
                        reason,
                        fatal: true,
                    });
                }
            }
        }
        // The answers are out; what fails here is told to whoever asks next.
        let store = &mut self.store;
        let _ = catch_unwind(AssertUnwindSafe(|| store.settle()));
    }

    fn read(&mut self, request: Request) {
        let store = &mut self.store;
        let answer = catch_unwind(AssertUnwindSafe(|| match &request {
            Request::Record(who) => store
                .record(who)
                .map(|record| Reply::Record(record.map(Box::new))),
            Request::Participants | Request::Append { .. } => {
                store.participants().map(Reply::Participants)
            }
        }));
        let reply = match answer {
            Ok(Ok(reply)) => reply,
            Ok(Err(error)) => Reply::Failed(sentence(&error)),
            Err(_) => refusal(
                request,
                "Reading failed inside the program. Leave coreset and open the study again.",
            ),
        };
        self.reply(reply);
    }

    fn reply(&self, reply: Reply) {
        // Whoever asked may fail to take it; the others are served all the same.
        let _ = catch_unwind(AssertUnwindSafe(|| lock(&self.replies)(reply)));
    }
}

fn appended(request: String, answer: Result<Appended, StoreError>) -> Reply {
    match answer {
        Ok(appended) => Reply::Appended {
            receipt: appended.receipt,
            entries: appended.entries,
            summary: appended.summary.map(Box::new),
        },
        Err(error) => Reply::Refused {
            request,
            reason: sentence(&error),
            fatal: !matches!(error.kind(), ErrorKind::Refused)
                && !matches!(error, StoreError::NoSpace { .. }),
        },
    }
}

fn sentence(error: &StoreError) -> String {
    format!("{error} {}", error.hint())
}
