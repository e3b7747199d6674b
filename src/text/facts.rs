//! What follows from answers and is shown beside them: totals, scores, facts of a log row, notes of a verdict.

/// What follows from answers and is shown beside them: totals, scores, facts of a log row, notes of a verdict.
pub trait Facts {}
