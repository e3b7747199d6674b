//! The study directory itself: its lock, its format, its reserve of disk, its permissions.
//!
//! Handles files; must know nothing about entries.

use super::error::{Action, StoreError};
use crate::domain::record::entry::JOURNAL_VERSION;
use crate::store::journal::head;
use crate::store::regular;
use crate::text::store::BackupFault;
use rustix::fs::FlockOperation;
use rustix::io::Errno;
use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const LOCK: &str = "owner.lock";
const FORMAT: &str = "format";
const FORMAT_WORDS: &str = "coreset study, format ";
/// How a backup's format begins.
const BACKUP_WORDS: &str = "coreset backup";
/// The file that holds disk space in reserve; studies have it under this name.
const RESERVE: &str = "ballast";
/// How long, and how often, a lock that another holds is asked for again.
const PATIENCE: Duration = Duration::from_millis(400);
const PAUSE: Duration = Duration::from_millis(10);

/// A study directory, owned by this process for as long as this value lives.
#[derive(Debug)]
pub(super) struct Home {
    /// The directory.
    pub(super) dir: PathBuf,
    lock: Lock,
}

/// A file that this process has locked, for as long as this value lives.
///
/// Closing the file is not enough: a child that was just forked holds what it inherited until it runs its own program, and a
/// busy machine takes its time to get there.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Lock {
    /// Locks a file, if nobody holds it.
    pub(super) fn take(file: File) -> Result<Self, (File, Errno)> {
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Self(file)),
            Err(error) => Err((file, error)),
        }
    }

    /// Returns the file.
    pub(super) fn file(&mut self) -> &mut File {
        &mut self.0
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = rustix::fs::flock(&self.0, FlockOperation::Unlock);
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // Whoever opens the study next has not written its own name while it still decides whether it may.
        let _ = self.lock.0.set_len(0);
    }
}

impl Home {
    /// Checks that the directory can hold a study; makes it when `create` says so.
    pub(super) fn prepare(dir: &Path, create: bool) -> Result<(), StoreError> {
        if !dir.is_dir() {
            // If a file has this name, or a parent may not be searched, making the directory reports it.
            if !create && !dir.exists() {
                return Err(StoreError::NotAStudy {
                    dir: dir.to_owned(),
                });
            }
            refuse_inside(dir)?;
            make_dir(dir)?;
        }
        refuse_network(dir)?;
        // A backup must not become a study; checked before anything is made in it.
        format(dir).map(|_| ())
    }

    /// Locks the directory for this process without changing it; `None` when it has no lock yet, so that nobody owns
    /// it.
    pub(super) fn lock(dir: &Path) -> Result<Option<Lock>, StoreError> {
        match Self::lock_with(dir, OpenOptions::new().read(true).write(true)) {
            Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                Ok(None)
            }
            locked => locked.map(Some),
        }
    }

    /// Makes the lock file and locks it.
    pub(super) fn make_lock(dir: &Path) -> Result<Lock, StoreError> {
        let mut how = OpenOptions::new();
        how.read(true).write(true).create(true).truncate(false);
        Self::lock_with(dir, how.mode(0o600))
    }

    fn lock_with(dir: &Path, how: &OpenOptions) -> Result<Lock, StoreError> {
        let path = dir.join(LOCK);
        let lock = how
            .open(&path)
            .map_err(|error| StoreError::io(Action::Write, &path, error))?;
        lock_or_busy(dir, lock)
    }

    /// Owns the directory with its lock, which gets the name of this process.
    pub(super) fn own(dir: &Path, mut lock: Lock) -> Result<Self, StoreError> {
        let path = dir.join(LOCK);
        let file = lock.file();
        let named = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", std::process::id()));
        match named {
            Ok(()) => {}
            // The name only helps the next process to say who holds the lock; a full disk must not keep the study closed.
            Err(error) if error.kind() == io::ErrorKind::StorageFull => {}
            Err(error) => return Err(StoreError::io(Action::Write, &path, error)),
        }
        Ok(Self {
            dir: dir.to_owned(),
            lock,
        })
    }

    /// Makes the reserve if it is not there; returns whether it is there now.
    pub(super) fn make_reserve(&self, bytes: u64) -> bool {
        let path = self.dir.join(RESERVE);
        if bytes == 0 || path.metadata().is_ok_and(|meta| meta.len() >= bytes) {
            return true;
        }
        let made = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&path)
            .and_then(|file| {
                let flags = rustix::fs::FallocateFlags::empty();
                rustix::fs::fallocate(&file, flags, 0, bytes).map_err(io::Error::from)
            });
        if made.is_err() {
            // Half a reserve would only use up what little is left.
            let _ = std::fs::remove_file(&path);
        }
        made.is_ok()
    }

    /// Gives the reserve back to the disk; returns whether there was one.
    pub(super) fn free_reserve(&self) -> bool {
        std::fs::remove_file(self.dir.join(RESERVE)).is_ok()
    }

    /// Returns the bytes that are free for this user on the study's disk.
    pub(super) fn free(&self) -> Option<u64> {
        let system = rustix::fs::statvfs(&self.dir).ok()?;
        Some(system.f_bavail.saturating_mul(system.f_frsize))
    }
}

