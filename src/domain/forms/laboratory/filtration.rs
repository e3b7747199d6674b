//! The estimated filtration rate from the creatinine of the form, the day of the sample, and who the participant is.

use super::cells;
use crate::domain::base::answer::Answer;
use crate::domain::base::measured::Measured;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::cells::answer;
use crate::domain::forms::engine::scoring::ScoringFacts;
use crate::domain::record::session::FormCells;
use crate::domain::treatment::kidney::{ByYear, NoEstimate, estimate_by_year, mg_per_dl};
use crate::domain::treatment::units::Quantity;
use chrono::Datelike as _;

/// The estimate, or why there is none.
pub type Filtration = Result<ByYear, NoFiltration>;

/// Why there is no estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFiltration {
    /// There is no creatinine.
    Creatinine,
    /// The creatinine is only known to be below a limit.
    BelowLimit,
    /// The day of the sample is not known.
    Day,
    /// The participant, or a year of birth that can be, is not known.
    Participant,
    /// The participant is, or may be, a minor.
    Minor,
    /// A number is too large or too small for the equation.
    OutOfRange,
}

impl From<NoEstimate> for NoFiltration {
    fn from(why: NoEstimate) -> Self {
        match why {
            NoEstimate::Minor => Self::Minor,
            NoEstimate::OutOfRange => Self::OutOfRange,
        }
    }
}

/// Estimates the rate.
pub(super) fn filtration(form: &FormCells, facts: &ScoringFacts<'_>) -> Filtration {
    let creatinine = match cells::stored(form, Quantity::Creatinine, "creatinine") {
        Some(Measured::At(umol_per_l)) => umol_per_l,
        Some(Measured::Below(_)) => return Err(NoFiltration::BelowLimit),
        None => return Err(NoFiltration::Creatinine),
    };
    let day = answer(form, cells::SAMPLED_ON).and_then(Answer::as_date);
    let day = day.ok_or(NoFiltration::Day)?;
    let participant = facts.participant.ok_or(NoFiltration::Participant)?;
    let born = participant.born().ok_or(NoFiltration::Participant)?;
    let creatinine: Exact = mg_per_dl(creatinine).map_err(|_| NoFiltration::OutOfRange)?;
    let sex = Some(participant.sex);
    Ok(estimate_by_year(creatinine, day.year(), born, sex)?)
}
