//! What the rows of a participant say against the record: what is new, what is the same, what differs; and the events that
//! store what is new. Must not judge what the owner judges.

use super::columns::{FormColumns, Part};
use super::decode::{Target, answer};
use super::sample::Sample;
use super::{Place, Redcap};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId, VisitId};
use crate::domain::forms::engine::instrument::{Field, FieldKind, Instrument, Kept};
use crate::domain::forms::engine::progress::{Setting, asked};
use crate::domain::record::event::{Event, FieldPath};
use crate::domain::record::participant::Participant;
use crate::domain::record::rows::{self, row_id};
use crate::domain::record::session::{Cell, FormCells, ParticipantRecord};
use crate::domain::study::unplanned::is_unscheduled;
use crate::import::plan::{Plan, Planned, Terms, Verdict, shown};
use crate::import::table::Row;
use crate::text::imports::{ImportFault, ImportWrong};
use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

struct Planner<'a> {
    file: &'a Redcap<'a>,
    record: &'a ParticipantRecord,
    by: &'a Terms<'a>,
    plan: Plan,
}

pub(super) fn plan(
    file: &Redcap<'_>,
    record: &ParticipantRecord,
    rows: &[(usize, Place)],
    by: &Terms<'_>,
) -> Result<Plan, ImportFault> {
    let mut planner = Planner {
        file,
        record,
        by,
        plan: Plan::default(),
    };
    let table = &file.table;
    let rows = rows.iter();
    let rows = rows.filter_map(|(row, place)| Some((table.rows.get(*row)?, place)));
    let mut visits = Vec::new();
    let mut beside = Vec::new();
    for (row, place) in rows {
        match place {
            Place::Enrolment => planner.facts(row)?,
            Place::Beside => beside.push(row),
            Place::Visit(visit) => {
                let day = planner.day(row, visit)?;
                visits.push((day, visit, row));
            }
        }
    }
    // A visit may need what is kept beside the visits, and the visits before it.
    planner.beside(&beside)?;
    visits.sort_by_key(|(day, ..)| *day);
    for (day, visit, row) in visits {
        planner.visit(row, visit, day)?;
    }
    Ok(planner.plan)
}

