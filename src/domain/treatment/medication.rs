//! What a participant takes besides the trial's drug: for how long, how much, and together with what.
//!
//! Rows come in as plain facts with dates that may be partial; results are bounds that hold every
//! completion of those dates. A row that lacks its dose is counted as unknown, never as nothing.

pub mod background;
pub mod glucocorticoid;
pub mod period;

pub use background::{Forbidden, Overlap, Treatment, forbidden, stable_for};
pub use glucocorticoid::{Amount, Course, DoseChange, Route};
pub use period::{End, Period};
