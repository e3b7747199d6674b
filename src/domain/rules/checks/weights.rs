//! Weights that are far from another one of the same person: now and before the loss in the MDAAT, and that of an infusion
//! against the last one known.

use super::{About, Question};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::base::ratio::Exact;
use crate::domain::course::{ABATACEPT, Measured};
use crate::domain::forms::engine::checks::VisitContext;
use crate::domain::forms::engine::instrument::{Field, Instrument};
use crate::domain::forms::mdaat;
use crate::domain::study::Study;
use rust_decimal::Decimal;

/// Name of the rule.
pub(super) const RULE: &str = "weight-change";
/// Change of a weight that is asked about, % of the earlier one (site default, as the form of glucocorticoid has it).
const PERCENT: Decimal = Decimal::TEN;
/// The fields of the MDAAT with the weight now and before the loss.
const NOW: &str = "con.02.weight";
const BEFORE: &str = "con.02.weight-before";

/// Returns whether the rule asks at a field.
pub(super) fn asks(instrument: &Instrument, field: &FieldId) -> bool {
    match field.as_str() {
        NOW | BEFORE => instrument.is_scored_by(mdaat::SCORER),
        "weight" => instrument.id.as_str() == ABATACEPT,
        _ => false,
    }
}

/// Returns the field that has the other weight in the same form.
pub(super) fn other(field: &FieldId) -> Option<FieldId> {
    match field.as_str() {
        NOW => Some(BEFORE.into()),
        BEFORE => Some(NOW.into()),
        _ => None,
    }
}

/// Returns the question about a weight; the same change is asked about at both weights of one form.
pub(super) fn question(
    study: &Study,
    (instrument, field, answer): (&Instrument, &Field, &Answer),
    context: &VisitContext<'_>,
    weights: &[Measured],
) -> Option<Question> {
    if !asks(instrument, &field.id) {
        return None;
    }
    let here = Exact::from_decimal(answer.as_number()?);
    let (before, now, known) = match other(&field.id) {
        Some(other) => {
            let there = Exact::from_decimal(context.now(instrument, other.as_str())?.as_number()?);
            match field.id.as_str() == NOW {
                true => (there, here, (there, None)),
                false => (here, there, (there, None)),
            }
        }
        None => {
            // Only where the study doses by weight is it measured for the dose.
            study.protocol.rules.abatacept.as_ref()?;
            let on = context.now(instrument, "date").and_then(Answer::as_date);
            let last = last_known(instrument, context, weights, on)?.weight;
            (last.kg, here, (last.kg, Some(last.on)))
        }
    };
    exceeds(before, now).then(|| {
        let (kg, on) = known;
        let percent = PERCENT;
        Question::new(RULE, About::WeightChange { percent, kg, on })
    })
}

/// Returns the last weight known on a day, or at all, that is not this row's own.
fn last_known<'a>(
    instrument: &Instrument,
    context: &VisitContext<'_>,
    weights: &'a [Measured],
    on: Option<chrono::NaiveDate>,
) -> Option<&'a Measured> {
    let own = (&context.session.visit, context.form(instrument));
    let is_own = |known: &&Measured| known.place.as_ref().is_some_and(|p| (&p.0, &p.1) == own);
    let mut known = weights.iter().rev().filter(|known| !is_own(known));
    known.find(|known| on.is_none_or(|on| known.weight.on <= on))
}

/// Returns whether a weight changed by more than is usual; a change that no number holds did.
fn exceeds(before: Exact, now: Exact) -> bool {
    let change = now
        .minus(before)
        .and_then(|change| change.percent_of(before));
    change.map_or(true, |change| {
        change.magnitude() > Exact::from_decimal(PERCENT)
    })
}
