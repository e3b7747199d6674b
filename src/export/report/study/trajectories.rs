//! Each measure of each participant over the visits, with the median.

use super::baseline::{measure_name, quartiles};
use super::seen::OF_MEASURES;
use super::{Whole, some};
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::verdict::response::Scale;
use crate::export::report::charts::spaghetti::{self, Spaghetti};
use crate::export::report::page::{Figure, cell, note, numbers, table};
use crate::text::report::{ReportLabel as L, ReportLine};
use maud::{Markup, html};

/// Figures and a table; none without any value.
pub(super) fn spaghetti(whole: &Whole<'_>) -> Option<Markup> {
    let protocol = &whole.context.study.protocol;
    let scale = Scale::centimetres(Exact::from(protocol.scoring.mmt_max));
    let labels: Vec<String> = protocol
        .visits
        .iter()
        .map(|visit| visit.label.clone())
        .collect();
    let mut figures = Vec::new();
    let mut rows: Vec<Vec<Markup>> = Vec::new();
    let mut most_lines = 0;
    for (place, measure) in (0..OF_MEASURES).zip(Measure::ALL) {
        let name = measure_name(whole, measure);
        let decimals = if measure == Measure::Mmt { 0 } else { 2 };
        let lines: Vec<Vec<Option<Exact>>> = whole
            .counted()
            .map(|seen| {
                let visits = seen.visits.iter();
                visits
                    .map(|visit| visit.values.get(place).copied().flatten())
                    .collect()
            })
            .filter(|line: &Vec<Option<Exact>>| line.iter().any(Option::is_some))
            .collect();
        most_lines = most_lines.max(lines.len());
        let at = |visit: usize| -> Vec<Exact> {
            let values = lines
                .iter()
                .filter_map(|line| line.get(visit).copied().flatten());
            values.collect()
        };
        let columns: Vec<Vec<Exact>> = (0..labels.len()).map(at).collect();
        let found: Vec<Option<[Exact; 3]>> = columns.iter().map(|own| quartiles(own)).collect();
        let mut row = vec![cell(&name)];
        row.extend(found.iter().zip(&columns).map(|(found, values)| match found {
            None => cell("–"),
            Some([low, median, high]) => html! {
                b { (median.rounded(decimals)) }
                br;
                (low.rounded(decimals)) "–" (high.rounded(decimals)) br; "n = " (values.len())
            },
        }));
        rows.push(row);
        let Some(highest) = columns.iter().flatten().max() else {
            continue;
        };
        let picked = some(&lines, spaghetti::MOST);
        let medians: Vec<Option<Exact>> = found
            .iter()
            .map(|found| found.map(|[_, median, _]| median))
            .collect();
        let told: Vec<String> = labels
            .iter()
            .zip(&medians)
            .filter_map(|(label, median)| Some(format!("{label} {}", (*median)?.rounded(decimals))))
            .collect();
        let drawn = Spaghetti {
            visits: labels.clone(),
            lines: picked.into_iter().cloned().collect(),
            median: medians,
            range: (Exact::ZERO, scale.max(measure).unwrap_or(*highest)),
        };
        let what = format!("{}: {name}", whole.label(L::Median));
        figures.push(
            Figure {
                id: format!("over-{}", measure.key()),
                title: name,
                about: whole.line(&ReportLine::Described {
                    what: &what,
                    numbers: &told.join(", "),
                }),
                size: spaghetti::SIZE,
                drawing: spaghetti::draw(&drawn),
            }
            .markup(),
        );
    }
    if figures.is_empty() {
        return None;
    }
    let hidden = whole
        .counted()
        .any(|seen| seen.visits.iter().any(|visit| visit.hides));
    Some(html! {
        div.grid { @for figure in &figures { (figure) } }
        (note(whole.label(L::SpaghettiMethod)))
        @if most_lines > spaghetti::MOST {
            (note(&whole.line(&ReportLine::Shown { shown: spaghetti::MOST, of: most_lines })))
        }
        @if hidden { (note(whole.label(L::HiddenNote))) }
        (table(None, &numbers(whole.label(L::Measure), labels), &rows, false))
    })
}
