//! The head of the timeline: the participant, and the axis with days, visits and windows.
//!
//! Must not judge: how a visit lies to its window is told by the story.

use super::sheet::Sheet;
use crate::domain::views::timeline::{Stop, Timing};
use crate::screens::canvas::wrap;
use crate::screens::look::{Look, Tone};
use crate::text::screens::timeline::RowName;
use crate::text::short_visit;
use ratatui::layout::Position;

/// A visit held before its window.
const EARLY: &str = "<";
/// A visit held after its window.
const LATE: &str = ">";
/// A visit that was never held.
const MISSED: &str = "x";
/// A visit whose window has closed.
const OVERDUE: &str = "!";

impl Sheet<'_, '_> {
    /// Says who it is about; returns the row after it.
    pub(super) fn who(&mut self, y: u16) -> u16 {
        let who = &self.told.participant;
        let day = self.told.axis.day(self.told.today);
        // On the screen the bar at the top names the participant.
        let named = self.chosen.is_none();
        let mut text = self.language.participant_on_day(who, named, day);
        if let Some(said) = self.told.statuses.now() {
            let said = self
                .language
                .status_since(said.day, &said.status, &said.words);
            text = format!("{text}; {said}");
        }
        if let Some(owed) = &self.told.consent_owed {
            text = format!("{text}; {}", self.language.consent_owed(owed));
        }
        let room = self.canvas.area().width.saturating_sub(2);
        let mut below = y;
        for line in wrap(&text, room) {
            let line = self.look.plain(&line);
            self.put(1, below, &line, Tone::Plain);
            below = below.saturating_add(1);
        }
        below
    }

    /// Draws the axis: days, visits and windows, in three rows; returns where the cursor is.
    pub(super) fn head(&mut self, y: u16) -> Option<Position> {
        let (left, room) = self.layout.axis;
        let name = |row| self.language.row_name(row);
        let (day, visit) = (name(RowName::Days), name(RowName::Visits));
        let window_name = name(RowName::Windows);
        self.name(y, day, Tone::Muted);
        let days: Vec<(u16, String, Tone)> = self
            .told
            .stops
            .iter()
            .zip(&self.places)
            .map(|(stop, x)| (*x, self.told.axis.day(stop.date()).to_string(), Tone::Muted))
            .collect();
        self.labels(y, &days);
        self.name(y.saturating_add(1), visit, Tone::Heading);
        let chosen = self.chosen.map(|(visit, _)| visit);
        let mut labels: Vec<(u16, String, Tone)> = Vec::new();
        for (place, (stop, x)) in self.told.stops.iter().zip(&self.places).enumerate() {
            let tone = if chosen == Some(place) {
                Tone::Focus
            } else {
                Tone::Plain
            };
            labels.push((*x, short_visit(&stop.label), tone));
        }
        self.labels(y.saturating_add(1), &labels);
        self.name(y.saturating_add(2), window_name, Tone::Plain);
        let mut position = None;
        for (place, stop) in self.told.stops.iter().enumerate() {
            let x = self.places.get(place).copied().unwrap_or(left);
            let (glyph, tone) = window(stop, self.look);
            self.put(x, y.saturating_add(2), glyph, tone);
            if chosen == Some(place) {
                position = Some(Position {
                    x: x.min(left.saturating_add(room)),
                    y: y.saturating_add(1),
                });
            }
        }
        let heading = self.numbers_heading();
        self.end(y.saturating_add(1), &heading, Tone::Heading);
        if self.layout.wide {
            let signs = self.language.window_signs(EARLY, LATE, MISSED, OVERDUE);
            self.end(y.saturating_add(2), &format!("  {signs}"), Tone::Muted);
        }
        position
    }
}

/// Returns the sign of how a visit lies to its window.
fn window(stop: &Stop, look: &Look) -> (&'static str, Tone) {
    let complete = stop.forms.0 >= stop.forms.1;
    match stop.timing {
        Timing::Early(_) => (EARLY, Tone::Warn),
        Timing::Late(_) => (LATE, Tone::Warn),
        Timing::Within if complete => (look.complete(), Tone::Good),
        Timing::Within => (look.begun(), Tone::Plain),
        Timing::Missed => (MISSED, Tone::Bad),
        Timing::Overdue(_) => (OVERDUE, Tone::Bad),
        Timing::Due => ("o", Tone::Key),
        Timing::Ahead => (look.empty(), Tone::Muted),
        Timing::Closed => ("-", Tone::Muted),
        Timing::Unplanned if complete => (look.complete(), Tone::Good),
        Timing::Unplanned => (look.begun(), Tone::Plain),
        Timing::Unknown => ("?", Tone::Warn),
    }
}
