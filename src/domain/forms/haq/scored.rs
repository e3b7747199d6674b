//! What is shown of the score: both indices, and what aids and help raised.

use super::{CategoryScore, Haq, Index, cells};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::scoring::{ScoringFacts, ScoringRules};
use crate::domain::record::session::FormCells;

/// The score of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HaqScore {
    /// The score of each category.
    pub haq: Haq,
    /// Fewest categories with which there is an index.
    pub min_categories: u32,
    /// Fields that are blank; while there are any, the score is provisional.
    pub open: usize,
}

impl HaqScore {
    /// Returns the index, once enough categories are answered.
    pub fn standard(&self) -> Option<Index> {
        self.haq.standard(self.min_categories)
    }

    /// Returns the index without aids and help, once enough categories are answered.
    pub fn alternative(&self) -> Option<Index> {
        self.haq.alternative(self.min_categories)
    }

    /// Returns the categories that aids or help raised.
    pub fn raised(&self) -> impl Iterator<Item = &CategoryScore> {
        let all = self.haq.categories.iter();
        all.filter(|category| !category.raised_by.is_empty())
    }
}

/// Scores the form.
pub(in crate::domain::forms) fn scored(
    rules: &ScoringRules,
    instrument: &Instrument,
    cells: &FormCells,
    _: &ScoringFacts<'_>,
) -> HaqScore {
    HaqScore {
        haq: cells::haq(cells),
        min_categories: rules.haq_min_categories,
        open: cells::haq_open(Some(instrument), cells),
    }
}
