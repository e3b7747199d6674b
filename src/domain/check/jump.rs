//! Jumps against the participant's last value of the same field.

use super::{Context, Question, earlier_words};
use crate::domain::answer::{Answer, Value};
use crate::domain::instrument::{Field, FieldKind, Instrument, Measure, Scoring};
use crate::domain::study::Study;
use rust_decimal::Decimal;

/// Change of a visual analogue scale that is asked about, cm (site default).
const VAS_JUMP: Decimal = Decimal::from_parts(4, 0, 0, false, 0);
/// Change of a global category 0-4 that is asked about (site default).
const LIKERT_JUMP: Decimal = Decimal::from_parts(2, 0, 0, false, 0);
/// Change of one muscle's grade 0-10 that is asked about (site default).
const MUSCLE_JUMP: Decimal = Decimal::from_parts(3, 0, 0, false, 0);
/// Change of one HAQ item 0-3 that is asked about (site default).
const HAQ_JUMP: Decimal = Decimal::from_parts(2, 0, 0, false, 0);

pub(super) fn question(
    study: &Study,
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    context: &Context<'_>,
) -> Option<Question> {
    let now = amount(instrument, answer)?;
    let Some((session, earlier)) = context.before(instrument, field.id.as_str()) else {
        return against_enrolment(field, now, answer, context);
    };
    let before = amount(instrument, earlier)?;
    if answer.unit() != earlier.unit() {
        return None;
    }
    let was = earlier_words(study, instrument, field, session, earlier);
    let change = (now - before).abs();
    if let Some(limit) = limit(instrument, field).filter(|limit| change > *limit) {
        return Some(Question::new(
            "jump",
            format!("This differs by more than {limit} from the last visit{was}."),
        ));
    }
    let percent = percent(field)?;
    exceeds(before, now, percent).then(|| {
        Question::new(
            "jump",
            format!("This differs by more than {percent} % from the last visit{was}."),
        )
    })
}

/// The first weight of the record is held against the weight at enrolment.
fn against_enrolment(
    field: &Field,
    now: Decimal,
    answer: &Answer,
    context: &Context<'_>,
) -> Option<Question> {
    let percent = percent(field)?;
    let before = context.participant.weight_kg;
    let weight = field.id.as_str() == "weight" && answer.unit() == Some("kg");
    (weight && exceeds(before, now, percent)).then(|| {
        Question::new(
            "jump",
            format!(
                "This differs by more than {percent} % from the weight at enrolment, {before} kg."
            ),
        )
    })
}

fn exceeds(before: Decimal, now: Decimal, percent: Decimal) -> bool {
    let change = (now - before).abs();
    before > Decimal::ZERO
        && match (
            change.checked_mul(Decimal::ONE_HUNDRED),
            before.checked_mul(percent),
        ) {
            (Some(change), Some(limit)) => change > limit,
            _ => true,
        }
}

fn percent(field: &Field) -> Option<Decimal> {
    match field.kind {
        FieldKind::Number { jump_percent, .. } => jump_percent,
        _ => None,
    }
}

/// Returns the change that is asked about: the field's own, or that of its kind.
fn limit(instrument: &Instrument, field: &Field) -> Option<Decimal> {
    match field.kind {
        FieldKind::Vas { jump, .. } => jump.or(Some(VAS_JUMP)),
        FieldKind::Number { jump, .. } => jump,
        FieldKind::Choice { jump, .. } => jump.or(match (instrument.scoring, instrument.measure) {
            (Scoring::Mmt8, _) => Some(MUSCLE_JUMP),
            (Scoring::Haq, _) => Some(HAQ_JUMP),
            (_, Some(Measure::Phga | Measure::Ptga)) => Some(LIKERT_JUMP),
            _ => None,
        }),
        _ => None,
    }
}

/// Returns an answer as a number that a change can be taken of; a trace counts 0 as in the total.
pub(super) fn amount(instrument: &Instrument, answer: &Answer) -> Option<Decimal> {
    match answer.value()? {
        Value::Number(number) => Some(*number),
        Value::Code(code) if code == "T" && instrument.scoring == Scoring::Mmt8 => {
            Some(Decimal::ZERO)
        }
        Value::Code(code) => Decimal::from_str_exact(code).ok(),
        Value::Below(_) | Value::Text(_) | Value::Date(_) => None,
    }
}
