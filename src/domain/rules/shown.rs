//! Records that earlier scores are shown: the owner of a study, which left them out until then for all who enter, says so. It
//! stands behind the event after which they are sent, whoever brought it about, so that what is changed afterwards can be
//! told.

use super::refusal::Refusal;
use super::stage::Stage;
use super::world::World;
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::record::entry::Draft;
use crate::domain::record::event::Event;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::withheld::{Hidden, Viewer, hidden_in, revealed};
use crate::domain::study::{EarlierScores, Study};
use chrono::NaiveDate;

/// Returns what is left out, for who enters, before an event that may show it; `None` for one that cannot.
///
/// # Errors
/// When the record cannot be read.
pub(super) fn before(
    world: &mut impl World,
    stage: &mut Stage,
    event: &Event,
    before: &[Draft],
) -> Result<Option<Hidden>, Refusal> {
    let answers = !event.answers().is_empty();
    let (Some(who), Some((visit, Some(form))), true) =
        (event.participant(), event.written(), answers)
    else {
        return Ok(None);
    };
    let today = world.now().date_naive();
    let left_out = stage.look(world, who, before, |study, record| {
        may_show(study, record, visit, form)
            .then(|| hidden_in(study, record, Viewer::Enters, today))
    })?;
    Ok(left_out.flatten())
}

/// Returns whether the study shows earlier scores once a form is entered, and has not said so yet.
fn may_show(study: &Study, record: &ParticipantRecord, visit: &VisitId, form: &FormId) -> bool {
    let version = study.of_visit(record, visit.as_str());
    let measure = version.form(form.as_str()).and_then(|form| form.measure);
    let policies = &version.protocol.earlier_scores;
    let policy = measure.and_then(|measure| policies.get(&measure));
    let session = record.session(visit.as_str());
    let told = session.is_some_and(|session| session.revealed.contains_key(form));
    policy == Some(&EarlierScores::AfterEntry) && !told
}

/// Returns what stands after the last event of a request where that shows what was left out before it.
///
/// # Errors
/// When the record cannot be read.
pub(super) fn after(
    world: &mut impl World,
    stage: &mut Stage,
    left_out: Option<Hidden>,
    drafts: &[Draft],
) -> Result<Vec<Event>, Refusal> {
    let last = drafts.last().map(|draft| &draft.event);
    let (Some(left_out), Some(event)) = (left_out.filter(|hidden| !hidden.is_empty()), last) else {
        return Ok(Vec::new());
    };
    let (Some(who), Some((visit, _))) = (event.participant(), event.written()) else {
        return Ok(Vec::new());
    };
    let today = world.now().date_naive();
    let shown = stage.look(world, who, drafts, |study, record| {
        events(study, record, visit, &left_out, today)
    })?;
    Ok(shown.unwrap_or_default())
}

/// Returns the events that say by which forms of a visit it comes to be seen what was left out before.
pub(super) fn events(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    left_out: &Hidden,
    today: NaiveDate,
) -> Vec<Event> {
    let now = hidden_in(study, record, Viewer::Enters, today);
    let forms = revealed(study, record, visit, (left_out, &now)).into_iter();
    let session = record.session(visit.as_str());
    let told = |form: &FormId| session.is_some_and(|session| session.revealed.contains_key(form));
    forms
        .filter(|form| !told(form))
        .map(|form| Event::Shown {
            participant: record.participant.id.clone(),
            visit: visit.clone(),
            form,
            withheld: true,
        })
        .collect()
}
