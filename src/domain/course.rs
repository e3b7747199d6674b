//! What the logs of a record say, as the computations on doses and events take it.
//!
//! Rows entered in error are left out. What is blank or missing stays unknown; nothing is completed.
//! Fields are named here for the forms of the logs, as those of scored forms are in their own folders.

pub mod deviations;
pub mod eligibility;
mod event;
pub mod facts;
pub mod offered;
pub mod owed;
pub mod reconsent;
pub mod table;
pub mod totals;

pub use totals::doses_given;

pub use event::{AdverseEvent, SERIOUSNESS, contradictions, events, unseen};

use super::study::{Study, fit};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FormId, VisitId};
use crate::domain::base::partial::PartialDate;
use crate::domain::base::ratio::Exact;
use crate::domain::forms;
use crate::domain::forms::engine::cells;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::record::rows;
use crate::domain::record::rows::{Row, valid_rows};
use crate::domain::record::session::{FormCells, ParticipantRecord};
use crate::domain::treatment::abatacept::{Given, Infusion, Weight};
use crate::domain::treatment::equivalence::{Frequency, Table};
use crate::domain::treatment::medication::{Course, End, Period, Route, Treatment, glucocorticoid};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// Form of the log of medications.
pub const MEDICATION: &str = forms::medication::ID;
/// Form of the log of infusions.
pub const ABATACEPT: &str = forms::abatacept::ID;
/// Form of the log of adverse events.
pub const ADVERSE_EVENT: &str = forms::adverse_event::ID;
/// Form of the visits that says whether adverse events were asked about.
pub const EVENTS_ASKED: &str = forms::events_asked::ID;
/// Field of an adverse event in which an investigator says that it was seen.
pub const SEEN: &str = "seen";

/// What a medication is given as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A glucocorticoid.
    Glucocorticoid,
    /// An immunosuppressant.
    Immunosuppressant,
    /// Any other drug.
    Other,
}

/// A row of the log of medications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Medication {
    /// Number of the row.
    pub row: u32,
    /// What it is given as; none while not entered.
    pub class: Option<Class>,
    /// Drug, dose and days.
    pub treatment: Treatment,
    /// The same as a course of a glucocorticoid; only of that class.
    pub course: Option<Course>,
}

/// Returns the medications, by row, each as its own version of the form asks.
pub fn medications(study: &Study, record: &ParticipantRecord) -> Vec<Medication> {
    let read = |row: &Row<'_>| {
        let study = study.of_place(record, rows::SESSION, row.id);
        medication(study.form(MEDICATION), row)
    };
    valid_rows(record, MEDICATION).iter().map(read).collect()
}

/// Returns the courses of glucocorticoids, by row.
pub fn courses(study: &Study, record: &ParticipantRecord) -> Vec<Course> {
    let all = medications(study, record).into_iter();
    all.filter_map(|medication| medication.course).collect()
}

fn medication(form: Option<&Instrument>, row: &Row<'_>) -> Medication {
    let code = |field: &str| cells::code(row.cells, field);
    let class = match code("class") {
        Some("glucocorticoid") => Some(Class::Glucocorticoid),
        Some("immunosuppressant") => Some(Class::Immunosuppressant),
        Some("other") => Some(Class::Other),
        _ => None,
    };
    let named = match (class, code("immunosuppressant")) {
        (Some(Class::Glucocorticoid), _) => code("glucocorticoid"),
        (Some(Class::Immunosuppressant), Some("other")) => {
            text(row.cells, "immunosuppressant-name")
        }
        (Some(Class::Immunosuppressant), drug) => drug,
        (Some(Class::Other), _) => text(row.cells, "name"),
        (None, _) => None,
    };
    let dose = cells::number(row.cells, "dose").value();
    let unit = code("unit");
    let frequency = code("frequency");
    let period = period(row.cells);
    let course = Course {
        drug: named.map(str::to_owned),
        figure: forms::glucocorticoid::figure(form, row.cells, named.unwrap_or_default()),
        dose_mg: dose.and_then(|dose| in_mg(dose, unit?)),
        frequency: frequency.and_then(Frequency::of),
        route: Route::of(code("route").unwrap_or_default()),
        period,
        pulse: cells::yes(row.cells, "pulse"),
    };
    Medication {
        row: row.number,
        class,
        treatment: Treatment {
            drug: named.unwrap_or_default().to_owned(),
            dose,
            unit: unit.map(str::to_owned),
            frequency: frequency.map(str::to_owned),
            period,
        },
        course: (class == Some(Class::Glucocorticoid)).then_some(course),
    }
}

