//! The index, which sled holds: everything is read from it, and it is built from the journal, never the other way round.
//!
//! The one room that names sled. What tames it, and why:
//!
//! | guard | against |
//! |---|---|
//! | `guard` | a panic inside sled on damaged files: it becomes a reason in words, and the trees are built anew |
//! | parts of 4 KiB in `tables` | pages that sled keeps in files which it never syncs |
//! | `mark` | trees that lost something, or are of another form: the sum over all that they hold is wrong then |
//! | `scan` | a cache that grows by 200 MB in a long scan, since sled counts a page only at its 64th access |
//! | the mark of a building in `tables` | trees whose building was broken off: they have entries and lack summaries |
//! | another try for the lock in `tables` | threads of sled that hold on for a moment to files that were closed |
//! | `sled_timers`, and no flusher | threads that wake an idle processor once or twice a second for ever |
//! | the syncs of `Tables::sync` | heads that say sled has more on the disk than it has: it would be built anew |
//! | `close` and `let_go` in `replay` | closing broken trees, which can panic or take long |
//! | `journal_copy` | a journal damaged where sled's copy of its lines is whole: it is repaired from there |
//!
//! Must not decide what is true: whatever it cannot read is built again from the journal.

mod cache;
mod changes;
mod guard;
mod journal_copy;
mod mark;
mod replay;
mod scan;
mod sled_timers;
mod table;
mod tables;

pub(in crate::store) use cache::RecordCache;
pub(in crate::store) use guard::Fault;
pub use guard::is_guarded;
pub(in crate::store) use journal_copy::Log;
pub(in crate::store) use replay::{Source, Trouble, close, let_go, rebuild, replay, summarise_all};
pub(in crate::store) use tables::Tables;
