//! Questions about the rows of the logs and the form of eligibility: drugs that the study forbids, doses, weights
//! and times of infusions, dates the wrong way round, what contradicts itself in an event.

use super::{About, Question};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::base::ratio::Exact;
use crate::domain::course;
use crate::domain::course::eligibility::treatment;
use crate::domain::course::{
    ABATACEPT, ADVERSE_EVENT, MEDICATION, Measured, SERIOUSNESS, contradictions,
};
use crate::domain::forms::engine::checks::VisitContext;
use crate::domain::forms::engine::instrument::{Field, Instrument};
use crate::domain::record::rows;
use crate::domain::record::rows::is_in_error;
use crate::domain::record::session::FormCells;
use crate::domain::study::Study;
use crate::domain::treatment::abatacept::crossing;
use crate::domain::treatment::adverse::Contradiction;
use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

/// Minutes of an infusion outside which it is asked about (site default; the label says 30).
const SHORTEST: i64 = 25;
const LONGEST: i64 = 60;
/// What became of an infusion that was given whole.
const WHOLE: &str = "whole";
/// The same of one that was not given.
const LEFT_OUT: &str = "left-out";
const MINUTES_OF_A_DAY: i64 = 24 * 60;

/// Returns the questions about one answer of a row, or about a weight that a dose goes by.
pub(super) fn questions(
    study: &Study,
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    context: &VisitContext<'_>,
    weights: &[Measured],
) -> Vec<Question> {
    let question = || match (instrument.id.as_str(), field.id.as_str()) {
        (MEDICATION, "name" | "immunosuppressant-name") => forbidden(study, answer.as_text()?),
        (MEDICATION, "immunosuppressant") => forbidden(study, answer.as_code()?),
        (ABATACEPT, "planned") => {
            let weight = context.now(instrument, "weight")?.as_number()?;
            planned(
                study,
                Exact::from_decimal(answer.as_number()?),
                Exact::from_decimal(weight),
            )
        }
        (ABATACEPT, "weight") => {
            let on = context.now(instrument, "date").and_then(Answer::as_date);
            tier(study, instrument, answer, on, context, weights)
        }
        (_, "weight") if course::dose_form(study) == Some(&instrument.id) => tier(
            study,
            instrument,
            answer,
            context.session.day(),
            context,
            weights,
        ),
        (ABATACEPT, "given") => given(
            context.now(instrument, "planned")?.as_number()?,
            answer.as_number()?,
            context.now(instrument, "state")?.as_code()? == WHOLE,
        ),
        (ABATACEPT, "date") => after_end(instrument, answer.as_date()?, context),
        (ABATACEPT, "end") => minutes(
            context.now(instrument, "start")?.as_text()?,
            answer.as_text()?,
        ),
        _ => None,
    };
    let mut questions: Vec<Question> = question().into_iter().collect();
    if (instrument.id.as_str(), field.id.as_str()) == (ABATACEPT, "weight") {
        questions.extend(planned_before(study, instrument, answer, context));
    }
    questions.extend(dates(study, instrument, field, answer, context));
    if instrument.id.as_str() == ADVERSE_EVENT {
        questions.extend(contradicting(instrument, field, answer, context));
    }
    questions
}

/// Returns the question about the dose that was planned before the weight that it goes by was typed.
fn planned_before(
    study: &Study,
    instrument: &Instrument,
    weight: &Answer,
    context: &VisitContext<'_>,
) -> Option<Question> {
    let mg = context.now(instrument, "planned")?.as_number()?;
    let kg = weight.as_number()?;
    planned(study, Exact::from_decimal(mg), Exact::from_decimal(kg))
}

/// Returns the question about a weight in another tier than the last one known on a day, or at all.
fn tier(
    study: &Study,
    instrument: &Instrument,
    answer: &Answer,
    on: Option<NaiveDate>,
    context: &VisitContext<'_>,
    weights: &[Measured],
) -> Option<Question> {
    let rule = &study.protocol.rules.abatacept.as_ref()?.regimen.rule;
    let kg = Exact::from_decimal(answer.as_number()?);
    let own = (&context.session.visit, context.form(instrument));
    let is_own = |known: &Measured| known.place.as_ref().is_some_and(|p| (&p.0, &p.1) == own);
    let known = weights.iter().rev().filter(|known| !is_own(known));
    let mut until = known.filter(|known| on.is_none_or(|on| known.weight.on <= on));
    let last = until.next()?.weight;
    let crossed = crossing(rule, last.kg, kg)?;
    let (crossing, on) = (crossed, last.on);
    let about = About::WeightTier { crossing, on };
    Some(Question::new("weight-tier", about))
}

/// Returns the questions about what an answer makes contradict that did not before.
fn contradicting(
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    context: &VisitContext<'_>,
) -> Vec<Question> {
    let Some(cells) = with_new(instrument, field, answer, context) else {
        return Vec::new();
    };
    if is_in_error(&cells) {
        return Vec::new();
    }
    let stored = context.session.forms.get(context.form(instrument));
    let before = stored.map(contradictions).unwrap_or_default();
    let new = contradictions(&cells).into_iter();
    new.filter(|found| !before.contains(found))
        .map(|found| Question::new(contradiction_rule(found), About::Contradiction(found)))
        .collect()
}

/// Returns the question about dates that an answer brings the wrong way round; none where it stands already, which
/// is told of the whole form.
fn dates(
    study: &Study,
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    context: &VisitContext<'_>,
) -> Option<Question> {
    let form = context.form(instrument);
    if !compares_dates(study, form) {
        return None;
    }
    let cells = with_new(instrument, field, answer, context)?;
    let (fields, rule, about) = dates_wrong(study, form, &cells)?;
    let is_one = fields.contains(&field.id.as_str());
    is_one.then(|| Question::new(rule, about))
}

