//! Prednisone equivalents of systemic glucocorticoids, by a versioned table of exact factors.
//!
//! Only oral and intravenous doses belong here; pulses are told apart from the maintenance dose. Of betamethasone the
//! published tables have two figures, so a record says which of them a dose goes by.

use crate::domain::base::ratio::{Exact, RatioError};

/// Version of the table of factors, kept with exports. Sources differ for dexamethasone (0.6 mg) and
/// deflazacort (7.5 mg); a study that follows those needs its own table. Its figure for betamethasone counts only where
/// a form did not ask for it.
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

/// The drug of which published tables have two figures.
pub const BETAMETHASONE: &str = "betamethasone";

/// The dose of betamethasone that a site counts as 5 mg of prednisone: published tables have 0.6 and 0.75 mg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Betamethasone {
    /// 0.6 mg.
    Stronger,
    /// 0.75 mg.
    Weaker,
}

impl Betamethasone {
    /// Returns the figure of a code in the record.
    pub fn of(code: &str) -> Option<Self> {
        match code {
            "0.6-mg" => Some(Self::Stronger),
            "0.75-mg" => Some(Self::Weaker),
            _ => None,
        }
    }

    const fn drug(self) -> Drug {
        match self {
            Self::Stronger => drug(BETAMETHASONE, 60),
            Self::Weaker => drug(BETAMETHASONE, 75),
        }
    }
}

/// By which figure a dose is converted, as its form says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Figure {
    /// That of the table, about which nobody is asked.
    #[default]
    OfTable,
    /// That of the table for betamethasone, since the form of the dose did not ask for another.
    NotAsked,
    /// That of betamethasone which was answered.
    Answered(Betamethasone),
    /// That of betamethasone is asked for and not known: the dose has no equivalent.
    Open,
}

impl Figure {
    /// Returns a drug with the dose of it that counts as 5 mg of prednisone; none while that is not known.
    pub fn drug(self, code: &str) -> Option<Drug> {
        match self {
            Self::OfTable | Self::NotAsked => drug_of(code),
            Self::Answered(figure) => Some(figure.drug()),
            Self::Open => None,
        }
    }
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
    drug(BETAMETHASONE, 60),
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
    BETAMETHASONE,
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

    /// Returns the factor of a drug's code by the figure that its dose goes by.
    pub fn factor_by(&self, code: &str, figure: Figure) -> Option<Exact> {
        match figure {
            Figure::OfTable | Figure::NotAsked => self.factor(code),
            Figure::Answered(figure) => figure.drug().factor().ok(),
            Figure::Open => None,
        }
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
    fn betamethasone_goes_by_the_figure_that_was_answered() {
        let factor = |figure| Table::published().factor_by(BETAMETHASONE, figure);
        let [stronger, weaker] = ["0.6-mg", "0.75-mg"].map(|code| {
            let figure = Figure::Answered(Betamethasone::of(code).unwrap());
            let drug = figure.drug(BETAMETHASONE).unwrap();
            assert_eq!(factor(figure), drug.factor().ok());
            drug.factor().unwrap().to_string()
        });
        assert_eq!([stronger.as_str(), weaker.as_str()], ["25/3", "20/3"]);
        assert_eq!(factor(Figure::NotAsked), Exact::fraction(25, 3).ok());
        assert_eq!(factor(Figure::Open), None);
        assert_eq!(Figure::Open.drug(BETAMETHASONE), None);
        assert_eq!(Betamethasone::of("0.7-mg"), None);
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
