//! `coreset`: the IMACS core set measures of a myositis trial, entered at the bedside.
//!
//! # The house
//!
//! ```text
//! domain    pure: instruments, scores, change, verdicts, study, participant, session, entry
//! library   the forms and the study that come with the program, and a study directory's own
//! batch     JSON Lines in, scores out; demo: synthetic participants
//! blank     printable blank forms
//! locks     std's locks, for state that a panic leaves whole
//! store     the journal (the truth) and sled (the sessions, ready to read)
//! server    owns one study directory: appends, reads, answers
//! client    what a terminal or a command uses to reach the server
//! wire      what goes over the socket between them: frames, versions, limits
//! link      the client whose server is another process; finds it again when it was lost
//! qualify   every requirement by id, shown on a scratch study
//! input     bytes -> keys -> actions; one line of text being edited
//! app       the terminal program's state: update(Msg) -> Vec<Effect>; pure
//! ui        view(&Model) -> frame; changes nothing
//! term      line mode, signals, the one write of a frame, the loop
//! cli       one file per subcommand; wires the rest
//! ```
//!
//! # Who owns what
//!
//! ```text
//!  terminal (ssh)      terminal (ssh)      command           each its own process
//!  app, ui, term       app, ui, term       cli
//!      | Request           |                   |
//!  link::Remote        link::Remote        link::Remote      identity: not said, known by the kernel
//!      +-------- wire: frames on a Unix socket -------+
//!                          |
//!  server::listener    two threads a connection; a bad, slow or silent one ends alone
//!                          |  a seat each
//!  server::owner       ONE thread: users, roles, conflicts, presence, the searched list
//!                          |  one write and one sync for all that waits
//!  store               journal (the truth), sled (what is read), heads; owner.lock
//! ```
//!
//! Nobody but the owner has the store, and nobody but the store has the files: `tests/layers.rs` says so.
//! What only reads the journal (`verify`, `backup`) takes no lock: it reads beside the owner, up to an entry that the
//! head slots acknowledge.
//! The owner sits in the process of `coreset serve`, or beside the screens ([`server::local`]) for a study
//! that is thrown away; the program above cannot tell which.
//!
//! Imports run downward only; `tests/layers.rs` reads the `use` lines and says so.
//!
//! # One key press
//!
//! Bytes become a [`input::key::Key`], the key a [`app::Msg`]. [`app::App::update`] gives it to the
//! topmost layer: as text if the focused field can take the character, else as the action that the
//! keymap binds to it; once a word is open, every character is a part of it. An accepted answer becomes events, which leave as an [`app::Effect`]; `term`
//! hands them to the [`client::Client`], and the owner of the study appends them to the journal.
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

pub mod app;
pub mod batch;
pub mod blank;
pub mod cli;
pub mod client;
pub mod demo;
pub mod domain;
pub mod input;
pub mod library;
pub mod link;
pub mod locks;
pub mod qualify;
pub mod server;
pub mod store;
pub mod term;
pub mod ui;
pub mod wire;
