//! Legal answers: a text read as if it had been typed, and any legal text for a field nobody knows.

use super::draw::Draw;
use crate::domain::base::answer::Answer;
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument, pattern};
use crate::domain::forms::engine::typing;
use crate::domain::forms::engine::typing::{LAB_DECIMALS, limit_in_unit};
use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

/// Returns the answer that a text is in a field; none when the field would refuse it.
pub(super) fn answer(
    form: &Instrument,
    field: &Field,
    text: &str,
    unit: Option<&str>,
    today: NaiveDate,
) -> Option<Answer> {
    // The codes of a choice are compared as they stand: the short way for most of all answers.
    if matches!(field.kind, FieldKind::Choice { .. }) {
        let known = form.choices(field).iter().any(|choice| choice.code == text);
        return known.then(|| Answer::code(text));
    }
    typing::read(form, field, text, unit, today)
        .answer()
        .cloned()
}

/// Returns any legal text for a field, within the limits outside which it would be asked about.
pub(super) fn any(
    form: &Instrument,
    field: &Field,
    unit: Option<&str>,
    today: NaiveDate,
    draw: &mut Draw,
) -> Option<String> {
    match &field.kind {
        FieldKind::Vas { .. } => Some(Decimal::new(draw.between(0, 60), 1).to_string()),
        FieldKind::Number {
            decimals,
            min,
            max,
            soft_min,
            soft_max,
            ..
        } => number(
            soft_min.unwrap_or(*min),
            soft_max.unwrap_or(*max),
            *decimals,
            draw,
        ),
        FieldKind::Lab {
            quantity,
            soft_min,
            soft_max,
            ..
        } => {
            let in_unit =
                |limit: Decimal, rounding| limit_in_unit(*quantity, limit, unit?, rounding);
            number(
                in_unit(*soft_min, RoundingStrategy::ToPositiveInfinity)?,
                in_unit(*soft_max, RoundingStrategy::ToZero)?,
                LAB_DECIMALS.min(2),
                draw,
            )
        }
        FieldKind::Choice { .. } => {
            let choice = draw.pick(form.choices(field))?;
            Some(choice.code.clone())
        }
        FieldKind::Text {
            max_length,
            pattern,
        } => Some(text(*max_length, pattern.as_deref(), draw)),
        FieldKind::Paragraph => Some("synthetic\ntext".to_owned()),
        FieldKind::Date | FieldKind::PartialDate { .. } => {
            Some(today.format("%Y-%m-%d").to_string())
        }
        FieldKind::Time => Some(format!(
            "{:02}:{:02}",
            draw.between(7, 18),
            draw.between(0, 59)
        )),
    }
}

/// Returns a number between two limits, of so many decimals.
fn number(low: Decimal, high: Decimal, decimals: u32, draw: &mut Draw) -> Option<String> {
    let decimals = decimals.min(9);
    let unit = Decimal::from(10_i64.checked_pow(decimals)?);
    // A sign cannot be typed.
    let low = low.max(Decimal::ZERO).checked_mul(unit)?.ceil().to_i64()?;
    let high = high.checked_mul(unit)?.floor().to_i64()?;
    if high < low {
        return None;
    }
    let drawn = Decimal::try_new(draw.between(low, high), decimals).ok()?;
    Some(drawn.to_string())
}

/// Returns words that say what they are, or a text of the form that is asked for.
fn text(max_length: usize, form: Option<&str>, draw: &mut Draw) -> String {
    let Some(form) = form else {
        return "synthetic".chars().take(max_length).collect();
    };
    let form = form.split('|').next().unwrap_or(form);
    let (form, checked) = match form.strip_suffix(pattern::CHECK) {
        Some(before) => (before, true),
        None => (form, false),
    };
    let text: String = form
        .chars()
        .map(|slot| match slot {
            '9' => draw.pick(b"0123456789").copied().map_or(slot, char::from),
            'A' => draw.pick(b"QXZ").copied().map_or(slot, char::from),
            itself => itself,
        })
        .collect();
    let check = pattern::check_character(&text).filter(|_| checked);
    text.chars().chain(check).collect()
}
