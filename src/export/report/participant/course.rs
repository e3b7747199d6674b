//! Who it is, how they took part, their visits, and whether they may take part.

use super::Told;
use crate::domain::course::eligibility;
use crate::domain::record::signature::is_signed;
use crate::export::report::page::{cell, left, table};
use crate::text::report::{ReportLabel as L, ReportLine};
use maud::{Markup, html};

/// Names and facts of the enrolment.
pub(super) fn who(person: &Told<'_>) -> Markup {
    let who = &person.record.participant;
    let language = person.language;
    let facts: [(L, String); 7] = [
        (L::Participant, who.id.to_string()),
        (L::Initials, who.initials.clone()),
        (L::BirthYear, who.birth_year.to_string()),
        (L::Sex, language.report_sex(who.sex).to_owned()),
        (
            L::Diagnosis,
            language.report_diagnosis(who.diagnosis).to_owned(),
        ),
        (L::Weight, format!("{} kg", who.weight_kg)),
        (L::Enrolled, who.enrolled_on.to_string()),
    ];
    let status = language.status_name(person.record.statuses.name());
    html! {
        dl.facts {
            @for (name, value) in facts { dt { (person.label(name)) } dd { (value) } }
            dt { (person.label(L::Status)) } dd { (status) }
        }
    }
}

/// What was said of the participation, and the visits.
pub(super) fn course(person: &Told<'_>) -> Markup {
    let language = person.language;
    let said = person.record.statuses.said();
    let columns = [
        L::Visit,
        L::Planned,
        L::Held,
        L::Window,
        L::Forms,
        L::Signed,
    ];
    let rows: Vec<Vec<Markup>> = person
        .story
        .stops
        .iter()
        .map(|stop| {
            let session = person.record.session(stop.planned.visit.as_str());
            let planned = stop.planned.has_known_window && stop.planned.is_planned;
            let held = stop.planned.state.date();
            let (done, all) = stop.forms;
            let forms = person.line(&ReportLine::Of(done.into(), all.into()));
            let signed = session.map(|own| is_signed(&person.record.participant.id, own));
            let signed = signed.map(|yes| person.label(if yes { L::Yes } else { L::No }));
            vec![
                html! {
                    (stop.label)
                    @if let Some(words) = &stop.words { ": " (words) }
                },
                cell(match planned {
                    true => stop.planned.target.to_string(),
                    false => String::new(),
                }),
                cell(held.map(|day| day.to_string()).unwrap_or_default()),
                cell(language.timing(stop.timing)),
                cell(if session.is_some() {
                    forms
                } else {
                    String::new()
                }),
                cell(signed.unwrap_or_default()),
            ]
        })
        .collect();
    html! {
        @if !said.is_empty() {
            ul {
                @for said in said {
                    li { (language.status_since(said.day, &said.status, &said.words)) }
                }
            }
        }
        @if let Some(owed) = &person.story.consent_owed {
            p.note { (language.consent_owed(owed)) }
        }
        (table(None, &left(columns.map(|label| person.label(label))), &rows, false))
    }
}

/// The criteria; none where the study asks for none.
pub(super) fn eligibility(person: &Told<'_>) -> Option<Markup> {
    let judged = eligibility::judge(person.study, person.record)?;
    let language = person.language;
    let rows: Vec<Vec<Markup>> = judged
        .criteria
        .iter()
        .map(|criterion| {
            vec![
                cell(&criterion.label),
                cell(language.report_finding(criterion.finding)),
            ]
        })
        .collect();
    let consent = judged.consent.map(|day| day.to_string());
    let columns = left([L::Criterion, L::Finding].map(|label| person.label(label)));
    Some(html! {
        p { strong { (language.report_eligibility(judged.state())) }
            @if let Some(day) = consent { " · " (person.label(L::Consent)) " " (day) }
            @if let Some(reason) = &judged.exception { " · " (reason) }
        }
        (table(None, &columns, &rows, false))
    })
}
