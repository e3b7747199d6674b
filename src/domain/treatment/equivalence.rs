//! Prednisone equivalents of systemic glucocorticoids, by a versioned table of exact factors.
//!
//! Only oral and intravenous doses belong here; pulses are told apart from the maintenance dose.

use crate::domain::base::ratio::{Exact, RatioError};

/// Version of the table of factors, kept with exports. Sources differ for dexamethasone (0.6 mg),
/// betamethasone (0.75 mg) and deflazacort (7.5 mg); a study that follows those needs its own table.
pub const TABLE_VERSION: &str = "prednisone-5mg-1";

/// A glucocorticoid and the dose equal to 5 mg of prednisone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drug {
    /// Code in the record.
    pub code: &'static str,
    /// Dose equal to 5 mg prednisone, in hundredths of a milligram.
    hundredths: i64,
}

impl Drug {
    /// Returns the exact factor to prednisone: 5 mg over the equal dose.
    pub fn factor(self) -> Result<Exact, RatioError> {
        Exact::fraction(500, i128::from(self.hundredths))
    }
}

const fn drug(code: &'static str, hundredths: i64) -> Drug {
    Drug { code, hundredths }
}

/// The table (published converters; deflazacort 6:5).
pub const DRUGS: [Drug; 9] = [
    drug("prednisone", 500),
    drug("prednisolone", 500),
    drug("methylprednisolone", 400),
    drug("triamcinolone", 400),
    drug("hydrocortisone", 2000),
    drug("cortisone", 2500),
    drug("dexamethasone", 75),
    drug("betamethasone", 60),
    drug("deflazacort", 600),
];

/// The codes of the table, as forms offer them.
pub const CODES: &[&str] = &[
    "prednisone",
    "prednisolone",
    "methylprednisolone",
    "triamcinolone",
    "hydrocortisone",
    "cortisone",
    "dexamethasone",
    "betamethasone",
    "deflazacort",
];

/// Returns the drug of a code.
pub fn drug_of(code: &str) -> Option<Drug> {
    DRUGS.into_iter().find(|drug| drug.code == code)
}

/// A versioned table of doses that equal 5 mg of prednisone; a study may bring its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Version, kept with every result.
    pub version: String,
    /// Code of each drug with its exact factor to prednisone.
    factors: Vec<(String, Exact)>,
}

impl Table {
    /// Returns the published table.
    pub fn published() -> Self {
        let factor = |drug: Drug| Some((drug.code.to_owned(), drug.factor().ok()?));
        Self {
            version: TABLE_VERSION.to_owned(),
            factors: DRUGS.into_iter().filter_map(factor).collect(),
        }
    }

    /// Returns a study's own table: codes, and the mg of each drug that equal 5 mg of prednisone. Fails
    /// where such a dose is 0.
    pub fn new(
        version: &str,
        equal_to_5_mg: impl IntoIterator<Item = (String, Exact)>,
    ) -> Result<Self, RatioError> {
        let factor = |(code, mg): (String, Exact)| Ok((code, Exact::int(5).over(mg)?));
        Ok(Self {
            version: version.to_owned(),
            factors: equal_to_5_mg
                .into_iter()
                .map(factor)
                .collect::<Result<_, RatioError>>()?,
        })
    }

    /// Returns the factor of a drug's code.
    pub fn factor(&self, code: &str) -> Option<Exact> {
        let known = self.factors.iter().find(|(own, _)| own == code);
        known.map(|(_, factor)| *factor)
    }
}

/// How often a dose is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frequency {
    /// So many doses in so many days.
    Regular {
        /// Doses.
        doses: u8,
        /// Days, at least 1.
        days: u8,
    },
    /// A single dose or a pulse: no part of the maintenance dose.
    Once,
}

impl Frequency {
    /// Returns the frequency of a code; CDISC terms in lower case with hyphens, and plain words.
    pub fn of(code: &str) -> Option<Self> {
        let regular = |doses, days| Some(Self::Regular { doses, days });
        match code.to_ascii_lowercase().replace([' ', '_'], "-").as_str() {
            "qd" | "daily" | "once-daily" => regular(1, 1),
            "bid" | "twice-daily" => regular(2, 1),
            "tid" => regular(3, 1),
            "qid" => regular(4, 1),
            "qod" | "every-other-day" | "alternate-days" => regular(1, 2),
            "every-week" | "weekly" | "qw" => regular(1, 7),
            "every-2-weeks" | "q2w" => regular(1, 14),
            "every-4-weeks" | "q4w" => regular(1, 28),
            "once" | "pulse" => Some(Self::Once),
            _ => None,
        }
    }
}

/// A dose in prednisone equivalents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Equivalent {
    /// mg of prednisone a day, mean over the interval; for a pulse the single dose.
    pub mg_per_day: Exact,
    /// The same per kg of body weight.
    pub mg_per_kg: Option<Exact>,
    /// Factor that was used.
    pub factor: Exact,
    /// Whether it is a single dose or pulse.
    pub pulse: bool,
}

/// Computes the prednisone equivalent of a dose in mg; the weight is in kg and above 0.
pub fn equivalent(
    drug: Drug,
    dose_mg: Exact,
    frequency: Frequency,
    weight_kg: Option<Exact>,
) -> Result<Equivalent, RatioError> {
    let factor = drug.factor()?;
    let (per_day, pulse) = match frequency {
        Frequency::Regular { doses, days } => {
            (Exact::fraction(i128::from(doses), i128::from(days))?, false)
        }
        Frequency::Once => (Exact::int(1), true),
    };
    let mg_per_day = dose_mg.times(per_day)?.times(factor)?;
    let mg_per_kg = weight_kg
        .map(|weight| mg_per_day.over(weight))
        .transpose()?;
    Ok(Equivalent {
        mg_per_day,
        mg_per_kg,
        factor,
        pulse,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn daily(code: &str, dose: i64) -> Equivalent {
        let frequency = Frequency::of("QD").unwrap();
        let weight = Some(Exact::int(62));
        equivalent(drug_of(code).unwrap(), Exact::int(dose), frequency, weight).unwrap()
    }

    #[test]
    fn worked_example() {
        let result = daily("methylprednisolone", 40);
        assert_eq!(result.mg_per_day.rounded(1), "50.0");
        assert_eq!(result.mg_per_kg.unwrap().rounded(3), "0.806");
        assert!(result.mg_per_kg.unwrap() < Exact::int(1));
    }

    #[test]
    fn forms_offer_the_drugs_of_the_table() {
        assert_eq!(DRUGS.map(|drug| drug.code).as_slice(), CODES);
    }

    #[test]
    fn factors_are_exact() {
        let factors: Vec<_> = DRUGS
            .iter()
            .map(|drug| drug.factor().unwrap().to_string())
            .collect();
        assert_eq!(
            factors,
            [
                "1", "1", "1.25", "1.25", "0.25", "0.2", "20/3", "25/3", "5/6"
            ]
        );
    }

    #[test]
    fn alternate_days_give_a_daily_mean_and_pulses_are_told_apart() {
        let drug = drug_of("prednisone").unwrap();
        let half = Frequency::of("every-other-day").unwrap();
        let result = equivalent(drug, Exact::int(25), half, None).unwrap();
        assert_eq!(result.mg_per_day.to_string(), "12.5");
        let pulse = equivalent(drug, Exact::int(500), Frequency::Once, None).unwrap();
        assert!(pulse.pulse && pulse.mg_per_kg.is_none());
        assert_eq!(Frequency::of("now and then"), None);
    }
}
