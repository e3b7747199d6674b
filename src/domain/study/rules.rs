//! What a study file says about eligibility, treatment and adverse events.
//!
//! Data only, with the values of the study file; what follows from them is computed elsewhere.

use crate::domain::base::ratio::Exact;
use crate::domain::treatment::abatacept::Regimen;
use crate::domain::treatment::medication::Forbidden;

/// The rules beside the schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// When somebody may take part.
    pub eligibility: Eligibility,
    /// How abatacept is given; none in a study that does not say so.
    pub abatacept: Option<Abatacept>,
    /// Drugs that are not to be taken together with abatacept.
    pub forbidden: Vec<Forbidden>,
    /// Hours from the site's knowledge of a serious event until an investigator must have seen it, 1 to 720.
    pub serious_hours: u32,
}

impl Default for Rules {
    /// What a study file without a word on it gets: 24 hours, the usual time for a report to the sponsor.
    fn default() -> Self {
        Self {
            eligibility: Eligibility::default(),
            abatacept: None,
            forbidden: Vec::new(),
            serious_hours: 24,
        }
    }
}

/// How abatacept is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abatacept {
    /// Dose and days.
    pub regimen: Regimen,
    /// Days before an infusion on which its weight may have been measured, 0 to 3650.
    pub weight_days: i64,
}

/// The numbers of the criteria of eligibility. A rule that is not set computes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Eligibility {
    /// Least age in years on the day of consent, 0 to 120.
    pub least_age: Option<u32>,
    /// Months for more than which the dose of the immunosuppressant must have been stable, 0 to 120.
    pub stable_months: Option<u32>,
    /// mg of prednisone a day and a kg below which the dose must be.
    pub glucocorticoid_per_kg: Option<Exact>,
    /// Multiple of the upper limit of normal above which AST or ALT excludes.
    pub transaminase_multiple: Option<Exact>,
    /// Years since the end of a treatment of tuberculosis, 0 to 100.
    pub tuberculosis_years: Option<u32>,
    /// Ejection fraction below which the heart excludes, %.
    pub least_ejection_fraction: Option<Exact>,
    /// Class of heart failure (NYHA) above which the heart excludes, 0 to 4.
    pub most_nyha: Option<u32>,
    /// QTcF above which the heart excludes, ms.
    pub most_qtcf: Option<Exact>,
    /// Filtration rate below which the kidney excludes, mL/min/1.73 m2.
    pub least_filtration: Option<Exact>,
    /// Haemoglobin below which the blood excludes, g/L.
    pub least_haemoglobin: Option<Exact>,
    /// Neutrophils below which the blood excludes, 10^9/L.
    pub least_neutrophils: Option<Exact>,
    /// Platelets below which the blood excludes, 10^9/L.
    pub least_platelets: Option<Exact>,
    /// Days since the last dose that each biologic needs, by its code.
    pub washout: Vec<Washout>,
}

/// The washout of a biologic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Washout {
    /// Code of the biologic in the form of eligibility.
    pub drug: String,
    /// Days since its last dose, 0 to 3650.
    pub days: i64,
}
