//! Limits of normal that contradict each other.

use super::Test;
use super::cells::{lower, upper};
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::checks::{About, Question, VisitContext};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::typing::in_unit_of_limits;

/// Name of the rule.
pub(super) const RULE: &str = "limits-order";

/// Asks, at the upper limit, where the lower limit of normal is not below it.
pub(super) fn questions(form: &Instrument, visit: &VisitContext<'_>) -> Vec<(FieldId, Question)> {
    let limit = |test: Test, field: &str| {
        let answer = visit.now(form, field)?;
        in_unit_of_limits(test.quantity(), answer.as_number()?, answer.unit())
    };
    let asked = Test::ALL.into_iter().filter_map(|test| {
        let (low, high) = (lower(test.key()), upper(test.key()));
        if limit(test, &low)? < limit(test, &high)? {
            return None;
        }
        let label = |id: &str| form.field(id).map(|field| field.label.clone());
        let about = About::NotBelow {
            lower: label(&low)?,
            upper: label(&high)?,
        };
        Some((FieldId::new(high), Question::new(RULE, about)))
    });
    asked.collect()
}
