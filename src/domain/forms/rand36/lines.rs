//! The eight scales and the change of health as lines for the screen.

use super::cells;
use super::score as rand36;
use crate::domain::forms::engine::lines::FormScore;
use crate::domain::forms::engine::scoring::ScoringRules;
use crate::domain::record::session::FormCells;

/// Adds the eight scales and the change of health.
pub(super) fn rand(score: &mut FormScore, rules: &ScoringRules, cells: &FormCells) {
    for scale in cells::scales(cells) {
        let value = scale.value(rules.rand36_missing);
        let all = scale.scale.items.len();
        score.line(
            scale.scale.label,
            value.map(|v| v.rounded(1)),
            format!("{} of {all} items", scale.answered),
        );
    }
    let change = rand36::change(cells::answer(cells, rand36::CHANGE_ITEM));
    score.line(
        "Change of health",
        change.map(|points| format!("{points}.0")),
        "item 2 by itself, in no scale".to_owned(),
    );
}
