//! What the chart is drawn on: the measure, the ends of its scale, and the row of a value.
//!
//! Must not draw anything. All that is drawn at a value goes by the dot of that value, in whole steps.

use crate::domain::base::measured::Measured;
use crate::domain::base::ratio::Exact;
use crate::domain::verdict::core_set::Reading;
use crate::domain::views::timeline::axis::level;
use crate::domain::views::timeline::track::Track;
use crate::screens::look::Look;
use crate::text::Language;
use ratatui::layout::Rect;

/// A measure, and where it is drawn.
pub(super) struct Plot<'a> {
    /// The measure.
    pub(super) track: &'a Track,
    /// The values at the bottom and at the top.
    pub(super) ends: (Exact, Exact),
    /// Signs and colours.
    pub(super) look: &'a Look,
    /// Its words.
    pub(super) language: &'a dyn Language,
    /// The cells of the curve.
    pub(super) area: Rect,
}

impl Plot<'_> {
    /// Returns how many dots a cell has across and up.
    pub(super) fn dots_of_cell(&self) -> (u16, u16) {
        match self.look.has_braille() {
            true => (2, 4),
            false => (1, 1),
        }
    }

    /// Returns the dot of a value, counted from the bottom of the plot, so that a value on a line is drawn on the row
    /// of that line.
    pub(super) fn dot(&self, value: Exact) -> Option<u16> {
        let (_, up) = self.dots_of_cell();
        let (low, high) = self.ends;
        level(value, low, high, self.area.height.saturating_mul(up))
    }

    /// Returns the row of a value.
    pub(super) fn row(&self, value: Exact) -> Option<u16> {
        let (_, up) = self.dots_of_cell();
        let above = self.dot(value)? / up;
        let bottom = self.area.bottom().saturating_sub(1);
        Some(bottom.saturating_sub(above))
    }
}

/// Returns the values at the bottom and at the top of the plot: from 0, but for a measure that rises and stays
/// high from below what is drawn; up to the end of the scale, or above what is drawn.
pub(super) fn ends(track: &Track) -> Option<(Exact, Exact)> {
    let (improved, worse) = track.thresholds();
    let values = track.values.iter().filter_map(Reading::measured);
    let values = values.map(Measured::number);
    let drawn: Vec<Exact> = values.chain(improved).chain(worse).collect();
    track.values.iter().find_map(Reading::measured)?;
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
