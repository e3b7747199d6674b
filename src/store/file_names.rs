//! The names in a study directory that more than one part of the store uses.

/// The journal's directory.
pub(super) const JOURNAL: &str = "journal";

/// sled's directory.
pub(super) const SLED: &str = "sled";

/// The list of what a recovery left out, in the study that it made.
pub(super) const RECOVERED: &str = "recovered.jsonl";
