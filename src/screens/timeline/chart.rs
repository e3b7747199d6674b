//! The chart of one measure: its values on the axis of days, with the lines at which it counts as improved or worse.
//!
//! Dots of a quarter of a cell where the terminal has them, plain signs where not. Whole steps only.

use crate::domain::base::ratio::Exact;
use crate::domain::verdict::core_set::Reading;
use crate::domain::views::timeline::axis::level;
use crate::domain::views::timeline::track::Track;
use crate::domain::views::timeline::{Stop, Timeline};
use crate::screens::canvas::{Canvas, columns, cut};
use crate::screens::look::{Look, Tone};
use crate::screens::timeline;
use crate::screens::timeline::state::{Sight, TimelineState};
use crate::text::Language;
use ratatui::layout::{Position, Rect};

/// Columns of the values beside the axis.
const VALUES: u16 = 8;
/// Columns of the words of a line, such as "improved from 5.625".
const WORDS: u16 = 22;

/// Draws the chart of the chosen measure; the cursor stands on the visit.
pub fn draw(
    state: &TimelineState,
    sight: &Sight,
    language: &dyn Language,
    look: &Look,
    canvas: &mut Canvas<'_>,
    body: Rect,
) -> Option<Position> {
    let told = &state.told;
    let track = told.tracks().nth(state.track)?;
    if !sight.shows(track) {
        let text = format!(
            "{} is hidden until its value here is entered.",
            language.track(&track.subject)
        );
        canvas.text(2, body.y, body.width, &text, look.style(Tone::Muted));
        return None;
    }
    let room = body.width.saturating_sub(2);
    let better = if track.rises() {
        "; higher is better"
    } else {
        "; lower is better"
    };
    let name = language.track(&track.subject);
    let title = title(told, track, name);
    let better = if columns(&title) + columns(better) > room {
        ""
    } else {
        better
    };
    let title = cut(&format!("{title}{better}"), room, look);
    canvas.text(1, body.y, body.width, &title, look.style(Tone::Heading));
    let Some((low, high)) = ends(track) else {
        let text = "No visit has a value of it yet.";
        canvas.text(
            1,
            body.y.saturating_add(2),
            body.width,
            text,
            look.style(Tone::Muted),
        );
        return None;
    };
    // Beside the plot, where there is room: the words of its lines, so that no curve runs through them.
    let words = if body.width >= WORDS * 3 { WORDS } else { 0 };
    // Below the plot: the rule, the visits, their days, their values.
    let plot = Rect {
        x: VALUES.saturating_add(1),
        y: body.y.saturating_add(2),
        width: body.width.saturating_sub(VALUES + 3 + words),
        height: body.height.saturating_sub(7).max(3),
    };
    scale(track, (low, high), look, canvas, plot);
    limits(track, (low, high), words > 0, look, canvas, plot);
    let dates: Vec<_> = told.stops.iter().map(Stop::date).collect();
    let places = told.axis.steps(&dates, plot.width);
    curve(track, (low, high), &places, look, canvas, plot);
    Some(below(
        told,
        track,
        &places,
        state.cursor,
        look,
        canvas,
        plot,
    ))
}

fn title(told: &Timeline, track: &Track, name: String) -> String {
    let base = track.baseline.map(|value| track.shown(value));
    let last = track.last.and_then(|mark| {
        let label = &told.stops.get(mark.place)?.label;
        Some(format!("{} at {label}", track.shown(mark.value)))
    });
    let relative = track.change.as_ref().and_then(|change| change.relative());
    let mut text = name;
    match (base, last) {
        (Some(base), Some(last)) => text.push_str(&format!(": {base} at baseline, {last}")),
        (Some(base), None) => text.push_str(&format!(": {base} at baseline")),
        _ => {}
    }
    if let Some(relative) = relative {
        text.push_str(&format!(", {relative}"));
    }
    text
}

