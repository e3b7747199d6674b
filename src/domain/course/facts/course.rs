//! A medication in words: what is forbidden, and a glucocorticoid as prednisone.

use super::{Fact, short};
use crate::domain::course::{infusions, last_weight, medication};
use crate::domain::forms::engine::cells;
use crate::domain::record::rows::Row;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::domain::treatment::abatacept::Given;
use crate::domain::treatment::equivalence::{Table, drug_of, equivalent};
use crate::domain::treatment::medication::{
    Amount, Course, End, Forbidden, Period, Route, forbidden, glucocorticoid,
};
use chrono::NaiveDate;

pub(super) fn facts(
    study: &Study,
    record: &ParticipantRecord,
    row: &Row<'_>,
    today: NaiveDate,
) -> Vec<Fact> {
    let known = medication(row);
    let mut facts = Vec::new();
    if let Some((rule, certain)) = forbidden_with(study, record, row) {
        let doubt = if certain {
            ""
        } else {
            " The dates leave open whether both were given at once."
        };
        facts.push(Fact::warn(format!("{}{doubt}", rule.reason)));
    }
    if !known.treatment.period.is_possible() {
        facts.push(Fact::warn("It ends before it begins: check both dates."));
    }
    if known.course.is_none() && known.treatment.period.end == End::Ongoing {
        facts.extend(known.treatment.period.start.map(|start| {
            let days = start.days_until(today);
            Fact::plain(format!("At this dose for {days} d."))
        }));
    }
    if let Some(course) = &known.course {
        match cells::answer(row.cells, "route") {
            None => facts.push(Fact::plain(
                "Route not entered: it adds to no dose of prednisone yet.",
            )),
            Some(route) if route.as_code().is_none() => facts.push(Fact::plain(
                "Route not known: it adds to no dose of prednisone.",
            )),
            Some(_) => facts.extend(equal(study, record, course, today)),
        }
        facts.extend(sum(course, today));
    }
    facts
}

/// Returns the rule that forbids a medication together with abatacept, and whether they share a day for certain:
/// from the first infusion on, or while it goes on before that.
pub(super) fn forbidden_with<'a>(
    study: &'a Study,
    record: &ParticipantRecord,
    row: &Row<'_>,
) -> Option<(&'a Forbidden, bool)> {
    let rules = &study.protocol.rules.forbidden;
    let treatments = [medication(row).treatment];
    let given = infusions(record).into_iter();
    let given = given.filter(|row| row.infusion.given != Given::LeftOut);
    let days: Vec<NaiveDate> = given.filter_map(|row| row.infusion.on).collect();
    // Before the first infusion only what does not end can meet it.
    let from = days.iter().min().copied();
    let from = from.or_else(|| {
        let ongoing = treatments.iter().any(|t| t.period.end == End::Ongoing);
        ongoing.then_some(record.participant.enrolled_on)
    })?;
    let found = forbidden(rules, &treatments, from, NaiveDate::MAX);
    let overlap = found.first()?;
    Some((rules.get(overlap.rule)?, overlap.certain))
}

/// Says what a course is in prednisone: `12.5 mg of prednisone a day, 0.18 mg/kg (70.5 kg on 2026-03-02).`
fn equal(
    study: &Study,
    record: &ParticipantRecord,
    course: &Course,
    today: NaiveDate,
) -> Option<Fact> {
    if course.route == Route::Other {
        return Some(Fact::plain(
            "Neither by mouth nor by vein: it adds to no dose of prednisone.",
        ));
    }
    let drug = drug_of(course.drug.as_deref()?)?;
    let day = last_day(&course.period, today);
    let weight = last_weight(study, record, day);
    let kg = weight.map(|weight| weight.kg);
    let equal = equivalent(drug, course.dose_mg?, course.frequency?, kg).ok()?;
    let mg = short(equal.mg_per_day, 2);
    if course.is_pulse() {
        return Some(Fact::plain(format!(
            "A pulse of {mg} mg of prednisone, apart from the maintenance dose."
        )));
    }
    let per_kg = weight.zip(equal.mg_per_kg).map(|(weight, per_kg)| {
        let (per_kg, kg) = (short(per_kg, 2), short(weight.kg, 1));
        format!(", {per_kg} mg/kg ({kg} kg on {})", weight.on)
    });
    let per_kg = per_kg.unwrap_or_default();
    Some(Fact::plain(format!("{mg} mg of prednisone a day{per_kg}.")))
}

/// Says what a course adds up to until its end, or today.
fn sum(course: &Course, today: NaiveDate) -> Option<Fact> {
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
    let (low, high) = (short(sum.bounds.low, 0), short(sum.bounds.high, 0));
    let mg = if low == high {
        low
    } else {
        format!("{low} to {high}")
    };
    let until = match course.period.end {
        End::On(_) => "In all",
        End::Ongoing | End::Unknown => "In all until today",
    };
    Some(Fact::plain(format!("{until} {mg} mg of prednisone.")))
}

/// Returns the last day that counts: its end, but no later than today.
fn last_day(period: &Period, today: NaiveDate) -> NaiveDate {
    match period.end {
        End::On(end) => end.latest().min(today),
        End::Ongoing | End::Unknown => today,
    }
}
