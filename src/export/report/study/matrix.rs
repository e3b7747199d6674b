//! Participants by visits.

use super::{Whole, some};
use crate::domain::views::overview::{Cell, Standing};
use crate::export::report::page::{cell, left, note, table};
use crate::text::report::{ReportLabel as L, ReportLine};
use maud::{Markup, html};

/// Most rows.
const MOST: usize = 500;

/// The table; none without anybody.
pub(super) fn matrix(whole: &Whole<'_>) -> Option<Markup> {
    let overview = &whole.overview;
    if overview.people.is_empty() {
        return None;
    }
    let language = whole.context.language;
    let visits = overview.columns(&whole.context.study);
    let mut columns = vec![
        whole.label(L::Participant).to_owned(),
        whole.label(L::Status).to_owned(),
    ];
    columns.extend(visits.iter().map(|listed| listed.visit.label.clone()));
    let people = some(&overview.people, MOST);
    let rows: Vec<Vec<Markup>> = people
        .iter()
        .map(|person| {
            let mut row = vec![
                cell(person.id.as_str()),
                cell(language.status_name(person.status)),
            ];
            row.extend(visits.iter().map(|listed| {
                let mut cells = person.cells.iter();
                let own = cells.find(|own| own.visit == listed.visit.id);
                own.map_or_else(|| cell(""), |own| stands(whole, own))
            }));
            row
        })
        .collect();
    Some(html! {
        (table(None, &left(columns), &rows, false))
        (note(whole.label(L::MatrixMethod)))
        @if people.len() < overview.people.len() {
            (note(&whole.line(&ReportLine::Shown { shown: people.len(), of: overview.people.len() })))
        }
    })
}

fn stands(whole: &Whole<'_>, own: &Cell) -> Markup {
    let word = whole.context.language.report_standing(own.standing);
    let forms = own.standing == Standing::Begun;
    html! {
        (sign(own.standing)) " " (word)
        @if forms { " " (own.complete) "/" (own.forms) }
        @if own.off > 0 { " (+" (own.off) ")" }
        @if own.off < 0 { " (−" (own.off.unsigned_abs()) ")" }
    }
}

/// A sign that is told apart without colours.
fn sign(standing: Standing) -> &'static str {
    match standing {
        Standing::Done => "●",
        Standing::Begun => "◐",
        Standing::Due => "◇",
        Standing::Overdue => "◆",
        Standing::Missed => "✕",
        Standing::Ahead => "○",
        Standing::Closed => "–",
    }
}
