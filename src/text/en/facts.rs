//! What follows from answers and is shown beside them: totals, scores, facts of a log row, notes of a verdict.

mod course;
mod deviations;
mod enrolment;
mod logs;
mod status;
mod verdict;

pub(super) use verdict::in_category;
mod views;

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
use crate::text::English;
use crate::text::facts::{Facts, RowWords};
use chrono::NaiveDate;

impl Facts for English {
    fn fact(&self, said: &Said) -> String {
        course::fact(said)
    }

    fn reason(&self, reason: &Reason) -> String {
        course::reason(reason)
    }

    fn row(&self, line: &Line) -> RowWords {
        logs::row(line)
    }

    fn note(&self, note: &Note) -> String {
        verdict::note(note)
    }

    fn undecided(&self, why: &Undecided) -> String {
        verdict::undecided(why)
    }

    fn judgement(&self, judgement: Judgement) -> &'static str {
        verdict::judgement(judgement)
    }

    fn category(&self, category: Category) -> &'static str {
        verdict::category(category)
    }

    fn timing(&self, timing: Timing) -> String {
        views::timing(timing)
    }

    fn visit_state(&self, state: VisitState) -> &'static str {
        views::visit_state(state)
    }

    fn enrolment_fact(&self, fact: &EnrolmentFact) -> &'static str {
        enrolment::name(fact)
    }

    fn enrolment_value(&self, fact: &EnrolmentFact) -> String {
        enrolment::value(fact)
    }

    fn fact_change(&self, change: &FactChange) -> String {
        enrolment::change(change)
    }

    fn status_name(&self, name: StatusName) -> &'static str {
        status::name(name)
    }

    fn status_since(&self, day: NaiveDate, status: &Status, words: &str) -> String {
        status::since(day, status, words)
    }

    fn consent_owed(&self, owed: &ConsentOwed) -> String {
        let ConsentOwed { version, from } = owed;
        format!("owes a renewed consent: version {version} of the study, which holds from {from}")
    }

    fn form_moved(&self, side: MoveSide, other: &ParticipantId, other_visit: &str) -> String {
        match side {
            MoveSide::Away => format!("moved to {other}, {other_visit}"),
            MoveSide::Here => format!("moved here from {other}, {other_visit}"),
        }
    }

    fn deviation_category(&self, category: DeviationCategory) -> &'static str {
        match category {
            DeviationCategory::Eligibility => "eligibility",
            DeviationCategory::Treatment => "study treatment",
            DeviationCategory::ForbiddenDrug => "forbidden drug",
            DeviationCategory::Visit => "visit",
            DeviationCategory::Procedure => "procedure",
            DeviationCategory::Safety => "safety report",
            DeviationCategory::Other => "other, in words",
        }
    }

    fn deviation_weight(&self, weight: DeviationWeight) -> &'static str {
        match weight {
            DeviationWeight::Major => "major",
            DeviationWeight::Minor => "minor",
        }
    }

    fn cause(&self, cause: Cause) -> &'static str {
        status::cause(cause)
    }

    fn withdrawn_by(&self, by: WithdrawnBy) -> &'static str {
        status::withdrawn_by(by)
    }

    fn data_use(&self, data: DataUse) -> &'static str {
        status::data_use(data)
    }

    fn deviation_rule(&self, rule: Rule) -> &'static str {
        deviations::rule(rule)
    }

    fn differs(&self, differs: &Differs) -> String {
        deviations::differs(differs)
    }

    fn lane(&self, name: &LaneName) -> String {
        views::lane(name)
    }

    fn span(&self, what: &What) -> String {
        views::span(what)
    }

    fn moment(&self, moment: &Moment) -> String {
        views::moment(moment)
    }

    fn property(&self, property: Property) -> &'static str {
        views::property(property)
    }

    fn filter(&self, filter: Filter) -> &'static str {
        views::filter(filter)
    }

    fn sort(&self, sort: Sort) -> &'static str {
        views::sort(sort)
    }
}
