//! The page of a patient: one sheet in plain words, without verdicts.

use super::charts::bars::{Bar, Bars, draw, size};
use super::page::{Figure, Page, cell, note, numbers, page, section, table};
use super::participant::Told;
use crate::domain::base::measured::Measured;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::study::schedule::VisitState;
use crate::domain::views::timeline::lane::LaneKind;
use crate::domain::views::timeline::track::Track;
use crate::text::report::{ReportLabel as L, ReportLine};
use maud::{Markup, html};

/// The measures that a patient is told, in this order, with their headings.
const TOLD: [(Measure, L); 4] = [
    (Measure::Mmt, L::PatientStrength),
    (Measure::Haq, L::PatientFunction),
    (Measure::Ptga, L::PatientOwn),
    (Measure::Phga, L::PatientPhysician),
];

/// Returns the whole page.
pub(super) fn text(person: &Told<'_>) -> String {
    let heading = person.label(L::PatientTitle);
    let line = ReportLine::PatientFor(person.id(), person.context.today());
    let body = match person.record.statuses.is_void() {
        true => note(person.label(L::PatientNothing)),
        false => body(person),
    };
    page(
        person.context,
        &Page {
            running: person.id(),
            heading,
            kind: &person.line(&line),
            body,
        },
    )
}

fn track<'a>(person: &'a Told<'_>, measure: Measure) -> Option<&'a Track> {
    let mut tracks = person.story.measures.iter();
    tracks.find(|track| track.measure() == Some(measure))
}

fn body(person: &Told<'_>) -> Markup {
    let told = |measure: Measure| html! { p { (said(person, measure)) } };
    let figure = figure(person);
    html! { div.sheet {
        p { (person.label(L::PatientAbout)) }
        div.cards {
            (section("strength", person.label(L::PatientStrength), false, &told(Measure::Mmt)))
            (section("function", person.label(L::PatientFunction), false, &told(Measure::Haq)))
        }
        (section("activity", person.label(L::PatientActivity), false, &html! {
            (told(Measure::Ptga)) (told(Measure::Phga))
        }))
        @if let Some(figure) = figure { (figure) }
        div.cards {
            (section("medicines", person.label(L::PatientMedicines), false, &medicines(person)))
            (section("next", person.label(L::PatientNext), false, &next(person)))
        }
        p { strong { (person.label(L::PatientQuestions)) } }
    } }
}

/// Returns the first and the last value of a track, where they are seen.
fn ends(track: &Track) -> (Option<Measured>, Option<Measured>) {
    (track.baseline, track.last.map(|last| last.value))
}

fn said(person: &Told<'_>, measure: Measure) -> String {
    let Some(track) = track(person, measure) else {
        return person.label(L::PatientNothing).to_owned();
    };
    if track.is_hidden() {
        return person.label(L::PatientHidden).to_owned();
    }
    let most = track
        .limits
        .1
        .map_or_else(String::new, |most| most.rounded(0));
    match ends(track) {
        (Some(first), Some(last)) => person.line(&ReportLine::PatientScore {
            measure,
            first: &track.shown(first),
            last: &track.shown(last),
            most: &most,
            direction: track.direction(),
        }),
        (Some(only), None) | (None, Some(only)) => person.line(&ReportLine::PatientOnce {
            measure,
            value: &track.shown(only),
            most: &most,
        }),
        (None, None) => person.label(L::PatientNothing).to_owned(),
    }
}

