//! What everything else counts with: exact numbers, dates of which a part may be unknown, ids, answers, and TOML
//! whose mistakes have a place.
//!
//! Must not know a participant, a form or a study.

pub mod answer;
pub mod bounds;
pub mod data;
pub mod fixed;
pub mod ids;
pub mod measured;
pub mod nearest;
pub mod partial;
pub mod proportion;
pub mod ratio;
pub mod shown;
pub mod text;
pub mod whole;
