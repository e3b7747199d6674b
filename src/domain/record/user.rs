//! The users of a study and their roles. What a role may bring about is for `rules`.
//!
//! The list is part of the record and is built by applying events. It proves nobody's identity: that is
//! for the code that accepts the connection.

pub mod role;

pub use role::Role;

use super::entry::{Assessor, Entry};
use super::event::Event;
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One user of the study.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Login name, as the system knows it.
    pub user: String,
    /// Name as printed in entries and on signatures.
    pub name: String,
    /// Roles, in the order of [`Role::ALL`].
    pub roles: Vec<Role>,
    /// Whether the user may come in.
    pub active: bool,
    /// BLAKE3 in hex of the stored form of the passphrase, which itself is in no entry; `None` when none is set.
    pub passphrase: Option<String>,
    /// Wrong passphrases in a row.
    pub wrong: u32,
    /// When the last of them was tried.
    pub wrong_at: Option<DateTime<FixedOffset>>,
    /// Names and roles, oldest first; none of a user whom no entry added.
    pub described: Vec<Described>,
}

/// A name and roles of a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Described {
    /// Number of the entry since which they hold.
    pub seq: u64,
    /// Name as printed.
    pub name: String,
    /// Roles, in the order of [`Role::ALL`].
    pub roles: Vec<Role>,
}

impl User {
    /// Returns a user who may come in and has no passphrase yet; roles stand once each, in the order of [`Role::ALL`].
    pub fn new(user: &str, name: &str, roles: &[Role]) -> Self {
        Self {
            user: user.to_owned(),
            name: name.to_owned(),
            roles: in_order(roles),
            active: true,
            passphrase: None,
            wrong: 0,
            wrong_at: None,
            described: Vec::new(),
        }
    }

    /// Returns the name and the roles that the user had after an entry; `None` where they were added later.
    pub fn as_of(&self, seq: u64) -> Option<(&str, &[Role])> {
        if self.described.is_empty() {
            return Some((&self.name, &self.roles));
        }
        let then = self.described.iter().rev().find(|own| own.seq <= seq)?;
        Some((&then.name, &then.roles))
    }

    /// Remembers since which entry name and roles are as they are.
    fn describe(&mut self, seq: u64) {
        // An index that was not closed is told entries again that it knows.
        if self.described.last().is_some_and(|own| seq <= own.seq) {
            return;
        }
        self.described.push(Described {
            seq,
            name: self.name.clone(),
            roles: self.roles.clone(),
        });
    }

    /// Returns the user as entries name them, doing something in a role and from somewhere; without a role it is empty.
    pub fn acting(&self, role: Option<Role>, from: &str) -> Assessor {
        Assessor {
            user: self.user.clone(),
            name: self.name.clone(),
            role: role.map_or("", Role::key).to_owned(),
            from: from.to_owned(),
        }
    }

    /// Returns whether the user may enter assessments.
    pub fn may_enter(&self) -> bool {
        self.roles.iter().any(|role| ENTERS.contains(role))
    }

    /// Returns the role that the screens name: the first one.
    pub fn main_role(&self) -> Option<Role> {
        self.roles.first().copied()
    }
}

/// Roles that enter assessments.
pub const ENTERS: &[Role] = &[Role::Assessor, Role::Investigator];

/// Roles that sign a visit.
pub const SIGNS: &[Role] = &[Role::Investigator];

/// The users of a study by login name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Users(BTreeMap<String, User>);

impl Users {
    /// Takes a user as stored.
    pub fn put(&mut self, user: User) {
        self.0.insert(user.user.clone(), user);
    }

    /// Returns a user.
    pub fn get(&self, user: &str) -> Option<&User> {
        self.0.get(user)
    }

    /// Returns all users, by login name.
    pub fn iter(&self) -> impl Iterator<Item = &User> {
        self.0.values()
    }