impl Planner<'_> {
    fn fault(&self, row: &Row, at: usize, what: ImportWrong) -> ImportFault {
        self.file.table.fault(row.line, at, what)
    }

    /// Checks that the facts of the enrolment are those of the record.
    fn facts(&self, row: &Row) -> Result<(), ImportFault> {
        for (field, at) in &self.file.columns.facts {
            let text = row.cell(*at);
            let stored = fact(&self.record.participant, field.as_str());
            let is_same = text == stored || is_same_number(text, &stored);
            if !text.is_empty() && !is_same {
                return Err(self.fault(row, *at, ImportWrong::OtherFact { stored }));
            }
        }
        Ok(())
    }

    /// Returns the day of a visit: that of the record, else the one that the file says.
    fn day(&self, row: &Row, visit: &VisitId) -> Result<NaiveDate, ImportFault> {
        let at = self.file.columns.day;
        let text = at.map_or("", |at| row.cell(at));
        let column = at.unwrap_or(self.file.columns.event);
        let stored = self.record.session(visit.as_str()).map(|own| own.date);
        let said = match text {
            "" => None,
            text => Some(text.parse::<NaiveDate>().map_err(|_| {
                let text = text.to_owned();
                self.fault(row, column, ImportWrong::NotADate { text })
            })?),
        };
        match (stored, said) {
            (Some(stored), Some(said)) if stored != said => {
                Err(self.fault(row, column, ImportWrong::OtherDay { stored }))
            }
            (Some(stored), _) => Ok(stored),
            (None, Some(said)) => Ok(said),
            (None, None) => Err(self.fault(row, column, ImportWrong::NoDay)),
        }
    }

    fn visit(&mut self, row: &Row, visit: &VisitId, day: NaiveDate) -> Result<(), ImportFault> {
        let file = self.file;
        let forms = || file.columns.forms.iter();
        if self.record.session(visit.as_str()).is_none() {
            let words = file.columns.words.map_or("", |at| row.cell(at));
            let given = forms().filter(|form| is_given(form, row));
            let begun = match is_unscheduled(visit) {
                true => Event::UnscheduledBegun {
                    participant: self.record.participant.id.clone(),
                    visit: visit.clone(),
                    date: day,
                    words: words.to_owned(),
                    forms: {
                        let given: Vec<&FormId> = given.map(|form| &form.form).collect();
                        let version = file.study.begun_on(day);
                        let all = version.visit(visit.as_str());
                        let all = all.map_or(&[][..], |visit| &visit.forms);
                        let all = all.iter().filter(|form| given.contains(form));
                        all.cloned().collect()
                    },
                },
                false => self.begins(visit, day),
            };
            self.begin(row.line, visit, day, begun);
        }
        for form in forms() {
            self.form(row, visit, day, form, &form.form)?;
        }
        Ok(())
    }

    fn begins(&self, visit: &VisitId, date: NaiveDate) -> Event {
        Event::SessionBegun {
            participant: self.record.participant.id.clone(),
            visit: visit.clone(),
            date,
        }
    }

    fn begin(&mut self, line: u32, visit: &VisitId, day: NaiveDate, begun: Event) {
        let begun = (begun, self.file.table.line(line));
        self.plan.events.push(begun);
        self.plan.cells.push(Planned {
            line,
            visit: Some(visit.clone()),
            form: None,
            field: String::new(),
            old: String::new(),
            new: day.to_string(),
            verdict: Verdict::Begins,
        });
    }

    fn beside(&mut self, all: &[&Row]) -> Result<(), ImportFault> {
        let file = self.file;
        let visit = VisitId::new(rows::SESSION);
        let day = self.record.participant.enrolled_on;
        let Some(first) = all.first() else {
            return Ok(());
        };
        if self.record.session(rows::SESSION).is_none() {
            let begun = self.begins(&visit, day);
            self.begin(first.line, &visit, day, begun);
        }
        for row in all {
            let repeated = file.columns.repeated;
            let name = repeated.map_or("", |at| row.cell(at));
            if name.is_empty() {
                for form in &file.columns.forms {
                    self.form(row, &visit, day, form, &form.form)?;
                }
                continue;
            }
            let unknown = |at: Option<usize>, text: &str| {
                let text = text.to_owned();
                let at = at.unwrap_or(file.columns.event);
                self.fault(row, at, ImportWrong::UnknownRow { text })
            };
            let form = file.columns.forms.iter().find(|form| {
                let known = file.study.known_form(form.form.as_str());
                form.name == name && known.is_some_and(|form| form.kept == Kept::Rows)
            });
            let form = form.ok_or_else(|| unknown(repeated, name))?;
            let instance = file.columns.instance.map_or("", |at| row.cell(at));
            let number = instance.parse().ok().filter(|number| *number > 0_u32);
            let number = number.ok_or_else(|| unknown(file.columns.instance, instance))?;
            let id = row_id(form.form.as_str(), number);
            for other in file.columns.forms.iter().filter(|own| own.name != name) {
                if let Some(at) = first_given(other, row) {
                    let visit = visit.clone();
                    return Err(self.fault(row, at, ImportWrong::NotThere { visit }));
                }
            }
            self.form(row, &visit, day, form, &id)?;
        }
        Ok(())
    }

    /// Plans what a row says of a form, or of a row of a log.
    fn form(
        &mut self,
        row: &Row,
        visit: &VisitId,
        day: NaiveDate,
        columns: &FormColumns,
        id: &FormId,
    ) -> Result<(), ImportFault> {
        let Some(first) = first_given(columns, row) else {
            return Ok(());
        };
        let (study, record) = (self.file.study, self.record);
        let version = study.held(record, visit.as_str(), Some(id), day);
        let held = record.session(visit.as_str());
        if held.is_some_and(|session| session.withheld.contains_key(id)) {
            return Err(self.fault(row, first, ImportWrong::Hidden));
        }
        let there = || ImportWrong::NotThere {
            visit: visit.clone(),
        };
        let is_stored = held.is_some_and(|session| session.forms.contains_key(id));
        if visit.as_str() != rows::SESSION && !is_stored {
            let asked = version.forms_asked(held, visit.as_str());
            if !asked.contains(id) {
                return Err(self.fault(row, first, there()));
            }
        }
        let form = version.form(id.as_str());
        let form = form.ok_or_else(|| self.fault(row, first, there()))?;
        for (field, parts) in &columns.fields {
            let stray = parts.values().find(|at| !row.cell(**at).is_empty());
            if let Some(at) = stray.filter(|_| form.field(field.as_str()).is_none()) {
                return Err(self.fault(row, *at, there()));
            }
        }
        let setting = Setting::of(version.protocol.baseline == *visit, record.participant.sex);
        let mut cells: FormCells = held
            .and_then(|session| session.forms.get(id))
            .cloned()
            .unwrap_or_default();
        let mut given: BTreeMap<FieldId, Answer> = BTreeMap::new();
        for field in form.fields() {
            let Some(parts) = columns.fields.get(&field.id) else {
                continue;
            };
            let cell_of = |part: &Part| parts.get(part).map_or("", |at| row.cell(*at));
            let boxes = parts.iter().filter_map(|(part, at)| match part {
                Part::Box(code) => Some((code.as_str(), row.cell(*at))),
                _ => None,
            });
            let boxes: Vec<(&str, &str)> = boxes.collect();
            let target = Target {
                study: version,
                form,
                field,
                today: self.by.clock().date(),
            };
            let said = answer(target, cell_of, &boxes).map_err(|(part, what)| {
                let at = parts.get(&part).or_else(|| parts.values().next());
                self.fault(row, at.copied().unwrap_or(first), what)
            })?;
            given.extend(said.map(|said| (field.id.clone(), said)));
        }
        let differs = |field: &FieldId| {
            let stored = cells.get(field).and_then(Cell::stored);
            stored.is_some_and(|stored| given.get(field).is_some_and(|said| said != stored))
        };
        let sample = Sample::of(form, differs);
        let mut new: Vec<(FieldId, Answer)> = Vec::new();
        let mut notes = Vec::new();
        for field in form.fields() {
            let Some(parts) = columns.fields.get(&field.id) else {
                continue;
            };
            let cell_of = |part: &Part| parts.get(part).map_or("", |at| row.cell(*at));
            let shown = |answer: &Answer| shown(form, field, answer);
            let place = FieldPath {
                participant: record.participant.id.clone(),
                visit: visit.clone(),
                form: id.clone(),
                field: field.id.clone(),
            };
            if let Some(said) = given.get(&field.id) {
                let stored = cells.get(&field.id).and_then(Cell::stored).cloned();
                // Whether a row of the record was wrong is for those who keep it, and not for a file.
                let is_of_others = field.by_action && is_stored;
                let is_asked =
                    || !is_of_others && asked(version.scoring(), form, setting, &cells, field);
                let verdict = match &stored {
                    Some(stored) if stored == said => Verdict::Same,
                    Some(_) => Verdict::Differs,
                    None if is_asked() && sample.holds(field) => Verdict::Held,
                    None if is_asked() => Verdict::New,
                    None => Verdict::NotAsked,
                };
                if verdict != Verdict::Same
                    && let Some(time) = time_of(field, said)
                {
                    let on = day_of(form, field, &given, &cells).unwrap_or(day);
                    if on.and_time(time) > self.by.clock() {
                        let at = parts.get(&Part::Value).copied().unwrap_or(first);
                        let (day, time) = (on, Some(time));
                        return Err(self.fault(row, at, ImportWrong::InFuture { day, time }));
                    }
                }
                if verdict == Verdict::New {
                    cells.entry(field.id.clone()).or_default().answer = Some(said.clone());
                    new.push((field.id.clone(), said.clone()));
                }
                let old = stored.as_ref().map(shown).unwrap_or_default();
                self.tell(row.line, &place, "", (old, shown(said)), verdict);
            }
            let note = cell_of(&Part::Note);
            if !note.is_empty() {
                let stored = cells.get(&field.id).and_then(|cell| cell.note.clone());
                let verdict = match &stored {
                    Some(stored) if stored == note => Verdict::Same,
                    Some(_) => Verdict::Differs,
                    None => Verdict::New,
                };
                let told = (stored.unwrap_or_default(), note.to_owned());
                self.tell(row.line, &place, ".note", told, verdict);
                if verdict == Verdict::New {
                    notes.push(Event::Noted {
                        place,
                        text: note.to_owned(),
                    });
                }
            }
        }
        let line = self.file.table.line(row.line);
        let form = (&record.participant.id, visit, id);
        self.plan.fill(form, &new, line);
        let notes = notes.into_iter().map(|event| (event, line));
        self.plan.events.extend(notes);
        Ok(())
    }

    /// Adds a cell to the list.
    fn tell(
        &mut self,
        line: u32,
        place: &FieldPath,
        end: &str,
        told: (String, String),
        verdict: Verdict,
    ) {
        let line = self.file.table.line(line);
        let on = (self.record, self.by.language);
        self.plan.tell(on, (place, end), line, told, verdict);
    }
}

