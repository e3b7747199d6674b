//! The six measures over time, with the values from which on they count as improved and as worse.

use super::Told;
use crate::domain::base::measured::{Amount, Measured};
use crate::domain::base::ratio::Exact;
use crate::domain::views::timeline::track::{Subject, Track};
use crate::export::report::charts::lines::{Curve, Lines, draw};
use crate::export::report::page::{Figure, Side, cell, note, table};
use crate::text::report::{ReportLabel as L, ReportLine};
use maud::{Markup, html};

const SIZE: (i64, i64) = (330, 180);

/// Figures and table; none before any value.
pub(super) fn measures(person: &Told<'_>) -> Option<Markup> {
    let tracks = &person.story.measures;
    person.held().next()?;
    let figures = tracks.iter().filter_map(|track| figure(person, track));
    let figures: Vec<Markup> = figures.map(|figure| figure.markup()).collect();
    Some(html! {
        @if !figures.is_empty() {
            div.grid { @for figure in &figures { (figure) } }
            (note(person.label(L::ThresholdMethod)))
        }
        (numbers(person))
    })
}

/// Returns the name of a track.
pub(super) fn name(person: &Told<'_>, track: &Track) -> String {
    match track.subject {
        Subject::Measure(measure, enzyme) => person.language.report_measure(measure, enzyme),
        Subject::Quality(_) => person.language.track(&track.subject),
    }
}

fn figure(person: &Told<'_>, track: &Track) -> Option<Figure> {
    if track.is_hidden() {
        return None;
    }
    let values: Vec<(i64, Measured, String)> = person
        .held()
        .filter_map(|(place, stop, _)| {
            let value = track.values.get(place)?.measured()?;
            let day = person.story.axis.day(stop.date());
            Some((day, value, stop.label.clone()))
        })
        .collect();
    let (low, mut high) = track.range()?;
    let (improved, worse) = track.thresholds();
    if track.limits.1.is_none() {
        let most = [improved, worse].into_iter().flatten().chain([high]).max();
        high = most.unwrap_or(high);
        high = high.times(Exact::fraction(11, 10).ok()?).unwrap_or(high);
    }
    let name = name(person, track);
    let title = person.line(&ReportLine::MeasureFigure {
        name: &name,
        rises: track.rises(),
    });
    let told: Vec<String> = values
        .iter()
        .map(|(_, value, visit)| format!("{visit} {}", track.shown_whole(*value)))
        .collect();
    let about = person.line(&ReportLine::Described {
        what: &title,
        numbers: &told.join(", "),
    });
    let lines = Lines {
        days: person.days(),
        named: person.short_days(),
        range: (low, high),
        curves: vec![Curve {
            name: String::new(),
            points: values
                .iter()
                .map(|(day, value, _)| (*day, *value))
                .collect(),
            words: values
                .iter()
                .map(|(_, value, _)| track.shown(*value))
                .collect(),
        }],
        thresholds: (improved, worse),
        doubles: false,
        size: SIZE,
    };
    Some(Figure {
        id: format!("measure-{}", track.key()),
        title,
        about,
        size: SIZE,
        drawing: draw(&lines),
    })
}

fn numbers(person: &Told<'_>) -> Markup {
    let mut columns = vec![(person.label(L::Measure).to_owned(), Side::Left)];
    columns.extend(
        person
            .held()
            .map(|(_, stop, _)| (stop.label.clone(), Side::Right)),
    );
    for label in [L::Change, L::ImprovedAt, L::WorseAt] {
        columns.push((person.label(label).to_owned(), Side::Right));
    }
    let rows: Vec<Vec<Markup>> = person
        .story
        .measures
        .iter()
        .map(|track| {
            let mut row = vec![cell(name(person, track))];
            row.extend(person.held().map(|(place, ..)| {
                let reading = track.values.get(place);
                reading.map_or_else(|| cell(""), |reading| person.reading(track, reading))
            }));
            let hidden = track.is_hidden();
            row.push(match hidden {
                true => cell(person.label(L::Hidden)),
                false => change(track),
            });
            let (improved, worse) = match hidden {
                true => (None, None),
                false => track.thresholds(),
            };
            for threshold in [improved, worse] {
                row.push(html! {
                    @if let Some(value) = threshold { (track.shown_whole(value)) }
                });
            }
            row
        })
        .collect();
    table(None, &columns, &rows, false)
}

/// Returns last minus baseline with its sign.
fn change(track: &Track) -> Markup {
    match track.difference() {
        None => cell("–"),
        Some(Amount::Is(number)) => {
            let sign = if number.is_positive() { "+" } else { "" };
            let shown = track.shown_whole(number.magnitude());
            let sign = if number.is_negative() { "−" } else { sign };
            html! { data value=(number) { (sign) (shown) } }
        }
        Some(amount @ Amount::Between(_)) => {
            let mut text = String::new();
            amount.write_exact(&mut text);
            cell(text)
        }
    }
}
