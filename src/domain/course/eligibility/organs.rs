//! Findings of heart, kidney and blood at screening against the limits of the study file.
//!
//! A finding beyond a limit says that the criterion is not met. Where one is not known, the others alone never say that it
//! is met.

use super::facts::Facts;
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::bounds::{any, decided};
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::cells;
use crate::domain::forms::engine::typing::in_unit_of_limits;
use crate::domain::treatment::kidney::{BySex, ByYear, YearYounger, estimate_by_year, mg_per_dl};
use crate::domain::treatment::units::Quantity;
use chrono::Datelike as _;

impl Facts<'_> {
    /// Returns whether heart failure, ejection fraction and QTcF are within the limits.
    pub(super) fn heart_fine(&self) -> Option<bool> {
        let above = |field: &str, most: Exact| Some(self.number(field)? > most);
        let nyha = self.rules.most_nyha.map(|most| {
            let class = self.code("nyha")?;
            Some(class.parse::<u32>().is_ok_and(|class| class > most))
        });
        let lvef = self.rules.least_ejection_fraction;
        let lvef = lvef.map(|least| Some(self.number("lvef")? < least));
        let qtcf = self.rules.most_qtcf.map(|most| above("qtcf", most));
        within([nyha, lvef, qtcf])
    }

    /// Returns whether the filtration rate is within the limit, whichever age the year of birth leaves open.
    pub(super) fn kidney_fine(&self) -> Option<bool> {
        let least = self.rules.least_filtration?;
        let by_year = self.filtration()?;
        let low = |by_sex: BySex| match by_sex {
            BySex::Known(rate) => Some(rate.value() < least),
            BySex::Both { .. } => None,
        };
        let first = low(by_year.estimate)?;
        match by_year.year_younger {
            YearYounger::ShownOther(other) if low(other)? != first => None,
            YearYounger::ShownOther(_) | YearYounger::ShownAlike | YearYounger::Minor => {
                Some(!first)
            }
        }
    }

    /// Returns the filtration rate on the day that is judged; none where creatinine is not known as a number.
    pub(super) fn filtration(&self) -> Option<ByYear> {
        let answer = cells::answer(self.cells, "creatinine")?;
        if matches!(answer.value(), Some(Value::Below(_))) {
            return None;
        }
        let stored = in_unit_of_limits(Quantity::Creatinine, answer.as_number()?, answer.unit())?;
        let creatinine = mg_per_dl(Exact::from_decimal(stored)).ok()?;
        let who = &self.record.participant;
        estimate_by_year(creatinine, self.day?.year(), who.born()?, Some(who.sex)).ok()
    }

    /// Returns whether haemoglobin, neutrophils and platelets are within the limits.
    pub(super) fn blood_fine(&self) -> Option<bool> {
        let rules = self.rules;
        let below = |field: &str, quantity: Quantity, least: Option<Exact>| {
            least.map(|least| self.is_below(field, quantity, least))
        };
        within([
            below(
                "haemoglobin",
                Quantity::Haemoglobin,
                rules.least_haemoglobin,
            ),
            below("neutrophils", Quantity::BloodCells, rules.least_neutrophils),
            below("platelets", Quantity::BloodCells, rules.least_platelets),
        ])
    }

    /// Returns whether a result is below a limit in the stored unit of its quantity.
    fn is_below(&self, field: &str, quantity: Quantity, least: Exact) -> Option<bool> {
        let answer: &Answer = cells::answer(self.cells, field)?;
        let stored = in_unit_of_limits(quantity, answer.as_number()?, answer.unit())?;
        let stored = Exact::from_decimal(stored);
        match answer.value() {
            Some(Value::Below(_)) => decided(stored <= least, false),
            _ => Some(stored < least),
        }
    }
}

/// Returns whether no finding is beyond its limit, of those that have one.
fn within<const N: usize>(beyond: [Option<Option<bool>>; N]) -> Option<bool> {
    let mut limited = beyond.into_iter().flatten().peekable();
    limited.peek()?;
    any(limited).map(|beyond| !beyond)
}
