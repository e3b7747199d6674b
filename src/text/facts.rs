//! What follows from answers and is shown beside them: totals, scores, facts of a log row, notes of a verdict.

use crate::domain::base::ids::ParticipantId;
use crate::domain::course::deviations::{Differs, Rule};
use crate::domain::course::eligibility::Reason;
use crate::domain::course::facts::Said;
use crate::domain::course::reconsent::ConsentOwed;
use crate::domain::course::table::Line;
use crate::domain::record::deviation::{DeviationCategory, DeviationWeight};
use crate::domain::record::enrolment_fact::{EnrolmentFact, FactChange};
use crate::domain::record::moved::MoveSide;
use crate::domain::record::status::{Cause, DataUse, Status, StatusName, WithdrawnBy};
use crate::domain::study::schedule::VisitState;
use crate::domain::verdict::response::{Category, Judgement};
use crate::domain::verdict::{Note, Undecided};
use crate::domain::views::find::filter::Filter;
use crate::domain::views::find::order::Sort;
use crate::domain::views::overview::Property;
use crate::domain::views::timeline::Timing;
use crate::domain::views::timeline::lane::{LaneName, Moment, What};
use chrono::NaiveDate;

/// The words of a row of a log in its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowWords {
    /// What it is about.
    pub what: String,
    /// Dose or grade; blank while not entered.
    pub amount: String,
    /// First day as far as it is known; blank while not entered.
    pub start: String,
    /// Last day as far as it is known, or times; blank while not entered.
    pub end: String,
}

/// What follows from answers and is shown beside them: totals, scores, facts of a log row, notes of a verdict.
pub trait Facts {
    /// Says a fact about a log, a row of one, or the form of eligibility.
    fn fact(&self, said: &Said) -> String;

    /// Says what keeps somebody out of the trial.
    fn reason(&self, reason: &Reason) -> String;

    /// Words a row of a log for its table.
    fn row(&self, line: &Line) -> RowWords;

    /// Says what the reader should see beside a verdict.
    fn note(&self, note: &Note) -> String;

    /// Says why something of a verdict is not decided, and what to do.
    fn undecided(&self, why: &Undecided) -> String;

    /// Returns the word for what a definition of improvement says of a visit.
    fn judgement(&self, judgement: Judgement) -> &'static str;

    /// Returns the word for a category of the total improvement score.
    fn category(&self, category: Category) -> &'static str;

    /// Says how a visit lies to its window.
    fn timing(&self, timing: Timing) -> String;

    /// Returns the word for how a visit of the schedule stands.
    fn visit_state(&self, state: VisitState) -> &'static str;

    /// Names a fact of an enrolment.
    fn enrolment_fact(&self, fact: &EnrolmentFact) -> &'static str;

    /// Says a fact of an enrolment.
    fn enrolment_value(&self, fact: &EnrolmentFact) -> String;

    /// Says what a correction of an enrolment changes.
    fn fact_change(&self, change: &FactChange) -> String;

    /// Names how somebody takes part.
    fn status_name(&self, name: StatusName) -> &'static str;

    /// Says how somebody takes part since a day, with all that is said with it.
    fn status_since(&self, day: NaiveDate, status: &Status, words: &str) -> String;

    /// Says that somebody has to consent again, and since which day a version of the study asks for it.
    fn consent_owed(&self, owed: &ConsentOwed) -> String;

    /// Says where the answers of a form were moved to, or moved here from.
    fn form_moved(&self, side: MoveSide, other: &ParticipantId, other_visit: &str) -> String;

    /// Names the category of a deviation.
    fn deviation_category(&self, category: DeviationCategory) -> &'static str;

    /// Says how much a deviation weighs.
    fn deviation_weight(&self, weight: DeviationWeight) -> &'static str;

    /// Says what was judged of a deviation.
    fn deviation_judged(
        &self,
        category: DeviationCategory,
        weight: DeviationWeight,
        words: &str,
    ) -> String {
        let category = self.deviation_category(category);
        let judged = format!("{}, {category}", self.deviation_weight(weight));
        match words.is_empty() {
            true => judged,
            false => format!("{judged}: {words}"),
        }
    }

    /// Names why a treatment or a participation ended.
    fn cause(&self, cause: Cause) -> &'static str;

    /// Names who decided a withdrawal.
    fn withdrawn_by(&self, by: WithdrawnBy) -> &'static str;

    /// Says what may be done with the data of somebody who withdrew.
    fn data_use(&self, data: DataUse) -> &'static str;

    /// Names what of the protocol was not kept, in at most 24 columns.
    fn deviation_rule(&self, rule: Rule) -> &'static str;

    /// Says in what something differs from the protocol.
    fn differs(&self, differs: &Differs) -> String;

    /// Names a lane of the timeline.
    fn lane(&self, name: &LaneName) -> String;

    /// Says what happened in a span of a lane.
    fn span(&self, what: &What) -> String;

    /// Says a day of a span as far as it is known.
    fn moment(&self, moment: &Moment) -> String;

    /// Names a verdict that participants are counted by, in at most 20 columns.
    fn property(&self, property: Property) -> &'static str;

    /// Names a filter of the list of participants.
    fn filter(&self, filter: Filter) -> &'static str;

    /// Names an order of the list of participants.
    fn sort(&self, sort: Sort) -> &'static str;
}
