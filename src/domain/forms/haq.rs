//! The Health Assessment Questionnaire, disability index (HAQ-DI).

pub mod cells;
mod checks;
mod needs;
pub mod score;
mod scored;
pub use score::{
    Aid, Category, CategoryAnswers, CategoryScore, Haq, Index, MIN_CATEGORIES, Support, score,
};
pub use scored::HaqScore;
pub(super) use scored::scored;

use crate::domain::base::data::DataFile;
use crate::domain::forms::engine::cells::Reading;
use crate::domain::forms::engine::checks::TotalJump;
use crate::domain::forms::engine::instrument::needs::Need;
use crate::domain::forms::engine::instrument::{Field, Instrument, Measure};
use crate::domain::forms::engine::scorer::Scorer;
use crate::domain::forms::engine::scoring::ScoringRules;
use crate::domain::record::session::FormCells;
use rust_decimal::Decimal;

/// Id of the form, and the word for its scoring in form files.
pub const ID: &str = "haq";

/// The form that comes with the program.
pub(super) const FORM: DataFile<'static> = DataFile {
    name: "haq.toml",
    text: include_str!("haq/form.toml"),
};

/// Its score.
pub const SCORER: &dyn Scorer = &HaqScorer;

struct HaqScorer;

impl Scorer for HaqScorer {
    fn name(&self) -> &'static str {
        ID
    }

    fn rules(&self) -> &'static [&'static str] {
        &["haq-di"]
    }

    fn needs(&self) -> Vec<(String, Need)> {
        needs::haq()
    }

    fn measures(&self) -> &'static [Measure] {
        &[Measure::Haq]
    }

    fn reading(
        &self,
        rules: &ScoringRules,
        form: Option<&Instrument>,
        cells: &FormCells,
    ) -> Reading {
        cells::function(rules, form, cells)
    }

    fn jump(&self, _: &Instrument, _: &Field) -> Option<Decimal> {
        Some(checks::ITEM_JUMP)
    }

    fn total_jump(&self, _: &ScoringRules) -> Option<TotalJump> {
        Some(checks::total_jump())
    }
}
