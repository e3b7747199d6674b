//! The cells of the form as findings of the CTCAE, in the unit in which each result was reported.

use super::Test;
use crate::domain::base::answer::Answer;
use crate::domain::base::measured::Measured;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::cells::{answer, code, counts, number};
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::record::session::FormCells;
use crate::domain::treatment::ctcae::{Baseline, Findings, Strip};
use crate::domain::treatment::units::{Factor, Quantity};

/// Field of the day on which the blood was taken.
pub const SAMPLED_ON: &str = "sampled-on";
/// Field of protein over creatinine in urine.
pub(super) const RATIO: &str = "protein-creatinine";
/// Field of protein by the test strip.
pub(super) const STRIP: &str = "urine-protein.strip";
/// Field that says whether a low potassium has symptoms.
pub(super) const SYMPTOMS: &str = "potassium.symptoms";

/// Returns the field of the lower limit of normal of a result.
pub(super) fn lower(key: &str) -> String {
    format!("{key}.lln")
}

/// Returns the field of the upper limit of normal of a result.
pub(super) fn upper(key: &str) -> String {
    format!("{key}.uln")
}

/// Returns the unit of an answer; none where the quantity is not given in it.
fn unit(cells: &FormCells, quantity: Quantity, field: &str) -> Option<Factor> {
    let unit = answer(cells, field).and_then(Answer::unit)?;
    quantity.factor_of(unit)
}

/// Returns a result in its own unit.
fn result(cells: &FormCells, quantity: Quantity, field: &str) -> Option<(Measured, Factor)> {
    let value = number(cells, field).measured()?;
    Some((value, unit(cells, quantity, field)?))
}

/// Returns the number of a field in a unit, whatever unit it was entered in.
fn in_unit(cells: &FormCells, quantity: Quantity, field: &str, wanted: Factor) -> Option<Exact> {
    let value = number(cells, field).value()?;
    let own = unit(cells, quantity, field)?;
    if own == wanted {
        return Some(value);
    }
    let stored = value.times(own.exact().ok()?).ok()?;
    stored.over(wanted.exact().ok()?).ok()
}

/// Returns a result in the stored unit of its quantity.
pub(super) fn stored(cells: &FormCells, quantity: Quantity, field: &str) -> Option<Measured> {
    let (value, unit) = result(cells, quantity, field)?;
    let factor = unit.exact().ok()?;
    value.map(|number| number.times(factor)).ok()
}

/// Returns the test strip for protein.
pub(super) fn strip(cells: &FormCells) -> Option<Strip> {
    let chosen = code(cells, STRIP)?;
    Strip::ALL.into_iter().find(|strip| strip.code() == chosen)
}

/// Returns protein over creatinine in urine, mg/g; none of one that is only known to be below a limit.
pub(super) fn ratio(cells: &FormCells) -> Option<Exact> {
    match stored(cells, Quantity::ProteinOverCreatinine, RATIO)? {
        Measured::At(value) => Some(value),
        Measured::Below(_) => None,
    }
}

/// Returns the findings of a test; none where neither a result nor, for protein in urine, a strip is there.
pub(super) fn findings(
    test: Test,
    (instrument, cells): (&Instrument, &FormCells),
    baseline: Option<&FormCells>,
) -> Option<Findings> {
    let (key, quantity) = (test.key(), test.quantity());
    let strip = match test {
        Test::UrineProtein => strip(cells),
        Test::Haemoglobin
        | Test::Leucocytes
        | Test::Neutrophils
        | Test::Lymphocytes
        | Test::Platelets
        | Test::Creatinine
        | Test::Ast
        | Test::Alt
        | Test::Bilirubin
        | Test::Albumin
        | Test::Glucose
        | Test::Potassium => None,
    };
    let Some((value, unit)) = result(cells, quantity, key) else {
        return strip.map(|strip| Findings {
            strip: Some(strip),
            ..Findings::default()
        });
    };
    let limit = |field: String| in_unit(cells, quantity, &field, unit);
    let before = baseline.filter(|_| test.goes_by_baseline());
    let before = before.and_then(|before| {
        let value = in_unit(before, quantity, key, unit)?;
        let uln = in_unit(before, quantity, &upper(key), unit);
        value
            .is_positive()
            .then(|| Baseline::with_limit(value, uln))
    });
    Some(Findings {
        value: Some(value),
        unit: Some(unit.unit),
        lln: limit(lower(key)),
        uln: limit(upper(key)),
        baseline: before,
        symptoms: symptoms(instrument, cells),
        strip,
        ..Findings::default()
    })
}

/// Returns whether a low potassium has symptoms, where that is asked.
fn symptoms(instrument: &Instrument, cells: &FormCells) -> Option<bool> {
    let field = instrument.field(SYMPTOMS)?;
    let asked = counts(instrument, cells, field);
    code(cells, SYMPTOMS)
        .filter(|_| asked)
        .map(|code| code == "y")
}
