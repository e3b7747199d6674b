//! The muscle enzymes as multiples of their upper limits.

use super::Told;
use crate::domain::base::measured::Measured;
use crate::domain::base::ratio::Exact;
use crate::domain::forms::enzymes::Enzyme;
use crate::domain::verdict::core_set::{CoreSet, core_set};
use crate::domain::views::timeline::Stop;
use crate::export::report::charts::lines::{Curve, Lines, draw};
use crate::export::report::page::{Figure, cell, note, numbers, table};
use crate::text::report::{ReportLabel as L, ReportLine};
use maud::{Markup, html};

const SIZE: (i64, i64) = (680, 250);

/// Figure and table; none before any visit.
pub(super) fn enzymes(person: &Told<'_>) -> Option<Markup> {
    let sets: Vec<(&Stop, CoreSet)> = person
        .held()
        .map(|(_, stop, session)| (stop, core_set(person.study, session)))
        .filter(|(_, set)| set.asks_for_enzymes())
        .collect();
    if sets.is_empty() {
        return None;
    }
    let figure = figure(person, &sets).map(|figure| figure.markup());
    let rows: Vec<Vec<Markup>> = Enzyme::ALL
        .into_iter()
        .map(|enzyme| {
            let mut row = vec![cell(person.language.enzyme(enzyme))];
            row.extend(sets.iter().map(|(_, set)| number(person, set, enzyme)));
            row
        })
        .collect();
    let columns = numbers(
        person.label(L::Enzyme),
        sets.iter().map(|(stop, _)| stop.label.clone()),
    );
    Some(html! {
        @if let Some(figure) = figure { (figure) (note(person.label(L::LogMethod))) }
        (table(Some("U/L (x ULN)"), &columns, &rows, false))
    })
}

/// Returns a result as a multiple of its upper limit.
fn multiple(set: &CoreSet, enzyme: Enzyme) -> Option<Measured> {
    let lab = set.enzymes.get(enzyme);
    let uln = lab.uln?;
    lab.value.measured()?.map(|value| value.over(uln)).ok()
}

fn number(person: &Told<'_>, set: &CoreSet, enzyme: Enzyme) -> Markup {
    let lab = set.enzymes.get(enzyme);
    let Some(value) = lab.value.measured() else {
        return html! { span.gap { (person.absent(&lab.value)) } };
    };
    let decimals = u32::from(value.number().denominator() != 1);
    html! {
        data value=(value) { (value.rounded(decimals)) }
        @if let Some(times) = multiple(set, enzyme) { " (" (times.rounded(2)) ")" }
        @if lab.spoilt { " H" }
    }
}

fn figure(person: &Told<'_>, sets: &[(&Stop, CoreSet)]) -> Option<Figure> {
    let hides = |(_, set): &(&Stop, CoreSet)| {
        let mut labs = set.enzymes.iter();
        labs.any(|(_, lab)| lab.value == crate::domain::forms::engine::cells::Reading::Hidden)
    };
    if sets.iter().any(hides) {
        return None;
    }
    let curve = |enzyme: Enzyme| {
        let points = sets.iter().filter_map(|(stop, set)| {
            Some((person.story.axis.day(stop.date()), multiple(set, enzyme)?))
        });
        Curve {
            name: person.language.enzyme(enzyme).to_owned(),
            points: points.collect(),
            words: Vec::new(),
        }
    };
    let curves: Vec<Curve> = Enzyme::ALL.into_iter().map(curve).collect();
    let values = || {
        let points = curves.iter().flat_map(|curve| &curve.points);
        points.map(|(_, value)| value.number())
    };
    let (least, most) = (values().min()?, values().max()?);
    let mut low = Exact::fraction(1, 2).ok()?;
    let smallest = Exact::fraction(1, 16).ok()?;
    while low > least && low > smallest {
        low = low.over(Exact::int(2)).ok()?;
    }
    let mut high = Exact::int(2);
    while high < most {
        high = high.times(Exact::int(2)).ok()?;
    }
    let title = person.label(L::Enzymes).to_owned();
    let told: Vec<String> = curves
        .iter()
        .filter(|curve| !curve.points.is_empty())
        .map(|curve| {
            let all = curve
                .points
                .iter()
                .map(|(day, value)| format!("{day}: {}", value.rounded(2)));
            format!("{} {}", curve.name, all.collect::<Vec<_>>().join(", "))
        })
        .collect();
    let about = person.line(&ReportLine::Described {
        what: person.label(L::LogMethod),
        numbers: &told.join("; "),
    });
    let lines = Lines {
        days: person.days(),
        named: person.named_days(),
        range: (low, high),
        curves,
        thresholds: (Some(Exact::int(1)), None),
        doubles: true,
        size: SIZE,
    };
    Some(Figure {
        id: "enzyme-multiples".to_owned(),
        title,
        about,
        size: SIZE,
        drawing: draw(&lines),
    })
}
