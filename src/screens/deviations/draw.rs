//! The list of deviations, and the one under the cursor in full.

use crate::domain::course::deviations::Deviation;
use crate::domain::record::deviation::DeviationWeight;
use crate::screens::canvas::{Canvas, Edge, cut, pad, part, scroll, wrap};
use crate::screens::deviations::state::DeviationsState;
use crate::screens::deviations::words;
use crate::screens::look::Tone;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::workspace::Workspace;
use ratatui::layout::{Position, Rect};

/// Columns of the day and of what was not kept.
const DAY: u16 = 12;
const RULE: u16 = 26;
/// Columns of how much it weighs.
const WEIGHT: u16 = 7;
/// Rows below the list, for the whole of the line under the cursor.
const WHOLE: u16 = 6;

impl Draw for DeviationsState {
    /// Draws the list; the cursor stands on the chosen line.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let language = shared.language;
        let found = shared.deviations();
        let width = body.width.saturating_sub(3);
        if found.is_empty() {
            let none = language.no_deviation();
            canvas.text(2, body.y, width, none, look.style(Tone::Muted));
            return None;
        }
        let words = language.deviations_of(found.len(), shared.count_major(&found));
        let words = cut(&words, width, look);
        canvas.text(2, body.y, width, &words, look.style(Tone::Heading));
        let room = body.height.saturating_sub(2 + WHOLE);
        let list = part(body, 0, 2, body.width, room.max(1));
        let cursor = self.cursor.min(found.len() - 1);
        let first = scroll(cursor, found.len(), list.height);
        let mut position = None;
        let rows = found.iter().enumerate().skip(first);
        for (y, (place, deviation)) in (list.top()..list.bottom()).zip(rows) {
            let chosen = place == cursor;
            let marker = if chosen { look.cursor() } else { "" };
            let line = format!(
                "{}{}{}{}{}",
                pad(marker, 2, Edge::Left),
                pad(&words::day(deviation), DAY, Edge::Left),
                pad(shared.weight_of(deviation), WEIGHT, Edge::Left),
                pad(language.deviation_rule(deviation.rule), RULE, Edge::Left),
                words::place(&shared.study, &deviation.place, language),
            );
            let line = cut(&line, list.width, look);
            let tone = match shared.weighs(deviation) {
                Some(DeviationWeight::Major) => Tone::Bad,
                Some(DeviationWeight::Minor) | None => Tone::Plain,
            };
            canvas.text(0, y, list.width, &line, look.style(tone));
            if chosen {
                canvas.paint(2, y, DAY + WEIGHT + RULE - 1, look.style(Tone::Focus));
                position = Some(Position { x: 2, y });
            }
        }
        let above = body.height.saturating_sub(WHOLE);
        let below = part(body, 2, above, width, WHOLE);
        if let Some(deviation) = found.get(cursor) {
            let rule = look.rule().repeat(usize::from(below.width));
            canvas.text(2, below.y, width, &rule, look.style(Tone::Muted));
            let rest = part(below, 0, 1, below.width, WHOLE - 1);
            let lines = whole(shared, deviation, width).into_iter();
            for (y, (tone, line)) in (rest.top()..rest.bottom()).zip(lines) {
                canvas.text(2, y, width, &look.plain(&line), look.style(tone));
            }
        }
        position
    }
}

/// Returns all that is said of a deviation.
fn whole(shared: &Workspace, deviation: &Deviation, width: u16) -> Vec<(Tone, String)> {
    let language = shared.language;
    let place = words::place(&shared.study, &deviation.place, language);
    let said = format!("{place}: {}", language.differs(&deviation.differs));
    let said = wrap(&said, width).into_iter();
    let mut lines: Vec<(Tone, String)> = said.map(|line| (Tone::Plain, line)).collect();
    if let Some(why) = &deviation.why {
        let why = wrap(&language.why_outside(why), width).into_iter();
        lines.extend(why.map(|line| (Tone::Plain, line)));
    }
    let judged = wrap(&shared.judged_words(&deviation.key), width).into_iter();
    lines.extend(judged.map(|line| (Tone::Plain, line)));
    if let Some(who) = shared.open.id() {
        let key = language.deviation_key(&words::key(who, deviation));
        let key = wrap(&key, width).into_iter();
        lines.extend(key.map(|line| (Tone::Muted, line)));
    }
    lines
}
