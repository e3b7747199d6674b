//! How participants went through the trial: screened, failed, entered, treated, and how each of them stands.
//!
//! The boxes are those of the CONSORT 2010 flow diagram without the allocation, which a trial of one arm does not have; this
//! adaptation is our own. Counted from what was said of each participation and from the logs; nothing is guessed of somebody
//! of whom nothing was said.

use super::Screened;
use crate::domain::base::ids::FieldId;
use crate::domain::record::status::StatusName;
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

impl Flow {
    /// Counts one more participant, who came this far.
    pub(super) fn count(&mut self, summary: &Summary, screened: &Screened) {
        if *screened == Screened::ByMistake {
            self.void += 1;
            return;
        }
        self.screened += 1;
        match screened {
            // Counted before.
            Screened::ByMistake => {}
            Screened::Entered { .. } => self.enter(summary),
            Screened::InScreening { fails } => {
                self.screening += 1;
                self.not_said_failed += u32::from(*fails);
            }
            Screened::Failed { criteria, .. } => {
                self.failed += 1;
                for criterion in criteria {
                    *self.failed_by.entry(criterion.clone()).or_default() += 1;
                }
            }
            Screened::LeftBefore { .. } => self.left_before += 1,
        }
    }

    fn enter(&mut self, summary: &Summary) {
        self.entered += 1;
        self.treated += u32::from(summary.story.doses_given > 0);
        *match summary.statuses.name() {
            StatusName::TakesPart => &mut self.going_on,
            StatusName::TreatmentStopped => &mut self.stopped,
            // Nobody enters after that; it counts where it can be counted.
            StatusName::ScreenFailure | StatusName::Withdrawn => &mut self.withdrawn,
            StatusName::Lost => &mut self.lost,
            StatusName::Died => &mut self.died,
            StatusName::Completed => &mut self.completed,
            // Such an enrolment enters nothing.
            StatusName::EnrolledByMistake => return,
        } += 1;
    }
}
