//! Values that are missing for a reason, values that were kept against a check, and what is hidden.

use super::Told;
use crate::domain::base::answer::Answer;
use crate::domain::base::ids::{FieldId, FormId};
use crate::domain::record::session::{Cell, Session};
use crate::export::report::page::{cell, left, note, table};
use crate::text::report::{ReportLabel as L, ReportLine};
use maud::{Markup, html};

/// Most rows of a table.
const MOST: usize = 400;

type Place<'a> = (&'a Session, &'a FormId, &'a FieldId, &'a Cell);

fn cells<'a>(person: &Told<'a>) -> impl Iterator<Item = Place<'a>> {
    let mut sessions: Vec<&'a Session> = person.record.sessions.values().collect();
    // What is kept beside the visits has no place among them, and comes first.
    sessions.sort_by_key(|session| person.story.place(&session.visit));
    sessions.into_iter().flat_map(|session| {
        session.forms.iter().flat_map(move |(form, cells)| {
            let cells = cells.iter();
            cells.map(move |(field, cell)| (session, form, field, cell))
        })
    })
}

/// Returns visit, form and field in words.
fn named(person: &Told<'_>, (session, form, field, _): Place<'_>) -> Vec<Markup> {
    let stops = &person.story.stops;
    let stop = stops
        .iter()
        .find(|stop| stop.planned.visit == session.visit);
    let known = person.study.of(session).form(form.as_str());
    let label = known.and_then(|form| form.field(field.as_str()));
    vec![
        cell(stop.map_or_else(|| "–".to_owned(), |stop| stop.label.clone())),
        cell(known.map_or(form.as_str(), |form| form.title.as_str())),
        cell(label.map_or(field.as_str(), |field| field.label.as_str())),
    ]
}

fn listed(person: &Told<'_>, columns: &[L], rows: &[Vec<Markup>]) -> Option<Markup> {
    if rows.is_empty() {
        return None;
    }
    let shown = rows.get(..rows.len().min(MOST)).unwrap_or_default();
    let columns = left(columns.iter().map(|label| person.label(*label)));
    Some(html! {
        (table(None, &columns, shown, false))
        @if shown.len() < rows.len() {
            (note(&person.line(&ReportLine::Of(shown.len() as u64, rows.len() as u64))))
        }
    })
}

/// Missing values with their reasons, and forms that are hidden.
pub(super) fn missing(person: &Told<'_>) -> Option<Markup> {
    let rows: Vec<Vec<Markup>> = cells(person)
        .filter_map(|place| {
            let Some(Answer::Missing { reason, text }) = place.3.stored() else {
                return None;
            };
            let mut row = named(person, place);
            let reason = person.reason(reason);
            row.push(cell(match text {
                Some(text) => format!("{reason}: {text}"),
                None => reason,
            }));
            Some(row)
        })
        .collect();
    let hidden: Vec<String> = person
        .held()
        .flat_map(|(_, stop, session)| {
            session.withheld.keys().map(|form| {
                let known = person.study.of(session).form(form.as_str());
                person.line(&ReportLine::HiddenForm {
                    form: known.map_or(form.as_str(), |form| form.title.as_str()),
                    visit: &stop.label,
                })
            })
        })
        .collect();
    let rows = listed(person, &[L::Visit, L::Form, L::Field, L::Reason], &rows);
    if hidden.is_empty() {
        return rows;
    }
    Some(html! {
        @if let Some(rows) = rows { (rows) }
        ul.note { @for words in hidden { li { (words) } } }
    })
}

/// Values that were kept against a check, with the reason.
pub(super) fn kept(person: &Told<'_>) -> Option<Markup> {
    let rows: Vec<Vec<Markup>> = cells(person)
        .flat_map(|place| {
            place.3.kept.iter().map(move |(rule, reason)| {
                let mut row = named(person, place);
                row.push(cell(place.3.stored().map(shown).unwrap_or_default()));
                let reasons = &person.study.of(place.0).protocol.keep_reasons;
                let known = reasons.iter().find(|known| known.code == *reason);
                let words = known.map_or(reason.as_str(), |known| known.label.as_str());
                row.push(html! { (words) " (" (rule) ")" });
                row
            })
        })
        .collect();
    listed(
        person,
        &[L::Visit, L::Form, L::Field, L::Value, L::Reason],
        &rows,
    )
}

fn shown(answer: &Answer) -> String {
    match answer {
        Answer::Value { value, unit } => {
            let unit = unit.as_deref().unwrap_or_default();
            format!("{value} {unit}").trim_end().to_owned()
        }
        Answer::Missing { reason, .. } => reason.clone(),
    }
}
