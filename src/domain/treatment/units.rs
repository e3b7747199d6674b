//! Units of laboratory results and vital signs, and the exact factors from one to another.
//!
//! A factor serves display and rules only: what was reported stays in the record in the unit in which it was reported.
//! The units of muscle enzymes for the core set are in their form.

mod unit;

pub use unit::Unit;

use crate::domain::base::ratio::{Exact, RatioError};

/// What is measured, where the factor depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantity {
    /// Haemoglobin.
    Haemoglobin,
    /// Leucocytes, their kinds, and platelets.
    BloodCells,
    /// Creatinine in blood.
    Creatinine,
    /// Estimated glomerular filtration rate.
    FiltrationRate,
    /// AST, ALT, gamma-GT, LDH and CK.
    EnzymeActivity,
    /// Total bilirubin.
    Bilirubin,
    /// Albumin in blood.
    Albumin,
    /// C-reactive protein.
    Crp,
    /// Glucose in blood.
    Glucose,
    /// Potassium in blood.
    Potassium,
    /// Protein in the urine of 24 hours.
    UrineProtein,
    /// Protein over creatinine in urine.
    ProteinOverCreatinine,
    /// Body weight.
    Weight,
    /// Body height.
    Height,
    /// Body temperature; for degrees Fahrenheit see [`celsius`].
    Temperature,
    /// An interval of the ECG.
    EcgInterval,
    /// Blood pressure.
    BloodPressure,
}

/// Where a factor is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// By definition of both units.
    Definition,
    /// The usual rounded factor of laboratories, which a study may replace by its own.
    Convention,
    /// From the molar mass.
    MolarMass,
    /// A rounded value of a factor with more digits.
    Rounded,
}

/// A unit of a quantity, and by what a value in it is multiplied to give the stored unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor {
    /// The unit.
    pub unit: Unit,
    /// Where the factor is from.
    pub basis: Basis,
    numerator: i64,
    denominator: i64,
}

impl Factor {
    const fn new(unit: Unit, numerator: i64, denominator: i64, basis: Basis) -> Self {
        Self {
            unit,
            basis,
            numerator,
            denominator,
        }
    }

    /// Returns the exact factor, above 0.
    pub fn exact(self) -> Result<Exact, RatioError> {
        Exact::fraction(i128::from(self.numerator), i128::from(self.denominator))
    }
}

/// umol/L for 1 mg/dL of creatinine by convention, 88.4; from the molar mass it would be 88.4017. Tables that give 83.3 or
/// 88.42 are met: one or the other changes an eGFR by 1 now and then, so that a study states its factor.
pub const CREATININE: Factor =
    Factor::new(Unit::MilligramsPerDecilitre, 884, 10, Basis::Convention);

