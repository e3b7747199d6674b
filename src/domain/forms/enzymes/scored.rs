//! What is shown of the score: the enzyme that counts, and each result as a multiple of its limit.

use super::{ByEnzyme, Candidate, Enzyme, OpenChoice, Selected, cells, choices, select};
use crate::domain::base::ratio::{Exact, RatioError};
use crate::domain::forms::engine::cells::Reading;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::scoring::ScoringRules;
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
    pub value: Exact,
    /// Whether the value is a limit of quantification that the result is below.
    pub below: bool,
    /// Its multiple of the upper limit of normal.
    pub multiple: Option<Exact>,
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
) -> EnzymesScore {
    let labs = ByEnzyme::make(|enzyme| cells::lab(Some(instrument), cells, enzyme));
    let candidates = ByEnzyme::make(|enzyme| {
        let lab = labs.get(enzyme);
        Candidate {
            value: lab.value.value().filter(|_| !lab.spoilt),
            uln: lab.uln,
        }
    });
    let entries = ByEnzyme::make(|enzyme| labs.get(enzyme).at_baseline());
    let is_open = choices(&entries).is_ok_and(|choices| choices.is_open());
    let result = |(enzyme, lab): (Enzyme, &cells::Lab)| match lab.value {
        Reading::Value(value) => Some(EnzymeResult {
            enzyme,
            value,
            below: lab.below,
            multiple: lab.uln.and_then(|uln| value.over(uln).ok()),
            has_limit: lab.uln.is_some(),
            spoilt: lab.spoilt,
        }),
        Reading::Blank | Reading::Missing(_) | Reading::NotAsked | Reading::Hidden => None,
    };
    EnzymesScore {
        chosen: select(&candidates),
        open: is_open.then(|| OpenChoice::of(&entries)),
        results: labs.iter().filter_map(result).collect(),
    }
}
