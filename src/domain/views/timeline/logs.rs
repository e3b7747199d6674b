//! The rows of the logs as lanes: infusions, courses of glucocorticoid, other drugs, adverse events.
//!
//! Rows entered in error are left out; a day or dose that is not known stays unknown.

use super::lane::{Lane, LaneKind, LaneName, Moment, Span, What};
use crate::domain::base::partial::PartialDate;
use crate::domain::base::ratio::Exact;
use crate::domain::course;
use crate::domain::course::{Class, Medication};
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::domain::treatment::abatacept::Given;
use crate::domain::treatment::equivalence::{Table, drug_of};
use crate::domain::treatment::medication::glucocorticoid::dose_on;
use crate::domain::treatment::medication::{Course, End, Period};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Returns the infusions, by day; none when there is no row.
pub(super) fn infusions(record: &ParticipantRecord) -> Option<Lane> {
    let mut rows = course::infusions(record);
    rows.sort_by_key(|row| (row.infusion.on, row.row));
    let spans = rows.into_iter().map(|row| {
        let infusion = row.infusion;
        let on = infusion.on.map(Moment::on);
        Span {
            from: on,
            // What was given on a day that is not known went on for no longer.
            to: on.or(Some(UNKNOWN)),
            dose: infusion.mg,
            withheld: infusion.given == Given::LeftOut,
            what: What::Infusion(infusion.mg, infusion.given),
            ..Span::default()
        }
    });
    lane(LaneKind::Infusion, LaneName::Abatacept, spans.collect())
}

/// Returns the doses of glucocorticoid as the courses make them together, a span as long as the dose is the same;
/// none when there is no course but pulses.
pub(super) fn doses(study: &Study, record: &ParticipantRecord) -> Option<Lane> {
    let courses: Vec<Course> = course::courses(study, record)
        .into_iter()
        .filter(|course| !course.is_pulse())
        .collect();
    let starts = courses.iter().filter_map(|course| course.period.start);
    let ends = courses.iter().filter_map(|course| match course.period.end {
        End::On(day) => Some(day),
        End::Ongoing | End::Unknown => None,
    });
    let mut turns: BTreeSet<NaiveDate> = BTreeSet::new();
    // Between the earliest and the latest day on which a course can begin or end the dose is not known.
    for start in starts {
        turns.insert(start.earliest());
        turns.insert(start.latest());
    }
    for end in ends {
        turns.extend(end.earliest().succ_opt());
        turns.extend(end.latest().succ_opt());
    }
    let table = Table::published();
    let mut spans: Vec<Span> = Vec::new();
    for day in turns {
        let dose = dose_on(&table, &courses, day).ok();
        let dose = dose.and_then(|dose| dose.exact());
        if let Some(before) = spans.last_mut() {
            if before.dose == dose {
                continue;
            }
            before.to = Some(Moment::on(day));
        }
        spans.push(Span {
            from: Some(Moment::on(day)),
            dose,
            what: What::Daily(dose),
            ..Span::default()
        });
    }
    lane(LaneKind::Glucocorticoid, LaneName::Glucocorticoid, spans)
}

/// Returns a lane for each drug beside the maintenance dose of glucocorticoid: pulses, immunosuppressants, then
/// others, in the order in which they were entered.
pub(super) fn drugs(study: &Study, record: &ParticipantRecord) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = Vec::new();
    let medications = course::medications(study, record);
    let pulse = |medication: &Medication| medication.course.as_ref().is_some_and(Course::is_pulse);
    let classes: [&dyn Fn(&Medication) -> bool; 3] = [
        &pulse,
        &|medication| medication.class == Some(Class::Immunosuppressant),
        &|medication| matches!(medication.class, Some(Class::Other) | None),
    ];
    for belongs in classes {
        for medication in medications.iter().filter(|medication| belongs(medication)) {
            let name = name(medication);
            let span = drug(medication);
            match lanes.iter_mut().find(|lane| lane.name == name) {
                Some(lane) => lane.spans.push(span),
                None => lanes.extend(lane(LaneKind::Drug, name, vec![span])),
            }
        }
    }
    for lane in &mut lanes {
        lane.spans.sort_by_key(begin);
    }
    lanes
}

fn name(medication: &Medication) -> LaneName {
    let drug = medication.treatment.drug.as_str();
    match medication.class {
        Some(Class::Glucocorticoid) if drug_of(drug).is_some() => LaneName::Pulse,
        _ if drug.is_empty() => LaneName::NotNamed,
        _ => {
            let mut letters = drug.chars();
            let first = letters.next().map(char::to_uppercase);
            LaneName::Drug(first.into_iter().flatten().chain(letters).collect())
        }
    }
}

fn drug(medication: &Medication) -> Span {
    let treatment = &medication.treatment;
    let unit = || treatment.unit.clone().unwrap_or_default();
    Span {
        dose: treatment.dose,
        what: What::Drug {
            dose: treatment.dose.map(|dose| (dose, unit())),
            frequency: treatment.frequency.clone(),
        },
        ..days(&treatment.period)
    }
}

/// Returns the adverse events, by onset; none when there is no row.
pub(super) fn events(record: &ParticipantRecord) -> Option<Lane> {
    let spans = course::events(record).into_iter().map(|event| Span {
        grade: event.grade,
        serious: event.serious == Some(true),
        what: What::Event(event.term),
        ..days(&event.period)
    });
    let mut spans: Vec<Span> = spans.collect();
    spans.sort_by_key(begin);
    lane(LaneKind::Event, LaneName::Events, spans)
}

fn lane(kind: LaneKind, name: LaneName, spans: Vec<Span>) -> Option<Lane> {
    (!spans.is_empty()).then_some(Lane {
        kind,
        name,
        spans,
        removed: None,
    })
}

fn begin(span: &Span) -> NaiveDate {
    let from = span.from.as_ref();
    from.map_or(NaiveDate::MIN, |moment| moment.earliest)
}

/// Returns a span of these days and nothing else.
fn days(period: &Period) -> Span {
    Span {
        from: period.start.map(moment),
        to: match period.end {
            End::Ongoing => None,
            End::On(day) => Some(moment(day)),
            End::Unknown => Some(UNKNOWN),
        },
        dose: None::<Exact>,
        ..Span::default()
    }
}

fn moment(day: PartialDate) -> Moment {
    Moment {
        earliest: day.earliest(),
        latest: day.latest(),
        day: Some(day),
    }
}

/// A day of which nothing is known.
const UNKNOWN: Moment = Moment {
    earliest: NaiveDate::MIN,
    latest: NaiveDate::MAX,
    day: None,
};
