//! What is shown of the score: the eight scales and the change of health.

use super::score as rand36;
use super::{Scale, cells};
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::scoring::{ScoringFacts, ScoringRules};
use crate::domain::record::session::FormCells;

/// The score of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rand36Score {
    /// The eight scales, in their order.
    pub scales: Vec<ScaleValue>,
    /// Change of health, 0 to 100; none while its item is blank.
    pub change: Option<u8>,
}

/// The value of a scale, and of how many items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScaleValue {
    /// The scale.
    pub scale: Scale,
    /// The mean of its answered items, 0 to 100; none with too few.
    pub value: Option<Exact>,
    /// Items that are answered.
    pub answered: u32,
}

/// Scores the form.
pub(in crate::domain::forms) fn scored(
    rules: &ScoringRules,
    _: &Instrument,
    cells: &FormCells,
    _: &ScoringFacts<'_>,
) -> Rand36Score {
    Rand36Score {
        scales: Vec::from(cells::scales(cells).map(|score| ScaleValue {
            scale: score.scale,
            value: score.value(rules.rand36_missing),
            answered: score.answered,
        })),
        change: rand36::change(cells::answer(cells, rand36::CHANGE_ITEM)),
    }
}
