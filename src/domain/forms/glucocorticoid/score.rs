//! The maintenance dose in prednisone equivalents, and as lines for the screen. The arithmetic is in
//! `domain::treatment::equivalence`.

use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::cells;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::engine::lines::FormScore;
use crate::domain::record::session::FormCells;
use crate::domain::treatment::equivalence::{Frequency, TABLE_VERSION, drug_of, equivalent};

/// Adds the dose, and the dose by body weight.
pub(super) fn glucocorticoid(score: &mut FormScore, instrument: &Instrument, cells: &FormCells) {
    let label = "Prednisone equivalent";
    // Drug and dose stay in the record when they are no longer asked; then they are not the dose.
    if instrument.field("taken").is_some() && !cells::yes(cells, "taken") {
        let (value, note) = match cells::code(cells, "taken") {
            Some("n") => (Some("0.0 mg/day".to_owned()), "none taken"),
            _ => (None, "not known whether any is taken"),
        };
        return score.line(label, value, note.to_owned());
    }
    let drug = cells::code(cells, "drug").and_then(drug_of);
    let frequency = cells::code(cells, "frequency").and_then(Frequency::of);
    let dose = cells::number(cells, "dose").value();
    let weight = cells::number(cells, "weight").value();
    let (Some(drug), Some(frequency), Some(dose)) = (drug, frequency, dose) else {
        let note = "drug, dose or frequency is blank";
        return score.line(label, None, note.to_owned());
    };
    let weight = weight.filter(|weight| weight.is_positive());
    match equivalent(drug, dose, frequency, weight) {
        Ok(result) => {
            let factor = result.factor;
            let note = format!("{} x {factor}, table {TABLE_VERSION}", drug.code);
            let per_day = result.mg_per_day.rounded(1);
            if result.pulse {
                let note = format!("single dose, not maintenance; {note}");
                return score.line(label, Some(format!("{per_day} mg")), note);
            }
            score.line(label, Some(format!("{per_day} mg/day")), note);
            if let Some(per_kg) = result.mg_per_kg {
                let value = format!("{} mg/kg/day", per_kg.rounded(3));
                score.line("By body weight", Some(value), String::new());
            }
        }
        Err(error) => score.line(label, None, error.to_string()),
    }
}

/// Returns the maintenance dose in mg of prednisone a day; none while it is not known, and of a pulse.
pub fn maintenance(form: &FormCells) -> Option<Exact> {
    match cells::code(form, "taken") {
        Some("n") => return Some(Exact::ZERO),
        Some("y") => {}
        _ => return None,
    }
    let drug = drug_of(cells::code(form, "drug")?)?;
    let frequency = Frequency::of(cells::code(form, "frequency")?)?;
    let dose = cells::number(form, "dose").value()?;
    let daily = equivalent(drug, dose, frequency, None).ok()?;
    (!daily.pulse).then_some(daily.mg_per_day)
}
