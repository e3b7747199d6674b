//! Jumps against the participant's last value of the same field.

use super::{About, Question};
use crate::domain::base::answer::Answer;
use crate::domain::forms::engine::checks::{VisitContext, amount};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use rust_decimal::Decimal;

/// Change of a visual analogue scale that is asked about, cm (site default).
const VAS_JUMP: Decimal = Decimal::from_parts(4, 0, 0, false, 0);

pub(super) fn question(
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    context: &VisitContext<'_>,
    enrolled: impl FnOnce() -> Option<Decimal>,
) -> Option<Question> {
    let now = amount(instrument, answer)?;
    let Some((session, earlier)) = context.before(instrument, field.id.as_str()) else {
        return against_enrolment(field, now, answer, enrolled);
    };
    let before = amount(instrument, earlier)?;
    if answer.unit() != earlier.unit() {
        return None;
    }
    let was = context.earlier(instrument, field, session, earlier);
    // A change that no decimal holds is above every limit.
    let change = change(before, now);
    let exceeds_limit = |limit: &Decimal| change.is_none_or(|change| change > *limit);
    if let Some(limit) = limit(instrument, field).filter(exceeds_limit) {
        return Some(Question::new("jump", About::Jump { limit, was }));
    }
    let percent = percent(field)?;
    exceeds(before, now, percent)
        .then(|| Question::new("jump", About::JumpPercent { percent, was }))
}

/// The first weight of the record is compared with the weight at enrolment.
fn against_enrolment(
    field: &Field,
    now: Decimal,
    answer: &Answer,
    enrolled: impl FnOnce() -> Option<Decimal>,
) -> Option<Question> {
    let percent = percent(field)?;
    if field.id.as_str() != "weight" || answer.unit() != Some("kg") {
        return None;
    }
    let kg = enrolled()?;
    exceeds(kg, now, percent)
        .then(|| Question::new("jump", About::JumpSinceEnrolment { percent, kg }))
}

/// Returns by how much two numbers differ; none when no decimal holds it.
fn change(before: Decimal, now: Decimal) -> Option<Decimal> {
    now.checked_sub(before).map(|change| change.abs())
}

fn exceeds(before: Decimal, now: Decimal, percent: Decimal) -> bool {
    before > Decimal::ZERO
        && match (
            change(before, now).and_then(|change| change.checked_mul(Decimal::ONE_HUNDRED)),
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

/// Returns the change that is asked about: the field's own, that of its scoring or of its kind.
fn limit(instrument: &Instrument, field: &Field) -> Option<Decimal> {
    match field.kind {
        FieldKind::Vas { jump, .. } => jump.or(Some(VAS_JUMP)),
        FieldKind::Number { jump, .. } => jump,
        FieldKind::Choice { jump, .. } => {
            jump.or_else(|| instrument.scoring?.jump(instrument, field))
        }
        _ => None,
    }
}
