//! What the timeline is drawn on: the columns of names, axis and words, and how a text gets there.
//!
//! Must not know what the rows say; they are drawn by the files beside it.

use crate::domain::views::timeline::{Stop, Timeline};
use crate::screens::canvas::{Canvas, columns, cut};
use crate::screens::look::{Look, Tone};
use crate::screens::timeline::state::Sight;
use crate::text::Language;
use crate::text::screens::timeline::Section;
use ratatui::layout::Rect;

/// Columns of the names at the left.
const NAMES: u16 = 16;
/// Columns between the axis and the words of a row.
const GAP: u16 = 2;
/// Least columns with all numbers at the right.
pub(crate) const WIDE: u16 = 72;

/// How the rows are divided.
pub(super) struct Layout {
    /// All numbers have room at the right.
    pub(super) wide: bool,
    /// Points, quality of life and the texts of events have room too.
    pub(super) large: bool,
    /// Column of the axis, and its columns.
    pub(super) axis: (u16, u16),
    /// Column of what stands at the right, and its columns.
    pub(super) right: (u16, u16),
}

impl Layout {
    /// Divides an area; `large` says that it has room for all.
    pub(super) fn of(area: Rect, large: bool) -> Self {
        let wide = area.width >= WIDE;
        let names = match (wide, large) {
            (true, true) => NAMES + 8,
            (true, false) => NAMES,
            (false, _) => NAMES - 1,
        };
        let right = match (wide, large) {
            (true, true) => 52,
            (true, false) => 41,
            (false, _) => 24,
        };
        let right = right.min(area.width.saturating_sub(names).saturating_sub(8));
        let axis = area
            .width
            .saturating_sub(names)
            .saturating_sub(right)
            .saturating_sub(1);
        Self {
            wide,
            large,
            axis: (area.x.saturating_add(names), axis),
            right: (area.right().saturating_sub(right), right),
        }
    }
}

/// What is drawn, and where.
pub(super) struct Sheet<'a, 'b> {
    /// The story.
    pub(super) told: &'a Timeline,
    /// What may be seen of it.
    pub(super) sight: &'a Sight,
    /// Signs and colours.
    pub(super) look: &'a Look,
    /// Its words.
    pub(super) language: &'a dyn Language,
    /// What is drawn on.
    pub(super) canvas: &'a mut Canvas<'b>,
    /// Where the columns are.
    pub(super) layout: Layout,
    /// Column of each visit.
    pub(super) places: Vec<u16>,
    /// Visit and track under the cursors.
    pub(super) chosen: Option<(usize, usize)>,
    /// First row that is not drawn on.
    pub(super) bottom: u16,
}

impl<'a, 'b> Sheet<'a, 'b> {
    /// Makes a sheet on which no visit is chosen, drawn down to the end of the canvas.
    pub(super) fn new(
        told: &'a Timeline,
        sight: &'a Sight,
        look: &'a Look,
        language: &'a dyn Language,
        canvas: &'a mut Canvas<'b>,
        layout: Layout,
    ) -> Self {
        let dates: Vec<_> = told.stops.iter().map(Stop::date).collect();
        let steps = told.axis.steps(&dates, layout.axis.1);
        let places = steps
            .into_iter()
            .map(|step| layout.axis.0.saturating_add(step));
        Self {
            places: places.collect(),
            bottom: canvas.area().bottom(),
            told,
            sight,
            look,
            language,
            canvas,
            layout,
            chosen: None,
        }
    }

    /// Writes a text anywhere, as far as there is room.
    pub(super) fn put(&mut self, x: u16, y: u16, text: &str, tone: Tone) {
        if y >= self.bottom {
            return;
        }
        let room = self.canvas.area().width;
        self.canvas.text(x, y, room, text, self.look.style(tone));
    }

    /// Writes what a row is about, at the left of the axis.
    pub(super) fn name(&mut self, y: u16, text: &str, tone: Tone) {
        let room = self.layout.axis.0.saturating_sub(1);
        let text = cut(text, room, self.look);
        self.put(1, y, &text, tone);
    }

    /// Writes the words of a row, at the right of the axis.
    pub(super) fn end(&mut self, y: u16, text: &str, tone: Tone) {
        let (x, room) = self.layout.right;
        let text = cut(text, room, self.look);
        self.put(x, y, &text, tone);
    }

    /// Writes the words of a row behind a gap; words that are longer begin where the axis of the row, which is drawn on up
    /// to `taken`, has nothing more to show.
    pub(super) fn words(&mut self, y: u16, taken: u16, text: &str, tone: Tone) {
        let (x, room) = self.layout.right;
        let right = x.saturating_add(room);
        let behind_gap = x.saturating_add(GAP);
        let least = taken.saturating_add(1).min(x);
        let at = right.saturating_sub(columns(text));
        let at = at.clamp(least, behind_gap);
        let text = cut(text, right.saturating_sub(at), self.look);
        self.put(at, y, &text, tone);
    }

    /// Returns the column of a visit by its place in the schedule.
    pub(super) fn column(&self, place: usize) -> u16 {
        self.places.get(place).copied().unwrap_or_default()
    }

    /// Writes words at columns, as far as they do not run into each other; what the cursor is on always.
    pub(super) fn labels(&mut self, y: u16, labels: &[(u16, String, Tone)]) {
        let end = self.layout.axis.0.saturating_add(self.layout.axis.1);
        let fitted = |x: u16, text: &str| x.min(end.saturating_sub(columns(text)));
        let kept = labels.iter().find(|(_, _, tone)| *tone == Tone::Focus);
        let taken = kept.map(|(x, text, _)| {
            let x = fitted(*x, text);
            (x, x.saturating_add(columns(text)))
        });
        // The first and the last matter more than those between.
        let mut order: Vec<usize> = (0..labels.len()).collect();
        order.sort_by_key(|place| (*place != 0 && *place + 1 != labels.len(), *place));
        let mut used: Vec<(u16, u16)> = taken.into_iter().collect();
        for place in order {
            let Some((x, text, tone)) = labels.get(place) else {
                continue;
            };
            let x = fitted(*x, text);
            let to = x.saturating_add(columns(text));
            let free = used.iter().all(|(from, end)| to < *from || x > *end);
            if *tone == Tone::Focus || free {
                self.put(x, y, text, *tone);
                used.push((x, to));
            }
        }
    }

    /// Draws the line above a part; returns the row after it.
    pub(super) fn section(&mut self, y: u16, section: Section) -> u16 {
        let title = self.language.section(section);
        let room = self.canvas.area().width.saturating_sub(2);
        let rest = room.saturating_sub(columns(title)).saturating_sub(4);
        let rule = self.look.rule();
        let text = format!(
            "{} {title} {}",
            rule.repeat(2),
            rule.repeat(usize::from(rest))
        );
        self.put(1, y, &text, Tone::Muted);
        y.saturating_add(1)
    }
}
