//! What a line of the trail says was done, and where.

use super::Line;
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::record::event::Event;
use crate::domain::record::lock::Scope;
use crate::domain::record::query::Step;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// An answer, told without what stood there before.
    Answered,
    /// A first answer.
    Entered,
    /// Another answer.
    Changed,
    /// No answer any more.
    Cleared,
    /// A whole form at once.
    Filled,
    /// A check asked.
    Prompted,
    /// The study was made.
    StudyOpened,
    /// The files of the study.
    FilesRecorded,
    /// A file of the study was taken into the record.
    FileKept,
    /// The study is run under another version.
    Amended,
    /// A participant was enrolled.
    Enrolled,
    /// A visit was begun by mistake.
    VisitVoided,
    /// The facts of an enrolment were corrected.
    EnrolmentCorrected,
    /// It was said how a participant takes part.
    StatusChanged,
    /// A visit was begun.
    VisitBegun,
    /// The day of a visit was changed.
    VisitDated,
    /// A note.
    Noted,
    /// A note was removed.
    NoteRemoved,
    /// Earlier scores were shown.
    Shown,
    /// A form was left complete.
    Completed,
    /// A form was left.
    FormLeft,
    /// A visit was signed.
    Signed,
    /// A part was locked.
    Locked,
    /// A part was unlocked.
    Unlocked,
    /// A query was opened.
    QueryOpened,
    /// A query was answered.
    QueryAnswered,
    /// A query was proposed as resolved.
    QueryProposed,
    /// A query was closed.
    QueryClosed,
    /// A query was reopened.
    QueryReopened,
    /// The clock of the host moved.
    ClockMoved,
    /// The study was backed up.
    BackedUp,
    /// A restore was tested.
    RestoreTested,
    /// A head that somebody was told is missing.
    HeadMissing,
    /// A missing head was accepted.
    HeadAccepted,
    /// The record was restored from a backup.
    Restored,
    /// The record was recovered.
    Recovered,
    /// A server started.
    ServerStarted,
    /// A server stopped.
    ServerStopped,
    /// Logins or actions were refused.
    Refused,
    /// The trail of everybody was read.
    TrailRead,
    /// A user came in.
    CameIn,
    /// A user went out.
    WentOut,
    /// Something was copied out of the study.
    Copied,
    /// A visit that no schedule plans was begun.
    UnscheduledBegun,
    /// The answers of a form were moved.
    FormMoved,
    /// A participant consented anew.
    ConsentRenewed,
    /// A deviation was judged.
    DeviationJudged,
    /// A user was added.
    UserAdded,
    /// A user's printed name was corrected.
    UserNamed,
    /// A user's roles were changed.
    UserRoles,
    /// A user was disabled.
    UserDisabled,
    /// A user was enabled.
    UserEnabled,
    /// A passphrase was set.
    PassphraseSet,
    /// A passphrase was cleared.
    PassphraseCleared,
    /// A wrong passphrase was tried.
    PassphraseWrong,
    /// The right passphrase was given.
    PassphraseRight,
}

impl Action {
    /// Returns the code in CSV.
    pub fn key(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Entered => "entered",
            Self::Changed => "changed",
            Self::Cleared => "cleared",
            Self::Filled => "filled",
            Self::Prompted => "prompted",
            Self::StudyOpened => "study-opened",
            Self::FilesRecorded => "files-recorded",
            Self::FileKept => "file-kept",
            Self::Amended => "amended",
            Self::Enrolled => "enrolled",
            Self::VisitBegun => "visit-begun",
            Self::VisitVoided => "visit-voided",
            Self::EnrolmentCorrected => "enrolment-corrected",
            Self::StatusChanged => "status-changed",
            Self::VisitDated => "visit-dated",
            Self::Noted => "noted",
            Self::NoteRemoved => "note-removed",
            Self::Shown => "shown",
            Self::Completed => "completed",
            Self::FormLeft => "form-left",
            Self::Signed => "signed",
            Self::Locked => "locked",
            Self::Unlocked => "unlocked",
            Self::QueryOpened => "query-opened",
            Self::QueryAnswered => "query-answered",
            Self::QueryProposed => "query-proposed",
            Self::QueryClosed => "query-closed",
            Self::QueryReopened => "query-reopened",
            Self::ClockMoved => "clock-moved",
            Self::BackedUp => "backed-up",
            Self::RestoreTested => "restore-tested",
            Self::HeadMissing => "head-missing",
            Self::HeadAccepted => "head-accepted",
            Self::Restored => "restored",
            Self::Recovered => "recovered",
            Self::ServerStarted => "server-started",
            Self::ServerStopped => "server-stopped",
            Self::Refused => "refused",
            Self::TrailRead => "trail-read",
            Self::CameIn => "came-in",
            Self::WentOut => "went-out",
            Self::Copied => "copied",
            Self::UnscheduledBegun => "unscheduled-begun",
            Self::FormMoved => "form-moved",
            Self::ConsentRenewed => "consent-renewed",
            Self::DeviationJudged => "deviation-judged",
            Self::UserAdded => "user-added",
            Self::UserNamed => "user-named",
            Self::UserRoles => "user-roles",
            Self::UserDisabled => "user-disabled",
            Self::UserEnabled => "user-enabled",
            Self::PassphraseSet => "passphrase-set",
            Self::PassphraseCleared => "passphrase-cleared",
            Self::PassphraseWrong => "passphrase-wrong",
            Self::PassphraseRight => "passphrase-right",
        }
    }
}

