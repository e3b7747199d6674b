//! Who is at the terminal.

use crate::domain::record::entry::Assessor;
use crate::domain::record::user::Role;

/// The user of this terminal.
#[derive(Debug)]
pub struct Account {
    /// Who is at the terminal.
    pub who: Assessor,
    /// All roles of that user; what they allow is decided by the owner, and said here before it is tried.
    pub roles: Vec<Role>,
    /// Whether the user has set a passphrase.
    pub passphrase: bool,
}
