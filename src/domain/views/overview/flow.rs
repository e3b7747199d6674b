//! How participants went through the trial: screened, failed, entered, treated, and how each of them stands.
//!
//! The boxes are those of the CONSORT 2010 flow diagram without the allocation, which a trial of one arm does not have; this
//! adaptation is our own. Counted from what was said of each participation and from the logs; nothing is guessed of somebody
//! of whom nothing was said.

use crate::domain::base::ids::FieldId;
use crate::domain::course::eligibility::State;
use crate::domain::record::status::{Status, StatusName};
use crate::domain::study::Study;
use crate::domain::views::summary::Summary;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many participants came how far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Enrolled by mistake: they count nowhere else.
    pub void: u32,
    /// All others who are in the record.
    pub screened: u32,
    /// Of them: failed the screening, as it was said.
    pub failed: u32,
    /// How many of them failed each criterion; one may have failed several. Those of whom none is named are not in it.
    pub failed_by: BTreeMap<FieldId, u32>,
    /// Left before they entered, for another reason.
    pub left_before: u32,
    /// Still in screening.
    pub screening: u32,
    /// Of those in screening: a criterion is not met, and nobody said that the screening failed.
    pub not_said_failed: u32,
    /// Entered the trial: the baseline visit or one after it was begun, or a dose was given.
    pub entered: u32,
    /// Of those who entered: got a dose of the study drug.
    pub treated: u32,
    /// Of those who entered, how each stands: go on.
    pub going_on: u32,
    /// Stopped the treatment, and are followed.
    pub stopped: u32,
    /// Withdrew.
    pub withdrawn: u32,
    /// Cannot be reached.
    pub lost: u32,
    /// Died.
    pub died: u32,
    /// Completed the trial.
    pub completed: u32,
}

/// Returns whether somebody entered the trial.
pub(super) fn has_entered(study: &Study, summary: &Summary) -> bool {
    let first = study.visit_index(study.protocol.baseline.as_str());
    let mut visits = summary.visits.iter();
    let begun = visits.any(|visit| {
        let place = study.visit_index(visit.visit.as_str());
        place.is_some() && place >= first
    });
    begun || summary.story.doses_given > 0
}

impl Flow {
    /// Counts one more participant.
    pub(super) fn count(&mut self, study: &Study, summary: &Summary) {
        let now = summary.statuses.now();
        let name = summary.statuses.name();
        if name == StatusName::EnrolledByMistake {
            self.void += 1;
            return;
        }
        self.screened += 1;
        if has_entered(study, summary) {
            self.entered += 1;
            self.treated += u32::from(summary.story.doses_given > 0);
            *match name {
                StatusName::TakesPart => &mut self.going_on,
                StatusName::TreatmentStopped => &mut self.stopped,
                // Nobody enters after that; it counts where it can be counted.
                StatusName::ScreenFailure | StatusName::Withdrawn => &mut self.withdrawn,
                StatusName::Lost => &mut self.lost,
                StatusName::Died => &mut self.died,
                StatusName::Completed => &mut self.completed,
                // Counted before.
                StatusName::EnrolledByMistake => return,
            } += 1;
            return;
        }
        match now.map(|said| &said.status) {
            None | Some(Status::TakesPart) => {
                self.screening += 1;
                let fails = summary.story.eligibility == Some(State::Failed);
                self.not_said_failed += u32::from(fails);
            }
            Some(Status::ScreenFailure { criteria }) => {
                self.failed += 1;
                for criterion in criteria {
                    *self.failed_by.entry(criterion.clone()).or_default() += 1;
                }
            }
            Some(
                Status::TreatmentStopped { .. }
                | Status::Withdrawn { .. }
                | Status::Lost { .. }
                | Status::Died { .. }
                | Status::Completed,
            ) => self.left_before += 1,
            // Counted before.
            Some(Status::EnrolledByMistake) => {}
        }
    }
}
