//! What comes into the study from files of others.
//!
//! Pure: it is given bytes and records, and says what would be stored. Nothing that stands in the record is overwritten; the
//! owner of the study judges what is sent as it judges everything. It must not open a file or a socket, nor ask a clock.

pub mod lab;
pub mod plan;
pub mod redcap;
pub mod table;

pub use table::{MOST_BYTES, Table};
