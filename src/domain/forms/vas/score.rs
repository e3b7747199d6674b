//! The scale as it stands, and as a line for the screen.

use crate::domain::forms::engine::cells::{self, Reading};
use crate::domain::forms::engine::lines::{FormScore, told};
use crate::domain::record::session::FormCells;

/// Reads the scale, cm.
pub(super) fn reading(cells: &FormCells) -> Reading {
    cells::number(cells, "vas")
}

/// Adds the scale.
pub(super) fn vas(score: &mut FormScore, cells: &FormCells) {
    let (value, note) = told(&cells::number(cells, "vas"), 1);
    score.line("VAS", value, note);
}
