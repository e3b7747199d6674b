//! Sorted bars from 0 up, with the pattern of their category.

use crate::domain::base::ratio::Exact;
use crate::export::report::svg::{Scale, fill, line, text, tick_text, ticks, width_of};
use maud::{Markup, html};

/// A bar.
pub(in crate::export::report) struct Fall {
    /// Whose it is.
    pub(in crate::export::report) name: String,
    /// Its number, from 0 up.
    pub(in crate::export::report) value: Exact,
    /// Place of its category in the key.
    pub(in crate::export::report) category: usize,
}

/// What is drawn.
pub(in crate::export::report) struct Waterfall {
    /// Names of the categories.
    pub(in crate::export::report) key: Vec<String>,
    /// The bars, the largest first.
    pub(in crate::export::report) bars: Vec<Fall>,
    /// The end of the axis.
    pub(in crate::export::report) most: Exact,
}

/// Width and height.
pub(in crate::export::report) const SIZE: (i64, i64) = (680, 300);
/// Most bars that are told apart.
pub(in crate::export::report) const MOST: usize = 120;

/// Pattern of a category: the more, the darker.
const PATTERNS: [usize; 4] = [5, 1, 0, 3];

/// Draws it.
pub(in crate::export::report) fn draw(waterfall: &Waterfall) -> Markup {
    let (width, height) = SIZE;
    let y = Scale {
        low: Exact::ZERO,
        high: waterfall.most,
        from: height - 56,
        to: 30,
    };
    let count = i64::try_from(waterfall.bars.len().max(1)).unwrap_or(1);
    let room = (width - 40) / count;
    let wide = room.clamp(2, 76);
    let bar = if wide > 6 { wide - 4 } else { wide.max(2) - 1 };
    let mut key_at = 40;
    html! {
        @for (place, name) in waterfall.key.iter().enumerate() {
            rect.bar x=(key_at) y="2" width="18" height="12" fill=(fill(pattern(place))) {}
            (text(key_at + 24, 12, "start", "", name))
            ({ key_at += 24 + width_of(name, 11) + 22; "" })
        }
        @for value in ticks(Exact::ZERO, waterfall.most) {
            (line((40, y.at(value)), (width, y.at(value)), "rule"))
            (text(34, y.at(value) + 4, "end", "q", &tick_text(value)))
        }
        @for (place, fall) in (0_i64..).zip(&waterfall.bars) {
            @let x = 42 + place * wide;
            @let top = y.at(fall.value);
            rect.bar x=(x) y=(top) width=(bar) height=((y.from - top).max(1)) fill=(fill(pattern(fall.category))) {}
            @if bar >= 22 { (text(x + bar / 2, top - 5, "middle", "b", &tick_text(fall.value))) }
            @if bar >= 9 {
                @let at = (x + bar / 2 + 4, y.from + 8);
                text x=(at.0) y=(at.1) text-anchor="end" transform=(format!("rotate(-60 {} {})", at.0, at.1)) class="q" { (fall.name) }
            }
        }
        (line((40, y.from), (width, y.from), "axis"))
    }
}

fn pattern(category: usize) -> usize {
    PATTERNS.get(category).copied().unwrap_or_default()
}
