//! The daily dose of glucocorticoid, in prednisone equivalents.

mod checks;
mod figure;
pub mod score;
pub use figure::{BETAMETHASONE, figure};
pub(super) use score::scored;
pub use score::{GlucocorticoidScore, maintenance};

use crate::domain::base::data::DataFile;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::checks::{Question, VisitContext};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::instrument::needs::{Need, YES_NO};
use crate::domain::forms::engine::scorer::Scorer;
use crate::domain::treatment::equivalence::CODES as DRUGS;

/// Id of the form, and the word for its scoring in form files.
pub const ID: &str = "glucocorticoid";

/// The form that comes with the program.
pub(super) const FORM: DataFile<'static> = DataFile {
    name: "glucocorticoid.toml",
    text: include_str!("glucocorticoid/form.toml"),
};

/// Its score.
pub const SCORER: &dyn Scorer = &GlucocorticoidScorer;

struct GlucocorticoidScorer;

const FREQUENCIES: &[&str] = &["once-daily", "twice-daily", "alternate-days", "weekly"];
const ROUTES: &[&str] = &["oral", "iv"];

impl Scorer for GlucocorticoidScorer {
    fn name(&self) -> &'static str {
        ID
    }

    fn rules(&self) -> &'static [&'static str] {
        &["daily-dose"]
    }

    fn needs(&self) -> Vec<(String, Need)> {
        [
            ("taken", Need::Codes(YES_NO)),
            ("drug", Need::Among(DRUGS)),
            ("dose", Need::Number),
            ("frequency", Need::Among(FREQUENCIES)),
            ("route", Need::Among(ROUTES)),
            ("weight", Need::Number),
        ]
        .map(|(id, need)| (id.to_owned(), need))
        .to_vec()
    }

    fn form_questions(
        &self,
        form: &Instrument,
        visit: &VisitContext<'_>,
    ) -> Vec<(FieldId, Question)> {
        checks::question(form, visit).into_iter().collect()
    }
}
