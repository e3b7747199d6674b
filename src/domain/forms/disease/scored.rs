//! What is shown of the score: the class by each set of criteria.

use super::cells::Form;
use super::{bohan_peter, classification};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::scoring::{ScoringFacts, ScoringRules};
use crate::domain::record::session::FormCells;

/// The score of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiseaseScore {
    /// The class by EULAR/ACR 2017.
    pub classified: classification::Classified,
    /// Whether a biopsy was read, so that the points are those with one; none where that is not known, and the points are
    /// those without.
    pub biopsy_read: Option<bool>,
    /// Whether anti-Jo-1 is weak, and so not known.
    pub weak_jo1: bool,
    /// The class by Bohan and Peter.
    pub bohan_peter: bohan_peter::Classified,
}

/// Scores the form.
pub(in crate::domain::forms) fn scored(
    _: &ScoringRules,
    instrument: &Instrument,
    cells: &FormCells,
    _: &ScoringFacts<'_>,
) -> DiseaseScore {
    let form = Form { instrument, cells };
    let findings = form.findings();
    DiseaseScore {
        classified: classification::classify(&findings),
        biopsy_read: form.biopsy_read(),
        weak_jo1: form.has_weak_jo1(),
        bohan_peter: bohan_peter::classify(&form.items()),
    }
}
