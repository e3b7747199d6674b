//! The rule book: decides whether events may be stored, and whether the user must be asked first.
//!
//! [`admit()`] judges what a client wants to have stored. The owner of a study asks it for every client; the screens
//! call the same rules to say it earlier.
//!
//! Each file answers one question. `who`, `locks`, `hidden`, `reasons`, `content`, `order`, `text_limits`, `own_request`, `users`
//! and `saved` answer it in a `match` over every kind of event without a wildcard, and `when`, `backups` and `conflict`
//! ask `record::event`, which has such matches: a new kind does not compile until all of these are answered. `sign`
//! judges signatures alone, and `checks` looks at answers, so that a new kind passes them unnoticed.
//!
//! | question | file |
//! |---|---|
//! | who may bring it about, and in which role | `who` |
//! | when, and after what | `when` |
//! | under which lock | `locks` |
//! | whether the user sees what it changes | `hidden` |
//! | with which reason | `reasons` |
//! | which reasons to keep a value fit its field | `keep_reasons` |
//! | whether what it names, says and claims can be | `content` |
//! | in which order, and after which content | `order` |
//! | which scores the owner stores with it | `kept` |
//! | how long its texts and its line may be | `text_limits` |
//! | whether it is from a file of others, and what that lends | `imported` |
//! | whether it needs a request of its own | `own_request` |
//! | whether it needs the user's passphrase, and holds it in words | `proof` |
//! | whether somebody is enrolled a second time | `alike` |
//! | what a change of the list of users must keep | `users` |
//! | whether a backup is one of this record | `backups` |
//! | what stands in the way of a signature | `sign` |
//! | what it writes, so that others' answers are not overwritten unseen | `conflict` |
//! | which events the screens count as *saved* once the owner has answered | `saved` |
//! | whether somebody must be asked first, as at a soft limit | `checks` |
//! | whether they were: a value that was not asked about is refused | `content::unasked` |
//!
//! Must not write: the owner stores what is admitted.

#![deny(clippy::wildcard_enum_match_arm)]

mod admit;
mod ahead;
mod alike;
pub mod amend;
mod backups;
#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "checks look at fields and answers, not at events"
)]
pub mod checks;
pub mod conflict;
#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "below its own match over events it looks at fields and answers"
)]
mod content;
pub mod heads;
mod hidden;
mod imported;
pub mod keep_reasons;
mod kept;
pub mod locks;
pub mod order;
pub mod own_request;
mod passphrase;
mod passphrase_fault;
mod proof;
pub mod reasons;
mod refusal;
pub mod saved;
mod shown;
pub mod sign;
mod stage;
pub mod text_limits;
mod users;
mod when;
pub mod who;
mod world;

pub use admit::{Append, Asker, admit};
pub use ahead::Ahead;
pub use content::{
    ContentFault, HiddenUntil, MOST_ATTEMPTS, MoveFault, StatusFault, check_away, check_begun,
    check_consent, check_correction, check_dated, check_here, check_not_removed, check_status,
    check_unscheduled, check_voided, form_of, moved_answers, stays_open,
};
pub use hidden::{hidden_from, hidden_from_earlier};
pub use passphrase::{LONGEST_PASSPHRASE, check_passphrase, is_passphrase_in};
pub use passphrase_fault::{PassphraseFault, PassphraseTrouble};
pub use proof::{Proof, needs_proof};
pub use refusal::{AmendFault, Doing, ExportFault, Hindrance, MapFault, Refusal};
pub use world::{Unread, World};
