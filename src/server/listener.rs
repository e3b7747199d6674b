//! Accepts connections until it is told to stop, and gives each a thread that reads and one that sends.
//!
//! The accepting thread must never wait for a client.

use super::clients::{Clients, Denial};
use super::connection::{self, SocketConnection};
use super::limits::Limits;
use super::log::Log;
use super::owner::Owner;
use super::peer;
use super::socket::{Name, Socket};
use crate::protocol::Greeting;
use crate::protocol::mutex::lock;
use crate::text::DEFAULT;
use crate::text::server::Unwelcome;
use rustix::event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::io::{self, ErrorKind};
use std::os::fd::OwnedFd;
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The stack of the thread that reads: a directory service may be asked on it who somebody is.
const STACK: usize = 512 << 10;
/// How long no connection is accepted after the system had no room for one.
const RESPITE: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 100_000_000,
};
/// Files that the server needs beside those of its connections.
const FILES: u64 = 256;
/// How long dropping a listener waits for what is still to be sent.
const FAREWELL: Duration = Duration::from_secs(5);

/// Accepts the connections of a socket.
#[derive(Debug)]
pub struct Listener {
    clients: Arc<Clients>,
    name: Arc<Mutex<Option<Name>>>,
    bell: Arc<OwnedFd>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// The part that runs on the accepting thread.
struct Door {
    listener: UnixListener,
    name: Arc<Mutex<Option<Name>>>,
    /// Becomes readable when the socket's file may have been removed.
    watch: Option<OwnedFd>,
    clients: Arc<Clients>,
    bell: Arc<OwnedFd>,
    owner: Arc<Owner>,
    log: Arc<Log>,
    limits: Limits,
}

impl Listener {
    /// Accepts connections from now on and brings their requests to the owner.
    ///
    /// # Errors
    /// When the system has no thread or no file descriptor to give.
    pub fn start(
        socket: Socket,
        owner: Arc<Owner>,
        log: Arc<Log>,
        limits: Limits,
    ) -> io::Result<Self> {
        let Socket { listener, name } = socket;
        listener.set_nonblocking(true)?;
        allow_files(limits.all);
        let clients = Arc::new(Clients::new(limits.per_user, limits.all));
        let bell = Arc::new(eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?);
        let watch = name.as_ref().and_then(Name::watch);
        let name = Arc::new(Mutex::new(name));
        let mut door = Door {
            listener,
            name: Arc::clone(&name),
            watch,
            clients: Arc::clone(&clients),
            bell: Arc::clone(&bell),
            owner,
            log,
            limits,
        };
        let thread = thread::Builder::new()
            .name("listener".to_owned())
            .spawn(move || door.run())?;
        Ok(Self {
            clients,
            name,
            bell,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Returns how many clients are connected.
    pub fn clients(&self) -> usize {
        self.clients.count()
    }

    /// Waits until a client has connected, at most for the time given.
    pub fn wait_first(&self, time: Duration) {
        self.clients.wait_first(time);
    }

    /// Waits until nobody has been connected for so long, and returns true: from then on whoever comes is told
    /// to look for another server. Returns false when [`Listener::stop`] was called meanwhile.
    pub fn wait_empty(&self, time: Duration) -> bool {
        self.clients.wait_empty(time)
    }

    /// Accepts no more connections and removes the socket's file; connected clients get the replies to their requests,
    /// then their connections end. Returns whether that was done in time; connections left then are closed.
    ///
    /// The owner is still needed meanwhile, and is finished by whoever started it.
    pub fn stop(&self, timeout: Duration) -> bool {
        let until = Instant::now() + timeout;
        // From here on it is not made again.
        if let Some(name) = lock(&self.name).take() {
            name.remove();
        }
        self.clients.close(until);
        let _ = rustix::io::write(&*self.bell, &1_u64.to_ne_bytes());
        let mut thread = lock(&self.thread);
        if let Some(thread) = thread.take() {
            let _ = thread.join();
        }
        self.clients.wait_gone(until)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stop(FAREWELL);
    }
}

/// Lets this process have a file for each connection, as far as the system allows it.
fn allow_files(connections: usize) {
    let wanted = u64::try_from(connections)
        .unwrap_or(u64::MAX)
        .saturating_add(FILES);
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_some_and(|current| current < wanted) {
        let current = Some(maximum.map_or(wanted, |maximum| maximum.min(wanted)));
        // With fewer files it serves fewer clients.
        let _ = setrlimit(Resource::Nofile, Rlimit { current, maximum });
    }
}

impl Door {
    fn run(&mut self) {
        let mut troubled = false;
        while self.wait(None) {
            match self.listener.accept() {
                Ok((stream, _)) => {
                    troubled = false;
                    self.take(stream);
                }
                Err(error) if is_passing(&error) => {}
                Err(error) => {
                    if !troubled {
                        self.log.line(&format!("No connection is taken: {error}."));
                    }
                    troubled = true;
                    self.wait(Some(&RESPITE));
                }
            }
        }
    }

    /// Waits for a connection, or only for the time if one is given; returns false when it is to stop.
    fn wait(&mut self, only: Option<&Timespec>) -> bool {
        let bell = PollFd::new(&*self.bell, PollFlags::IN);
        let mut named = true;
        let rung = match only {
            Some(time) => {
                let mut fds = [bell];
                let _ = poll(&mut fds, Some(time));
                !fds[0].revents().is_empty()
            }
            None => {
                let listener = PollFd::new(&self.listener, PollFlags::IN);
                let watch = self.watch.iter();
                let watch = watch.map(|watch| PollFd::new(watch, PollFlags::IN));
                let mut fds: Vec<_> = [bell, listener].into_iter().chain(watch).collect();
                let _ = poll(&mut fds, None);
                let is_ready = |at: usize| fds.get(at).is_some_and(|fd| !fd.revents().is_empty());
                named = !is_ready(2);
                is_ready(0)
            }
        };
        if !named {
            self.look_for_name();
        }
        !rung
    }

    /// Makes the socket again if somebody has removed its file; whoever is connected stays so.
    fn look_for_name(&mut self) {
        let mut events = [0; 4096];
        // What happened is seen at the file itself.
        while let Some(watch) = &self.watch
            && rustix::io::read(watch, &mut events).is_ok()
        {}
        let mut name = lock(&self.name);
        let Some(made) = name.as_ref().and_then(Name::make_again) else {
            return;
        };
        if made.listener.set_nonblocking(true).is_ok() {
            self.listener = made.listener;
            *name = made.name;
            self.log
                .line("The socket's file was removed; it was made again.");
        }
    }

    fn take(&self, stream: UnixStream) {
        let uid = match peer::uid(&stream) {
            Ok(uid) => uid,
            Err(error) => {
                let line = format!("A connection was refused: nobody knows whose it is: {error}.");
                return self.log.line(&line);
            }
        };
        // The standard library makes it like the listener on some systems.
        if let Err(error) = stream.set_nonblocking(false) {
            return self.ended(uid, &error);
        }
        let stream = Arc::new(stream);
        let pass = match self.clients.admit(uid, &stream) {
            Ok(pass) => pass,
            Err(Denial::Closing) => return connection::answer(&stream, &Greeting::Closing),
            Err(Denial::Full(why)) => {
                let told = DEFAULT.unwelcome(&why);
                self.log
                    .line(&format!("A connection of uid {uid} was refused: {told}"));
                return connection::refuse(&stream, why);
            }
        };
        let connection = SocketConnection {
            stream: Arc::clone(&stream),
            uid,
            pass,
            owner: Arc::clone(&self.owner),
            limits: self.limits,
        };
        let log = Arc::clone(&self.log);
        let reading = move || {
            if let Err(fault) = connection.run() {
                log.line(&ended(uid, &fault));
            }
        };
        let thread = thread::Builder::new()
            .name("client in".to_owned())
            .stack_size(STACK)
            .spawn(reading);
        if let Err(error) = thread {
            self.ended(uid, &error);
            connection::refuse(&stream, Unwelcome::NoRoom);
        }
    }

    fn ended(&self, uid: u32, why: &dyn std::fmt::Display) {
        self.log.line(&ended(uid, why));
    }
}

fn ended(uid: u32, why: &dyn std::fmt::Display) -> String {
    let why = why.to_string();
    let why = why.trim_end_matches('.');
    format!("A connection of uid {uid} was ended: {why}.")
}

/// Returns whether the next connection may be taken all the same.
fn is_passing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::WouldBlock | ErrorKind::Interrupted | ErrorKind::ConnectionAborted
    )
}
