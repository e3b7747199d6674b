//! Which reasons for keeping an unusual value fit its field. What stands in a record already is not judged by it.

use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument, Respondent};
use crate::domain::study::{Reason, Study};

/// Code of the reason that a laboratory has confirmed the value.
const LABORATORY: &str = "laboratory";

/// Returns the reasons of the study that fit a field, in their order; all of them where none does.
pub fn fitting<'a>(study: &'a Study, form: &Instrument, field: &Field) -> Vec<&'a Reason> {
    let measured = is_from_laboratory(form, field);
    let all = || study.protocol.keep_reasons.iter();
    let fitting: Vec<_> = all()
        .filter(|reason| reason.code != LABORATORY || measured)
        .collect();
    match fitting.is_empty() {
        true => all().collect(),
        false => fitting,
    }
}

/// Returns whether a laboratory can confirm what stands in a field: a result, whatever else a laboratory answers, and what is
/// not measured in a form that has results, such as a test that is positive.
fn is_from_laboratory(form: &Instrument, field: &Field) -> bool {
    let is_result = |field: &Field| matches!(field.kind, FieldKind::Lab { .. });
    match &field.kind {
        FieldKind::Lab { .. } => true,
        FieldKind::Vas { .. } => false,
        FieldKind::Number { .. } => form.respondent == Respondent::Laboratory,
        FieldKind::Choice { .. }
        | FieldKind::Text { .. }
        | FieldKind::Paragraph
        | FieldKind::Date
        | FieldKind::PartialDate { .. }
        | FieldKind::Time => {
            form.respondent == Respondent::Laboratory || form.fields().any(is_result)
        }
    }
}
