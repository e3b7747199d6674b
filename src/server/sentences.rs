//! An error of the store in words, for whoever is told of it.

use crate::domain::rules::Unread;
use crate::store::{ErrorKind, StoreError};
use crate::text::DEFAULT;

/// Returns what is wrong, and what to do.
pub(super) fn sentence(error: &StoreError) -> String {
    format!(
        "{} {}",
        DEFAULT.store_error(error),
        DEFAULT.store_hint(error)
    )
}

/// Returns an error of the store as why nothing can be judged.
pub(super) fn unread(error: &StoreError) -> Unread {
    Unread {
        lasting: matches!(error.kind(), ErrorKind::Refused),
        sentence: sentence(error),
    }
}