fn of(
    action: Action,
    participant: &ParticipantId,
    visit: Option<&VisitId>,
    form: Option<&FormId>,
) -> Line {
    Line {
        participant: Some(participant.clone()),
        visit: visit.cloned(),
        form: form.cloned(),
        ..Line::new(action)
    }
}

fn over(action: Action, scope: &Scope) -> Line {
    Line {
        participant: scope.participant.clone(),
        visit: scope.visit.clone(),
        form: scope.form.clone(),
        ..Line::new(action)
    }
}

/// Returns the line of an event that is no answer.
pub(super) fn line(event: &Event) -> Line {
    match event {
        Event::StudyOpened { .. } => Line::new(Action::StudyOpened),
        Event::FilesRecorded { .. } => Line::new(Action::FilesRecorded),
        Event::FileKept { .. } => Line::new(Action::FileKept),
        Event::Amended { .. } => Line::new(Action::Amended),
        Event::Enrolled { participant } => of(Action::Enrolled, &participant.id, None, None),
        Event::SessionVoided {
            participant, visit, ..
        } => of(Action::VisitVoided, participant, Some(visit), None),
        Event::EnrolmentCorrected { participant, .. } => {
            of(Action::EnrolmentCorrected, &participant.id, None, None)
        }
        Event::StatusChanged { participant, .. } => {
            of(Action::StatusChanged, participant, None, None)
        }
        Event::UnscheduledBegun {
            participant, visit, ..
        } => of(Action::UnscheduledBegun, participant, Some(visit), None),
        Event::FormMoved {
            participant,
            visit,
            form,
            ..
        } => of(Action::FormMoved, participant, Some(visit), Some(form)),
        Event::ConsentRenewed { participant, .. } => {
            of(Action::ConsentRenewed, participant, None, None)
        }
        Event::DeviationJudged { participant, .. } => {
            of(Action::DeviationJudged, participant, None, None)
        }
        Event::SessionBegun {
            participant, visit, ..
        } => of(Action::VisitBegun, participant, Some(visit), None),
        Event::SessionDated {
            participant, visit, ..
        } => of(Action::VisitDated, participant, Some(visit), None),
        Event::Noted { place, text } if text.is_empty() => Line::at(place, Action::NoteRemoved),
        Event::Noted { place, .. } => Line::at(place, Action::Noted),
        Event::Shown {
            participant,
            visit,
            form,
            ..
        } => of(Action::Shown, participant, Some(visit), Some(form)),
        Event::Completed {
            participant,
            visit,
            form,
            ..
        } => of(Action::Completed, participant, Some(visit), Some(form)),
        Event::FormLeft {
            participant,
            visit,
            form,
        } => of(Action::FormLeft, participant, Some(visit), Some(form)),
        Event::Signed {
            participant, visit, ..
        } => of(Action::Signed, participant, Some(visit), None),
        Event::Locked { scope, .. } => over(Action::Locked, scope),
        Event::Unlocked { scope, .. } => over(Action::Unlocked, scope),
        Event::Queried { place, step, .. } => {
            let action = match step {
                Step::Open => Action::QueryOpened,
                Step::Answer => Action::QueryAnswered,
                Step::Propose => Action::QueryProposed,
                Step::Close => Action::QueryClosed,
                Step::Reopen => Action::QueryReopened,
            };
            Line::at(place, action)
        }
        Event::ClockMoved { .. } => Line::new(Action::ClockMoved),
        Event::BackedUp { .. } => Line::new(Action::BackedUp),
        Event::RestoreTested { .. } => Line::new(Action::RestoreTested),
        Event::HeadMissing { .. } => Line::new(Action::HeadMissing),
        Event::HeadAccepted { .. } => Line::new(Action::HeadAccepted),
        Event::Restored { .. } => Line::new(Action::Restored),
        Event::Recovered { .. } => Line::new(Action::Recovered),
        Event::ServerStarted { .. } => Line::new(Action::ServerStarted),
        Event::ServerStopped { .. } => Line::new(Action::ServerStopped),
        Event::Refused { .. } => Line::new(Action::Refused),
        Event::TrailRead { .. } => Line::new(Action::TrailRead),
        Event::LoggedIn { .. } => Line::new(Action::CameIn),
        Event::LoggedOut { .. } => Line::new(Action::WentOut),
        Event::Copied { participant, .. } => Line {
            participant: participant.clone(),
            ..Line::new(Action::Copied)
        },
        Event::UserAdded { .. } => Line::new(Action::UserAdded),
        Event::UserNamed { .. } => Line::new(Action::UserNamed),
        Event::UserRoles { .. } => Line::new(Action::UserRoles),
        Event::UserDisabled { .. } => Line::new(Action::UserDisabled),
        Event::UserEnabled { .. } => Line::new(Action::UserEnabled),
        Event::PassphraseSet { .. } => Line::new(Action::PassphraseSet),
        Event::PassphraseCleared { .. } => Line::new(Action::PassphraseCleared),
        Event::PassphraseWrong { .. } => Line::new(Action::PassphraseWrong),
        Event::PassphraseRight { .. } => Line::new(Action::PassphraseRight),
        Event::Prompted { place, .. } => Line::at(place, Action::Prompted),
        // Told with the value before and after by the teller.
        Event::Answered { place, .. } | Event::Cleared { place, .. } => {
            Line::at(place, Action::Answered)
        }
        Event::Filled {
            participant,
            visit,
            form,
            ..
        } => of(Action::Filled, participant, Some(visit), Some(form)),
    }
}
