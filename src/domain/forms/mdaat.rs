//! The Myositis Disease Activity Assessment Tool (MDAAT).

pub mod cells;
mod checks;
mod needs;
mod never;
pub mod score;
mod scored;
pub use score::{
    Assessed, Category, Class, Mitax, Myoact, RULE_VERSION, System, mitax, myoact, suggest,
};
pub(super) use scored::scored;
pub use scored::{MdaatScore, SystemCategory};

use crate::domain::base::answer::Answer;
use crate::domain::base::data::DataFile;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::cells::{Reading, number};
use crate::domain::forms::engine::checks::{Question, VisitContext};
use crate::domain::forms::engine::instrument::needs::Need;
use crate::domain::forms::engine::instrument::{Field, Instrument, Measure};
use crate::domain::forms::engine::scorer::Scorer;
use crate::domain::forms::engine::scoring::ScoringRules;
use crate::domain::record::session::FormCells;

/// Id of the form, and the word for its scoring in form files.
pub const ID: &str = "mdaat";

/// The form that comes with the program.
pub(super) const FORM: DataFile<'static> = DataFile {
    name: "mdaat.toml",
    text: include_str!("mdaat/form.toml"),
};

/// Its score.
pub const SCORER: &dyn Scorer = &MdaatScorer;

struct MdaatScorer;

impl Scorer for MdaatScorer {
    fn name(&self) -> &'static str {
        ID
    }

    fn rules(&self) -> &'static [&'static str] {
        &["M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", never::RULE]
    }

    fn needs(&self) -> Vec<(String, Need)> {
        needs::mdaat()
    }

    fn measures(&self) -> &'static [Measure] {
        &[Measure::Extramuscular]
    }

    fn reading(&self, _: &ScoringRules, _: Option<&Instrument>, cells: &FormCells) -> Reading {
        number(cells, "emg.vas")
    }

    fn with_history(&self, cells: &FormCells, earlier: &[&FormCells]) -> Option<FormCells> {
        Some(cells::with_history(cells, earlier.iter().copied()))
    }

    fn field_questions(
        &self,
        form: &Instrument,
        field: &Field,
        answer: &Answer,
        visit: &VisitContext<'_>,
    ) -> Vec<Question> {
        let question = checks::item_question(form, field, answer, visit);
        question.into_iter().collect()
    }

    fn form_questions(
        &self,
        form: &Instrument,
        visit: &VisitContext<'_>,
    ) -> Vec<(FieldId, Question)> {
        let mut questions = checks::questions(form, visit);
        questions.extend(never::questions(form, visit));
        questions
    }
}
