//! One participant's whole story on one screen: visits on an axis of days, measures, verdicts, lanes.
//!
//! Every sign stands under its visit and has words at the right end of its row or below; colour only adds.

mod head;
mod lanes;
mod sheet;
mod tracks;
mod verdicts;
mod words;

use crate::domain::views::timeline::Timeline;
use crate::screens::canvas::{Canvas, columns, columns_of, cut, wrap};
use crate::screens::look::{Look, Tone};
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::timeline::chart;
use crate::screens::timeline::state::{Sight, TimelineState};
use crate::screens::view;
use crate::text::Language;
use crate::text::screens::timeline::Section;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use sheet::{Layout, Sheet};
use tracks::tracks_shown;
use words::stop_words;

pub(crate) use crate::text::short_visit as short;
pub(crate) use sheet::WIDE;

/// Least columns and rows with points, quality of life and the texts of events.
const LARGE: (u16, u16) = (104, 34);

impl Draw for TimelineState {
    /// Draws the timeline; the cursor stands on the visit.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { look, .. } = *scene;
        let state = self;
        let sight = Sight::of(scene.shared, scene.beneath, scene.away);
        if self.chart {
            return chart::draw(self, &sight, scene.shared.language, look, canvas, body);
        }
        let large = body.width >= LARGE.0 && body.height >= LARGE.1;
        let mut sheet = Sheet::new(
            &state.told,
            &sight,
            look,
            scene.shared.language,
            canvas,
            Layout::of(body, large),
        );
        sheet.bottom = body.bottom();
        sheet.chosen = Some((state.cursor, state.track));
        let mut y = body.y;
        if sheet.layout.wide {
            y = sheet.who(y);
        }
        let position = sheet.head(y);
        let width = body.width.saturating_sub(2);
        let mut said = sheet.about(state, width);
        let most = match (sheet.layout.wide, large) {
            // Room for why a verdict is not decided.
            _ if body.height >= 30 => 6,
            (_, true) => 4,
            (true, false) => 3,
            (false, _) if body.height >= 16 => 3,
            (false, _) => 2,
        };
        if said.len() > most {
            said.truncate(most);
            // The mark says that there is more.
            if let Some((_, last)) = said.last_mut() {
                let mark = look.ellipsis();
                let room = width.saturating_sub(columns(mark)).saturating_sub(1);
                let whole = wrap(last, room).into_iter().next().unwrap_or_default();
                *last = format!("{whole} {mark}");
            }
        }
        let rows = columns_of(said.len());
        let bottom = body.bottom().saturating_sub(rows);
        // The bottom always describes the item under the cursor, even if nothing else fits.
        sheet.bottom = bottom;
        y = sheet.scores(y.saturating_add(3), body.bottom());
        let lanes = lanes::rows(&sheet);
        sheet.lanes(&lanes, state.scroll, y, bottom);
        for (y, (tone, text)) in (bottom..body.bottom()).zip(said) {
            let text = cut(&text, width, look);
            sheet.canvas.text(1, y, width, &text, look.style(tone));
        }
        position
    }
}

/// Returns the story as text, `width` columns wide, with everything that the screen shows after scrolling and each
/// visit in words.
pub fn as_text(told: &Timeline, width: u16, look: &Look, language: &dyn Language) -> String {
    let events: usize = told.lanes.iter().map(|lane| lane.spans.len() + 2).sum();
    let rows = 44 + events + 12 * told.stops.len() + told.quality.len();
    let area = Rect::new(
        0,
        0,
        width.clamp(40, 400),
        u16::try_from(rows).unwrap_or(2000),
    );
    let mut buffer = Buffer::empty(area);
    let mut canvas = Canvas::new(&mut buffer, area);
    let sight = Sight::of_story(told);
    let layout = Layout::of(area, true);
    let layout = Layout {
        large: true,
        ..if area.width >= LARGE.0 {
            layout
        } else {
            Layout::of(area, false)
        }
    };
    let mut sheet = Sheet::new(told, &sight, look, language, &mut canvas, layout);
    let top = sheet.who(0);
    sheet.head(top);
    let mut y = sheet.scores(top.saturating_add(3), area.bottom());
    let lanes = lanes::rows(&sheet);
    y = sheet.lanes(&lanes, 0, y, area.bottom()).saturating_add(1);
    let (verdicts, width) = (sight.shows_verdicts(), area.width.saturating_sub(1));
    for stop in &told.stops {
        for (tone, text) in stop_words(told, stop, verdicts, width, language) {
            sheet
                .canvas
                .text(0, y, area.width, &look.plain(&text), look.style(tone));
            y = y.saturating_add(1);
        }
    }
    view::text_of(&buffer)
}

impl Sheet<'_, '_> {
    /// Draws measures, quality of life and verdicts; returns the row after them.
    fn scores(&mut self, mut y: u16, bottom: u16) -> u16 {
        if self.sight.nothing {
            let text = self.language.scores_hidden();
            self.put(1, y, text, Tone::Muted);
            return y.saturating_add(2);
        }
        let told = self.told;
        let chosen = self.chosen.map(|(_, track)| track);
        let shown = tracks_shown(told, self.layout.large, chosen);
        // Where not all fit, the one under the cursor is among those that do.
        let room = usize::from(self.bottom.saturating_sub(y)).max(1);
        let room = room.saturating_sub(shown.len()).max(1);
        let most = told.measures.len();
        let last = chosen.map_or(most, |chosen| (chosen + 1).max(room).min(most));
        let first = if room < most {
            last.saturating_sub(room)
        } else {
            0
        };
        let measures = told.measures.iter().enumerate();
        for (place, track) in measures.skip(first).take(room) {
            self.track(y, place, track);
            y = y.saturating_add(1);
        }
        if self.layout.large && !shown.is_empty() {
            y = self.section(y, Section::Quality);
        }
        for place in shown {
            if let Some(track) = told.tracks().nth(place) {
                self.track(y, place, track);
                y = y.saturating_add(1);
            }
        }
        if y.saturating_add(3) < bottom {
            if self.layout.large {
                y = self.section(y, Section::Verdicts);
            }
            y = self.verdicts(y);
        }
        if self.layout.large && !told.lanes.is_empty() {
            y = self.section(y, Section::Lanes);
        }
        y
    }
}
