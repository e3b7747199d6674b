//! A verdict in few words, as the list of participants holds it.

use super::response::Category;
use crate::domain::base::ids::VisitId;
use serde::{Deserialize, Serialize};

/// A verdict in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictSummary {
    /// The visit judged.
    pub visit: VisitId,
    /// IMACS definition of improvement: met, not met, or not yet known.
    pub doi: Option<bool>,
    /// Total improvement score, when all six measures are there and it is decided which enzyme counts.
    pub tis: Option<rust_decimal::Decimal>,
    /// Its category, which can be certain where a `<` result leaves the score open.
    pub category: Option<Category>,
}
