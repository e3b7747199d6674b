//! What is done about a damaged journal: from what its hashes prove, and nothing else.

pub(crate) mod admission;
pub(crate) mod evidence;
pub(crate) mod mend;
pub(crate) mod recover;
pub(crate) mod survey;