/// Writes the format that this program writes.
pub(super) fn write_format_in(dir: &Path) -> Result<(), StoreError> {
    let path = dir.join(FORMAT);
    let new = dir.join("format.new");
    write_new(
        &new,
        format!("{FORMAT_WORDS}{JOURNAL_VERSION}\n").as_bytes(),
    )?;
    std::fs::rename(&new, &path).map_err(|error| StoreError::io(Action::Write, &path, error))?;
    sync_dir(dir)
}

/// Returns whether a process owns the study at this moment; holds nothing up for longer than the question takes.
pub(super) fn is_owned(dir: &Path) -> bool {
    let Ok(lock) = File::open(dir.join(LOCK)) else {
        return false;
    };
    let taken = rustix::fs::flock(&lock, FlockOperation::NonBlockingLockShared);
    // A child that inherits the file must not hold it up.
    let _ = rustix::fs::flock(&lock, FlockOperation::Unlock);
    taken == Err(Errno::WOULDBLOCK)
}

/// Returns whether a study is still owned after the moment that an owner takes to leave, or a child of it to close what
/// it inherited.
pub(super) fn stays_owned(dir: &Path) -> bool {
    let until = Instant::now() + PATIENCE;
    while is_owned(dir) {
        if Instant::now() > until {
            return true;
        }
        std::thread::sleep(PAUSE);
    }
    false
}

/// Takes the lock, waiting a moment for an owner that is just leaving, or for a child of one that was killed, which has not
/// yet closed what it inherited.
fn lock_or_busy(dir: &Path, lock: File) -> Result<Lock, StoreError> {
    let until = Instant::now() + PATIENCE;
    let mut taken = Lock::take(lock);
    loop {
        match taken {
            Err((lock, Errno::WOULDBLOCK)) if Instant::now() < until => {
                std::thread::sleep(PAUSE);
                taken = Lock::take(lock);
            }
            other => {
                taken = other;
                break;
            }
        }
    }
    match taken {
        Ok(lock) => Ok(lock),
        Err((mut lock, Errno::WOULDBLOCK)) => {
            let mut text = String::new();
            // The holder may be about to write its name; without one the message still stands.
            let _ = lock.read_to_string(&mut text);
            Err(StoreError::Busy {
                dir: dir.to_owned(),
                pid: text.trim().parse().ok(),
            })
        }
        Err((_, error)) => Err(StoreError::io(Action::Lock, &dir.join(LOCK), error.into())),
    }
}

/// Returns the format of the study, `None` when the file is not there or says nothing; refuses a newer one.
pub(super) fn format(dir: &Path) -> Result<Option<u32>, StoreError> {
    let path = dir.join(FORMAT);
    let text = match regular::read(&path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io(Action::Read, &path, error)),
    };
    if text.starts_with(BACKUP_WORDS) {
        return Err(StoreError::Backup {
            fault: BackupFault::NotAStudy {
                dir: dir.to_owned(),
            },
        });
    }
    let number = text.strip_prefix(FORMAT_WORDS).map(str::trim);
    let found = number.and_then(|number| match number.parse() {
        Ok(found) => Some(found),
        // More than any number known here is newer still.
        Err(_) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => {
            Some(u32::MAX)
        }
        Err(_) => None,
    });
    match found {
        Some(found) if found > JOURNAL_VERSION => Err(StoreError::Newer {
            dir: dir.to_owned(),
            found,
            known: JOURNAL_VERSION,
        }),
        // Anything but what is written is damage, and is written again.
        Some(found) if text == format!("{FORMAT_WORDS}{found}\n") => Ok(Some(found)),
        Some(_) | None => Ok(None),
    }
}

/// Refuses a directory inside a study or a backup, since a mistyped path would make another study there.
///
/// # Errors
/// The study or backup that it lies in.
pub fn refuse_inside(dir: &Path) -> Result<(), StoreError> {
    let Ok(absolute) = std::path::absolute(dir) else {
        return Ok(());
    };
    // For a path that does not exist yet, the nearest existing parent says where it would be.
    let there = absolute
        .ancestors()
        .find_map(|path| Some((path, path.canonicalize().ok()?)));
    let Some((nearest, real)) = there else {
        return Ok(());
    };
    let own = usize::from(nearest == absolute);
    let holds = |path: &&Path| {
        // A directory that cannot be read is not a study that this process could harm.
        regular::read(&path.join(FORMAT)).is_ok_and(|text| {
            text.starts_with(FORMAT_WORDS.as_bytes()) || text.starts_with(BACKUP_WORDS.as_bytes())
        }) || !head::read(path).is_empty()
    };
    match real.ancestors().skip(own).find(holds) {
        Some(study) => Err(StoreError::Inside {
            dir: dir.to_owned(),
            study: study.to_owned(),
        }),
        None => Ok(()),
    }
}

