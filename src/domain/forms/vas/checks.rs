//! The category of a global activity and its line against each other, and how much the category may change.

use crate::domain::base::answer::Answer;
use crate::domain::forms::engine::checks::{About, Question, VisitContext};
use crate::domain::forms::engine::instrument::{Field, Instrument, Measure};
use rust_decimal::Decimal;

/// Change of a global category 0-4 that is asked about (site default).
pub(super) const LIKERT_JUMP: Decimal = Decimal::from_parts(2, 0, 0, false, 0);

/// Returns whether a form is one of the two global activities.
pub(super) fn is_global(form: &Instrument) -> bool {
    matches!(form.measure, Some(Measure::Phga | Measure::Ptga))
}

/// The category and the line of one rating should not contradict each other. No published map
/// between them exists; the limits are site defaults.
pub(super) fn category_and_scale(
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    context: &VisitContext<'_>,
) -> Option<Question> {
    let (likert, vas) = match field.id.as_str() {
        "likert" => (answer, context.now(instrument, "vas")?),
        "vas" => (context.now(instrument, "likert")?, answer),
        _ => return None,
    };
    let (code, vas) = (likert.as_code()?, vas.as_number()?);
    let contradicts = match code {
        "0" => vas > Decimal::ONE,
        "1" => vas > Decimal::from(5),
        "4" => vas < Decimal::from(6),
        _ => false,
    };
    contradicts.then(|| {
        let label = instrument
            .field("likert")
            .and_then(|f| instrument.choices(f).iter().find(|c| c.code == code))
            .map(|choice| choice.label.clone());
        let about = About::CategoryAndLine {
            code: code.to_owned(),
            label,
            line: vas,
        };
        Question::new("likert-vas", about)
    })
}
