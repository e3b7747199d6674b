//! Where a participation departs from the protocol, as it follows from the record: nobody writes a deviation down.
//!
//! Each has a key that stays its own whatever else is entered, by which an investigator can say what it means. What is not
//! known is no deviation: a visit whose day or window is not by the rules, a date that is known in part, an amount that is not
//! entered. A visit goes by the version under which it was begun, and so does a row of a log.

mod dose;
mod forbidden_drug;
mod late_report;
mod procedure;
mod visit;

pub use procedure::{HowUndone, Undone};

use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::base::partial::PartialDate;
use crate::domain::course::facts::Departure;
use crate::domain::record::deviation::DeviationWeight;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::status_history::StatusHistory;
use crate::domain::study::Study;
use crate::domain::study::schedule;
use crate::domain::study::schedule::PlannedVisit;
use crate::domain::study::visit_summary::{VisitSummary, summarise_visit};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// What was not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rule {
    /// A visit is held in its window.
    VisitWindow,
    /// A visit is held.
    MissedVisit,
    /// A visit gives what its forms ask.
    MissedProcedure,
    /// A dose of the study drug is given as planned.
    Dose,
    /// No drug is taken that the study forbids together with the study drug.
    ForbiddenDrug,
    /// An investigator sees a serious event in time.
    LateReport,
}

impl Rule {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::VisitWindow,
        Self::MissedVisit,
        Self::MissedProcedure,
        Self::Dose,
        Self::ForbiddenDrug,
        Self::LateReport,
    ];

    /// Returns the name in keys and in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::VisitWindow => "visit-window",
            Self::MissedVisit => "missed-visit",
            Self::MissedProcedure => "missed-procedure",
            Self::Dose => "dose",
            Self::ForbiddenDrug => "forbidden-drug",
            Self::LateReport => "late-report",
        }
    }
}

/// Where a deviation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// At a visit.
    Visit(VisitId),
    /// In a form of a visit.
    Form(VisitId, FormId),
    /// In a row of a log.
    Row(FormId),
}

/// What differs from the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Differs {
    /// A visit was held so many days, 1 or more, before its window.
    Early {
        /// So many.
        days: i64,
        /// First and last day of the window.
        window: (NaiveDate, NaiveDate),
    },
    /// A visit was held so many days, 1 or more, after its window.
    Late {
        /// So many.
        days: i64,
        /// First and last day of the window.
        window: (NaiveDate, NaiveDate),
    },
    /// A visit was not held in its window or later, and does not come any more.
    NotHeld {
        /// First and last day of the window.
        window: (NaiveDate, NaiveDate),
    },
    /// A form of a visit was not done.
    NotDone(HowUndone),
    /// A dose was given in another way than planned, or not at all; never empty.
    Dose(Vec<Departure>),
    /// A drug is forbidden together with the study drug.
    Forbidden {
        /// The drug as entered.
        drug: String,
        /// The sentence of the rule.
        reason: String,
    },
    /// A serious event was not seen by an investigator in time.
    NotSeen {
        /// By when it had to be, in the time of the site.
        until: NaiveDateTime,
        /// When one saw it; none while nobody has.
        seen: Option<NaiveDate>,
    },
}

/// A departure from the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    /// Its name within the participant: the rule and the place.
    pub key: String,
    /// What was not kept.
    pub rule: Rule,
    /// Where it stands.
    pub place: Place,
    /// The day of it as far as it is known.
    pub day: Option<PartialDate>,
    /// What differs.
    pub differs: Differs,
    /// Why a visit was begun outside its window, in the words of who began it.
    pub why: Option<String>,
}

impl Deviation {
    fn new(rule: Rule, place: Place, day: Option<PartialDate>, differs: Differs) -> Self {
        Self {
            key: key_of(rule, &place),
            rule,
            place,
            day,
            differs,
            why: None,
        }
    }
}

/// Returns the name of a deviation, by its rule and its place alone: nothing else that is entered changes it.
fn key_of(rule: Rule, place: &Place) -> String {
    let rule = rule.key();
    match place {
        Place::Visit(visit) => format!("{rule}/{visit}"),
        Place::Form(visit, form) => format!("{rule}/{visit}/{form}"),
        Place::Row(row) => format!("{rule}/{row}"),
    }
}

/// What of a record deviations follow from beside its visits and the day, small enough to hold for ten thousand participants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grounds {
    /// Forms of begun visits that were not done.
    pub undone: Vec<Undone>,
    /// Rows of logs.
    pub rows: Vec<RowDeviation>,
    /// Names of the deviations that an investigator judged major, whether they stand or not.
    pub major: Vec<String>,
}

/// A deviation in a row of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowDeviation {
    /// What was not kept.
    pub rule: Rule,
    /// The row.
    pub row: FormId,
    /// First day on which it is one; always where none.
    pub from: Option<NaiveDate>,
}

/// A deviation by its name alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// What was not kept.
    pub rule: Rule,
    /// Its name within the participant.
    pub key: String,
    /// An investigator judged it major.
    pub is_major: bool,
}

