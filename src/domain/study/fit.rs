//! What is stored and not by the rules: which answers a field takes, and which days and facts can be.
//!
//! The rules refuse by this what a client sends, and the record is judged by it entry by entry, whatever wrote the
//! entry: an answer that no field takes is kept apart, shown, and nothing is computed with it. What is legal but unlikely
//! is for the checks, but for a date before birth, which counts only once it was kept with a reason.

use super::Study;
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::base::partial::PartialDate;
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing;
use crate::domain::record::entry::Entry;
use crate::domain::record::event::FieldPath;
use crate::domain::record::participant::Participant;
use crate::domain::record::rows;
use crate::domain::record::session::{ParticipantRecord, Session};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// Name of the check that asks about a date before birth.
pub const BEFORE_BIRTH: &str = "before-birth";

/// Why a field does not take an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The value is not one that the field takes.
    Value {
        /// The value as text.
        value: String,
    },
    /// The field does not have this unit.
    Unit {
        /// The unit; `None` where one is needed.
        unit: Option<String>,
    },
    /// The field cannot be missing for this reason.
    Reason {
        /// Code of the reason.
        reason: String,
    },
    /// The missing reason needs words and has none.
    NoWords {
        /// Label of the reason.
        label: String,
    },
}

/// Checks that an answer is one that the field takes on a day: what its text, typed into the field, would be read as.
///
/// # Errors
/// Why it is none.
pub fn check(
    study: &Study,
    form: &Instrument,
    field: &Field,
    answer: &Answer,
    today: NaiveDate,
) -> Result<(), Misfit> {
    let (value, unit) = match answer {
        Answer::Missing { reason, text } => {
            return check_missing(study, form, field, reason, text.as_deref());
        }
        Answer::Value { value, unit } => (value, unit.as_deref()),
    };
    if !has_unit(form, field, unit) {
        let unit = unit.map(str::to_owned);
        return Err(Misfit::Unit { unit });
    }
    let text = match value {
        Value::Number(number) => number.normalize().to_string(),
        Value::Below(number) => format!("<{}", number.normalize()),
        Value::Code(_) | Value::Text(_) | Value::Date(_) => typing::show(form, field, answer),
    };
    let read = typing::read(form, field, &text, unit, today);
    match read.answer() == Some(answer) {
        true => Ok(()),
        false => Err(Misfit::Value { value: text }),
    }
}

/// Returns whether a value has the unit of its field: a number's own, one of those that a laboratory measures in, or
/// none.
fn has_unit(form: &Instrument, field: &Field, unit: Option<&str>) -> bool {
    match &field.kind {
        FieldKind::Lab { unit_field, .. } => {
            let units = form.field(unit_field.as_str());
            let units = units.map_or(&[][..], |units| form.choices(units));
            units.iter().any(|known| Some(known.code.as_str()) == unit)
        }
        FieldKind::Number { .. }
        | FieldKind::Vas { .. }
        | FieldKind::Choice { .. }
        | FieldKind::Text { .. }
        | FieldKind::Paragraph
        | FieldKind::Date
        | FieldKind::PartialDate { .. }
        | FieldKind::Time => field.own_unit() == unit,
    }
}

fn check_missing(
    study: &Study,
    form: &Instrument,
    field: &Field,
    reason: &str,
    text: Option<&str>,
) -> Result<(), Misfit> {
    let known = study.missing_reason(reason);
    let known = known.filter(|_| form.reasons(field).iter().any(|code| code == reason));
    match known {
        None => Err(Misfit::Reason {
            reason: reason.to_owned(),
        }),
        Some(known) if known.needs_text && text.is_none_or(|text| text.trim().is_empty()) => {
            let label = known.label.clone();
            Err(Misfit::NoWords { label })
        }
        Some(_) => Ok(()),
    }
}

/// Returns the date of an answer that lies before the year of birth, with that year; `None` where that year is not known.
pub fn before_birth(
    participant: &Participant,
    field: &Field,
    answer: &Answer,
) -> Option<(PartialDate, i32)> {
    let date = match (&field.kind, answer.value()?) {
        (FieldKind::Date, Value::Date(date)) => PartialDate::from(*date),
        (FieldKind::PartialDate { .. }, Value::Text(text)) => text.parse().ok()?,
        _ => return None,
    };
    let born = participant.born()?;
    (date.year() < born).then_some((date, born))
}

