//! Change against baseline and what it amounts to: the heart of the product.
//!
//! Must not know how a form is typed or drawn; values are exact decimals.

pub mod core_set;
mod enzyme;
mod judge;
pub mod kept;
mod note;
pub mod response;
mod shown;
mod summary;
mod visits;

pub use enzyme::counted;
pub(in crate::domain) use judge::undecided;
pub use judge::{Direction, MeasureVerdict, Rules, Verdict, judge, judge_by};
pub use note::{Note, Undecided};
pub use summary::VerdictSummary;
pub use visits::{
    ConfirmedDeterioration, baseline_of, confirmed_deterioration, first_confirmed, summary_verdict,
};
