//! Where the journal of a study stands: in its own directory, or in that of a repair that was broken off.

use super::walk;
use crate::store::error::{Action, StoreError};
use crate::store::file_names::JOURNAL;
use std::path::{Path, PathBuf};

/// Where a repair writes the journal anew.
pub(in crate::store) const NEW: &str = "journal.new";

/// Returns the directory in which the journal stands: that of a repair when the old one was moved away already.
pub(in crate::store) fn standing(dir: &Path) -> PathBuf {
    let (journal, new) = (dir.join(JOURNAL), dir.join(NEW));
    match !journal.exists() && new.exists() {
        true => new,
        false => journal,
    }
}

/// Returns the files of the journal; none where there is no journal.
pub(in crate::store) fn segments(dir: &Path) -> Result<Vec<(u32, PathBuf)>, StoreError> {
    let journal = standing(dir);
    match walk::segments(&journal) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        found => found.map_err(|error| StoreError::io(Action::Read, &journal, error)),
    }
}
