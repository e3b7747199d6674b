//! Blood pressures that contradict each other.

use super::{DIASTOLIC, SYSTOLIC};
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::checks::{About, Question, VisitContext};
use crate::domain::forms::engine::instrument::Instrument;

/// Name of the rule.
pub(super) const RULE: &str = "pressure-order";

/// Asks, at the diastolic pressure, where it is not below the systolic: the two were typed the wrong way round, or one is
/// wrong.
pub(super) fn question(form: &Instrument, visit: &VisitContext<'_>) -> Option<(FieldId, Question)> {
    let number = |field: &str| visit.now(form, field)?.as_number();
    if number(DIASTOLIC)? < number(SYSTOLIC)? {
        return None;
    }
    let label = |id: &str| form.field(id).map(|field| field.label.clone());
    let about = About::NotBelow {
        lower: label(DIASTOLIC)?,
        upper: label(SYSTOLIC)?,
    };
    Some((DIASTOLIC.into(), Question::new(RULE, about)))
}
