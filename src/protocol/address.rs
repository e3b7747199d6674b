//! Sockets by their path, however long it is.
//!
//! The kernel takes 108 bytes of a socket's path; a longer one is reached through its directory, which is
//! opened first and then named by its number.

use rustix::fs::{Mode, OFlags};
use rustix::net::sockopt::{Timeout, set_socket_timeout};
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType};
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Paths up to this many bytes go to the kernel as they are.
const SHORT: usize = 100;
/// Connections that may wait to be taken.
const BACKLOG: i32 = 256;
/// How long a server may leave a connection waiting to be taken.
const CONNECT_TIME: Duration = Duration::from_secs(10);

/// A path that fits, and the directory that it goes through.
struct Address {
    path: PathBuf,
    _through: Option<OwnedFd>,
}

fn address(path: &Path) -> io::Result<Address> {
    if path.as_os_str().len() <= SHORT {
        let path = path.to_owned();
        let _through = None;
        return Ok(Address { path, _through });
    }
    let (Some(dir), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let through = rustix::fs::open(dir, flags, Mode::empty())?;
    let path = Path::new("/proc/self/fd")
        .join(through.as_raw_fd().to_string())
        .join(name);
    Ok(Address {
        path,
        _through: Some(through),
    })
}

fn socket() -> io::Result<OwnedFd> {
    let flags = SocketFlags::CLOEXEC;
    let socket = rustix::net::socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None)?;
    Ok(socket)
}

/// Connects to the socket at a path; waits at most ten seconds for a server that takes no connections.
///
/// # Errors
/// When no server listens there, or this user may not connect.
pub fn connect(path: &Path) -> io::Result<UnixStream> {
    let address = address(path)?;
    let socket = socket()?;
    set_socket_timeout(&socket, Timeout::Send, Some(CONNECT_TIME))?;
    rustix::net::connect(&socket, &SocketAddrUnix::new(&address.path)?)?;
    set_socket_timeout(&socket, Timeout::Send, None)?;
    Ok(socket.into())
}

/// Makes a socket at a path with these permissions, never with wider ones, and listens.
///
/// # Errors
/// When something is at the path already, or its directory takes nothing.
pub fn bind(path: &Path, mode: u32) -> io::Result<UnixListener> {
    let address = address(path)?;
    let socket = socket()?;
    let mode = Mode::from_raw_mode(mode & 0o777);
    // The file gets the permissions of the socket less the process's mask, then what the mask took away.
    rustix::fs::fchmod(&socket, mode)?;
    rustix::net::bind(&socket, &SocketAddrUnix::new(&address.path)?)?;
    rustix::fs::chmod(&address.path, mode)?;
    rustix::net::listen(&socket, BACKLOG)?;
    Ok(socket.into())
}
