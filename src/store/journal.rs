//! The journal: append-only lines, each tied to the one before. It alone is the truth.

pub(crate) mod diagnosis;
pub(crate) mod head;
pub(crate) mod invariants;
pub(crate) mod line;
pub(crate) mod place;
pub(crate) mod remains;
pub(crate) mod signatures;
pub(crate) mod stretches;
pub(crate) mod told;
pub(crate) mod verify;
pub(crate) mod walk;
pub(crate) mod writer;
