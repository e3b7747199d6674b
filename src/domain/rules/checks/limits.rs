//! Soft limits of numbers, and dates before birth.

use super::{About, Question};
use crate::domain::base::answer::{Answer, Value};
use crate::domain::forms::engine::checks::{VisitContext, soft_range};
use crate::domain::forms::engine::instrument::{Field, FieldKind};
use crate::domain::study::fit;

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
        (FieldKind::Date | FieldKind::PartialDate { .. }, _) => {
            let before = fit::before_birth(context.participant, field, answer);
            before.map(|(date, born)| {
                Question::new(fit::BEFORE_BIRTH, About::BeforeBirth { date, born })
            })
        }
        _ => None,
    };
    question.into_iter().collect()
}
