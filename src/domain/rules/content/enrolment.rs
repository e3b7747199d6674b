//! Enrolments: each fact is one that the form of enrolment takes, and the day is not in the future.

use super::answers;
use super::fault::ContentFault;
use super::status_fault::StatusFault;
use crate::domain::base::answer::Answer;
use crate::domain::forms::engine::instrument::{Field, FieldKind, pattern};
use crate::domain::record::participant::{FIRST_YEAR, Participant};
use crate::domain::record::session::{ParticipantRecord, Session};
use crate::domain::study::Study;
use chrono::{Datelike as _, NaiveDate};
use rust_decimal::Decimal;

/// Checks the facts about a new participant.
pub(super) fn check(
    study: &Study,
    participant: &Participant,
    today: NaiveDate,
) -> Result<(), ContentFault> {
    let id = participant.id.as_str();
    if !pattern::matches(&study.protocol.participant_id, id) && !has_own_pattern(study) {
        return Err(not_of("id", id));
    }
    let year = participant.birth_year;
    if !(FIRST_YEAR..=today.year()).contains(&year) {
        return Err(not_of("birth-year", &year.to_string()));
    }
    for (name, answer) in facts(study, participant) {
        let form = &study.enrolment;
        // A fact that the study's own form does not ask has no limits there.
        if let Some(field) = form.field(name) {
            answers::fits(study, form, field, &answer, today)?;
        }
    }
    let initials = &participant.initials;
    if initials.is_empty() || !initials.chars().all(char::is_alphabetic) {
        return Err(not_of("initials", initials));
    }
    if participant.weight_kg <= Decimal::ZERO {
        return Err(not_of("weight", &participant.weight_kg.to_string()));
    }
    check_day(participant.enrolled_on, year, today)
}

/// Checks a correction of the facts about a participant as a whole.
///
/// # Errors
/// Why the facts are not corrected so.
pub fn check_correction(
    study: &Study,
    record: &ParticipantRecord,
    (before, participant): (&Participant, &Participant),
    today: NaiveDate,
) -> Result<(), ContentFault> {
    check(study.begun_on(participant.enrolled_on), participant, today)?;
    check_corrected(record, before, participant)
}

/// Checks a correction of the facts about a participant: from those that stand to others, by which nothing that is stored
/// comes to lie before the birth or the enrolment.
pub(super) fn check_corrected(
    record: &ParticipantRecord,
    before: &Participant,
    participant: &Participant,
) -> Result<(), ContentFault> {
    if record.participant != *before {
        return Err(ContentFault::OtherFacts);
    }
    if participant == before {
        return Err(ContentFault::SameFacts);
    }
    let born = participant.birth_year;
    // A day that is not by the rules refuses no correction: it may be what makes it right.
    let mut days = record.visits().filter_map(Session::day);
    let before_birth = |day: NaiveDate| day.year() < born;
    let was_before = |day: NaiveDate| day.year() < before.birth_year;
    if let Some(day) = days.find(|day| before_birth(*day) && !was_before(*day)) {
        return Err(ContentFault::DayBeforeBirth { day, born });
    }
    let enrolled = participant.enrolled_on;
    let mut said = record.statuses.said().iter().map(|said| said.day);
    let visits = record.visits().filter_map(Session::day);
    let mut days = said.by_ref().chain(visits);
    let moved = |day: NaiveDate| day < enrolled && day >= before.enrolled_on;
    days.find(|day| moved(*day)).map_or(Ok(()), |day| {
        Err(StatusFault::BeforeEnrolment { day, enrolled }.into())
    })
}

/// Checks a day: not after today, and not before the year of birth.
pub(super) fn check_day(day: NaiveDate, born: i32, today: NaiveDate) -> Result<(), ContentFault> {
    if day > today {
        return Err(ContentFault::DayInFuture { day, today });
    }
    // A stored year of birth that is impossible refuses no day.
    let known = Some(born).filter(|born| (FIRST_YEAR..=today.year()).contains(born));
    match day.year() < known.unwrap_or(FIRST_YEAR) {
        true => Err(ContentFault::DayBeforeBirth { day, born }),
        false => Ok(()),
    }
}

/// Returns whether the form of enrolment says by itself how an id looks.
fn has_own_pattern(study: &Study) -> bool {
    let own = |field: &Field| match &field.kind {
        FieldKind::Text { pattern, .. } => pattern.is_some(),
        _ => false,
    };
    study.enrolment.field("id").is_some_and(own)
}

/// Returns the facts as answers of the form of enrolment.
fn facts(study: &Study, participant: &Participant) -> [(&'static str, Answer); 6] {
    let unit = |name: &str| study.enrolment.field(name)?.own_unit();
    let year = Decimal::from(participant.birth_year);
    [
        ("id", Answer::text(participant.id.as_str())),
        ("initials", Answer::text(&participant.initials)),
        ("birth-year", Answer::number(year, unit("birth-year"))),
        ("sex", Answer::code(participant.sex.key())),
        ("diagnosis", Answer::code(participant.diagnosis.key())),
        (
            "weight",
            Answer::number(participant.weight_kg, unit("weight")),
        ),
    ]
}

fn not_of(label: &str, value: &str) -> ContentFault {
    ContentFault::NotOfField {
        label: label.to_owned(),
        value: value.to_owned(),
    }
}
