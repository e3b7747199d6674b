//! Moves of a form: both sides or none, all that stands in it, and only onto an empty form of the same version which asks
//! the same questions.

use super::fault::ContentFault;
use super::move_fault::MoveFault;
use super::places;
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::progress::{self, Setting};
use crate::domain::record::event::Event;
use crate::domain::record::moved::{MoveSide, MovedAnswer};
use crate::domain::record::rows;
use crate::domain::record::session::{FormCells, ParticipantRecord, has_answer};
use crate::domain::study::{Study, fit};
use chrono::NaiveDate;

/// Checks that a request which moves a form holds both sides of the move, away first, and nothing else.
///
/// # Errors
/// [`MoveFault::Half`] when it does not, [`MoveFault::SamePlace`] when both sides are one.
pub(in crate::domain::rules) fn check_whole(events: &[Event]) -> Result<(), ContentFault> {
    if events.iter().all(|event| event.moved().is_none()) {
        return Ok(());
    }
    let [Some(away), Some(here)] = [0, 1].map(|place| events.get(place).and_then(Event::moved))
    else {
        return Err(MoveFault::Half.into());
    };
    let sides = (away.side, here.side) == (MoveSide::Away, MoveSide::Here);
    let mirrored = (away.here, away.there) == (here.there, here.here)
        && (away.form, away.answers) == (here.form, here.answers);
    match events.len() == 2 && sides && mirrored {
        false => Err(MoveFault::Half.into()),
        true if away.here == away.there => Err(MoveFault::SamePlace.into()),
        true => Ok(()),
    }
}

/// Returns the answers of a form as a move takes them: all that stand in it, by field.
pub fn moved_answers(
    record: &ParticipantRecord,
    visit: &VisitId,
    form: &FormId,
) -> Vec<MovedAnswer> {
    let session = record.session(visit.as_str());
    let cells = session.and_then(|session| session.forms.get(form));
    let cells = cells.into_iter().flatten();
    let answered = cells.filter_map(|(field, cell)| {
        Some(MovedAnswer {
            field: field.clone(),
            answer: cell.stored()?.clone(),
            source: cell.seq,
        })
    });
    answered.collect()
}

/// Checks the side from which answers are moved away; `study` is the one that is run.
///
/// # Errors
/// Why they stay.
pub fn check_away(
    study: &Study,
    record: &ParticipantRecord,
    (visit, form): (&VisitId, &FormId),
    answers: &[MovedAnswer],
) -> Result<(), ContentFault> {
    let instrument = of_visit(study, record, visit, form)?;
    let session = record.session(visit.as_str());
    if answers.is_empty() {
        return Err(MoveFault::Nothing.into());
    }
    if moved_answers(record, visit, form) != answers {
        return Err(MoveFault::ChangedSince.into());
    }
    let cells = session.and_then(|session| session.forms.get(form));
    let unfit = cells.into_iter().flatten();
    let unfit = unfit.filter(|(_, cell)| cell.unfit.is_some());
    match unfit
        .map(|(field, _)| label(instrument, field.as_str()))
        .next()
    {
        Some(label) => Err(MoveFault::Unfit { label }.into()),
        None => Ok(()),
    }
}

/// Checks the side to which answers are moved. `from` is the version of the form where they stand, with its number.
///
/// # Errors
/// Why they do not come here.
pub fn check_here(
    study: &Study,
    record: &ParticipantRecord,
    (visit, form): (&VisitId, &FormId),
    answers: &[MovedAnswer],
    from: Option<&(Instrument, u32)>,
    today: NaiveDate,
) -> Result<(), ContentFault> {
    let instrument = of_visit(study, record, visit, form)?;
    let session = record.session(visit.as_str());
    let session = session.ok_or_else(|| ContentFault::NotBegun {
        visit: visit.clone(),
    })?;
    let version = study.of_form(session, form);
    if let Some((_, number)) = from.filter(|(known, _)| known != instrument) {
        return Err(MoveFault::OtherVersion {
            here: *number,
            there: version.number,
        }
        .into());
    }
    if session.withheld.contains_key(form) || session.forms.get(form).is_some_and(has_answer) {
        return Err(MoveFault::NotEmpty {
            visit: study.label_of_visit(visit),
        }
        .into());
    }
    let mut cells = FormCells::new();
    for moved in answers {
        let cell = cells.entry(moved.field.clone()).or_default();
        cell.answer = Some(moved.answer.clone());
    }
    let is_baseline = version.protocol.baseline == *visit;
    let setting = Setting::of(is_baseline, record.participant.sex);
    for moved in answers {
        let field = instrument.field(moved.field.as_str());
        let field = field.ok_or_else(|| ContentFault::NoField {
            form: instrument.title.clone(),
            field: moved.field.to_string(),
        })?;
        let scoring = version.scoring();
        if !progress::asked(scoring, instrument, setting, &cells, field) {
            let label = field.label.clone();
            return Err(MoveFault::NotVisible { label }.into());
        }
        // What was kept of it with a reason is not moved.
        let who = Some(&record.participant);
        let place = (form, &moved.field);
        if !fit::is_by_rules(version, who, place, &moved.answer, false, today) {
            let label = field.label.clone();
            return Err(MoveFault::Unfit { label }.into());
        }
    }
    Ok(())
}

/// Returns the form of a visit, as the visit asks it.
fn of_visit<'a>(
    study: &'a Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    form: &FormId,
) -> Result<&'a Instrument, ContentFault> {
    if visit.as_str() == rows::SESSION {
        return Err(MoveFault::NotOfVisit.into());
    }
    let version = study.of_place(record, visit.as_str(), form);
    places::form(version, record, visit, form)
}

fn label(form: &Instrument, field: &str) -> String {
    let known = form.field(field);
    known.map_or_else(|| field.to_owned(), |known| known.label.clone())
}

/// Returns the form of one side with the number of its version, for the other side to be compared with.
pub fn form_of(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    form: &FormId,
) -> Option<(Instrument, u32)> {
    let version = study.of_place(record, visit.as_str(), form);
    Some((version.form(form.as_str())?.clone(), version.number))
}
