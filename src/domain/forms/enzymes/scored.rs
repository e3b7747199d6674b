//! What is shown of the score: the enzyme that counts, and each result as a multiple of its limit.

use super::{ByEnzyme, Candidate, Enzyme, OpenChoice, Selected, cells, choices, select};
use crate::domain::base::measured::Measured;
use crate::domain::base::ratio::RatioError;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::scoring::{ScoringFacts, ScoringRules};
use crate::domain::record::session::FormCells;

/// The score of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnzymesScore {
    /// The most abnormal enzyme of those entered; none while none can be chosen.
    pub chosen: Result<Option<Selected>, RatioError>,
    /// What is blank, where that could still make another one the most abnormal.
    pub open: Option<OpenChoice>,
    /// Each result that is entered, in the order that breaks ties.
    pub results: Vec<EnzymeResult>,
}

/// A result that is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnzymeResult {
    /// The enzyme.
    pub enzyme: Enzyme,
    /// The value, U/L.
    pub value: Measured,
    /// Its multiple of the upper limit of normal.
    pub multiple: Option<Measured>,
    /// Whether the upper limit of normal is entered.
    pub has_limit: bool,
    /// Whether the sample was haemolysed, so that the result cannot count.
    pub spoilt: bool,
}

/// Scores the form.
pub(in crate::domain::forms) fn scored(
    _: &ScoringRules,
    instrument: &Instrument,
    cells: &FormCells,
    _: &ScoringFacts<'_>,
) -> EnzymesScore {
    let labs = ByEnzyme::make(|enzyme| cells::lab(Some(instrument), cells, enzyme));
    let candidates = ByEnzyme::make(|enzyme| {
        let lab = labs.get(enzyme);
        Candidate {
            value: lab.value.measured().filter(|_| !lab.spoilt),
            uln: lab.uln,
        }
    });
    let entries = ByEnzyme::make(|enzyme| labs.get(enzyme).at_baseline());
    let choices = choices(&entries).unwrap_or_default();
    let result = |(enzyme, lab): (Enzyme, &cells::Lab)| {
        let value = lab.value.measured()?;
        let times = |uln| value.map(|number| number.over(uln)).ok();
        Some(EnzymeResult {
            enzyme,
            value,
            multiple: lab.uln.and_then(times),
            has_limit: lab.uln.is_some(),
            spoilt: lab.spoilt,
        })
    };
    EnzymesScore {
        chosen: select(&candidates),
        open: OpenChoice::of(&entries, &choices),
        results: labs.iter().filter_map(result).collect(),
    }
}
