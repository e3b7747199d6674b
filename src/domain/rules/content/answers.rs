//! Answers: of the field's kind, within its limits, of its options, asked there, and come about as they say.

use super::fault::ContentFault;
use super::{false_origin, places};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::progress::{self, Setting};
use crate::domain::record::entry::Draft;
use crate::domain::record::event::{FieldPath, Origin};
use crate::domain::record::imported::FileLine;
use crate::domain::record::participant::Sex;
use crate::domain::record::rows;
use crate::domain::record::session::{FormCells, ParticipantRecord, Session, has_answer};
use crate::domain::rules::refusal::Refusal;
use crate::domain::rules::stage::Stage;
use crate::domain::rules::world::World;
use crate::domain::study::Study;
use crate::domain::study::fit::{self, Misfit};
use crate::domain::study::laboratory::{self, Laboratory};
use chrono::NaiveDate;

/// How an answer says that it came about, with what shows whether it did.
#[derive(Debug)]
pub(super) enum Claim {
    /// Typed.
    Typed,
    /// With the rest of its section.
    Bulk,
    /// Repeated from an earlier visit, or from one of these laboratories.
    Carried(Vec<Laboratory>),
    /// Put back; whether it stood there before.
    Undone(bool),
    /// Moved, which no answer alone is.
    Moved,
    /// Made by the generator; whether the study is a demo.
    Generated(bool),
    /// Taken in from a line of a file.
    Imported(FileLine),
}

impl Claim {
    /// Reads what shows whether an answer came about as it says.
    pub(super) fn of(
        world: &mut impl World,
        stage: &mut Stage,
        before: &[Draft],
        (place, answer): (&FieldPath, &Answer),
        origin: Origin,
    ) -> Result<Self, Refusal> {
        Ok(match origin {
            Origin::Typed => Self::Typed,
            Origin::Moved => Self::Moved,
            Origin::Bulk => Self::Bulk,
            Origin::Generated => Self::Generated(world.is_demo()),
            Origin::Imported(line) => Self::Imported(line),
            Origin::Carried => {
                let who = &place.participant;
                let sex = stage.look(world, who, before, |_, record| record.participant.sex)?;
                Self::Carried(sex.map_or_else(Vec::new, |sex| world.laboratories(sex)))
            }
            Origin::Undone => {
                let here = |draft: &Draft| draft.event.answer_at(place) == Some(answer);
                let stood = before.iter().any(here) || world.stood(place, answer)?;
                Self::Undone(stood)
            }
        })
    }

    fn origin(&self) -> Origin {
        match self {
            Self::Typed => Origin::Typed,
            Self::Moved => Origin::Moved,
            Self::Bulk => Origin::Bulk,
            Self::Carried(_) => Origin::Carried,
            Self::Undone(_) => Origin::Undone,
            Self::Generated(_) => Origin::Generated,
            Self::Imported(line) => Origin::Imported(*line),
        }
    }
}

/// Checks an answer on the record before it.
pub(super) fn check(
    study: &Study,
    record: &ParticipantRecord,
    place: &FieldPath,
    answer: &Answer,
    claim: &Claim,
    today: NaiveDate,
) -> Result<(), ContentFault> {
    let (form, field) = places::field(study, record, place)?;
    let blank = FormCells::new();
    let session = record.session(place.visit.as_str());
    let cells = session.and_then(|session| session.forms.get(&place.form));
    let cells = cells.unwrap_or(&blank);
    fits(study, form, field, answer, today)?;
    check_asked(
        study,
        form,
        record.participant.sex,
        (&place.visit, cells),
        field,
    )?;
    if field.by_action && !has_answer(cells) {
        return Err(empty_row(form, &place.form));
    }
    let is_so = match claim {
        Claim::Typed => true,
        // Who may take in a file is judged by the role.
        Claim::Imported(line) => line.is_counted() && is_blank(cells, &place.field),
        Claim::Moved => false,
        Claim::Bulk => progress::absent(form, field).as_ref() == Some(answer),
        Claim::Carried(known) => is_carried(study, record, place, (field, cells), answer, known),
        Claim::Undone(stood) => *stood,
        Claim::Generated(is_demo) => *is_demo,
    };
    match is_so {
        true => Ok(()),
        false => Err(false_origin(&field.label, claim.origin())),
    }
}

