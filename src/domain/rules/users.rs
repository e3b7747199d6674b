//! Checks a change of the list of users: every user has a name and a role, and one manager is left.

use super::refusal::Refusal;
use crate::domain::record::event::Event;
use crate::domain::record::user::{Role, User, Users};

/// Checks a change of the list of users against the list; other events pass.
///
/// # Errors
/// When the user is listed already or not at all, has no name or role, or is the only manager.
pub(super) fn check_users(users: &Users, event: &Event) -> Result<(), Refusal> {
    let listed = |user: &String| match users.get(user) {
        Some(_) => Ok(()),
        None => Err(Refusal::UserNotListed { user: user.clone() }),
    };
    let with_role = |user: &String, roles: &[Role]| match roles {
        [] => Err(Refusal::UserWithoutRole { user: user.clone() }),
        _ => Ok(()),
    };
    match event {
        Event::UserAdded { user, name, roles } => {
            let user_of = || user.clone();
            if users.get(user).is_some() {
                return Err(Refusal::UserListed { user: user_of() });
            }
            if name.trim().is_empty() {
                return Err(Refusal::UserWithoutName { user: user_of() });
            }
            with_role(user, roles)
        }
        Event::UserRoles { user, roles } => {
            with_role(user, roles)?;
            listed(user)?;
            match roles.contains(&Role::Manager) {
                true => Ok(()),
                false => keep_manager(users, user),
            }
        }
        Event::UserDisabled { user } => {
            listed(user)?;
            keep_manager(users, user)
        }
        Event::UserEnabled { user }
        | Event::PassphraseSet { user, .. }
        | Event::PassphraseCleared { user }
        | Event::PassphraseWrong { user }
        | Event::PassphraseRight { user }
        | Event::LoggedIn { user }
        | Event::LoggedOut { user } => listed(user),
        Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::Enrolled { .. }
        | Event::SessionBegun { .. }
        | Event::Answered { .. }
        | Event::Cleared { .. }
        | Event::Noted { .. }
        | Event::Prompted { .. }
        | Event::Shown { .. }
        | Event::Filled { .. }
        | Event::Completed { .. }
        | Event::Signed { .. }
        | Event::Locked { .. }
        | Event::Unlocked { .. }
        | Event::Queried { .. }
        | Event::ClockMoved { .. }
        | Event::HeadMissing { .. }
        | Event::HeadAccepted { .. }
        | Event::Restored { .. }
        | Event::Copied { .. }
        | Event::BackedUp { .. }
        | Event::RestoreTested { .. }
        | Event::Recovered { .. } => Ok(()),
    }
}

/// Checks that another enabled user is a manager.
fn keep_manager(users: &Users, user: &str) -> Result<(), Refusal> {
    let manages = |user: &User| user.active && user.roles.contains(&Role::Manager);
    let is_one = users.get(user).is_some_and(manages);
    let mut others = users.iter().filter(|other| other.user != user);
    match is_one && !others.any(manages) {
        true => Err(Refusal::LastManager {
            user: user.to_owned(),
        }),
        false => Ok(()),
    }
}
