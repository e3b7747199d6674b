//! The facts of a trial and the arithmetic on them: instruments, scores, change, verdicts, study,
//! participant, session, entry.
//!
//! Pure: no I/O, no clock, no terminal, no environment, no binary floating point. Everything that
//! differs between trials comes in as data.

pub mod abatacept;
pub mod adverse;
pub mod answer;
pub mod audit;
pub mod bounds;
pub mod check;
pub mod data;
pub mod entry;
pub mod event;
pub mod find;
pub mod fit;
pub mod ids;
pub mod instrument;
pub mod laboratory;
pub mod lock;
pub mod log;
pub mod measures;
pub mod medication;
pub mod nearest;
pub mod overview;
pub mod partial;
pub mod participant;
pub mod progress;
pub mod proportion;
pub mod query;
pub mod ratio;
pub mod recheck;
pub mod response;
pub mod review;
pub mod safekeeping;
#[cfg(test)]
pub(crate) mod sample;
pub mod schedule;
pub mod score;
pub mod session;
pub mod signature;
pub mod story;
pub mod study;
pub mod study_files;
pub mod summary;
pub mod tenure;
pub mod text_limits;
pub mod timeline;
pub mod typing;
pub mod user;
pub mod verdict;
