//! The largest doses of immunosuppressants that are usual in myositis: more than that is asked about, never refused.
//!
//! The figures are those of a review table of drugs and doses in idiopathic inflammatory myopathies (PMC11646336, table 2):
//! methotrexate up to 25 mg a week, azathioprine 2 to 3 mg/kg a day, mycophenolate mofetil 2 to 3 g a day, ciclosporin up to
//! 5 mg/kg a day, tacrolimus 0.06 mg/kg a day. Cyclophosphamide has none here: its dose goes by the surface of the body, which
//! no form asks for.

use super::equivalence::Frequency;
use crate::domain::base::ratio::{Exact, RatioError};

/// The time that a usual dose is named for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// A day.
    Day,
    /// A week.
    Week,
}

impl Per {
    /// Returns its length, days.
    fn days(self) -> i64 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
        }
    }
}

/// The largest dose of a drug that is usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Largest {
    /// Hundredths of a mg, in that time.
    hundredths: i64,
    per: Per,
    /// Whether it is for each kg of body weight.
    by_weight: bool,
}

const fn largest(hundredths: i64, per: Per, by_weight: bool) -> Largest {
    Largest {
        hundredths,
        per,
        by_weight,
    }
}

/// Returns the largest usual dose of a drug, by its code in the record.
fn largest_of(drug: &str) -> Option<Largest> {
    match drug {
        "methotrexate" => Some(largest(2_500, Per::Week, false)),
        "azathioprine" => Some(largest(300, Per::Day, true)),
        "mycophenolate" => Some(largest(300_000, Per::Day, false)),
        "cyclosporine" => Some(largest(500, Per::Day, true)),
        "tacrolimus" => Some(largest(6, Per::Day, true)),
        _ => None,
    }
}

/// A dose above the largest that is usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unusual {
    /// The dose, mg, or mg/kg where the usual one goes by weight.
    pub dose: Exact,
    /// The largest that is usual, in the same unit.
    pub usual: Exact,
    /// The time that both are for.
    pub per: Per,
    /// The weight that they go by, kg.
    pub kg: Option<Exact>,
}

/// Returns what is unusual about a dose in mg that is taken so often; none of a drug that has no usual dose here, and of one
/// that goes by weight while the weight, in kg, is not known.
pub fn unusual(drug: &str, mg: Exact, often: Frequency, kg: Option<Exact>) -> Option<Unusual> {
    let largest = largest_of(drug)?;
    let kg = kg.filter(|kg| largest.by_weight && kg.is_positive());
    if largest.by_weight && kg.is_none() {
        return None;
    }
    let usual = Exact::fraction(i128::from(largest.hundredths), 100).ok()?;
    let dose = in_time(mg, often, largest.per).ok()?;
    let dose = match kg {
        Some(kg) => dose.over(kg).ok()?,
        None => dose,
    };
    let per = largest.per;
    (dose > usual).then_some(Unusual {
        dose,
        usual,
        per,
        kg,
    })
}

/// Returns the dose in a time, at least that of one time: what is taken seldom is taken whole.
fn in_time(mg: Exact, often: Frequency, per: Per) -> Result<Exact, RatioError> {
    match often {
        Frequency::Regular { doses, days } => {
            let times = Exact::fraction(i128::from(doses) * i128::from(per.days()), days.into())?;
            Ok(mg.times(times)?.max(mg))
        }
        Frequency::Once => Ok(mg),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(drug: &str, mg: i64, often: &str) -> bool {
        let often = Frequency::of(often).unwrap();
        unusual(drug, Exact::int(mg), often, Some(Exact::int(62))).is_some()
    }

    #[test]
    fn a_dose_is_unusual_above_the_largest_one_of_the_table_and_not_at_it() {
        for (drug, most, often) in [
            ("methotrexate", 25, "weekly"),
            ("azathioprine", 186, "once-daily"),
            ("azathioprine", 93, "twice-daily"),
            ("mycophenolate", 1500, "twice-daily"),
            ("cyclosporine", 155, "twice-daily"),
        ] {
            assert!(!asked(drug, most, often), "{drug} {most}");
            assert!(asked(drug, most + 1, often), "{drug} {}", most + 1);
        }
        assert!(!asked("tacrolimus", 3, "once-daily") && asked("tacrolimus", 4, "once-daily"));
    }

    #[test]
    fn the_dose_of_a_week_that_is_taken_every_day_is_unusual() {
        let daily = Frequency::of("once-daily").unwrap();
        let found = unusual("methotrexate", Exact::int(15), daily, None).unwrap();
        assert_eq!(found.dose, Exact::int(105));
        assert_eq!((found.usual, found.per), (Exact::int(25), Per::Week));
    }

    #[test]
    fn one_dose_counts_whole_however_seldom_it_is_taken() {
        assert!(asked("methotrexate", 100, "every-4-weeks"));
        assert!(asked("methotrexate", 100, "once"));
        assert!(!asked("methotrexate", 25, "every-2-weeks"));
    }

    #[test]
    fn what_has_no_figure_or_no_weight_is_not_asked_about() {
        let daily = Frequency::of("once-daily").unwrap();
        assert!(!asked("cyclophosphamide", 90_000, "once-daily"));
        assert_eq!(unusual("azathioprine", Exact::int(900), daily, None), None);
    }
}
