//! What the timeline says in words: a visit with its verdicts, and what the two cursors are on.
//!
//! Must not say a verdict or a value that the sight hides.

use super::sheet::Sheet;
use crate::domain::verdict::Undecided;
use crate::domain::views::timeline::track::Track;
use crate::domain::views::timeline::{Stop, Timeline};
use crate::screens::canvas::{columns, wrap};
use crate::screens::look::{Glyphs, Look, Tone};
use crate::screens::timeline::state::TimelineState;
use crate::text::Language;

/// A visit in words has the signs of every terminal.
const PLAIN: Look = Look {
    colour: false,
    glyphs: Glyphs::Ascii,
};

/// Returns a visit in words: when it is or was, and what is judged of it.
pub(super) fn stop_words(
    told: &Timeline,
    stop: &Stop,
    verdicts: bool,
    width: u16,
    language: &dyn Language,
) -> Vec<(Tone, String)> {
    let day = told.axis.day(stop.date());
    let mut lines: Vec<(Tone, String)> = wrap(&language.visit_on_day(stop, day), width)
        .into_iter()
        .map(|line| (Tone::Heading, line))
        .collect();
    if let Some(verdict) = stop.seen_verdict().filter(|_| verdicts) {
        let judged = language.visit_judged(verdict, PLAIN.rule());
        let open = verdict.undecided().filter(|why| *why != Undecided::Blank);
        let open = open.map(|why| language.undecided(&why));
        for text in [Some(judged), open].into_iter().flatten() {
            let rows = wrap(&text, width).into_iter();
            lines.extend(rows.map(|line| (Tone::Plain, line)));
        }
    }
    lines
}

/// Returns the scale on which a track is drawn, with the values from which it counts as improved and as worse.
fn scale(track: &Track, language: &dyn Language) -> String {
    let range = track.range();
    range.map_or_else(String::new, |(low, high)| {
        language.track_scale(track, low, high)
    })
}

impl Sheet<'_, '_> {
    /// Says what the two cursors are on.
    pub(super) fn about(&self, state: &TimelineState, width: u16) -> Vec<(Tone, String)> {
        let Some(stop) = self.told.stops.get(state.cursor) else {
            return Vec::new();
        };
        let verdicts = self.sight.shows_verdicts();
        let mut lines = stop_words(self.told, stop, verdicts, width, self.language);
        let track = self.told.tracks().nth(state.track);
        if let Some(track) = track.filter(|track| self.sight.shows(track)) {
            let reading = track.values.get(state.cursor);
            let text = self.language.track_reading(track, reading);
            match lines.first_mut() {
                Some((_, first)) if columns(first) + columns(&text) + 2 <= width => {
                    *first = format!("{first}  {text}");
                }
                _ => lines.extend(wrap(&text, width).into_iter().map(|l| (Tone::Plain, l))),
            }
            // It gets no row of its own: treatments and events need the rows more.
            let scale = scale(track, self.language);
            let mut room = lines.iter_mut().map(|(_, line)| line);
            let fits = |line: &&mut String| columns(line) + columns(&scale) + 2 <= width;
            if let Some(line) = room.find(fits) {
                *line = format!("{line}  {scale}");
            }
        }
        lines
    }
}
