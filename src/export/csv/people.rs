//! The tables that do not belong to one form: participants, what was said of how they take part, visits, deviations,
//! queries, and answers that are not by the rules.

use super::Rows;
use super::person::Person;
use crate::domain::base::answer::{Answer, Value};
use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::course::deviations::{Place, Rule};
use crate::domain::course::eligibility;
use crate::domain::record::deviation::{DeviationCategory, DeviationWeight};
use crate::domain::record::query::State;
use crate::domain::record::rows;
use crate::domain::record::session::{Cell as Answered, Session};
use crate::domain::record::signature;
use crate::domain::record::status::StatusName;
use crate::domain::study::Study;
use crate::export::exporter::Fault;
use crate::export::table::{Cell, Column, Kind, Table};

type Put<'a> = dyn FnMut(&[Cell<'_>]) -> Result<(), Fault> + 'a;

/// Name of the first column of every table.
pub(super) const PARTICIPANT: &str = "participant";
/// Name of the column of the visit.
pub(super) const VISIT: &str = "visit";

/// Returns the column of the participant's id.
pub(super) fn participant() -> Column {
    Column::new(PARTICIPANT, "Participant", Kind::Text).required()
}

/// Returns the column of the visit.
pub(super) fn visit() -> Column {
    Column::new(VISIT, "Visit", Kind::Text).required()
}

fn codes<'a>(all: impl IntoIterator<Item = &'a str>) -> Kind {
    let code = |code: &str| (code.to_owned(), code.replace('-', " "));
    Kind::Code(all.into_iter().map(code).collect())
}

/// Returns what is 1 for yes and 0 for no.
pub(super) fn yes_no() -> Kind {
    let code = |code: &str, label: &str| (code.to_owned(), label.to_owned());
    Kind::Code(vec![code("0", "no"), code("1", "yes")])
}

fn table(name: &str, label: &str, columns: Vec<Column>, key: &[&str]) -> Table {
    Table {
        name: name.to_owned(),
        label: label.to_owned(),
        columns,
        key: key.iter().map(|name| (*name).to_owned()).collect(),
        oid: None,
    }
}

/// One row a participant, with those who were enrolled by mistake.
pub(super) struct Participants {
    table: Table,
}

impl Participants {
    pub(super) fn of(study: &Study) -> Self {
        let diagnoses = study.enrolment.field("diagnosis");
        let diagnoses = diagnoses.map(|field| study.enrolment.choices(field));
        let diagnoses = diagnoses.unwrap_or_default().iter();
        let diagnoses = diagnoses.map(|choice| (choice.code.clone(), choice.label.clone()));
        let columns = vec![
            participant(),
            Column::new("initials", "Initials", Kind::Text).required(),
            Column::new("birth_year", "Year of birth", Kind::Whole).required(),
            Column::new("sex", "Sex", codes(["female", "male"])).required(),
            Column::new("diagnosis", "Diagnosis", Kind::Code(diagnoses.collect())).required(),
            Column {
                unit: Some("kg".to_owned()),
                ..Column::new("weight_kg", "Weight at enrolment", Kind::Number).required()
            },
            Column::new("enrolled_on", "Day of enrolment", Kind::Day).required(),
            Column::new("consented_on", "Day of the consent", Kind::Day),
            Column::new("eligibility", "How far the eligibility is", Kind::Text),
            Column::new("status", "How the participant takes part", codes(STATUSES)).required(),
            Column::new("status_since", "Since when", Kind::Day),
            Column::new("status_words", "What was said of it", Kind::Text),
            Column::new(
                "counts",
                "Counts in the study: not enrolled by mistake",
                yes_no(),
            )
            .required(),
            Column::new("deviations", "Deviations from the protocol", Kind::Whole).required(),
            Column::new("deviations_major", "Of them judged major", Kind::Whole).required(),
        ];
        let label = "Participants, those enrolled by mistake too";
        Self {
            table: table("participants", label, columns, &[PARTICIPANT]),
        }
    }
}

/// The words of all statuses.
const STATUSES: [&str; 8] = [
    "takes-part",
    "screen-failure",
    "treatment-stopped",
    "withdrawn",
    "lost",
    "died",
    "completed",
    "enrolled-by-mistake",
];

impl Rows for Participants {
    fn table(&self) -> &Table {
        &self.table
    }

