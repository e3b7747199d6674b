//! The words of the screen of `screens::lock`.

use crate::domain::record::lock::Scope;

/// The words of the screen of `screens::lock`. `form` is the title of the form that is locked; empty for a wider part.
pub trait Lock {
    /// Offers to lock a part.
    fn lock_part(&self, scope: &Scope, form: &str) -> String;

    /// Offers to unlock a part.
    fn unlock_part(&self, scope: &Scope, form: &str) -> String;

    /// Asks for the reason to lock a part.
    fn why_lock(&self, scope: &Scope, form: &str) -> String;

    /// Asks for the reason to unlock a part.
    fn why_unlock(&self, scope: &Scope, form: &str) -> String;

    /// Says what Enter does below a reason to lock, in a word.
    fn enter_locks(&self) -> &'static str;

    /// Says what Enter does below a reason to unlock, in a word.
    fn enter_unlocks(&self) -> &'static str;

    /// Says that the reason held the passphrase, without repeating it, and what to do.
    fn reason_holds_passphrase(&self) -> &'static str;

    /// Said to who gives no reason.
    fn lock_needs_reason(&self) -> &'static str;
}
