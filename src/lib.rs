//! `coreset`: the IMACS core set measures of a myositis trial, entered at the bedside.
//!
//! # The house
//!
//! ```text
//! cli              one file per subcommand; wires the rest
//! tools            synthetic participants, batch scores, printed forms, qualification
//! term             line mode, signals, the one write of a frame, the loop
//! screens          a folder for each screen, over a workspace and a stack: update(Msg) -> Vec<Effect>, view -> frame; pure
//! link             the client whose server is another process; finds it again when it was lost
//! server           owns one study directory: appends, reads, answers
//! protocol         the messages between them, frames, versions, limits
//! store            journal (the truth) · index (sled, ready to read) · backup · repair
//! study_directory  the files that a site has put into its study directory
//! export           records and entries -> CSV, REDCap, ODM, Dataset-JSON, XPORT, reports; pure, over iterators
//! import           files of others -> what would be stored, against the record; pure, over bytes
//! text             typed messages in, words out
//! input            bytes -> keys -> actions; one line of text being edited
//! domain           pure: no I/O, clock, terminal, environment, binary floats. Its rooms, top to bottom:
//!   views          read models folded from records: list and finder, overview, timeline, review, re-check, history, audit
//!   rules          THE rule book: may this event be stored, and must somebody be asked first
//!   course         what the logs say: eligibility, treatment, events
//!   verdict        change, definition of improvement, registered reading, total improvement score
//!   study          protocol, schedule, laboratories, the study that comes with the program
//!   forms          the engine of all forms, a folder for each, one table
//!   treatment      drug tables and arithmetic
//!   record         event, entry, session, participant, query, signature, lock, user
//!   base           exact numbers, partial dates, ids, answers, TOML with positions
//! ```
//!
//! # Who owns what
//!
//! ```text
//!  terminal (ssh)      terminal (ssh)      command           each its own process
//!  screens, term       screens, term       cli
//!      | Request           |                   |
//!  link::Remote        link::Remote        link::Remote      identity: not said, known by the kernel
//!      +------ protocol: frames on a Unix socket -----+
//!                          |
//!  server::listener    two threads a connection; a bad, slow or silent one ends alone
//!                          |  a connection each
//!  server::owner       ONE thread: asks domain::rules, keeps presence and the searched list
//!                          |  one write and one sync for all that waits
//!  store               journal (the truth), sled (what is read), heads; owner.lock
//! ```
//!
//! Nobody but the owner has the store, and nobody but the store has the files: `tests/domain/layers.rs` says so.
//! What only reads the journal (`verify`, `backup`) takes no lock: it reads beside the owner, up to an entry that the
//! head slots acknowledge.
//! The owner sits in the process of `coreset serve`, or beside the screens ([`server::local`]) for a study
//! that is thrown away; the program above cannot tell which.
//!
//! Imports run downward only; `tests/domain/layers.rs` reads every path of the sources and says so.
//!
//! # One key press
//!
//! Bytes become a [`input::key::Key`], the key a [`screens::effect::Msg`]. [`screens::app::App::update`] gives it to the
//! topmost layer: as text if the focused field can take the character, else as the action that the
//! keymap binds to it; once a word is open, every character is a part of it. An accepted answer becomes events,
//! which leave as an [`screens::effect::Effect`]; `term` hands them to the [`protocol::messages::Client`]. The owner of the study
//! has them judged by [`domain::rules::admit()`] and appends them to the journal.
//! The paint of what was typed does not wait for that. The word *saved* does: it appears when the
//! receipt comes back, which is after the journal's `fdatasync`.
//!
//! # What never happens
//!
//! - A value is never a binary fraction: decimals are exact from the key to the verdict.
//! - A blank is never a zero, and a missing reason is never a number.
//! - Nothing of one trial is a constant: schedule, forms, limits and rules are data.
//! - An entry of the journal is never changed or removed; what sled holds is rebuilt from it.
//! - The terminal is never asked anything, and nothing is drawn that has not changed.

pub mod cli;
pub mod domain;
pub mod export;
pub mod import;
pub mod input;
pub mod link;
pub mod protocol;
pub mod screens;
pub mod server;
pub mod store;
pub mod study_directory;
pub mod term;
pub mod text;
pub mod tools;
