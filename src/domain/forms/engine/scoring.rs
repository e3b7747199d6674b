//! What a study decides about scoring its forms, and what is known besides the answers of a form, handed to the scorers
//! so that none of them needs the study or the record.

use crate::domain::record::participant::Participant;
use crate::domain::record::session::FormCells;

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

/// What is known besides the answers of a form when it is scored.
///
/// It may change while the answers stay, so that no score which follows from it is kept with a completion.
#[derive(Clone, Copy, Debug, Default)]
pub struct ScoringFacts<'a> {
    /// The participant; none where a form is scored by itself.
    pub participant: Option<&'a Participant>,
    /// The same form at the baseline visit; none at that visit, before it, and where it was not begun.
    pub baseline: Option<&'a FormCells>,
}

impl ScoringFacts<'_> {
    /// Nothing: the form is scored by its answers alone.
    pub const NONE: Self = Self {
        participant: None,
        baseline: None,
    };
}
