//! What follows from a medication: what is forbidden, and a glucocorticoid as prednisone.

use super::Fact;
use crate::domain::base::bounds::Bounds;
use crate::domain::base::ratio::Exact;
use crate::domain::course::{MEDICATION, infusions, last_weight, medication};
use crate::domain::forms::engine::cells;
use crate::domain::record::rows;
use crate::domain::record::rows::Row;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::domain::treatment::abatacept::{Given, Weight};
use crate::domain::treatment::equivalence::{Figure, Table, equivalent};
use crate::domain::treatment::medication::{
    Amount, Course, End, Forbidden, Period, Route, forbidden, glucocorticoid,
};
use chrono::NaiveDate;

/// What follows from a medication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfMedication {
    /// A rule of the study forbids it together with abatacept.
    Forbidden {
        /// The sentence of the rule.
        reason: String,
        /// Whether both share a day, whatever the unknown parts of the dates are.
        certain: bool,
    },
    /// Its end lies before its start.
    EndsBeforeItBegins,
    /// It goes on at this dose for so many days.
    SameDose(Bounds<i64>),
    /// The route of a glucocorticoid is not entered.
    RouteBlank,
    /// The route of a glucocorticoid is not known.
    RouteUnknown,
    /// A glucocorticoid is given neither by mouth nor by vein.
    OtherRoute,
    /// Betamethasone goes by the figure of the table, since its row did not ask for another.
    FigureNotAsked,
    /// Which dose of betamethasone the site counts as 5 mg of prednisone is not known.
    FigureOpen,
    /// A pulse, mg of prednisone.
    Pulse(Exact),
    /// A maintenance dose.
    Daily {
        /// mg of prednisone a day.
        mg: Exact,
        /// mg of prednisone a kg a day, and the weight that it goes by.
        per_kg: Option<(Exact, Weight)>,
    },
    /// What a course adds up to.
    Total {
        /// mg of prednisone.
        mg: Bounds<Exact>,
        /// Whether the course has ended; else the sum is that until today.
        ended: bool,
    },
}

pub(super) fn facts(
    study: &Study,
    record: &ParticipantRecord,
    row: &Row<'_>,
    today: NaiveDate,
) -> Vec<Fact> {
    let study = study.of_place(record, rows::SESSION, row.id);
    let known = medication(study.form(MEDICATION), row);
    let mut facts = Vec::new();
    if let Some((rule, certain)) = forbidden_with(study, record, row) {
        let reason = rule.reason.clone();
        facts.push(Fact::warn(OfMedication::Forbidden { reason, certain }));
    }
    if !known.treatment.period.is_possible() {
        facts.push(Fact::warn(OfMedication::EndsBeforeItBegins));
    }
    if known.course.is_none() && known.treatment.period.end == End::Ongoing {
        let start = known.treatment.period.start;
        let days = start.map(|start| start.days_until(today));
        facts.extend(days.map(|days| Fact::plain(OfMedication::SameDose(days))));
    }
    if let Some(course) = &known.course {
        match cells::answer(row.cells, "route") {
            None => facts.push(Fact::plain(OfMedication::RouteBlank)),
            Some(route) if route.as_code().is_none() => {
                facts.push(Fact::plain(OfMedication::RouteUnknown));
            }
            Some(_) => facts.extend(equal(study, record, course, today).map(Fact::plain)),
        }
        facts.extend(sum(course, today).map(Fact::plain));
        let by = match course.figure {
            Figure::NotAsked => Some(OfMedication::FigureNotAsked),
            Figure::Open => Some(OfMedication::FigureOpen),
            Figure::OfTable | Figure::Answered(_) => None,
        };
        // Of a cream no figure counts.
        let by = by.filter(|_| course.route != Route::Other);
        facts.extend(by.map(Fact::plain));
    }
    facts
}

/// Returns the rule that forbids a medication together with abatacept, and whether they share a day for certain:
/// from the first infusion on, or while it goes on before that.
pub(in crate::domain::course) fn forbidden_with<'a>(
    study: &'a Study,
    record: &ParticipantRecord,
    row: &Row<'_>,
) -> Option<(&'a Forbidden, bool)> {
    let rules = &study.protocol.rules.forbidden;
    let treatments = [medication(study.form(MEDICATION), row).treatment];
    let given = infusions(record).into_iter();
    let given = given.filter(|row| row.infusion.given != Given::LeftOut);
    let days: Vec<NaiveDate> = given.filter_map(|row| row.infusion.on).collect();
    // Before the first infusion only what does not end can meet it.
    let from = days.iter().min().copied();
    let from = from.or_else(|| {
        let ongoing = treatments.iter().any(|t| t.period.end == End::Ongoing);
        record.participant.enrolled().filter(|_| ongoing)
    })?;
    let found = forbidden(rules, &treatments, from, NaiveDate::MAX);
    let overlap = found.first()?;
    Some((rules.get(overlap.rule)?, overlap.certain))
}

/// Returns what a course is in prednisone, a day and a kg, or as a pulse.
fn equal(
    study: &Study,
    record: &ParticipantRecord,
    course: &Course,
    today: NaiveDate,
) -> Option<OfMedication> {
    if course.route == Route::Other {
        return Some(OfMedication::OtherRoute);
    }
    let drug = course.figure.drug(course.drug.as_deref()?)?;
    let day = last_day(&course.period, today);
    let weight = last_weight(study, record, day);
    let kg = weight.map(|weight| weight.kg);
    let equal = equivalent(drug, course.dose_mg?, course.frequency?, kg).ok()?;
    let mg = equal.mg_per_day;
    Some(if course.is_pulse() {
        OfMedication::Pulse(mg)
    } else {
        let per_kg = equal.mg_per_kg.zip(weight);
        OfMedication::Daily { mg, per_kg }
    })
}

/// Returns what a course adds up to until its end, or today.
fn sum(course: &Course, today: NaiveDate) -> Option<OfMedication> {
    if course.route == Route::Other {
        return None;
    }
    let (table, courses) = (Table::published(), std::slice::from_ref(course));
    let from = course.period.start?.earliest();
    let to = last_day(&course.period, today);
    let sum = if course.is_pulse() {
        glucocorticoid::pulses(&table, courses, from, to)
    } else {
        glucocorticoid::cumulative(&table, courses, from, to)
    };
    let sum: Amount = sum.ok().filter(|sum| sum.unknown == 0)?;
    Some(OfMedication::Total {
        mg: sum.bounds,
        ended: match course.period.end {
            End::On(_) => true,
            End::Ongoing | End::Unknown => false,
        },
    })
}

/// Returns the last day that counts: its end, but no later than today.
fn last_day(period: &Period, today: NaiveDate) -> NaiveDate {
    match period.end {
        End::On(end) => end.latest().min(today),
        End::Ongoing | End::Unknown => today,
    }
}
