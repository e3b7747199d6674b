//! How change in the six core set measures is judged.
//!
//! Works on pairs of exact values and knows nothing of forms, sessions or screens. Each rule stands
//! in a file of its own with its source; the choices where sources are silent are named there.

pub mod below_limit;
pub mod change;
pub mod doi;
pub mod failure;
pub mod scenarios;
pub mod tis;
pub mod worsening;

pub use below_limit::limit_decides;
pub use change::{Change, Outcome, Relative};
pub use doi::{
    Doi, Judgement, registered_literal, registered_literal_over, rider_2004, rider_2004_over,
};
pub use failure::treatment_failed;
pub use scenarios::EnzymeScenario;
pub use tis::{Band, Category, NextBand, Points, Tis};
pub use worsening::{Deterioration, deterioration, deterioration_over};

use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::Measure;

/// One thing for each of the six measures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByMeasure<T> {
    /// Physician global activity.
    pub phga: T,
    /// Patient global activity.
    pub ptga: T,
    /// Muscle strength.
    pub mmt: T,
    /// Physical function.
    pub haq: T,
    /// Muscle enzyme.
    pub enzyme: T,
    /// Extramuscular activity.
    pub extramuscular: T,
}

impl<T> ByMeasure<T> {
    /// Returns the thing of one measure.
    pub fn get(&self, measure: Measure) -> &T {
        match measure {
            Measure::Phga => &self.phga,
            Measure::Ptga => &self.ptga,
            Measure::Mmt => &self.mmt,
            Measure::Haq => &self.haq,
            Measure::Enzyme => &self.enzyme,
            Measure::Extramuscular => &self.extramuscular,
        }
    }

    /// Makes one thing for each measure, in the order of every list of results.
    pub fn make(mut make: impl FnMut(Measure) -> T) -> Self {
        Self {
            phga: make(Measure::Phga),
            ptga: make(Measure::Ptga),
            mmt: make(Measure::Mmt),
            haq: make(Measure::Haq),
            enzyme: make(Measure::Enzyme),
            extramuscular: make(Measure::Extramuscular),
        }
    }

    /// Returns measures and things, in the order of every list of results.
    pub fn iter(&self) -> impl Iterator<Item = (Measure, &T)> {
        Measure::ALL
            .into_iter()
            .map(|measure| (measure, self.get(measure)))
    }

    /// Returns the measures whose thing passes, in order.
    pub fn which(&self, mut pass: impl FnMut(&T) -> bool) -> Vec<Measure> {
        self.iter()
            .filter(|(_, thing)| pass(thing))
            .map(|(measure, _)| measure)
            .collect()
    }

    /// Returns how many things pass.
    pub fn count(&self, mut pass: impl FnMut(&T) -> bool) -> usize {
        self.iter().filter(|(_, thing)| pass(thing)).count()
    }
}

/// The largest value of each scale, in the unit in which the values are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Physician and patient VAS: 10 (cm) or 100 (mm).
    pub vas_max: Exact,
    /// Muscle total: 80, 150 or 260.
    pub mmt_max: Exact,
    /// HAQ-DI: 3.
    pub haq_max: Exact,
    /// Extramuscular VAS 10 or 100; 1 for a MITAX ratio.
    pub extramuscular_max: Exact,
}

impl Scale {
    /// Returns the scales of values entered in cm with a muscle total up to `mmt_max`.
    pub fn centimetres(mmt_max: Exact) -> Self {
        Self {
            vas_max: Exact::int(10),
            mmt_max,
            haq_max: Exact::int(3),
            extramuscular_max: Exact::int(10),
        }
    }

    /// Returns the largest value of a measure; the enzyme has none.
    pub fn max(&self, measure: Measure) -> Option<Exact> {
        match measure {
            Measure::Phga | Measure::Ptga => Some(self.vas_max),
            Measure::Mmt => Some(self.mmt_max),
            Measure::Haq => Some(self.haq_max),
            Measure::Enzyme => None,
            Measure::Extramuscular => Some(self.extramuscular_max),
        }
    }
}
