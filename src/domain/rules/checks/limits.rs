//! Soft limits of numbers, and dates before birth.

use super::{About, Question};
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::partial::PartialDate;
use crate::domain::forms::engine::checks::{VisitContext, soft_range};
use crate::domain::forms::engine::instrument::{Field, FieldKind};

pub(super) fn questions(
    field: &Field,
    answer: &Answer,
    context: &VisitContext<'_>,
) -> Vec<Question> {
    let question = match (&field.kind, answer.value()) {
        (
            FieldKind::Number {
                soft_min, soft_max, ..
            },
            Some(Value::Number(n)),
        ) => soft_range(*n, *soft_min, *soft_max, answer.unit(), false),
        (FieldKind::Date, Some(Value::Date(date))) => before_birth((*date).into(), context),
        (FieldKind::PartialDate { .. }, Some(Value::Text(text))) => text
            .parse::<PartialDate>()
            .ok()
            .and_then(|date| before_birth(date, context)),
        _ => None,
    };
    question.into_iter().collect()
}

fn before_birth(date: PartialDate, context: &VisitContext<'_>) -> Option<Question> {
    let born = context.participant.birth_year;
    (date.year() < born).then(|| Question::new("before-birth", About::BeforeBirth { date, born }))
}
