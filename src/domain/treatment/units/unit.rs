//! The units, and how each is written.

/// How a quantity is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// g/L.
    GramsPerLitre,
    /// g/dL.
    GramsPerDecilitre,
    /// mg/L.
    MilligramsPerLitre,
    /// mg/dL.
    MilligramsPerDecilitre,
    /// mmol/L.
    MillimolesPerLitre,
    /// umol/L.
    MicromolesPerLitre,
    /// mEq/L.
    MilliequivalentsPerLitre,
    /// 10^9/L.
    BillionsPerLitre,
    /// 10^3/uL.
    ThousandsPerMicrolitre,
    /// /mm3.
    PerCubicMillimetre,
    /// U/L.
    UnitsPerLitre,
    /// ukat/L.
    MicrokatalsPerLitre,
    /// mL/min/1.73 m2.
    MillilitresPerMinute,
    /// mL/s/1.73 m2.
    MillilitresPerSecond,
    /// g/day.
    GramsPerDay,
    /// mg/day.
    MilligramsPerDay,
    /// mg/g.
    MilligramsPerGram,
    /// mg/mmol.
    MilligramsPerMillimole,
    /// kg.
    Kilograms,
    /// Pound, avoirdupois.
    Pounds,
    /// cm.
    Centimetres,
    /// Inch.
    Inches,
    /// Degrees Celsius.
    Celsius,
    /// ms.
    Milliseconds,
    /// mmHg.
    MillimetresOfMercury,
    /// kPa.
    Kilopascals,
}

impl Unit {
    /// Returns how it is written.
    pub fn code(self) -> &'static str {
        match self {
            Self::GramsPerLitre => "g/L",
            Self::GramsPerDecilitre => "g/dL",
            Self::MilligramsPerLitre => "mg/L",
            Self::MilligramsPerDecilitre => "mg/dL",
            Self::MillimolesPerLitre => "mmol/L",
            Self::MicromolesPerLitre => "umol/L",
            Self::MilliequivalentsPerLitre => "mEq/L",
            Self::BillionsPerLitre => "10^9/L",
            Self::ThousandsPerMicrolitre => "10^3/uL",
            Self::PerCubicMillimetre => "/mm3",
            Self::UnitsPerLitre => "U/L",
            Self::MicrokatalsPerLitre => "ukat/L",
            Self::MillilitresPerMinute => "mL/min/1.73 m2",
            Self::MillilitresPerSecond => "mL/s/1.73 m2",
            Self::GramsPerDay => "g/day",
            Self::MilligramsPerDay => "mg/day",
            Self::MilligramsPerGram => "mg/g",
            Self::MilligramsPerMillimole => "mg/mmol",
            Self::Kilograms => "kg",
            Self::Pounds => "LB",
            Self::Centimetres => "cm",
            Self::Inches => "in",
            Self::Celsius => "C",
            Self::Milliseconds => "ms",
            Self::MillimetresOfMercury => "mmHg",
            Self::Kilopascals => "kPa",
        }
    }
}
