//! Change against baseline and what it amounts to: the heart of the product.
//!
//! Must not know how a form is typed or drawn; values are exact decimals.

pub mod core_set;
pub mod judge;
pub mod response;
pub mod summary;
pub use judge::*;
pub use summary::VerdictSummary;
