//! CDISC ODM 1.3.2: a snapshot of the current values, and an archive of the whole trail.
//!
//! Both hold the metadata of every version of the study, which an amendment adds one to; OIDs stay the same. Clinical data
//! are written as they come into room of their own, since users and sites stand before them in the file. Must not compute
//! a score, nor judge a value otherwise than the record does.

mod admin;
mod archive;
mod document;
mod facts;
pub(in crate::export) mod items;
mod metadata;
pub(in crate::export) mod own;
mod snapshot;
mod tree;
mod xml;

pub use archive::Archive;
pub use snapshot::Snapshot;
