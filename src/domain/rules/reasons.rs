//! Says when a change needs a reason: when something stands in the field and its form was left, complete or not, before
//! or after that was stored, or when the visit is signed. That of the day of a visit always does.
//!
//! A first answer in a blank field of a form that was left needs none, and neither does a field of a log that is followed
//! up. In a signed visit every answer needs one: what was blank is a part of what was signed. So does the action that takes a
//! row out of what counts, or puts it back. So does the beginning of a visit outside its window: the reason of the request is
//! that of the beginning then, not that of the first answers which come with it.

use super::refusal::Refusal;
use crate::domain::base::ids::{FieldId, FormId, ParticipantId, VisitId};
use crate::domain::forms::engine::instrument::{Instrument, Kept};
use crate::domain::record::event::{Event, Origin};
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::{Study, schedule};
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::collections::BTreeSet;

/// Why a change of an answer asks for a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedBecause {
    /// The visit was signed.
    Signed,
    /// The form was left, the first time at this moment.
    Left(DateTime<FixedOffset>),
    /// A row is taken out of what counts, or put back: that is never done without one.
    Row,
}

/// For what an event takes the reason of its request.
enum Reason<'a> {
    /// For a change of answers in this form.
    ForChange(&'a VisitId, &'a FormId),
    /// For a change of answers in this form by the generator, which takes no action of anybody, or by a file, which takes
    /// none on the rows of others.
    ForMade(&'a VisitId, &'a FormId, Origin),
    /// For what it does, always; without one it is refused so.
    Always(Refusal),
    /// It takes none.
    Never,
}

/// Returns for what an event that begins no visit takes the reason of its request.
fn reason_of(event: &Event) -> Reason<'_> {
    match event {
        Event::Answered { place, .. } | Event::Cleared { place, .. } => {
            Reason::ForChange(&place.visit, &place.form)
        }
        Event::Filled {
            visit,
            form,
            origin,
            ..
        } => match origin {
            Origin::Generated | Origin::Imported(_) => Reason::ForMade(visit, form, *origin),
            Origin::Typed | Origin::Bulk | Origin::Carried | Origin::Undone | Origin::Moved => {
                Reason::ForChange(visit, form)
            }
        },
        Event::SessionDated { .. }
        | Event::SessionVoided { .. }
        | Event::FormMoved { .. }
        | Event::EnrolmentCorrected { .. } => Reason::Always(Refusal::ChangeWithoutReason),
        Event::UserNamed { .. } => Reason::Always(Refusal::NamedWithoutReason),
        Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::FileKept { .. }
        | Event::Amended { .. }
        | Event::Enrolled { .. }
        | Event::SessionBegun { .. }
        | Event::StatusChanged { .. }
        | Event::UnscheduledBegun { .. }
        | Event::ConsentRenewed { .. }
        | Event::DeviationJudged { .. }
        | Event::Noted { .. }
        | Event::Prompted { .. }
        | Event::Shown { .. }
        | Event::Completed { .. }
        | Event::FormLeft { .. }
        | Event::Signed { .. }
        | Event::Locked { .. }
        | Event::Unlocked { .. }
        | Event::Queried { .. }
        | Event::ClockMoved { .. }
        | Event::ServerStarted { .. }
        | Event::ServerStopped { .. }
        | Event::Refused { .. }
        | Event::TrailRead { .. }
        | Event::HeadMissing { .. }
        | Event::HeadAccepted { .. }
        | Event::Restored { .. }
        | Event::LoggedIn { .. }
        | Event::LoggedOut { .. }
        | Event::Copied { .. }
        | Event::UserAdded { .. }
        | Event::UserRoles { .. }
        | Event::UserDisabled { .. }
        | Event::UserEnabled { .. }
        | Event::PassphraseSet { .. }
        | Event::PassphraseCleared { .. }
        | Event::PassphraseWrong { .. }
        | Event::PassphraseRight { .. }
        | Event::BackedUp { .. }
        | Event::RestoreTested { .. }
        | Event::Recovered { .. } => Reason::Never,
    }
}

/// A visit of a participant that a request begins.
pub(super) type Begun = (ParticipantId, VisitId);

/// First and last day of the window of a visit.
pub type Window = (NaiveDate, NaiveDate);

/// Returns whether the reason of a request is kept with an event, which may begin its visit outside its window; `outside`
/// are the visits that the request begins so, of which no answer stands that could be changed.
pub(super) fn takes_reason(event: &Event, begins: bool, outside: &BTreeSet<Begun>) -> bool {
    let is_of = |(who, visit): &Begun| {
        let written = event.written().map(|(visit, _)| visit);
        event.participant() == Some(who) && written == Some(visit)
    };
    match reason_of(event) {
        Reason::Never => begins,
        Reason::ForChange(..) | Reason::ForMade(..) => begins || !outside.iter().any(is_of),
        Reason::Always(_) => true,
    }
}

