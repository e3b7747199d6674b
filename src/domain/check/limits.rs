//! Soft limits of numbers, and dates before birth.

use super::{Context, Question};
use crate::domain::answer::{Answer, Value};
use crate::domain::instrument::{Field, FieldKind};
use crate::domain::partial::PartialDate;
use chrono::Datelike;
use rust_decimal::Decimal;
use std::fmt::Display;

pub(super) fn questions(field: &Field, answer: &Answer, context: &Context<'_>) -> Vec<Question> {
    let question = match (&field.kind, answer.value()) {
        (
            FieldKind::Number {
                soft_min, soft_max, ..
            },
            Some(Value::Number(n)),
        ) => soft_range(*n, *soft_min, *soft_max, answer.unit()),
        (FieldKind::Date, Some(Value::Date(date))) => before_birth(date.year(), date, context),
        (FieldKind::PartialDate { .. }, Some(Value::Text(text))) => text
            .parse::<PartialDate>()
            .ok()
            .and_then(|date| before_birth(date.year(), &date, context)),
        _ => None,
    };
    question.into_iter().collect()
}

fn before_birth(year: i32, date: &dyn Display, context: &Context<'_>) -> Option<Question> {
    let born = context.participant.birth_year;
    (year < born).then(|| {
        Question::new(
            "before-birth",
            format!("{date} is before the year of birth, {born}."),
        )
    })
}

/// Returns the question about a number outside its soft limits; limits and number in one unit.
pub(super) fn soft_range(
    number: Decimal,
    min: Option<Decimal>,
    max: Option<Decimal>,
    unit: Option<&str>,
) -> Option<Question> {
    let unit = unit.map_or(String::new(), |unit| format!(" {unit}"));
    let text = if let Some(min) = min.filter(|min| number < *min) {
        format!("{number}{unit} is unusually low (below {min}).")
    } else {
        let max = max.filter(|max| number > *max)?;
        format!("{number}{unit} is unusually high (above {max}).")
    };
    Some(Question::new("soft-range", text))
}
