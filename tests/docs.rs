//! Holds the tests of the documents until they are part of the domain's.
#![allow(clippy::unwrap_used, clippy::panic)]
#[path = "domain/docs.rs"]
mod docs;
