//! One thin line a participant over the visits, and the median as a bold one.

use crate::domain::base::ratio::Exact;
use crate::export::report::svg::{Scale, line, mark, path, text, tick_text, ticks, width_of};
use maud::{Markup, html};

/// What is drawn.
pub(in crate::export::report) struct Spaghetti {
    /// Names of the visits.
    pub(in crate::export::report) visits: Vec<String>,
    /// The values of each participant by visit.
    pub(in crate::export::report) lines: Vec<Vec<Option<Exact>>>,
    /// The median at each visit.
    pub(in crate::export::report) median: Vec<Option<Exact>>,
    /// The values at both ends.
    pub(in crate::export::report) range: (Exact, Exact),
}

/// Width and height.
pub(in crate::export::report) const SIZE: (i64, i64) = (330, 190);
/// Most lines that are drawn.
pub(in crate::export::report) const MOST: usize = 200;

/// Draws it.
pub(in crate::export::report) fn draw(spaghetti: &Spaghetti) -> Markup {
    let (width, height) = SIZE;
    let y = Scale {
        low: spaghetti.range.0,
        high: spaghetti.range.1,
        from: height - 26,
        to: 8,
    };
    let last = i64::try_from(spaghetti.visits.len()).unwrap_or(1) - 1;
    let x = Scale {
        low: Exact::ZERO,
        high: Exact::int(last.max(1)),
        from: 58,
        to: width - 32,
    };
    let places = |values: &[Option<Exact>]| -> Vec<(i64, i64)> {
        let at = (0_i64..).zip(values);
        at.filter_map(|(place, value)| Some((x.at(Exact::int(place)), y.at((*value)?))))
            .collect()
    };
    let median = places(&spaghetti.median);
    let mut end = i64::MIN;
    html! {
        @for value in ticks(spaghetti.range.0, spaghetti.range.1) {
            (line((38, y.at(value)), (width - 12, y.at(value)), "rule"))
            (text(33, y.at(value) + 4, "end", "q", &tick_text(value)))
        }
        (line((38, y.from), (width - 12, y.from), "axis"))
        @for (place, name) in (0_i64..).zip(&spaghetti.visits) {
            @let at = x.at(Exact::int(place));
            (line((at, y.from), (at, y.from + 4), "axis"))
            @if at - width_of(name, 11) / 2 > end {
                (text(at, y.from + 17, "middle", "q", name))
                ({ end = at + width_of(name, 11) / 2 + 3; "" })
            }
        }
        @for values in &spaghetti.lines {
            @let line = places(values);
            @if line.len() > 1 { (path(&line, "thin", "")) }
            @else { @for (at_x, at_y) in line { circle cx=(at_x) cy=(at_y) r="1.5" class="thin" {} } }
        }
        (path(&median, "bold", ""))
        @for (at_x, at_y) in median { (mark(3, at_x, at_y, false)) }
    }
}
