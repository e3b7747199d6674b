//! A study with its owner and its socket, and clients that are connected to it.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use coreset::domain::base::ids::ParticipantId;
use coreset::domain::record::event::Event;
use coreset::domain::record::imported::FileLine;
use coreset::link::{LinkError, Remote};
use coreset::protocol;
use coreset::protocol::Frames;
use coreset::protocol::messages::{Append, Client, Hello, Location, Reply, Request, Welcome};
use coreset::server::limits::Limits;
use coreset::server::listener::Listener;
use coreset::server::log::Log;
use coreset::server::owner::Owner;
use coreset::server::peer;
use coreset::server::socket::{OWN, Socket};
use std::fs;
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub use super::owner::LONG;

pub struct House {
    pub dir: TempDir,
    pub path: PathBuf,
    pub log: PathBuf,
    pub owner: Arc<Owner>,
    pub listener: Option<Listener>,
    pub limits: Limits,
}

impl House {
    pub fn new(limits: Limits) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("socket");
        Self::at(dir, path, limits)
    }

    pub fn at(dir: TempDir, path: PathBuf, limits: Limits) -> Self {
        let log = dir.path().join("log");
        let owner = owner(&dir.path().join("study"));
        let mut house = Self {
            dir,
            path,
            log,
            owner,
            listener: None,
            limits,
        };
        house.listen();
        house
    }

    pub fn listen(&mut self) {
        let socket = Socket::bind(&self.path, OWN).unwrap();
        let log = Arc::new(Log::file(&self.log, 1 << 20).unwrap());
        let listener = Listener::start(socket, Arc::clone(&self.owner), log, self.limits);
        self.listener = Some(listener.unwrap());
    }

    /// Ends the server, and opens the study anew with another one.
    pub fn start_anew(&mut self) {
        self.listener = None;
        assert!(self.owner.finish(LONG));
        self.owner = owner(&self.dir.path().join("study"));
        self.listen();
    }

    pub fn listener(&self) -> &Listener {
        self.listener.as_ref().unwrap()
    }

    pub fn guest(&self, name: &str) -> Guest {
        Guest::new(&self.path, name).unwrap()
    }

    pub fn raw(&self) -> UnixStream {
        let stream = protocol::connect(&self.path).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream
    }

    /// A connection that has been taken in, and speaks by itself from here on.
    pub fn raw_guest(&self, name: &str) -> UnixStream {
        let mut stream = self.raw();
        stream.write_all(&protocol::opening()).unwrap();
        stream
            .write_all(&protocol::encode(&hello(name)).unwrap())
            .unwrap();
        let mut opening = [0; 10];
        stream.read_exact(&mut opening).unwrap();
        assert_eq!(opening, protocol::opening());
        let greeting: protocol::Greeting =
            protocol::decode(&payload(&mut stream).unwrap()).unwrap();
        assert!(matches!(greeting, protocol::Greeting::Welcome(_)));
        stream
    }

    /// Waits until the log says something.
    pub fn logged(&self, what: &str) -> String {
        wait(|| {
            let text = fs::read_to_string(&self.log).unwrap();
            let line = text.lines().find(|line| line.contains(what));
            line.map(str::to_owned)
        })
        .unwrap_or_else(|| panic!("{what:?} is not in {:?}", fs::read_to_string(&self.log)))
    }

    pub fn wait_clients(&self, count: usize) {
        wait(|| (self.listener().clients() == count).then_some(()))
            .unwrap_or_else(|| panic!("{} clients", self.listener().clients()));
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.listener = None;
        assert!(self.owner.finish(LONG));
    }
}

pub fn owner(dir: &Path) -> Arc<Owner> {
    Arc::new(Owner::start(super::owner::open(dir)).unwrap())
}

/// A client is named after its user.
pub fn client(name: &str) -> String {
    format!("{}-{name}", peer::this_process().user)
}

pub fn hello(name: &str) -> Hello {
    Hello {
        client: client(name),
        from: "test".to_owned(),
        command: String::new(),
        head: None,
    }
}

/// A connection that speaks by itself.
pub struct Raw {
    stream: UnixStream,
    frames: Frames,
    client: String,
    number: u64,
}

impl Raw {
    /// One of this account, under a name of its own.
    pub fn at(house: &House, name: &str) -> Self {
        Self {
            stream: house.raw_guest(name),
            frames: Frames::of_replies(),
            client: client(name),
            number: 0,
        }
    }

    pub fn ask(&mut self, request: &Request) -> Reply {
        let bytes = protocol::encode(request).unwrap();
        self.stream.write_all(&bytes).unwrap();
        loop {
            let reply = self.next();
            if !reply.is_news() {
                return reply;
            }
        }
    }

