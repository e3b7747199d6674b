//! What is known of a participant when a result is graded.

use crate::domain::base::measured::Measured;
use crate::domain::base::ratio::Exact;
use crate::domain::treatment::units::Unit;

/// The findings under one term; what a term does not read may be left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// The result, 0 or more: of the term's test, the protein in the urine of 24 hours, the body temperature or weight.
    pub value: Option<Measured>,
    /// Unit of the result, its limits, the baseline and both blood pressures; none is the first unit of the term's quantity.
    pub unit: Option<Unit>,
    /// Lower limit of normal.
    pub lln: Option<Exact>,
    /// Upper limit of normal, above 0.
    pub uln: Option<Exact>,
    /// The result at baseline; none where there is none.
    pub baseline: Option<Baseline>,
    /// Whether there are symptoms, or an intervention is called for.
    pub symptoms: Option<bool>,
    /// Whether it lasted longer than 24 hours.
    pub over_24_hours: Option<bool>,
    /// Protein by the test strip.
    pub strip: Option<Strip>,
    /// Protein over creatinine in urine, mg/g.
    pub protein_over_creatinine: Option<Exact>,
    /// Systolic blood pressure.
    pub systolic: Option<Exact>,
    /// Diastolic blood pressure.
    pub diastolic: Option<Exact>,
}

/// The result at baseline, in the unit of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// The result, above 0.
    pub value: Exact,
    /// Whether it was above its own upper limit of normal; none where that is not known. Other results are normal here, those
    /// below normal too (CTCAE 5.0 is silent, so that this is a site default; version 6 says the same).
    pub abnormal: Option<bool>,
}

impl Baseline {
    /// Compares a result at baseline with the upper limit of normal of that time.
    pub fn with_limit(value: Exact, uln: Option<Exact>) -> Self {
        Self {
            value,
            abnormal: uln.map(|uln| value > uln),
        }
    }
}

/// Protein by the test strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strip {
    /// Negative.
    Negative,
    /// Trace.
    Trace,
    /// 1+.
    One,
    /// 2+.
    Two,
    /// 3+.
    Three,
    /// 4+.
    Four,
}

impl Strip {
    /// All, from the least.
    pub const ALL: [Self; 6] = [
        Self::Negative,
        Self::Trace,
        Self::One,
        Self::Two,
        Self::Three,
        Self::Four,
    ];

    /// Returns how it is written.
    pub fn code(self) -> &'static str {
        match self {
            Self::Negative => "negative",
            Self::Trace => "trace",
            Self::One => "1+",
            Self::Two => "2+",
            Self::Three => "3+",
            Self::Four => "4+",
        }
    }
}
