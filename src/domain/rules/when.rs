//! Checks times: that of observation, and that a visit begins only after eligibility is shown.

use super::refusal::Refusal;
use super::world::World;
use crate::domain::base::ids::VisitId;
use crate::domain::course::eligibility;
use crate::domain::record::entry::{Draft, Entry};
use crate::domain::record::event::Event;
use crate::domain::record::rows;
use crate::domain::record::session::ParticipantRecord;
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
    event: &Event,
    before: &[Draft],
) -> Result<(), Refusal> {
    let asks = world.study().eligibility().is_some();
    let visit = event.written().map(|(visit, _)| visit);
    let Some(visit) = visit.filter(|visit| asks && visit.as_str() != rows::SESSION) else {
        return Ok(());
    };
    let Some(who) = event.participant() else {
        return Ok(());
    };
    let not_begun = |record: &ParticipantRecord| {
        let begun = record.session(visit.as_str()).is_some();
        (!begun).then(|| record.clone())
    };
    let stored = match world.look(who, |_, record| not_begun(record))? {
        // It was begun before.
        Some(None) => return Ok(()),
        stored => stored.flatten(),
    };
    // Events before this one in the same request count too.
    let mut enrolled = before.iter().filter_map(|draft| draft.event.enrolled());
    let enrolled = enrolled.find(|enrolled| enrolled.id == *who).cloned();
    let Some(mut record) = stored.or_else(|| Some(ParticipantRecord::new(enrolled?))) else {
        // The store refuses an event about a participant who is not enrolled.
        return Ok(());
    };
    let now = world.now();
    for draft in before {
        record.apply(&Entry::preview(draft.clone(), now));
    }
    may_begin(world, &record, visit)
}

fn may_begin(
    world: &impl World,
    record: &ParticipantRecord,
    visit: &VisitId,
) -> Result<(), Refusal> {
    eligibility::gate(world.study(), record, visit.as_str()).map_err(|reasons| {
        Refusal::NotEligible {
            visit: visit.clone(),
            reasons,
        }
    })
}
