//! Records that somebody was shown earlier scores: the owner of a study, which left them out until then, says so.

use super::refusal::Refusal;
use super::stage::Stage;
use super::world::World;
use crate::domain::record::entry::Draft;
use crate::domain::record::event::Event;
use crate::domain::record::user::User;
use crate::domain::study::withheld::{Viewer, reveals};

/// Returns what stands after the last event of a request where that completes a form and thereby shows its assessor
/// earlier scores; `None` where it shows none, and where that is recorded already.
///
/// # Errors
/// When the record cannot be read.
pub(super) fn after(
    world: &mut impl World,
    stage: &mut Stage,
    user: &User,
    drafts: &[Draft],
) -> Result<Option<Event>, Refusal> {
    let mut last = drafts.last().map(|draft| draft.event.clone());
    let Some(completion) = last.as_mut().and_then(Event::completion_mut) else {
        return Ok(None);
    };
    let (participant, visit, form) = (completion.participant, completion.visit, completion.form);
    let viewer = Viewer::of(&user.roles);
    let today = world.now().date_naive();
    let new = stage.look(world, participant, drafts, |study, record| {
        let session = record.session(visit.as_str());
        let told = session.is_some_and(|session| session.shown.contains(form));
        !told && reveals(study, record, (visit, form), viewer, today)
    })?;
    Ok((new == Some(true)).then(|| Event::Shown {
        participant: participant.clone(),
        visit: visit.clone(),
        form: form.clone(),
    }))
}
