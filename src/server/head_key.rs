//! The key with which a server proves that it told a head: kept beside the passphrases, and in no backup.
//!
//! With the proof a missing head stops everybody; without it, it may be an invention of whoever says it, and stops
//! only them. Whoever owns the study's files can make a proof; it protects against other users.

use crate::store::random;
use rustix::fs::{Mode, OFlags, open};
use std::cell::OnceCell;
use std::fs::{File, OpenOptions, hard_link, remove_file};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Name of the file in a study directory, also on its way to its name.
const NAME: &str = "heads.key";
const NEW: &str = "heads.key.new";
const LENGTH: usize = 32;

/// Makes and compares proofs; without a key it makes none and believes none.
#[derive(Debug)]
pub(super) struct HeadKey {
    dir: PathBuf,
    /// Read or made once it is needed; `None` where neither could be done.
    key: OnceCell<Option<[u8; LENGTH]>>,
}

impl HeadKey {
    /// Returns the key of the study in a directory; nothing is read or made yet.
    pub(super) fn new(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
            key: OnceCell::new(),
        }
    }

    /// Returns the proof that this server told a head; `None` where it has no key.
    pub(super) fn proof(&self, seq: u64, hash: &str) -> Option<String> {
        Some(proof(&self.key()?, seq, hash).to_hex().to_string())
    }

    /// Returns whether a proof is this server's own.
    pub(super) fn holds(&self, seq: u64, hash: &str, given: &str) -> bool {
        let given = blake3::Hash::from_hex(given);
        // Comparing two of these takes the same time whatever they are.
        self.key()
            .is_some_and(|key| given.is_ok_and(|given| proof(&key, seq, hash) == given))
    }

    fn key(&self) -> Option<[u8; LENGTH]> {
        let read_or_made = || read(&self.dir).or_else(|_| make(&self.dir)).ok();
        *self.key.get_or_init(read_or_made)
    }
}

fn proof(key: &[u8; LENGTH], seq: u64, hash: &str) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new_keyed(key);
    hasher.update(b"coreset head");
    hasher.update(&seq.to_le_bytes());
    hasher.update(hash.as_bytes());
    hasher.finalize()
}

fn read(dir: &Path) -> io::Result<[u8; LENGTH]> {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let mut key = [0; LENGTH];
    File::from(open(dir.join(NAME), flags, Mode::empty())?).read_exact(&mut key)?;
    Ok(key)
}

/// Makes a key where there is none; one that is there and damaged stays.
fn make(dir: &Path) -> io::Result<[u8; LENGTH]> {
    let key: [u8; LENGTH] = random()?;
    let new = dir.join(NEW);
    match remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        // One that an earlier end left half written.
        _ => {}
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&new)?;
    file.write_all(&key)?;
    file.sync_all()?;
    let linked = hard_link(&new, dir.join(NAME));
    remove_file(&new)?;
    linked.map(|()| key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_proof_holds_for_its_head_and_key_alone_also_after_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let hash = "ab".repeat(32);
        let proof = HeadKey::new(dir.path()).proof(7, &hash).unwrap();
        let again = HeadKey::new(dir.path());
        assert!(again.holds(7, &hash, &proof));
        assert!(!again.holds(8, &hash, &proof));
        assert!(!again.holds(7, &"ac".repeat(32), &proof));
        assert!(!again.holds(7, &hash, "words"));
        let mode = std::fs::metadata(dir.path().join(NAME))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        let other = tempfile::tempdir().unwrap();
        assert!(!HeadKey::new(other.path()).holds(7, &hash, &proof));
    }

    #[test]
    fn a_damaged_key_stays_and_proves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(NAME), b"short").unwrap();
        let key = HeadKey::new(dir.path());
        assert_eq!(key.proof(7, "ab"), None);
        assert_eq!(std::fs::read(dir.path().join(NAME)).unwrap(), b"short");
        let gone = HeadKey::new(&dir.path().join("gone")).proof(7, "ab");
        assert_eq!(gone, None);
    }
}
