//! What the list of participants shows of each, small enough to hold for ten thousand.

use super::ids::VisitId;
use super::participant::Participant;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One participant in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Who.
    pub participant: Participant,
    /// Visits begun, in the order of the schedule.
    pub visits: Vec<VisitSummary>,
    /// Verdict of the latest visit after baseline that has one.
    pub verdict: Option<VerdictSummary>,
}

/// One visit in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitSummary {
    /// The visit.
    pub visit: VisitId,
    /// Its day.
    pub date: NaiveDate,
    /// Forms that are complete.
    pub complete: u16,
    /// Forms of the visit.
    pub forms: u16,
}

/// A verdict in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictSummary {
    /// The visit judged.
    pub visit: VisitId,
    /// IMACS definition of improvement: met, not met, or not yet known.
    pub doi: Option<bool>,
    /// Total improvement score, when all six measures are there.
    pub tis: Option<rust_decimal::Decimal>,
}