/// The units besides the stored ones.
const OTHERS: &[(Quantity, Factor)] = {
    use Quantity as Q;
    use Unit as U;
    const fn defined(of: Q, unit: U, top: i64, bottom: i64) -> (Q, Factor) {
        (of, Factor::new(unit, top, bottom, Basis::Definition))
    }
    const fn convention(of: Q, unit: U, top: i64, bottom: i64) -> (Q, Factor) {
        (of, Factor::new(unit, top, bottom, Basis::Convention))
    }
    const fn molar(of: Q, unit: U, top: i64, bottom: i64) -> (Q, Factor) {
        (of, Factor::new(unit, top, bottom, Basis::MolarMass))
    }
    const fn rounded(of: Q, unit: U, top: i64, bottom: i64) -> (Q, Factor) {
        (of, Factor::new(unit, top, bottom, Basis::Rounded))
    }
    &[
        defined(Q::Haemoglobin, U::GramsPerDecilitre, 10, 1),
        // As the monomer (Fe), 16114.5 g/mol.
        molar(Q::Haemoglobin, U::MillimolesPerLitre, 161_145, 10_000),
        defined(Q::BloodCells, U::ThousandsPerMicrolitre, 1, 1),
        defined(Q::BloodCells, U::PerCubicMillimetre, 1, 1000),
        (Q::Creatinine, CREATININE),
        defined(Q::FiltrationRate, U::MillilitresPerSecond, 60, 1),
        defined(Q::EnzymeActivity, U::MicrokatalsPerLitre, 60, 1),
        // 17.104 from the molar mass.
        convention(Q::Bilirubin, U::MilligramsPerDecilitre, 171, 10),
        defined(Q::Albumin, U::GramsPerDecilitre, 10, 1),
        defined(Q::Crp, U::MilligramsPerDecilitre, 10, 1),
        // 180.156 g/mol; tables round the factor to 0.0555.
        molar(Q::Glucose, U::MilligramsPerDecilitre, 10_000, 180_156),
        defined(Q::Potassium, U::MilliequivalentsPerLitre, 1, 1),
        defined(Q::UrineProtein, U::MilligramsPerDay, 1, 1000),
        // By the factor of creatinine.
        convention(Q::ProteinOverCreatinine, U::MilligramsPerMillimole, 221, 25),
        defined(Q::Weight, U::Pounds, 45_359_237, 100_000_000),
        defined(Q::Height, U::Inches, 254, 100),
        rounded(Q::BloodPressure, U::Kilopascals, 750_062, 100_000),
    ]
};

impl Quantity {
    /// All.
    pub const ALL: [Self; 17] = [
        Self::Haemoglobin,
        Self::BloodCells,
        Self::Creatinine,
        Self::FiltrationRate,
        Self::EnzymeActivity,
        Self::Bilirubin,
        Self::Albumin,
        Self::Crp,
        Self::Glucose,
        Self::Potassium,
        Self::UrineProtein,
        Self::ProteinOverCreatinine,
        Self::Weight,
        Self::Height,
        Self::Temperature,
        Self::EcgInterval,
        Self::BloodPressure,
    ];

    /// Returns its word in form files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Haemoglobin => "haemoglobin",
            Self::BloodCells => "blood-cells",
            Self::Creatinine => "creatinine",
            Self::FiltrationRate => "filtration-rate",
            Self::EnzymeActivity => "enzyme-activity",
            Self::Bilirubin => "bilirubin",
            Self::Albumin => "albumin",
            Self::Crp => "crp",
            Self::Glucose => "glucose",
            Self::Potassium => "potassium",
            Self::UrineProtein => "urine-protein",
            Self::ProteinOverCreatinine => "protein-over-creatinine",
            Self::Weight => "weight",
            Self::Height => "height",
            Self::Temperature => "temperature",
            Self::EcgInterval => "ecg-interval",
            Self::BloodPressure => "blood-pressure",
        }
    }

    /// Returns the unit that is stored: the usual one in China and the EU (a site default).
    pub fn stored(self) -> Unit {
        match self {
            Self::Haemoglobin | Self::Albumin => Unit::GramsPerLitre,
            Self::BloodCells => Unit::BillionsPerLitre,
            Self::Creatinine | Self::Bilirubin => Unit::MicromolesPerLitre,
            Self::FiltrationRate => Unit::MillilitresPerMinute,
            Self::EnzymeActivity => Unit::UnitsPerLitre,
            Self::Crp => Unit::MilligramsPerLitre,
            Self::Glucose | Self::Potassium => Unit::MillimolesPerLitre,
            Self::UrineProtein => Unit::GramsPerDay,
            Self::ProteinOverCreatinine => Unit::MilligramsPerGram,
            Self::Weight => Unit::Kilograms,
            Self::Height => Unit::Centimetres,
            Self::Temperature => Unit::Celsius,
            Self::EcgInterval => Unit::Milliseconds,
            Self::BloodPressure => Unit::MillimetresOfMercury,
        }
    }

    /// Returns the units of the quantity with their factors, the stored one first.
    pub fn units(self) -> impl Iterator<Item = Factor> {
        let others = OTHERS.iter().filter(move |(quantity, _)| *quantity == self);
        std::iter::once(Factor::new(self.stored(), 1, 1, Basis::Definition))
            .chain(others.map(|(_, factor)| *factor))
    }

    /// Returns the factor from the unit of a code to the stored one; none where the quantity is not given in it.
    pub fn factor_of(self, code: &str) -> Option<Factor> {
        self.units().find(|factor| factor.unit.code() == code)
    }

    /// Returns the factor from a unit to the stored one; none where the quantity is not given in it.
    pub fn factor(self, unit: Unit) -> Option<Factor> {
        self.units().find(|factor| factor.unit == unit)
    }
}

