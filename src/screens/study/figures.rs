//! What is counted over all participants: responders, medians, events.

use crate::domain::study::Study;
use crate::domain::views::overview::{AnalysisSet, Median, Overview, Property, Share};
use crate::domain::views::summary::Hideable;
use crate::screens::canvas::{Edge, columns, pad, wrap};
use crate::screens::look::Tone;
use crate::text::Language;

/// Columns of a set that is analysed.
const SET: u16 = 19;

/// Returns what is counted over all participants, in two columns where there is room.
pub(super) fn figures(
    study: &Study,
    overview: &Overview,
    width: u16,
    language: &dyn Language,
) -> Vec<(Tone, String)> {
    let label = study
        .visit(overview.outcome.as_str())
        .map_or("", |visit| visit.label.as_str());
    let removed = overview.columns(study).into_iter();
    let removed = removed.filter_map(|listed| Some((listed.visit, listed.removed?)));
    let mut lines: Vec<(Tone, String)> = removed
        .map(|(visit, by)| (Tone::Muted, language.visit_removed(&visit.label, by)))
        .collect();
    let (unfit, people) = overview.unfit();
    if unfit > 0 {
        lines.push((Tone::Warn, language.study_unfit(unfit, people)));
    }
    let flow = language.flow(&overview.flow).into_iter();
    lines.extend(flow.map(|line| (Tone::Plain, line)));
    lines.push((Tone::Plain, language.deviating(&overview.deviations)));
    let heading = (Tone::Heading, language.responders_at(label));
    let left: Vec<String> = match &overview.responders {
        Hideable::Seen(shares) => {
            let shares = shares.iter();
            shares.map(|share| responders(share, language)).collect()
        }
        Hideable::Hidden => Property::ALL
            .map(|property| {
                let label = pad(language.property(property), 21, Edge::Left);
                format!("{label} {}", language.hidden())
            })
            .to_vec(),
    };
    let median = |name: &str, median: &Option<Median>, signed: bool| match median {
        Some(median) if signed => {
            format!("  {name} {} ({})", median.value.signed(1), median.of)
        }
        Some(median) => format!("  {name} {} ({})", median.value.rounded(1), median.of),
        None => format!("  {name} -"),
    };
    let events = &overview.events;
    let right = vec![
        language.study_medians().to_owned(),
        match &overview.tis {
            Hideable::Seen(tis) => median(language.median_tis(), tis, false),
            Hideable::Hidden => format!("  {} {}", language.median_tis(), language.hidden()),
        },
        median(language.median_dose(), &overview.dose, true),
        language.adverse_events().to_owned(),
        format!("  {}", language.events_by_grade(&events.grades)),
        format!("  {}", language.serious_open(events.serious_open)),
    ];
    if width >= 76 {
        let (tone, first) = heading;
        lines.push((
            tone,
            format!(
                "{} {}",
                pad(&first, 50, Edge::Left),
                right.first().cloned().unwrap_or_default()
            ),
        ));
        let right = right.get(1..).unwrap_or_default();
        for place in 0..left.len().max(right.len()) {
            let text = |part: &[String]| part.get(place).cloned().unwrap_or_default();
            lines.push((
                Tone::Plain,
                format!("{} {}", pad(&text(&left), 50, Edge::Left), text(right)),
            ));
        }
    } else {
        lines.push(heading);
        lines.extend(
            left.into_iter()
                .chain(right)
                .map(|line| (Tone::Plain, line)),
        );
    }
    let left_out = language.left_out(&overview.left_out, label).into_iter();
    lines.extend(left_out.map(|line| (Tone::Muted, line)));
    lines.extend(sets(overview, width, language));
    // What is wider than the screen goes on below.
    let rows = lines.into_iter().flat_map(|(tone, line)| {
        let rows = match columns(&line) <= width {
            true => vec![line],
            false => wrap(&line, width),
        };
        rows.into_iter().map(move |row| (tone, row))
    });
    rows.collect()
}

/// Returns the sets that are analysed with their responders: a column each where there is room, else one below the other.
fn sets(overview: &Overview, width: u16, language: &dyn Language) -> Vec<(Tone, String)> {
    // Where they are hidden the responders above say so.
    let sets = overview.sets.seen().into_iter().flatten();
    let columns: Vec<([String; 2], &[Share])> = sets
        .flat_map(|set| {
            let heading = |imputed| language.analysis_set(set.set, set.members, imputed);
            let observed = (heading(false), set.observed.as_slice());
            match set.set {
                AnalysisSet::Full => vec![observed, (heading(true), set.imputed.as_slice())],
                // Nobody in it has dropped out before the endpoint.
                AnalysisSet::PerProtocol => vec![observed],
            }
        })
        .collect();
    if columns.is_empty() {
        return Vec::new();
    }
    if width < 76 {
        let parts = columns.iter().flat_map(|(heading, shares)| {
            let heading = (Tone::Heading, heading.join(" "));
            let shares = shares.iter().map(|share| responders(share, language));
            std::iter::once(heading).chain(shares.map(|line| (Tone::Plain, line)))
        });
        return parts.collect();
    }
    let row = |first: &str, cells: Vec<String>| {
        let cells = cells
            .iter()
            .map(|cell| pad(cell, SET, Edge::Left).to_string());
        format!(
            "{}{}",
            pad(first, 21, Edge::Left),
            cells.collect::<String>()
        )
    };
    let heading = |place: usize| {
        let part = |heading: &[String; 2]| heading.get(place).cloned().unwrap_or_default();
        let cells = columns.iter().map(|(heading, _)| part(heading)).collect();
        let first = [language.analysis_sets(), ""];
        (
            Tone::Heading,
            row(first.get(place).copied().unwrap_or_default(), cells),
        )
    };
    let body = Property::ALL
        .into_iter()
        .enumerate()
        .map(|(place, property)| {
            let cells = columns.iter().map(|(_, shares)| {
                shares.get(place).map_or_else(String::new, |share| {
                    let interval = share.interval.map(|(low, high)| format!(" {low}-{high} %"));
                    format!(
                        "{}/{}{}",
                        share.count,
                        share.of,
                        interval.unwrap_or_default()
                    )
                })
            });
            (
                Tone::Plain,
                row(language.property(property), cells.collect()),
            )
        });
    [heading(0), heading(1)].into_iter().chain(body).collect()
}

fn responders(share: &Share, language: &dyn Language) -> String {
    let label = share.property();
    let label = label.map_or(share.key.as_str(), |property| language.property(property));
    let percent = share.percent();
    let percent = percent.map_or("-".to_owned(), |percent| {
        format!("{} %", percent.rounded(1))
    });
    let interval = match &share.interval {
        Some((low, high)) => language.study_interval(*low, *high),
        None => String::new(),
    };
    let counted = format!("{}/{}", share.count, share.of);
    format!(
        "{}{} {} {interval}",
        pad(label, 21, Edge::Left),
        pad(&counted, 5, Edge::Right),
        pad(&percent, 7, Edge::Right)
    )
}
