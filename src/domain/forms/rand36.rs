//! The RAND 36-Item Health Survey 1.0.

pub mod cells;
pub mod score;
mod scored;
pub use score::{CHANGE_ITEM, ITEMS, SCALES, Scale, ScaleScore, change, options, recode, score};
pub(super) use scored::scored;
pub use scored::{Rand36Score, ScaleValue};

use crate::domain::base::data::DataFile;
use crate::domain::forms::engine::instrument::needs::Need;
use crate::domain::forms::engine::scorer::Scorer;

/// Id of the form, and the word for its scoring in form files.
pub const ID: &str = "rand36";

/// The form that comes with the program.
pub(super) const FORM: DataFile<'static> = DataFile {
    name: "rand36.toml",
    text: include_str!("rand36/form.toml"),
};

/// Its score.
pub const SCORER: &dyn Scorer = &Rand36Scorer;

struct Rand36Scorer;

const TWO: &[&str] = &["1", "2"];
const THREE: &[&str] = &["1", "2", "3"];
const FIVE: &[&str] = &["1", "2", "3", "4", "5"];
const SIX: &[&str] = &["1", "2", "3", "4", "5", "6"];

impl Scorer for Rand36Scorer {
    fn name(&self) -> &'static str {
        ID
    }

    fn needs(&self) -> Vec<(String, Need)> {
        // Numbers of response options by item, RAND 36-Item Health Survey 1.0.
        let codes = |item: u32| match item {
            3..=12 => THREE,
            13..=19 => TWO,
            21 | 23..=31 => SIX,
            _ => FIVE,
        };
        (1..=36)
            .map(|item| (format!("item{item:02}"), Need::Codes(codes(item))))
            .collect()
    }
}
