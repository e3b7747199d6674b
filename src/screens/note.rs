//! Words about a field: a note, a query, or what a reason needs.

pub(crate) mod update;
