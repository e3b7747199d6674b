//! How a new version of a study was accepted.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What whoever accepted an amendment said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acceptance {
    /// Visits of this day or a later one that are begun from now on are held by the new version.
    pub from: NaiveDate,
    /// Whether participants have to consent again.
    pub reconsent: bool,
    /// Why.
    pub reason: String,
}
