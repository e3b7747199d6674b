//! The exports of screens: which may begin, and the thread that writes each of them.
//!
//! The thread reads as a connection of its own, with the same user and one request at a time, so that it holds nobody up.
//! Must not write a file itself.

use super::connections::Connection;
use super::{Command, ConnectionId, Work};
use crate::domain::record::entry::Entry;
use crate::domain::record::exports::Formats;
use crate::domain::rules::{ExportFault, Refusal, who};
use crate::export::AsOf;
use crate::export::manifest::Made;
use crate::protocol::messages::{ExportEnd, Reply, Request};
use crate::server::exports::source::Ask;
use crate::server::exports::{Broken, Job, write};
use crate::store::StoreError;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// The exports of all connections.
pub(super) struct Exports {
    running: BTreeMap<ConnectionId, Running>,
    /// Entries by which one was begun.
    begun: BTreeSet<u64>,
    /// The newest entry when the owner was started: those up to it stand for exports of an earlier one.
    after: u64,
    tidied: Arc<Mutex<bool>>,
}

impl Exports {
    /// Starts with none, when the newest entry is this one.
    pub(super) fn after(last: u64) -> Self {
        Self {
            running: BTreeMap::new(),
            begun: BTreeSet::new(),
            after: last,
            tidied: Arc::default(),
        }
    }

