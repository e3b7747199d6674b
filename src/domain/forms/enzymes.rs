//! Muscle enzymes.

pub mod cells;
pub(crate) mod checks;
mod choices;
mod enzyme;
mod score;
mod scored;

pub use choices::{AtBaseline, Choices, Known, Lack, OpenChoice, choices, least_that_counts};
pub use enzyme::{ByEnzyme, Enzyme, UNITS_PER_MICROKATAL};
pub use score::{Candidate, SELECTION_RULE, Selected, select};
pub(super) use scored::scored;
pub use scored::{EnzymeResult, EnzymesScore};

use crate::domain::base::data::DataFile;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::forms::engine::instrument::needs::Need;
use crate::domain::forms::engine::instrument::needs::YES_NO;
use crate::domain::forms::engine::scorer::Scorer;
use crate::domain::treatment::units::Quantity;

/// Id of the form, and the word for its scoring in form files.
pub const ID: &str = "enzymes";

/// The form that comes with the program.
pub(super) const FORM: DataFile<'static> = DataFile {
    name: "enzymes.toml",
    text: include_str!("enzymes/form.toml"),
};

/// Its score.
pub const SCORER: &dyn Scorer = &EnzymesScorer;

struct EnzymesScorer;

impl Scorer for EnzymesScorer {
    fn name(&self) -> &'static str {
        ID
    }

    fn needs(&self) -> Vec<(String, Need)> {
        let need = |limit: bool| Need::Lab {
            quantity: Quantity::EnzymeActivity,
            limit,
        };
        let results = Enzyme::ALL.into_iter().flat_map(|enzyme| {
            [
                (enzyme.key().to_owned(), need(false)),
                (format!("{}.uln", enzyme.key()), need(true)),
            ]
        });
        std::iter::once(("haemolysed".to_owned(), Need::Codes(YES_NO)))
            .chain(results)
            .collect()
    }

    fn measures(&self) -> &'static [Measure] {
        &[Measure::Enzyme]
    }
}
