//! Confirmed deterioration as ProDERM defined it (Arthritis Res Ther, s13075-023-03232-2, figure 1).
//!
//! One visit fulfils the criteria or not; deterioration is confirmed by the visit after it.

use super::ways::{Way, worse_over};
use super::{ByMeasure, Change, Scale};
use crate::domain::base::bounds::Bounds;
use crate::domain::base::ratio::{Exact, RatioError};
use crate::domain::study::ZeroBaseline;

/// The criteria of deterioration at one visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deterioration {
    /// (a) Physician global worse by >= 2 cm and MMT-8 worse by >= 20 % of baseline.
    pub physician_and_strength: bool,
    /// (b) Extramuscular global worse by >= 2 cm.
    pub extramuscular: bool,
    /// (c) How many of the five measures without the enzyme are worse by >= 30 % of baseline.
    pub of_five: usize,
    /// The same of all six, between its ends while it is open which enzyme counts.
    pub of_six: Bounds<usize>,
}

impl Deterioration {
    /// Returns whether the visit fulfils the criteria with 3 of the 5 measures without the enzyme.
    pub fn met(&self) -> bool {
        self.physician_and_strength || self.extramuscular || self.of_five >= 3
    }

    /// Returns whether the visit fulfils the criteria when a study counts 3 of all 6; `None` while the enzyme that is
    /// open decides.
    pub fn met_of_six(&self) -> Option<bool> {
        if self.physician_and_strength || self.extramuscular {
            return Some(true);
        }
        self.of_six.below(3).map(|below| !below)
    }
}

/// Judges one visit; a missing measure is not worse. Fails on numbers with too many digits.
pub fn deterioration(
    changes: &ByMeasure<Change>,
    scale: &Scale,
    zero: ZeroBaseline,
) -> Result<Deterioration, RatioError> {
    deterioration_over(changes, scale, &[], zero)
}

/// Judges one visit over every way that the enzyme measure can come to; without any, the enzyme's own change counts.
/// Fails on numbers with too many digits.
pub fn deterioration_over(
    changes: &ByMeasure<Change>,
    scale: &Scale,
    ways: &[Way],
    zero: ZeroBaseline,
) -> Result<Deterioration, RatioError> {
    // 2 cm of a line of 10 cm, in whatever unit the line is read.
    let two_cm = |max: Exact| max.times(Exact::fraction(2, 10)?);
    let fell = |change: &Change, max: Exact| -> Result<bool, RatioError> {
        let limit = two_cm(max)?;
        Ok(change
            .improvement
            .is_some_and(|improvement| improvement.negated() >= limit))
    };
    let all = changes.count(|change| change.worse_by(30, zero));
    let own = changes.enzyme.worse_by(30, zero);
    let of_five = all - usize::from(own);
    let (surely, perhaps) = match ways {
        [] => (own, own),
        ways => worse_over(ways, 30, zero),
    };
    Ok(Deterioration {
        physician_and_strength: fell(&changes.phga, scale.vas_max)?
            && changes.mmt.worse_by(20, zero),
        extramuscular: fell(&changes.extramuscular, scale.extramuscular_max)?,
        of_five,
        of_six: Bounds {
            low: of_five + usize::from(surely),
            high: of_five + usize::from(perhaps),
        },
    })
}
