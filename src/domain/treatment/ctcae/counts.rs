//! Haemoglobin and the blood cells: g/L and 10^9/L.
//!
//! Grades 2 and more go by their own limits even where the lower limit of normal lies below them (a site default): with a
//! lower limit of 95 g/L a haemoglobin of 98 is grade 2. Haemoglobin in mmol/L is converted first, since the limits that the
//! CTCAE prints in mmol/L are rounded.

use super::reach::{NEVER, Steps, above, below, hundredths, whole};
use super::reading::Reading;

/// Below LLN to 100; below 100 to 80; below 80; words.
pub(super) fn anemia(of: &Reading) -> Steps {
    [
        below(of.value, of.lln),
        below(of.value, whole(100)),
        below(of.value, whole(80)),
        NEVER,
    ]
}

/// Above ULN by more than 0 to 20; 20 to 40; 40. Version 5.0 says only "increase in"; that it is meant above the ULN is how
/// the R package admiral reads it.
pub(super) fn hemoglobin_increased(of: &Reading) -> Steps {
    let by_more = |g_per_l: i64| {
        let limit = of.uln.and_then(|uln| Ok(uln.plus(whole(g_per_l)?)?));
        above(of.value, limit)
    };
    [by_more(0), by_more(20), by_more(40), NEVER]
}

/// Below LLN to 3.0; 2.0; 1.0; below 1.0.
pub(super) fn white_blood_cell_decreased(of: &Reading) -> Steps {
    falling(of, [300, 200, 100])
}

/// More than 100 is grade 3; grade 4 is words.
pub(super) fn leukocytosis(of: &Reading) -> Steps {
    [NEVER, NEVER, above(of.value, whole(100)), NEVER]
}

/// Below LLN to 1.5; 1.0; 0.5; below 0.5.
pub(super) fn neutrophil_count_decreased(of: &Reading) -> Steps {
    falling(of, [150, 100, 50])
}

/// Below LLN to 0.8; 0.5; 0.2; below 0.2.
pub(super) fn lymphocyte_count_decreased(of: &Reading) -> Steps {
    falling(of, [80, 50, 20])
}

/// Above 4 to 20; above 20.
pub(super) fn lymphocyte_count_increased(of: &Reading) -> Steps {
    [
        NEVER,
        above(of.value, whole(4)),
        above(of.value, whole(20)),
        NEVER,
    ]
}

/// Below LLN to 75; 50; 25; below 25.
pub(super) fn platelet_count_decreased(of: &Reading) -> Steps {
    falling(of, [7500, 5000, 2500])
}

/// Below the LLN, and below each limit, in hundredths.
pub(super) fn falling(of: &Reading, limits: [i64; 3]) -> Steps {
    let [two, three, four] = limits.map(|limit| below(of.value, hundredths(limit)));
    [below(of.value, of.lln), two, three, four]
}