/// Returns the window of the visit that an event of this day begins outside it, an answer without a beginning before it too;
/// the study is the one in force.
pub fn begins_outside(
    study: &Study,
    record: &ParticipantRecord,
    event: &Event,
    day: NaiveDate,
) -> Option<Window> {
    let (visit, _) = event.begins()?;
    let day = event.begun_on().unwrap_or(day);
    schedule::outside_window(study.begun_on(day), record, visit, day)
}

/// Checks that a visit which begins outside its window has a reason for that.
///
/// # Errors
/// When it has none but blanks.
pub(super) fn check_window((from, to): Window, reason: Option<&str>) -> Result<(), Refusal> {
    match is_given(reason) {
        true => Ok(()),
        false => Err(Refusal::OutsideWithoutReason { from, to }),
    }
}

/// Checks that an event which always needs a reason has one.
///
/// # Errors
/// When it has none but blanks.
pub(super) fn check_given(event: &Event, reason: Option<&str>) -> Result<(), Refusal> {
    match reason_of(event) {
        Reason::Always(refusal) if !is_given(reason) => Err(refusal),
        Reason::Always(_) | Reason::ForChange(..) | Reason::ForMade(..) | Reason::Never => Ok(()),
    }
}

fn is_given(reason: Option<&str>) -> bool {
    reason.is_some_and(|reason| !reason.trim().is_empty())
}

/// Returns a form by the version with which it is read at its visit.
fn instrument<'a>(
    study: &'a Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    form: &FormId,
) -> Option<&'a Instrument> {
    let session = record.session(visit.as_str());
    let version = session.map_or(study, |session| study.of_form(session, form));
    version.form(form.as_str())
}

/// Returns whether an action of the row sets a field.
fn is_by_action(instrument: Option<&Instrument>, field: &FieldId) -> bool {
    let field = instrument.and_then(|form| form.field(field.as_str()));
    field.is_some_and(|field| field.by_action)
}

/// Returns why storing or clearing an answer in these fields of a form asks for a reason; `None` where it asks for none.
/// The owner and the screens ask the same.
pub fn asked_because<'a>(
    study: &Study,
    record: &ParticipantRecord,
    (visit, form): (&VisitId, &FormId),
    fields: impl IntoIterator<Item = &'a FieldId>,
) -> Option<AskedBecause> {
    let instrument = instrument(study, record, visit, form);
    let fields: Vec<&FieldId> = fields.into_iter().collect();
    // Also where the log holds nothing yet.
    if fields.iter().any(|field| is_by_action(instrument, field)) {
        return Some(AskedBecause::Row);
    }
    let session = record.session(visit.as_str())?;
    let is_followed_up = |field: &FieldId| {
        let log = instrument.filter(|form| form.kept == Kept::Rows);
        log.and_then(|form| form.field(field.as_str()))
            .is_some_and(|field| field.follow_up)
    };
    let mut fields = fields
        .into_iter()
        .filter(|field| !is_followed_up(field))
        .peekable();
    fields.peek()?;
    if !session.signatures.is_empty() {
        return Some(AskedBecause::Signed);
    }
    let left = session.left.get(form)?;
    let cells = session.forms.get(form);
    let stands = |field: &FieldId| {
        let cell = cells.and_then(|cells| cells.get(field));
        cell.is_some_and(|cell| cell.stored().is_some())
    };
    fields.any(stands).then_some(AskedBecause::Left(left.at))
}

/// Returns whether all that stands in a row came about as what is filled in now: made by the generator, or from one line of a
/// file, which says itself that its row is wrong. Of a row of others somebody has to say why.
fn takes_own_row(
    record: &ParticipantRecord,
    (visit, form): (&VisitId, &FormId),
    origin: Origin,
) -> bool {
    let session = record.session(visit.as_str());
    let cells = session.and_then(|session| session.forms.get(form));
    let mut cells = cells.into_iter().flat_map(|cells| cells.values());
    origin == Origin::Generated || cells.all(|cell| cell.origin.is_none_or(|own| own == origin))
}

/// Checks that a change has the reason that it needs.
///
/// # Errors
/// When it needs one and has none but blanks.
pub(super) fn check_reason(
    study: &Study,
    record: &ParticipantRecord,
    event: &Event,
    reason: Option<&str>,
) -> Result<(), Refusal> {
    let (visit, form, is_made) = match reason_of(event) {
        Reason::ForChange(visit, form) => (visit, form, false),
        Reason::ForMade(visit, form, origin) => {
            (visit, form, takes_own_row(record, (visit, form), origin))
        }
        Reason::Always(_) | Reason::Never => return Ok(()),
    };
    let answers = event.answers();
    let instrument = instrument(study, record, visit, form);
    let fields = answers.iter().map(|place| &place.field);
    let fields = fields.filter(|field| !is_made || !is_by_action(instrument, field));
    match is_given(reason) || asked_because(study, record, (visit, form), fields).is_none() {
        true => Ok(()),
        false => Err(Refusal::ChangeWithoutReason),
    }
}

#[cfg(test)]
mod tests;
