//! Characteristics at baseline of those who entered the trial.

use super::{OF_MEASURES, Seen, Whole};
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::Measure;
use crate::domain::record::participant::{Diagnosis, Sex};
use crate::domain::views::overview::Screened;
use crate::export::report::page::{cell, note, numbers, table};
use crate::text::report::{ReportLabel as L, ReportLine};
use chrono::Datelike as _;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// The table; none while nobody entered.
pub(super) fn baseline(whole: &Whole<'_>) -> Option<Markup> {
    let people = whole.overview.people.iter();
    let entered: BTreeSet<&str> = people
        .filter(|person| matches!(person.screened, Screened::Entered { .. }))
        .map(|person| person.id.as_str())
        .collect();
    let all: Vec<&Seen> = whole
        .counted()
        .filter(|seen| entered.contains(seen.summary.participant.id.as_str()))
        .collect();
    if all.is_empty() {
        return None;
    }
    let protocol = &whole.context.study.protocol;
    let language = whole.context.language;
    let first = protocol
        .visits
        .iter()
        .position(|visit| visit.id == protocol.baseline);
    let mut rows: Vec<Vec<Markup>> = Vec::new();
    let spread = |name: String, decimals: u32, of: &dyn Fn(&Seen) -> Option<Exact>| {
        let values: Vec<Exact> = all.iter().filter_map(|seen| of(seen)).collect();
        let words = quartiles(&values).map_or_else(
            || "–".to_owned(),
            |[low, median, high]| {
                whole.line(&ReportLine::MedianOf {
                    median: &median.rounded(decimals),
                    low: &low.rounded(decimals),
                    high: &high.rounded(decimals),
                    of: values.len(),
                })
            },
        );
        vec![cell(name), cell(words)]
    };
    let share = |name: &str, has: &dyn Fn(&Seen) -> bool| {
        let count = all.iter().filter(|seen| has(seen)).count();
        let percent = Exact::fraction(count as i128 * 100, all.len() as i128);
        let percent = percent.map_or_else(|_| String::new(), |percent| percent.rounded(0));
        let words = whole.line(&ReportLine::Percent {
            count: count as u64,
            percent: &percent,
        });
        vec![cell(name), cell(words)]
    };
    rows.push(spread(whole.label(L::Age).to_owned(), 0, &|seen| {
        let who = &seen.summary.participant;
        let born = who.born()?;
        Some(Exact::int((who.enrolled()?.year() - born).into()))
    }));
    rows.push(share(whole.label(L::Female), &|seen| {
        seen.summary.participant.sex == Sex::Female
    }));
    for diagnosis in [Diagnosis::Dermatomyositis, Diagnosis::Amyopathic] {
        rows.push(share(language.report_diagnosis(diagnosis), &|seen| {
            seen.summary.participant.diagnosis == diagnosis
        }));
    }
    let weight = format!("{}, kg", whole.label(L::Weight));
    rows.push(spread(weight, 1, &|seen| {
        Some(Exact::from_decimal(seen.summary.participant.weight_kg))
    }));
    rows.push(spread(whole.label(L::Prednisone).to_owned(), 1, &|seen| {
        seen.summary.story.dose_baseline
    }));
    for (place, measure) in (0..OF_MEASURES).zip(Measure::ALL) {
        let decimals = if measure == Measure::Mmt { 0 } else { 2 };
        rows.push(spread(measure_name(whole, measure), decimals, &|seen| {
            *seen.visits.get(first?)?.values.get(place)?
        }));
    }
    let columns = numbers(
        whole.label(L::Characteristic),
        [format!("{} (n = {})", whole.label(L::Entered), all.len())],
    );
    Some(html! {
        (table(None, &columns, &rows, false))
        (note(whole.label(L::BaselineMethod)))
    })
}

/// Returns a measure with its unit; the enzyme as a multiple, since not the same one counts in everybody.
pub(super) fn measure_name(whole: &Whole<'_>, measure: Measure) -> String {
    match measure {
        Measure::Enzyme => whole.label(L::EnzymeMultiple).to_owned(),
        _ => whole.context.language.report_measure(measure, None),
    }
}

/// Returns first quartile, median and third quartile; the quartiles lie between neighbours as in the method that most
/// programs have (type 7 of Hyndman and Fan).
pub(super) fn quartiles(values: &[Exact]) -> Option<[Exact; 3]> {
    let mut sorted = values.to_vec();
    sorted.sort();
    let last = sorted.len().checked_sub(1)?;
    let at = |quarter: usize| {
        let (place, rest) = (last * quarter / 4, last * quarter % 4);
        let low = *sorted.get(place)?;
        let high = sorted.get(place + 1).copied().unwrap_or(low);
        let share = Exact::fraction(rest as i128, 4).ok()?;
        low.plus(high.minus(low).ok()?.times(share).ok()?).ok()
    };
    Some([at(1)?, at(2)?, at(3)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_lie_between_neighbours() {
        let of = |numbers: &[i64]| {
            let numbers: Vec<Exact> = numbers.iter().map(|n| Exact::int(*n)).collect();
            quartiles(&numbers).map(|all| all.map(|n| n.to_string()))
        };
        assert_eq!(of(&[4, 1, 3, 2]).unwrap(), ["1.75", "2.5", "3.25"]);
        assert_eq!(of(&[7]).unwrap(), ["7", "7", "7"]);
        assert_eq!(of(&[]), None);
    }
}
