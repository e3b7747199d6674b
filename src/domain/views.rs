//! What is read: the list and its finder, the overview, summaries, timeline, review, the check again, the history of a
//! field, the audit trail.
//!
//! Folded from records; decides nothing and changes nothing.

pub mod audit;
pub mod by_rules;
pub mod day_change;
pub mod find;
pub mod overview;
pub mod recheck;
pub mod review;
pub mod status_effect;
pub mod summary;
pub mod timeline;
