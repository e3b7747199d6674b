//! Physician and patient global: the scale and its words.

use super::{Text, tenths, whole};
use crate::domain::forms::engine::instrument::Measure;
use crate::tools::demo::visiting::Visiting;

pub(super) fn value(at: &Visiting<'_>, measure: Option<Measure>, field: &str) -> Option<Text> {
    let track = match measure? {
        Measure::Phga => at.disease.phga,
        Measure::Ptga => at.disease.ptga,
        Measure::Extramuscular => at.disease.emg,
        Measure::Mmt | Measure::Haq | Measure::Enzyme => return None,
    };
    let vas = track.at(at.step());
    match field {
        "vas" => Some(tenths(vas)),
        "likert" => Some(whole(likert(vas))),
        _ => None,
    }
}

/// Returns the category that goes with a scale, tenths of a cm; no published map exists, these
/// limits are the generator's own.
fn likert(vas: i64) -> i64 {
    match vas {
        ..5 => 0,
        5..30 => 1,
        30..55 => 2,
        55..80 => 3,
        _ => 4,
    }
}
