//! Findings in the unit of a term's limits, each with what is missing where it cannot be read.

use super::findings::{Baseline, Findings, Strip};
use super::reach::{Lack, Limit, Reached, Steps, Value, above, at_least};
use super::term::Term;
use crate::domain::base::measured::Amount;
use crate::domain::base::ratio::Exact;
use crate::domain::treatment::units::{Quantity, Unit};

/// What a term is graded by.
pub(super) struct Reading {
    /// The result.
    pub(super) value: Value,
    /// Whether the result is glucose in mg/dL, which has limits of its own.
    pub(super) mg_per_dl: bool,
    /// Lower limit of normal.
    pub(super) lln: Limit,
    /// Upper limit of normal, above 0.
    pub(super) uln: Limit,
    /// The result at baseline, above 0; none where there is none.
    pub(super) baseline: Option<Baseline>,
    /// Whether there are symptoms.
    pub(super) symptoms: Reached,
    /// Whether it lasted longer than 24 hours.
    pub(super) over_24_hours: Reached,
    /// Protein by the test strip.
    pub(super) strip: Option<Strip>,
    /// Protein over creatinine in urine, mg/g.
    pub(super) protein_over_creatinine: Option<Exact>,
    /// Systolic blood pressure.
    pub(super) systolic: Value,
    /// Diastolic blood pressure.
    pub(super) diastolic: Value,
    /// Whether a result was given at all.
    pub(super) has_value: bool,
}

impl Reading {
    /// Reads findings for a term.
    pub(super) fn new(term: Term, findings: &Findings) -> Self {
        let mg_per_dl = term.quantity() == Some(Quantity::Glucose)
            && findings.unit == Some(Unit::MilligramsPerDecilitre);
        let factor = if mg_per_dl {
            Ok(Exact::int(1))
        } else {
            factor(term, findings.unit)
        };
        let stored = |number: Option<Exact>, lack: Lack| -> Limit {
            Ok(number.ok_or(lack)?.times(factor?)?)
        };
        let value = || -> Value {
            let value = findings.value.ok_or(Lack::Value)?;
            let factor = factor?;
            let value = value.map(|number| number.times(factor))?;
            Ok(Amount::from(value).ends())
        };
        let pressure = |number: Option<Exact>, lack: Lack| -> Value {
            Ok(Amount::Is(number.ok_or(lack)?.times(factor?)?).ends())
        };
        let baseline = findings.baseline.and_then(|baseline| {
            let value = baseline.value.times(factor.ok()?).ok()?;
            value
                .is_positive()
                .then_some(Baseline { value, ..baseline })
        });
        Self {
            value: value(),
            mg_per_dl,
            lln: stored(findings.lln, Lack::LowerLimit),
            uln: stored(
                findings.uln.filter(|uln| uln.is_positive()),
                Lack::UpperLimit,
            ),
            baseline,
            symptoms: findings.symptoms.ok_or(Lack::Symptoms),
            over_24_hours: findings.over_24_hours.ok_or(Lack::Duration),
            strip: findings.strip,
            protein_over_creatinine: findings.protein_over_creatinine,
            systolic: pressure(findings.systolic, Lack::Systolic),
            diastolic: pressure(findings.diastolic, Lack::Diastolic),
            has_value: findings.value.is_some(),
        }
    }

    /// Returns a multiple of the upper limit of normal, in hundredths.
    pub(super) fn of_uln(&self, hundredths: i64) -> Limit {
        multiple(self.uln?, hundredths)
    }

    /// Returns a multiple of the baseline, in hundredths.
    pub(super) fn of_baseline(&self, hundredths: i64) -> Limit {
        multiple(self.baseline.ok_or(Lack::Baseline)?.value, hundredths)
    }

    /// Returns whether the result is above each multiple of the upper limit of normal, in hundredths.
    pub(super) fn above_uln(&self, hundredths: [i64; 4]) -> Steps {
        hundredths.map(|times| above(self.value, self.of_uln(times)))
    }

    /// Goes by multiples of the upper limit of normal where the baseline was normal or there is none, by those of the baseline
    /// where it was abnormal; where that is not known, only what both say is known.
    pub(super) fn by_baseline(&self, by_uln: Steps, by_baseline: Steps) -> Steps {
        match self.baseline.map(|baseline| baseline.abnormal) {
            None | Some(Some(false)) => by_uln,
            Some(Some(true)) => by_baseline,
            Some(None) => {
                let mut steps = by_uln;
                for (step, other) in steps.iter_mut().zip(by_baseline) {
                    if *step != other {
                        *step = Err(Lack::BaselineLimit);
                    }
                }
                steps
            }
        }
    }

    /// Returns whether the result is above three multiples of the baseline, and how it compares with the mildest one.
    pub(super) fn above_baseline(&self, mildest: Reached, hundredths: [i64; 3]) -> Steps {
        let [two, three, four] = hundredths.map(|times| above(self.value, self.of_baseline(times)));
        [mildest, two, three, four]
    }

    /// Returns whether the result is at least a multiple of the baseline, in hundredths.
    pub(super) fn at_least_baseline(&self, hundredths: i64) -> Reached {
        at_least(self.value, self.of_baseline(hundredths))
    }
}

/// Returns the factor from a unit to that of the term's limits.
fn factor(term: Term, unit: Option<Unit>) -> Limit {
    match (term.quantity(), unit) {
        // Multiples are the same in every unit.
        (None, _) | (Some(_), None) => Ok(Exact::int(1)),
        (Some(quantity), Some(unit)) => Ok(quantity.factor(unit).ok_or(Lack::Unit)?.exact()?),
    }
}

fn multiple(of: Exact, hundredths: i64) -> Limit {
    let times = Exact::fraction(i128::from(hundredths), 100)?;
    Ok(of.times(times)?)
}