/// Returns the values at the bottom and at the top of the plot: from 0, but for a measure that rises and stays
/// high from below what is drawn; up to the end of the scale, or above what is drawn.
fn ends(track: &Track) -> Option<(Exact, Exact)> {
    let (improved, worse) = track.thresholds();
    let values = track.values.iter().filter_map(Reading::value);
    let drawn: Vec<Exact> = values.chain(improved).chain(worse).collect();
    track.values.iter().find_map(Reading::value)?;
    let (least, most) = track.limits;
    let lowest = drawn.iter().copied().min()?;
    let highest = drawn.iter().copied().max()?;
    let high = match most {
        Some(most) => most,
        None if highest.is_zero() => Exact::int(1),
        None => highest.times(Exact::fraction(11, 10).ok()?).ok()?,
    };
    let half = high.over(Exact::int(2)).ok()?;
    let low = if track.rises() && lowest > half {
        half
    } else {
        least
    };
    Some((low, high))
}

/// Writes values at the left: both ends and what lies between at quarters.
fn scale(
    track: &Track,
    (low, high): (Exact, Exact),
    look: &Look,
    canvas: &mut Canvas<'_>,
    plot: Rect,
) {
    let parts: i64 = if plot.height >= 12 { 4 } else { 2 };
    for part in 0..=parts {
        let value = || {
            let share = Exact::fraction(i128::from(part), i128::from(parts)).ok()?;
            low.plus(high.minus(low).ok()?.times(share).ok()?).ok()
        };
        if let Some(value) = value()
            && let Some(y) = row(value, (low, high), look, plot)
        {
            let text = track.shown(value);
            canvas.text_right(VALUES, y, VALUES, &text, look.style(Tone::Muted));
        }
    }
    for y in plot.top()..plot.bottom() {
        canvas.text(VALUES, y, 1, look.bar(), look.style(Tone::Muted));
    }
}

/// Returns how many dots a cell has across and up.
fn dots_of_cell(look: &Look) -> (u16, u16) {
    if look.has_braille() { (2, 4) } else { (1, 1) }
}

/// Returns the dot of a value, counted from the bottom of the plot. All that is drawn at a value goes by this, so that
/// a value on a line is drawn on the row of that line.
fn dot(value: Exact, (low, high): (Exact, Exact), look: &Look, plot: Rect) -> Option<u16> {
    let (_, up) = dots_of_cell(look);
    level(value, low, high, plot.height.saturating_mul(up))
}

/// Returns the row of a value.
fn row(value: Exact, ends: (Exact, Exact), look: &Look, plot: Rect) -> Option<u16> {
    let (_, up) = dots_of_cell(look);
    let above = dot(value, ends, look, plot)? / up;
    Some(plot.bottom().saturating_sub(1).saturating_sub(above))
}

/// Draws the lines of baseline, improvement and worsening, each with its words.
fn limits(
    track: &Track,
    ends: (Exact, Exact),
    beside: bool,
    look: &Look,
    canvas: &mut Canvas<'_>,
    plot: Rect,
) {
    let (improved, worse) = track.thresholds();
    let lines = [
        (track.baseline, "baseline", Tone::Muted),
        (improved, "improved from", Tone::Good),
        (worse, "worse from", Tone::Bad),
    ];
    let mut taken: Vec<u16> = Vec::new();
    for (value, words, tone) in lines {
        let Some((value, y)) = value.and_then(|value| Some((value, row(value, ends, look, plot)?)))
        else {
            continue;
        };
        let dash = if tone == Tone::Muted {
            look.dots()
        } else {
            look.dashes()
        };
        canvas.text(
            plot.x,
            y,
            plot.width,
            &dash.repeat(usize::from(plot.width)),
            look.style(tone),
        );
        let text = format!(" {words} {}", track.shown_whole(value));
        if beside {
            // Words of two lines on one row would cover each other.
            let free = [y, y.saturating_sub(1), y.saturating_add(1)];
            let free = free.into_iter().find(|y| !taken.contains(y)).unwrap_or(y);
            canvas.text(plot.right(), free, WORDS, &text, look.style(tone));
            taken.push(free);
            continue;
        }
        let right = match taken.contains(&y) {
            true => plot.right().saturating_sub(WORDS),
            false => plot.right(),
        };
        canvas.text_right(right, y, plot.width, &text, look.style(tone));
        taken.push(y);
    }
}

