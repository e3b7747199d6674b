//! Says whether somebody is enrolled a second time: initials, year of birth and sex are those of another participant.
//!
//! Two people can be alike, so that it is asked and not refused; the answer is a question kept with a reason.

use super::checks::names::SAME_PERSON;
use super::conflict;
use super::content::ContentFault;
use super::refusal::Refusal;
use super::world::World;
use crate::domain::record::entry::Draft;

/// Checks that whoever enrols somebody like a participant that the client knows of has said that it is somebody else.
///
/// # Errors
/// Who is alike, when nobody said so; or the record cannot be read.
pub(super) fn check_alike(
    world: &mut impl World,
    drafts: &[Draft],
    seen: u64,
) -> Result<(), Refusal> {
    for who in drafts.iter().filter_map(|draft| draft.event.enrolled()) {
        let said = |draft: &Draft| {
            let place = draft.event.kept_against(SAME_PERSON);
            place.is_some_and(|place| place.participant == who.id)
        };
        if drafts.iter().any(said) {
            continue;
        }
        let mut others = world.alike(&who.likeness())?.into_iter();
        // Whoever was enrolled unseen by this client could not be asked about.
        if let Some(other) = others.find(|other| !conflict::is_unseen(seen, other.seq)) {
            let (participant, enrolled_on) = (other.id, other.enrolled_on);
            return Err(ContentFault::SamePerson {
                participant,
                enrolled_on,
            }
            .into());
        }
    }
    Ok(())
}
