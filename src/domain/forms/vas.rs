//! One visual analogue scale named `vas`, with or without a category in words: the two global activities.

mod checks;
mod score;
pub(super) use score::scored;

use crate::domain::base::answer::Answer;
use crate::domain::forms::engine::cells::Reading;
use crate::domain::forms::engine::checks::{Question, VisitContext};
use crate::domain::forms::engine::instrument::needs::Need;
use crate::domain::forms::engine::instrument::{Field, Instrument, Measure};
use crate::domain::forms::engine::scorer::Scorer;
use crate::domain::forms::engine::scoring::ScoringRules;
use crate::domain::record::session::FormCells;
use rust_decimal::Decimal;

/// The word for this scoring in form files.
pub const ID: &str = "vas";

/// Its score.
pub const SCORER: &dyn Scorer = &VasScorer;

struct VasScorer;

impl Scorer for VasScorer {
    fn name(&self) -> &'static str {
        ID
    }

    fn rules(&self) -> &'static [&'static str] {
        &["likert-vas"]
    }

    fn needs(&self) -> Vec<(String, Need)> {
        vec![("vas".to_owned(), Need::Vas)]
    }

    fn measures(&self) -> &'static [Measure] {
        &[Measure::Phga, Measure::Ptga]
    }

    fn reading(&self, _: &ScoringRules, _: Option<&Instrument>, cells: &FormCells) -> Reading {
        score::reading(cells)
    }

    fn jump(&self, form: &Instrument, _: &Field) -> Option<Decimal> {
        checks::is_global(form).then_some(checks::LIKERT_JUMP)
    }

    fn field_questions(
        &self,
        form: &Instrument,
        field: &Field,
        answer: &Answer,
        visit: &VisitContext<'_>,
    ) -> Vec<Question> {
        if !checks::is_global(form) {
            return Vec::new();
        }
        let question = checks::category_and_scale(form, field, answer, visit);
        question.into_iter().collect()
    }
}
