//! Keeps whoever does not see the answers of a form yet from changing them, and from trying them by what is refused there.
//!
//! What the study hides from whom is said in `study::withheld`. Who enters a form late goes on with it until it is left;
//! nothing is hidden in a form that nobody has answered.

use super::admit::Asker;
use super::content::{ContentFault, HiddenUntil, MoveFault, is_right, moved_answers};
use super::refusal::Refusal;
use super::stage::Stage;
use super::world::World;
use crate::domain::base::ids::{FormId, ParticipantId, VisitId};
use crate::domain::record::entry::Draft;
use crate::domain::record::event::{Event, FieldPath, Origin, OwnersPart};
use crate::domain::record::moved::MoveSide;
use crate::domain::record::session::{ParticipantRecord, Session, has_answer};
use crate::domain::study::Study;
use crate::domain::study::withheld::{
    Hidden, Viewer, Wait, hidden_earlier, hidden_in, leave_out, waits_for,
};
use chrono::NaiveDate;

/// Checks that an event changes nothing that the user does not see yet, unless it makes a stored fault go away.
///
/// # Errors
/// Until when the form is hidden.
pub(super) fn check_seen(
    world: &mut impl World,
    stage: &mut Stage,
    asker: &Asker,
    event: &Event,
    before: &[Draft],
) -> Result<(), Refusal> {
    let viewer = Viewer::of(&asker.user.roles);
    let (Some(who), Some(changed)) = (event.participant(), changed(event)) else {
        return Ok(());
    };
    if viewer == Viewer::Reads {
        return Ok(());
    }
    let today = world.now().date_naive();
    let user = asker.user.user.as_str();
    let unseen_to = event
        .moved()
        .filter(|moved| moved.side == MoveSide::Away)
        .map(|moved| moved.there);
    let fault = stage.look(world, who, before, |study, record| {
        if let Some(to) = unseen_to {
            let form = HiddenForm::of(study, record, changed.place, (user, viewer), today)?;
            return form
                .check_move(study, record, (changed.place, to), user)
                .err();
        }
        let is_fault = |place: &FieldPath| !is_right(study, record, place, today);
        match changed.cleared.is_some_and(is_fault) {
            true => None,
            false => {
                let by = (user, viewer);
                let source = || match changed.is_carried {
                    true => hidden_source(study, record, changed.place, by, today),
                    false => None,
                };
                hidden(study, record, changed.place, by, today).or_else(source)
            }
        }
    })?;
    fault.flatten().map_or(Ok(()), |fault| Err(fault.into()))
}

/// What an event changes of a form.
#[derive(Clone, Copy)]
struct Changed<'a> {
    place: (&'a VisitId, &'a FormId),
    /// The field that it makes blank.
    cleared: Option<&'a FieldPath>,
    /// Whether it says that it repeats an earlier visit.
    is_carried: bool,
}

/// Returns the form of which an event changes answers, notes or what was said to a check.
fn changed(event: &Event) -> Option<Changed<'_>> {
    let at = |visit, form| {
        Some(Changed {
            place: (visit, form),
            cleared: None,
            is_carried: false,
        })
    };
    match event {
        Event::Answered { place, origin, .. } => Some(Changed {
            place: (&place.visit, &place.form),
            cleared: None,
            is_carried: *origin == Origin::Carried,
        }),
        Event::Noted { place, .. } | Event::Prompted { place, .. } => at(&place.visit, &place.form),
        Event::Filled { visit, form, .. } | Event::FormMoved { visit, form, .. } => at(visit, form),
        Event::Cleared { place, .. } => Some(Changed {
            place: (&place.visit, &place.form),
            cleared: Some(place),
            is_carried: false,
        }),
        // Leaving, asking, locking and signing change no answer.
        Event::Completed { .. }
        | Event::FormLeft { .. }
        | Event::Shown { .. }
        | Event::SessionBegun { .. }
        | Event::SessionDated { .. }
        | Event::SessionVoided { .. }
        | Event::UnscheduledBegun { .. }
        | Event::ConsentRenewed { .. }
        | Event::DeviationJudged { .. }
        | Event::Signed { .. }
        | Event::Queried { .. }
        | Event::Locked { .. }
        | Event::Unlocked { .. }
        | Event::Enrolled { .. }
        | Event::StatusChanged { .. }
        | Event::EnrolmentCorrected { .. }
        | Event::StudyOpened { .. }
        | Event::FilesRecorded { .. }
        | Event::FileKept { .. }
        | Event::Amended { .. }
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
        | Event::UserNamed { .. }
        | Event::UserDisabled { .. }
        | Event::UserEnabled { .. }
        | Event::PassphraseSet { .. }
        | Event::PassphraseCleared { .. }
        | Event::PassphraseWrong { .. }
        | Event::PassphraseRight { .. }
        | Event::BackedUp { .. }
        | Event::RestoreTested { .. }
        | Event::Recovered { .. } => None,
    }
}