/// Returns a dose in mg; none in a unit that is no mass.
pub(crate) fn in_mg(dose: Exact, unit: &str) -> Option<Exact> {
    match unit {
        "mg" => Some(dose),
        "g" => dose.times(Exact::int(1000)).ok(),
        "ug" => dose.over(Exact::int(1000)).ok(),
        _ => None,
    }
}

/// Returns the days of a row: from its start to its end, or ongoing.
fn period(row: &FormCells) -> Period {
    Period {
        start: date(row, "start"),
        end: match cells::code(row, "ongoing") {
            Some("y") => End::Ongoing,
            Some("n") => date(row, "end").map_or(End::Unknown, End::On),
            _ => End::Unknown,
        },
    }
}

/// Returns whether a medication ends before it begins, whatever the unknown parts of both dates are.
pub(crate) fn ends_before_it_begins(row: &FormCells) -> bool {
    !period(row).is_possible()
}

fn text<'a>(row: &'a FormCells, field: &str) -> Option<&'a str> {
    cells::answer(row, field)?.as_text()
}

/// Returns a date, whole or partial.
fn date(row: &FormCells, field: &str) -> Option<PartialDate> {
    text(row, field)?.parse().ok()
}

/// Returns a whole date.
fn day(row: &FormCells, field: &str) -> Option<NaiveDate> {
    cells::answer(row, field)?.as_date()
}

fn time(row: &FormCells, field: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text(row, field)?, "%H:%M").ok()
}

/// A row of the log of infusions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InfusionRow {
    /// Number of the row.
    pub row: u32,
    /// Day, weight and dose.
    pub infusion: Infusion,
    /// Dose that was planned as it was entered, mg.
    pub planned: Option<Exact>,
    /// When it was begun.
    pub start: Option<NaiveDateTime>,
    /// When it ended; after midnight where the time is before that of the beginning.
    pub end: Option<NaiveDateTime>,
    /// Lot as printed.
    pub lot: Option<String>,
}

impl InfusionRow {
    /// Returns how long it took, in minutes.
    pub fn minutes(&self) -> Option<i64> {
        Some((self.end? - self.start?).num_minutes())
    }
}

/// Returns the infusions that stand for a planned dose, by row.
pub fn infusions(record: &ParticipantRecord) -> Vec<InfusionRow> {
    let rows = valid_rows(record, ABATACEPT);
    rows.iter().filter_map(infusion).collect()
}

fn infusion(row: &Row<'_>) -> Option<InfusionRow> {
    let number = cells::number(row.cells, "number").value()?;
    let dose = usize::try_from(number.numerator() / number.denominator()).ok()?;
    let on = day(row.cells, "date");
    let at = |field: &str| Some(on?.and_time(time(row.cells, field)?));
    let start = at("start");
    let end = at("end").map(|end| match start {
        Some(start) if end < start => end.checked_add_signed(TimeDelta::days(1)).unwrap_or(end),
        _ => end,
    });
    let kg = cells::number(row.cells, "weight").value();
    Some(InfusionRow {
        row: row.number,
        infusion: Infusion {
            dose: dose.checked_sub(1)?,
            on,
            kg,
            mg: cells::number(row.cells, "given").value(),
            given: match cells::code(row.cells, "state") {
                Some("left-out") => Given::LeftOut,
                Some("interrupted") => Given::Interrupted,
                _ => Given::Whole,
            },
        },
        planned: cells::number(row.cells, "planned").value(),
        start,
        end,
        lot: text(row.cells, "lot").map(str::to_owned),
    })
}

