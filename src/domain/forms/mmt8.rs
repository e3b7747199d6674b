//! Manual muscle testing of eight muscle groups (MMT-8).

pub mod cells;
mod checks;
pub mod score;
mod scored;
pub use score::{Grade, Grades, Muscle, Side, Total, total_80, total_150};
pub use scored::Mmt8Score;
pub(super) use scored::scored;

use crate::domain::base::answer::Answer;
use crate::domain::base::data::DataFile;
use crate::domain::forms::engine::cells::Reading;
use crate::domain::forms::engine::checks::{Question, TotalJump, VisitContext};
use crate::domain::forms::engine::instrument::needs::Need;
use crate::domain::forms::engine::instrument::{Field, Instrument, Measure};
use crate::domain::forms::engine::scorer::Scorer;
use crate::domain::forms::engine::scoring::ScoringRules;
use crate::domain::record::session::FormCells;
use rust_decimal::Decimal;

/// Id of the form, and the word for its scoring in form files.
pub const ID: &str = "mmt8";

/// The form that comes with the program.
pub(super) const FORM: DataFile<'static> = DataFile {
    name: "mmt8.toml",
    text: include_str!("mmt8/form.toml"),
};

/// Its score.
pub const SCORER: &dyn Scorer = &Mmt8Scorer;

struct Mmt8Scorer;

/// Full strength of a muscle group, as a Kendall grade 0 to 10.
pub const FULL: u32 = 10;

/// Kendall grades 0 to 10 and the trace.
const GRADES: &[&str] = &["0", "T", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];

impl Scorer for Mmt8Scorer {
    fn name(&self) -> &'static str {
        ID
    }

    fn rules(&self) -> &'static [&'static str] {
        &["mmt-total", "right-left"]
    }

    fn needs(&self) -> Vec<(String, Need)> {
        let sides = Muscle::PAIRED
            .into_iter()
            .flat_map(|group| [Side::Right, Side::Left].map(|side| group.field(side)));
        std::iter::once(Muscle::NeckFlexors.key().to_owned())
            .chain(sides)
            .map(|id| (id, Need::Codes(GRADES)))
            .collect()
    }

    fn measures(&self) -> &'static [Measure] {
        &[Measure::Mmt]
    }

    fn reading(
        &self,
        rules: &ScoringRules,
        form: Option<&Instrument>,
        cells: &FormCells,
    ) -> Reading {
        cells::strength(rules, form, cells)
    }

    fn points(&self, code: &str) -> Option<Decimal> {
        checks::points(code)
    }

    fn jump(&self, _: &Instrument, _: &Field) -> Option<Decimal> {
        Some(checks::MUSCLE_JUMP)
    }

    fn total_jump(&self, rules: &ScoringRules) -> Option<TotalJump> {
        Some(checks::total_jump(rules))
    }

    fn field_questions(
        &self,
        form: &Instrument,
        field: &Field,
        answer: &Answer,
        visit: &VisitContext<'_>,
    ) -> Vec<Question> {
        let question = checks::right_left(form, field, answer, visit);
        question.into_iter().collect()
    }
}
