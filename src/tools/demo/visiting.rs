//! A synthetic participant at a visit: all that an answer is drawn from.

use super::disease::{Disease, Step};
use super::story::Story;
use crate::domain::record::participant::Sex;
use crate::domain::study::{Study, Visit};
use chrono::NaiveDate;

/// One participant at one visit.
pub(super) struct Visiting<'a> {
    /// The study.
    pub(super) study: &'a Study,
    /// What happens to the participant.
    pub(super) story: Story,
    /// The disease.
    pub(super) disease: &'a Disease,
    /// Sex.
    pub(super) sex: Sex,
    /// Year of birth.
    pub(super) birth_year: i32,
    /// The visit.
    pub(super) visit: &'a Visit,
    /// Its day.
    pub(super) date: NaiveDate,
    /// How many sessions came before.
    pub(super) ordinal: usize,
    /// Whether an adverse event began since the visit before.
    pub(super) has_new_event: bool,
}

impl Visiting<'_> {
    /// Returns how far the participant is on the way from baseline to the outcome visit.
    pub(super) fn step(&self) -> Step {
        let outcome = self.study.visit(self.study.protocol.outcome.as_str());
        let whole = outcome.map_or(1, |visit| visit.day).max(1);
        let days = if self.is_baseline() {
            0
        } else {
            self.visit.day
        };
        Step {
            days: days.clamp(0, whole),
            whole,
        }
    }

    /// Returns whether this is the baseline visit.
    pub(super) fn is_baseline(&self) -> bool {
        self.visit.id == self.study.protocol.baseline
    }
}
