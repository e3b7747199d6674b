//! Mean change from baseline with its 95 % interval. For display: numbers are rounded to a millionth before they are summed.

use super::Whole;
use super::baseline::measure_name;
use super::seen::{AtVisit, OF_MEASURES, OfMeasures};
use crate::domain::base::ratio::Exact;
use crate::domain::forms::engine::instrument::Measure;
use crate::export::report::charts::interval::{Intervals, Row, draw, size};
use crate::export::report::page::{Figure, Side, cell, note, table};
use crate::text::report::{ReportLabel as L, ReportLine};
use maud::{Markup, html};

/// 97.5 % quantiles of Student's t in ten-thousandths for 1 to 30 degrees of freedom.
const T: [u128; 30] = [
    127_062, 43_027, 31_824, 27_764, 25_706, 24_469, 23_646, 23_060, 22_622, 22_281, 22_010,
    21_788, 21_604, 21_448, 21_314, 21_199, 21_098, 21_009, 20_930, 20_860, 20_796, 20_739, 20_687,
    20_639, 20_595, 20_555, 20_518, 20_484, 20_452, 20_423,
];
/// The same for more, each from so many degrees on.
const T_BEYOND: [(usize, u128); 3] = [(120, 19_799), (60, 20_003), (40, 20_211)];
const MILLION: i128 = 1_000_000;

fn quantile(degrees: usize) -> Option<u128> {
    let place = degrees.checked_sub(1)?;
    let beyond = T_BEYOND.iter().find(|(least, _)| degrees >= *least);
    let small = T.get(place).or(T.last()).copied();
    beyond.map(|(_, t)| *t).or(small)
}

/// A mean with its interval.
#[derive(Clone, Copy, Debug)]
struct Mean {
    of: usize,
    mean: Exact,
    interval: Option<(Exact, Exact)>,
}

/// Returns the mean of some numbers; none of nothing.
fn mean(values: &[Exact]) -> Option<Mean> {
    let million = Exact::fraction(MILLION, 1).ok()?;
    let scaled = |value: &Exact| value.times(million).ok()?.rounded(0).parse::<i128>().ok();
    let all: Vec<i128> = values.iter().filter_map(scaled).collect();
    let count = i128::try_from(all.len()).ok()?;
    let sum: i128 = all.iter().sum();
    let mean = Exact::fraction(sum, count.checked_mul(MILLION)?).ok()?;
    let half = || {
        let t = quantile(all.len().checked_sub(1)?)?;
        let mut squares: i128 = 0;
        for value in &all {
            squares = squares.checked_add(value.checked_mul(*value)?)?;
        }
        // n times the sum of squares around the mean.
        let around = count
            .checked_mul(squares)?
            .checked_sub(sum.checked_mul(sum)?)?;
        let around = u128::try_from(around).ok()?;
        let n = u128::try_from(count).ok()?;
        let divided = around.checked_mul(t)? / n / n / n.checked_sub(1)?;
        let square = divided.checked_mul(t)? / 100_000_000;
        let half = Exact::fraction(i128::try_from(square.isqrt()).ok()?, MILLION).ok()?;
        Some((mean.minus(half).ok()?, mean.plus(half).ok()?))
    };
    Some(Mean {
        of: all.len(),
        mean,
        interval: half(),
    })
}

