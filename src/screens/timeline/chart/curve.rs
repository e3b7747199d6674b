//! The curve of the chart: its values, and the lines between them in dots of a quarter of a cell.
//!
//! Must not smooth anything: from value to value goes a straight line.

use super::plot::Plot;
use crate::screens::canvas::Canvas;
use crate::screens::look::Tone;
use ratatui::layout::Rect;

/// Draws the values and the lines between them.
pub(super) fn curve(plot: &Plot<'_>, places: &[u16], canvas: &mut Canvas<'_>) {
    let Plot {
        track, look, area, ..
    } = *plot;
    let (across, up) = plot.dots_of_cell();
    let rows = area.height.saturating_mul(up);
    let points: Vec<(u16, u16)> = track
        .values
        .iter()
        .zip(places)
        .filter_map(|(reading, place)| {
            let step = plot.dot(reading.measured()?.number())?;
            let x = place.saturating_mul(across);
            Some((x, rows.saturating_sub(1).saturating_sub(step)))
        })
        .collect();
    let mut dots = Dots::new(area);
    for pair in points.windows(2) {
        if let [from, to] = pair {
            dots.line(*from, *to);
        }
    }
    if !look.has_braille() {
        for (x, y) in &dots.on {
            let (x, y) = (area.x.saturating_add(*x), area.y.saturating_add(*y));
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
            area.x.saturating_add(x / across),
            area.y.saturating_add(y / up),
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

#[cfg(test)]
mod tests {
    use super::*;

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
