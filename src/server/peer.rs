//! Names the user at the other end of a socket, as the kernel and the system's user database say; must not ask the client.
//!
//! The database is read through the system's name service, so that users of a directory service are known too.
//! That can take long, when the directory is far away: never on a thread that others wait for.

use super::owner::Peer;
use crate::domain::base::shown::is_unseen;
use nix::unistd::{Uid, User};
use std::io;
use std::os::unix::net::UnixStream;

/// Returns who runs this process; named by the number where the system does not say.
pub fn this_process() -> Peer {
    let uid = rustix::process::getuid().as_raw();
    of(uid).unwrap_or_else(|_| named(uid, None))
}

/// Returns the number of the user at the other end of a connection, as it was when it was made.
///
/// # Errors
/// When the system does not say.
pub fn uid(stream: &UnixStream) -> io::Result<u32> {
    let credentials = rustix::net::sockopt::socket_peercred(stream)?;
    Ok(credentials.uid.as_raw())
}

/// Returns the user with this number; one whom the system does not know is named by the number.
///
/// # Errors
/// When the system does not say whether it knows them, such as for want of file descriptors.
pub fn of(uid: u32) -> io::Result<Peer> {
    Ok(named(uid, User::from_uid(Uid::from_raw(uid))?))
}

fn named(uid: u32, known: Option<User>) -> Peer {
    let (user, gecos) = match known {
        Some(known) => (known.name, known.gecos.to_string_lossy().into_owned()),
        None => (format!("uid {uid}"), String::new()),
    };
    let name = printed(&gecos).unwrap_or_else(|| user.clone());
    Peer { uid, user, name }
}

/// Returns whether the system has a user of this login, or does not say whether it has.
pub fn may_be_known(login: &str) -> bool {
    !matches!(User::from_name(login), Ok(None))
}

/// Returns the name that the system has for a login, as printed; the login itself where it has none.
pub fn printed_name(login: &str) -> String {
    let known = User::from_name(login).ok().flatten();
    let gecos = known.map(|known| known.gecos.to_string_lossy().into_owned());
    gecos
        .and_then(|gecos| printed(&gecos))
        .unwrap_or_else(|| login.to_owned())
}

/// Returns the printed name in a user's entry: what stands before the first comma.
fn printed(gecos: &str) -> Option<String> {
    let name = gecos.split(',').next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !is_unseen(*c)).collect();
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_stands_before_the_first_comma() {
        assert_eq!(
            printed("Maria Kern,Room 4,,").as_deref(),
            Some("Maria Kern")
        );
        assert_eq!(printed("Maria\u{1b} Kern").as_deref(), Some("Maria Kern"));
        assert_eq!(printed(" ,x"), None);
        assert_eq!(printed(""), None);
    }

    #[test]
    fn a_login_is_known_or_not() {
        assert!(may_be_known("root"));
        assert!(!may_be_known("nobody-of-this-name"));
    }

    #[test]
    fn both_ends_of_a_pair_are_this_process() {
        let (one, _other) = UnixStream::pair().unwrap();
        let me = this_process();
        assert_eq!(of(uid(&one).unwrap()).unwrap(), me);
        assert!(!me.user.is_empty() && !me.name.is_empty());
    }

    #[test]
    fn a_user_whom_the_system_does_not_know_has_a_number() {
        let unknown = of(u32::MAX - 7).unwrap();
        assert_eq!(unknown.user, format!("uid {}", u32::MAX - 7));
        assert_eq!(unknown.name, unknown.user);
    }
}