    /// Returns whether nobody was ever added.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Applies an entry and returns the login name of the user whom it changed; one about something else changes nobody.
    pub fn apply<'a>(&mut self, entry: &'a Entry) -> Option<&'a str> {
        let event = &entry.draft.event;
        let login = event.user()?;
        if let Event::UserAdded { name, roles, .. } = event {
            let added = || {
                let mut added = User::new(login, name, roles);
                added.describe(entry.seq);
                added
            };
            self.0.entry(login.to_owned()).or_insert_with(added);
            return Some(login);
        }
        let user = self.0.get_mut(login)?;
        match event {
            Event::UserNamed { name, .. } => {
                user.name.clone_from(name);
                user.describe(entry.seq);
            }
            Event::UserRoles { roles, .. } => {
                user.roles = in_order(roles);
                user.describe(entry.seq);
            }
            Event::UserDisabled { .. } => user.active = false,
            Event::UserEnabled { .. } => user.active = true,
            Event::PassphraseSet { proof, .. } => {
                user.passphrase = Some(proof.clone());
                (user.wrong, user.wrong_at) = (0, None);
            }
            Event::PassphraseCleared { .. } => {
                user.passphrase = None;
                (user.wrong, user.wrong_at) = (0, None);
            }
            Event::PassphraseWrong { .. } => {
                user.wrong = user.wrong.saturating_add(1);
                user.wrong_at = Some(entry.recorded_at);
            }
            Event::PassphraseRight { .. } => (user.wrong, user.wrong_at) = (0, None),
            Event::StudyOpened { .. }
            | Event::FilesRecorded { .. }
            | Event::FileKept { .. }
            | Event::Amended { .. }
            | Event::Enrolled { .. }
            | Event::StatusChanged { .. }
            | Event::EnrolmentCorrected { .. }
            | Event::SessionBegun { .. }
            | Event::SessionDated { .. }
            | Event::SessionVoided { .. }
            | Event::UnscheduledBegun { .. }
            | Event::FormMoved { .. }
            | Event::ConsentRenewed { .. }
            | Event::DeviationJudged { .. }
            | Event::Answered { .. }
            | Event::Cleared { .. }
            | Event::Noted { .. }
            | Event::Prompted { .. }
            | Event::Shown { .. }
            | Event::Filled { .. }
            | Event::Completed { .. }
            | Event::FormLeft { .. }
            | Event::Signed { .. }
            | Event::Locked { .. }
            | Event::Unlocked { .. }
            | Event::Queried { .. }
            | Event::ClockMoved { .. }
            | Event::ServerStarted { .. }
            | Event::ServerStopped { .. }
            | Event::Refused { .. }
            | Event::TrailRead { .. }
            | Event::HeadMissing { .. }
            | Event::HeadAccepted { .. }
            | Event::Restored { .. }
            | Event::LoggedIn { .. }
            | Event::LoggedOut { .. }
            | Event::Copied { .. }
            | Event::UserAdded { .. }
            | Event::BackedUp { .. }
            | Event::RestoreTested { .. }
            | Event::Recovered { .. } => return None,
        }
        Some(login)
    }
}

/// Returns roles once each, in the order of [`Role::ALL`].
fn in_order(roles: &[Role]) -> Vec<Role> {
    let known = Role::ALL.into_iter();
    known.filter(|role| roles.contains(role)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::entry::Draft;

    #[test]
    fn a_user_is_who_they_were_after_an_entry_also_where_entries_are_told_twice() {
        let said = |seq, event| Entry {
            seq,
            recorded_at: DateTime::default(),
            program: String::new(),
            request: String::new(),
            salt: None,
            draft: Draft::new(User::new("ma", "M. A.", &[]).acting(None, ""), event),
            more: 0,
            prev: String::new(),
            hash: String::new(),
        };
        let user = || "anna".to_owned();
        let entries = [
            said(
                4,
                Event::UserAdded {
                    user: user(),
                    name: "A. Berg".to_owned(),
                    roles: vec![Role::Assessor],
                },
            ),
            said(
                7,
                Event::UserNamed {
                    user: user(),
                    name: "A. Holm".to_owned(),
                },
            ),
            said(
                9,
                Event::UserRoles {
                    user: user(),
                    roles: vec![Role::Investigator],
                },
            ),
        ];
        let mut users = Users::default();
        for entry in entries.iter().chain(&entries[1..]) {
            users.apply(entry);
        }
        let anna = users.get("anna").unwrap();
        assert_eq!(anna.as_of(3), None);
        assert_eq!(anna.as_of(6), Some(("A. Berg", &[Role::Assessor][..])));
        assert_eq!(anna.as_of(7), Some(("A. Holm", &[Role::Assessor][..])));
        assert_eq!(anna.as_of(99), Some(("A. Holm", &[Role::Investigator][..])));
        // One whom no entry added, as in a study in memory, is known from its beginning.
        let known = User::new("pt", "P. T.", &[Role::Monitor]);
        assert_eq!(known.as_of(0), Some(("P. T.", &[Role::Monitor][..])));
    }
}
