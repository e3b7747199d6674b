//! What `user` and `passwd` print.

use crate::domain::record::user::Role;
use crate::text::prints::Advice;

/// A change of the list of users.
#[derive(Clone, Copy, Debug)]
pub enum UserChange<'a> {
    /// A user was added.
    Added {
        /// Login name.
        user: &'a str,
        /// Name as printed.
        name: &'a str,
        /// All roles.
        roles: &'a [Role],
    },
    /// A user's printed name was corrected.
    Named {
        /// Login name.
        user: &'a str,
        /// Name as printed.
        name: &'a str,
    },
    /// A user has other roles.
    Roles {
        /// Login name.
        user: &'a str,
        /// All roles.
        roles: &'a [Role],
    },
    /// A user was disabled.
    Disabled {
        /// Login name.
        user: &'a str,
    },
    /// A user who was disabled was enabled.
    Enabled {
        /// Login name.
        user: &'a str,
    },
    /// The passphrase of a user was cleared.
    Reset {
        /// Login name.
        user: &'a str,
    },
}

/// Which passphrase is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichPassphrase {
    /// The one until now.
    Old,
    /// The new one.
    New,
    /// The new one once more.
    Again,
}

/// What `user` and `passwd` print.
pub trait Users {
    /// Returns the word for a role.
    fn role(&self, role: Role) -> &'static str;

    /// Returns the words for several roles.
    fn roles(&self, roles: &[Role]) -> String;

    /// Says what was changed in the list of users.
    fn user_changed(&self, change: &UserChange<'_>) -> String;

    /// Says that the host has no account of a user who was added.
    fn no_account(&self, user: &str) -> String;

    /// Says that the list of users is empty, and what to do.
    fn no_users(&self) -> &'static str;

    /// Returns the headings of the list of users: login, name, roles, state, passphrase.
    fn users_headings(&self) -> [&'static str; 5];

    /// Returns the word for whether a user can open the study.
    fn user_state(&self, active: bool) -> &'static str;

    /// Says whether a user has a passphrase, and how many wrong ones were given since a right one.
    fn passphrase_state(&self, set: bool, wrong: u32) -> String;

    /// Returns the headings of the history of roles: login, name, roles, from, given by, to, ended by.
    fn role_history_headings(&self) -> [&'static str; 7];

    /// Returns the word for the end of a period that goes on.
    fn until_now(&self) -> &'static str;

    /// Says that what was given is no login name, and what to do.
    fn no_login_name(&self, given: &str) -> Advice;

    /// Says what a printed name is made of, for one that does not do.
    fn unfit_name(&self) -> &'static str;

    /// Says what a passphrase must be, and which ones do well.
    fn passphrase_rule(&self, least: u32) -> String;

    /// Asks for a passphrase.
    fn ask_passphrase(&self, which: WhichPassphrase) -> &'static str;

    /// Says that the passphrase is set.
    fn passphrase_set(&self) -> &'static str;

    /// Says that the new passphrase was not given twice.
    fn new_passphrases_differ(&self) -> &'static str;

    /// Says that the input ended before all passphrases were given, and what to do.
    fn passphrase_missing(&self) -> Advice;
}
