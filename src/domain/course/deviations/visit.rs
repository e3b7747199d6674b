//! Visits that were not held, or not in their window.

use super::{Deviation, Differs, Place, Rule};
use crate::domain::base::partial::PartialDate;
use crate::domain::study::schedule::{PlannedVisit, VisitState};

/// Returns that a visit was held outside the window of its version; also one that an amendment took out since.
pub(super) fn outside_window(planned: &PlannedVisit) -> Option<Deviation> {
    let held = planned.state.date()?;
    let window = (planned.from, planned.to);
    let differs = match planned.days_outside()? {
        0 => return None,
        early if early < 0 => Differs::Early {
            days: -early,
            window,
        },
        days => Differs::Late { days, window },
    };
    let place = Place::Visit(planned.visit.clone());
    let day = Some(PartialDate::from(held));
    Some(Deviation::new(Rule::VisitWindow, place, day, differs))
}

/// Returns that a visit was missed. One that is overdue may still be held, and one after the end of the participation cannot
/// be missed: the schedule tells them apart.
pub(super) fn missed(planned: &PlannedVisit) -> Option<Deviation> {
    match planned.state {
        VisitState::Missed => {}
        VisitState::Done { .. }
        | VisitState::Open { .. }
        | VisitState::Due
        | VisitState::Early { .. }
        | VisitState::Late { .. }
        | VisitState::Ahead
        | VisitState::Closed { .. }
        | VisitState::Removed { .. } => return None,
    }
    if !planned.is_known() {
        return None;
    }
    let window = (planned.from, planned.to);
    let place = Place::Visit(planned.visit.clone());
    let day = Some(PartialDate::from(planned.to));
    let differs = Differs::NotHeld { window };
    Some(Deviation::new(Rule::MissedVisit, place, day, differs))
}
