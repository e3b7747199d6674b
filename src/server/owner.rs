//! The thread that owns a study: takes requests, and sends replies and changes in the order of the requests.
//!
//! All appends that wait share one sync; sled is updated after the replies are sent. A panic while one request is
//! handled fails only that request, and a client that takes no replies must not delay the others.

mod admit;
mod amend;
mod append;
mod backup_status;
mod clock;
mod connections;
mod export;
mod exporting;
mod heads;
mod hide;
mod import_map;
mod join;
mod list;
mod logins;
mod mend;
mod open_forms;
mod overview;
mod passphrase;
mod queries;
mod read;
mod refusals;
mod runs;
mod sign;
mod trail;

use super::head_key::HeadKey;
use super::opening::Opened;
use super::passphrase::{Checked, Passphrases, Rules};
use super::places::Places;
use super::versions::Versions;
use crate::domain::record::entry::Assessor;
use crate::domain::record::server_run::{Absence, ServerRuns, StopReason};
use crate::domain::study::Study;
use crate::protocol::messages::{ExportEnd, Hello, Reply, Request, Welcome};
use crate::protocol::mutex::lock;
use crate::store::{Store, StoreError};
use crate::text::server::Notice;
use crate::text::server::Unwelcome;
use crate::text::store::Opening;
use chrono::{DateTime, FixedOffset};
use connections::{Connection, Connections};
use exporting::Exports;
use list::List;
use logins::Logins;
use mend::Mending;
pub use mend::{Told, Trouble};
use passphrase::Given;
use refusals::Refusals;
use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// Where the replies for one connection go; called on the owner's thread, so it must neither wait nor panic.
pub type Replies = Box<dyn Fn(Reply) + Send>;

/// How long dropping an owner waits for what is still to be saved.
const FAREWELL: Duration = Duration::from_secs(30);

/// How long after the last append sled is taken to the disk.
const IDLE: Duration = Duration::from_secs(1);

/// Number of a connection, unique for the life of an owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnectionId(u64);

/// The user behind a connection, as the kernel says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Number of the user.
    pub uid: u32,
    /// Login name.
    pub user: String,
    /// Name that the system has for the login, as printed if the study has to add the user itself.
    pub name: String,
}

/// What the owner's thread is to do next.
enum Command {
    Join {
        peer: Peer,
        hello: Hello,
        replies: Replies,
        answer: Sender<Result<(ConnectionId, Welcome), Unwelcome>>,
    },
    Ask(ConnectionId, Request),
    Leave(ConnectionId),
    Checked {
        connection: ConnectionId,
        /// The user of the connection, which may be gone by now.
        by: Assessor,
        checked: Checked,
        /// What it was given for.
        given: Given,
    },
    /// Something to be told to a connection, if it is still there.
    Tell(ConnectionId, Reply),
    /// The export of a connection has ended.
    ExportEnded {
        connection: ConnectionId,
        /// The entry that stands for it.
        entry: u64,
        end: ExportEnd,
    },
    Finish(StopReason),
}

/// What an owner has done so far.
#[derive(Debug, Default)]
pub struct Figures {
    entries: AtomicU64,
    syncs: AtomicU64,
}

impl Figures {
    /// Returns how many entries were appended.
    pub fn entries(&self) -> u64 {
        self.entries.load(Ordering::Relaxed)
    }

    /// Returns with how many syncs of the journal.
    pub fn syncs(&self) -> u64 {
        self.syncs.load(Ordering::Relaxed)
    }
}

