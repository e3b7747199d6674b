//! Enzymes and bilirubin by multiples of the upper limit of normal or of an abnormal baseline; albumin, glucose, potassium.

use super::counts::falling;
use super::reach::{NEVER, Steps, above, and, below, hundredths, whole};
use super::reading::Reading;

/// ALT and AST: above 1 to 3 ULN; 5; 20; above 20. With an abnormal baseline 1.5 to 3 times that; 5; 20; above 20. Between 1.0
/// and 1.5 times an abnormal baseline there is no grade (a site default: the text is silent).
pub(super) fn aminotransferase_increased(of: &Reading) -> Steps {
    let by_baseline = of.above_baseline(of.at_least_baseline(150), [300, 500, 2000]);
    of.by_baseline(of.above_uln([100, 300, 500, 2000]), by_baseline)
}

/// Gamma-GT: above 1 to 2.5 ULN; 5; 20; above 20. With an abnormal baseline 2.0 to 2.5 times that; 5; 20; above 20.
pub(super) fn ggt_increased(of: &Reading) -> Steps {
    let by_baseline = of.above_baseline(of.at_least_baseline(200), [250, 500, 2000]);
    of.by_baseline(of.above_uln([100, 250, 500, 2000]), by_baseline)
}

/// Total bilirubin: above 1 to 1.5 ULN; 3; 10; above 10. With an abnormal baseline the same multiples of that.
pub(super) fn bilirubin_increased(of: &Reading) -> Steps {
    let mildest = above(of.value, of.of_baseline(100));
    let by_baseline = of.above_baseline(mildest, [150, 300, 1000]);
    of.by_baseline(of.above_uln([100, 150, 300, 1000]), by_baseline)
}

/// CK: above 1 to 2.5 ULN; 5; 10; above 10.
pub(super) fn cpk_increased(of: &Reading) -> Steps {
    of.above_uln([100, 250, 500, 1000])
}

/// LDH: above ULN is grade 1, and there is no other.
pub(super) fn ldh_increased(of: &Reading) -> Steps {
    [above(of.value, of.uln), NEVER, NEVER, NEVER]
}

/// g/L: below LLN to 30; 20; below 20; words.
pub(super) fn hypoalbuminemia(of: &Reading) -> Steps {
    [
        below(of.value, of.lln),
        below(of.value, whole(30)),
        below(of.value, whole(20)),
        NEVER,
    ]
}

/// mmol/L: below LLN to 3.0; 2.2; 1.7; below 1.7. The limits in mg/dL are 55, 40 and 30, which are not the same: a result is
/// graded in the unit in which it was reported (a site default).
pub(super) fn hypoglycemia(of: &Reading) -> Steps {
    if of.mg_per_dl {
        falling(of, [5500, 4000, 3000])
    } else {
        falling(of, [300, 220, 170])
    }
}

/// mmol/L: above ULN to 5.5; 6.0; 7.0; above 7.0.
pub(super) fn hyperkalemia(of: &Reading) -> Steps {
    [
        above(of.value, of.uln),
        above(of.value, hundredths(550)),
        above(of.value, whole(6)),
        above(of.value, whole(7)),
    ]
}

/// mmol/L: below LLN to 3.0 without symptoms, the same with symptoms or an intervention; below 3.0 to 2.5; below 2.5. Where
/// the symptoms are not known it is 1 or 2 (a site default; the R package admiral takes 2).
pub(super) fn hypokalemia(of: &Reading) -> Steps {
    let low = below(of.value, of.lln);
    [
        low,
        and(low, of.symptoms),
        below(of.value, whole(3)),
        below(of.value, hundredths(250)),
    ]
}