    fn rows(&self, person: &Person<'_>, put: &mut Put<'_>) -> Result<(), Fault> {
        let who = &person.record.participant;
        let statuses = &person.record.statuses;
        let judged = eligibility::judge(person.study, person.record);
        let eligible = judged.map(|judged| eligibility_word(judged.state()));
        let now = statuses.now();
        let is_major = |key: &String| {
            let judged = person.record.deviations.get(key);
            judged.is_some_and(|judged| judged.weight == DeviationWeight::Major)
        };
        let deviations = &person.deviations;
        let major = deviations.iter().filter(|own| is_major(&own.key)).count();
        put(&[
            Cell::text(person.id()),
            Cell::text(&who.initials),
            Cell::Whole(who.birth_year.into()),
            Cell::text(who.sex.key()),
            Cell::text(diagnosis(who.diagnosis)),
            Cell::Decimal(who.weight_kg),
            Cell::Day(who.enrolled_on),
            Cell::of(
                eligibility::consent_day(person.study, person.record),
                Cell::Day,
            ),
            Cell::of(eligible, Cell::text),
            Cell::text(statuses.name().word()),
            Cell::of(now.map(|said| said.day), Cell::Day),
            Cell::of(now.map(|said| said.words.as_str()), Cell::text),
            Cell::flag(!person.is_void()),
            Cell::Whole(i64::try_from(deviations.len()).unwrap_or(i64::MAX)),
            Cell::Whole(i64::try_from(major).unwrap_or(i64::MAX)),
        ])
    }
}

fn diagnosis(diagnosis: crate::domain::record::participant::Diagnosis) -> &'static str {
    use crate::domain::record::participant::Diagnosis;
    match diagnosis {
        Diagnosis::Dermatomyositis => "dermatomyositis",
        Diagnosis::Amyopathic => "amyopathic",
    }
}

fn eligibility_word(state: eligibility::State) -> &'static str {
    use eligibility::State;
    match state {
        State::Screening => "screening",
        State::Eligible => "eligible",
        State::Exception => "exception",
        State::Failed => "failed",
    }
}

/// One row for each time that somebody said how a participant takes part.
pub(super) struct Statuses {
    table: Table,
}

impl Statuses {
    pub(super) fn new() -> Self {
        let columns = vec![
            participant(),
            Column::new("entry", "Number of the entry that says it", Kind::Whole).required(),
            Column::new("status", "How the participant takes part", codes(STATUSES)).required(),
            Column::new("since", "Since when", Kind::Day).required(),
            Column::new("words", "What was said of it", Kind::Text),
        ];
        let label = "How participants took part, as it was said";
        Self {
            table: table("statuses", label, columns, &[PARTICIPANT, "entry"]),
        }
    }
}

impl Rows for Statuses {
    fn table(&self) -> &Table {
        &self.table
    }

    fn rows(&self, person: &Person<'_>, put: &mut Put<'_>) -> Result<(), Fault> {
        for said in person.record.statuses.said() {
            let name: StatusName = said.status.name();
            put(&[
                Cell::text(person.id()),
                Cell::Whole(i64::try_from(said.seq).unwrap_or(i64::MAX)),
                Cell::text(name.word()),
                Cell::Day(said.day),
                Cell::text(&said.words),
            ])?;
        }
        Ok(())
    }
}

/// One row a visit of the schedule, begun or not, and one for each that no schedule plans.
pub(super) struct Visits {
    table: Table,
}

impl Visits {
    pub(super) fn of(study: &Study) -> Self {
        let states = [
            "done", "open", "due", "early", "late", "missed", "ahead", "closed", "removed",
        ];
        let timings = [
            "early",
            "within-window",
            "late",
            "missed",
            "due",
            "overdue",
            "ahead",
            "closed",
            "unscheduled",
            "unknown",
        ];
        let known = study.all_visits();
        let known = known.chain(&study.unplanned);
        let known = known.map(|visit| (visit.id.to_string(), visit.label.clone()));
        let columns = vec![
            participant(),
            Column::new(VISIT, "Visit", Kind::Code(known.collect())).required(),
            Column::new("visit_label", "Name of the visit", Kind::Text).required(),
            Column::new(
                "state",
                "How it stands on the day of the export",
                codes(states),
            )
            .required(),
            Column::new("held_on", "Day of the assessments", Kind::Day),
            Column::new("planned_for", "Day it is planned for", Kind::Day),
            Column::new("window_from", "First day of its window", Kind::Day),
            Column::new("window_to", "Last day of its window", Kind::Day),
            Column::new("timing", "How its day lies to its window", codes(timings)).required(),
            Column::new(
                "days_off_window",
                "Days before (negative) or after its window",
                Kind::Whole,
            ),
            Column::new(
                "unscheduled_for",
                "What an unscheduled visit is for",
                Kind::Text,
            ),
            Column::new(
                "study_version",
                "Version of the study under which it was begun",
                Kind::Whole,
            ),
            Column::new("forms_complete", "Complete forms", Kind::Whole).required(),
            Column::new("forms", "Forms that it asks", Kind::Whole).required(),
            Column::new("signed", "A signature stands on it", yes_no()).required(),
            Column::new("last_entry", "Number of its newest entry", Kind::Whole),
        ];
        let label = "Visits: those of the schedule, begun or not, and unscheduled ones";
        Self {
            table: table("visits", label, columns, &[PARTICIPANT, VISIT]),
        }
    }
}

