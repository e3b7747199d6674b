//! The connections of an owner: their users, what they look at, and where their replies go.

use super::{ConnectionId, Replies};
use crate::domain::base::ids::ParticipantId;
use crate::domain::record::entry::Assessor;
use crate::domain::record::heads::ToldHead;
use crate::domain::record::user::User;
use crate::domain::rules::Proof;
use crate::protocol::messages::{Location, Presence, Reply};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// One terminal or command.
pub(super) struct Connection {
    /// Who, in the first of their roles, and from where.
    pub(super) who: Assessor,
    /// Front of the ids of its requests.
    pub(super) client: String,
    /// Whether it may keep the list of users without being on it: it owns the files anyway.
    pub(super) owns: bool,
    /// Whether it shows screens.
    pub(super) screens: bool,
    /// The participant whose record it asked for last.
    pub(super) record: Option<ParticipantId>,
    /// The head that it was told and the record lacks, not accepted; it saves nothing then.
    pub(super) missing: Option<ToldHead>,
    /// Where it says it is.
    pub(super) location: Option<Location>,
    /// When its user last gave their passphrase on it, with the passphrase; a lock uses it up.
    pub(super) proved: Option<(Instant, Proof)>,
    /// Whether it has recorded that it prints the trail of everybody.
    pub(super) prints_trail: bool,
    pub(super) replies: Replies,
}

/// How long a passphrase that was given stands for a lock.
const PROOF: Duration = Duration::from_secs(60);

impl Connection {
    /// Returns that its user gave their passphrase within the last minute.
    pub(super) fn proof(&self) -> Option<Proof> {
        let (when, proof) = self.proved.as_ref()?;
        (when.elapsed() <= PROOF).then(|| proof.clone())
    }

    fn presence(&self) -> Option<Presence> {
        Some(Presence {
            user: self.who.user.clone(),
            name: self.who.name.clone(),
            role: self.who.role.clone(),
            location: self.location.clone()?,
        })
    }
}

/// All connections.
#[derive(Default)]
pub(super) struct Connections {
    connections: BTreeMap<ConnectionId, Connection>,
    last: u64,
}

impl Connections {
    /// Returns how long until a passphrase that was given no longer stands for a lock; `None` while none does.
    pub(super) fn forgets_in(&self) -> Option<Duration> {
        let proved = self.connections.values().filter_map(|c| c.proved.as_ref());
        let left = proved.map(|(when, _)| PROOF.saturating_sub(when.elapsed()));
        left.min()
    }

    /// Forgets the passphrases that no longer stand for a lock.
    pub(super) fn forget_proofs(&mut self) {
        for connection in self.connections.values_mut() {
            let is_old = |(when, _): &mut (Instant, Proof)| when.elapsed() >= PROOF;
            connection.proved.take_if(is_old);
        }
    }

    /// Adds a connection and returns its number.
    pub(super) fn add(&mut self, connection: Connection) -> ConnectionId {
        self.last += 1;
        let id = ConnectionId(self.last);
        self.connections.insert(id, connection);
        id
    }

    /// Removes a connection.
    pub(super) fn remove(&mut self, id: ConnectionId) -> Option<Connection> {
        self.connections.remove(&id)
    }

    /// Returns a connection.
    pub(super) fn get(&self, id: ConnectionId) -> Option<&Connection> {
        self.connections.get(&id)
    }

    /// Returns a connection, for writing.
    pub(super) fn get_mut(&mut self, id: ConnectionId) -> Option<&mut Connection> {
        self.connections.get_mut(&id)
    }

    /// Returns the numbers of all connections.
    pub(super) fn ids(&self) -> impl Iterator<Item = ConnectionId> {
        self.connections.keys().copied()
    }

    /// Names a user on all connections as entries name them from now on.
    pub(super) fn name(&mut self, user: &User) {
        let all = self.connections.values_mut();
        for connection in all.filter(|there| there.who.user == user.user) {
            connection.who.name.clone_from(&user.name);
        }
    }

    /// Returns whether a client has a connection with screens.
    pub(super) fn has_client(&self, client: &str) -> bool {
        let mut connections = self.connections.values();
        connections.any(|connection| connection.screens && connection.client == client)
    }

    /// Returns all connections but one.
    pub(super) fn others(
        &self,
        id: ConnectionId,
    ) -> impl Iterator<Item = (ConnectionId, &Connection)> {
        self.connections
            .iter()
            .filter(move |(other, _)| **other != id)
            .map(|(id, connection)| (*id, connection))
    }

    /// Sends a reply to a connection, if it is still there.
    pub(super) fn reply(&self, id: ConnectionId, reply: Reply) {
        if let Some(connection) = self.connections.get(&id) {
            // A panic of one receiver must not end the owner, which serves the others too.
            let _ = catch_unwind(AssertUnwindSafe(|| (connection.replies)(reply)));
        }
    }

    /// Sends a reply to every connection with screens.
    pub(super) fn tell_screens(&self, reply: &Reply) {
        for (id, _) in self
            .connections
            .iter()
            .filter(|(_, connection)| connection.screens)
        {
            self.reply(*id, reply.clone());
        }
    }

    /// Sends everybody at a participant the list of the others there.
    pub(super) fn tell_present(&self, who: &ParticipantId) {
        let at = |connection: &Connection| {
            connection
                .location
                .as_ref()
                .is_some_and(|location| location.participant == *who)
        };
        for (id, _) in self
            .connections
            .iter()
            .filter(|(_, connection)| at(connection))
        {
            let others = self.others(*id).filter(|(_, connection)| at(connection));
            let present = others
                .filter_map(|(_, connection)| connection.presence())
                .collect();
            self.reply(*id, Reply::Present(present));
        }
    }
}
