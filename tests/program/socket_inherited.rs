//! A socket that the system's service manager made is taken over as it gives it: as file 3 of a new process.

use coreset::protocol;
use coreset::server::socket::Socket;
use rustix::io::{FdFlags, fcntl_setfd};
use std::env;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

/// Says to a process started by this test what it is to do.
const STEP: &str = "CORESET_TEST_STEP";
const PATH: &str = "CORESET_TEST_SOCKET";

fn path() -> PathBuf {
    env::var_os(PATH).unwrap().into()
}

/// As the service manager does: the socket is file 3, and the process is told so under its own number.
fn hand_over() {
    let listener = UnixListener::bind(path()).unwrap();
    assert_eq!(listener.as_raw_fd(), 3);
    fcntl_setfd(&listener, FdFlags::empty()).unwrap();
    let error = Command::new(env::current_exe().unwrap())
        .args(env::args().skip(1))
        .env(STEP, "take over")
        .env("LISTEN_PID", std::process::id().to_string())
        .env("LISTEN_FDS", "1")
        .exec();
    panic!("{error}");
}

fn take_over() {
    let _socket = Socket::inherited().unwrap().unwrap();
    // It listens: the connection waits to be taken.
    protocol::connect(&path()).unwrap();
    println!("taken over");
}

#[test]
fn a_socket_of_the_service_manager_is_taken_over() {
    match env::var(STEP).as_deref() {
        Ok("hand over") => return hand_over(),
        Ok(_) => return take_over(),
        Err(_) => {}
    }
    assert!(Socket::inherited().unwrap().is_none(), "nobody gave one");
    let dir = tempfile::tempdir().unwrap();
    let closed = "exec 3<&-; exec \"$0\" \"$@\"";
    let output = Command::new("/bin/sh")
        .args(["-c", closed])
        .arg(env::current_exe().unwrap())
        .args([
            "--exact",
            "socket_inherited::a_socket_of_the_service_manager_is_taken_over",
        ])
        .args(["--nocapture", "--test-threads=1"])
        .env(STEP, "hand over")
        .env(PATH, dir.path().join("socket"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("taken over"),
        "{output:?}"
    );
}
