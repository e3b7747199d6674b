//! What all figures are made of: scales from exact numbers to whole units of a drawing, texts, marks, patterns.
//!
//! A place in a drawing is rounded; the numbers stand in the tables.

use crate::domain::base::ratio::Exact;
use maud::{Markup, html};

/// A stretch of a drawing on which numbers lie.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    /// The number at its beginning.
    pub(super) low: Exact,
    /// The number at its end.
    pub(super) high: Exact,
    /// Where it begins.
    pub(super) from: i64,
    /// Where it ends.
    pub(super) to: i64,
}

impl Scale {
    /// Returns the place of a number; one beyond an end is at that end.
    pub(super) fn at(&self, value: Exact) -> i64 {
        let value = value.max(self.low).min(self.high);
        let place = || {
            let share = value.minus(self.low).ok()?;
            let share = share.over(self.high.minus(self.low).ok()?).ok()?;
            let length = Exact::int(self.to - self.from);
            share.times(length).ok()?.rounded(0).parse::<i64>().ok()
        };
        self.from + place().unwrap_or(0)
    }
}

/// Returns round numbers from `low` to `high`, few enough to be read.
pub(super) fn ticks(low: Exact, high: Exact) -> Vec<Exact> {
    let Ok(range) = high.minus(low) else {
        return vec![low, high];
    };
    let steps = [(1, 10), (1, 5), (1, 2), (1, 1), (2, 1), (5, 1)];
    let powers = (0..12).map(|power| 10_i128.pow(power));
    let wide = powers.flat_map(|power| steps.map(|(top, bottom)| (top * power, bottom)));
    for (top, bottom) in wide {
        let Ok(step) = Exact::fraction(top, bottom) else {
            continue;
        };
        let count = range.over(step).ok();
        if count.is_some_and(|count| count <= Exact::int(5)) {
            let first = low
                .over(step)
                .ok()
                .and_then(|n| n.rounded(0).parse::<i64>().ok());
            let first = first.unwrap_or(0);
            let all = (0..8).filter_map(|n| step.times(Exact::int(first + n)).ok());
            return all.filter(|n| *n >= low && *n <= high).collect();
        }
    }
    vec![low, high]
}

/// Writes a number of an axis.
pub(super) fn tick_text(value: Exact) -> String {
    let text = value.rounded(1);
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A text at a place.
pub(super) fn text(x: i64, y: i64, anchor: &str, class: &str, words: &str) -> Markup {
    html! { text x=(x) y=(y) text-anchor=(anchor) class=(class) { (words) } }
}

/// A text with a plate under it, so that no line runs through it.
pub(super) fn plated(x: i64, y: i64, anchor: &str, class: &str, words: &str) -> Markup {
    let width = width_of(words, 11);
    let from = match anchor {
        "end" => x - width,
        "middle" => x - width / 2,
        _ => x,
    };
    html! {
        rect.plate x=(from - 1) y=(y - 10) width=(width + 2) height="13" {}
        (text(x, y, anchor, class, words))
    }
}

/// A straight line.
pub(super) fn line(from: (i64, i64), to: (i64, i64), class: &str) -> Markup {
    html! { line x1=(from.0) y1=(from.1) x2=(to.0) y2=(to.1) class=(class) {} }
}

/// A line through places.
pub(super) fn path(places: &[(i64, i64)], class: &str, dashes: &str) -> Markup {
    let points: Vec<String> = places.iter().map(|(x, y)| format!("{x},{y}")).collect();
    let dashes = Some(dashes).filter(|dashes| !dashes.is_empty());
    html! { polyline points=(points.join(" ")) class=(class) stroke-dasharray=[dashes] {} }
}

/// A mark of a shape of its own, of which there are five.
pub(super) fn mark(shape: usize, x: i64, y: i64, is_hollow: bool) -> Markup {
    let class = if is_hollow { "hollow" } else { "mark" };
    let polygon = |places: [(i64, i64); 4]| {
        let points: Vec<String> = places
            .iter()
            .map(|(dx, dy)| format!("{},{}", x + dx, y + dy))
            .collect();
        html! { polygon points=(points.join(" ")) class=(class) {} }
    };
    match shape % 5 {
        0 => html! { circle cx=(x) cy=(y) r="3.5" class=(class) {} },
        1 => html! { rect x=(x - 3) y=(y - 3) width="6" height="6" class=(class) {} },
        2 => polygon([(0, -5), (4, 3), (-4, 3), (0, -5)]),
        3 => polygon([(0, -5), (5, 0), (0, 5), (-5, 0)]),
        _ => polygon([(-4, -3), (4, -3), (0, 5), (-4, -3)]),
    }
}

/// How many patterns there are.
pub(super) const PATTERNS: usize = 6;

/// What fills an area with a pattern.
pub(super) fn fill(pattern: usize) -> String {
    format!("url(#p{})", pattern % PATTERNS)
}

/// The patterns of a page, which tell areas apart without colours.
pub(super) fn patterns() -> Markup {
    html! {
        svg.defs aria-hidden="true" focusable="false" {
            defs {
                pattern id="p0" width="8" height="8" patternUnits="userSpaceOnUse" {
                    rect width="8" height="8" {}
                    path d="M0 8L8 0M-2 2L2 -2M6 10L10 6" stroke-width="1" {}
                }
                pattern id="p1" width="8" height="8" patternUnits="userSpaceOnUse" {
                    rect width="8" height="8" {}
                    circle cx="4" cy="4" r="1" stroke-width="1" {}
                }
                pattern id="p2" width="8" height="6" patternUnits="userSpaceOnUse" {
                    rect width="8" height="6" {}
                    path d="M0 3H8" stroke-width="1" {}
                }
                pattern id="p3" width="8" height="8" patternUnits="userSpaceOnUse" {
                    rect width="8" height="8" {}
                    path d="M0 0L8 8M0 8L8 0" stroke-width=".8" {}
                }
                pattern id="p4" width="6" height="8" patternUnits="userSpaceOnUse" {
                    rect width="6" height="8" {}
                    path d="M3 0V8" stroke-width="1" {}
                }
                pattern id="p5" width="8" height="8" patternUnits="userSpaceOnUse" {
                    rect width="8" height="8" {}
                }
            }
        }
    }
}

/// Returns about how wide words are at a size of type.
pub(super) fn width_of(words: &str, size: i64) -> i64 {
    let count = i64::try_from(words.chars().count()).unwrap_or(0);
    count * size * 56 / 100
}

/// Cuts words to a width, with a sign that they go on.
pub(super) fn cut(words: &str, width: i64) -> String {
    if width_of(words, 11) <= width {
        return words.to_owned();
    }
    let most = usize::try_from(width * 100 / (11 * 56)).unwrap_or(1);
    let mut kept: String = words.chars().take(most.saturating_sub(1)).collect();
    kept.push('…');
    kept
}
