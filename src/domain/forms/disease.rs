//! The disease at entry: to which class of the published criteria it belongs.
//!
//! Only scores so far; what is not known is never guessed, and each result says what could still change it.

pub mod bohan_peter;
pub mod classification;
