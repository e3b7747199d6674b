//! The tables of what stands beside the answers: queries, and what is stored and not by the rules.

use super::Rows;
use super::columns::{PARTICIPANT, Put, VISIT, codes, participant, table, visit};
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::record::query::State;
use crate::domain::record::session::{Cell as Answered, Session};
use crate::export::exporter::Fault;
use crate::export::person::Person;
use crate::export::table::{Cell, Column, Kind, Table};

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
                    Cell::count(query.id),
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
                Cell::count(cell.seq),
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
        Answer::Value { value, unit } => match unit {
            Some(unit) => format!("{value} {unit}"),
            None => value.to_string(),
        },
        Answer::Missing { reason, text } => match text {
            Some(text) => format!("{reason}: {text}"),
            None => reason.clone(),
        },
    }
}