/// Puts the answers into a move of a form that the user does not see, who therefore sends none. Both sides get what stands
/// there before the request.
///
/// # Errors
/// When the record cannot be read.
pub(super) fn fill_unseen(
    world: &mut impl World,
    asker: &Asker,
    event: &mut Event,
) -> Result<(), Refusal> {
    let by = (asker.user.user.as_str(), Viewer::of(&asker.user.roles));
    let today = world.now().date_naive();
    let Some(moved) = event.moved().filter(|moved| moved.answers.is_empty()) else {
        return Ok(());
    };
    let ((who, visit), to) = match moved.side {
        MoveSide::Away => (moved.here, moved.there),
        MoveSide::Here => (moved.there, moved.here),
    };
    let place = (visit, moved.form);
    let filled = world.look(who, |study, record| {
        let form = HiddenForm::of(study, record, place, by, today)?;
        let judged = form.check_move(study, record, (place, to), by.0);
        judged
            .is_ok()
            .then(|| moved_answers(record, visit, place.1))
    })?;
    if let (Some(filled), Some(OwnersPart::Moved(answers))) =
        (filled.flatten(), event.owners_part_mut())
    {
        *answers = filled;
    }
    Ok(())
}

/// A form that is hidden from a user.
struct HiddenForm {
    title: String,
    /// What it waits for; none where the study does not show it even then.
    wait: Option<Wait>,
}

impl HiddenForm {
    /// Returns the form at a place; `None` where it is not hidden.
    fn of(
        study: &Study,
        record: &ParticipantRecord,
        (visit, form): (&VisitId, &FormId),
        (user, viewer): (&str, Viewer),
        today: NaiveDate,
    ) -> Option<Self> {
        let session = record.session(visit.as_str())?;
        let instrument = study.of(session).form(form.as_str())?;
        let measure = instrument.measure?;
        // Most answers end here: what follows reads every visit.
        if study.always_shows(measure)
            || !session.forms.get(form).is_some_and(has_answer)
            || is_entering(session, form, user)
        {
            return None;
        }
        let left_out = hidden_in(study, record, viewer, today);
        if !left_out.has(visit, form) {
            return None;
        }
        let mut seen = record.clone();
        leave_out(study, &mut seen, &left_out);
        Some(Self {
            title: instrument.title.clone(),
            wait: waits_for(study, &seen, (visit, form), today),
        })
    }

    /// Returns why nothing is changed in it.
    fn fault(self, study: &Study) -> ContentFault {
        let label = |visit: &VisitId| study.label_of_visit(visit);
        let until = self.wait.map(|wait| match wait {
            Wait::Entry(visit) => HiddenUntil::Entered {
                visit: label(&visit),
            },
            Wait::Signature(visit) => HiddenUntil::Signed {
                visit: label(&visit),
            },
        });
        ContentFault::HiddenForm {
            form: self.title,
            until,
        }
    }

