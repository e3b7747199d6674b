//! sled: what is read, built from the journal and never the other way round.
//!
//! The one room that names sled. What tames it, and why:
//!
//! | guard | against |
//! |---|---|
//! | `guard` | a panic inside sled on damaged files: it becomes a reason in words, and the trees are built anew |
//! | parts of 4 KiB in `tables` | pages that sled keeps in files which it never syncs |
//! | `mark` | trees that lost something, or are of another form: the sum over all that they hold is wrong then |
//! | `scan` | a cache that grows by 200 MB in a long scan, since sled counts a page only at its 64th access |
//! | `sled_timers` | threads that wake an idle processor once a second for ever |
//! | `journal_copy` | a journal damaged where sled's copy of its lines is whole: it is repaired from there |
//!
//! Must not decide what is true: whatever it cannot read is built again from the journal.

pub(crate) mod cache;
pub(crate) mod changes;
pub(crate) mod guard;
pub(crate) mod journal_copy;
pub(crate) mod mark;
pub(crate) mod replay;
pub(crate) mod scan;
pub(crate) mod sled_timers;
pub(crate) mod tables;