/// Returns the cells of a form as an answer leaves them; none where it stands already, so that it brings nothing about.
fn with_new(
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    context: &VisitContext<'_>,
) -> Option<FormCells> {
    if context.now(instrument, field.id.as_str()) == Some(answer) {
        return None;
    }
    let stored = context.session.forms.get(context.form(instrument));
    let mut cells = stored.cloned().unwrap_or_default();
    cells.entry(field.id.clone()).or_default().answer = Some(answer.clone());
    Some(cells)
}

/// Returns whether dates of a form are compared with each other: those of a medication and of eligibility are.
fn compares_dates(study: &Study, form: &FormId) -> bool {
    rows::form_of(form.as_str()) == MEDICATION || is_eligibility(study, form)
}

fn is_eligibility(study: &Study, form: &FormId) -> bool {
    study.eligibility().is_some_and(|own| own.id == *form)
}

/// Returns what is wrong with the dates of a medication or of eligibility: the fields that decide it, the one to look
/// at last, the rule and what it is about. None where an unknown part of a date could make it right.
pub(crate) fn dates_wrong(
    study: &Study,
    form: &FormId,
    cells: &FormCells,
) -> Option<(Vec<&'static str>, &'static str, About)> {
    let of = rows::form_of(form.as_str());
    if of == MEDICATION {
        let wrong = !is_in_error(cells) && course::ends_before_it_begins(cells);
        return wrong.then_some((
            vec!["start", "ongoing", "end"],
            "medication-dates",
            About::MedicationEndsFirst,
        ));
    }
    if !is_eligibility(study, form) {
        return None;
    }
    let mut taken = treatment::asked(cells);
    let wrong = taken.find(|fields| fields.is_stable_before_taken(cells))?;
    Some((
        [wrong.taken, wrong.stable].to_vec(),
        "eligibility-dates",
        About::StableBeforeTaken,
    ))
}

/// Returns the rule under which a contradiction is asked about.
pub(crate) fn contradiction_rule(found: Contradiction) -> &'static str {
    match found {
        Contradiction::EndBeforeOnset | Contradiction::AwareBeforeOnset => "adverse-dates",
        _ => "contradiction",
    }
}

fn forbidden(study: &Study, name: &str) -> Option<Question> {
    let rules = &study.protocol.rules.forbidden;
    let name = name.trim().to_lowercase();
    let named = |known: &String| known.to_lowercase() == name;
    let rule = rules.iter().find(|rule| rule.names.iter().any(named))?;
    let reason = rule.reason.clone();
    Some(Question::new("forbidden-drug", About::Forbidden { reason }))
}

fn planned(study: &Study, mg: Exact, kg: Exact) -> Option<Question> {
    let regimen = &study.protocol.rules.abatacept.as_ref()?.regimen;
    let rule = regimen.rule.planned(Some(kg)).ok()??;
    (mg != rule).then(|| {
        let entered = mg;
        Question::new("planned-dose", About::PlannedDose { kg, rule, entered })
    })
}

/// A dose that was given whole is the planned one, and no other is more than that.
fn given(planned: Decimal, given: Decimal, whole: bool) -> Option<Question> {
    (given > planned || (whole && given < planned)).then(|| {
        let (planned, given) = (Exact::from_decimal(planned), Exact::from_decimal(given));
        Question::new(
            "given-dose",
            About::GivenDose {
                planned,
                given,
                whole,
            },
        )
    })
}

/// A dose that was given after the treatment is said to have ended.
fn after_end(
    instrument: &Instrument,
    on: NaiveDate,
    context: &VisitContext<'_>,
) -> Option<Question> {
    let end = context.statuses.treatment_ends()?;
    let state = context.now(instrument, "state").and_then(Answer::as_code);
    let is_after = on > end && state != Some(LEFT_OUT);
    is_after.then(|| Question::new("dose-after-end", About::DoseAfterEnd { on, end }))
}

fn minutes(start: &str, end: &str) -> Option<Question> {
    let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
    // One that goes over midnight ends before it began.
    let minutes = (time(end)? - time(start)?)
        .num_minutes()
        .rem_euclid(MINUTES_OF_A_DAY);
    (!(SHORTEST..=LONGEST).contains(&minutes)).then(|| {
        // A time that was mistyped is likelier than an infusion of half a day and over midnight.
        let back = time(end) < time(start) && minutes > MINUTES_OF_A_DAY / 2;
        let (start, end) = (start.to_owned(), end.to_owned());
        let about = match back {
            true => About::InfusionEndsFirst { start, end },
            false => About::InfusionLength {
                start,
                end,
                minutes,
                usual: (SHORTEST, LONGEST),
            },
        };
        Question::new("infusion-time", about)
    })
}

/// Returns the question about a serious event none of whose criteria holds.
pub(super) fn serious(
    instrument: &Instrument,
    context: &VisitContext<'_>,
) -> Option<(FieldId, Question)> {
    let yes = |field: &str| context.now(instrument, field).and_then(Answer::as_code) == Some("y");
    let answered = |field: &&str| context.now(instrument, field).is_some();
    let none = SERIOUSNESS.iter().all(answered) && !SERIOUSNESS.iter().any(|field| yes(field));
    (instrument.id.as_str() == ADVERSE_EVENT && yes("serious") && none).then(|| {
        let question = Question::new("serious-criterion", About::SeriousWithoutCriterion);
        ("serious".into(), question)
    })
}