/// Draws the values and the lines between them.
fn curve(
    track: &Track,
    ends: (Exact, Exact),
    places: &[u16],
    look: &Look,
    canvas: &mut Canvas<'_>,
    plot: Rect,
) {
    let (across, up) = dots_of_cell(look);
    let rows = plot.height.saturating_mul(up);
    let points: Vec<(u16, u16)> = track
        .values
        .iter()
        .zip(places)
        .filter_map(|(reading, place)| {
            let step = dot(reading.value()?, ends, look, plot)?;
            let x = place.saturating_mul(across);
            Some((x, rows.saturating_sub(1).saturating_sub(step)))
        })
        .collect();
    let mut dots = Dots::new(plot);
    for pair in points.windows(2) {
        if let [from, to] = pair {
            dots.line(*from, *to);
        }
    }
    if !look.has_braille() {
        for (x, y) in &dots.on {
            let (x, y) = (plot.x.saturating_add(*x), plot.y.saturating_add(*y));
            canvas.text(x, y, 1, ".", look.style(Tone::Plain));
        }
    } else {
        dots.braille(|x, y, sign| {
            let sign = sign.to_string();
            canvas.text(x, y, 1, &sign, look.style(Tone::Plain));
        });
    }
    for (x, y) in points {
        let (x, y) = (
            plot.x.saturating_add(x / across),
            plot.y.saturating_add(y / up),
        );
        canvas.text(x, y, 1, look.point(), look.style(Tone::Heading));
    }
}

/// Dots on the plot, counted from its corner.
struct Dots {
    plot: Rect,
    on: Vec<(u16, u16)>,
}

impl Dots {
    fn new(plot: Rect) -> Self {
        Self {
            plot,
            on: Vec::new(),
        }
    }

    /// Sets the dots of a straight line.
    fn line(&mut self, from: (u16, u16), to: (u16, u16)) {
        let (x0, y0) = (i32::from(from.0), i32::from(from.1));
        let (x1, y1) = (i32::from(to.0), i32::from(to.1));
        let steps = (x1 - x0).abs().max((y1 - y0).abs()).max(1);
        for step in 0..=steps {
            // Halves are rounded up on both ways.
            let at = |a: i32, b: i32| (2 * (a * (steps - step) + b * step) + steps) / (2 * steps);
            let dot = (u16::try_from(at(x0, x1)), u16::try_from(at(y0, y1)));
            if let (Ok(x), Ok(y)) = dot {
                self.on.push((x, y));
            }
        }
    }

    /// Gives each cell that has dots its Braille sign.
    fn braille(&self, mut put: impl FnMut(u16, u16, char)) {
        let mut cells: std::collections::BTreeMap<(u16, u16), u32> = Default::default();
        for (x, y) in &self.on {
            let bit = match (x % 2, y % 4) {
                (0, row @ 0..3) => 1 << row,
                (1, row @ 0..3) => 8 << row,
                (0, _) => 0x40,
                _ => 0x80,
            };
            *cells.entry((x / 2, y / 4)).or_default() |= bit;
        }
        for ((x, y), bits) in cells {
            if let Some(sign) = char::from_u32(0x2800 + bits) {
                put(
                    self.plot.x.saturating_add(x),
                    self.plot.y.saturating_add(y),
                    sign,
                );
            }
        }
    }
}