    /// Checks that it is moved where its user waits to enter it, and that all in it is theirs: they learn nothing by it that
    /// they did not know.
    ///
    /// # Errors
    /// [`MoveFault::Unseen`] where it is not so, [`ContentFault::HiddenForm`] where it waits for no entry.
    fn check_move(
        self,
        study: &Study,
        record: &ParticipantRecord,
        ((visit, form), (other, other_visit)): ((&VisitId, &FormId), (&ParticipantId, &VisitId)),
        user: &str,
    ) -> Result<(), ContentFault> {
        let Some(Wait::Entry(next)) = &self.wait else {
            return Err(self.fault(study));
        };
        let session = record.session(visit.as_str());
        let is_own = session.is_some_and(|session| is_all_by(session, form, user));
        match is_own && *other == record.participant.id && other_visit == next {
            true => Ok(()),
            false => {
                let visit = study.label_of_visit(next);
                Err(MoveFault::Unseen { visit }.into())
            }
        }
    }
}

/// Returns why a form is hidden from a user; `None` where it is not.
fn hidden(
    study: &Study,
    record: &ParticipantRecord,
    place: (&VisitId, &FormId),
    by: (&str, Viewer),
    today: NaiveDate,
) -> Option<ContentFault> {
    let form = HiddenForm::of(study, record, place, by, today)?;
    Some(form.fault(study))
}

/// Returns why a user cannot repeat what stands in a form at other visits: it is hidden from them there, and whether the
/// repetition is taken would tell what it is.
fn hidden_source(
    study: &Study,
    record: &ParticipantRecord,
    (visit, form): (&VisitId, &FormId),
    by: (&str, Viewer),
    today: NaiveDate,
) -> Option<ContentFault> {
    let others = record.visits().filter(|session| session.visit != *visit);
    others
        .map(|session| &session.visit)
        .find_map(|other| hidden(study, record, (other, form), by, today))
}

/// Returns the forms of a record that a user does not see on a day: what the study hides, but not a form that they are
/// entering. The owner sends the record without them, and the screens show it so.
pub fn hidden_from(
    study: &Study,
    record: &ParticipantRecord,
    (user, viewer): (&str, Viewer),
    today: NaiveDate,
) -> Hidden {
    let mut hidden = hidden_in(study, record, viewer, today);
    hidden.retain(|visit, form| {
        let session = record.session(visit.as_str());
        !session.is_some_and(|session| is_entering(session, form, user))
    });
    hidden
}

/// Returns the forms of a record as it stood earlier that a user does not see on a day: those of [`hidden_from`], and those that
/// were answered then and are blank now, but not where the user was entering them.
pub fn hidden_from_earlier(
    study: &Study,
    (now, earlier): (&ParticipantRecord, &ParticipantRecord),
    (user, viewer): (&str, Viewer),
    today: NaiveDate,
) -> Hidden {
    let mut gone = hidden_earlier(study, (now, earlier), viewer, today);
    gone.retain(|visit, form| {
        let held = |record: &ParticipantRecord, holds: &dyn Fn(&Session) -> bool| {
            record.session(visit.as_str()).is_some_and(holds)
        };
        let stands = |session: &Session| session.forms.get(form).is_some_and(has_answer);
        !held(now, &stands) && !held(earlier, &|session| is_entering(session, form, user))
    });
    let mut hidden = hidden_from(study, now, (user, viewer), today);
    hidden.extend(gone);
    hidden
}

/// Returns whether a user is entering a form: all that stands there is theirs, and it was not left since.
fn is_entering(session: &Session, form: &FormId, user: &str) -> bool {
    session.is_stored_since_left(form) && is_all_by(session, form, user)
}

/// Returns whether all that stands in a form is of a user, and the program made none of it up.
fn is_all_by(session: &Session, form: &FormId, user: &str) -> bool {
    let cells = session
        .forms
        .get(form)
        .into_iter()
        .flat_map(|cells| cells.values());
    let mut stored = cells.filter(|cell| cell.stored().is_some());
    stored.all(|cell| cell.by == user && cell.origin != Some(Origin::Generated))
}