/// Figure and table; none before any change.
pub(super) fn changes(whole: &Whole<'_>) -> Option<Markup> {
    let protocol = &whole.context.study.protocol;
    let of = |visit: usize, place: usize, numbers: &dyn Fn(&AtVisit) -> &OfMeasures| {
        let values = whole.counted().filter_map(|seen| {
            let own = seen.visits.get(visit)?;
            numbers(own).get(place).copied().flatten()
        });
        mean(&values.collect::<Vec<_>>())
    };
    let mut rows: Vec<Vec<Markup>> = Vec::new();
    for (place, measure) in (0..OF_MEASURES).zip(Measure::ALL) {
        for (visit, planned) in protocol.visits.iter().enumerate() {
            let Some(found) = of(visit, place, &|own| &own.improvements) else {
                continue;
            };
            rows.push(vec![
                cell(measure_name(whole, measure)),
                cell(&planned.label),
                cell(found.of.to_string()),
                cell(signed(found.mean)),
                cell(ends(found.interval)),
            ]);
        }
    }
    if rows.is_empty() {
        return None;
    }
    let outcome = protocol
        .visits
        .iter()
        .position(|visit| visit.id == protocol.outcome);
    let drawn: Vec<Row> = (0..OF_MEASURES)
        .zip(Measure::ALL)
        .filter_map(|(place, measure)| {
            let found = of(outcome?, place, &|own| &own.of_range)?;
            Some(Row {
                name: whole.context.language.measure(measure).to_owned(),
                value: Some(found.mean),
                interval: found.interval,
                words: format!(
                    "{} ({}), n = {}",
                    signed(found.mean),
                    ends(found.interval),
                    found.of
                ),
                is_heading: false,
            })
        })
        .collect();
    let columns = [
        (L::Measure, Side::Left),
        (L::Visit, Side::Left),
        (L::Participants, Side::Right),
        (L::MeanChange, Side::Right),
        (L::Interval, Side::Right),
    ];
    let columns = columns.map(|(label, side)| (whole.label(label).to_owned(), side));
    let hidden = whole
        .counted()
        .any(|seen| seen.visits.iter().any(|visit| visit.hides));
    Some(html! {
        @if !drawn.is_empty() { (figure(whole, drawn).markup()) }
        (note(whole.label(L::ChangeMethod)))
        (note(whole.label(L::MeanMethod)))
        @if hidden { (note(whole.label(L::HiddenNote))) }
        (table(None, &columns, &rows, false))
    })
}

fn figure(whole: &Whole<'_>, rows: Vec<Row>) -> Figure {
    let ends = || {
        rows.iter().flat_map(|row| {
            let (low, high) = row.interval.unzip();
            [low, high, row.value].into_iter().flatten()
        })
    };
    // Round ends, at which the axis stays the same while little changes.
    let low = ends()
        .min()
        .filter(|low| low.is_negative())
        .map_or(0, |low| tens(low) - 10);
    let high = ends().max().map_or(10, |high| tens(high).max(0) + 10);
    let told: Vec<String> = rows
        .iter()
        .map(|row| format!("{} {}", row.name, row.words))
        .collect();
    let title = whole.label(L::OfRange).to_owned();
    let drawn = Intervals {
        rows,
        range: (Exact::int(low), Exact::int(high)),
        at: Some(Exact::ZERO),
    };
    Figure {
        id: "mean-of-range".to_owned(),
        about: whole.line(&ReportLine::Described {
            what: &title,
            numbers: &told.join("; "),
        }),
        title,
        size: size(&drawn),
        drawing: draw(&drawn),
    }
}

/// Returns a number rounded towards 0 to a ten.
fn tens(number: Exact) -> i64 {
    let whole = number.rounded(0).parse::<i64>().unwrap_or(0);
    whole / 10 * 10
}

fn signed(number: Exact) -> String {
    let text = number.magnitude().rounded(2);
    match number.is_negative() {
        true => format!("−{text}"),
        false => text,
    }
}

fn ends(interval: Option<(Exact, Exact)>) -> String {
    interval.map_or_else(
        || "–".to_owned(),
        |(low, high)| format!("{} to {}", signed(low), signed(high)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: &[i64]) -> Option<Mean> {
        let numbers: Vec<Exact> = numbers.iter().map(|n| Exact::int(*n)).collect();
        mean(&numbers)
    }

    #[test]
    fn the_interval_is_that_of_student() {
        // Mean 3, standard deviation 1.5811, standard error 0.7071, t of 4 degrees 2.7764.
        let found = of(&[1, 2, 3, 4, 5]).unwrap();
        let (low, high) = found.interval.unwrap();
        assert_eq!(found.mean.to_string(), "3");
        assert_eq!(
            (low.rounded(3), high.rounded(3)),
            ("1.037".to_owned(), "4.963".to_owned())
        );
    }

    #[test]
    fn one_number_has_no_interval_and_none_no_mean() {
        assert!(of(&[7]).unwrap().interval.is_none());
        assert!(of(&[]).is_none());
        assert!(of(&[2, 2]).unwrap().interval.is_some());
    }

    #[test]
    fn a_thousand_numbers_still_have_an_interval() {
        let many: Vec<i64> = (0..10_000).map(|n| n % 101).collect();
        let (low, high) = of(&many).unwrap().interval.unwrap();
        assert!(low < Exact::int(50) && high > Exact::int(49));
    }
}
