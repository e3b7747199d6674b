//! What leaves the study as files: CSV, REDCap, ODM, Dataset-JSON, XPORT, reports.
//!
//! Pure: over iterators and bytes; must not read a file, a clock or a socket.

pub mod xport;