/// A handle on the owner, for all that bring requests.
pub struct Owner {
    figures: Arc<Figures>,
    commands: Mutex<Option<Sender<Command>>>,
    ended: Mutex<Receiver<()>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Owner {
    /// Gives an open study to a thread of its own.
    ///
    /// # Errors
    /// When the system has no thread to give, or the list of participants cannot be read.
    pub fn start(opened: Opened) -> io::Result<Self> {
        Self::start_and_tell(opened, Box::new(|_| {}))
    }

    /// The same, and tells of trouble with the store.
    ///
    /// # Errors
    /// As for [`Owner::start`].
    pub fn start_and_tell(opened: Opened, told: Told) -> io::Result<Self> {
        let (commands, inbox) = mpsc::channel();
        let work = Work::new(opened, commands.clone(), told);
        let mut work = work.map_err(|error| io::Error::other(error.to_string()))?;
        let figures = Arc::clone(&work.figures);
        let (end, ended) = mpsc::channel();
        let thread = std::thread::Builder::new()
            .name("study".to_owned())
            .spawn(move || {
                work.run(&inbox);
                drop(work);
                // The receiver is gone when the handle was dropped while the thread worked.
                let _ = end.send(());
            })?;
        Ok(Self {
            figures,
            commands: Mutex::new(Some(commands)),
            ended: Mutex::new(ended),
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Connects a client; replies and changes for it go to `replies` from then on.
    ///
    /// # Errors
    /// When the study does not know the user of the client, or is closed.
    pub fn join(
        &self,
        peer: Peer,
        hello: Hello,
        replies: Replies,
    ) -> Result<(ConnectionId, Welcome), Unwelcome> {
        let (answer, taken) = mpsc::channel();
        let join = Command::Join {
            peer,
            hello,
            replies,
            answer,
        };
        if !self.send(join) {
            return Err(Unwelcome::Closed);
        }
        taken.recv().unwrap_or(Err(Unwelcome::Closed))
    }

    /// Sends a request of a connection; returns whether the owner still takes requests.
    pub fn ask(&self, connection: ConnectionId, request: Request) -> bool {
        self.send(Command::Ask(connection, request))
    }

    /// Ends a connection, and removes all that the owner kept for it.
    pub fn leave(&self, connection: ConnectionId) {
        self.send(Command::Leave(connection));
    }

    /// Ends as [`Owner::stop`] does, since the program that has the study to itself ends.
    pub fn finish(&self, timeout: Duration) -> bool {
        self.stop(StopReason::Closed, timeout)
    }

    /// Answers all requests, writes everything to the disk and ends; returns whether that was done in time.
    ///
    /// Later requests get no reply.
    pub fn stop(&self, why: StopReason, timeout: Duration) -> bool {
        if let Some(commands) = lock(&self.commands).take() {
            // The send fails when the thread has ended by itself.
            let _ = commands.send(Command::Finish(why));
        }
        let mut thread = lock(&self.thread);
        if thread.is_none() {
            return true;
        }
        match lock(&self.ended).recv_timeout(timeout) {
            Err(RecvTimeoutError::Timeout) => return false,
            // A thread that ended without a message has ended too.
            Ok(()) | Err(RecvTimeoutError::Disconnected) => {}
        }
        if let Some(thread) = thread.take() {
            let _ = thread.join();
        }
        true
    }

    /// Returns what was done so far.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    fn send(&self, command: Command) -> bool {
        lock(&self.commands)
            .as_ref()
            .is_some_and(|commands| commands.send(command).is_ok())
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.finish(FAREWELL);
    }
}

impl std::fmt::Debug for Owner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Owner")
    }
}

/// The state of the owner's thread.
struct Work {
    store: Store,
    study: Arc<Study>,
    versions: Versions,
    demo: bool,
    /// Who the program itself is in the record.
    program: Assessor,
    findings: Vec<Notice>,
    figures: Arc<Figures>,
    connections: Connections,
    waiting: VecDeque<Command>,
    list: List,
    /// Requests of the program's own so far.
    number: u64,
    /// Logins and logouts that are not written yet.
    logins: Logins,
    /// The forms in which something was stored and that nobody has left since.
    open_forms: open_forms::Clients,
    /// What each user is given back at the next start.
    remembered: Places,
    passphrases: Passphrases,
    exports: Exports,
    /// Proves which heads this server told.
    head_key: HeadKey,
    /// Both clocks as last looked at.
    clock: clock::Look,
    /// Jumps of the host's clock that are not recorded yet, oldest first.
    clock_moves: Vec<clock::Moved>,
    /// When the server before this one ran.
    runs: ServerRuns,
    /// The stretch without a server before this one started.
    absence: Option<Absence>,
    /// Refused logins and actions that are not recorded yet.
    refusals: Refusals,
    /// The inbox of this thread, for work that is done on other threads.
    commands: Sender<Command>,
    /// How far the opening again of a closed store is.
    mending: Mending,
    /// Is told of trouble with the store.
    told: Told,
}

impl Work {
    fn new(opened: Opened, commands: Sender<Command>, told: Told) -> Result<Self, StoreError> {
        let Opened {
            mut store,
            study,
            versions,
            demo,
            report,
            program,
        } = opened;
        let clock = clock::Look {
            wall: store.now(),
            steady: clock::steady(),
        };
        let newest = store.entry(store.last())?.map(|entry| entry.recorded_at);
        let since = clock::moved_since_stated(report.clocks.as_ref(), store.boot(), clock);
        let since = since.or(newest.and_then(|stored| clock::moved_since(stored, clock)));
        let runs = runs::before(&mut store)?;
        let list = List::read(Arc::clone(&study), &mut store, now().date_naive())?;
        Ok(Self {
            remembered: Places::new(store.dir()),
            passphrases: Passphrases::new(store.dir(), Rules::of(&study.protocol.terminal)),
            exports: Exports::after(store.last()),
            head_key: HeadKey::new(store.dir()),
            clock,
            clock_moves: since.into_iter().collect(),
            runs,
            absence: None,
            refusals: Refusals::default(),
            commands,
            store,
            study,
            versions,
            demo,
            program,
            findings: opened_notices(report.findings),
            figures: Arc::default(),
            connections: Connections::default(),
            waiting: VecDeque::new(),
            list,
            number: 0,
            logins: Logins::new(),
            open_forms: open_forms::Clients::default(),
            mending: Mending::default(),
            told,
        })
    }

