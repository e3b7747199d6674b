//! The muscle enzymes, in English.

use super::line;
use crate::domain::base::measured::Measured;
use crate::domain::forms::enzymes::{EnzymeResult, EnzymesScore, Lack, OpenChoice, Selected};
use crate::text::English;
use crate::text::totals::ScoreLine;
use crate::text::totals::Totals as _;

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
        (Some(open), _, _) => format!("so far; {}", not_known(open, "blank", "")),
        (None, None, _) => "the only one; its ULN is not entered".to_owned(),
        (None, Some(_), true) => "no abnormal enzyme".to_owned(),
        (None, Some(_), false) => "largest multiple of ULN".to_owned(),
    };
    line(
        format!("{label}: {}", English.enzyme(selected.enzyme)),
        selected.multiple.map(times),
        note,
    )
}

fn result(result: &EnzymeResult) -> ScoreLine {
    let mut note = format!("{} U/L", result.value);
    if result.spoilt {
        note.push_str("; haemolysed, cannot count");
    }
    if !result.has_limit {
        note.push_str("; ULN is not entered");
    }
    line(
        English.enzyme(result.enzyme),
        result.multiple.map(times),
        note,
    )
}

/// Says a multiple of the upper limit of normal.
fn times(multiple: Measured) -> String {
    format!("{} x", multiple.rounded(2))
}

/// Says what is not known at a place such as ` at baseline`: what is empty, by the word for it there, and of which enzymes only a limit is known.
pub(super) fn not_known(open: &OpenChoice, empty: &str, place: &str) -> String {
    let below: Vec<&str> = open
        .lacking(Lack::Number)
        .map(|enzyme| English.enzyme(enzyme))
        .collect();
    let blank = blank(open);
    let mut parts = Vec::new();
    if !blank.is_empty() {
        parts.push(format!("{empty}{place}: {blank}"));
    }
    if !below.is_empty() {
        let below = below.join(", ");
        parts.push(format!("only known to be below a limit{place}: {below}"));
    }
    parts.join("; ")
}

/// Says what is blank, such as `Aldolase, LDH; the ULN of AST`.
fn blank(open: &OpenChoice) -> String {
    let names = |lack| {
        let names = open.lacking(lack).map(|enzyme| English.enzyme(enzyme));
        names.collect::<Vec<_>>().join(", ")
    };
    let mut parts = vec![names(Lack::Value)];
    let limits = names(Lack::Limit);
    if !limits.is_empty() {
        parts.push(format!("the ULN of {limits}"));
    }
    if open.lacking(Lack::Haemolysis).next().is_some() {
        parts.push("whether the sample was haemolysed".to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts.join("; ")
}
