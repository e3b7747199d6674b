//! What reaches the loop from other threads: replies, and word of a new screen size or a resumption.
//!
//! A queue and an eventfd, so that the loop sleeps in one poll for the keyboard and for this.

use crate::protocol::messages::Reply;
use crate::protocol::mutex::lock;
use rustix::event::{EventfdFlags, eventfd};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

struct Shared {
    replies: Mutex<Vec<Reply>>,
    resized: AtomicBool,
    resumed: AtomicBool,
    bell: OwnedFd,
}

/// What has come since the loop looked last.
#[derive(Debug, Default)]
pub struct Pending {
    /// Replies, in the order they were put.
    pub replies: Vec<Reply>,
    /// Whether the screen may have a new size.
    pub resized: bool,
    /// Whether the process was stopped and goes on.
    pub resumed: bool,
}

/// Where the loop finds what other threads have put.
pub struct Inbox(Arc<Shared>);

/// Where other threads put replies; cloned for each of them.
#[derive(Clone)]
pub struct ReplySink(Arc<Shared>);

impl Inbox {
    /// Returns an empty inbox.
    ///
    /// # Errors
    /// When the system gives no more file descriptors.
    pub fn new() -> io::Result<Self> {
        let bell = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
        Ok(Self(Arc::new(Shared {
            replies: Mutex::new(Vec::new()),
            resized: AtomicBool::new(false),
            resumed: AtomicBool::new(false),
            bell,
        })))
    }

    /// Returns a handle for another thread.
    pub fn sink(&self) -> ReplySink {
        ReplySink(Arc::clone(&self.0))
    }

    /// Returns what becomes readable when something has been put.
    pub fn bell(&self) -> BorrowedFd<'_> {
        self.0.bell.as_fd()
    }

    /// Takes all that has come.
    pub fn take(&self) -> Pending {
        // The bell first: what is put meanwhile rings again.
        let mut count = [0; 8];
        let _ = rustix::io::read(&self.0.bell, &mut count);
        let mut replies = lock(&self.0.replies);
        Pending {
            replies: std::mem::take(&mut *replies),
            resized: self.0.resized.swap(false, Ordering::SeqCst),
            resumed: self.0.resumed.swap(false, Ordering::SeqCst),
        }
    }
}

impl ReplySink {
    /// Puts a reply and wakes the loop.
    pub fn put(&self, reply: Reply) {
        lock(&self.0.replies).push(reply);
        self.ring();
    }

    /// Tells the loop to look at the size of the screen.
    pub fn resized(&self) {
        self.0.resized.store(true, Ordering::SeqCst);
        self.ring();
    }

    /// Tells the loop that the process was stopped and goes on.
    pub fn resumed(&self) {
        self.0.resumed.store(true, Ordering::SeqCst);
        self.ring();
    }

    fn ring(&self) {
        // It can only fail by being full, and then it rings already.
        let _ = rustix::io::write(&self.0.bell, &1_u64.to_ne_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules::Refusal;
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    fn rings(inbox: &Inbox) -> bool {
        let bell = inbox.bell();
        let mut fds = [PollFd::new(&bell, PollFlags::IN)];
        poll(&mut fds, Some(&Timespec::default())).unwrap() == 1
    }

    #[test]
    fn replies_keep_their_order_and_ring_until_taken() {
        let inbox = Inbox::new().unwrap();
        assert!(!rings(&inbox));
        let sink = inbox.sink();
        std::thread::spawn(move || {
            for n in 0..100 {
                sink.put(Reply::Failed(Refusal::in_words(n.to_string())));
            }
            sink.resized();
        })
        .join()
        .unwrap();
        assert!(rings(&inbox));
        let pending = inbox.take();
        assert!(pending.resized && !pending.resumed);
        for (n, reply) in pending.replies.iter().enumerate() {
            assert_eq!(*reply, Reply::Failed(Refusal::in_words(n.to_string())));
        }
        assert_eq!(pending.replies.len(), 100);
        assert!(!rings(&inbox));
        assert!(!inbox.take().resized);
    }
}
