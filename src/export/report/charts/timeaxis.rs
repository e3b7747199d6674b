//! Rows of spans on one axis of days.

use crate::domain::base::ratio::Exact;
use crate::export::report::svg::{Scale, cut, fill, line, mark, plated, text, width_of};
use maud::{Markup, html};

/// How a span is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::export::report) enum Shape {
    /// A diamond on one day; hollow where nothing was given.
    Diamond {
        /// Nothing was given.
        hollow: bool,
    },
    /// A bar with a pattern.
    Bar {
        /// The pattern.
        pattern: usize,
        /// With a thick frame.
        thick: bool,
    },
}

/// A stretch of days.
pub(in crate::export::report) struct Stretch {
    /// First day.
    pub(in crate::export::report) from: i64,
    /// Last day; none where it goes on.
    pub(in crate::export::report) to: Option<i64>,
    /// How it is drawn.
    pub(in crate::export::report) shape: Shape,
    /// What is written into it, where there is room.
    pub(in crate::export::report) words: String,
}

/// A row.
pub(in crate::export::report) struct Row {
    /// Its name.
    pub(in crate::export::report) name: String,
    /// Its spans.
    pub(in crate::export::report) spans: Vec<Stretch>,
}

/// What is drawn.
pub(in crate::export::report) struct TimeAxis {
    /// First and last day.
    pub(in crate::export::report) days: (i64, i64),
    /// Days that are named.
    pub(in crate::export::report) named: Vec<(i64, String)>,
    /// The rows.
    pub(in crate::export::report) rows: Vec<Row>,
}

const WIDTH: i64 = 680;
const LEFT: i64 = 130;
const ROW: i64 = 26;
const TOP: i64 = 24;

/// Returns width and height.
pub(in crate::export::report) fn size(axis: &TimeAxis) -> (i64, i64) {
    let rows = i64::try_from(axis.rows.len()).unwrap_or(0);
    (WIDTH, TOP + rows * ROW + 26)
}

/// Draws it.
pub(in crate::export::report) fn draw(axis: &TimeAxis) -> Markup {
    let x = Scale {
        low: Exact::int(axis.days.0),
        high: Exact::int(axis.days.1.max(axis.days.0 + 1)),
        from: LEFT,
        to: WIDTH - 6,
    };
    let rows = i64::try_from(axis.rows.len()).unwrap_or(0);
    let bottom = TOP + rows * ROW;
    let mut last = i64::MIN;
    let mut last_day = i64::MIN;
    html! {
        @for (day, name) in &axis.named {
            @let place = x.at(Exact::int(*day));
            (line((place, TOP - 6), (place, bottom), "rule"))
            @if place - width_of(name, 11) / 2 > last {
                (text(place, 12, "middle", "q", name))
                ({ last = place + width_of(name, 11) / 2 + 4; "" })
            }
            @let number = day.to_string();
            @if place - width_of(&number, 11) / 2 > last_day {
                (text(place, bottom + 16, "middle", "q", &number))
                ({ last_day = place + width_of(&number, 11) / 2 + 4; "" })
            }
        }
        (line((LEFT, bottom), (WIDTH - 6, bottom), "axis"))
        @for (row, lane) in (0_i64..).zip(&axis.rows) {
            @let y = TOP + row * ROW;
            (text(LEFT - 8, y + 17, "end", "", &cut(&lane.name, LEFT - 10)))
            @for span in &lane.spans { (stretch(span, &x, y)) }
        }
    }
}

fn stretch(span: &Stretch, x: &Scale, y: i64) -> Markup {
    let from = x.at(Exact::int(span.from));
    match span.shape {
        Shape::Diamond { hollow } => mark(3, from, y + 13, hollow),
        Shape::Bar { pattern, thick } => {
            let to = span
                .to
                .map_or(x.to, |to| x.at(Exact::int(to)))
                .max(from + 3);
            let width = thick.then_some("2.5");
            html! {
                rect.bar x=(from) y=(y + 4) width=(to - from) height="18" fill=(fill(pattern)) style=[width.map(|width| format!("stroke-width:{width}"))] {}
                @if to - from > width_of(&span.words, 11) + 8 {
                    (plated((from + to) / 2, y + 17, "middle", "", &span.words))
                }
            }
        }
    }
}
