//! Checks a change of the list of users: every user has a name of their own and a role, one manager is left, and nobody
//! gives roles to themselves where somebody else can.

use super::refusal::Refusal;
use crate::domain::record::event::Event;
use crate::domain::record::user::{Role, User, Users};

/// Checks a change of the list of users against the list; other events pass.
///
/// # Errors
/// When the user is listed already or not at all, has no name or role, the name until now or that of another, is the only
/// manager, or would add to their own roles where another manager is.
pub(super) fn check_users(users: &Users, asker: &str, event: &Event) -> Result<(), Refusal> {
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
            own_name(users, user, name)?;
            with_role(user, roles)
        }
        Event::UserNamed { user, name } => {
            let user_of = || user.clone();
            listed(user)?;
            if name.trim().is_empty() {
                return Err(Refusal::UserWithoutName { user: user_of() });
            }
            if users.get(user).is_some_and(|user| user.name == *name) {
                return Err(Refusal::NameUnchanged { user: user_of() });
            }
            own_name(users, user, name)
        }
        Event::UserRoles { user, roles } => {
            with_role(user, roles)?;
            listed(user)?;
            from_another(users, asker, user, roles)?;
            match roles.contains(&Role::Manager) {
                true => Ok(()),
                false => keep_manager(users, user),
            }
        }
        Event::UserDisabled { user } => {
            listed(user)?;
            keep_manager(users, user)
        }
        Event::PassphraseCleared { user } => {
            listed(user)?;
            not_own_passphrase(users, asker, user)
        }
        Event::UserEnabled { user }
        | Event::PassphraseSet { user, .. }
        | Event::PassphraseWrong { user }
        | Event::PassphraseRight { user }
        | Event::LoggedIn { user, .. }
        | Event::LoggedOut { user } => listed(user),
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
        | Event::Copied { .. }
        | Event::BackedUp { .. }
        | Event::RestoreTested { .. }
        | Event::Recovered { .. } => Ok(()),
    }
}

/// Checks that no other user is printed with this name, so that an entry names one person.
fn own_name(users: &Users, user: &str, name: &str) -> Result<(), Refusal> {
    // Upper case takes letters together that lower case keeps apart, such as two forms of a sigma.
    let plain = |name: &str| {
        let words: Vec<&str> = name.split_whitespace().collect();
        words.join(" ").to_uppercase().to_lowercase()
    };
    let mut others = users.iter().filter(|other| other.user != user);
    match others.find(|other| plain(&other.name) == plain(name)) {
        Some(other) => Err(Refusal::NameTaken {
            name: name.to_owned(),
            user: other.user.clone(),
        }),
        None => Ok(()),
    }
}

/// Checks that a manager does not add to their own roles where another manager can do it.
fn from_another(users: &Users, asker: &str, user: &str, roles: &[Role]) -> Result<(), Refusal> {
    let Some(own) = users.get(user).filter(|own| asker == own.user) else {
        return Ok(());
    };
    let adds = roles.iter().any(|role| !own.roles.contains(role));
    match adds && has_another_manager(users, user) {
        true => Err(Refusal::OwnRoles {
            user: user.to_owned(),
        }),
        false => Ok(()),
    }
}

/// Checks that a manager does not take their own passphrase away where another manager can do it: whoever finds a
/// terminal of theirs could set a new one and sign with it.
fn not_own_passphrase(users: &Users, asker: &str, user: &str) -> Result<(), Refusal> {
    match asker == user && has_another_manager(users, user) {
        true => Err(Refusal::OwnPassphrase {
            user: user.to_owned(),
        }),
        false => Ok(()),
    }
}

/// Returns whether somebody else than this user is a manager who may come in.
fn has_another_manager(users: &Users, user: &str) -> bool {
    let mut others = users.iter().filter(|other| other.user != user);
    others.any(manages)
}

fn manages(user: &User) -> bool {
    user.active && user.roles.contains(&Role::Manager)
}

/// Checks that another enabled user is a manager.
fn keep_manager(users: &Users, user: &str) -> Result<(), Refusal> {
    let is_one = users.get(user).is_some_and(manages);
    match is_one && !has_another_manager(users, user) {
        true => Err(Refusal::LastManager {
            user: user.to_owned(),
        }),
        false => Ok(()),
    }
}
