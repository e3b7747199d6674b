//! Puts into an event what only the owner of the study computes: the scores of a form when it is completed.

use super::refusal::Refusal;
use super::stage::Stage;
use super::world::World;
use crate::domain::record::entry::Draft;
use crate::domain::record::event::{Event, OwnersPart};
use crate::domain::verdict::kept::kept_form;

/// Puts the scores into an event that completes a form, by the record after the events before it in the request.
///
/// # Errors
/// When the record cannot be read.
pub(super) fn fill(
    world: &mut impl World,
    stage: &mut Stage,
    event: &mut Event,
    before: &[Draft],
) -> Result<(), Refusal> {
    let Some(OwnersPart::Scores(completion)) = event.owners_part_mut() else {
        return Ok(());
    };
    let (visit, form) = (completion.visit, completion.form);
    let program = world.program().to_owned();
    let kept = stage.look(world, completion.participant, before, |study, record| {
        kept_form(study, record, visit, form, &program)
    })?;
    *completion.kept = kept.flatten().map(Box::new);
    Ok(())
}
