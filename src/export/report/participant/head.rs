//! Signatures, and the entry as of which all this is.

use super::Told;
use crate::domain::record::signature::{moment, standing};
use crate::export::report::page::{cell, left, table};
use crate::text::report::ReportLabel as L;
use maud::{Markup, html};

/// Signatures on the visits; none where nobody signed.
pub(super) fn signatures(person: &Told<'_>) -> Option<Markup> {
    let id = &person.record.participant.id;
    let mut rows: Vec<Vec<Markup>> = Vec::new();
    for (_, stop, session) in person.held() {
        let stands: Vec<u64> = standing(id, session)
            .map(|signature| signature.seq)
            .collect();
        for signature in &session.signatures {
            let label = match stands.contains(&signature.seq) {
                true => L::Yes,
                false => L::Void,
            };
            rows.push(vec![
                cell(&stop.label),
                html! { (signature.name) ", " (signature.role) },
                cell(person.language.report_meaning(signature.meaning)),
                cell(moment(signature.at)),
                cell(signature.seq.to_string()),
                cell(person.label(label)),
            ]);
        }
    }
    if rows.is_empty() {
        return None;
    }
    let columns = [L::Visit, L::By, L::Meaning, L::At, L::Entry, L::Stands];
    Some(table(
        None,
        &left(columns.map(|label| person.label(label))),
        &rows,
        false,
    ))
}

/// The head of the record.
pub(super) fn head(person: &Told<'_>) -> Markup {
    let as_of = &person.context.as_of;
    html! {
        dl.facts.wide {
            dt { (person.label(L::Entry)) } dd { (as_of.seq) }
            dt { (person.label(L::Hash)) } dd.hash { (as_of.hash) }
            dt { (person.label(L::At)) } dd { (moment(as_of.at)) }
            dt { (person.label(L::Study)) } dd { (person.study.protocol.id) }
            dt { (person.label(L::Version)) } dd { (person.study.number) }
            dt { (person.label(L::Program)) } dd { (person.context.program) }
        }
    }
}
