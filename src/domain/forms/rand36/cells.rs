//! The cells of the form as options.

use super::score::{ScaleScore, score};
use crate::domain::forms::engine::cells::{code, item_field};
use crate::domain::record::session::FormCells;

/// Returns the option of an item, numbered from 1; none when it is not answered.
pub(super) fn answer(cells: &FormCells, item: usize) -> Option<u8> {
    code(cells, &item_field(item))?.parse().ok()
}

/// Scores the eight scales.
pub fn scales(cells: &FormCells) -> [ScaleScore; 8] {
    score(|item| answer(cells, item))
}