    /// Works until [`Command::Finish`]; all requests before it are answered.
    fn run(&mut self, inbox: &Receiver<Command>) {
        self.watch_clock();
        self.started();
        loop {
            if self.waiting.is_empty() {
                match self.wait(inbox) {
                    Some(command) => self.waiting.push_back(command),
                    None => return,
                }
            }
            self.waiting.extend(inbox.try_iter());
            self.watch_clock();
            self.leave_forms();
            self.record_refusals();
            self.connections.forget_proofs();
            if !self.serve() {
                return;
            }
        }
    }

    /// Waits for the next command. Does not wake while sled is up to date, the store is open, no client is away that left
    /// a form open, nothing was refused and no passphrase is held for a lock.
    fn wait(&mut self, inbox: &Receiver<Command>) -> Option<Command> {
        loop {
            while let Some(time) = self.mends_in() {
                match inbox.recv_timeout(time) {
                    Ok(command) => return Some(command),
                    Err(RecvTimeoutError::Disconnected) => return None,
                    Err(RecvTimeoutError::Timeout) => {
                        self.mend();
                    }
                }
            }
            if self.store.is_behind() {
                match inbox.recv_timeout(IDLE) {
                    Ok(command) => return Some(command),
                    Err(RecvTimeoutError::Disconnected) => return None,
                    Err(RecvTimeoutError::Timeout) => {
                        // The next request reports a failure; without requests it is not tried again.
                        let store = &mut self.store;
                        let _ = catch_unwind(AssertUnwindSafe(|| store.checkpoint()));
                    }
                }
            }
            let times = [
                self.leaves_forms_in(),
                self.refusals_due_in(),
                self.connections.forgets_in(),
            ];
            let Some(time) = times.into_iter().flatten().min() else {
                return inbox.recv().ok();
            };
            match inbox.recv_timeout(time) {
                Ok(command) => return Some(command),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {
                    self.watch_clock();
                    self.leave_forms();
                    self.record_refusals();
                    self.connections.forget_proofs();
                }
            }
        }
    }

    /// Does the first thing that waits, together with the appends that follow it directly; returns whether to go on.
    fn serve(&mut self) -> bool {
        self.mend();
        match self.waiting.pop_front() {
            None => {}
            Some(Command::Finish(why)) => {
                self.exports.stop_all();
                self.all_go();
                self.exports.wait();
                self.stopped(why);
                return false;
            }
            Some(Command::Join {
                peer,
                hello,
                replies,
                answer,
            }) => {
                let joined = self.join(&peer, hello, replies);
                if let Err(why) = &joined {
                    self.login_refused(why);
                }
                // The client may be gone already.
                let _ = answer.send(joined);
            }
            Some(Command::Leave(connection)) => self.leave(connection),
            Some(Command::Checked {
                connection,
                by,
                checked,
                given,
            }) => self.checked(connection, by, checked, given),
            Some(Command::Tell(connection, reply)) => self.connections.reply(connection, reply),
            Some(Command::ExportEnded {
                connection,
                entry,
                end,
            }) => self.export_ended(connection, entry, end),
            Some(Command::Ask(connection, request @ Request::Append(_))) => {
                self.append(connection, request)
            }
            Some(Command::Ask(connection, request)) => self.answer(connection, request),
        }
        // An append that waits writes them with its own sync.
        if !matches!(
            self.waiting.front(),
            Some(Command::Ask(_, Request::Append(_)))
        ) {
            self.write_logins();
        }
        true
    }

    fn leave(&mut self, connection: ConnectionId) {
        self.remove(connection);
    }

    /// Removes a connection; whoever was at the same participant is told, and the logout is recorded.
    fn remove(&mut self, connection: ConnectionId) -> Option<Connection> {
        let left = self.connections.remove(connection)?;
        self.exports.stop(connection);
        if let Some(location) = &left.location {
            self.connections.tell_present(&location.participant);
        }
        self.logged_out(&left);
        self.note_gone(&left);
        Some(left)
    }
}

/// Returns the time where the owner is.
fn now() -> DateTime<FixedOffset> {
    chrono::Local::now().fixed_offset()
}

fn opened_notices(findings: Vec<Opening>) -> Vec<Notice> {
    let notices = findings.into_iter();
    notices.map(|found| Notice::Opened { found }).collect()
}
