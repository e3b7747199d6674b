//! The file of stored forms: a JSON object from login names to lists of them.
//!
//! Written new beside the old one, taken to the disk and renamed, so that it is always one of the two. A
//! user has a second form only while the proof of the newer one is not yet in the record.

use super::proof_of;
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// Name of the file in a study directory.
pub(super) const NAME: &str = "passphrases";
const NEW: &str = "passphrases.new";

/// The stored forms of each user.
pub(super) type Forms = BTreeMap<String, Vec<String>>;

/// Returns the stored forms of a user.
pub(super) fn forms(dir: &Path, user: &str) -> io::Result<Vec<String>> {
    Ok(all(dir)?.remove(user).unwrap_or_default())
}

/// Adds a stored form of a user, and takes away all others but the one with the proof of the record.
pub(super) fn put(dir: &Path, user: &str, proof: Option<&str>, form: String) -> io::Result<()> {
    let mut all = all(dir)?;
    let own = all.entry(user.to_owned()).or_default();
    own.retain(|form| proof.is_some_and(|proof| proof_of(form) == proof));
    own.push(form);
    let mut text = serde_json::to_vec_pretty(&all)?;
    text.push(b'\n');
    let new = dir.join(NEW);
    match std::fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        // One that an earlier end left half written.
        _ => {}
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&new)?;
    file.write_all(&text)?;
    file.sync_all()?;
    std::fs::rename(&new, dir.join(NAME))?;
    File::open(dir)?.sync_all()
}

/// Returns the stored forms of all users; none where there is no file.
pub(super) fn all(dir: &Path) -> io::Result<Forms> {
    let path = dir.join(NAME);
    match path.metadata() {
        // A pipe in its place would be waited for without end.
        Ok(meta) if !meta.is_file() => Err(io::Error::other("it is not a regular file")),
        Ok(_) => Ok(serde_json::from_slice(&std::fs::read(path)?)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Forms::new()),
        Err(error) => Err(error),
    }
}