/// Judges what an entry has stored in a record to which it was applied: the answers, and the day of a visit that it
/// began.
pub fn judge(study: &Study, record: &mut ParticipantRecord, entry: &Entry) {
    let event = &entry.draft.event;
    let today = entry.recorded_at.date_naive();
    if event.participant() != Some(&record.participant.id) {
        return;
    }
    if let Some((visit, _)) = event.written()
        && visit.as_str() != rows::SESSION
    {
        let participant = &record.participant;
        if let Some(session) = record.sessions.get_mut(visit)
            && (session.begun == entry.seq || is_dated_by(session, entry.seq))
        {
            session.unfit_date = !participant.may_be_seen_on(session.date, today);
        }
    }
    let kept = event.kept_against(BEFORE_BIRTH).cloned();
    for place in event.answers().into_iter().chain(kept) {
        judge_cell(study, record, &place, today);
    }
}

/// Returns whether the day of a visit is the one that an entry changed it to.
fn is_dated_by(session: &Session, seq: u64) -> bool {
    let newest = session.earlier_days.last();
    newest.is_some_and(|earlier| earlier.until == seq)
}

fn judge_cell(
    study: &Study,
    record: &mut ParticipantRecord,
    place: &FieldPath,
    today: NaiveDate,
) -> Option<()> {
    let ParticipantRecord {
        participant,
        sessions,
        ..
    } = record;
    let session = sessions.get_mut(&place.visit)?;
    let version = study.of_form(session, &place.form);
    let cells = session.forms.get_mut(&place.form)?;
    let cell = cells.get_mut(&place.field)?;
    let stored = cell.stored()?;
    let is_kept = cell.is_kept(BEFORE_BIRTH);
    let who = Some(&*participant);
    let field = (&place.form, &place.field);
    let fits = is_by_rules(version, who, field, stored, is_kept, today);
    cell.judge(fits);
    Some(())
}

/// Returns whether something that is stored in a field of a version is by the rules on a day. A date before birth is once
/// it `is_kept`, and where nobody says who the participant is.
pub fn is_by_rules(
    study: &Study,
    participant: Option<&Participant>,
    (form, field): (&FormId, &FieldId),
    stored: &Answer,
    is_kept: bool,
    today: NaiveDate,
) -> bool {
    let form = study.form(form.as_str());
    let Some((form, field)) = form.and_then(|form| Some((form, form.field(field.as_str())?)))
    else {
        return false;
    };
    let before_birth = || before_birth(participant?, field, stored);
    check(study, form, field, stored, today).is_ok() && (is_kept || before_birth().is_none())
}

/// A fact of the enrolment that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnfitFact {
    /// The year of birth.
    BirthYear(i32),
    /// The weight, kg.
    Weight(Decimal),
    /// The day of the enrolment.
    Day(NaiveDate),
}

impl UnfitFact {
    /// Returns the name of the fact in the form of enrolment.
    pub fn field(self) -> &'static str {
        match self {
            Self::BirthYear(_) => "birth-year",
            Self::Weight(_) => "weight",
            Self::Day(_) => "enrolled-on",
        }
    }
}

/// Returns the facts of an enrolment that cannot be: nothing is computed with them.
pub fn unfit_facts(study: &Study, participant: &Participant) -> Vec<UnfitFact> {
    let year = participant.born().is_none();
    let year = year.then_some(UnfitFact::BirthYear(participant.birth_year));
    let weight = weight(study, participant).is_none();
    let weight = weight.then_some(UnfitFact::Weight(participant.weight_kg));
    let day = participant.enrolled().is_none();
    let day = day.then_some(UnfitFact::Day(participant.enrolled_on));
    year.into_iter().chain(weight).chain(day).collect()
}

/// Returns the weight at enrolment in kg; `None` where the one that is stored is not above 0, or not one that the form of
/// enrolment took, by the version that holds for the day of the enrolment.
pub fn weight(study: &Study, participant: &Participant) -> Option<Decimal> {
    let kg = participant.weight_kg;
    let study = study.begun_on(participant.enrolled_on);
    let form = &study.enrolment;
    let fits = form.field("weight").is_none_or(|field| {
        let answer = Answer::number(kg, field.own_unit());
        check(study, form, field, &answer, participant.enrolled_on).is_ok()
    });
    (kg > Decimal::ZERO && fits).then_some(kg)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{amended, participant};
    use crate::domain::study::shipped::embedded_study;

    #[test]
    fn the_weight_at_enrolment_is_judged_by_the_version_of_that_day() {
        let own = participant("01-001", "2026-05-31").weight_kg;
        let lower = |study: &mut Study| {
            let sections = study.enrolment.sections.iter_mut();
            let mut fields = sections.flat_map(|section| &mut section.fields);
            let weight = fields.find(|field| field.id.as_str() == "weight");
            if let FieldKind::Number { max, .. } = &mut weight.unwrap().kind {
                *max = own - Decimal::ONE;
            }
        };
        let study = amended(embedded_study().unwrap(), "2026-06-01", lower);
        let of = |day: &str| weight(&study, &participant("01-001", day));
        assert_eq!(of("2026-05-31"), Some(own));
        assert_eq!(of("2026-06-01"), None);
    }
}
