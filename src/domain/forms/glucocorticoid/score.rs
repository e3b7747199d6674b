//! The maintenance dose in prednisone equivalents. The arithmetic is in `domain::treatment::equivalence`.

use super::figure::figure;
use crate::domain::base::ratio::{Exact, RatioError};
use crate::domain::forms::engine::cells;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::scoring::{ScoringFacts, ScoringRules};
use crate::domain::record::session::FormCells;
use crate::domain::treatment::equivalence::{
    Drug, Equivalent, Figure, Frequency, drug_of, equivalent,
};

/// The score of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GlucocorticoidScore {
    /// No glucocorticoid is taken.
    NoneTaken,
    /// It is not entered, or missing, whether any is taken.
    NotKnown,
    /// Drug, dose or frequency is blank.
    Blank,
    /// Which dose of betamethasone the site counts as 5 mg of prednisone is blank or missing.
    FigureOpen,
    /// A dose, with the drug and the figure that it goes by.
    Dose(Drug, Figure, Equivalent),
    /// The dose cannot be computed.
    Failed(RatioError),
}

/// Scores the form.
pub(in crate::domain::forms) fn scored(
    _: &ScoringRules,
    instrument: &Instrument,
    cells: &FormCells,
    _: &ScoringFacts<'_>,
) -> GlucocorticoidScore {
    // Drug and dose stay in the record when they are no longer asked; then they are not the dose.
    if instrument.field("taken").is_some() && !cells::yes(cells, "taken") {
        return match cells::code(cells, "taken") {
            Some("n") => GlucocorticoidScore::NoneTaken,
            _ => GlucocorticoidScore::NotKnown,
        };
    }
    let code = cells::code(cells, "drug").filter(|code| drug_of(code).is_some());
    let frequency = cells::code(cells, "frequency").and_then(Frequency::of);
    let dose = cells::number(cells, "dose").value();
    let weight = cells::number(cells, "weight").value();
    let (Some(code), Some(frequency), Some(dose)) = (code, frequency, dose) else {
        return GlucocorticoidScore::Blank;
    };
    let figure = figure(Some(instrument), cells, code);
    let Some(drug) = figure.drug(code) else {
        return GlucocorticoidScore::FigureOpen;
    };
    let weight = weight.filter(|weight| weight.is_positive());
    match equivalent(drug, dose, frequency, weight) {
        Ok(equivalent) => GlucocorticoidScore::Dose(drug, figure, equivalent),
        Err(error) => GlucocorticoidScore::Failed(error),
    }
}

/// Returns the maintenance dose in mg of prednisone a day; none while it is not known, and of a pulse.
pub fn maintenance(instrument: &Instrument, form: &FormCells) -> Option<Exact> {
    match cells::code(form, "taken") {
        Some("n") => return Some(Exact::ZERO),
        Some("y") => {}
        _ => return None,
    }
    let drug = cells::code(form, "drug")?;
    let drug = figure(Some(instrument), form, drug).drug(drug)?;
    let frequency = Frequency::of(cells::code(form, "frequency")?)?;
    let dose = cells::number(form, "dose").value()?;
    let daily = equivalent(drug, dose, frequency, None).ok()?;
    (!daily.pulse).then_some(daily.mg_per_day)
}
