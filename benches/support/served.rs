//! A study served in this process at a socket in its directory.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each bench uses a part and may fail"
)]

use coreset::cli::open::open;
use coreset::server::Options;
use coreset::server::limits::Limits;
use coreset::server::listener::Listener;
use coreset::server::log::Log;
use coreset::server::owner::Owner;
use coreset::server::socket::{OWN, Socket};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Options that ask for no room on the disk.
pub fn options() -> Options {
    Options {
        floor_bytes: 0,
        ..Options::default()
    }
}

pub struct Served {
    pub owner: Arc<Owner>,
    listener: Listener,
    socket: PathBuf,
}

impl Served {
    pub fn start(dir: &Path) -> Self {
        let owner = Arc::new(Owner::start(open(dir, false, options()).unwrap()).unwrap());
        let path = dir.join("socket");
        let socket = Socket::bind(&path, OWN).unwrap();
        let log = Arc::new(Log::errors());
        let listener = Listener::start(socket, Arc::clone(&owner), log, Limits::default()).unwrap();
        Self {
            owner,
            listener,
            socket: path,
        }
    }

    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// Ends the listener; its clients must be gone.
    pub fn stop(self) {
        self.listener.stop(Duration::from_secs(5));
    }
}
