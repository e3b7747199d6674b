//! What changes when the day of a visit or the facts of an enrolment are changed, said before they are: windows, signatures,
//! what the checks ask, the logs.
//!
//! The change is made on a copy of the record, and everything that hangs on days is asked again. Must not decide whether the
//! change is taken: the rules do.

use super::recheck::{self, Finding, Found};
use super::summary;
use super::timeline::Timing;
use crate::domain::base::ids::VisitId;
use crate::domain::course::facts::Fact;
use crate::domain::course::totals;
use crate::domain::record::participant::Participant;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::record::signature;
use crate::domain::study::Study;
use crate::domain::study::schedule::{self, PlannedVisit};
use chrono::{NaiveDate, NaiveDateTime};

/// Something that another day of a visit, or other facts of an enrolment, change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayEffect {
    /// How the visit lies to its window.
    Timing {
        /// With the day that it has.
        before: Timing,
        /// With the new one.
        after: Timing,
    },
    /// Other visits that were begun lie otherwise to their windows then: label and how.
    Others(Vec<(String, Timing)>),
    /// The windows of other visits move, since they are counted from it.
    Windows {
        /// How many.
        visits: usize,
        /// Label of the first of them.
        first: String,
        /// First day of its window then.
        from: NaiveDate,
        /// Last day of it.
        to: NaiveDate,
    },
    /// So many signatures on the visit become void, 1 or more.
    Voids(usize),
    /// A check asks then, and did not before.
    Asks(Found),
    /// So many questions of the checks are asked no longer, 1 or more.
    AsksNoMore(usize),
    /// How a log, or what is planned in it, stands then.
    Log {
        /// Title of the log.
        title: String,
        /// How it stands.
        state: Fact,
    },
}

/// Returns what changes when a visit gets another day.
pub fn effects(
    study: &Study,
    record: &ParticipantRecord,
    visit: &VisitId,
    day: NaiveDate,
    now: NaiveDateTime,
) -> Vec<DayEffect> {
    let mut then = record.clone();
    let Some(session) = then.sessions.get_mut(visit) else {
        return Vec::new();
    };
    let who = &record.participant.id;
    let voided = signature::standing(who, session).count();
    (session.date, session.unfit_date) = (day, false);
    let today = now.date();
    let mut found = of_schedule(study, (record, &then), Some(visit), today);
    if voided > 0 {
        found.push(DayEffect::Voids(voided));
    }
    found.extend(of_checks(study, (record, &then), today));
    found.extend(of_logs(study, (record, &then), now));
    found
}

/// Returns what changes when an enrolment says other facts.
pub fn of_enrolment(
    study: &Study,
    record: &ParticipantRecord,
    facts: &Participant,
    now: NaiveDateTime,
) -> Vec<DayEffect> {
    let then = ParticipantRecord {
        participant: facts.clone(),
        ..record.clone()
    };
    let today = now.date();
    let mut found = of_schedule(study, (record, &then), None, today);
    found.extend(of_checks(study, (record, &then), today));
    found.extend(of_logs(study, (record, &then), now));
    found
}

fn of_logs(
    study: &Study,
    (record, then): (&ParticipantRecord, &ParticipantRecord),
    now: NaiveDateTime,
) -> Vec<DayEffect> {
    let logs = |record| totals::log_summaries(study, record, now);
    let stood = logs(record);
    let changed = logs(then).into_iter().filter(|log| !stood.contains(log));
    let told = changed.map(|log| DayEffect::Log {
        title: log.title,
        state: log.state,
    });
    told.collect()
}

fn of_schedule(
    study: &Study,
    (record, then): (&ParticipantRecord, &ParticipantRecord),
    visit: Option<&VisitId>,
    today: NaiveDate,
) -> Vec<DayEffect> {
    let plan = |record: &ParticipantRecord| {
        let visits = summary::summarise(study, record, None).visits;
        schedule::plan(study, record.who(), &visits, today)
    };
    let (stood, stands) = (plan(record), plan(then));
    let own = |plan: &[PlannedVisit]| {
        let own = plan.iter().find(|planned| Some(&planned.visit) == visit)?;
        Some(Timing::of(own, today))
    };
    let mut found = Vec::new();
    if let (Some(before), Some(after)) = (own(&stood), own(&stands))
        && before != after
    {
        found.push(DayEffect::Timing { before, after });
    }
    let others = stood.iter().zip(&stands).filter(|(_, after)| {
        Some(&after.visit) != visit && then.session(after.visit.as_str()).is_some()
    });
    let others = others.filter_map(|(before, after)| {
        let now = Timing::of(after, today);
        (Timing::of(before, today) != now).then(|| (study.label_of_visit(&after.visit), now))
    });
    let others: Vec<(String, Timing)> = others.collect();
    if !others.is_empty() {
        found.push(DayEffect::Others(others));
    }
    let moved = stood.iter().zip(&stands).filter(|(before, after)| {
        Some(&after.visit) != visit && (before.from, before.to) != (after.from, after.to)
    });
    let moved: Vec<&PlannedVisit> = moved.map(|(_, after)| after).collect();
    if let Some(first) = moved.first() {
        found.push(DayEffect::Windows {
            visits: moved.len(),
            first: study.label_of_visit(&first.visit),
            from: first.from,
            to: first.to,
        });
    }
    found
}

/// Returns what the checks ask then, and did not before; and how many questions fall away.
fn of_checks(
    study: &Study,
    (record, then): (&ParticipantRecord, &ParticipantRecord),
    today: NaiveDate,
) -> Vec<DayEffect> {
    let asked = |record| {
        let found = recheck::recheck(study, record, today).into_iter();
        let open = found.filter(|finding| finding.kept.is_none());
        open.filter(|finding| matches!(finding.found, Found::Asked(_)))
            .collect::<Vec<Finding>>()
    };
    let is_same = |one: &Finding, other: &Finding| {
        let place = |finding: &Finding| {
            let (form, field) = (finding.form.clone(), finding.field.clone());
            (finding.visit.clone(), form, field, finding.rule.clone())
        };
        place(one) == place(other)
    };
    let (stood, stands) = (asked(record), asked(then));
    let is_in = |all: &[Finding], finding: &Finding| all.iter().any(|one| is_same(one, finding));
    let gone = stood.iter().filter(|one| !is_in(&stands, one)).count();
    let new = stands.iter().filter(|one| !is_in(&stood, one));
    let mut found: Vec<DayEffect> = Vec::new();
    for one in new {
        // A contradiction of two sides is asked at both, in the same words.
        let asks = DayEffect::Asks(one.found.clone());
        if !found.contains(&asks) {
            found.push(asks);
        }
    }
    if gone > 0 {
        found.push(DayEffect::AsksNoMore(gone));
    }
    found
}
