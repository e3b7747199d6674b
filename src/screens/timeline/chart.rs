//! The chart of one measure: its values on the axis of days, with the lines at which it counts as improved or worse.
//!
//! Dots of a quarter of a cell where the terminal has them, plain signs where not. Whole steps only.

mod curve;
mod days;
mod plot;
mod scale;

use crate::domain::views::timeline::track::Track;
use crate::domain::views::timeline::{Stop, Timeline};
use crate::screens::canvas::{Canvas, columns, cut};
use crate::screens::look::{Look, Tone};
use crate::screens::timeline::state::{Sight, TimelineState};
use crate::text::Language;
use curve::curve;
use days::days;
use plot::{Plot, ends};
use ratatui::layout::{Position, Rect};
use scale::{VALUES, WORDS, limits, scale};

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
        let text = language.track_hidden(track);
        canvas.text(2, body.y, body.width, &text, look.style(Tone::Muted));
        return None;
    }
    let title = title(told, track, language, body.width.saturating_sub(2));
    let title = cut(&title, body.width.saturating_sub(2), look);
    canvas.text(1, body.y, body.width, &title, look.style(Tone::Heading));
    let Some(ends) = ends(track) else {
        canvas.text(
            1,
            body.y.saturating_add(2),
            body.width,
            language.chart_has_no_value(),
            look.style(Tone::Muted),
        );
        return None;
    };
    // Beside the plot, where there is room: the words of its lines, so that no curve runs through them.
    let words = if body.width >= WORDS * 3 { WORDS } else { 0 };
    // Below the plot: the rule, the visits, their days, their values.
    let area = Rect {
        x: VALUES.saturating_add(1),
        y: body.y.saturating_add(2),
        width: body.width.saturating_sub(VALUES + 3 + words),
        height: body.height.saturating_sub(7).max(3),
    };
    let plot = Plot {
        track,
        ends,
        look,
        language,
        area,
    };
    scale(&plot, canvas);
    limits(&plot, words > 0, canvas);
    let dates: Vec<_> = told.stops.iter().map(Stop::date).collect();
    let places = told.axis.steps(&dates, area.width);
    curve(&plot, &places, canvas);
    Some(days(&plot, told, &places, state.cursor, canvas))
}

/// Returns the heading, which says which way is better where there is room for it.
fn title(told: &Timeline, track: &Track, language: &dyn Language, room: u16) -> String {
    let last = track.last.and_then(|mark| told.stops.get(mark.place));
    let last = last.map(|stop| stop.label.as_str());
    let whole = language.chart_title(track, last, true);
    match columns(&whole) > room {
        true => language.chart_title(track, last, false),
        false => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::base::measured::Measured;
    use crate::domain::base::ratio::Exact;
    use crate::domain::forms::engine::instrument::Measure;
    use crate::domain::verdict::core_set::Reading;
    use crate::domain::verdict::response::Scale;
    use crate::domain::views::timeline::track::Subject;
    use crate::screens::look::Glyphs;
    use crate::text::DEFAULT;
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;

    /// A track of these values, its baseline the first one.
    fn track(measure: Measure, values: &[Exact]) -> Track {
        Track {
            subject: Subject::Measure(measure, None),
            values: values.iter().map(|value| Reading::Value(*value)).collect(),
            baseline: values.first().copied().map(Measured::At),
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
                let area = Rect::new(0, 0, 60, height + 4);
                let plot = Plot {
                    track: &track,
                    ends: ends(&track).unwrap(),
                    look: &look,
                    language: DEFAULT,
                    area: Rect::new(9, 2, 40, height),
                };
                let mut lines = Buffer::empty(area);
                limits(&plot, true, &mut Canvas::new(&mut lines, area));
                let mut points = Buffer::empty(area);
                curve(&plot, &[2, 10], &mut Canvas::new(&mut points, area));
                let plot = plot.area;
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
}
