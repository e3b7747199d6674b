//! What is said so far of a correction, and what is asked next.

use crate::domain::record::enrolment_fact::EnrolmentFact;
use crate::domain::record::participant::{Alike, Likeness, Participant};
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
    /// Who is like the participant after the correction, as the owner of the study answered.
    pub alike: Vec<Alike>,
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

    /// Returns what the participant would come to have in common with others, where the correction changes it.
    pub(crate) fn new_likeness(&self) -> Option<Likeness> {
        let after = self.after()?.likeness();
        (after != self.before.likeness()).then_some(after)
    }

    /// Learns who has that in common; nothing where something else is corrected by now.
    pub(crate) fn learn_alike(&mut self, likeness: &Likeness, others: Vec<Alike>) {
        if self.new_likeness().as_ref() == Some(likeness) {
            let is_other = |other: &Alike| other.id != self.before.id;
            self.alike = others.into_iter().filter(is_other).collect();
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
