//! The enzyme that counts, and each result as a multiple of its limit, as lines for the screen.

use super::cells;
use super::{ByEnzyme, Candidate, Enzyme, OpenChoice, choices, select};
use crate::domain::forms::engine::cells::Reading;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::lines::FormScore;
use crate::domain::record::session::FormCells;

/// Adds the enzyme that counts and each result.
pub(super) fn enzymes(score: &mut FormScore, instrument: &Instrument, cells: &FormCells) {
    let labs = ByEnzyme::make(|enzyme| cells::lab(Some(instrument), cells, enzyme));
    let candidates = ByEnzyme::make(|enzyme| {
        let lab = labs.get(enzyme);
        Candidate {
            value: lab.value.value().filter(|_| !lab.spoilt),
            uln: lab.uln,
        }
    });
    let entries = ByEnzyme::make(|enzyme| labs.get(enzyme).at_baseline());
    let open = choices(&entries).is_ok_and(|choices| choices.is_open());
    match select(&candidates) {
        Ok(Some(chosen)) => {
            let value = chosen.multiple.map(|m| format!("{} x", m.rounded(2)));
            let note = match (chosen.multiple, chosen.none_abnormal) {
                _ if open => &format!("so far; blank: {}", OpenChoice::of(&entries)),
                (None, _) => "the only one; its ULN is not entered",
                (_, true) => "no abnormal enzyme",
                _ => "largest multiple of ULN",
            };
            let label = format!("Most abnormal: {}", chosen.enzyme.label());
            score.line(&label, value, note.to_owned());
        }
        Ok(None) => score.line("Most abnormal", None, "none can be chosen yet".to_owned()),
        Err(error) => score.line("Most abnormal", None, error.to_string()),
    }
    for (enzyme, lab) in labs.iter() {
        if let Reading::Value(value) = lab.value {
            let multiple = lab.uln.and_then(|uln| value.over(uln).ok());
            let mut note = format!("{}{value} U/L", if lab.below { "< " } else { "" });
            if lab.spoilt {
                note.push_str("; haemolysed, cannot count");
            }
            if lab.uln.is_none() {
                note.push_str("; ULN is not entered");
            }
            let value = multiple.map(|m| format!("{} x", m.rounded(2)));
            score.line(Enzyme::label(enzyme), value, note);
        }
    }
}
