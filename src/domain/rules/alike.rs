//! Says whether somebody is enrolled a second time, or comes to look so by a correction: initials, year of birth and sex are
//! those of another participant.
//!
//! Two people can be alike, so that it is asked and not refused; the answer is a question kept with a reason.

use super::checks::names::SAME_PERSON;
use super::conflict;
use super::content::ContentFault;
use super::refusal::Refusal;
use super::world::World;
use crate::domain::record::entry::Draft;
use crate::domain::record::event::Event;
use crate::domain::record::participant::Participant;

/// Returns who may look like somebody else after an event: whoever it enrols, or gives other initials, year of birth or sex.
fn newly_like(event: &Event) -> Option<&Participant> {
    let changed = event
        .corrected()
        .filter(|(before, after)| before.likeness() != after.likeness());
    event.enrolled().or(changed.map(|(_, after)| after))
}

/// Checks that whoever enrols somebody like a participant that the client knows of, or like another one of the same request,
/// or corrects an enrolment so, has said that it is somebody else.
///
/// # Errors
/// Who is alike, when nobody said so; or the record cannot be read.
pub(super) fn check_alike(
    world: &mut impl World,
    drafts: &[Draft],
    seen: u64,
) -> Result<(), Refusal> {
    let new = || drafts.iter().filter_map(|draft| newly_like(&draft.event));
    for (place, who) in new().enumerate() {
        let said = |draft: &Draft| {
            let place = draft.event.kept_against(SAME_PERSON);
            place.is_some_and(|place| place.participant == who.id)
        };
        if drafts.iter().any(said) {
            continue;
        }
        let mut others = world.alike(&who.likeness())?.into_iter();
        // Whoever was enrolled unseen by this client could not be asked about, and nobody is somebody else than themselves.
        let known =
            others.find(|other| other.id != who.id && !conflict::is_unseen(seen, other.seq));
        let known = known.map(|other| (other.id, other.enrolled_on));
        let beside = || {
            let mut before = new().take(place).filter(|other| other.id != who.id);
            let other = before.find(|other| other.likeness() == who.likeness())?;
            Some((other.id.clone(), other.enrolled_on))
        };
        if let Some((participant, enrolled_on)) = known.or_else(beside) {
            return Err(ContentFault::SamePerson {
                participant,
                enrolled_on,
            }
            .into());
        }
    }
    Ok(())
}
