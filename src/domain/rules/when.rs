//! Checks times: that of observation, and that a visit begins only after eligibility is shown.

use super::refusal::Refusal;
use super::stage::Stage;
use super::world::World;
use crate::domain::course::eligibility;
use crate::domain::record::entry::Draft;
use crate::domain::record::event::Event;
use crate::domain::record::rows;
use chrono::{DateTime, FixedOffset};

/// Checks the time of observation: not after now, and with a reason why it is entered later.
///
/// # Errors
/// When it is after now, or the time or the reason is missing.
pub(super) fn check_observed_at(
    now: DateTime<FixedOffset>,
    observed_at: Option<DateTime<FixedOffset>>,
    late: Option<&str>,
) -> Result<(), Refusal> {
    let Some(observed) = observed_at else {
        return match late {
            Some(_) => Err(Refusal::LateWithoutTime),
            None => Ok(()),
        };
    };
    if observed > now {
        return Err(Refusal::ObservedInFuture { observed, now });
    }
    match late.is_none_or(|late| late.trim().is_empty()) {
        true => Err(Refusal::LateWithoutReason),
        false => Ok(()),
    }
}

/// Checks the beginning of a visit against eligibility, also where an answer begins it; a participant enrolled by the
/// same request has nothing that would let them in.
///
/// # Errors
/// What is missing.
pub(super) fn check_eligible(
    world: &mut impl World,
    stage: &mut Stage,
    event: &Event,
    before: &[Draft],
) -> Result<(), Refusal> {
    let asks = world.study().eligibility().is_some();
    let visit = event.begins().map(|(visit, _)| visit);
    let Some(visit) = visit.filter(|visit| asks && visit.as_str() != rows::SESSION) else {
        return Ok(());
    };
    let Some(who) = event.participant() else {
        return Ok(());
    };
    // What is stored began it, not what the same request says before.
    if world.look(who, |_, record| record.session(visit.as_str()).is_some())? == Some(true) {
        return Ok(());
    }
    let judged = stage.look(world, who, before, |study, record| {
        eligibility::gate(study, record, visit.as_str())
    })?;
    // The store refuses an event about a participant who is not enrolled.
    judged
        .unwrap_or(Ok(()))
        .map_err(|reasons| Refusal::NotEligible {
            visit: visit.clone(),
            reasons,
        })
}