/// Returns degrees Celsius of degrees Fahrenheit: (F - 32) * 5/9, exactly.
pub fn celsius(fahrenheit: Exact) -> Result<Exact, RatioError> {
    fahrenheit
        .minus(Exact::int(32))?
        .times(Exact::fraction(5, 9)?)
}

/// Returns the count of one kind of leucocyte from all leucocytes and its share in percent, in the unit of the leucocytes.
pub fn count_of_percent(leucocytes: Exact, percent: Exact) -> Result<Exact, RatioError> {
    leucocytes.times(percent)?.over(Exact::int(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text).unwrap()
    }

    #[test]
    fn each_quantity_is_stored_in_its_first_unit_and_has_each_unit_once() {
        for quantity in Quantity::ALL {
            let units: Vec<Factor> = quantity.units().collect();
            assert_eq!(units[0].exact().unwrap(), Exact::int(1), "{quantity:?}");
            for (at, factor) in units.iter().enumerate() {
                assert!(factor.exact().unwrap().is_positive());
                assert!(units[..at].iter().all(|other| other.unit != factor.unit));
                assert_eq!(quantity.factor(factor.unit), Some(*factor));
            }
        }
        assert_eq!(Quantity::Potassium.factor(Unit::GramsPerLitre), None);
    }

    #[test]
    fn factors_are_those_of_the_tables() {
        for (quantity, unit, value, stored) in [
            (Quantity::Haemoglobin, Unit::GramsPerDecilitre, "8.0", "80"),
            (
                Quantity::Haemoglobin,
                Unit::MillimolesPerLitre,
                "10",
                "161.145",
            ),
            (
                Quantity::BloodCells,
                Unit::PerCubicMillimetre,
                "1500",
                "1.5",
            ),
            (
                Quantity::Creatinine,
                Unit::MilligramsPerDecilitre,
                "1.0",
                "88.4",
            ),
            (
                Quantity::EnzymeActivity,
                Unit::MicrokatalsPerLitre,
                "2",
                "120",
            ),
            (
                Quantity::Bilirubin,
                Unit::MilligramsPerDecilitre,
                "1.2",
                "20.52",
            ),
            (
                Quantity::Glucose,
                Unit::MilligramsPerDecilitre,
                "180.156",
                "10",
            ),
            (
                Quantity::UrineProtein,
                Unit::MilligramsPerDay,
                "3500",
                "3.5",
            ),
            (
                Quantity::ProteinOverCreatinine,
                Unit::MilligramsPerMillimole,
                "50",
                "442",
            ),
            (Quantity::Weight, Unit::Pounds, "100", "45.359237"),
            (Quantity::Height, Unit::Inches, "70", "177.8"),
        ] {
            let factor = quantity.factor(unit).unwrap().exact().unwrap();
            let product = exact(value).times(factor).unwrap();
            assert_eq!(product, exact(stored), "{quantity:?} {}", unit.code());
        }
    }

    #[test]
    fn fahrenheit_and_percent() {
        assert_eq!(celsius(exact("98.6")).unwrap(), exact("37"));
        assert_eq!(celsius(exact("100.4")).unwrap(), exact("38"));
        assert_eq!(
            count_of_percent(exact("6.2"), exact("35")).unwrap(),
            exact("2.17")
        );
    }
}