impl Rows for Visits {
    fn table(&self) -> &Table {
        &self.table
    }

    fn rows(&self, person: &Person<'_>, put: &mut Put<'_>) -> Result<(), Fault> {
        if person.is_void() {
            return Ok(());
        }
        for stop in &person.story.stops {
            let planned = &stop.planned;
            let session = person.record.session(planned.visit.as_str());
            if !person.wants_visit(&planned.visit, session) {
                continue;
            }
            let window = planned.has_known_window && planned.is_planned;
            let signed = session.is_some_and(|session| {
                signature::is_signed(&person.record.participant.id, session)
            });
            let version = session.map(|session| person.study.of(session).number);
            put(&[
                Cell::text(person.id()),
                Cell::text(planned.visit.as_str()),
                Cell::text(&stop.label),
                Cell::text(planned.state.word()),
                Cell::of(session.and_then(Session::day), Cell::Day),
                Cell::of(window.then_some(planned.target), Cell::Day),
                Cell::of(window.then_some(planned.from), Cell::Day),
                Cell::of(window.then_some(planned.to), Cell::Day),
                Cell::text(stop.timing.key()),
                Cell::of(planned.days_outside(), Cell::Whole),
                Cell::of(stop.words.as_deref(), Cell::text),
                Cell::of(version, |number| Cell::Whole(number.into())),
                Cell::Whole(stop.forms.0.into()),
                Cell::Whole(stop.forms.1.into()),
                Cell::flag(signed),
                Cell::of(session, |session| {
                    Cell::Whole(i64::try_from(session.last_seq).unwrap_or(i64::MAX))
                }),
            ])?;
        }
        Ok(())
    }
}

/// One row a deviation from the protocol.
pub(super) struct Deviations {
    table: Table,
}

impl Deviations {
    pub(super) fn new() -> Self {
        let categories = DeviationCategory::ALL.map(DeviationCategory::key);
        let columns = vec![
            participant(),
            Column::new("deviation", "Its name within the participant", Kind::Text).required(),
            Column::new("rule", "What was not kept", codes(Rule::ALL.map(Rule::key))).required(),
            Column::new("visit", "Visit", Kind::Text),
            Column::new("form", "Form, or row of a log", Kind::Text),
            Column::new("day", "Day, as far as it is known", Kind::PartialDay),
            Column::new("what", "What differs", Kind::Text).required(),
            Column::new("category", "What it is about, as judged", codes(categories)),
            Column::new(
                "weight",
                "How much it weighs, as judged",
                codes(["major", "minor"]),
            ),
            Column::new("words", "What was said of it", Kind::Text),
            Column::new("judged_by", "By whom", Kind::Text),
        ];
        let label = "Deviations from the protocol, as they follow from the record";
        Self {
            table: table("deviations", label, columns, &[PARTICIPANT, "deviation"]),
        }
    }
}

impl Rows for Deviations {
    fn table(&self) -> &Table {
        &self.table
    }

    fn rows(&self, person: &Person<'_>, put: &mut Put<'_>) -> Result<(), Fault> {
        for deviation in &person.deviations {
            let (at, form): (Option<&VisitId>, Option<&FormId>) = match &deviation.place {
                Place::Visit(visit) => (Some(visit), None),
                Place::Form(visit, form) => (Some(visit), Some(form)),
                Place::Row(row) => (None, Some(row)),
            };
            let beside = VisitId::new(rows::SESSION);
            let place = at.unwrap_or(&beside);
            if !person.wants_visit(place, person.record.session(place.as_str())) {
                continue;
            }
            let judged = person.record.deviations.get(&deviation.key);
            put(&[
                Cell::text(person.id()),
                Cell::text(&deviation.key),
                Cell::text(deviation.rule.key()),
                Cell::of(at, |visit| Cell::text(visit.as_str())),
                Cell::of(form, |form| Cell::text(form.as_str())),
                Cell::of(deviation.day.as_ref(), |day| Cell::owned(day.to_string())),
                Cell::owned(person.language.differs(&deviation.differs)),
                Cell::of(judged, |judged| Cell::text(judged.category.key())),
                Cell::of(judged, |judged| Cell::text(judged.weight.key())),
                Cell::of(judged, |judged| Cell::text(&judged.words)),
                Cell::of(judged, |judged| Cell::text(&judged.by)),
            ])?;
        }
        Ok(())
    }
}

