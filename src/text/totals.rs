//! The scores of the forms as lines, and the names of what they are made of.

use crate::domain::base::ids::FieldId;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::forms::enzymes::{Enzyme, OpenChoice};
use crate::domain::forms::haq::Category;
use crate::domain::forms::mdaat::System;
use crate::domain::forms::mmt8::Muscle;
use crate::domain::forms::rand36::Scale;
use crate::domain::forms::table::Score;
use crate::domain::views::timeline::track::Subject;

/// One line of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreLine {
    /// What it is.
    pub label: String,
    /// The value, rounded for display; `-` when there is none.
    pub value: String,
    /// How it came about, or why there is none.
    pub note: String,
    /// The field beside which the note helps most, where there is one.
    pub about: Option<FieldId>,
}

/// The scores of the forms as lines, and the names of what they are made of.
pub trait Totals {
    /// Words the score of a form, the main result first.
    fn score(&self, score: &Score) -> Vec<ScoreLine>;

    /// Names a measure, in at most 14 columns.
    fn measure(&self, measure: Measure) -> &'static str;

    /// Names an enzyme.
    fn enzyme(&self, enzyme: Enzyme) -> &'static str;

    /// Says of a case of a batch that it is open which enzyme counts, and what is `null` there.
    fn open_choice_of_case(&self, open: &OpenChoice) -> String;

    /// Says of a case of a batch that the values below the limit of its enzyme count differently.
    fn limit_decides(&self) -> &'static str;

    /// Says what is not known at baseline so that it is open which enzyme counts.
    fn open_choice(&self, open: &OpenChoice) -> String;

    /// Names a category of the HAQ.
    fn haq_category(&self, category: Category) -> &'static str;

    /// Names a muscle group of the MMT-8.
    fn muscle(&self, muscle: Muscle) -> &'static str;

    /// Names an organ system of the MDAAT.
    fn system(&self, system: System) -> &'static str;

    /// Names a scale of the RAND-36.
    fn quality(&self, scale: Scale) -> &'static str;

    /// Names what a track of the timeline follows, in at most 24 columns.
    fn track(&self, subject: &Subject) -> String;
}