/// A weight and the form that has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Day and weight.
    pub weight: Weight,
    /// Visit and form; none for the weight at enrolment.
    pub place: Option<(VisitId, FormId)>,
}

/// Returns the weights measured at enrolment, infusions and visits, by day; those of one day in this order.
pub fn measured(study: &Study, record: &ParticipantRecord) -> Vec<Measured> {
    let kg = |cells: &FormCells| cells::number(cells, "weight").value();
    let who = &record.participant;
    let enrolled = (
        who.enrolled(),
        fit::weight(study, who).map(Exact::from_decimal),
        None,
    );
    let infused = valid_rows(record, ABATACEPT).into_iter().map(|row| {
        let place = (VisitId::new(rows::SESSION), row.id.clone());
        (day(row.cells, "date"), kg(row.cells), Some(place))
    });
    let visited = record.visits().filter_map(|session| {
        let id = dose_form(study.of(session))?;
        let kg = kg(session.forms.get(id)?);
        let place = (session.visit.clone(), id.clone());
        Some((session.day(), kg, Some(place)))
    });
    let mut measured: Vec<Measured> = std::iter::once(enrolled)
        .chain(infused)
        .chain(visited)
        .filter_map(|(on, kg, place)| {
            let kg = kg.filter(|kg| kg.is_positive())?;
            let weight = Weight { on: on?, kg };
            Some(Measured { weight, place })
        })
        .collect();
    measured.sort_by_key(|measured| measured.weight.on);
    measured
}

/// Returns the weights measured at infusions and visits, by day.
pub fn weights(study: &Study, record: &ParticipantRecord) -> Vec<Weight> {
    let measured = measured(study, record).into_iter();
    let own = measured.filter(|measured| measured.place.is_some());
    own.map(|measured| measured.weight).collect()
}

/// Returns the last weight measured on a day or before it, that of enrolment included.
pub fn last_weight(study: &Study, record: &ParticipantRecord, day: NaiveDate) -> Option<Weight> {
    let measured = measured(study, record).into_iter().rev();
    let mut until = measured.filter(|measured| measured.weight.on <= day);
    until.next().map(|measured| measured.weight)
}

/// Returns the form of the visits that asks for the dose of glucocorticoid.
pub(crate) fn dose_form(study: &Study) -> Option<&FormId> {
    let mut forms = study.instruments.values();
    let form = forms.find(|form| form.is_scored_by(forms::glucocorticoid::SCORER))?;
    Some(&form.id)
}

/// Returns the maintenance dose that the form of a visit has, by the version of that visit; none while it is not known.
pub(crate) fn dose_of(study: &Study, form: &FormCells) -> Option<Exact> {
    let instrument = study.form(dose_form(study)?.as_str())?;
    forms::glucocorticoid::maintenance(instrument, form)
}

/// Returns the dose of glucocorticoid at a visit in mg of prednisone a day: as the visit's own form has it,
/// else from the log of medications on that day. `None` while it is not known.
pub fn dose_at(study: &Study, record: &ParticipantRecord, visit: &VisitId) -> Option<Exact> {
    let session = record.session(visit.as_str())?;
    let form = dose_form(study.of(session)).and_then(|id| session.forms.get(id));
    if let Some(dose) = form.and_then(|form| dose_of(study.of(session), form)) {
        return Some(dose);
    }
    let courses = courses(study, record);
    if courses.is_empty() {
        return None;
    }
    let table = Table::published();
    glucocorticoid::dose_on(&table, &courses, session.day()?)
        .ok()?
        .exact()
}

/// Returns whether a visit asks about adverse events in a form; where it does not, looking at their log is what counts.
pub fn asks_events(study: &Study, visit: &str) -> bool {
    let visit = study.visit(visit);
    visit.is_some_and(|visit| visit.forms.iter().any(|form| form.as_str() == EVENTS_ASKED))
}

/// Returns whether a field holds an answer that says why there is no value.
fn is_missing(form: &FormCells, field: &str, reason: &str) -> bool {
    cells::answer(form, field).and_then(Answer::missing_reason) == Some(reason)
}
