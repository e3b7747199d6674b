//! The scale as it stands.

use crate::domain::forms::engine::cells::{self, Reading};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::scoring::{ScoringFacts, ScoringRules};
use crate::domain::record::session::FormCells;

/// Reads the scale, cm.
pub(super) fn reading(cells: &FormCells) -> Reading {
    cells::number(cells, "vas")
}

/// Scores the form.
pub(in crate::domain::forms) fn scored(
    _: &ScoringRules,
    _: &Instrument,
    cells: &FormCells,
    _: &ScoringFacts<'_>,
) -> Reading {
    reading(cells)
}
