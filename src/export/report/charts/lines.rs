//! Curves over the days of visits, on a plain or a doubling axis.

use crate::domain::base::measured::Measured;
use crate::domain::base::ratio::Exact;
use crate::export::report::svg::{
    Scale, line, mark, path, plated, text, tick_text, ticks, width_of,
};
use maud::{Markup, html};

/// A curve.
pub(in crate::export::report) struct Curve {
    /// Its name at its end; none where there is only one.
    pub(in crate::export::report) name: String,
    /// Days with their values.
    pub(in crate::export::report) points: Vec<(i64, Measured)>,
    /// Words at each value; empty where there are none.
    pub(in crate::export::report) words: Vec<String>,
}

/// What is drawn.
pub(in crate::export::report) struct Lines {
    /// First and last day of the axis.
    pub(in crate::export::report) days: (i64, i64),
    /// Days that are named on the axis.
    pub(in crate::export::report) named: Vec<(i64, String)>,
    /// The values at both ends.
    pub(in crate::export::report) range: (Exact, Exact),
    /// The curves, at most five.
    pub(in crate::export::report) curves: Vec<Curve>,
    /// Values from which on something counts as improved, and as worse.
    pub(in crate::export::report) thresholds: (Option<Exact>, Option<Exact>),
    /// Whether each step of the axis doubles; then values are above 0.
    pub(in crate::export::report) doubles: bool,
    /// Width and height.
    pub(in crate::export::report) size: (i64, i64),
}

/// Where the axis of values stands.
const AXIS: i64 = 38;
/// Dashes of each curve.
const DASHES: [&str; 5] = ["", "7 3", "2 3", "9 3 2 3", "5 2 2 2 2 2"];
/// Least value of an axis that doubles.
const LEAST: i128 = 16;

/// Draws it.
pub(in crate::export::report) fn draw(lines: &Lines) -> Markup {
    let (width, height) = lines.size;
    let named = lines.curves.len() > 1;
    let names = lines.curves.iter().map(|curve| width_of(&curve.name, 11));
    let right = match named {
        true => names.max().unwrap_or(0) * 5 / 4 + 14,
        false => 30,
    };
    let x = Scale {
        low: Exact::int(lines.days.0),
        high: Exact::int(lines.days.1.max(lines.days.0 + 1)),
        from: AXIS + 22,
        to: width - right,
    };
    let on_axis = |value: Exact| {
        if lines.doubles {
            doublings(value)
        } else {
            value
        }
    };
    let (low, high) = lines.range;
    let y = Scale {
        low: on_axis(low),
        high: on_axis(high),
        from: height - 26,
        to: 14,
    };
    let at = |value: Exact| y.at(on_axis(value));
    let marks: Vec<Exact> = if lines.doubles {
        let powers = (-4..12).filter_map(|power: i32| {
            let two = 2_i128.pow(power.unsigned_abs());
            if power < 0 {
                Exact::fraction(1, two).ok()
            } else {
                Exact::fraction(two, 1).ok()
            }
        });
        powers
            .filter(|mark| *mark >= low && *mark <= high)
            .collect()
    } else {
        ticks(low, high)
    };
    let mut last_named = i64::MIN;
    let mut ends: Vec<i64> = Vec::new();
    html! {
        @for mark in &marks {
            (line((AXIS, at(*mark)), (x.to, at(*mark)), "rule"))
            (text(AXIS - 5, at(*mark) + 4, "end", "q", &axis_text(*mark, lines.doubles)))
        }
        (line((AXIS, y.from), (x.to, y.from), "axis"))
        @for (day, name) in &lines.named {
            @let place = x.at(Exact::int(*day));
            (line((place, y.from), (place, y.from + 4), "axis"))
            @if place - width_of(name, 11) / 2 > last_named {
                (text(place, y.from + 17, "middle", "q", name))
                ({ last_named = place + width_of(name, 11) / 2 + 8; "" })
            }
        }
        @for (value, class) in [(lines.thresholds.0, "better"), (lines.thresholds.1, "worse")] {
            @if let Some(value) = value { (line((AXIS, at(value)), (x.to, at(value)), class)) }
        }
        @for (place, curve) in lines.curves.iter().enumerate() {
            @let places: Vec<(i64, i64)> = curve.points.iter()
                .map(|(day, value)| (x.at(Exact::int(*day)), at(value.number()))).collect();
            (path(&places, "curve", DASHES.get(place % 5).copied().unwrap_or_default()))
            @for ((at_x, at_y), (_, value)) in places.iter().zip(&curve.points) {
                (mark(place, *at_x, *at_y, value.is_below()))
            }
            @for ((at_x, at_y), words) in places.iter().zip(&curve.words) {
                @let above = *at_y - 8;
                @let words_y = if above < 12 { *at_y + 16 } else { above };
                (plated(*at_x, words_y, "middle", "b", words))
            }
            @if let (true, Some((end_x, end_y))) = (named, places.last()) {
                @let free = free_place(*end_y, &ends);
                (text(end_x + 8, free + 4, "start", "b", &curve.name))
                ({ ends.push(free); "" })
            }
        }
    }
}

/// Returns the nearest place to one at which no name stands yet.
fn free_place(wanted: i64, taken: &[i64]) -> i64 {
    let is_free = |place: i64| taken.iter().all(|other| (other - place).abs() >= 12);
    let near = (0..60).flat_map(|step| [wanted - step, wanted + step]);
    let mut near = near.filter(|place| is_free(*place));
    near.next().unwrap_or(wanted)
}

fn axis_text(value: Exact, doubles: bool) -> String {
    if doubles && value < Exact::int(1) {
        return value.to_string();
    }
    tick_text(value)
}

/// Returns how often 1 doubles to a value, to a hundredth: its logarithm to base 2, for drawing only. What is less than a
/// sixteenth is drawn as one.
fn doublings(value: Exact) -> Exact {
    const ONE: u128 = 1 << 40;
    let least = Exact::fraction(1, LEAST).unwrap_or(Exact::ZERO);
    let scaled = value
        .max(least)
        .times(Exact::fraction(1 << 40, 1).unwrap_or(Exact::ZERO));
    let scaled = scaled
        .ok()
        .and_then(|scaled| scaled.rounded(0).parse::<u128>().ok());
    let mut rest = scaled.unwrap_or(ONE).clamp(ONE >> 8, ONE << 30);
    let mut whole: i128 = 0;
    while rest >= 2 * ONE {
        rest /= 2;
        whole += 1;
    }
    while rest < ONE {
        rest *= 2;
        whole -= 1;
    }
    // Squaring doubles the logarithm, a bit at a time.
    let mut bits: i128 = 0;
    for _ in 0..10 {
        rest = rest * rest / ONE;
        bits *= 2;
        if rest >= 2 * ONE {
            rest /= 2;
            bits += 1;
        }
    }
    Exact::fraction(whole * 1024 + bits, 1024).unwrap_or(Exact::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_doubling_axis_is_the_logarithm_to_base_2() {
        for (top, bottom, expected) in [
            (1, 1, "0.00"),
            (8, 1, "3.00"),
            (1, 4, "-2.00"),
            (3, 1, "1.58"),
            (10, 1, "3.32"),
            (1, 100_000, "-4.00"),
        ] {
            let value = Exact::fraction(top, bottom).unwrap();
            assert_eq!(doublings(value).rounded(2), expected, "{top}/{bottom}");
        }
    }
}
