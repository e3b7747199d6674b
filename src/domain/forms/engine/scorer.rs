//! What an instrument with a score of its own adds to what every form has; what its score shows is in `forms::table`.
//!
//! One implementation a folder of `forms`, and one for each way of scoring that any form can have. Must not know a
//! study: what a study decides about scoring comes in as [`ScoringRules`].

use super::cells::Reading;
use super::checks::{Question, TotalJump, VisitContext};
use super::instrument::needs::Need;
use super::instrument::{Field, Instrument, Measure};
use super::scoring::ScoringRules;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::FieldId;
use crate::domain::record::session::FormCells;
use rust_decimal::Decimal;
use std::fmt;

/// A way of scoring, with what is asked about the answers that it scores.
pub trait Scorer: Send + Sync {
    /// Returns the word after `scoring` in form files.
    fn name(&self) -> &'static str;

    /// Returns the fields that the score reads, in the order of the form.
    fn needs(&self) -> Vec<(String, Need)> {
        Vec::new()
    }

    /// Returns why a form with this field cannot be scored; none where it can.
    fn refuses(&self, _form: &Instrument, _field: &Field) -> Option<&'static str> {
        None
    }

    /// Returns the core set measures that a form scored in this way can feed.
    fn measures(&self) -> &'static [Measure] {
        &[]
    }

    /// Returns the core set measure that the form feeds; blank where it feeds none, or not one of one value. Without
    /// the form every field counts as asked.
    fn reading(
        &self,
        _rules: &ScoringRules,
        _form: Option<&Instrument>,
        _cells: &FormCells,
    ) -> Reading {
        Reading::Blank
    }

    /// Returns the cells with what earlier visits say of them; none where each visit stands alone.
    fn with_history(&self, _cells: &FormCells, _earlier: &[&FormCells]) -> Option<FormCells> {
        None
    }

    /// Returns the amount that a code stands for when two visits are compared; none where it is no number.
    fn points(&self, code: &str) -> Option<Decimal> {
        Decimal::from_str_exact(code).ok()
    }

    /// Returns the change of a choice against the last visit that is asked about, unless the field has its own.
    fn jump(&self, _form: &Instrument, _field: &Field) -> Option<Decimal> {
        None
    }

    /// Returns the change of the total against the last visit that is asked about.
    fn total_jump(&self, _rules: &ScoringRules) -> Option<TotalJump> {
        None
    }

    /// Returns the names of the rules that it asks by.
    fn rules(&self) -> &'static [&'static str] {
        &[]
    }

    /// Returns the questions about one answer that has just been accepted.
    fn field_questions(
        &self,
        _form: &Instrument,
        _field: &Field,
        _answer: &Answer,
        _visit: &VisitContext<'_>,
    ) -> Vec<Question> {
        Vec::new()
    }

    /// Returns the questions about the form as a whole, each with the field that it is asked at.
    fn form_questions(
        &self,
        _form: &Instrument,
        _visit: &VisitContext<'_>,
    ) -> Vec<(FieldId, Question)> {
        Vec::new()
    }
}

/// Two ways of scoring are one when form files name them alike.
impl PartialEq for dyn Scorer {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for dyn Scorer {}

impl fmt::Debug for dyn Scorer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
