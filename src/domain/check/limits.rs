//! Soft limits of numbers, and dates before birth.

use super::{Context, Question};
use crate::domain::answer::{Answer, Value};
use crate::domain::instrument::{Field, FieldKind};
use chrono::Datelike;
use rust_decimal::Decimal;

pub(super) fn questions(field: &Field, answer: &Answer, context: &Context<'_>) -> Vec<Question> {
    let question = match (&field.kind, answer.value()) {
        (
            FieldKind::Number {
                soft_min, soft_max, ..
            },
            Some(Value::Number(n)),
        ) => soft_range(*n, *soft_min, *soft_max, answer.unit()),
        (FieldKind::Date, Some(Value::Date(date)))
            if date.year() < context.participant.birth_year =>
        {
            Some(Question::new(
                "before-birth",
                format!(
                    "{date} is before the year of birth, {}.",
                    context.participant.birth_year
                ),
            ))
        }
        _ => None,
    };
    question.into_iter().collect()
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
