//! The estimated glomerular filtration rate by the creatinine equation CKD-EPI 2021, for adults.
//!
//! For doses and the grade of kidney disease only. Muscle wasting in myositis lowers creatinine, so that the estimate is
//! too high: whoever shows it says so beside it (from memory, not from a source that was read). Must not store one value
//! where the sex is not known.

use super::units::CREATININE;
use crate::domain::base::fixed::Fixed;
use crate::domain::base::ratio::{Exact, RatioError};
use crate::domain::base::whole;
use crate::domain::record::participant::Sex;

/// The equation, kept with every result.
pub const EQUATION: &str = "ckd-epi-2021-creatinine";

/// Youngest age that the equation is for, completed years.
pub const ADULT: u32 = 18;

/// Why there is no estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoEstimate {
    /// The participant is, or for all that is known may only be, younger than [`ADULT`].
    Minor,
    /// The creatinine is not above 0, or a number is too large or has too many digits.
    OutOfRange,
}

/// An estimate, mL/min/1.73 m2, indexed to body surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Egfr(Exact);

impl Egfr {
    /// Returns the unrounded estimate, off by less than 1e-11.
    pub fn value(self) -> Exact {
        self.0
    }

    /// Returns the whole number that is shown, rounded half up from the unrounded estimate (a site default).
    pub fn shown(self) -> Result<Exact, RatioError> {
        whole::half_up(self.0)
    }
}

/// An estimate for whatever is known of the sex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BySex {
    /// The sex is known.
    Known(Egfr),
    /// It is neither, or not known: both values are shown and none is stored (a site default).
    Both {
        /// As for a woman.
        female: Egfr,
        /// As for a man.
        male: Egfr,
    },
}

impl BySex {
    /// Makes one estimate for a sex that is known, and both for one that is not.
    fn make(
        sex: Option<Sex>,
        estimate: impl Fn(Sex) -> Result<Egfr, NoEstimate>,
    ) -> Result<Self, NoEstimate> {
        Ok(match sex {
            Some(sex) => Self::Known(estimate(sex)?),
            None => Self::Both {
                female: estimate(Sex::Female)?,
                male: estimate(Sex::Male)?,
            },
        })
    }

    fn shown(self) -> Result<Vec<Exact>, RatioError> {
        match self {
            Self::Known(egfr) => Ok(vec![egfr.shown()?]),
            Self::Both { female, male } => Ok(vec![female.shown()?, male.shown()?]),
        }
    }
}

/// What the estimate would be had the birthday of the year not come yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearYounger {
    /// The same whole number is shown.
    ShownAlike,
    /// Another whole number is shown: this is the estimate.
    ShownOther(BySex),
    /// The participant would be younger than [`ADULT`], so that there would be none.
    Minor,
}

/// An estimate by a year of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByYear {
    /// By the year of the sample less the year of birth (a site default).
    pub estimate: BySex,
    /// By a year less: completed years are one or the other. A year is 0.62 % of the result.
    pub year_younger: YearYounger,
}

/// Returns mg/dL of creatinine in umol/L, by the conventional factor 88.4.
pub fn mg_per_dl(umol_per_l: Exact) -> Result<Exact, RatioError> {
    umol_per_l.over(CREATININE.exact()?)
}

/// Estimates from creatinine in mg/dL, above 0, and completed years at the time of the sample:
/// 142 * min(S/k, 1)^a * max(S/k, 1)^-1.200 * 0.9938^age, times 1.012 for women, with k = 0.7 and a = -0.241 for women,
/// 0.9 and -0.302 for men (National Kidney Foundation, CKD-EPI creatinine equation 2021).
pub fn estimate(creatinine: Exact, age: u32, sex: Sex) -> Result<Egfr, NoEstimate> {
    if age < ADULT {
        return Err(NoEstimate::Minor);
    }
    equation(creatinine, age, sex)
        .map(Egfr)
        .ok_or(NoEstimate::OutOfRange)
}

fn equation(creatinine: Exact, age: u32, sex: Sex) -> Option<Exact> {
    let thousandths = |number: i128| Exact::fraction(number, 1000).ok();
    let (k, below_k, constant) = match sex {
        Sex::Female => (
            thousandths(700)?,
            thousandths(-241)?,
            Exact::fraction(142 * 1012, 1000).ok()?,
        ),
        Sex::Male => (thousandths(900)?, thousandths(-302)?, Exact::int(142)),
    };
    let above_k = thousandths(-1200)?;
    let multiple = creatinine.over(k).ok()?;
    // Of the smaller and the larger one with 1, one is 1 and its power 1.
    let exponent = if multiple < Exact::int(1) {
        below_k
    } else {
        above_k
    };
    let by_creatinine = Fixed::ln(multiple)?.times(exponent)?;
    let by_age = Fixed::ln(Exact::fraction(9938, 10_000).ok()?)?.times(Exact::from(age))?;
    by_creatinine
        .plus(by_age)?
        .exp()?
        .times(constant)?
        .to_exact()
}

/// Estimates where the sex may not be known; see [`estimate`].
pub fn estimate_by_sex(creatinine: Exact, age: u32, sex: Option<Sex>) -> Result<BySex, NoEstimate> {
    BySex::make(sex, |sex| estimate(creatinine, age, sex))
}

