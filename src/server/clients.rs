//! Counts the connections, in all and by user, and decides whether another one is accepted.
//!
//! One mutex holds both the count and whether the server is ending, so that a client which connects while an idle
//! server ends is either served or refused, never lost.

use crate::protocol::mutex;
use crate::text::server::Unwelcome;
use std::collections::HashMap;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// All connections of a listener.
#[derive(Debug)]
pub(super) struct Clients {
    per_user: usize,
    all: usize,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    streams: HashMap<u64, (u32, Arc<UnixStream>)>,
    last: u64,
    empty_since: Instant,
    /// Set when no more connections are accepted: until when the others get the replies that wait.
    closing: Option<Instant>,
}

/// Permission for one connection; dropping it frees the place.
#[derive(Debug)]
pub(super) struct Pass {
    clients: Arc<Clients>,
    number: u64,
}

/// Why a connection is not accepted.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Denial {
    /// There are too many connections.
    Full(Unwelcome),
    /// The server is ending.
    Closing,
}

impl Clients {
    pub(super) fn new(per_user: usize, all: usize) -> Self {
        Self {
            per_user,
            all,
            state: Mutex::new(State {
                streams: HashMap::new(),
                last: 0,
                empty_since: Instant::now(),
                closing: None,
            }),
            changed: Condvar::new(),
        }
    }

    /// Accepts a connection of a user, or says why not.
    pub(super) fn admit(
        self: &Arc<Self>,
        uid: u32,
        stream: &Arc<UnixStream>,
    ) -> Result<Pass, Denial> {
        let mut state = self.lock();
        if state.closing.is_some() {
            return Err(Denial::Closing);
        }
        let own = state.streams.values().filter(|(user, _)| *user == uid);
        if own.count() >= self.per_user {
            let most = self.per_user;
            return Err(Denial::Full(Unwelcome::TooManyOfUser { most }));
        }
        if state.streams.len() >= self.all {
            return Err(Denial::Full(Unwelcome::TooMany));
        }
        state.last += 1;
        let number = state.last;
        state.streams.insert(number, (uid, Arc::clone(stream)));
        self.changed.notify_all();
        let clients = Arc::clone(self);
        Ok(Pass { clients, number })
    }

    /// Returns how many are connected.
    pub(super) fn count(&self) -> usize {
        self.lock().streams.len()
    }

    /// Returns until when the connected clients get the replies that wait; `None` while the server goes on.
    pub(super) fn closing(&self) -> Option<Instant> {
        self.lock().closing
    }

    /// Waits until a client has connected, at most for the time given; returns at once when the server is ending.
    pub(super) fn wait_first(&self, time: Duration) {
        let until = Instant::now() + time;
        let mut state = self.lock();
        while state.last == 0 && state.closing.is_none() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            state = mutex::wait_for(&self.changed, state, left);
        }
    }

    /// Waits until no client has been connected for the time given; then accepts no more and returns true. Returns
    /// false when the server was told to end first. Does not wake while a client is connected.
    pub(super) fn wait_empty(&self, time: Duration) -> bool {
        let mut state = self.lock();
        while state.closing.is_none() {
            if !state.streams.is_empty() {
                state = mutex::wait(&self.changed, state);
                continue;
            }
            let left = time.saturating_sub(state.empty_since.elapsed());
            if left.is_zero() {
                state.closing = Some(Instant::now());
                self.changed.notify_all();
                return true;
            }
            state = mutex::wait_for(&self.changed, state, left);
        }
        false
    }

    /// Accepts no more connections and no more requests; connected clients have until the time given to get their replies.
    pub(super) fn close(&self, until: Instant) {
        let mut state = self.lock();
        state.closing = Some(until);
        for (_, stream) in state.streams.values() {
            // What was received before can still be read.
            let _ = stream.shutdown(Shutdown::Read);
        }
        self.changed.notify_all();
    }

    /// Waits until no client is connected, then closes the connections that are left; returns whether there were none.
    pub(super) fn wait_gone(&self, until: Instant) -> bool {
        let mut state = self.lock();
        while !state.streams.is_empty() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                for (_, stream) in state.streams.values() {
                    let _ = stream.shutdown(Shutdown::Both);
                }
                return false;
            }
            state = mutex::wait_for(&self.changed, state, left);
        }
        true
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        mutex::lock(&self.state)
    }
}

impl Pass {
    /// Returns until when waiting replies are sent; `None` while the server goes on.
    pub(super) fn closing(&self) -> Option<Instant> {
        self.clients.closing()
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut state = self.clients.lock();
        state.streams.remove(&self.number);
        if state.streams.is_empty() {
            state.empty_since = Instant::now();
        }
        self.clients.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream() -> Arc<UnixStream> {
        Arc::new(UnixStream::pair().unwrap().0)
    }

    #[test]
    fn places_are_limited_for_each_and_for_all_and_come_back() {
        let clients = Arc::new(Clients::new(2, 3));
        let one = clients.admit(1, &stream()).unwrap();
        let _two = clients.admit(1, &stream()).unwrap();
        let denied = clients.admit(1, &stream()).unwrap_err();
        assert_eq!(denied, Denial::Full(Unwelcome::TooManyOfUser { most: 2 }));
        let _three = clients.admit(2, &stream()).unwrap();
        let denied = clients.admit(3, &stream()).unwrap_err();
        assert_eq!(denied, Denial::Full(Unwelcome::TooMany));
        assert_eq!(clients.count(), 3);
        drop(one);
        assert!(clients.admit(3, &stream()).is_ok());
    }

    #[test]
    fn the_last_one_to_leave_starts_the_time_and_nobody_comes_after_it() {
        let clients = Arc::new(Clients::new(9, 9));
        let pass = clients.admit(1, &stream()).unwrap();
        let waiting = Arc::clone(&clients);
        let thread = std::thread::spawn(move || waiting.wait_empty(Duration::from_millis(1)));
        assert!(!thread.is_finished() && clients.admit(1, &stream()).is_ok());
        drop(pass);
        assert!(thread.join().unwrap());
        assert_eq!(clients.admit(1, &stream()).unwrap_err(), Denial::Closing);
    }

    #[test]
    fn waiting_for_the_last_ends_when_the_server_is_closed() {
        let clients = Arc::new(Clients::new(9, 9));
        let _pass = clients.admit(1, &stream()).unwrap();
        let waiting = Arc::clone(&clients);
        let thread = std::thread::spawn(move || waiting.wait_empty(Duration::from_secs(600)));
        clients.close(Instant::now());
        assert!(!thread.join().unwrap());
        assert!(!clients.wait_gone(Instant::now()));
    }

    #[test]
    fn the_first_client_is_waited_for_and_none_after_the_end() {
        let clients = Arc::new(Clients::new(10, 10));
        clients.wait_first(Duration::ZERO);
        let waiting = Arc::clone(&clients);
        let thread = std::thread::spawn(move || waiting.wait_first(Duration::from_secs(600)));
        // Also when it has left again before anybody looks.
        drop(clients.admit(1, &stream()).unwrap());
        thread.join().unwrap();
        let closed = Clients::new(10, 10);
        closed.close(Instant::now());
        closed.wait_first(Duration::from_secs(600));
    }
}