/// Checks answers that are filled in together: each on the record before them and the answers before it.
pub(super) fn check_all(
    study: &Study,
    record: &ParticipantRecord,
    (visit, form): (&VisitId, &FormId),
    answers: &[(FieldId, Answer)],
    (origin, is_demo): (Origin, bool),
    today: NaiveDate,
) -> Result<(), ContentFault> {
    let instrument = places::form(study, record, visit, form)?;
    let is_so = match origin {
        Origin::Typed => true,
        Origin::Imported(line) => line.is_counted(),
        Origin::Generated => is_demo,
        // No event fills in a whole form with these origins.
        Origin::Bulk | Origin::Carried | Origin::Undone | Origin::Moved => false,
    };
    if !is_so {
        return Err(false_origin(&instrument.title, origin));
    }
    if answers.is_empty() {
        return Err(ContentFault::NothingFilled);
    }
    let session = record.session(visit.as_str());
    let mut cells = session
        .and_then(|session| session.forms.get(form))
        .cloned()
        .unwrap_or_default();
    let is_by_action = |id: &FieldId| {
        let field = instrument.field(id.as_str());
        field.is_some_and(|field| field.by_action)
    };
    let says_more = has_answer(&cells) || answers.iter().any(|(id, _)| !is_by_action(id));
    for (id, answer) in answers {
        let field = instrument.field(id.as_str());
        let field = field.ok_or_else(|| ContentFault::NoField {
            form: instrument.title.clone(),
            field: id.to_string(),
        })?;
        fits(study, instrument, field, answer, today)?;
        check_asked(
            study,
            instrument,
            record.participant.sex,
            (visit, &cells),
            field,
        )?;
        if field.by_action && !says_more {
            return Err(empty_row(instrument, form));
        }
        if matches!(origin, Origin::Imported(_)) && !is_blank(&cells, id) {
            return Err(false_origin(&field.label, origin));
        }
        cells.entry(id.clone()).or_default().answer = Some(answer.clone());
    }
    Ok(())
}

fn empty_row(form: &Instrument, id: &FormId) -> ContentFault {
    let row = rows::split(id.as_str()).map_or(0, |(_, row)| row);
    let form = form.title.clone();
    ContentFault::EmptyRow { form, row }
}

/// Returns whether nothing is stored in a field: no file replaces what stands there.
fn is_blank(cells: &FormCells, field: &FieldId) -> bool {
    let cell = cells.get(field);
    cell.is_none_or(|cell| cell.stored().is_none())
}

/// Checks that a field may be made blank: it exists, or an answer that should not be there is stored in it.
pub(super) fn check_cleared(
    study: &Study,
    record: &ParticipantRecord,
    place: &FieldPath,
    origin: Origin,
) -> Result<(), ContentFault> {
    let cell = record.cell(place);
    let label = match places::field(study, record, place) {
        Ok((_, field)) => field.label.as_str(),
        Err(_) if cell.is_some_and(|cell| cell.stored().is_some()) => place.field.as_str(),
        Err(fault) => return Err(fault),
    };
    let is_so = match origin {
        Origin::Typed => true,
        // A field is blank before its first answer.
        Origin::Undone => cell.is_some_and(|cell| cell.origin.is_some()),
        Origin::Bulk
        | Origin::Carried
        | Origin::Generated
        | Origin::Imported(_)
        | Origin::Moved => false,
    };
    match is_so {
        true => Ok(()),
        false => Err(false_origin(label, origin)),
    }
}

/// Checks that an answer is one that the field takes.
pub(super) fn fits(
    study: &Study,
    form: &Instrument,
    field: &Field,
    answer: &Answer,
    today: NaiveDate,
) -> Result<(), ContentFault> {
    let label = || field.label.clone();
    fit::check(study, form, field, answer, today).map_err(|misfit| match misfit {
        Misfit::Value { value } => ContentFault::NotOfField {
            label: label(),
            value,
        },
        Misfit::Unit { unit } => ContentFault::NoUnit {
            label: label(),
            unit,
        },
        Misfit::Reason { reason } => ContentFault::NoMissingReason {
            label: label(),
            reason,
        },
        Misfit::NoWords { .. } => ContentFault::MissingWithoutWords { label: label() },
    })
}

fn check_asked(
    study: &Study,
    form: &Instrument,
    sex: Sex,
    (visit, cells): (&VisitId, &FormCells),
    field: &Field,
) -> Result<(), ContentFault> {
    let setting = Setting::of(study.protocol.baseline == *visit, sex);
    match progress::asked(study.scoring(), form, setting, cells, field) {
        true => Ok(()),
        false => Err(ContentFault::Hidden {
            label: field.label.clone(),
        }),
    }
}

/// Returns whether an answer is the fact of an earlier visit, or the limit of the laboratory that the form names.
fn is_carried(
    study: &Study,
    record: &ParticipantRecord,
    place: &FieldPath,
    (field, cells): (&Field, &FormCells),
    answer: &Answer,
    known: &[Laboratory],
) -> bool {
    let mut earlier = study
        .sessions_before(record, place.visit.as_str())
        .into_iter();
    let (form, id) = (place.form.as_str(), place.field.as_str());
    if field.fact && earlier.any(|session| session.answer(form, id) == Some(answer)) {
        return true;
    }
    let FieldKind::Lab {
        is_limit: true,
        unit_field,
        ..
    } = &field.kind
    else {
        return false;
    };
    let of_form = |field: &str| cells.get(field).and_then(|cell| cell.answer.as_ref());
    let name = of_form(laboratory::NAME).and_then(Answer::as_text);
    let unit = of_form(unit_field.as_str()).and_then(Answer::as_code);
    let (Some(name), Some(unit)) = (name, unit) else {
        return false;
    };
    let is_other =
        |session: &Session, form: &FormId| session.visit != place.visit || *form != place.form;
    let own = record.visits().flat_map(|session| {
        let all = Laboratory::of(study, session).into_iter();
        all.filter(|(form, _)| is_other(session, form))
    });
    let own: Vec<Laboratory> = own.map(|(_, laboratory)| laboratory).collect();
    let mut all = own.iter().chain(known);
    all.any(|laboratory| laboratory.is(name) && laboratory.limit(id, unit) == Some(answer))
}
