//! Weights that are far from another one of the same person: the two of the MDAAT against each other, and that of every form
//! against the last one known. A field with a limit of its own for a change is left to the rule about jumps.

use super::{About, Question};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::base::ratio::Exact;
use crate::domain::course::{ABATACEPT, Measured};
use crate::domain::forms::engine::checks::VisitContext;
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument};
use crate::domain::forms::mdaat;
use crate::domain::record::rows;
use crate::domain::study::Study;
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// Name of the rule.
pub(super) const RULE: &str = "weight-change";
/// Name of the rule about the last weight known, where a form has two weights, which the other one is about.
pub(super) const LAST: &str = "weight-last";
/// Change of a weight that is asked about, % of the earlier one (site default, as the form of glucocorticoid has it).
const PERCENT: Decimal = Decimal::TEN;
/// The fields of the MDAAT with the weight now and before the loss.
const NOW: &str = "con.02.weight";
const BEFORE: &str = "con.02.weight-before";
/// The field of a weight in every other form, and what is measured there.
const WEIGHT: &str = "weight";

/// Returns whether a rule asks at a field.
pub(super) fn asks(instrument: &Instrument, field: &Field, rule: &str) -> bool {
    let pair = is_pair(instrument, &field.id);
    match rule {
        RULE => pair || is_weight_now(field),
        LAST => pair && is_weight_now(field),
        _ => false,
    }
}

/// Returns whether a field has one of the two weights of the MDAAT.
fn is_pair(instrument: &Instrument, field: &FieldId) -> bool {
    other(field).is_some() && instrument.is_scored_by(mdaat::SCORER)
}

/// Returns whether a field has the weight of the person on the day of its form, and no limit of its own for a change.
fn is_weight_now(field: &Field) -> bool {
    let is_weight = |name: &str| [WEIGHT, NOW].contains(&name);
    let quantity = field.same_quantity.as_deref();
    match &field.kind {
        FieldKind::Number {
            unit, jump_percent, ..
        } => {
            unit.as_deref() == Some("kg")
                && jump_percent.is_none()
                && (is_weight(field.id.as_str()) || quantity == Some(WEIGHT))
        }
        FieldKind::Vas { .. }
        | FieldKind::Lab { .. }
        | FieldKind::Choice { .. }
        | FieldKind::Text { .. }
        | FieldKind::Paragraph
        | FieldKind::Date
        | FieldKind::PartialDate { .. }
        | FieldKind::Time => false,
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

/// Returns the question about a weight: about the other one of its form, at both of them, else about the last one known.
pub(super) fn question(
    study: &Study,
    (instrument, field, answer): (&Instrument, &Field, &Answer),
    context: &VisitContext<'_>,
    weights: &[Measured],
) -> Option<Question> {
    let kg = Exact::from_decimal(answer.as_number()?);
    if is_pair(instrument, &field.id)
        && let Some(found) = against_other(instrument, &field.id, kg, context)
    {
        return Some(found);
    }
    if !is_weight_now(field) {
        return None;
    }
    let rule = match is_pair(instrument, &field.id) {
        true => LAST,
        false => RULE,
    };
    let last = last_known(study, instrument, context, weights)?.weight;
    exceeds(last.kg, kg).then(|| change(rule, last.kg, Some(last.on)))
}

fn change(rule: &str, kg: Exact, on: Option<NaiveDate>) -> Question {
    let percent = PERCENT;
    Question::new(rule, About::WeightChange { percent, kg, on })
}

fn against_other(
    instrument: &Instrument,
    field: &FieldId,
    here: Exact,
    context: &VisitContext<'_>,
) -> Option<Question> {
    let other = other(field)?;
    let there = Exact::from_decimal(context.now(instrument, other.as_str())?.as_number()?);
    let (before, now) = match field.as_str() == NOW {
        true => (there, here),
        false => (here, there),
    };
    exceeds(before, now).then(|| change(RULE, there, None))
}

/// Returns the last weight known on the day of a form, or at all where an infusion has no day yet. That of another form of
/// the same visit is left to the rule about a quantity that is entered twice.
fn last_known<'a>(
    study: &Study,
    instrument: &Instrument,
    context: &VisitContext<'_>,
    weights: &'a [Measured],
) -> Option<&'a Measured> {
    let visit = &context.session.visit;
    let in_log = visit.as_str() == rows::SESSION;
    let on = match instrument.id.as_str() {
        ABATACEPT => {
            // Only where the study doses by weight is it measured for the dose.
            study.protocol.rules.abatacept.as_ref()?;
            context.now(instrument, "date").and_then(Answer::as_date)
        }
        // What is filled in once stands at the beginning.
        _ if in_log => Some(context.participant.enrolled()?),
        _ => Some(context.session.day()?),
    };
    let form = context.form(instrument);
    let is_own = |known: &&Measured| {
        let place = known.place.as_ref();
        place.is_some_and(|(at, own)| at == visit && (!in_log || own == form))
    };
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
