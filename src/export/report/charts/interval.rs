//! Values with their intervals on one axis, one a row, with the numbers behind them.

use crate::domain::base::ratio::Exact;
use crate::export::report::svg::{Scale, cut, line, mark, text, tick_text, ticks};
use maud::{Markup, html};

/// A row: a value with its interval, or a heading of rows.
pub(in crate::export::report) struct Row {
    /// Its name.
    pub(in crate::export::report) name: String,
    /// The value; none for a heading, or where there is none.
    pub(in crate::export::report) value: Option<Exact>,
    /// Its interval.
    pub(in crate::export::report) interval: Option<(Exact, Exact)>,
    /// The numbers.
    pub(in crate::export::report) words: String,
    /// Whether it is a heading.
    pub(in crate::export::report) is_heading: bool,
}

/// What is drawn.
pub(in crate::export::report) struct Intervals {
    /// The rows.
    pub(in crate::export::report) rows: Vec<Row>,
    /// Both ends of the axis.
    pub(in crate::export::report) range: (Exact, Exact),
    /// A value at which a line stands, such as no change.
    pub(in crate::export::report) at: Option<Exact>,
}

const WIDTH: i64 = 680;
const LEFT: i64 = 190;
const RIGHT: i64 = 500;
const ROW: i64 = 20;

/// Returns width and height.
pub(in crate::export::report) fn size(intervals: &Intervals) -> (i64, i64) {
    let rows = i64::try_from(intervals.rows.len()).unwrap_or(0);
    (WIDTH, rows * ROW + 34)
}

/// Draws it.
pub(in crate::export::report) fn draw(intervals: &Intervals) -> Markup {
    let rows = i64::try_from(intervals.rows.len()).unwrap_or(0);
    let bottom = rows * ROW + 8;
    let x = Scale {
        low: intervals.range.0,
        high: intervals.range.1,
        from: LEFT,
        to: RIGHT,
    };
    html! {
        @for value in ticks(intervals.range.0, intervals.range.1) {
            (line((x.at(value), 4), (x.at(value), bottom), "rule"))
            (text(x.at(value), bottom + 16, "middle", "q", &tick_text(value)))
        }
        @if let Some(at) = intervals.at { (line((x.at(at), 4), (x.at(at), bottom), "axis")) }
        (line((LEFT, bottom), (RIGHT, bottom), "axis"))
        @for (place, row) in (0_i64..).zip(&intervals.rows) {
            @let y = place * ROW + 16;
            @if row.is_heading { (text(0, y + 4, "start", "b", &row.name)) }
            @else { (text(12, y + 4, "start", "", &cut(&row.name, LEFT - 24))) }
            @if let Some((low, high)) = row.interval {
                (line((x.at(low), y), (x.at(high), y), "curve"))
                (line((x.at(low), y - 4), (x.at(low), y + 4), "curve"))
                (line((x.at(high), y - 4), (x.at(high), y + 4), "curve"))
            }
            @if let Some(value) = row.value { (mark(1, x.at(value), y, false)) }
            (text(RIGHT + 14, y + 4, "start", "", &row.words))
        }
    }
}
