//! Right and left muscle against each other, and how much a grade or the total may change.

use crate::domain::base::answer::Answer;
use crate::domain::forms::engine::checks::{About, Question, TotalJump, VisitContext, amount};
use crate::domain::forms::engine::instrument::{Field, Instrument, Measure};
use crate::domain::forms::engine::progress::opposite;
use crate::domain::forms::engine::scoring::ScoringRules;
use rust_decimal::Decimal;

/// Difference of right and left grade that is asked about. Groups are affected symmetrically in
/// dermatomyositis (Harris-Love 2008); the number is a site default.
const SIDES: Decimal = Decimal::from_parts(3, 0, 0, false, 0);
/// Change of one muscle's grade 0-10 that is asked about (site default).
pub(super) const MUSCLE_JUMP: Decimal = Decimal::from_parts(3, 0, 0, false, 0);
/// Share of the largest MMT-8 total that is asked about: a fifth, so 30 of 150 and 16 of 80 (site default).
const MMT_SHARE: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// Returns the amount of a grade; a trace counts 0 as in the total.
pub(super) fn points(code: &str) -> Option<Decimal> {
    match code {
        "T" => Some(Decimal::ZERO),
        code => Decimal::from_str_exact(code).ok(),
    }
}

/// Returns the change of the total that is asked about.
pub(super) fn total_jump(rules: &ScoringRules) -> TotalJump {
    TotalJump {
        rule: "mmt-total",
        measure: Measure::Mmt,
        limit: Decimal::from(rules.mmt_max) / MMT_SHARE,
    }
}

/// Returns the question about a grade that differs from that of the other side.
pub(super) fn right_left(
    instrument: &Instrument,
    field: &Field,
    answer: &Answer,
    context: &VisitContext<'_>,
) -> Option<Question> {
    let other = opposite(&field.id)?;
    let here = amount(instrument, answer)?;
    let there = amount(instrument, context.now(instrument, other.as_str())?)?;
    let difference = here.checked_sub(there).map(|difference| difference.abs());
    // A difference that no decimal holds is above every limit.
    let is_wide = difference.is_none_or(|difference| difference > SIDES);
    is_wide.then(|| {
        let limit = SIDES;
        Question::new("right-left", About::RightLeft { limit, here, there })
    })
}