impl Grounds {
    /// Returns those of a record, whatever the day.
    pub fn of(study: &Study, record: &ParticipantRecord) -> Self {
        let rows = in_rows(study, record).into_iter();
        let rows = rows.filter_map(|(deviation, from)| match deviation.place {
            Place::Row(row) => Some(RowDeviation {
                rule: deviation.rule,
                row,
                from,
            }),
            Place::Visit(_) | Place::Form(..) => None,
        });
        Self {
            undone: Undone::all(study, record),
            rows: rows.collect(),
            major: judged_major(record),
        }
    }

    /// Returns the deviations that stand on a day, as [`deviations`] has them of the whole record. The plan is that of the
    /// participant on this day.
    pub fn on(
        &self,
        statuses: &StatusHistory,
        plan: &[PlannedVisit],
        today: NaiveDate,
    ) -> Vec<Named> {
        if statuses.is_void() {
            return Vec::new();
        }
        let visits = at_visits(statuses, &self.undone, plan, today).into_iter();
        let visits = visits.map(|deviation| (deviation.rule, deviation.key));
        let rows = self.rows.iter().filter(|row| stands(row.from, today));
        let rows = rows.map(|row| {
            let key = key_of(row.rule, &Place::Row(row.row.clone()));
            (row.rule, key)
        });
        let all = visits.chain(rows).map(|(rule, key)| Named {
            rule,
            is_major: self.major.contains(&key),
            key,
        });
        all.collect()
    }

    /// Leaves out which forms that a user does not see hold nothing but reasons: how far such a form is may be seen, and
    /// nothing else of it.
    pub fn hide(&mut self, is_hidden: impl Fn(&VisitId, &FormId) -> bool) {
        self.undone
            .retain(|form| form.how != HowUndone::Missing || !is_hidden(&form.visit, &form.form));
    }
}

/// Returns the deviations of a participant as they stand on a day: those at visits in the order of the schedule, then those
/// of doses, drugs and events by row.
pub fn deviations(study: &Study, record: &ParticipantRecord, today: NaiveDate) -> Vec<Deviation> {
    let who = &record.participant;
    let visits = record.visits();
    let visits: Vec<VisitSummary> = visits
        .map(|session| summarise_visit(study, who, session))
        .collect();
    let plan = schedule::plan(study, record.who(), &visits, today);
    in_plan(study, record, &plan, today)
}

/// The same, where the plan of the participant on this day is made already.
pub fn in_plan<'a>(
    study: &Study,
    record: &ParticipantRecord,
    plan: impl IntoIterator<Item = &'a PlannedVisit>,
    today: NaiveDate,
) -> Vec<Deviation> {
    // Nobody takes part of whom the enrolment was a mistake.
    if record.statuses.is_void() {
        return Vec::new();
    }
    let undone = Undone::all(study, record);
    let mut found = at_visits(&record.statuses, &undone, plan, today);
    let rows = in_rows(study, record).into_iter();
    let rows = rows.filter(|(_, from)| stands(*from, today));
    found.extend(rows.map(|(deviation, _)| deviation));
    for deviation in &mut found {
        if let (Rule::VisitWindow, Place::Visit(visit)) = (deviation.rule, &deviation.place) {
            let session = record.session(visit.as_str());
            deviation.why = session.and_then(|session| session.why_outside.clone());
        }
    }
    found
}

/// Returns the names of the deviations that an investigator judged major, whether they stand or not.
fn judged_major(record: &ParticipantRecord) -> Vec<String> {
    let judged = record.deviations.iter();
    let major = judged.filter(|(_, judged)| judged.weight == DeviationWeight::Major);
    major.map(|(key, _)| key.clone()).collect()
}

/// Returns whether an investigator judged a deviation major.
pub fn is_major(deviation: &Deviation, record: &ParticipantRecord) -> bool {
    let judged = record.deviations.get(&deviation.key);
    judged.is_some_and(|judged| judged.weight == DeviationWeight::Major)
}

/// Returns whether what is a deviation from a day on, or always, is one today.
fn stands(from: Option<NaiveDate>, today: NaiveDate) -> bool {
    from.is_none_or(|from| from <= today)
}

fn at_visits<'a>(
    statuses: &StatusHistory,
    undone: &[Undone],
    plan: impl IntoIterator<Item = &'a PlannedVisit>,
    today: NaiveDate,
) -> Vec<Deviation> {
    let mut found = Vec::new();
    for planned in plan {
        found.extend(visit::outside_window(planned));
        found.extend(visit::missed(planned));
        let own = undone.iter().filter(|form| form.visit == planned.visit);
        found.extend(own.filter_map(|form| form.deviation(statuses, planned, today)));
    }
    found
}

/// Returns the deviations in rows of logs, whatever the day, each with the first day on which it is one; always where none.
fn in_rows(study: &Study, record: &ParticipantRecord) -> Vec<(Deviation, Option<NaiveDate>)> {
    let doses = dose::not_as_planned(study, record).into_iter();
    let drugs = forbidden_drug::taken(study, record).into_iter();
    let always = doses.chain(drugs).map(|deviation| (deviation, None));
    always.chain(late_report::late(study, record)).collect()
}

#[cfg(test)]
mod tests;
