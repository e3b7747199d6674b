//! How participants went through the trial, as a diagram and as a table.

use super::Whole;
use crate::export::report::charts::flow::{Flow, draw, size};
use crate::export::report::page::{Figure, cell, note, numbers, table};
use crate::text::report::{ReportLabel as L, ReportLine};
use maud::{Markup, html};

/// Diagram and table.
pub(super) fn flow(whole: &Whole<'_>) -> Markup {
    let flow = &whole.overview.flow;
    let form = whole.context.study.eligibility();
    let reasons: Vec<String> = flow
        .failed_by
        .iter()
        .map(|(field, count)| {
            let known = form.and_then(|form| form.field(field.as_str()));
            let label = known.map_or(field.as_str(), |field| field.label.as_str());
            whole.line(&ReportLine::FailedCriterion {
                label,
                count: *count,
            })
        })
        .collect();
    let named = |label: L, count: u32| format!("{}: {count}", whole.label(label));
    let aside = vec![
        named(L::ScreenFailed, flow.failed),
        named(L::LeftBefore, flow.left_before),
        named(L::InScreening, flow.screening),
    ];
    let not_treated = flow.entered.saturating_sub(flow.treated);
    let counts = [
        (L::GoingOn, flow.going_on),
        (L::Stopped, flow.stopped),
        (L::Withdrawn, flow.withdrawn),
        (L::Lost, flow.lost),
        (L::Died, flow.died),
        (L::Completed, flow.completed),
    ];
    let ends = counts.map(|(label, count)| vec![whole.label(label).to_owned(), count.to_string()]);
    let drawn = Flow {
        steps: vec![
            (vec![named(L::Screened, flow.screened)], Some(aside)),
            (
                vec![named(L::Entered, flow.entered)],
                Some(vec![named(L::NotTreated, not_treated)]),
            ),
            (vec![named(L::Treated, flow.treated)], None),
        ],
        ends: ends.to_vec(),
    };
    let rows = [
        (L::ByMistake, flow.void),
        (L::Screened, flow.screened),
        (L::ScreenFailed, flow.failed),
        (L::LeftBefore, flow.left_before),
        (L::InScreening, flow.screening),
        (L::Entered, flow.entered),
        (L::NotTreated, not_treated),
        (L::Treated, flow.treated),
    ];
    let rows = rows.into_iter().chain(counts);
    let told: Vec<String> = rows
        .clone()
        .map(|(label, count)| named(label, count))
        .collect();
    let rows: Vec<Vec<Markup>> = rows
        .map(|(label, count)| vec![cell(whole.label(label)), cell(count.to_string())])
        .collect();
    let title = whole.label(L::Flow).to_owned();
    let figure = Figure {
        id: "consort".to_owned(),
        about: whole.line(&ReportLine::Described {
            what: &title,
            numbers: &told.join(", "),
        }),
        title,
        size: size(&drawn),
        drawing: draw(&drawn),
    };
    html! {
        (figure.markup())
        (note(whole.label(L::FlowMethod)))
        @if !reasons.is_empty() {
            ul.note { @for reason in reasons { li { (reason) } } }
        }
        (table(None, &numbers(whole.label(L::Step), [whole.label(L::Count)]), &rows, false))
    }
}