/// One row a query.
pub(super) struct Queries {
    table: Table,
}

impl Queries {
    pub(super) fn new() -> Self {
        let states = [State::New, State::Answered, State::Proposed, State::Closed];
        let columns = vec![
            participant(),
            visit(),
            Column::new("form", "Form, or row of a log", Kind::Text).required(),
            Column::new("field", "Field", Kind::Text).required(),
            Column::new("query", "Number of the entry that opened it", Kind::Whole).required(),
            Column::new("state", "Where it stands", codes(states.map(query_word))).required(),
            Column::new("question", "What was asked", Kind::Text),
            Column::new("asked_by", "By whom", Kind::Text),
            Column::new("asked_at", "When", Kind::Moment).required(),
            Column::new("last_said", "What was said last", Kind::Text),
            Column::new("last_by", "By whom", Kind::Text),
        ];
        Self {
            table: table("queries", "Queries on fields", columns, &["query"]),
        }
    }
}

fn query_word(state: State) -> &'static str {
    match state {
        State::New => "new",
        State::Answered => "answered",
        State::Proposed => "proposed",
        State::Closed => "closed",
    }
}

impl Rows for Queries {
    fn table(&self) -> &Table {
        &self.table
    }

    fn rows(&self, person: &Person<'_>, put: &mut Put<'_>) -> Result<(), Fault> {
        for (session, form, field, cell) in cells(person) {
            for query in &cell.queries {
                let last = query.last.as_ref();
                put(&[
                    Cell::text(person.id()),
                    Cell::text(session.visit.as_str()),
                    Cell::text(form.as_str()),
                    Cell::text(field.as_str()),
                    Cell::Whole(i64::try_from(query.id).unwrap_or(i64::MAX)),
                    Cell::text(query_word(query.state)),
                    Cell::text(&query.question),
                    Cell::text(&query.asked_by),
                    Cell::Moment(query.asked_at),
                    Cell::of(last, |(text, _)| Cell::text(text)),
                    Cell::of(last, |(_, by)| Cell::text(by)),
                ])?;
            }
        }
        Ok(())
    }
}

/// One row for each stored answer that is not by the rules: it stands in no other table, and nothing is computed with it.
pub(super) struct Answers {
    table: Table,
}

impl Answers {
    pub(super) fn new() -> Self {
        let columns = vec![
            participant(),
            visit(),
            Column::new("form", "Form, or row of a log", Kind::Text).required(),
            Column::new("field", "Field", Kind::Text).required(),
            Column::new("stored", "What is stored", Kind::Text),
            Column::new("entry", "Number of its entry", Kind::Whole).required(),
        ];
        let label = "Stored answers that are not by the rules and count nowhere";
        let key = [PARTICIPANT, VISIT, "form", "field"];
        Self {
            table: table("not_by_the_rules", label, columns, &key),
        }
    }
}

impl Rows for Answers {
    fn table(&self) -> &Table {
        &self.table
    }

    fn rows(&self, person: &Person<'_>, put: &mut Put<'_>) -> Result<(), Fault> {
        for (session, form, field, cell) in cells(person) {
            let Some(stored) = &cell.unfit else { continue };
            put(&[
                Cell::text(person.id()),
                Cell::text(session.visit.as_str()),
                Cell::text(form.as_str()),
                Cell::text(field.as_str()),
                Cell::owned(stored_text(stored)),
                Cell::Whole(i64::try_from(cell.seq).unwrap_or(i64::MAX)),
            ])?;
        }
        Ok(())
    }
}

/// Returns every cell of the sessions that are wanted.
fn cells<'a>(
    person: &'a Person<'_>,
) -> impl Iterator<Item = (&'a Session, &'a FormId, &'a FieldId, &'a Answered)> {
    let sessions = person.visits().map(|(_, session)| session);
    let sessions = sessions.chain(person.beside());
    sessions.flat_map(|session| {
        session.forms.iter().flat_map(move |(form, cells)| {
            cells
                .iter()
                .map(move |(field, cell)| (session, form, field, cell))
        })
    })
}

fn stored_text(answer: &Answer) -> String {
    match answer {
        Answer::Value { value, unit } => {
            let value = match value {
                Value::Number(number) => number.to_string(),
                Value::Below(number) => format!("<{number}"),
                Value::Code(text) | Value::Text(text) => text.clone(),
                Value::Date(day) => day.to_string(),
            };
            match unit {
                Some(unit) => format!("{value} {unit}"),
                None => value,
            }
        }
        Answer::Missing { reason, text } => match text {
            Some(text) => format!("{reason}: {text}"),
            None => reason.clone(),
        },
    }
}
