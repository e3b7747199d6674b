//! The values at the left of the chart, and its lines: baseline, and from where a value counts as improved or worse.
//!
//! Must not decide where these lines lie; the thresholds are those that verdicts are made by.

use super::plot::Plot;
use crate::domain::base::measured::Measured;
use crate::domain::base::ratio::Exact;
use crate::screens::canvas::Canvas;
use crate::screens::look::Tone;
use crate::text::screens::timeline::ChartLine;

/// Columns of the values beside the axis.
pub(super) const VALUES: u16 = 8;
/// Columns of the words of a line, such as "improved from 5.625".
pub(super) const WORDS: u16 = 22;

/// Writes values at the left: both ends and what lies between at quarters.
pub(super) fn scale(plot: &Plot<'_>, canvas: &mut Canvas<'_>) {
    let (low, high) = plot.ends;
    let muted = plot.look.style(Tone::Muted);
    let parts: i64 = if plot.area.height >= 12 { 4 } else { 2 };
    for part in 0..=parts {
        let value = || {
            let share = Exact::fraction(i128::from(part), i128::from(parts)).ok()?;
            low.plus(high.minus(low).ok()?.times(share).ok()?).ok()
        };
        if let Some(value) = value()
            && let Some(y) = plot.row(value)
        {
            let text = plot.track.shown(value);
            canvas.text_right(VALUES, y, VALUES, &text, muted);
        }
    }
    for y in plot.area.top()..plot.area.bottom() {
        canvas.text(VALUES, y, 1, plot.look.bar(), muted);
    }
}

/// Draws the lines of baseline, improvement and worsening, each with its words.
///
/// The words stand beside the plot where there is room for them, else on their lines.
pub(super) fn limits(plot: &Plot<'_>, beside: bool, canvas: &mut Canvas<'_>) {
    let Plot {
        track, look, area, ..
    } = *plot;
    let (improved, worse) = track.thresholds();
    let lines = [
        (track.baseline, ChartLine::Baseline, Tone::Muted),
        (improved.map(Measured::At), ChartLine::Improved, Tone::Good),
        (worse.map(Measured::At), ChartLine::Worse, Tone::Bad),
    ];
    let mut taken: Vec<u16> = Vec::new();
    for (value, line, tone) in lines {
        let Some((value, y)) = value.and_then(|value| Some((value, plot.row(value.number())?)))
        else {
            continue;
        };
        let dash = if tone == Tone::Muted {
            look.dots()
        } else {
            look.dashes()
        };
        canvas.text(
            area.x,
            y,
            area.width,
            &dash.repeat(usize::from(area.width)),
            look.style(tone),
        );
        let words = plot.language.chart_line(line, &track.shown_whole(value));
        let text = format!(" {words}");
        if beside {
            // Words of two lines on one row would cover each other.
            let free = [y, y.saturating_sub(1), y.saturating_add(1)];
            let free = free.into_iter().find(|y| !taken.contains(y)).unwrap_or(y);
            canvas.text(area.right(), free, WORDS, &text, look.style(tone));
            taken.push(free);
            continue;
        }
        let right = match taken.contains(&y) {
            true => area.right().saturating_sub(WORDS),
            false => area.right(),
        };
        canvas.text_right(right, y, area.width, &text, look.style(tone));
        taken.push(y);
    }
}
