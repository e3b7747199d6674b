//! The safety laboratory: blood counts, chemistry and urine, with the unit and the limits of normal as reported.
//!
//! Below it stand the estimated filtration rate and the grades of the CTCAE that the results suggest. Must not make an
//! adverse event of a grade, nor keep one: it may follow from the baseline visit and from who the participant is.

mod cells;
mod checks;
mod filtration;
mod scored;
mod test;

pub use cells::SAMPLED_ON;
pub use filtration::{Filtration, NoFiltration};
pub(super) use scored::scored;
pub use scored::{LaboratoryScore, Ladder, Suggested};
pub use test::Test;

use crate::domain::base::data::DataFile;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::checks::{Question, VisitContext};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::instrument::needs::{Need, YES_NO};
use crate::domain::forms::engine::scorer::Scorer;
use crate::domain::treatment::units::Quantity;

/// Id of the form, and the word for its scoring in form files.
pub const ID: &str = "laboratory";

/// The form that comes with the program.
pub(super) const FORM: DataFile<'static> = DataFile {
    name: "laboratory.toml",
    text: include_str!("laboratory/form.toml"),
};

/// Its score.
pub const SCORER: &dyn Scorer = &LaboratoryScorer;

struct LaboratoryScorer;

/// The codes of the test strip.
const STRIPS: &[&str] = &["negative", "trace", "1+", "2+", "3+", "4+"];

impl Scorer for LaboratoryScorer {
    fn name(&self) -> &'static str {
        ID
    }

    fn needs(&self) -> Vec<(String, Need)> {
        let lab = |quantity: Quantity, limit: bool| Need::Lab { quantity, limit };
        let mut needs = vec![(cells::SAMPLED_ON.to_owned(), Need::Date)];
        for test in Test::ALL {
            let (key, quantity) = (test.key(), test.quantity());
            needs.push((key.to_owned(), lab(quantity, false)));
            if test.has_lower_limit() {
                needs.push((cells::lower(key), lab(quantity, true)));
            }
            needs.push((cells::upper(key), lab(quantity, true)));
        }
        let ratio = lab(Quantity::ProteinOverCreatinine, false);
        needs.push((cells::RATIO.to_owned(), ratio));
        needs.push((cells::STRIP.to_owned(), Need::Codes(STRIPS)));
        needs.push((cells::SYMPTOMS.to_owned(), Need::Codes(YES_NO)));
        needs
    }

    fn rules(&self) -> &'static [&'static str] {
        &[checks::RULE]
    }

    fn form_questions(
        &self,
        form: &Instrument,
        visit: &VisitContext<'_>,
    ) -> Vec<(FieldId, Question)> {
        checks::questions(form, visit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::treatment::ctcae::Strip;

    #[test]
    fn the_codes_of_the_form_are_those_of_the_strip() {
        assert_eq!(Strip::ALL.map(Strip::code), STRIPS);
    }
}
