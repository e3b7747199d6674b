//! Doses, infusions, drugs and adverse events on one axis of days.

use super::Told;
use crate::domain::views::timeline::lane::{Lane, LaneKind, Span};
use crate::export::report::charts::timeaxis::{Row, Shape, Stretch, TimeAxis, draw, size};
use crate::export::report::page::{Figure, cell, left, note, table};
use crate::text::report::{ReportLabel as L, ReportLine};
use maud::{Markup, html};

/// Figure and table; none where nothing is entered.
pub(super) fn treatment(person: &Told<'_>) -> Option<Markup> {
    let lanes = &person.story.lanes;
    if lanes.is_empty() {
        return None;
    }
    let columns = [L::What, L::From, L::To, L::Value, L::Grade, L::Serious];
    let rows: Vec<Vec<Markup>> = lanes
        .iter()
        .flat_map(|lane| lane.spans.iter().map(move |span| row(person, lane, span)))
        .collect();
    Some(html! {
        (figure(person).markup())
        (note(person.label(L::AxisMethod)))
        (table(None, &left(columns.map(|label| person.label(label))), &rows, false))
    })
}

fn row(person: &Told<'_>, lane: &Lane, span: &Span) -> Vec<Markup> {
    let language = person.language;
    let from = span.from.as_ref().map(|from| language.moment(from));
    let to = span.to.as_ref().map(|to| language.moment(to));
    let serious = person.label(if span.serious { L::Yes } else { L::No });
    let is_event = lane.kind == LaneKind::Event;
    vec![
        cell(language.lane(&lane.name)),
        cell(from.unwrap_or_else(|| person.label(L::Blank).to_owned())),
        cell(to.unwrap_or_else(|| person.label(L::GoesOn).to_owned())),
        cell(language.span(&span.what)),
        cell(
            span.grade
                .map(|grade| grade.to_string())
                .unwrap_or_default(),
        ),
        cell(if is_event { serious } else { "" }),
    ]
}

fn figure(person: &Told<'_>) -> Figure {
    let axis = &person.story.axis;
    let rows: Vec<Row> = person
        .story
        .lanes
        .iter()
        .flat_map(|lane| {
            let name = person.language.lane(&lane.name);
            // Events overlap: each has a row of its own.
            match lane.kind {
                LaneKind::Event => lane
                    .spans
                    .iter()
                    .map(|span| Row {
                        name: person.language.span(&span.what),
                        spans: vec![stretch(person, lane, span)],
                    })
                    .collect(),
                LaneKind::Infusion | LaneKind::Glucocorticoid | LaneKind::Drug => vec![Row {
                    name,
                    spans: lane
                        .spans
                        .iter()
                        .map(|span| stretch(person, lane, span))
                        .collect(),
                }],
            }
        })
        .collect();
    let count = rows.len().to_string();
    let drawn = TimeAxis {
        days: (axis.day(axis.from), axis.day(axis.to)),
        named: person.named_days(),
        rows,
    };
    let title = person.label(L::Treatment).to_owned();
    Figure {
        id: "time-axis".to_owned(),
        about: person.line(&ReportLine::Described {
            what: person.label(L::AxisMethod),
            numbers: &count,
        }),
        title,
        size: size(&drawn),
        drawing: draw(&drawn),
    }
}

fn stretch(person: &Told<'_>, lane: &Lane, span: &Span) -> Stretch {
    let axis = &person.story.axis;
    let first = axis.day(axis.from);
    let (pattern, words) = match lane.kind {
        LaneKind::Infusion => (0, String::new()),
        LaneKind::Glucocorticoid => (
            4,
            span.dose
                .map_or_else(|| "?".to_owned(), |dose| format!("{} mg", dose.rounded(1))),
        ),
        LaneKind::Drug => (2, person.language.span(&span.what)),
        LaneKind::Event => (
            0,
            span.grade
                .map(|grade| person.line(&ReportLine::GradeOf(grade)))
                .unwrap_or_default(),
        ),
    };
    Stretch {
        from: span
            .from
            .as_ref()
            .map_or(first, |from| axis.day(from.earliest)),
        to: span.to.as_ref().map(|to| axis.day(to.latest)),
        shape: match lane.kind {
            LaneKind::Infusion => Shape::Diamond {
                hollow: span.withheld,
            },
            LaneKind::Glucocorticoid | LaneKind::Drug | LaneKind::Event => Shape::Bar {
                pattern,
                thick: span.serious,
            },
        },
        words,
    }
}
