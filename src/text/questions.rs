//! Questions about an answer, and findings of the checks that run over the record.

/// Questions about an answer, and findings of the checks that run over the record.
pub trait Questions {}
