//! Whether a result that is only known to be below a limit leaves something of a verdict open.

use super::{Change, Doi, Outcome, Tis};

/// Returns whether the values below a limit count differently in one of these: as improved, worse or neither by a
/// definition of improvement, or in the points of the total improvement score. The enzyme that counts must be decided.
pub fn limit_decides(enzyme: &Change, definitions: [&Doi; 2], tis: &Tis) -> bool {
    let mut outcomes = definitions.iter().map(|doi| doi.outcomes.enzyme);
    enzyme.has_limit()
        && enzyme.improvement.is_some()
        && (outcomes.any(|outcome| outcome == Outcome::Open)
            || enzyme.of_range.is_some() && tis.points.enzyme.is_none())
}
