//! What the outcome visit says: the score of each participant, and responders in each set.

use super::{Whole, some};
use crate::domain::base::ratio::Exact;
use crate::domain::verdict::response::Category;
use crate::domain::views::overview::{SetResult, Share};
use crate::export::report::charts::interval::{Intervals, Row, draw, size};
use crate::export::report::charts::waterfall::{self, Fall, Waterfall};
use crate::export::report::page::{Figure, Side, cell, note, numbers, table};
use crate::text::report::{ReportLabel as L, ReportLine};
use maud::{Markup, html};

/// Most rows of the table of scores.
const MOST: usize = 500;

const CATEGORIES: [Category; 4] = [
    Category::None,
    Category::Minimal,
    Category::Moderate,
    Category::Major,
];

/// Bars and table; none while nobody has a score.
pub(super) fn waterfall(whole: &Whole<'_>) -> Option<Markup> {
    if whole.overview.tis.is_hidden() {
        return Some(note(whole.label(L::HiddenNote)));
    }
    let language = whole.context.language;
    let mut scores: Vec<(Exact, Option<Category>, String)> = whole
        .counted()
        .filter_map(|seen| {
            let outcome = seen.summary.outcome.seen()?;
            let id = seen.summary.participant.id.to_string();
            Some((Exact::from_decimal(outcome.tis?), outcome.category, id))
        })
        .collect();
    scores.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.2.cmp(&b.2)));
    if scores.is_empty() {
        return None;
    }
    let place = |category: &Option<Category>| {
        let mut all = CATEGORIES.iter();
        all.position(|own| Some(*own) == *category).unwrap_or(0)
    };
    let drawn = some(&scores, waterfall::MOST);
    let title = whole.label(L::Waterfall).to_owned();
    let told: Vec<String> = drawn
        .iter()
        .map(|(score, _, id)| format!("{id} {}", score.rounded(1)))
        .collect();
    let chart = Waterfall {
        key: CATEGORIES
            .map(|category| language.category(category).to_owned())
            .to_vec(),
        bars: drawn
            .iter()
            .map(|(value, category, name)| Fall {
                name: name.clone(),
                value: *value,
                category: place(category),
            })
            .collect(),
        most: Exact::int(100),
    };
    let figure = Figure {
        id: "tis".to_owned(),
        about: whole.line(&ReportLine::Described {
            what: &title,
            numbers: &told.join(", "),
        }),
        title,
        size: waterfall::SIZE,
        drawing: waterfall::draw(&chart),
    };
    let listed = some(&scores, MOST);
    let rows: Vec<Vec<Markup>> = listed
        .iter()
        .map(|(score, category, id)| {
            vec![
                cell(id),
                cell(score.rounded(1)),
                cell(category.map_or("–", |category| language.category(category))),
            ]
        })
        .collect();
    let columns = vec![
        (whole.label(L::Participant).to_owned(), Side::Left),
        (whole.label(L::Total).to_owned(), Side::Right),
        (whole.label(L::Category).to_owned(), Side::Left),
    ];
    let median = whole.overview.tis.seen().copied().flatten();
    let shown = |shown: usize| {
        whole.line(&ReportLine::Shown {
            shown,
            of: scores.len(),
        })
    };
    Some(html! {
        @if let Some(median) = median {
            p { (whole.line(&ReportLine::MedianScore { value: &median.value.rounded(1), of: median.of })) }
        }
        (figure.markup())
        (note(whole.label(L::WaterfallMethod)))
        @if drawn.len() < scores.len() { (note(&shown(drawn.len()))) }
        (table(None, &columns, &rows, false))
        @if listed.len() < scores.len() { (note(&shown(listed.len()))) }
    })
}

/// Responders with their exact intervals, of each set in both ways.
pub(super) fn responders(whole: &Whole<'_>) -> Markup {
    let (Some(sets), Some(all)) = (whole.overview.sets.seen(), whole.overview.responders.seen())
    else {
        return note(whole.label(L::HiddenNote));
    };
    let mut groups: Vec<(String, &[Share])> = vec![(whole.label(L::All).to_owned(), all)];
    for set in sets {
        groups.push((group(whole, set, L::AsObserved), &set.observed));
        groups.push((group(whole, set, L::Imputed), &set.imputed));
    }
    let mut drawn = Vec::new();
    let mut tables: Vec<(String, Vec<Vec<Markup>>)> = Vec::new();
    for (name, shares) in &groups {
        let mut rows: Vec<Vec<Markup>> = Vec::new();
        drawn.push(Row {
            name: name.clone(),
            value: None,
            interval: None,
            words: String::new(),
            is_heading: true,
        });
        for share in *shares {
            let property = share.property();
            let property = property.map_or(share.key.as_str(), |own| {
                whole.context.language.property(own)
            });
            let percent = share.percent();
            let interval = share
                .interval
                .map(|(low, high)| (Exact::from_decimal(low), Exact::from_decimal(high)));
            let ends = share.interval.map(|(low, high)| format!("{low}–{high}"));
            let ends = ends.unwrap_or_else(|| "–".to_owned());
            let shown = percent.map_or_else(|| "–".to_owned(), |percent| percent.rounded(1));
            let count = format!("{}/{}", share.count, share.of);
            drawn.push(Row {
                name: property.to_owned(),
                value: percent,
                interval,
                words: match percent {
                    Some(_) => format!("{count} · {shown} % ({ends})"),
                    None => count.clone(),
                },
                is_heading: false,
            });
            rows.push(vec![
                cell(property),
                cell(&count),
                cell(&shown),
                cell(&ends),
            ]);
        }
        tables.push((name.clone(), rows));
    }
    let intervals = Intervals {
        rows: drawn,
        range: (Exact::ZERO, Exact::int(100)),
        at: None,
    };
    let title = whole.label(L::Responders).to_owned();
    let told: Vec<&str> = intervals
        .rows
        .iter()
        .filter(|row| row.is_heading)
        .map(|row| row.name.as_str())
        .collect();
    let figure = Figure {
        id: "responder-intervals".to_owned(),
        about: whole.line(&ReportLine::Described {
            what: &title,
            numbers: &told.join("; "),
        }),
        title,
        size: size(&intervals),
        drawing: draw(&intervals),
    };
    let percent = format!("{}, %", whole.label(L::Share));
    let columns = numbers(
        whole.label(L::Verdicts),
        [
            whole.label(L::Count).to_owned(),
            percent,
            whole.label(L::Interval).to_owned(),
        ],
    );
    html! {
        (figure.markup())
        (note(whole.label(L::ShareMethod)))
        (note(whole.label(L::SetMethod)))
        @for (name, rows) in &tables { (table(Some(name), &columns, rows, false)) }
    }
}

fn group(whole: &Whole<'_>, set: &SetResult, way: L) -> String {
    let name = whole.context.language.report_set(set.set);
    let name = format!("{name} ({})", whole.label(way));
    whole.line(&ReportLine::Members(&name, set.members))
}
