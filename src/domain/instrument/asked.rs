//! Whether a field is asked: the visit, the muscle scale of the study, and earlier answers of the form.
//!
//! Only decides; what is asked is drawn, checked and scored elsewhere.

use super::{Field, Instrument};
use crate::domain::answer::Answer;
use crate::domain::study::Study;

/// What a visit brings to the question whether a field is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedAt {
    /// Largest MMT-8 total of the study: 150 or 80.
    pub mmt_max: u32,
    /// Whether this is the baseline visit.
    pub baseline: bool,
}

impl Study {
    /// Returns what a visit brings to the question whether a field is asked.
    pub fn asked_at(&self, visit: &str) -> AskedAt {
        AskedAt {
            mmt_max: self.protocol.mmt_max,
            baseline: self.protocol.baseline.as_str() == visit,
        }
    }
}

impl Instrument {
    /// Returns whether a field is asked, given the answers of the form.
    ///
    /// A field that hangs on one that is not asked is not asked either.
    pub fn asks<'a>(
        &self,
        field: &Field,
        at: AskedAt,
        answer: impl Fn(&str) -> Option<&'a Answer>,
    ) -> bool {
        let missing = |id: &str| answer(id).is_some_and(|a| a.missing_reason().is_some());
        let mut field = field;
        // The loader lets a condition name earlier fields only, so the chain is shorter than the form.
        for _ in self.fields() {
            if field.at_baseline && !at.baseline {
                return false;
            }
            let other_scale = field.scale.is_some_and(|scale| scale != at.mmt_max);
            let stands_in = field
                .stands_in_for
                .as_ref()
                .is_some_and(|right| missing(right.as_str()));
            if other_scale && !stands_in {
                return false;
            }
            let Some(condition) = &field.visible_when else {
                return true;
            };
            let parent = condition.field.as_str();
            let holds = match answer(parent) {
                Some(answer) => match answer.as_code() {
                    Some(code) => condition.is.iter().any(|is| is == code),
                    None => condition.missing && answer.missing_reason().is_some(),
                },
                None => false,
            };
            match self.field(parent) {
                Some(next) if holds => field = next,
                _ => return false,
            }
        }
        false
    }
}
