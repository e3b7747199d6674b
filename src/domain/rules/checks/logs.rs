//! What the logs and the visits say of each other: the dose of glucocorticoid at a visit against the log of medications, and
//! what was done with abatacept for an event against the infusions. Each is asked about at both sides.

use super::asked::{self, AskedAt, Onsets};
use super::{About, Question};
use crate::domain::base::answer::Answer;
use crate::domain::base::bounds::Bounds;
use crate::domain::base::ids::{FieldId, VisitId};
use crate::domain::base::ratio::Exact;
use crate::domain::course::{
    ABATACEPT, ADVERSE_EVENT, AdverseEvent, EVENTS_ASKED, InfusionRow, MEDICATION, dose_form,
    dose_of, events, infusions, medications,
};
use crate::domain::forms::engine::checks::VisitContext;
use crate::domain::forms::engine::instrument::Instrument;
use crate::domain::forms::events_asked;
use crate::domain::record::rows;
use crate::domain::record::session::ParticipantRecord;
use crate::domain::study::Study;
use crate::domain::treatment::abatacept::Given;
use crate::domain::treatment::equivalence::Table;
use crate::domain::treatment::medication::End;
use crate::domain::treatment::medication::glucocorticoid::{Course, dose_on};
use chrono::NaiveDate;

/// Name of the rule about the dose of glucocorticoid.
pub(super) const DOSE: &str = "dose-log";
/// Name of the rule about what was done with abatacept.
pub(super) const ACTION: &str = "event-infusions";

/// What the logs say, and the doses that the forms of the visits have.
#[derive(Clone, Debug, Default)]
pub struct Logs {
    /// The courses of glucocorticoid, and the number of the row of each.
    courses: Vec<Course>,
    course_rows: Vec<u32>,
    doses: Vec<VisitDose>,
    infusions: Vec<InfusionRow>,
    events: Vec<AdverseEvent>,
    onsets: Onsets,
    /// The visits at which it was answered whether events are new.
    asked_at: Vec<AskedAt>,
}

/// The dose of glucocorticoid that the form of a visit has.
#[derive(Clone, Debug)]
struct VisitDose {
    visit: VisitId,
    label: String,
    on: NaiveDate,
    mg: Exact,
}

impl Logs {
    /// Returns what a record says.
    pub fn of(study: &Study, record: &ParticipantRecord) -> Self {
        let doses = record.visits().filter_map(|session| {
            let study = study.of(session);
            let form = session.forms.get(dose_form(study)?)?;
            let visit = study.visit(session.visit.as_str());
            Some(VisitDose {
                visit: session.visit.clone(),
                label: visit.map_or_else(String::new, |visit| visit.label.clone()),
                on: session.day()?,
                mg: dose_of(study, form)?,
            })
        });
        let courses = medications(study, record).into_iter();
        let courses = courses.filter_map(|known| Some((known.row, known.course?)));
        let (course_rows, courses) = courses.unzip();
        let events = events(record);
        Self {
            courses,
            course_rows,
            doses: doses.collect(),
            infusions: infusions(record),
            onsets: Onsets::of_record(record),
            asked_at: asked::asked_at(study, record, &events),
            events,
        }
    }

    /// Returns what the log makes of the dose on a day, where it says another one than a visit; none where the log has no
    /// glucocorticoid at all, or a dose that is not known.
    fn other_dose(&self, dose: &VisitDose) -> Option<Bounds<Exact>> {
        if self.courses.is_empty() {
            return None;
        }
        let table = Table::published();
        let on = |day: Option<NaiveDate>| dose_on(&table, &self.courses, day?).ok();
        let logged = on(Some(dose.on))?;
        // A dose that is changed on the day of the visit is the one before it or the one after it.
        let days = [Some(dose.on), dose.on.pred_opt(), dose.on.succ_opt()];
        let agrees = |day: Option<NaiveDate>| {
            on(day).is_some_and(|logged| logged.unknown > 0 || logged.bounds.contains(dose.mg))
        };
        (!days.into_iter().any(agrees)).then_some(logged.bounds)
    }

