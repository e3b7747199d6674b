//! The facts of a trial and the arithmetic on them: instruments, scores, change, verdicts, study,
//! participant, session, entry.
//!
//! Pure: no I/O, no clock, no terminal, no environment, no binary floating point. Everything that
//! differs between trials comes in as data.

pub mod answer;
pub mod entry;
pub mod event;
pub mod ids;
pub mod instrument;
pub mod measures;
pub mod participant;
pub mod ratio;
pub mod response;
pub mod score;
pub mod session;
pub mod study;
pub mod summary;
pub mod verdict;
