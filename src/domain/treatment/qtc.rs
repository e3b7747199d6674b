//! The QT interval of the ECG corrected for the heart rate by Fridericia's formula: QT / cube root of RR in seconds
//! (Fridericia LS, Acta Med Scand 1920;53:469).
//!
//! Rounded half up to whole ms, exactly: the cube root is never computed, since cubes of whole and half numbers can be
//! compared as they are.

use crate::domain::base::ratio::{Exact, RatioError};
use crate::domain::record::participant::Sex;

/// Longest corrected interval that is found, ms; no interval and rate that are taken come near it.
const MOST: u32 = 100_000;

/// Returns the corrected interval in whole ms, of an interval and a distance between beats in ms; none where one of them is
/// not above 0, and beyond any that can be.
pub fn fridericia(qt: Exact, rr: Exact) -> Option<u32> {
    if !qt.is_positive() || !rr.is_positive() {
        return None;
    }
    let found = || -> Result<u32, RatioError> {
        // QTc >= n - 1/2 just where (2n - 1)^3 * RR <= 8 * 1000 * QT^3, RR and QT in ms.
        let most = cube(qt)?.times(Exact::int(8000))?;
        let reaches = |ms: u32| -> Result<bool, RatioError> {
            let doubled = Exact::from(ms.saturating_mul(2).saturating_sub(1));
            Ok(cube(doubled)?.times(rr)? <= most)
        };
        let (mut low, mut high) = (0, MOST);
        while low < high {
            let middle = low.saturating_add(high).saturating_add(1) / 2;
            if reaches(middle)? {
                low = middle;
            } else {
                high = middle.saturating_sub(1);
            }
        }
        Ok(low)
    };
    found().ok().filter(|ms| *ms > 0 && *ms < MOST)
}

/// Returns the corrected interval above which it counts as prolonged, ms: 450 for men, 470 for women (site defaults).
pub fn usual_most(sex: Sex) -> u32 {
    match sex {
        Sex::Female => 470,
        Sex::Male => 450,
    }
}

fn cube(number: Exact) -> Result<Exact, RatioError> {
    number.times(number)?.times(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn corrected(qt: i64, rr: i64) -> Option<u32> {
        fridericia(Exact::int(qt), Exact::int(rr))
    }

    #[test]
    fn at_60_beats_a_minute_nothing_is_corrected() {
        for qt in [200, 399, 450, 800] {
            assert_eq!(corrected(qt, 1000), u32::try_from(qt).ok());
        }
    }

    #[test]
    fn worked_examples() {
        // 400 / 0.8^(1/3) = 430.887, 380 / 0.6^(1/3) = 450.540, 420 / 1.2^(1/3) = 395.233.
        assert_eq!(corrected(400, 800), Some(431));
        assert_eq!(corrected(380, 600), Some(451));
        assert_eq!(corrected(420, 1200), Some(395));
        // The cube root of 0.512 is 0.8 exactly: 402 / 0.8 = 502.5 is rounded up, 361 / 0.8 = 451.25 down.
        assert_eq!(corrected(402, 512), Some(503));
        assert_eq!(corrected(361, 512), Some(451));
    }

    #[test]
    fn what_is_no_interval_has_none() {
        assert_eq!(corrected(0, 1000), None);
        assert_eq!(corrected(400, 0), None);
        assert_eq!(corrected(-400, 800), None);
        assert_eq!(corrected(90_000, 1), None);
    }

    proptest! {
        #[test]
        fn longer_is_longer_and_a_faster_heart_corrects_more(qt in 200_i64..800, rr in 200_i64..3000) {
            let now = corrected(qt, rr).unwrap();
            prop_assert!(corrected(qt + 1, rr).unwrap() >= now);
            prop_assert!(corrected(qt, rr + 1).unwrap() <= now);
            let longer = i64::from(now) >= qt;
            prop_assert!(longer || rr >= 1000, "{now}");
        }
    }
}