    fn dose_question(&self, dose: &VisitDose) -> Option<Question> {
        let log_mg = self.other_dose(dose)?;
        let about = About::DoseAgainstLog {
            visit: dose.label.clone(),
            on: dose.on,
            visit_mg: dose.mg,
            log_mg,
        };
        Some(Question::new(DOSE, about))
    }

    /// Returns the first infusion that was given after an event for which abatacept was stopped for good, that of one row
    /// where one is named.
    fn after_stop(
        &self,
        event: Option<u32>,
        row: Option<u32>,
    ) -> Option<(&AdverseEvent, NaiveDate)> {
        let stopped = self.events.iter().filter(|known| {
            known.action.as_deref() == Some(STOPPED) && event.is_none_or(|row| known.row == row)
        });
        let mut pairs = stopped.flat_map(|event| {
            let given = self.infusions.iter().filter(|known| {
                known.infusion.given != Given::LeftOut && row.is_none_or(|row| known.row == row)
            });
            given.filter_map(move |known| {
                // An event whose first day is not known may have come after it.
                let (onset, on) = (event.onset?.latest(), known.infusion.on?);
                (on > onset).then_some((event, on))
            })
        });
        pairs.next()
    }

    /// Returns whether an infusion on the first day of an event or later was interrupted or left out.
    fn interrupted_since(&self, event: &AdverseEvent) -> bool {
        self.infusions.iter().any(|known| {
            let since = event.onset.zip(known.infusion.on);
            known.infusion.given != Given::Whole
                && since.is_none_or(|(onset, on)| on >= onset.earliest())
        })
    }
}

/// What was done with abatacept, as the form of events codes it.
const STOPPED: &str = "drug-withdrawn";
const INTERRUPTED: &str = "drug-interrupted";
/// What an event does to an infusion: each of these goes with one that was interrupted.
const ACTS: [&str; 4] = [STOPPED, INTERRUPTED, "dose-reduced", "dose-rate-reduced"];

/// The fields that the questions are asked at: of the dose at a visit, of a medication, of an event, of an infusion.
const TAKEN: &str = "taken";
const DOSE_FIELD: &str = "dose";
const ACTION_FIELD: &str = "action";
const STATE: &str = "state";
const REASON: &str = "reason";
const LEFT_OUT_REASON: &str = "left-out-reason";

/// Returns whether one of the questions can be asked at a field.
pub(super) fn asks_at(study: &Study, instrument: &Instrument, field: &FieldId) -> bool {
    match (instrument.id.as_str(), field.as_str()) {
        (MEDICATION, DOSE_FIELD)
        | (ADVERSE_EVENT, ACTION_FIELD | asked::ONSET)
        | (EVENTS_ASKED, events_asked::ASKED)
        | (ABATACEPT, STATE | REASON | LEFT_OUT_REASON) => true,
        (_, TAKEN | DOSE_FIELD) => dose_form(study) == Some(&instrument.id),
        _ => false,
    }
}

