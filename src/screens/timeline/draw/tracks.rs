//! The rows of the tracks: each value as a height under its visit, and at the right how it changed.
//!
//! Must not show what the sight hides, and must not calculate: values and changes are the story's.

use super::sheet::Sheet;
use crate::domain::base::measured::{Amount, Measured};
use crate::domain::verdict::Direction;
use crate::domain::verdict::core_set::Reading;
use crate::domain::verdict::response::Outcome;
use crate::domain::views::timeline::axis::level;
use crate::domain::views::timeline::track::Track;
use crate::domain::views::timeline::{Stop, Timeline};
use crate::screens::canvas::{Edge, pad};
use crate::screens::change::draw::sign_of;
use crate::screens::look::{Look, Tone};
use crate::text::Language;
use crate::text::glossary::Term;
use crate::text::screens::change::Column;

/// Returns which tracks of quality of life are shown: all where there is room, else only the chosen one.
pub(super) fn tracks_shown(told: &Timeline, large: bool, chosen: Option<usize>) -> Vec<usize> {
    let first = told.measures.len();
    let all = first..first + told.quality.len();
    all.filter(|place| large || chosen == Some(*place))
        .collect()
}

impl Sheet<'_, '_> {
    /// Draws the row of a measure or of a scale of quality of life.
    pub(super) fn track(&mut self, y: u16, place: usize, track: &Track) {
        let chosen = self.chosen.is_some_and(|(_, chosen)| chosen == place);
        if chosen {
            self.put(0, y, self.look.cursor(), Tone::Plain);
        }
        let tone = if chosen { Tone::Focus } else { Tone::Plain };
        let name = self.language.track(&track.subject);
        self.name(y, &name, tone);
        if !self.sight.shows(track) {
            let text = self.language.hidden_until_entered();
            self.put(self.layout.axis.0, y, text, Tone::Muted);
            return;
        }
        let range = track.range();
        let levels = self.look.levels();
        for (stop, reading) in track.values.iter().enumerate() {
            let x = self.column(stop);
            let held = self.told.stops.get(stop).is_some_and(Stop::is_held);
            let (glyph, tone) = match reading {
                Reading::Value(value) | Reading::Below(value) => {
                    let step = range.and_then(|(low, high)| level(*value, low, high, levels));
                    (self.look.level(step.unwrap_or(levels / 2)), Tone::Plain)
                }
                Reading::Missing(_) => ("?", Tone::Warn),
                Reading::Blank if held => (self.look.empty(), Tone::Muted),
                Reading::Blank | Reading::NotAsked | Reading::Hidden => (" ", Tone::Muted),
            };
            self.put(x, y, glyph, tone);
        }
        self.passed(y, track);
        self.numbers(y, track);
    }

    /// Marks the values that passed a threshold, beside them where there is room.
    fn passed(&mut self, y: u16, track: &Track) {
        let Some(measure) = track.measure() else {
            return;
        };
        let end = self.layout.axis.0.saturating_add(self.layout.axis.1);
        for (place, stop) in self.told.stops.iter().enumerate() {
            let x = self.column(place) + 1;
            let taken = self.places.get(place + 1).is_some_and(|next| *next <= x);
            let outcome = stop
                .verdict
                .as_ref()
                .map(|v| v.measures.get(measure).outcome);
            let (glyph, tone) = match outcome {
                Some(Outcome::Improved) => (self.look.better(), Tone::Good),
                Some(Outcome::Worse) => (self.look.worse(), Tone::Bad),
                Some(Outcome::Neither | Outcome::Missing | Outcome::Open) | None => continue,
            };
            if !taken && x < end {
                self.put(x, y, glyph, tone);
            }
        }
    }

    /// Writes the values, the change and the points of a track at its right end.
    fn numbers(&mut self, y: u16, track: &Track) {
        let shown =
            |value: Option<Measured>| value.map_or("-".to_owned(), |value| track.shown(value));
        let base = shown(track.baseline);
        let last = shown(track.last.map(|mark| mark.value));
        let best = shown(track.best.map(|mark| mark.value));
        let (glyph, word, tone) = moved(track, self.language, self.look);
        let relative = match &track.change {
            Some(change) => change.relative().unwrap_or_default().replace(' ', ""),
            None => track
                .difference()
                .and_then(Amount::exact)
                .map_or_else(String::new, |difference| difference.signed(1)),
        };
        let points = track.change.as_ref().and_then(|change| change.points);
        let points = points.map(|points| points.to_string()).unwrap_or_default();
        let text = match (self.layout.wide, self.has_points()) {
            (true, true) => {
                let words = format!("{glyph} {word}");
                large_row([&base, &best, &last, &words, &relative, &points])
            }
            (true, false) => wide_row([&base, &best, &last, &format!("{glyph} {word}"), &relative]),
            (false, _) => {
                let way = format!("{base}{}{last}", self.look.arrow());
                format!(
                    "  {}{glyph}{}",
                    pad(&way, 13, Edge::Left),
                    pad(&relative, 7, Edge::Right)
                )
            }
        };
        self.end(y, &text, tone);
    }

    /// Returns whether the points have room at the right.
    fn has_points(&self) -> bool {
        self.layout.large && self.layout.right.1 >= 52
    }

    /// Returns what stands above the numbers of all tracks.
    pub(super) fn numbers_heading(&self) -> String {
        let column = |column| self.language.column(column);
        let [base, best, last] = [Column::Base, Column::Best, Column::Last].map(column);
        let [change, percent] = [Column::Change, Column::Percent].map(column);
        match (self.layout.wide, self.has_points()) {
            (true, true) => large_row([base, best, last, change, percent, column(Column::Points)]),
            (true, false) => wide_row([base, best, last, change, percent]),
            (false, _) => format!("  {}", self.language.base_to_last()),
        }
    }
}

/// Returns which way a track went: sign, word, tone.
fn moved(
    track: &Track,
    language: &dyn Language,
    look: &Look,
) -> (&'static str, &'static str, Tone) {
    if let Some(change) = &track.change {
        return sign_of(change, language, look);
    }
    let word = |term| language.word(term);
    match track.direction() {
        Direction::Better => (look.better(), word(Term::Better), Tone::Plain),
        Direction::Worse => (look.worse(), word(Term::Worse), Tone::Warn),
        Direction::Same => ("=", word(Term::Same), Tone::Plain),
        Direction::Undefined | Direction::NotKnown => (" ", "", Tone::Muted),
    }
}

/// Returns the numbers of a measure at the right edge, with its points.
fn large_row([base, best, last, words, relative, points]: [&str; 6]) -> String {
    format!(
        "{}{}{}  {}{}{}",
        pad(base, 7, Edge::Right),
        pad(best, 8, Edge::Right),
        pad(last, 8, Edge::Right),
        pad(words, 10, Edge::Left),
        pad(relative, 8, Edge::Right),
        pad(points, 8, Edge::Right)
    )
}

/// Returns the numbers of a measure at the right edge.
fn wide_row([base, best, last, words, relative]: [&str; 5]) -> String {
    format!(
        "{}{}{}  {}{}",
        pad(base, 7, Edge::Right),
        pad(best, 7, Edge::Right),
        pad(last, 7, Edge::Right),
        pad(words, 11, Edge::Left),
        pad(relative, 7, Edge::Right)
    )
}
