//! Stacked bars, one a row, on an axis from 0; parts are told apart by patterns with their numbers in them.

use crate::domain::base::ratio::Exact;
use crate::export::report::svg::{
    Scale, cut, fill, line, plated, text, tick_text, ticks, width_of,
};
use maud::{Markup, html};

/// A bar.
pub(in crate::export::report) struct Bar {
    /// Its name.
    pub(in crate::export::report) name: String,
    /// The number of each part, in the order of the key; none for one that is not known.
    pub(in crate::export::report) parts: Vec<Option<Exact>>,
    /// What stands behind its end.
    pub(in crate::export::report) end: String,
}

/// What is drawn.
pub(in crate::export::report) struct Bars {
    /// Names of the parts.
    pub(in crate::export::report) key: Vec<String>,
    /// The bars.
    pub(in crate::export::report) bars: Vec<Bar>,
    /// The end of the axis.
    pub(in crate::export::report) most: Exact,
    /// How high a row is.
    pub(in crate::export::report) row: i64,
    /// Whether the number of each part stands in it.
    pub(in crate::export::report) told: bool,
    /// Numbers at which a line stands, with their names.
    pub(in crate::export::report) steps: Vec<(Exact, String)>,
}

const WIDTH: i64 = 680;
/// How high a row usually is.
pub(in crate::export::report) const ROW: i64 = 30;
const LEFT: i64 = 110;
const RIGHT: i64 = 590;

/// Returns width and height.
pub(in crate::export::report) fn size(bars: &Bars) -> (i64, i64) {
    let rows = i64::try_from(bars.bars.len()).unwrap_or(0);
    (WIDTH, key_height(bars) + 22 + rows * bars.row + 24)
}

fn key_places(bars: &Bars) -> Vec<(i64, i64)> {
    let (mut x, mut y) = (0, 0);
    let mut places = Vec::new();
    for name in &bars.key {
        let width = 24 + width_of(name, 11) + 16;
        if x + width > WIDTH {
            (x, y) = (0, y + 20);
        }
        places.push((x, y));
        x += width;
    }
    places
}

fn key_height(bars: &Bars) -> i64 {
    if bars.key.len() < 2 {
        return 0;
    }
    key_places(bars).last().map_or(0, |(_, y)| y + 24)
}

/// Draws it.
pub(in crate::export::report) fn draw(bars: &Bars) -> Markup {
    let top = key_height(bars) + 22;
    let rows = i64::try_from(bars.bars.len()).unwrap_or(0);
    let bottom = top + rows * bars.row;
    let x = Scale {
        low: Exact::ZERO,
        high: bars.most,
        from: LEFT,
        to: RIGHT,
    };
    let axis = ticks(Exact::ZERO, bars.most);
    html! {
        @if bars.key.len() > 1 {
            @for (place, (name, (at_x, at_y))) in bars.key.iter().zip(key_places(bars)).enumerate() {
                rect.bar x=(at_x) y=(at_y + 2) width="18" height="12" fill=(fill(place)) {}
                (text(at_x + 24, at_y + 12, "start", "", name))
            }
        }
        @for (value, name) in &bars.steps {
            @let place = x.at(*value);
            (line((place, top - 6), (place, bottom), "better"))
            (text(place, top - 10, "middle", "q", name))
        }
        @for (row, bar) in (0_i64..).zip(&bars.bars) {
            @let y = top + row * bars.row + 5;
            (text(LEFT - 8, y + bars.row / 2, "end", "", &cut(&bar.name, LEFT - 10)))
            (stacked(bars, bar, &x, y))
        }
        (line((LEFT, bottom), (RIGHT, bottom), "axis"))
        (line((LEFT, top - 2), (LEFT, bottom), "axis"))
        @for value in axis {
            (line((x.at(value), bottom), (x.at(value), bottom + 4), "axis"))
            (text(x.at(value), bottom + 16, "middle", "q", &tick_text(value)))
        }
    }
}

fn stacked(bars: &Bars, bar: &Bar, x: &Scale, y: i64) -> Markup {
    let mut from = Exact::ZERO;
    let mut parts = Vec::new();
    for (place, part) in bar.parts.iter().enumerate() {
        let Some(part) = part.filter(|part| part.is_positive()) else {
            continue;
        };
        let to = from.plus(part).unwrap_or(from);
        parts.push((place, x.at(from), x.at(to), tick_text(part)));
        from = to;
    }
    html! {
        @for (place, from, to, words) in &parts {
            rect.bar x=(from) y=(y) width=(to - from) height=(bars.row - 10) fill=(fill(*place)) {}
            @if bars.told && to - from > width_of(words, 11) + 6 {
                (plated((from + to) / 2, y + bars.row / 2 - 1, "middle", "b", words))
            }
        }
        (plated(x.at(from) + 6, y + bars.row / 2, "start", "b", &bar.end))
    }
}
