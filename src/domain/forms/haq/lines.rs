//! Both indices as lines for the screen, and what aids and help raised.

use super::{Index, cells};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::lines::FormScore;
use crate::domain::forms::engine::scoring::ScoringRules;
use crate::domain::record::session::FormCells;

/// Adds both indices and the categories that aids or help raised.
pub(super) fn haq(
    score: &mut FormScore,
    rules: &ScoringRules,
    instrument: &Instrument,
    cells: &FormCells,
) {
    let haq = cells::haq(cells);
    let min = rules.haq_min_categories;
    let open = cells::haq_open(Some(instrument), cells);
    let note = |index: Option<Index>| {
        let mut note = match index {
            Some(index) => format!("{}/{} categories", index.sum, index.categories),
            None => format!("{} of at least {min} categories", haq.answered()),
        };
        if open > 0 {
            note.push_str(&format!("; provisional, {open} fields are blank"));
        }
        note
    };
    let shown = |index: Option<Index>| index.and_then(Index::value).map(|v| v.rounded(3));
    let (standard, alternative) = (haq.standard(min), haq.alternative(min));
    score.line("HAQ-DI", shown(standard), note(standard));
    score.line("HAQ-DI without aids", shown(alternative), note(alternative));
    for category in haq.categories.iter().filter(|c| !c.raised_by.is_empty()) {
        let from = category.alternative.unwrap_or_default();
        score.line(
            category.category.key(),
            category.standard.map(|s| s.to_string()),
            format!("raised from {from} by {}", category.raised_by.join(", ")),
        );
    }
}