/// Returns the time that an answer of a field for times says.
fn time_of(field: &Field, answer: &Answer) -> Option<NaiveTime> {
    let text = (field.kind == FieldKind::Time).then(|| answer.as_text())?;
    NaiveTime::parse_from_str(text?, "%H:%M").ok()
}

/// Returns the day of a time: that of the last field for a date before it in the form.
fn day_of(
    form: &Instrument,
    time: &Field,
    given: &BTreeMap<FieldId, Answer>,
    cells: &FormCells,
) -> Option<NaiveDate> {
    let before = form.fields().take_while(|field| field.id != time.id);
    let dates = before.filter(|field| field.kind == FieldKind::Date);
    let date = dates.last()?;
    let stored = || cells.get(&date.id).and_then(Cell::stored);
    given.get(&date.id).or_else(stored)?.as_date()
}

/// Returns whether a row has the form: how far it is, or something in it.
fn is_given(form: &FormColumns, row: &Row) -> bool {
    let is_begun = form.complete.is_some_and(|at| !row.cell(at).is_empty());
    is_begun || first_given(form, row).is_some()
}

/// Returns the first column of a form in which something stands.
fn first_given(form: &FormColumns, row: &Row) -> Option<usize> {
    let all = form.fields.values().flat_map(|parts| parts.values());
    all.copied().filter(|at| !row.cell(*at).is_empty()).min()
}

/// Returns whether two texts are one number, such as 62 and 62.0.
fn is_same_number(a: &str, b: &str) -> bool {
    let number = |text: &str| text.parse::<Decimal>().ok();
    number(a).is_some_and(|a| number(b) == Some(a))
}

/// Returns a fact of the enrolment as the export writes it.
fn fact(who: &Participant, field: &str) -> String {
    match field {
        "id" => who.id.to_string(),
        "initials" => who.initials.clone(),
        "birth-year" => who.birth_year.to_string(),
        "sex" => who.sex.key().to_owned(),
        "diagnosis" => who.diagnosis.key().to_owned(),
        "weight" => who.weight_kg.to_string(),
        "enrolled-on" => who.enrolled_on.to_string(),
        _ => String::new(),
    }
}
