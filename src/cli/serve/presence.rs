//! Watches whether a study directory is still the one that was opened; the kernel reports changes, so nothing is polled.
//!
//! A server must not serve a study from memory after its directory was removed. This reports it once; the caller acts.

use rustix::fs::inotify::{CreateFlags, WatchFlags, add_watch, init};
use rustix::io::{Errno, read};
use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::thread;

/// What tells a directory from another of the same name.
type Identity = (u64, u64);

fn identity(dir: &Path) -> Option<Identity> {
    let dir = fs::metadata(dir).ok()?;
    Some((dir.dev(), dir.ino()))
}

/// A directory that is watched.
pub(super) struct Presence {
    dir: PathBuf,
    own: Option<Identity>,
    events: OwnedFd,
}

impl Presence {
    /// Watches a directory, from now on, so that no moment is missed.
    ///
    /// # Errors
    /// When the system watches no more directories.
    pub(super) fn watch(dir: &Path) -> io::Result<Self> {
        let events = init(CreateFlags::CLOEXEC)?;
        let own = identity(dir);
        // The directory above tells of its removal, which it tells itself only when nobody has it open.
        let gone = WatchFlags::DELETE | WatchFlags::MOVED_FROM;
        let itself = WatchFlags::DELETE_SELF | WatchFlags::MOVE_SELF;
        add_watch(&events, dir.parent().unwrap_or(dir), gone | itself)?;
        add_watch(&events, dir, itself)?;
        Ok(Self {
            dir: dir.to_owned(),
            own,
            events,
        })
    }

    /// Calls `gone` once when the directory is another or not there.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub(super) fn tell(self, gone: impl FnOnce() + Send + 'static) -> io::Result<()> {
        let look = move || {
            let mut events = [0; 4096];
            while self.own.is_some() && identity(&self.dir) == self.own {
                match read(&self.events, &mut events) {
                    Ok(_) | Err(Errno::INTR) => {}
                    // The watch has failed; the study is served all the same.
                    Err(_) => return,
                }
            }
            gone();
        };
        thread::Builder::new()
            .name("presence".to_owned())
            .spawn(look)
            .map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::time::Duration;

    fn told(change: impl FnOnce(&Path)) -> bool {
        let dir = tempfile::tempdir().unwrap();
        let study = dir.path().join("study");
        fs::create_dir(&study).unwrap();
        let held = fs::File::open(&study).unwrap();
        let presence = Presence::watch(&study).unwrap();
        let (sender, gone) = mpsc::channel();
        presence.tell(move || sender.send(()).unwrap()).unwrap();
        fs::write(dir.path().join("beside"), "").unwrap();
        fs::remove_file(dir.path().join("beside")).unwrap();
        assert!(gone.try_recv().is_err());
        change(&study);
        let told = gone.recv_timeout(Duration::from_secs(20)).is_ok();
        drop(held);
        told
    }

    #[test]
    fn a_directory_that_is_taken_away_or_put_elsewhere_is_told_of() {
        assert!(told(|study| fs::remove_dir(study).unwrap()));
        assert!(told(
            |study| fs::rename(study, study.with_extension("old")).unwrap()
        ));
        assert!(told(|study| {
            fs::rename(study, study.with_extension("old")).unwrap();
            fs::create_dir(study).unwrap();
        }));
    }
}
