//! What is shown of the score: both totals.

use super::cells;
use super::score::{self as mmt8, Total};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::scoring::{ScoringFacts, ScoringRules};
use crate::domain::record::session::FormCells;

/// The score of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mmt8Score {
    /// Both totals, that of the study first.
    pub totals: [Total; 2],
}

/// Scores the form.
pub(in crate::domain::forms) fn scored(
    rules: &ScoringRules,
    instrument: &Instrument,
    cells: &FormCells,
    _: &ScoringFacts<'_>,
) -> Mmt8Score {
    let grades = cells::grades(Some(instrument), cells);
    let mut totals = [mmt8::total_150(&grades), mmt8::total_80(&grades)];
    if rules.mmt_max == 80 {
        totals.reverse();
    }
    Mmt8Score { totals }
}