/// The scores at both visits as bars in percent of the most, with their table.
fn figure(person: &Told<'_>) -> Option<Markup> {
    let mut bars = Vec::new();
    let mut rows: Vec<Vec<Markup>> = Vec::new();
    let mut told = Vec::new();
    for (measure, label) in TOLD {
        let seen = track(person, measure).filter(|track| !track.is_hidden());
        let Some((track, most)) = seen.and_then(|track| Some((track, track.limits.1?))) else {
            continue;
        };
        let (first, last) = ends(track);
        let mut row = vec![cell(person.label(label))];
        for (value, visit) in [(first, L::PatientFirst), (last, L::PatientLatest)] {
            let Some(value) = value else {
                row.push(cell("–"));
                continue;
            };
            let shown = track.shown(value);
            told.push(format!("{} {shown}", person.label(label)));
            row.push(cell(&shown));
            let is_first = visit == L::PatientFirst;
            let part = value.number().percent_of(most).ok();
            bars.push(Bar {
                name: match is_first || first.is_none() {
                    true => person.label(short(measure)).to_owned(),
                    false => String::new(),
                },
                parts: if is_first {
                    vec![part, None]
                } else {
                    vec![None, part]
                },
                end: shown,
            });
        }
        row.push(cell(most.rounded(0)));
        rows.push(row);
    }
    if bars.is_empty() {
        return None;
    }
    let title = person.label(L::PatientFigure).to_owned();
    let drawn = Bars {
        key: [L::PatientFirst, L::PatientLatest]
            .map(|label| person.label(label).to_owned())
            .to_vec(),
        bars,
        most: Exact::int(100),
        row: 22,
        told: false,
        steps: Vec::new(),
    };
    let figure = Figure {
        id: "scores".to_owned(),
        about: person.line(&ReportLine::Described {
            what: &title,
            numbers: &told.join(", "),
        }),
        title,
        size: size(&drawn),
        drawing: draw(&drawn),
    };
    let columns = [L::PatientFirst, L::PatientLatest, L::PatientMost];
    let columns = numbers(
        person.label(L::PatientScore),
        columns.map(|label| person.label(label)),
    );
    Some(html! {
        (figure.markup())
        (note(person.label(L::PatientPercent)))
        (table(None, &columns, &rows, false))
    })
}

fn short(measure: Measure) -> L {
    match measure {
        Measure::Mmt => L::PatientShortStrength,
        Measure::Haq => L::PatientShortFunction,
        Measure::Ptga => L::PatientShortOwn,
        Measure::Phga | Measure::Enzyme | Measure::Extramuscular => L::PatientShortPhysician,
    }
}

fn medicines(person: &Told<'_>) -> Markup {
    let today = person.context.today();
    let mut told = Vec::new();
    for lane in &person.story.lanes {
        match lane.kind {
            LaneKind::Infusion => {
                let given = lane.spans.iter().filter(|span| !span.withheld).count();
                told.push(person.line(&ReportLine::PatientInfusions(given)));
            }
            LaneKind::Glucocorticoid | LaneKind::Drug => {
                let now = lane.spans.iter().rfind(|span| {
                    let begun = span.from.as_ref().is_none_or(|from| from.earliest <= today);
                    begun && span.to.as_ref().is_none_or(|to| to.latest >= today)
                });
                told.extend(now.map(|span| {
                    let name = person.language.lane(&lane.name);
                    let dose = person.language.span(&span.what);
                    person.line(&ReportLine::PatientMedicine(&name, &dose))
                }));
            }
            LaneKind::Event => {}
        }
    }
    html! {
        @if told.is_empty() { p { (person.label(L::PatientNoMedicine)) } }
        @else { ul { @for words in told { li { (words) } } } }
    }
}

fn next(person: &Told<'_>) -> Markup {
    let today = person.context.today();
    let next = person.story.stops.iter().find(|stop| {
        let planned = &stop.planned;
        let to_come = match planned.state {
            VisitState::Due
            | VisitState::Early { .. }
            | VisitState::Ahead
            | VisitState::Late { .. } => true,
            VisitState::Done { .. }
            | VisitState::Open { .. }
            | VisitState::Missed
            | VisitState::Closed { .. }
            | VisitState::Removed { .. } => false,
        };
        to_come && planned.is_planned && planned.has_known_window && planned.to >= today
    });
    match next {
        None => html! { p { (person.label(L::PatientNoVisit)) } },
        Some(stop) => html! {
            p {
                (person.line(&ReportLine::PatientVisit {
                    label: &stop.label,
                    from: stop.planned.from.max(today),
                    to: stop.planned.to,
                }))
            }
        },
    }
}
