//! Whom an analysis counts: the full set and the set per protocol, with drop-outs as they were seen or as non-responders.
//!
//! The full set is all who got a dose of the study drug. The set per protocol is those of them who were assessed at the
//! outcome visit within its window while they were treated, without a deviation that an investigator judged major. Drop-outs count as non-responders where an endpoint is missing
//! or the treatment stopped before it (non-responder imputation). All three are site defaults: the registration does not
//! define them. An endpoint that can still come counts nowhere.

use super::{Cell, Property, Share, Standing, known, share_of};
use crate::domain::course::deviations::Named;
use crate::domain::views::summary::{OutcomeSummary, Summary};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Whom an analysis counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnalysisSet {
    /// All who got a dose.
    Full,
    /// Those of them who were assessed in time and on treatment, without a major deviation.
    PerProtocol,
}

impl AnalysisSet {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 2] = [Self::Full, Self::PerProtocol];

    /// Returns the name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::PerProtocol => "per-protocol",
        }
    }
}

/// How many are in a set, and how many of them responded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetResult {
    /// Which set.
    pub set: AnalysisSet,
    /// How many are in it.
    pub members: u32,
    /// Responders of those in whom each verdict is known.
    pub observed: Vec<Share>,
    /// Responders of those whose endpoint was assessed or cannot come any more, drop-outs as non-responders.
    pub imputed: Vec<Share>,
}

/// How the endpoint of somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Endpoint {
    /// It can still come.
    ToCome,
    /// It was not assessed, and cannot be any more.
    Missing,
    /// It was assessed.
    Assessed {
        /// While the treatment went on.
        on_treatment: bool,
        /// Within the window of the visit, with all that it asks.
        in_window: bool,
    },
}

/// Somebody as the sets see them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    outcome: OutcomeSummary,
    endpoint: Endpoint,
    dropped_out: bool,
    /// A deviation from the protocol was judged major.
    deviates: bool,
}

impl Member {
    /// Returns a member of the full set, with what the outcome visit says; `None` for one who is in no set: without a dose, or
    /// whose data are used no more.
    pub(super) fn of(
        summary: &Summary,
        outcome: OutcomeSummary,
        cell: Option<&Cell>,
        deviations: &[Named],
        today: NaiveDate,
    ) -> Option<Self> {
        let statuses = &summary.statuses;
        if summary.story.doses_given == 0 || statuses.forbids_use() {
            return None;
        }
        let endpoint = cell.map_or(Endpoint::ToCome, |cell| {
            let on_treatment = statuses.treatment_ends().is_none_or(|end| end >= cell.date);
            let assessed = Endpoint::Assessed {
                on_treatment,
                in_window: cell.off == 0 && cell.standing == Standing::Done,
            };
            match cell.standing {
                Standing::Done => assessed,
                // Something of it is still to be entered, on the day of the visit at the least.
                Standing::Begun if cell.date == today => Endpoint::ToCome,
                Standing::Begun => assessed,
                Standing::Missed | Standing::Closed => Endpoint::Missing,
                Standing::Due | Standing::Overdue | Standing::Ahead => Endpoint::ToCome,
            }
        });
        Some(Self {
            outcome,
            endpoint,
            dropped_out: statuses.dropped_out(),
            deviates: deviations.iter().any(|deviation| deviation.is_major),
        })
    }

    fn is_in(&self, set: AnalysisSet) -> bool {
        match set {
            AnalysisSet::Full => true,
            AnalysisSet::PerProtocol => {
                let on_protocol = Endpoint::Assessed {
                    on_treatment: true,
                    in_window: true,
                };
                self.endpoint == on_protocol && !self.deviates
            }
        }
    }

    /// Returns whether the member counts as a responder where drop-outs count as non-responders; `None` while it is open.
    fn imputed(&self, property: Property) -> Option<bool> {
        match self.endpoint {
            Endpoint::ToCome => self.dropped_out.then_some(false),
            Endpoint::Missing => Some(false),
            Endpoint::Assessed { on_treatment, .. } => {
                Some(on_treatment && known(property, &self.outcome) == Some(true))
            }
        }
    }
}

/// Returns what each set says.
pub(super) fn results(members: &[Member]) -> Vec<SetResult> {
    AnalysisSet::ALL
        .map(|set| {
            let own: Vec<&Member> = members.iter().filter(|member| member.is_in(set)).collect();
            SetResult {
                set,
                members: u32::try_from(own.len()).unwrap_or(u32::MAX),
                observed: Property::ALL
                    .map(|property| {
                        let known = own.iter().map(|member| known(property, &member.outcome));
                        share_of(property, known)
                    })
                    .to_vec(),
                imputed: Property::ALL
                    .map(|property| {
                        share_of(property, own.iter().map(|member| member.imputed(property)))
                    })
                    .to_vec(),
            }
        })
        .to_vec()
}
