//! The verdict of each visit, with the points of each measure.

use super::Told;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::verdict::response::Category;
use crate::domain::views::timeline::Stop;
use crate::export::report::charts::bars::{Bar, Bars, ROW, draw, size};
use crate::export::report::page::{Figure, cell, numbers, table};
use crate::text::report::{ReportLabel as L, ReportLine};
use maud::{Markup, html};

/// Figure and tables; none before a visit is judged.
pub(super) fn verdicts(person: &Told<'_>) -> Option<Markup> {
    let judged: Vec<&Stop> = person
        .held()
        .map(|(_, stop, _)| stop)
        .filter(|stop| stop.verdict.is_some())
        .collect();
    if judged.is_empty() {
        return None;
    }
    let figure = figure(person, &judged).map(|figure| figure.markup());
    Some(html! {
        @if let Some(figure) = figure { (figure) }
        (points(person, &judged))
        (remarks(person, &judged))
    })
}

fn figure(person: &Told<'_>, judged: &[&Stop]) -> Option<Figure> {
    let seen: Vec<Bar> = judged
        .iter()
        .filter_map(|stop| {
            let verdict = stop.seen_verdict()?;
            let part = |measure: Measure| {
                let points = verdict.tis.points.get(measure).as_ref()?;
                Some(Exact::from_decimal(points.to_decimal()))
            };
            Some(Bar {
                name: stop.label.clone(),
                parts: Measure::ALL.into_iter().map(part).collect(),
                end: total(person, stop),
            })
        })
        .collect();
    if seen.is_empty() {
        return None;
    }
    let population = person.study.protocol.population;
    let steps = [Category::Minimal, Category::Moderate, Category::Major].map(|category| {
        let least = Exact::from_decimal(category.threshold(population).to_decimal());
        (least, person.language.category(category).to_owned())
    });
    let key = Measure::ALL.map(|measure| person.language.measure(measure).to_owned());
    let told: Vec<String> = seen
        .iter()
        .map(|bar| {
            person.line(&ReportLine::PointsAt {
                visit: &bar.name,
                total: &bar.end,
            })
        })
        .collect();
    let title = person.label(L::Points).to_owned();
    let bars = Bars {
        key: key.to_vec(),
        bars: seen,
        most: Exact::int(100),
        row: ROW,
        told: true,
        steps: steps.to_vec(),
    };
    Some(Figure {
        id: "points".to_owned(),
        about: person.line(&ReportLine::Described {
            what: &title,
            numbers: &told.join("; "),
        }),
        title,
        size: size(&bars),
        drawing: draw(&bars),
    })
}

/// Returns the total of a visit, its ends while it is not decided, or that it is hidden.
fn total(person: &Told<'_>, stop: &Stop) -> String {
    let Some(verdict) = stop.seen_verdict() else {
        return person.label(L::Hidden).to_owned();
    };
    match verdict.tis.total {
        Some(total) => total.to_string(),
        None => person.line(&ReportLine::Between(
            &verdict.tis.low.to_string(),
            &verdict.tis.high.to_string(),
        )),
    }
}

fn points(person: &Told<'_>, judged: &[&Stop]) -> Markup {
    let language = person.language;
    let each = |of: &dyn Fn(&Stop) -> String| -> Vec<Markup> {
        judged
            .iter()
            .map(|stop| match stop.verdict_hidden {
                true => cell(person.label(L::Hidden)),
                false => cell(of(stop)),
            })
            .collect()
    };
    let mut rows: Vec<Vec<Markup>> = Vec::new();
    let mut add = |name: String, cells: Vec<Markup>| {
        let mut row = vec![cell(name)];
        row.extend(cells);
        rows.push(row);
    };
    for measure in Measure::ALL {
        let of = |stop: &Stop| {
            let verdict = stop.seen_verdict();
            let points = verdict.and_then(|verdict| *verdict.tis.points.get(measure));
            points.map_or_else(|| "–".to_owned(), |points| points.to_string())
        };
        add(language.measure(measure).to_owned(), each(&of));
    }
    add(
        person.label(L::Total).to_owned(),
        each(&|stop| total(person, stop)),
    );
    add(
        person.label(L::Category).to_owned(),
        each(&|stop| {
            let category = stop.seen_verdict().and_then(|verdict| verdict.tis.category);
            category
                .map_or("–", |category| language.category(category))
                .to_owned()
        }),
    );
    let judgement = |said: Option<_>| said.map_or("–", |said| language.judgement(said)).to_owned();
    add(
        person.label(L::Imacs).to_owned(),
        each(&|stop| judgement(stop.imacs())),
    );
    add(
        person.label(L::Registered).to_owned(),
        each(&|stop| judgement(stop.registered())),
    );
    add(
        person.label(L::ImprovedWorse).to_owned(),
        each(&|stop| {
            stop.seen_verdict().map_or_else(String::new, |verdict| {
                person.line(&ReportLine::ImprovedWorse(
                    verdict.doi.improved,
                    verdict.doi.worse,
                ))
            })
        }),
    );
    let columns = numbers(
        person.label(L::Measure),
        judged.iter().map(|stop| stop.label.clone()),
    );
    table(None, &columns, &rows, false)
}

/// Why something is not decided, and what is to be seen beside a verdict.
fn remarks(person: &Told<'_>, judged: &[&Stop]) -> Markup {
    let mut said: Vec<(String, String)> = Vec::new();
    for stop in judged {
        let Some(verdict) = stop.seen_verdict() else {
            continue;
        };
        let label = || stop.label.clone();
        said.extend(
            verdict
                .undecided()
                .map(|why| (label(), person.language.undecided(&why))),
        );
        for note in &verdict.notes {
            let words = (label(), person.language.note(note));
            if !said.contains(&words) {
                said.push(words);
            }
        }
    }
    html! {
        @if !said.is_empty() {
            h3 { (person.label(L::Remarks)) }
            ul.note { @for (visit, words) in said { li { (visit) ": " (words) } } }
        }
    }
}
