//! What is said so far of a deviation, and what is asked next.

use crate::domain::course::deviations::Deviation;
use crate::domain::record::deviation::{DeviationCategory, DeviationWeight};
use crate::screens::answering::Answering;
pub use crate::text::screens::judging::Question;

/// The questions about a deviation, one after the other.
#[derive(Clone, Debug)]
pub struct JudgingState {
    /// The deviation.
    pub deviation: Deviation,
    /// Number of the entry that judged it before, when it was begun to be asked; 0 for none.
    pub after: u64,
    /// What is said so far.
    pub said: Said,
    /// How the question that is asked now is being answered.
    pub answering: Answering,
}

/// What is said so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Its category.
    pub category: Option<DeviationCategory>,
    /// How much it weighs.
    pub weight: Option<DeviationWeight>,
    /// What is said in words; empty for nothing.
    pub words: Option<String>,
}

impl Said {
    /// Returns what is asked next.
    pub fn question(&self) -> Question {
        match (self.category, self.weight, &self.words) {
            (None, _, _) => Question::Category,
            (_, None, _) => Question::Weight,
            (_, _, None) => Question::Words,
            (Some(_), Some(_), Some(_)) => Question::Agree,
        }
    }

    /// Takes the last answer back; returns whether there was one.
    pub fn take_back(&mut self) -> bool {
        match self.question() {
            Question::Category => return false,
            Question::Weight => self.category = None,
            Question::Words => self.weight = None,
            Question::Agree => self.words = None,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_answer_is_given_back_in_turn() {
        let mut said = Said::default();
        assert_eq!(said.question(), Question::Category);
        said.category = Some(DeviationCategory::Visit);
        assert_eq!(said.question(), Question::Weight);
        said.weight = Some(DeviationWeight::Major);
        assert_eq!(said.question(), Question::Words);
        said.words = Some(String::new());
        assert_eq!(said.question(), Question::Agree);
        for expected in [Question::Words, Question::Weight, Question::Category] {
            assert!(said.take_back());
            assert_eq!(said.question(), expected);
        }
        assert!(!said.take_back());
    }
}