/// Makes a directory that only its owner can enter.
pub(super) fn make_dir(path: &Path) -> Result<(), StoreError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(|error| StoreError::io(Action::Make, path, error))
}

/// Writes a new file that only its owner can read, and takes it to the disk.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .map_err(|error| StoreError::io(Action::Write, path, error))
}

/// Takes the names in a directory to the disk.
pub(super) fn sync_dir(path: &Path) -> Result<(), StoreError> {
    File::open(path)
        .and_then(|dir| dir.sync_all())
        .map_err(|error| StoreError::io(Action::Sync, path, error))
}

/// Closes files and directories made by others to everyone but the owner.
pub(super) fn close_to_others(path: &Path) -> io::Result<()> {
    let mode = if path.is_dir() { 0o700 } else { 0o600 };
    std::fs::set_permissions(path, Permissions::from_mode(mode))?;
    if path.is_dir() {
        for item in std::fs::read_dir(path)? {
            close_to_others(&item?.path())?;
        }
    }
    Ok(())
}

/// Returns a path beside `path` that is not taken yet, marked with a time.
pub(super) fn aside(path: &Path, stamp: &str) -> PathBuf {
    aside_as(path, "bad", stamp)
}

/// The same, with a word for why it is set aside.
pub(super) fn aside_as(path: &Path, word: &str, stamp: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut number = 1_u32;
    loop {
        let mark = if number == 1 {
            format!("{name}.{word}-{stamp}")
        } else {
            format!("{name}.{word}-{stamp}-{number}")
        };
        let candidate = path.with_file_name(mark);
        if candidate.symlink_metadata().is_err() {
            return candidate;
        }
        number += 1;
    }
}

#[cfg(target_os = "linux")]
fn refuse_network(dir: &Path) -> Result<(), StoreError> {
    let system = rustix::fs::statfs(dir)
        .map_err(|error| StoreError::io(Action::Inspect, dir, error.into()))?;
    // The magic is 32 bits wide whatever the type of the field on this machine.
    let magic = (system.f_type as u64 & 0xffff_ffff) as u32;
    match network_name(magic) {
        Some(system) => Err(StoreError::Network {
            dir: dir.to_owned(),
            system,
        }),
        None => Ok(()),
    }
}

#[cfg(not(target_os = "linux"))]
fn refuse_network(_: &Path) -> Result<(), StoreError> {
    Ok(())
}

/// Returns the name of a file system that is shared or runs outside the kernel; numbers from linux/magic.h and each system's own header.
#[cfg(any(target_os = "linux", test))]
fn network_name(magic: u32) -> Option<&'static str> {
    Some(match magic {
        0x6969 => "NFS",
        0xff53_4d42 => "CIFS",
        0x517b => "SMB",
        0xfe53_4d42 => "SMB2",
        0x6573_5546 => "FUSE",
        0x0102_1997 => "9P",
        0x5346_414f | 0x6b41_4653 => "AFS",
        0x00c3_6400 => "Ceph",
        0x564c => "NCP",
        0x7375_7245 => "Coda",
        0x0bd0_0bd0 => "Lustre",
        0x0116_1970 => "GFS2",
        0x7461_636f => "OCFS2",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_file_systems_are_known_by_name_and_local_ones_pass() {
        assert_eq!(network_name(0x6969), Some("NFS"));
        assert_eq!(network_name(0xff53_4d42), Some("CIFS"));
        assert_eq!(network_name(0x6573_5546), Some("FUSE"));
        for local in [0xef53, 0x0102_1994, 0x5846_5342, 0x9123_683e, 0x794c_7630] {
            assert_eq!(network_name(local), None);
        }
    }

    #[test]
    fn a_lock_ends_with_its_owner_whoever_inherited_its_file() {
        let dir = tempfile::tempdir().unwrap();
        let mut lock = Home::make_lock(dir.path()).unwrap();
        // As a child has it that was just forked.
        let inherited = lock.file().try_clone().unwrap();
        drop(lock);
        let file = File::open(dir.path().join(LOCK)).unwrap();
        assert!(Lock::take(file).is_ok());
        drop(inherited);
    }

    #[test]
    fn a_second_taker_is_told_who_holds_it() {
        let dir = tempfile::tempdir().unwrap();
        assert!(Home::lock(dir.path()).unwrap().is_none());
        let lock = Home::make_lock(dir.path()).unwrap();
        let _first = Home::own(dir.path(), lock).unwrap();
        let error = Home::lock(dir.path()).unwrap_err();
        let text = error.to_string();
        assert!(text.contains(&std::process::id().to_string()), "{text}");
        assert!(is_owned(dir.path()));
    }

    #[test]
    fn nothing_set_aside_is_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sled");
        let first = aside(&path, "t");
        std::fs::write(&first, "x").unwrap();
        assert_ne!(aside(&path, "t"), first);
    }
}
