//! What is said so far of something beside the schedule, and what is asked next.

use crate::domain::base::ids::FormId;
use crate::screens::answering::Answering;
pub use crate::text::screens::addition::{Addition, Question};

/// The questions about something beside the schedule, one after the other.
#[derive(Clone, Debug, Default)]
pub struct AdditionState {
    /// What it is.
    pub what: Option<Addition>,
    /// What the visit is for, or the version that was consented to.
    pub words: Option<String>,
    /// The forms that are chosen for the visit, in bedside order.
    pub forms: Vec<FormId>,
    /// Whether they are all.
    pub are_all: bool,
    /// How the question that is asked now is being answered.
    pub answering: Answering,
}

impl AdditionState {
    /// Returns what is asked next.
    pub fn question(&self) -> Question {
        match (self.what, &self.words, self.are_all) {
            (None, _, _) => Question::Which,
            (Some(what), None, _) => Question::Words(what),
            (Some(Addition::Unscheduled), Some(_), false) => Question::Forms,
            (Some(what), Some(_), _) => Question::Day(what),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_asks_for_forms_and_a_consent_for_none() {
        let mut asked = AdditionState::default();
        assert_eq!(asked.question(), Question::Which);
        asked.what = Some(Addition::Consent);
        assert_eq!(asked.question(), Question::Words(Addition::Consent));
        asked.words = Some("2.0".to_owned());
        assert_eq!(asked.question(), Question::Day(Addition::Consent));
        asked.what = Some(Addition::Unscheduled);
        assert_eq!(asked.question(), Question::Forms);
        asked.are_all = true;
        assert_eq!(asked.question(), Question::Day(Addition::Unscheduled));
    }
}
