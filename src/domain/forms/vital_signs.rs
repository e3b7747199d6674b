//! Vital signs and the ECG of a visit.
//!
//! Below them stand the corrected QT interval and the grades of the CTCAE that they suggest. Must not make an adverse event
//! of a grade: most adults would have one by their blood pressure.

mod checks;
mod scored;

pub(super) use scored::scored;
pub use scored::{CorrectedQt, Suggested, VitalSignsScore};

use crate::domain::base::data::DataFile;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::checks::{Question, VisitContext};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::instrument::needs::{Need, YES_NO};
use crate::domain::forms::engine::scorer::Scorer;

/// Id of the form, and the word for its scoring in form files.
pub const ID: &str = "vital-signs";

/// The form that comes with the program.
pub(super) const FORM: DataFile<'static> = DataFile {
    name: "vital-signs.toml",
    text: include_str!("vital_signs/form.toml"),
};

/// Its score.
pub const SCORER: &dyn Scorer = &VitalSignsScorer;

struct VitalSignsScorer;

/// Field of the weight, kg.
const WEIGHT: &str = "weight";
/// Field of the temperature, degrees Celsius.
const TEMPERATURE: &str = "temperature";
/// Field that says whether a high fever lasted.
const LASTED: &str = "temperature.over-24h";
/// Field of the systolic blood pressure, mmHg.
const SYSTOLIC: &str = "systolic";
/// Field of the diastolic blood pressure, mmHg.
const DIASTOLIC: &str = "diastolic";
/// Field of the QT interval, ms.
pub const QT: &str = "qt";
/// Field of the RR interval, ms.
const RR: &str = "rr";

impl Scorer for VitalSignsScorer {
    fn name(&self) -> &'static str {
        ID
    }

    fn needs(&self) -> Vec<(String, Need)> {
        [
            (WEIGHT, Need::Number),
            (TEMPERATURE, Need::Number),
            (LASTED, Need::Codes(YES_NO)),
            (SYSTOLIC, Need::Number),
            (DIASTOLIC, Need::Number),
            (QT, Need::Number),
            (RR, Need::Number),
        ]
        .map(|(id, need)| (id.to_owned(), need))
        .to_vec()
    }

    fn rules(&self) -> &'static [&'static str] {
        &[checks::RULE]
    }

    fn form_questions(
        &self,
        form: &Instrument,
        visit: &VisitContext<'_>,
    ) -> Vec<(FieldId, Question)> {
        checks::question(form, visit).into_iter().collect()
    }
}
