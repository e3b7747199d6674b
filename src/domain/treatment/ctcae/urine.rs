//! The kidneys: creatinine, filtration rate, protein in urine.

use super::findings::Strip;
use super::reach::{
    Lack, NEVER, Reached, Steps, Value, above, at_least, below, hundredths, or, whole,
};
use super::reading::Reading;
use crate::domain::base::bounds::Bounds;
use crate::domain::base::measured::Edge;
use crate::domain::base::ratio::Exact;
use crate::domain::base::whole::half_up_edge;

/// Above 1 to 1.5 ULN; above 1.5 to 3 times the ULN or the baseline; above 3 times the baseline, or above 3 to 6 ULN; above
/// 6 ULN. The higher of both counts, so that a normal creatinine can be grade 2; without a baseline the ULN alone counts (a
/// site default).
pub(super) fn creatinine_increased(of: &Reading) -> Steps {
    let above_uln = |times: i64| above(of.value, of.of_uln(times));
    let above_baseline = |times: i64| match of.baseline {
        None => Ok(false),
        Some(_) => above(of.value, of.of_baseline(times)),
    };
    [
        above_uln(100),
        or(above_uln(150), above_baseline(150)),
        or(above_uln(300), above_baseline(300)),
        above_uln(600),
    ]
}

/// mL/min/1.73 m2: below LLN to 60, or protein 2+ or more by the strip, or protein over creatinine above 0.5 (g/g); 59 to 30;
/// 29 to 15; below 15. The rate is rounded half up to a whole number first, which closes the gaps between these (a site
/// default). What is not known of the urine is taken as none of it.
pub(super) fn chronic_kidney_disease(of: &Reading) -> Steps {
    let rate = rounded(of.value);
    let by_strip = of.strip.is_some_and(|strip| strip >= Strip::Two);
    let by_ratio = of
        .protein_over_creatinine
        .is_some_and(|mg_per_g| mg_per_g > Exact::int(500));
    [
        or(below(rate, of.lln), Ok(by_strip || by_ratio)),
        below(rate, whole(60)),
        below(rate, whole(30)),
        below(rate, whole(15)),
    ]
}

/// Adults. g/24 h: ULN to below 1.0; below 3.5; 3.5 and more. By the strip 1+; 2+ and 3+; 4+; a trace is not graded. Protein of
/// 24 hours outranks the strip (note of the CTCAE).
pub(super) fn proteinuria(of: &Reading) -> Steps {
    if of.has_value {
        return [
            at_least(of.value, of.uln),
            at_least(of.value, whole(1)),
            at_least(of.value, hundredths(350)),
            NEVER,
        ];
    }
    let strip = |from: Strip| -> Reached { Ok(of.strip.ok_or(Lack::Value)? >= from) };
    [
        strip(Strip::One),
        strip(Strip::Two),
        strip(Strip::Four),
        NEVER,
    ]
}

/// Returns what a result rounds to, half up to a whole number.
pub(super) fn rounded(value: Value) -> Value {
    let ends = value?;
    Ok(Bounds {
        low: half_up_edge(ends.low)?,
        high: half_up_edge(ends.high)?,
    })
}

/// Returns whether a rounded result is above its baseline, rounded too, by more than so much.
pub(super) fn rose_by_more(of: &Reading, by: i64) -> Reached {
    let Some(baseline) = of.baseline else {
        return Ok(false);
    };
    let from = half_up_edge(Edge::at(baseline.value))?;
    let from = from.number().ok_or(Lack::Baseline)?;
    above(rounded(of.value), Ok(from.plus(whole(by)?)?))
}
