//! Copies of a study, and bringing one back.

pub(crate) mod copy;
pub(crate) mod files;
pub(crate) mod manifest;
pub(crate) mod place;
pub(crate) mod restore;