/// Estimates where only the year of birth is known, and says what the other possible age would change. The creatinine is in
/// mg/dL; both years are of the same calendar.
pub fn estimate_by_year(
    creatinine: Exact,
    year_of_sample: i32,
    year_of_birth: i32,
    sex: Option<Sex>,
) -> Result<ByYear, NoEstimate> {
    let years = i64::from(year_of_sample) - i64::from(year_of_birth);
    let age = u32::try_from(years).map_err(|_| NoEstimate::Minor)?;
    let estimate = estimate_by_sex(creatinine, age, sex)?;
    let other = estimate_by_sex(creatinine, age.saturating_sub(1), sex);
    let shown = |by_sex: BySex| by_sex.shown().map_err(|_| NoEstimate::OutOfRange);
    let year_younger = match other {
        Ok(other) if shown(other)? == shown(estimate)? => YearYounger::ShownAlike,
        Ok(other) => YearYounger::ShownOther(other),
        Err(NoEstimate::Minor) => YearYounger::Minor,
        Err(NoEstimate::OutOfRange) => return Err(NoEstimate::OutOfRange),
    };
    Ok(ByYear {
        estimate,
        year_younger,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    fn shown(creatinine: &str, age: u32, sex: Sex) -> (String, String) {
        let egfr = estimate(exact(creatinine), age, sex).unwrap();
        (egfr.value().rounded(8), egfr.shown().unwrap().to_string())
    }

    #[test]
    fn worked_examples() {
        // A public page works this out as "about 76" from rounded factors; the equation gives less.
        let example = shown("0.90", 55, Sex::Female);
        assert_eq!(example, ("75.49880473".to_owned(), "75".to_owned()));
        let example = shown("1.00", 60, Sex::Male);
        assert_eq!(example, ("86.16262078".to_owned(), "86".to_owned()));
        let three_hundred = mg_per_dl(exact("300")).unwrap();
        let egfr = estimate(three_hundred, 90, Sex::Male).unwrap();
        assert_eq!(egfr.value().rounded(8), "16.50007373");
        assert_eq!(egfr.shown().unwrap(), Exact::int(17));
    }

    #[test]
    fn at_the_hinge_both_powers_are_one() {
        // 142 * 1.012 * 0.9938^70.
        assert_eq!(shown("0.7", 70, Sex::Female).0, "92.98188056");
        let below = estimate(exact("0.6999999"), 70, Sex::Female).unwrap();
        let above = estimate(exact("0.7000001"), 70, Sex::Female).unwrap();
        let gap = below.value().minus(above.value()).unwrap();
        assert!(gap.is_positive() && gap < exact("0.0001"));
    }

    #[test]
    fn what_is_no_estimate_says_why() {
        let failed =
            |creatinine: &str, age: u32| estimate(exact(creatinine), age, Sex::Male).unwrap_err();
        assert_eq!(failed("1", 17), NoEstimate::Minor);
        assert_eq!(failed("0", 40), NoEstimate::OutOfRange);
        assert_eq!(failed("-1", 40), NoEstimate::OutOfRange);
        assert_eq!(failed("1", u32::MAX), NoEstimate::OutOfRange);
        let by_year = |born: i32| estimate_by_year(exact("1"), 2024, born, Some(Sex::Male));
        assert_eq!(by_year(2007), Err(NoEstimate::Minor));
        assert_eq!(by_year(2025), Err(NoEstimate::Minor));
        assert_eq!(by_year(2006).unwrap().year_younger, YearYounger::Minor);
    }

    #[test]
    fn a_year_of_birth_leaves_two_ages() {
        // At 60 years 86.16, at 59 years 86.70, which shows another number; at 63 and 62 years both show 85.
        let by_year = |born: i32| {
            estimate_by_year(exact("1"), 2024, born, Some(Sex::Male))
                .unwrap()
                .year_younger
        };
        let other = estimate_by_sex(exact("1"), 59, Some(Sex::Male)).unwrap();
        assert_eq!(by_year(1964), YearYounger::ShownOther(other));
        assert_eq!(by_year(1961), YearYounger::ShownAlike);
    }

    #[test]
    fn a_sex_that_is_not_known_has_both() {
        let creatinine = mg_per_dl(exact("97")).unwrap();
        let both = estimate_by_sex(creatinine, 62, None).unwrap();
        let BySex::Both { female, male } = both else {
            panic!("{both:?}");
        };
        assert_eq!(female.value().rounded(8), "56.98239136");
        assert_eq!(male.value().rounded(8), "76.12608964");
    }

    proptest! {
        #[test]
        fn more_creatinine_and_more_years_lower_it(
            hundredths in 5_i128..3000,
            age in 18_u32..110,
            female: bool,
        ) {
            let sex = if female { Sex::Female } else { Sex::Male };
            let at = |hundredths: i128, age: u32| {
                let creatinine = Exact::fraction(hundredths, 100).unwrap();
                estimate(creatinine, age, sex).unwrap().value()
            };
            let here = at(hundredths, age);
            prop_assert!(at(hundredths + 1, age) < here);
            prop_assert!(at(hundredths, age + 1) < here);
            // A year is 0.62 % of it, to 12 places.
            let ratio = at(hundredths, age + 1).over(here).unwrap();
            prop_assert_eq!(ratio.to_decimal().unwrap().round_dp(12).normalize().to_string(), "0.9938");
        }
    }
}
