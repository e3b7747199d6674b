//! The muscle enzymes, in English.

use super::line;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::enzymes::{EnzymeResult, EnzymesScore, OpenChoice, Selected};
use crate::text::totals::ScoreLine;

/// Says the enzyme that counts and each result.
pub(super) fn lines(score: &EnzymesScore) -> Vec<ScoreLine> {
    let label = "Most abnormal";
    let first = match &score.chosen {
        Ok(Some(selected)) => chosen(label, selected, score.open.as_ref()),
        Ok(None) => line(label, None, "none can be chosen yet"),
        Err(error) => line(label, None, error.to_string()),
    };
    [first]
        .into_iter()
        .chain(score.results.iter().map(result))
        .collect()
}

fn chosen(label: &str, selected: &Selected, open: Option<&OpenChoice>) -> ScoreLine {
    let note = match (open, selected.multiple, selected.none_abnormal) {
        (Some(open), _, _) => format!("so far; blank: {open}"),
        (None, None, _) => "the only one; its ULN is not entered".to_owned(),
        (None, Some(_), true) => "no abnormal enzyme".to_owned(),
        (None, Some(_), false) => "largest multiple of ULN".to_owned(),
    };
    line(
        format!("{label}: {}", selected.enzyme.label()),
        selected.multiple.map(times),
        note,
    )
}

fn result(result: &EnzymeResult) -> ScoreLine {
    let below = if result.below { "< " } else { "" };
    let mut note = format!("{below}{} U/L", result.value);
    if result.spoilt {
        note.push_str("; haemolysed, cannot count");
    }
    if !result.has_limit {
        note.push_str("; ULN is not entered");
    }
    line(result.enzyme.label(), result.multiple.map(times), note)
}

/// Says a multiple of the upper limit of normal.
fn times(multiple: Exact) -> String {
    format!("{} x", multiple.rounded(2))
}
