//! What an entry of the record, a lock, a signature or a query says, and the lines of history, audit and timeline.

/// What an entry of the record, a lock, a signature or a query says, and the lines of history, audit and timeline.
pub trait Entries {}
