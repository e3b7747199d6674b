//! Records logins and logouts: one entry each for a terminal with screens, one a user, command and hour for commands, and
//! one a user and hour for readings of the whole trail.
//!
//! A user does not wait for the entry: the owner writes it after the welcome is sent, together with appends that
//! already wait. A client that reconnects, or that meets a restarted server, is still logged in and gets no second
//! entry; a client whose logout was recorded does.

use super::connections::Connection;
use super::{ConnectionId, Work};
use crate::domain::record::entry::{Assessor, Draft};
use crate::domain::record::event::Event;
use crate::protocol::messages::{COMMANDS, Reply};
use crate::store::{Appended, ErrorKind, StoreError, Wanted};
use crate::text::server::{Unreached, Unwelcome};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Seconds of an hour.
const HOUR: i64 = 3600;

/// What a command is called that says no name, or none of the program's.
const OTHER: &str = "other";

/// Logins and logouts, and other entries of the owner's own, that are not written yet.
pub(super) type Logins = Vec<Wanted>;

impl Work {
    /// Queues the entry of a login.
    pub(super) fn logged_in(&mut self, who: &Assessor, client: &str) {
        let time = match self.time_of(client) {
            (time, false) => time,
            (_, true) => return,
        };
        let event = Event::LoggedIn {
            user: who.user.clone(),
            command: None,
        };
        self.note(in_request(client, time), who, event);
    }

    /// Queues the entry of the login of a command, unless the same one of the user has an entry of this hour.
    pub(super) fn command_connected(&mut self, who: &Assessor, said: &str) {
        let known = COMMANDS.into_iter().find(|command| *command == said);
        let command = known.unwrap_or(OTHER);
        let event = Event::LoggedIn {
            user: who.user.clone(),
            command: Some(command.to_owned()),
        };
        let (hour, user) = (self.hour(), &who.user);
        self.note_once(format!("owner-{command}-{hour}-{user}"), who, event);
    }

    /// Queues the entry of a reading of the whole trail, unless the user has one of this hour, or the connection has
    /// recorded that it prints it.
    pub(super) fn trail_read(&mut self, connection: ConnectionId) {
        let there = self.connections.get(connection);
        let Some(who) = there.filter(|there| !there.prints_trail).map(|c| &c.who) else {
            return;
        };
        let (who, hour) = (who.clone(), self.hour());
        let event = Event::TrailRead {
            user: who.user.clone(),
        };
        self.note_once(format!("owner-trail-{hour}-{}", who.user), &who, event);
    }

    /// Returns the number of this hour.
    fn hour(&self) -> i64 {
        self.store.now().timestamp().div_euclid(HOUR)
    }

    fn note_once(&mut self, request: String, who: &Assessor, event: Event) {
        if !self.is_noted(&request) {
            self.note(request, who, event);
        }
    }

    /// Queues the entry of a logout, unless the same client has another connection by now.
    pub(super) fn logged_out(&mut self, left: &Connection) {
        if !left.screens || self.connections.has_client(&left.client) {
            return;
        }
        if let (time, true) = self.time_of(&left.client) {
            let event = Event::LoggedOut {
                user: left.who.user.clone(),
            };
            self.note(out_request(&left.client, time), &left.who, event);
        }
    }

    /// Ends the connections of users who may not connect any more: nothing is sent to them after the reason.
    pub(super) fn end_disabled(&mut self) {
        let users = self.store.users();
        let is_disabled = |id: &ConnectionId| {
            let connection = self.connections.get(*id).filter(|there| !there.owns);
            let user = connection.and_then(|there| users.get(&there.who.user));
            user.is_some_and(|user| !user.active)
        };
        let ended: Vec<ConnectionId> = self.connections.ids().filter(is_disabled).collect();
        for id in ended {
            let Some(left) = self.remove(id) else {
                continue;
            };
            let login = left.who.user.clone();
            let reason = Unreached::Unwelcome(Unwelcome::AccessEnded { login });
            // A panic of one receiver must not end the owner, which serves the others too.
            let _ = catch_unwind(AssertUnwindSafe(|| (left.replies)(Reply::Lost(reason))));
        }
    }

    /// Removes every remaining connection when the owner ends, and records its logout.
    pub(super) fn all_go(&mut self) {
        let there: Vec<ConnectionId> = self.connections.ids().collect();
        for id in there {
            if let Some(left) = self.connections.remove(id) {
                self.logged_out(&left);
            }
        }
        self.write_logins();
    }

    /// Writes the queued entries, if there are any.
    pub(super) fn write_logins(&mut self) {
        if !self.logins.is_empty() {
            self.write(Vec::new(), Vec::new());
        }
    }

    /// Queues again the entries that could not be stored: the next append writes them.
    pub(super) fn keep_logins(&mut self, tried: Logins, answers: &[Result<Appended, StoreError>]) {
        let failed = |answer: &Result<_, StoreError>| {
            let error = answer.as_ref().err();
            error.is_some_and(|error| !matches!(error.kind(), ErrorKind::Refused))
        };
        let tried = tried.into_iter().zip(answers);
        let kept = tried.filter(|(_, answer)| failed(answer));
        self.logins.extend(kept.map(|(wanted, _)| wanted));
    }

    /// Queues an entry.
    pub(super) fn note(&mut self, request: String, who: &Assessor, event: Event) {
        self.logins.push(Wanted {
            request,
            drafts: vec![Draft::new(who.clone(), event)],
            seen: None,
        });
    }

    /// Returns how often a client has logged out, and whether it is logged in now.
    fn time_of(&mut self, client: &str) -> (u64, bool) {
        let mut time = 0;
        while self.is_noted(&out_request(client, time)) {
            time += 1;
        }
        (time, self.is_noted(&in_request(client, time)))
    }

    fn is_noted(&mut self, request: &str) -> bool {
        let waits = self.logins.iter().any(|wanted| wanted.request == request);
        // If sled fails here, the next request reports it.
        waits || self.store.is_known(request).unwrap_or(false)
    }
}

fn in_request(client: &str, time: u64) -> String {
    format!("owner-in-{time}-{client}")
}

fn out_request(client: &str, time: u64) -> String {
    format!("owner-out-{time}-{client}")
}
