//! The facts of a trial and the arithmetic on them: instruments, scores, change, verdicts, study,
//! participant, session, entry.
//!
//! Pure: no I/O, no clock, no terminal, no environment, no binary floating point. Everything that
//! differs between trials comes in as data.

pub mod base;
pub mod course;
pub mod forms;
pub mod record;
pub mod rules;
#[cfg(test)]
pub(crate) mod sample;
pub mod study;
pub mod treatment;
pub mod verdict;
pub mod views;
