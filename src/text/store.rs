//! What goes wrong with a study directory or a backup, and what is found in one.

mod backup;
mod error;
mod journal;
mod opening;
mod remains;

pub use backup::BackupFault;
pub use error::{
    Action, ClosedBy, JournalLeft, Misfit, NameFault, NameOf, NoProof, Sort, StoreError, Stretches,
    Unfit, Work,
};
pub use journal::{Flaw, Remark, Spot, Unread};
pub use opening::{BesideDamage, Opening, Unsound};
pub use remains::{Aside, AsideKind, Remains, RemainsKind};

/// What goes wrong with a study directory or a backup, and what is found in one.
pub trait Store {
    /// Says what went wrong.
    fn store_error(&self, error: &StoreError) -> String;

    /// Says what to do about it.
    fn store_hint(&self, error: &StoreError) -> &'static str;

    /// Says what is wrong with sled's files, in the middle of a sentence.
    fn unsound(&self, why: &Unsound) -> String;

    /// Says what was found when a study was opened.
    fn opening(&self, found: &Opening) -> String;

    /// Says what is wrong with a small file beside the record, and what follows.
    fn beside_damage(&self, damage: &BesideDamage) -> String;

    /// Says what is wrong in a journal.
    fn flaw(&self, flaw: &Flaw) -> String;

    /// Says what is no damage and still worth knowing.
    fn remark(&self, remark: &Remark) -> String;

    /// Names entries, such as `entries 3, 12 to 14`; nothing where there are none.
    fn entry_numbers(&self, stretches: &[(u64, u64)]) -> String;
}
