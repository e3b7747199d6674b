//! Decides which clients may connect, and as which user.
//!
//! The kernel names the account; the study's list of users says whether it may connect and in which roles. Must not
//! trust what a client says about itself.

use super::connections::Connection;
use super::{ConnectionId, Peer, Replies, Work, heads};
use crate::domain::record::entry::{Assessor, Draft, Entry, is_named_after};
use crate::domain::record::event::Event;
use crate::domain::record::user::{Role, User};
use crate::domain::rules::Refusal;
use crate::protocol::messages::{Hello, OwnHead, Welcome};
use crate::server::sentences::sentence;
use crate::text::server::Unwelcome;

/// Longest name of a client, and longest words for where it is.
const LONGEST: usize = 120;

/// Account that may do everything on the machine anyway.
const ROOT: u32 = 0;

/// Roles of a user who begins a study of their own.
const OWN: [Role; 3] = [Role::Assessor, Role::Investigator, Role::Manager];

/// Roles of the owner of the files, when not on the list of users.
const KEEPER: [Role; 1] = [Role::Manager];

impl Work {
    /// Connects a client whose user the study knows.
    pub(super) fn join(
        &mut self,
        peer: &Peer,
        hello: Hello,
        replies: Replies,
    ) -> Result<(ConnectionId, Welcome), Unwelcome> {
        let user = self.user(peer, &hello)?;
        let who = user.acting(user.main_role(), &hello.from);
        let screens = hello.shows_screens();
        let told = heads::plausible(hello.head);
        let own = match &told {
            Some(told) => self.own_head(told),
            None => OwnHead::Held,
        };
        let missing = told.filter(|_| matches!(own, OwnHead::Missing { .. }));
        let connection = Connection {
            owns: {
                let known = self.store.users().get(&user.user);
                known.is_none_or(|known| !known.active)
            },
            who: who.clone(),
            client: hello.client,
            screens,
            record: None,
            missing: missing.clone(),
            location: None,
            proved: None,
            prints_trail: false,
            replies,
        };
        let client = connection.client.clone();
        let id = self.connections.add(connection);
        if screens {
            self.logged_in(&who, &client);
            self.note_back(&client);
        } else {
            self.command_connected(&who, &hello.command);
        }
        if let Some(told) = &missing {
            self.head_missing(&who.user, told);
        }
        let heads = self.head_status(own);
        let welcome = Welcome {
            program: self.store.program().to_owned(),
            who,
            roles: user.roles,
            demo: self.demo,
            study: self.versions.sent(),
            place: self.remembered.recall(&peer.user),
            passphrase: user.passphrase.is_some(),
            findings: self.findings.clone(),
            backup_status: (!self.demo).then(|| self.store.backup_status().clone()),
            heads,
        };
        Ok((id, welcome))
    }

    /// Returns the user that an account is in this study.
    fn user(&mut self, peer: &Peer, hello: &Hello) -> Result<User, Unwelcome> {
        check_hello(peer, hello)?;
        let own = rustix::process::geteuid().as_raw();
        if self.store.users().is_empty() && peer.uid == own && hello.shows_screens() {
            self.begin(peer)?;
        }
        let login = &peer.user;
        // The owner of the files may change the list by command, whatever roles it gives them.
        let owns = !hello.shows_screens() && (peer.uid == own || peer.uid == ROOT);
        match self.store.users().get(login) {
            Some(user) if user.active => return Ok(user.clone()),
            Some(_) if owns => {}
            Some(_) => {
                return Err(Unwelcome::AccessEnded {
                    login: login.clone(),
                });
            }
            None => {}
        }
        if owns {
            return Ok(User::new(login, &peer.name, &KEEPER));
        }
        Err(Unwelcome::NotListed {
            login: login.clone(),
        })
    }

    /// Adds a user who begins a study of their own to its list.
    fn begin(&mut self, peer: &Peer) -> Result<(), Unwelcome> {
        let event = Event::UserAdded {
            user: peer.user.clone(),
            name: peer.name.clone(),
            roles: OWN.to_vec(),
        };
        self.recorded(self.program.clone(), event)
            .map_err(|why| Unwelcome::NotRecorded { why })
    }

    /// Returns an id for a request of the owner's own.
    pub(super) fn own_request(&mut self) -> String {
        self.number += 1;
        let stamp = super::now().timestamp_micros();
        format!("owner-{}-{stamp}-{}", std::process::id(), self.number)
    }

    /// Appends what the owner itself has to record.
    pub(super) fn recorded(&mut self, by: Assessor, event: Event) -> Result<(), Refusal> {
        self.recorded_all(by, vec![event]).map(|_| ())
    }

    /// Appends several such things with one sync, and returns the entries.
    pub(super) fn recorded_all(
        &mut self,
        by: Assessor,
        events: Vec<Event>,
    ) -> Result<Vec<Entry>, Refusal> {
        let request = self.own_request();
        let drafts = events.into_iter();
        let drafts = drafts.map(|event| Draft::new(by.clone(), event));
        let appended = self.store.append(&request, drafts.collect());
        appended
            .map(|appended| appended.entries)
            .map_err(|error| Refusal::in_words(sentence(&error)))
    }

    /// Returns the user of a connection, with the roles that the list of users says now.
    pub(super) fn user_of(&self, connection: ConnectionId) -> Result<User, Refusal> {
        let connection = self
            .connections
            .get(connection)
            .ok_or(Refusal::UnknownTerminal)?;
        match self.store.users().get(&connection.who.user) {
            Some(user) if user.active => Ok(user.clone()),
            // The owner of the files may change the list, whatever it says.
            Some(_) if connection.owns => Ok(User::new(
                &connection.who.user,
                &connection.who.name,
                &KEEPER,
            )),
            Some(_) => Err(Refusal::AccessEnded {
                user: connection.who.user.clone(),
            }),
            None if connection.owns => Ok(User::new(
                &connection.who.user,
                &connection.who.name,
                &KEEPER,
            )),
            None => Err(Refusal::UnknownTerminal),
        }
    }
}

/// Checks what a client says of itself: it becomes part of entries and of names in the store.
fn check_hello(peer: &Peer, hello: &Hello) -> Result<(), Unwelcome> {
    let plain = |text: &str| text.len() <= LONGEST && !text.chars().any(char::is_control);
    if !plain(&hello.client) || !is_named_after(&hello.client, &peer.user) {
        return Err(Unwelcome::ForeignClient {
            login: peer.user.clone(),
        });
    }
    if !plain(&hello.from) {
        return Err(Unwelcome::UnclearPlace);
    }
    Ok(())
}
