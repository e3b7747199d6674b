//! The socket on which the server waits for clients: made here, or taken over from systemd.
//!
//! Its file gets its name only when the server listens, and is removed when the server ends, if it is still the same
//! file.

use crate::protocol;
use crate::text::DEFAULT;
use crate::text::server::SocketTaken;
use listenfd::ListenFd;
use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init};
use std::fs;
use std::io::{self, ErrorKind};
use std::os::fd::OwnedFd;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

/// Permissions of the socket of a study of one's own.
pub const OWN: u32 = 0o600;

/// A socket that listens.
#[derive(Debug)]
pub struct Socket {
    pub(super) listener: UnixListener,
    pub(super) name: Option<Name>,
}

/// The name of a socket made here, and what tells its file from another that came in its place.
#[derive(Clone, Debug)]
pub(super) struct Name {
    path: PathBuf,
    file: (u64, u64),
    mode: u32,
}

impl Socket {
    /// Makes a socket at a path of any length, with these permissions; one that a dead server left is replaced.
    ///
    /// # Errors
    /// When a server listens there, something else has the name, or the directory takes nothing.
    pub fn bind(path: &Path, mode: u32) -> io::Result<Self> {
        let taken = |taken| {
            let text = format!("{} {}", path.display(), DEFAULT.socket_taken(taken));
            Err(io::Error::new(ErrorKind::AddrInUse, text))
        };
        match fs::symlink_metadata(path) {
            Ok(there) if !there.file_type().is_socket() => {
                return taken(SocketTaken::NoSocket);
            }
            Ok(_) => match protocol::connect(path).map_err(|error| error.kind()) {
                Err(ErrorKind::ConnectionRefused | ErrorKind::NotFound) => {}
                _ => return taken(SocketTaken::Served),
            },
            Err(_) => {}
        }
        let mut new = path.as_os_str().to_owned();
        new.push(".tmp");
        let new = PathBuf::from(new);
        if fs::symlink_metadata(&new).is_ok_and(|there| there.file_type().is_socket()) {
            fs::remove_file(&new)?;
        }
        let listener = protocol::bind(&new, mode)?;
        let named = fs::symlink_metadata(&new).and_then(|file| {
            fs::rename(&new, path)?;
            Ok((file.dev(), file.ino()))
        });
        let file = match named {
            Ok(file) => file,
            Err(error) => {
                let _ = fs::remove_file(&new);
                return Err(error);
            }
        };
        let path = path.to_owned();
        Ok(Self {
            listener,
            name: Some(Name { path, file, mode }),
        })
    }

    /// Takes over the socket that systemd made, if it started this process for one.
    ///
    /// # Errors
    /// When it gave several, or one of another kind.
    pub fn inherited() -> io::Result<Option<Self>> {
        let mut given = ListenFd::from_env();
        if given.len() > 1 {
            let text = DEFAULT.too_many_sockets();
            return Err(io::Error::new(ErrorKind::InvalidInput, text));
        }
        let listener = given.take_unix_listener(0)?;
        let name = None;
        Ok(listener.map(|listener| Self { listener, name }))
    }
}

impl Name {
    /// Returns what becomes readable when a name in the socket's directory goes away; `None` where the system watches
    /// no more directories.
    pub(super) fn watch(&self) -> Option<OwnedFd> {
        let events = init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).ok()?;
        let gone = WatchFlags::DELETE | WatchFlags::MOVED_FROM;
        let above = self.path.parent().filter(|dir| !dir.as_os_str().is_empty());
        add_watch(&events, above.unwrap_or(Path::new(".")), gone).ok()?;
        Some(events)
    }

    /// Makes the socket again if its file is not there, so that nobody new could come; leaves alone whatever has its
    /// name now.
    pub(super) fn make_again(&self) -> Option<Socket> {
        match fs::symlink_metadata(&self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Socket::bind(&self.path, self.mode).ok()
            }
            Ok(_) | Err(_) => None,
        }
    }

    /// Removes the file, unless another stands there now.
    pub(super) fn remove(&self) {
        let same = |there: &fs::Metadata| (there.dev(), there.ino()) == self.file;
        if fs::symlink_metadata(&self.path).is_ok_and(|there| same(&there)) {
            // Left behind it does no harm: the next server replaces it.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn refusal(path: &Path) -> io::Error {
        Socket::bind(path, OWN).unwrap_err()
    }

    #[test]
    fn a_socket_has_its_name_and_permissions_and_nothing_else_is_left() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("socket");
        for mode in [OWN, 0o660, 0o666] {
            let socket = Socket::bind(&path, mode).unwrap();
            let file = fs::symlink_metadata(&path).unwrap();
            assert_eq!(file.permissions().mode() & 0o777, mode);
            assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
            protocol::connect(&path).unwrap();
            // As after a kill: the file stays, and the next one replaces it.
            drop(socket);
            assert!(path.exists());
        }
    }

    #[test]
    fn a_server_that_runs_and_a_file_of_another_kind_are_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("socket");
        let _runs = Socket::bind(&path, OWN).unwrap();
        assert!(refusal(&path).to_string().contains("runs already"));
        let file = dir.path().join("file");
        fs::write(&file, "x").unwrap();
        assert!(refusal(&file).to_string().contains("is no socket"));
        assert_eq!(fs::read(&file).unwrap(), b"x");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_path_longer_than_the_kernel_takes_will_do() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("d".repeat(120)).join("e".repeat(120));
        fs::create_dir_all(&deep).unwrap();
        let path = deep.join("socket");
        let socket = Socket::bind(&path, OWN).unwrap();
        protocol::connect(&path).unwrap();
        socket.name.unwrap().remove();
        assert!(!path.exists());
    }

    #[test]
    fn only_the_own_file_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("socket");
        let first = Socket::bind(&path, OWN).unwrap();
        let name = first.name.unwrap();
        drop(first.listener);
        let _second = Socket::bind(&path, OWN).unwrap();
        name.remove();
        protocol::connect(&path).unwrap();
    }
}
