//! What is said so far of a correction, and what is asked next.

use crate::domain::record::enrolment_fact::EnrolmentFact;
use crate::domain::record::participant::Participant;
use crate::screens::answering::Answering;
pub use crate::text::screens::correction::Question;

/// The questions about a correction, one after the other.
#[derive(Clone, Debug)]
pub struct CorrectionState {
    /// The facts as they stood when it was begun: the owner refuses a correction of others.
    pub before: Participant,
    /// The fact that is wrong, as it stands.
    pub wrong: Option<EnrolmentFact>,
    /// What is right.
    pub right: Option<EnrolmentFact>,
    /// Why.
    pub reason: Option<String>,
    /// How the question that is asked now is being answered.
    pub answering: Answering,
}

impl CorrectionState {
    /// Returns what is asked.
    pub fn question(&self) -> Question {
        match (&self.wrong, &self.right, &self.reason) {
            (None, _, _) => Question::Which,
            (Some(_), None, _) => Question::Value,
            (Some(_), Some(_), None) => Question::Reason,
            (Some(_), Some(_), Some(_)) => Question::Agree,
        }
    }

    /// Returns whether it is answered by typing, not by choosing a line.
    pub fn is_answered_by_typing(&self) -> bool {
        match self.question() {
            Question::Reason => true,
            Question::Which | Question::Agree => false,
            Question::Value => match self.wrong {
                Some(EnrolmentFact::Sex(_) | EnrolmentFact::Diagnosis(_)) => false,
                Some(
                    EnrolmentFact::Initials(_)
                    | EnrolmentFact::BirthYear(_)
                    | EnrolmentFact::Weight(_)
                    | EnrolmentFact::EnrolledOn(_),
                )
                | None => true,
            },
        }
    }

    /// Returns the facts as they are with the correction, once what is right is said.
    pub fn after(&self) -> Option<Participant> {
        let right = self.right.as_ref()?;
        let mut after = self.before.clone();
        right.put(&mut after);
        Some(after)
    }
}
