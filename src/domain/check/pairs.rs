//! Two fields of one form against each other: right and left muscle, category and scale.

use super::jump::amount;
use super::{Context, Question};
use crate::domain::answer::Answer;
use crate::domain::instrument::{Field, Instrument, Measure, Scoring};
use crate::domain::progress::opposite;
use rust_decimal::Decimal;

/// Difference of right and left grade that is asked about. Groups are affected symmetrically in
/// dermatomyositis (Harris-Love 2008); the number is a site default.
const SIDES: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

pub(super) fn questions(
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    context: &Context<'_>,
) -> Vec<Question> {
    let question = match (instrument.scoring, instrument.measure) {
        (Scoring::Mmt8, _) => right_left(instrument, field, answer, context),
        (_, Some(Measure::Phga | Measure::Ptga)) => {
            category_and_scale(instrument, field, answer, context)
        }
        _ => None,
    };
    question.into_iter().collect()
}

fn right_left(
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    context: &Context<'_>,
) -> Option<Question> {
    let other = opposite(&field.id)?;
    let here = amount(instrument, answer)?;
    let there = amount(instrument, context.now(instrument, other.as_str())?)?;
    ((here - there).abs() > SIDES).then(|| {
        Question::new(
            "right-left",
            format!("Right and left differ by more than {SIDES}: {here} here, {there} there."),
        )
    })
}

/// The category and the line of one rating should not contradict each other. No published map
/// between them exists; the limits are site defaults.
fn category_and_scale(
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    context: &Context<'_>,
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
            .map_or(String::new(), |choice| format!(" ({})", choice.label));
        Question::new(
            "likert-vas",
            format!("Category {code}{label} and {vas:.1} on the line do not go together."),
        )
    })
}
