//! The disease and its history at baseline: the items of two published sets of criteria, biopsy, EMG, MRI, antibodies.
//!
//! Below it stand the classes of EULAR/ACR 2017 and of Bohan and Peter. What is not known is never guessed: each result says
//! what could still change it. Must not decide who is eligible: that is answered in its own form.

pub mod bohan_peter;
mod cells;
mod checks;
pub mod classification;
mod scored;

pub use scored::DiseaseScore;
pub(super) use scored::scored;

use crate::domain::base::data::DataFile;
use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::checks::{Question, VisitContext};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::instrument::needs::{Need, YES_NO};
use crate::domain::forms::engine::scorer::Scorer;
use classification::Item;

/// Id of the form, and the word for its scoring in form files.
pub const ID: &str = "disease";

/// The form that comes with the program.
pub(super) const FORM: DataFile<'static> = DataFile {
    name: "disease.toml",
    text: include_str!("disease/form.toml"),
};

/// Its score.
pub const SCORER: &dyn Scorer = &DiseaseScorer;

struct DiseaseScorer;

/// Returns whether a field has an item of weakness: that of Bohan and Peter, or one of the four of EULAR/ACR.
pub(in crate::domain) fn says_weakness(field: &FieldId) -> bool {
    let field = field.as_str();
    field == cells::WEAKNESS || Item::WEAKNESS.iter().any(|item| item.code() == field)
}

/// The codes of an item.
const KNOWN: &[&str] = &["y", "n", "u"];
/// The codes of an antibody.
const ANTIBODY: &[&str] = &["not-tested", "negative", "weak", "positive"];
/// The codes of the EMG.
const EMG: &[&str] = &["not-done", "normal", "myopathic", "other"];
/// The codes of the response to treatment.
const RESPONSE: &[&str] = &["never", "improved", "not-improved", "u"];

impl Scorer for DiseaseScorer {
    fn name(&self) -> &'static str {
        ID
    }

    fn needs(&self) -> Vec<(String, Need)> {
        let items = Item::ALL.map(|item| match item {
            Item::Jo1 => (item.code(), Need::Codes(ANTIBODY)),
            Item::WeakUpper
            | Item::WeakLower
            | Item::NeckFlexors
            | Item::LegsProximal
            | Item::Heliotrope
            | Item::GottronPapules
            | Item::GottronSign
            | Item::Dysphagia
            | Item::Enzymes
            | Item::Endomysial
            | Item::Perimysial
            | Item::Perifascicular
            | Item::RimmedVacuoles => (item.code(), Need::Codes(KNOWN)),
        });
        let others = [
            (cells::AGE, Need::Number),
            (cells::RESPONSE, Need::Codes(RESPONSE)),
            (cells::FINGERS, Need::Codes(KNOWN)),
            (cells::WEAKNESS, Need::Codes(KNOWN)),
            (cells::ALDOLASE, Need::Codes(KNOWN)),
            (cells::BIOPSY_READ, Need::Codes(YES_NO)),
            (cells::BIOPSY, Need::Codes(KNOWN)),
            (cells::EMG, Need::Codes(EMG)),
        ];
        let all = items.into_iter().chain(others);
        all.map(|(id, need)| (id.to_owned(), need)).collect()
    }

    fn rules(&self) -> &'static [&'static str] {
        checks::RULES
    }

    fn form_questions(
        &self,
        form: &Instrument,
        visit: &VisitContext<'_>,
    ) -> Vec<(FieldId, Question)> {
        checks::questions(form, visit)
    }
}
