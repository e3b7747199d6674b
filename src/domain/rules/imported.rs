//! What a request that is taken in from a file may hold, and what the file lends to whoever takes it in: visits that its answers
//! need begin, its notes are written, and what differs is asked about, each with the line of the file.
//!
//! Must not lend anything that an import does not need.

use super::refusal::Refusal;
use super::stage::Stage;
use super::who::may_import;
use super::world::World;
use crate::domain::base::ids::{ParticipantId, VisitId};
use crate::domain::record::entry::Draft;
use crate::domain::record::event::{Event, FieldPath, Origin};
use crate::domain::record::imported::FileLine;
use crate::domain::record::query::Step;
use crate::domain::record::user::User;

/// The line of the file that an event is from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct From {
    /// The line that its entry keeps; none where the event itself says it, and where it is from no file.
    pub(super) line: Option<FileLine>,
    /// Whether who takes the file in may cause it, whatever else they may.
    pub(super) is_lent: bool,
    /// What must be so in the record.
    needs: Option<Needs>,
}

/// What must be so of a field before the event.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Needs {
    /// It has no note.
    NoNote(FieldPath),
    /// Something stands in it from which a file can differ.
    Content(FieldPath),
}

/// Judges where the events of a request say that they are from: one line of one file for each, or nothing.
///
/// # Errors
/// When the user takes in no files, or the request is not what an import makes of one.
pub(super) fn check(
    user: &User,
    events: &[Event],
    lines: &[FileLine],
) -> Result<Vec<From>, Refusal> {
    let Some(first) = lines.first() else {
        return Ok(vec![From::default(); events.len()]);
    };
    if !may_import(&user.roles) {
        let roles = user.roles.clone();
        return Err(Refusal::NotAllowed { roles });
    }
    let is_one_file = lines.iter().all(|line| line.file == first.file);
    if lines.len() != events.len() || !is_one_file || !lines.iter().all(FileLine::is_counted) {
        return Err(Refusal::NotOfImport);
    }
    let each = events.iter().zip(lines);
    each.map(|(event, line)| from(event, *line, events))
        .collect()
}

fn from(event: &Event, line: FileLine, request: &[Event]) -> Result<From, Refusal> {
    let kept = |is_lent, needs| From {
        line: Some(line),
        is_lent,
        needs,
    };
    match event {
        Event::Filled { origin, .. } | Event::Answered { origin, .. } => {
            match *origin == Origin::Imported(line) {
                true => Ok(From::default()),
                false => Err(Refusal::NotOfImport),
            }
        }
        Event::SessionBegun {
            participant, visit, ..
        }
        | Event::UnscheduledBegun {
            participant, visit, ..
        } => Ok(kept(is_needed(participant, visit, request), None)),
        // An empty note takes one away.
        Event::Noted { text, .. } if text.is_empty() => Err(Refusal::NotOfImport),
        Event::Noted { place, .. } => Ok(kept(true, Some(Needs::NoNote(place.clone())))),
        Event::Queried { place, step, .. } => match step {
            Step::Open => Ok(kept(true, Some(Needs::Content(place.clone())))),
            Step::Answer | Step::Propose | Step::Close | Step::Reopen => Err(Refusal::NotOfImport),
        },
        Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::FileKept { .. }
        | Event::Amended { .. }
        | Event::Enrolled { .. }
        | Event::EnrolmentCorrected { .. }
        | Event::StatusChanged { .. }
        | Event::SessionDated { .. }
        | Event::SessionVoided { .. }
        | Event::FormMoved { .. }
        | Event::ConsentRenewed { .. }
        | Event::DeviationJudged { .. }
        | Event::Cleared { .. }
        | Event::Prompted { .. }
        | Event::Shown { .. }
        | Event::Completed { .. }
        | Event::FormLeft { .. }
        | Event::Signed { .. }
        | Event::Locked { .. }
        | Event::Unlocked { .. }
        | Event::ClockMoved { .. }
        | Event::ServerStarted { .. }
        | Event::ServerStopped { .. }
        | Event::LoggedIn { .. }
        | Event::LoggedOut { .. }
        | Event::Refused { .. }
        | Event::TrailRead { .. }
        | Event::Copied { .. }
        | Event::UserAdded { .. }
        | Event::UserNamed { .. }
        | Event::UserRoles { .. }
        | Event::UserDisabled { .. }
        | Event::UserEnabled { .. }
        | Event::PassphraseSet { .. }
        | Event::PassphraseCleared { .. }
        | Event::PassphraseWrong { .. }
        | Event::PassphraseRight { .. }
        | Event::BackedUp { .. }
        | Event::RestoreTested { .. }
        | Event::HeadMissing { .. }
        | Event::HeadAccepted { .. }
        | Event::Restored { .. }
        | Event::Recovered { .. } => Err(Refusal::NotOfImport),
    }
}

/// Returns whether a file has an answer or a note for a visit.
fn is_needed(participant: &ParticipantId, visit: &VisitId, request: &[Event]) -> bool {
    let mut own = request
        .iter()
        .filter(|event| event.participant() == Some(participant));
    own.any(|event| matches!(event.begins(), Some((at, Some(_))) if at == visit))
}

/// Checks that an event from a file replaces nothing, and asks about something: a note is written where none stands, and a query
/// is about what the record says.
///
/// # Errors
/// When that is not so, or the record cannot be read.
pub(super) fn check_record(
    world: &mut impl World,
    stage: &mut Stage,
    from: &From,
    before: &[Draft],
) -> Result<(), Refusal> {
    let Some(needs) = &from.needs else {
        return Ok(());
    };
    let (Needs::NoNote(place) | Needs::Content(place)) = needs;
    let found = stage.look(world, &place.participant, before, |_, record| {
        let cell = record.cell(place)?;
        Some((cell.note.is_some(), cell.stored().is_some()))
    })?;
    let (has_note, has_answer) = found.flatten().unwrap_or_default();
    let is_so = match needs {
        Needs::NoNote(_) => !has_note,
        Needs::Content(_) => has_note || has_answer,
    };
    match is_so {
        true => Ok(()),
        false => Err(Refusal::NotOfImport),
    }
}
