//! Questions about the rows of the logs: drugs that the study forbids, doses and times of infusions, serious
//! events without a criterion.

use super::{Context, Question};
use crate::domain::answer::Answer;
use crate::domain::ids::FieldId;
use crate::domain::instrument::{Field, Instrument};
use crate::domain::ratio::Exact;
use crate::domain::story::{ABATACEPT, ADVERSE_EVENT, MEDICATION, SERIOUSNESS};
use crate::domain::study::Study;
use chrono::NaiveTime;

/// Minutes of an infusion outside which it is asked about (site default; the label says 30).
const SHORTEST: i64 = 25;
const LONGEST: i64 = 60;
const MINUTES_OF_A_DAY: i64 = 24 * 60;

/// Returns the question about one answer of a row.
pub(super) fn question(
    study: &Study,
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    context: &Context<'_>,
) -> Option<Question> {
    match (instrument.id.as_str(), field.id.as_str()) {
        (MEDICATION, "name" | "immunosuppressant-name") => forbidden(study, answer.as_text()?),
        (ABATACEPT, "planned") => {
            let weight = context.now(instrument, "weight")?.as_number()?;
            planned(
                study,
                Exact::from_decimal(answer.as_number()?),
                Exact::from_decimal(weight),
            )
        }
        (ABATACEPT, "end") => minutes(
            context.now(instrument, "start")?.as_text()?,
            answer.as_text()?,
        ),
        _ => None,
    }
}

fn forbidden(study: &Study, name: &str) -> Option<Question> {
    let rules = &study.protocol.rules.forbidden;
    let name = name.trim().to_lowercase();
    let named = |known: &String| known.to_lowercase() == name;
    let rule = rules.iter().find(|rule| rule.names.iter().any(named))?;
    Some(Question::new("forbidden-drug", rule.reason.clone()))
}

fn planned(study: &Study, mg: Exact, kg: Exact) -> Option<Question> {
    let regimen = &study.protocol.rules.abatacept.as_ref()?.regimen;
    let rule = regimen.rule.planned(Some(kg)).ok()??;
    (mg != rule).then(|| {
        let text = format!("The dose for {kg} kg is {rule} mg, not {mg} mg.");
        Question::new("planned-dose", text)
    })
}

fn minutes(start: &str, end: &str) -> Option<Question> {
    let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
    // One that goes over midnight ends before it began.
    let minutes = (time(end)? - time(start)?)
        .num_minutes()
        .rem_euclid(MINUTES_OF_A_DAY);
    (!(SHORTEST..=LONGEST).contains(&minutes)).then(|| {
        let text = format!(
            "From {start} to {end} are {minutes} minutes; {SHORTEST} to {LONGEST} are usual."
        );
        Question::new("infusion-time", text)
    })
}

/// Returns the question about a serious event none of whose criteria holds.
pub(super) fn serious(
    instrument: &Instrument,
    context: &Context<'_>,
) -> Option<(FieldId, Question)> {
    let yes = |field: &str| context.now(instrument, field).and_then(Answer::as_code) == Some("y");
    let answered = |field: &&str| context.now(instrument, field).is_some();
    let none = SERIOUSNESS.iter().all(answered) && !SERIOUSNESS.iter().any(|field| yes(field));
    (instrument.id.as_str() == ADVERSE_EVENT && yes("serious") && none).then(|| {
        let text = "The event is serious, but none of the criteria is answered with yes.";
        ("serious".into(), Question::new("serious-criterion", text))
    })
}