    /// Stops that of a connection, if it has one.
    pub(super) fn stop(&self, connection: ConnectionId) {
        if let Some(running) = self.running.get(&connection) {
            running.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Stops all of them.
    pub(super) fn stop_all(&self) {
        for connection in self.running.keys() {
            self.stop(*connection);
        }
    }

    /// Waits until all have removed what they wrote; their connections must be gone, so that none waits for a reply.
    pub(super) fn wait(&mut self) {
        while let Some((_, running)) = self.running.pop_first() {
            let _ = running.thread.join();
        }
    }
}

/// An export that goes on.
struct Running {
    /// The connection as which it reads.
    reader: ConnectionId,
    stop: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

/// How the thread of an export asks the owner.
struct Asked {
    reader: ConnectionId,
    commands: Sender<Command>,
    replies: Receiver<Reply>,
}

impl Ask for Asked {
    type Error = Broken;

    fn send(&self, request: &Request) {
        // Without an owner there is no reply.
        let ask = Command::Ask(self.reader, request.clone());
        let _ = self.commands.send(ask);
    }

    fn wait(&self, _: &Request) -> Result<Reply, Broken> {
        loop {
            match self.replies.recv() {
                Ok(news) if news.is_news() => {}
                Ok(Reply::Failed(why)) => return Err(Broken(why)),
                Ok(Reply::Lost(_)) | Err(_) => return Err(Broken(Refusal::UnknownTerminal)),
                Ok(reply) => return Ok(reply),
            }
        }
    }

    fn unexpected(_: &Reply) -> Broken {
        Broken(Refusal::ReadFailed)
    }
}

impl Work {
    /// Begins the export that an entry stands for, or says why not.
    pub(super) fn export(
        &mut self,
        connection: ConnectionId,
        entry: u64,
    ) -> Result<Reply, StoreError> {
        let refused = |fault| Ok(Reply::Failed(Refusal::Export { fault }));
        let user = match self.user_of(connection) {
            Ok(user) => user,
            Err(refusal) => return Ok(Reply::Failed(refusal)),
        };
        let stored = match entry > self.exports.after {
            true => self.store.entry(entry)?,
            false => None,
        };
        let own = stored.filter(|stored| stored.draft.by.user == user.user);
        let wanted = own.and_then(|stored| Some((formats_of(&stored)?, stored)));
        let Some((formats, stored)) = wanted else {
            return refused(ExportFault::NotSaid { entry });
        };
        // The roles may be others than when the entry was stored.
        let allowed = who::allowed(&stored.draft.event);
        if !user.roles.iter().any(|role| allowed.contains(role)) {
            let refusal = Refusal::NotAllowed { roles: user.roles };
            self.request_refused(connection, "read", &refusal);
            return Ok(Reply::Failed(refusal));
        }
        if self.exports.running.contains_key(&connection) {
            return refused(ExportFault::GoesOn);
        }
        if self.exports.begun.contains(&entry) {
            return refused(ExportFault::BegunBefore { entry });
        }
        let Some(as_of) = AsOf::of(&self.newest_about_data(None)?) else {
            return refused(ExportFault::NoData);
        };
        let roles = user.roles.iter();
        let stop = Arc::new(AtomicBool::new(false));
        let job = Job {
            dir: self.store.dir().to_owned(),
            formats,
            study: Arc::clone(&self.study),
            as_of,
            is_demo: self.demo,
            users: self.store.users().iter().cloned().collect(),
            hidden: self.study.protocol.hidden_from(&user.roles),
            made: Made {
                user: stored.draft.by.user,
                name: stored.draft.by.name,
                roles: roles.map(|role| role.key().to_owned()).collect(),
                entry,
                at: stored.recorded_at,
            },
            stop: Arc::clone(&stop),
            tidied: Arc::clone(&self.exports.tidied),
        };
        let Some(mut asked) = self.reader_for(connection, entry) else {
            return Ok(Reply::Failed(Refusal::UnknownTerminal));
        };
        let (reader, commands) = (asked.reader, self.commands.clone());
        let thread = std::thread::Builder::new()
            .name("export".to_owned())
            .spawn(move || {
                let mut tell = |done, all| {
                    let reply = Reply::Exporting { entry, done, all };
                    // It is stopped when the owner has gone.
                    let _ = commands.send(Command::Tell(connection, reply));
                };
                let end = catch_unwind(AssertUnwindSafe(|| write(&job, &mut asked, &mut tell)));
                let end = end.unwrap_or(ExportEnd::Failed(Refusal::ReadFailed));
                let _ = commands.send(Command::ExportEnded {
                    connection,
                    entry,
                    end,
                });
            });
        match thread {
            Ok(thread) => {
                self.exports.begun.insert(entry);
                let running = Running {
                    reader,
                    stop,
                    thread,
                };
                self.exports.running.insert(connection, running);
                Ok(Reply::ExportBegun { entry })
            }
            Err(error) => {
                self.connections.remove(reader);
                refused(ExportFault::NotWritten {
                    error: error.to_string(),
                })
            }
        }
    }

    /// Adds a connection of the same user, which reads for an export.
    fn reader_for(&mut self, connection: ConnectionId, entry: u64) -> Option<Asked> {
        let asking = self.connections.get(connection)?;
        let (give, replies) = mpsc::channel();
        let reader = Connection {
            who: asking.who.clone(),
            client: format!("{}-export-{entry}", asking.who.user),
            owns: asking.owns,
            screens: false,
            record: None,
            missing: None,
            location: None,
            proved: None,
            // The entry says already that the data are given out.
            prints_trail: true,
            replies: Box::new(move |reply| {
                // The thread may have ended.
                let _ = give.send(reply);
            }),
        };
        Some(Asked {
            reader: self.connections.add(reader),
            commands: self.commands.clone(),
            replies,
        })
    }

    /// Tells the terminal that an export has ended, and forgets it.
    pub(super) fn export_ended(&mut self, connection: ConnectionId, entry: u64, end: ExportEnd) {
        if let Some(running) = self.exports.running.remove(&connection) {
            self.connections.remove(running.reader);
            let _ = running.thread.join();
        }
        let reply = Reply::Exported { entry, end };
        self.connections.reply(connection, reply);
    }
}

/// Returns in which formats an entry says that the data of the whole study are given out.
fn formats_of(entry: &Entry) -> Option<Formats> {
    let event = &entry.draft.event;
    let formats = Formats::named(event.exported()?)?;
    event.participant().is_none().then_some(formats)
}
