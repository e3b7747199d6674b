//! What is said so far of how somebody takes part, and what is asked next.

use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::record::status::{Cause, DataUse, Status, StatusName, WithdrawnBy};
use crate::screens::answering::Answering;
pub use crate::text::screens::participation::Question;
use chrono::NaiveDate;

/// The questions about how somebody takes part, one after the other.
#[derive(Clone, Debug)]
pub struct ParticipationState {
    /// Number of the entry that said something before, when it was begun to be asked; 0 for none.
    pub after: u64,
    /// What is said so far.
    pub said: Said,
    /// How the question that is asked now is being answered.
    pub answering: Answering,
}

/// What is said so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// How they take part.
    pub name: Option<StatusName>,
    /// Criteria of the form of eligibility that are not met.
    pub criteria: Vec<FieldId>,
    /// Why it ended.
    pub cause: Option<Cause>,
    /// Who decided it.
    pub by: Option<WithdrawnBy>,
    /// What may be done with the data.
    pub data: Option<DataUse>,
    /// How often it was tried to reach them.
    pub attempts: Option<u32>,
    /// The adverse event that led to the death; none inside where it is entered nowhere.
    pub event: Option<Option<FormId>>,
    /// Since which day.
    pub day: Option<NaiveDate>,
    /// What is said in words; empty for nothing.
    pub words: Option<String>,
}

impl Said {
    /// Returns the questions that belong to what is said, in their order.
    fn questions(&self) -> Vec<Question> {
        let own: &[Question] = match self.name {
            None => return vec![Question::Status],
            Some(StatusName::TreatmentStopped) => &[Question::Cause],
            Some(StatusName::Withdrawn) => &[Question::By, Question::Cause, Question::Data],
            Some(StatusName::Lost) => &[Question::Attempts],
            Some(StatusName::Died) => &[Question::Event],
            Some(
                StatusName::TakesPart
                | StatusName::ScreenFailure
                | StatusName::Completed
                | StatusName::EnrolledByMistake,
            ) => &[],
        };
        // It was a mistake from the first day on.
        let day = (self.name != Some(StatusName::EnrolledByMistake)).then_some(Question::Day);
        let last = [Question::Words, Question::Agree];
        let first = [Question::Status].into_iter();
        let own = first.chain(own.iter().copied());
        own.chain(day).chain(last).collect()
    }

    fn is_answered(&self, question: Question) -> bool {
        match question {
            Question::Status => self.name.is_some(),
            Question::Cause => self.cause.is_some(),
            Question::By => self.by.is_some(),
            Question::Data => self.data.is_some(),
            Question::Attempts => self.attempts.is_some(),
            Question::Event => self.event.is_some(),
            Question::Day => self.day.is_some(),
            Question::Words => self.words.is_some(),
            Question::Agree => false,
        }
    }

    /// Returns what is asked next.
    pub fn question(&self) -> Question {
        let mut questions = self.questions().into_iter();
        let open = questions.find(|question| !self.is_answered(*question));
        open.unwrap_or(Question::Agree)
    }

    /// Takes the last answer back; returns which question it belonged to, none where nothing was answered.
    pub fn take_back(&mut self) -> Option<Question> {
        let asked = self.question();
        let before = self.questions().into_iter();
        let last = before.take_while(|question| *question != asked).last()?;
        match last {
            Question::Status => *self = Self::default(),
            Question::Cause => self.cause = None,
            Question::By => self.by = None,
            Question::Data => self.data = None,
            Question::Attempts => self.attempts = None,
            Question::Event => self.event = None,
            Question::Day => self.day = None,
            Question::Words => self.words = None,
            Question::Agree => {}
        }
        Some(last)
    }

    /// Returns the status, once all that belongs to it is said.
    pub fn status(&self) -> Option<Status> {
        Some(match self.name? {
            StatusName::TakesPart => Status::TakesPart,
            StatusName::ScreenFailure => Status::ScreenFailure {
                criteria: self.criteria.clone(),
            },
            StatusName::TreatmentStopped => Status::TreatmentStopped { cause: self.cause? },
            StatusName::Withdrawn => Status::Withdrawn {
                by: self.by?,
                cause: self.cause?,
                data: self.data?,
            },
            StatusName::Lost => Status::Lost {
                attempts: self.attempts?,
            },
            StatusName::Died => Status::Died {
                event: self.event.clone()?,
            },
            StatusName::Completed => Status::Completed,
            StatusName::EnrolledByMistake => Status::EnrolledByMistake,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_status_asks_what_belongs_to_it_and_gives_it_back_in_turn() {
        let mut said = Said::default();
        assert_eq!(said.question(), Question::Status);
        assert_eq!(said.take_back(), None);
        said.name = Some(StatusName::Withdrawn);
        assert_eq!(said.question(), Question::By);
        said.by = Some(WithdrawnBy::Participant);
        said.cause = Some(Cause::OwnDecision);
        assert_eq!((said.question(), said.status()), (Question::Data, None));
        said.data = Some(DataUse::Keep);
        said.day = NaiveDate::from_ymd_opt(2026, 3, 2);
        assert_eq!(said.question(), Question::Words);
        said.words = Some(String::new());
        assert_eq!(said.question(), Question::Agree);
        assert!(said.status().is_some());
        for expected in [
            Question::Words,
            Question::Day,
            Question::Data,
            Question::Cause,
            Question::By,
            Question::Status,
        ] {
            assert_eq!(said.take_back(), Some(expected));
            assert_eq!(said.question(), expected);
        }
        assert_eq!(said, Said::default());
    }
}
