//! The flow of participants as boxes: one below another, with what leaves to the right, and the ends side by side.

use crate::export::report::svg::{line, text};
use maud::{Markup, html};

/// A box: its lines of words.
pub(in crate::export::report) type Lines = Vec<String>;

/// What is drawn.
pub(in crate::export::report) struct Flow {
    /// The way down, each with what leaves after it.
    pub(in crate::export::report) steps: Vec<(Lines, Option<Lines>)>,
    /// Where those are who came to its end.
    pub(in crate::export::report) ends: Vec<Lines>,
}

const WIDTH: i64 = 680;
/// Where what leaves ends.
const EDGE: i64 = WIDTH - 6;
const MAIN: i64 = 230;
const ASIDE: i64 = 320;
const LINE: i64 = 15;
const GAP: i64 = 26;

fn height(lines: &Lines) -> i64 {
    i64::try_from(lines.len()).unwrap_or(1) * LINE + 12
}

/// Returns where each step begins, and the end of all.
fn tops(flow: &Flow) -> (Vec<i64>, i64) {
    let mut y = 4;
    let mut tops = Vec::new();
    for (main, aside) in &flow.steps {
        tops.push(y);
        let aside = aside.as_ref().map_or(0, |aside| height(aside) + 16);
        y += height(main) + GAP.max(aside);
    }
    (tops, y)
}

/// Returns width and height.
pub(in crate::export::report) fn size(flow: &Flow) -> (i64, i64) {
    let ends = flow.ends.iter().map(height).max().unwrap_or(0);
    (WIDTH, tops(flow).1 + ends + 14)
}

/// Draws it.
pub(in crate::export::report) fn draw(flow: &Flow) -> Markup {
    let (tops, end) = tops(flow);
    let middle = MAIN / 2 + 40;
    let below: Vec<i64> = tops.iter().skip(1).copied().chain([end + 10]).collect();
    let count = i64::try_from(flow.ends.len().max(1)).unwrap_or(1);
    let wide = WIDTH / count;
    let places: Vec<i64> = (0..count).map(|place| place * wide + wide / 2).collect();
    let (first, last) = (places.first().copied(), places.last().copied());
    html! {
        @for (((main, aside), top), below) in flow.steps.iter().zip(&tops).zip(&below) {
            @let bottom = top + height(main);
            (line((middle, bottom), (middle, *below), "axis"))
            (boxed(middle - MAIN / 2, *top, MAIN, main))
            @if let Some(aside) = aside {
                @let y = bottom + 8 + height(aside) / 2;
                (line((middle, y), (EDGE - ASIDE, y), "axis"))
                (boxed(EDGE - ASIDE, bottom + 8, ASIDE, aside))
            }
        }
        @if let (Some(first), Some(last)) = (first, last) {
            (line((first.min(middle), end - 6), (last.max(middle), end - 6), "axis"))
        }
        @for (lines, place) in flow.ends.iter().zip(&places) {
            (line((*place, end - 6), (*place, end + 4), "axis"))
            (boxed(place - wide / 2 + 4, end + 4, wide - 8, lines))
        }
    }
}

fn boxed(x: i64, y: i64, width: i64, lines: &Lines) -> Markup {
    html! {
        rect.box x=(x) y=(y) width=(width) height=(height(lines)) {}
        @for (place, words) in (0_i64..).zip(lines) {
            (text(x + width / 2, y + 17 + place * LINE, "middle", if place == 0 { "b" } else { "" }, words))
        }
    }
}
