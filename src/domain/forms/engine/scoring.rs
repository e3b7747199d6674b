//! What a study decides about scoring its forms, handed to the scorers so that none of them needs the study.

/// The rules of scoring that differ between studies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScoringRules {
    /// Largest total of MMT-8: 80 for one side, 150 for both sides and neck.
    pub mmt_max: u32,
    /// Fewest categories of the HAQ with an answer for an index, 1 to 8.
    pub haq_min_categories: u32,
    /// When a scale of RAND-36 with unanswered items has a score.
    pub rand36_missing: Rand36Missing,
}

/// How RAND-36 treats missing items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rand36Missing {
    /// A scale needs half of its items.
    HalfScale,
    /// A scale is the mean of whatever was answered, as RAND does.
    Any,
}