/// Draws what stands below the plot; returns where the cursor is.
fn below(
    told: &Timeline,
    track: &Track,
    places: &[u16],
    cursor: usize,
    look: &Look,
    canvas: &mut Canvas<'_>,
    plot: Rect,
) -> Position {
    let y = plot.bottom();
    let rule = look.rule().repeat(usize::from(plot.width));
    canvas.text(plot.x, y, plot.width, &rule, look.style(Tone::Muted));
    let mut position = Position {
        x: plot.x,
        y: y.saturating_add(1),
    };
    let rows = ["", "day", "value"];
    let mut used = [0_u16; 3];
    for (row, name) in (1_u16..).zip(rows) {
        canvas.text(
            1,
            y.saturating_add(row),
            VALUES,
            name,
            look.style(Tone::Muted),
        );
    }
    for (place, (stop, x)) in told.stops.iter().zip(places).enumerate() {
        let value = match track.values.get(place) {
            Some(Reading::Value(value)) => track.shown(*value),
            Some(Reading::Missing(_)) => "?".to_owned(),
            _ => String::new(),
        };
        let texts = [
            timeline::draw::short(&stop.label),
            told.axis.day(stop.date()).to_string(),
            value,
        ];
        for ((row, text), used) in (1_u16..).zip(texts).zip(&mut used) {
            let end = plot.right().saturating_sub(columns(&text));
            let x = plot.x.saturating_add(*x).min(end);
            let chosen = place == cursor;
            if x < *used && !chosen {
                continue;
            }
            let tone = match (row, chosen) {
                (1, true) => Tone::Focus,
                (2, _) => Tone::Muted,
                _ => Tone::Plain,
            };
            canvas.text(
                x,
                y.saturating_add(row),
                plot.width,
                &text,
                look.style(tone),
            );
            *used = x.saturating_add(columns(&text)).saturating_add(1);
            if row == 1 && chosen {
                position.x = x;
            }
        }
    }
    position
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::forms::engine::instrument::Measure;
    use crate::domain::verdict::response::Scale;
    use crate::domain::views::timeline::track::Subject;
    use crate::screens::look::Glyphs;
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;

    /// A track of these values, its baseline the first one.
    fn track(measure: Measure, values: &[Exact]) -> Track {
        Track {
            subject: Subject::Measure(measure, None),
            values: values.iter().map(|value| Reading::Value(*value)).collect(),
            baseline: values.first().copied(),
            best: None,
            nadir: None,
            last: None,
            change: None,
            limits: (
                Exact::ZERO,
                Scale::centimetres(Exact::int(150)).max(measure),
            ),
        }
    }

    proptest! {
        #[test]
        fn a_value_on_a_threshold_is_drawn_on_the_row_of_its_line(
            tenths in 1_i128..=30, place in 0..Measure::ALL.len(), height in 3_u16..60, ascii in any::<bool>(),
        ) {
            let measure = Measure::ALL[place];
            let baseline = match measure {
                Measure::Mmt => Exact::fraction(tenths * 40, 10),
                Measure::Enzyme => Exact::fraction(tenths * 997, 10),
                _ => Exact::fraction(tenths, 10),
            }
            .unwrap();
            let alone = track(measure, &[baseline]);
            let (improved, worse) = alone.thresholds();
            let look = Look {
                colour: true,
                glyphs: if ascii { Glyphs::Ascii } else { Glyphs::Utf8 },
            };
            for value in [Some(baseline), improved, worse].into_iter().flatten() {
                let track = track(measure, &[baseline, value]);
                let ends = ends(&track).unwrap();
                let area = Rect::new(0, 0, 60, height + 4);
                let plot = Rect::new(9, 2, 40, height);
                let mut lines = Buffer::empty(area);
                limits(&track, ends, true, &look, &mut Canvas::new(&mut lines, area), plot);
                let mut points = Buffer::empty(area);
                curve(&track, ends, &[2, 10], &look, &mut Canvas::new(&mut points, area), plot);
                let drawn = |y: u16| points[(plot.x + 10, y)].symbol() == look.point();
                let y = (plot.top()..plot.bottom()).find(|y| drawn(*y)).unwrap();
                let line = lines[(plot.x + 20, y)].symbol();
                // In ASCII the line of the baseline is blank.
                let wanted = [look.dashes(), look.dots()];
                prop_assert!(wanted.contains(&line), "{measure:?} {value:?}: {line:?} on row {y}");
                if value != baseline {
                    prop_assert_eq!(line, look.dashes(), "{:?} {:?}", measure, value);
                }
            }
        }
    }

    #[test]
    fn a_line_has_a_dot_in_every_column_between_its_ends() {
        let mut dots = Dots::new(Rect::new(0, 0, 4, 2));
        dots.line((0, 7), (7, 0));
        let wanted: Vec<(u16, u16)> = (0..8).map(|x| (x, 7 - x)).collect();
        assert_eq!(dots.on, wanted);
        let mut signs = Vec::new();
        dots.braille(|x, y, sign| signs.push((x, y, sign)));
        // From the bottom left to the top right, two dots a cell: lower left and the one above at the right.
        assert_eq!(
            signs,
            [
                (0, 1, '\u{2860}'),
                (1, 1, '\u{280a}'),
                (2, 0, '\u{2860}'),
                (3, 0, '\u{280a}')
            ]
        );
    }
}
