//! Dates and ages of the history that contradict each other.

use super::cells::{AGE, Form};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::base::partial::PartialDate;
use crate::domain::forms::engine::checks::{About, Question, VisitContext};
use crate::domain::forms::engine::instrument::Instrument;

/// Name of the rule about the age at the first symptom.
const AGE_RULE: &str = "age-at-onset";
/// Name of the rule about the day of the diagnosis.
const DATES_RULE: &str = "diagnosis-date";

/// The rules by which the form asks.
pub(super) const RULES: &[&str] = &[AGE_RULE, DATES_RULE];

/// Field of the first symptom.
const SYMPTOM: &str = "first-symptom";
/// Field of the diagnosis.
const DIAGNOSED: &str = "diagnosed";

/// Returns what is asked about the form as a whole.
pub(super) fn questions(form: &Instrument, visit: &VisitContext<'_>) -> Vec<(FieldId, Question)> {
    let age = age(form, visit).map(|about| (AGE.into(), Question::new(AGE_RULE, about)));
    let dates = diagnosis(form, visit);
    let dates = dates.map(|about| (DIAGNOSED.into(), Question::new(DATES_RULE, about)));
    age.into_iter().chain(dates).collect()
}

fn date(form: &Instrument, visit: &VisitContext<'_>, field: &str) -> Option<PartialDate> {
    let text = visit.now(form, field).and_then(Answer::as_text)?;
    text.parse().ok()
}

/// Asks where somebody born in that year was another age on the day of the first symptom.
fn age(form: &Instrument, visit: &VisitContext<'_>) -> Option<About> {
    let symptom = date(form, visit, SYMPTOM)?;
    let born = visit.participant.born()?;
    let cells = visit.session.forms.get(visit.form(form))?;
    let age = Form {
        instrument: form,
        cells,
    }
    .age()?;
    let most = symptom.year().checked_sub(born)?;
    let age = i32::try_from(age).ok()?;
    let fits = age == most || age.checked_add(1) == Some(most);
    (!fits && most >= 0).then_some(About::AgeOn {
        date: symptom,
        born,
        age,
    })
}

/// Asks where the diagnosis was made before the first symptom.
fn diagnosis(form: &Instrument, visit: &VisitContext<'_>) -> Option<About> {
    let symptom = date(form, visit, SYMPTOM)?;
    let diagnosed = date(form, visit, DIAGNOSED)?;
    (diagnosed.before(symptom) == Some(true))
        .then_some(About::DiagnosedBefore { diagnosed, symptom })
}