/// Returns the questions about a form of a visit or a row of a log, each with the field that it is asked at.
pub(super) fn questions(
    study: &Study,
    instrument: &Instrument,
    context: &VisitContext<'_>,
    logs: &Logs,
) -> Vec<(FieldId, Question)> {
    let number = rows::split(context.form(instrument).as_str()).map(|(_, number)| number);
    let at = |field: &str, question| (FieldId::from(field), question);
    match instrument.id.as_str() {
        MEDICATION => {
            let mut courses = logs.course_rows.iter().zip(&logs.courses);
            let own = courses.find(|(row, _)| Some(**row) == number);
            let covers = |dose: &&VisitDose| {
                own.is_some_and(|(_, course)| course.period.days_within(dose.on, dose.on).high > 0)
            };
            let mut doses = logs.doses.iter().filter(covers);
            let found = doses.find_map(|dose| logs.dose_question(dose));
            found
                .map(|question| at(DOSE_FIELD, question))
                .into_iter()
                .collect()
        }
        ADVERSE_EVENT => {
            let own = logs.events.iter().find(|event| Some(event.row) == number);
            let done = own.and_then(|event| event_question(event, logs));
            let new = own.and_then(|event| asked::at_event(event, &logs.asked_at, &logs.onsets));
            let done = done.map(|question| at(ACTION_FIELD, question));
            let new = new.map(|question| at(asked::ONSET, question));
            done.into_iter().chain(new).collect()
        }
        EVENTS_ASKED => {
            let mut visits = logs.asked_at.iter();
            let own = visits.find(|asked| asked.visit == context.session.visit);
            let found = own.and_then(|asked| asked::at_visit(asked, &logs.events, &logs.onsets));
            found
                .map(|question| at(events_asked::ASKED, question))
                .into_iter()
                .collect()
        }
        ABATACEPT => {
            let found = infusion_question(instrument, context, logs, number);
            found
                .map(|(field, question)| at(field, question))
                .into_iter()
                .collect()
        }
        _ if dose_form(study) == Some(&instrument.id) => {
            let visit = &context.session.visit;
            let own = logs.doses.iter().find(|dose| dose.visit == *visit);
            let taken = context.now(instrument, TAKEN).and_then(Answer::as_code);
            let field = if taken == Some("n") {
                TAKEN
            } else {
                DOSE_FIELD
            };
            let found = own.and_then(|dose| logs.dose_question(dose));
            found
                .map(|question| at(field, question))
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Returns what is asked about an event by the infusions.
fn event_question(event: &AdverseEvent, logs: &Logs) -> Option<Question> {
    if let Some((event, on)) = logs.after_stop(Some(event.row), None) {
        return Some(after_stop(event, on));
    }
    let interrupts = event.action.as_deref() == Some(INTERRUPTED);
    (interrupts && !logs.interrupted_since(event))
        .then(|| Question::new(ACTION, About::NoInfusionInterrupted))
}

/// Returns what is asked about an infusion by the events, with the field that it is asked at.
fn infusion_question(
    instrument: &Instrument,
    context: &VisitContext<'_>,
    logs: &Logs,
    number: Option<u32>,
) -> Option<(&'static str, Question)> {
    // A row that does not count yet has no number.
    let row = number?;
    if let Some((event, on)) = logs.after_stop(None, Some(row)) {
        return Some((STATE, after_stop(event, on)));
    }
    let code = |field: &str| context.now(instrument, field).and_then(Answer::as_code);
    let at = match code(STATE)? {
        "interrupted" => REASON,
        "left-out" => LEFT_OUT_REASON,
        _ => return None,
    };
    let by_event = matches!(code(at), Some("reaction" | "adverse-event"));
    let on = context.now(instrument, "date").and_then(Answer::as_date);
    let known = logs.events.iter().any(|event| {
        let action = event.action.as_deref();
        action.is_some_and(|action| ACTS.contains(&action))
            && on.is_none_or(|on| can_be_on(event, on))
    });
    (by_event && !known).then(|| (at, Question::new(ACTION, About::NoEventInterrupts)))
}

/// Returns whether an event may have been there on a day: it began then or before, and had not ended before.
fn can_be_on(event: &AdverseEvent, day: NaiveDate) -> bool {
    let began = event.onset.is_none_or(|onset| onset.earliest() <= day);
    let ended = match event.period.end {
        End::On(end) => end.latest() < day,
        End::Ongoing | End::Unknown => false,
    };
    began && !ended
}

fn after_stop(event: &AdverseEvent, on: NaiveDate) -> Question {
    let term = event.term.clone();
    Question::new(ACTION, About::InfusionAfterStop { term, on })
}
