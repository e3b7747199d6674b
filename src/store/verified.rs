//! Verifies a record, which takes no lock and writes nothing: by itself, against heads from outside, and against sled.
//!
//! Must not judge a sled that an owner is writing: it is ahead of what was read of the journal.

use crate::store::error::StoreError;
use crate::store::file_names::SLED;
use crate::store::home;
use crate::store::index::{self, Tables};
use crate::store::journal::line::Tip;
use crate::store::journal::told::OutsideHead;
use crate::store::journal::verify::{VerifyReport, is_study, verify_with};
use crate::store::options::Progress;
use crate::text::store::{Remark, Unsound};
use std::path::Path;

/// Memory for reading sled: only its mark is read.
const CACHE: u64 = 4 << 20;

/// Verifies the record in a directory: every line's own hash, the chain, the numbers, the heads and sled.
///
/// # Errors
/// When there is no study, it was made by a newer program, or it cannot be read.
pub fn verify(dir: &Path) -> Result<VerifyReport, StoreError> {
    verify_against(dir, None, &mut |_, _| {})
}

/// The same, looking for the entry with the hash `wanted`, in hex; `progress` is called during a long reading, with bytes.
///
/// # Errors
/// As for [`verify`].
pub fn verify_against(
    dir: &Path,
    wanted: Option<&str>,
    progress: Progress<'_>,
) -> Result<VerifyReport, StoreError> {
    verify_outside(dir, wanted, &[], progress)
}

/// The same, and compares the record with heads that were kept outside of the study; one that it does not hold is a
/// finding.
///
/// # Errors
/// As for [`verify`].
pub fn verify_outside(
    dir: &Path,
    wanted: Option<&str>,
    outside: &[OutsideHead],
    progress: Progress<'_>,
) -> Result<VerifyReport, StoreError> {
    // Before anything in it is opened: a pipe in the place of a file would be waited for without end.
    is_study(dir)?;
    let sled = sled_end(dir);
    let mut report = verify_with(dir, wanted, outside, sled.unwrap_or_default(), progress)?;
    if sled.is_none() {
        report.notes.push(Remark::IndexNotCompared);
    }
    Ok(report)
}

/// Returns the last entry that sled has, where there is a sled and no owner writes it; `None` when it cannot be read.
fn sled_end(dir: &Path) -> Option<Option<Tip>> {
    let path = dir.join(SLED);
    if home::is_owned(dir) || !path.is_dir() {
        return Some(None);
    }
    let (tables, copy) = Tables::open_copy(&path, CACHE).ok()?;
    let end = match &tables {
        Ok(tables) => Some(Some(tables.mark.tip)),
        // One of another form is built anew by the program that opens it.
        Err(fault) if fault.why == Unsound::OtherVersion => Some(None),
        Err(_) => None,
    };
    index::let_go(tables.ok());
    drop(copy);
    // An owner that came meanwhile writes on.
    match home::is_owned(dir) {
        true => Some(None),
        false => end,
    }
}
