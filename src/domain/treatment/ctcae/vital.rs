//! Temperature, weight, blood pressure and the QT interval.

use super::reach::{NEVER, Steps, above, and, at_least, at_most, or, whole};
use super::reading::Reading;
use super::urine::{rose_by_more, rounded};

/// Degrees Celsius: 38.0 to 39.0; 40.0; above 40.0 for 24 hours at most; above 40.0 for longer.
pub(super) fn fever(of: &Reading) -> Steps {
    let high = above(of.value, whole(40));
    [
        at_least(of.value, whole(38)),
        above(of.value, whole(39)),
        high,
        and(high, of.over_24_hours),
    ]
}

/// Degrees Celsius: no grade 1; 35 to above 32; 32 to above 28; 28 and below.
pub(super) fn hypothermia(of: &Reading) -> Steps {
    [
        NEVER,
        at_most(of.value, whole(35)),
        at_most(of.value, whole(32)),
        at_most(of.value, whole(28)),
    ]
}

/// Of the weight at the baseline visit: loss of 5 to below 10 %; 20 %; 20 % and more.
pub(super) fn weight_loss(of: &Reading) -> Steps {
    let lost = |percent: i64| at_most(of.value, of.of_baseline(100 - percent));
    [lost(5), lost(10), lost(20), NEVER]
}

/// Of the weight at the baseline visit: gain of 5 to below 10 %; 20 %; 20 % and more.
pub(super) fn weight_gain(of: &Reading) -> Steps {
    let gained = |percent: i64| at_least(of.value, of.of_baseline(100 + percent));
    [gained(5), gained(10), gained(20), NEVER]
}

/// Adults, mmHg: 120 to 139 or 80 to 89; 140 to 159 or 90 to 99; from 160 or from 100; words. The worse of both counts. Some
/// copies print grade 3 as "above 160", which is wrong.
pub(super) fn hypertension(of: &Reading) -> Steps {
    let from = |systolic: i64, diastolic: i64| {
        or(
            at_least(of.systolic, whole(systolic)),
            at_least(of.diastolic, whole(diastolic)),
        )
    };
    [from(120, 80), from(140, 90), from(160, 100), NEVER]
}

/// ms: 450 to 480; 481 to 500; from 501, or more than 60 above baseline; words. Rounded half up to whole ms first, the baseline
/// too (a site default).
pub(super) fn qtc_prolonged(of: &Reading) -> Steps {
    let from = |ms: i64| at_least(rounded(of.value), whole(ms));
    [
        from(450),
        from(481),
        or(from(501), rose_by_more(of, 60)),
        NEVER,
    ]
}
