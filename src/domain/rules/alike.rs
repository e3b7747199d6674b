//! Says whether somebody is enrolled a second time: initials, year of birth and sex are those of another participant.
//!
//! Two people can be alike, so that it is asked and not refused; the answer is a question kept with a reason.

use super::checks::names::SAME_PERSON;
use super::conflict;
use super::content::ContentFault;
use super::refusal::Refusal;
use super::world::World;
use crate::domain::record::entry::Draft;

/// Checks that whoever enrols somebody like a participant that the client knows of, or like another one of the same request,
/// has said that it is somebody else.
///
/// # Errors
/// Who is alike, when nobody said so; or the record cannot be read.
pub(super) fn check_alike(
    world: &mut impl World,
    drafts: &[Draft],
    seen: u64,
) -> Result<(), Refusal> {
    let enrolled = || drafts.iter().filter_map(|draft| draft.event.enrolled());
    for (place, who) in enrolled().enumerate() {
        let said = |draft: &Draft| {
            let place = draft.event.kept_against(SAME_PERSON);
            place.is_some_and(|place| place.participant == who.id)
        };
        if drafts.iter().any(said) {
            continue;
        }
        let mut others = world.alike(&who.likeness())?.into_iter();
        // Whoever was enrolled unseen by this client could not be asked about.
        let known = others.find(|other| !conflict::is_unseen(seen, other.seq));
        let known = known.map(|other| (other.id, other.enrolled_on));
        let beside = || {
            let mut before = enrolled().take(place);
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
