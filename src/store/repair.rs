//! Repairs a damaged journal; must use only what its hashes prove.

pub(crate) mod admission;
pub(crate) mod evidence;
pub(crate) mod mend;
pub(crate) mod recover;
pub(crate) mod survey;
pub(crate) mod unfinished;