    fn next(&mut self) -> Reply {
        let mut piece = vec![0; 48 << 10];
        loop {
            if let Some(payload) = self.frames.next_payload().unwrap() {
                return protocol::decode(payload).unwrap();
            }
            let count = self.stream.read(&mut piece).unwrap();
            assert!(count > 0, "cut off");
            self.frames.feed(&piece[..count]);
        }
    }

    pub fn send(&mut self, events: Vec<Event>) -> Reply {
        self.send_from(events, Vec::new())
    }

    pub fn send_from(&mut self, events: Vec<Event>, imported: Vec<FileLine>) -> Reply {
        let append = self.append(events, imported);
        self.ask(&Request::Append(append))
    }

    /// The next request, which says that it has seen all.
    pub fn append(&mut self, events: Vec<Event>, imported: Vec<FileLine>) -> Append {
        self.number += 1;
        Append {
            request: format!("{}-{}", self.client, self.number),
            seen: u64::MAX,
            events,
            imported,
            ..Append::default()
        }
    }
}

/// Reads one payload.
pub fn payload(stream: &mut UnixStream) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    let mut payload = vec![0; u32::from_le_bytes(length) as usize];
    stream.read_exact(&mut payload)?;
    Ok(payload)
}

/// Looks again and again until there is something, at most for [`LONG`].
pub fn wait<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let until = Instant::now() + LONG;
    loop {
        if let Some(found) = look() {
            return Some(found);
        }
        if Instant::now() > until {
            return None;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

pub struct Guest {
    pub client: String,
    pub remote: Remote,
    pub replies: Receiver<Reply>,
    pub welcome: Welcome,
}

impl Guest {
    pub fn new(path: &Path, name: &str) -> Result<Self, LinkError> {
        let path = path.to_owned();
        Self::reaching(name, move || protocol::connect(&path))
    }

    pub fn reaching(
        name: &str,
        reach: impl FnMut() -> io::Result<UnixStream> + Send + 'static,
    ) -> Result<Self, LinkError> {
        let (sender, replies) = mpsc::channel();
        let put = Box::new(move |reply| {
            let _ = sender.send(reply);
        });
        let (remote, welcome) = Remote::connect(hello(name), put, Box::new(reach))?;
        Ok(Self {
            client: client(name),
            remote,
            replies,
            welcome,
        })
    }

    pub fn send(&self, request: Request) {
        self.remote.send(request);
    }

    pub fn next(&self) -> Reply {
        self.replies.recv_timeout(LONG).unwrap()
    }

    /// The next reply that is not unasked news.
    pub fn answer(&self) -> Reply {
        loop {
            let reply = self.next();
            if !reply.is_news() {
                return reply;
            }
        }
    }

    pub fn append(&self, request: &str, drafts: Vec<coreset::domain::record::entry::Draft>) {
        self.send(append(&self.request(request), drafts));
    }

    /// The id of a request of this client.
    pub fn request(&self, name: &str) -> String {
        format!("{}-{name}", self.client)
    }

    /// Appends and returns the number of the last entry.
    pub fn appended(
        &self,
        request: &str,
        drafts: Vec<coreset::domain::record::entry::Draft>,
    ) -> u64 {
        self.append(request, drafts);
        match self.answer() {
            Reply::Appended { receipt, .. } => {
                assert_eq!(receipt.request, self.request(request));
                receipt.last
            }
            other => panic!("{other:?}"),
        }
    }

    /// Asks something whose answer shows that all before it was taken.
    pub fn taken(&self, id: &str) -> bool {
        self.send(Request::Taken(ParticipantId::new(id)));
        match self.answer() {
            Reply::Taken { id: about, taken } => {
                assert_eq!(about.as_str(), id);
                taken
            }
            other => panic!("{other:?}"),
        }
    }

    /// Says where it is.
    pub fn at(&self, id: &str) {
        let participant = ParticipantId::new(id);
        let (visit, form) = (None, None);
        self.send(Request::At(Some(Location {
            participant,
            visit,
            form,
        })));
    }

    /// Waits until it is told that so many others are at the same participant.
    pub fn wait_present(&self, count: usize) {
        loop {
            if let Reply::Present(others) = self.next()
                && others.len() == count
            {
                return;
            }
        }
    }
}

pub fn append(request: &str, drafts: Vec<coreset::domain::record::entry::Draft>) -> Request {
    let events: Vec<_> = drafts.into_iter().map(|draft| draft.event).collect();
    Request::Append(Append {
        request: request.to_owned(),
        // All are alike, and whoever enrols one has seen nobody.
        seen: match events.iter().all(|event| event.enrolled().is_some()) {
            true => 0,
            false => u64::MAX,
        },
        // The visits that they begin lie long after their windows.
        reason: Some("entered later".to_owned()),
        events,
        ..Append::default()
    })
}
