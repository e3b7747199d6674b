//! What commands say of heads that are kept outside of a study.

use crate::domain::record::heads::MissingHead;
use crate::text::prints::Advice;
use std::path::Path;

/// What commands say of heads that are kept outside of a study.
pub trait Heads {
    /// Says that no account misses an entry, and how to see which are missed.
    fn entry_not_missed(&self, seq: u64) -> Advice;

    /// Says that it was accepted that entries up to one may be missing.
    fn missing_accepted(&self, seq: u64) -> String;

    /// Lists the entries that accounts were told and the record lacks, or says that there are none.
    fn missing_heads(&self, missing: &[MissingHead]) -> String;

    /// Says in which file the head of a backup is kept too.
    fn head_kept(&self, file: &Path) -> String;

    /// Says that the head of a backup could not be kept beside it, and what to do.
    fn head_not_kept(&self, error: &str) -> String;

    /// Says that a file of heads cannot be read.
    fn heads_not_read(&self, file: &Path, error: &str) -> String;

    /// Says that a file of heads lies in the study that it is to prove, and where to keep it.
    fn heads_in_study(&self, file: &Path) -> Advice;

    /// Says that a line of a file is no head, and what one is.
    fn no_head_in_line(&self, file: &Path, line: u64) -> Advice;

    /// Stands for the place of a head whose line names none.
    fn unnamed_place(&self) -> &'static str;

    /// Says that a restore stands in the restored record.
    fn restore_recorded(&self) -> &'static str;

    /// Says that a restore could not be recorded in the restored study, and what follows.
    fn restore_not_in_record(&self, why: &str) -> Advice;

    /// Says why an account without a home keeps no head.
    fn account_without_home(&self) -> &'static str;
}
