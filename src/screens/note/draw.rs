//! The line for words about a field.

use crate::screens::canvas::{Canvas, columns_of, cut, lower};
use crate::screens::look::Tone;
use crate::screens::note::state::NoteState;
use crate::screens::picker::state::WordsFor;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::text_limit::tone_of;
use ratatui::layout::{Position, Rect};

impl Draw for NoteState {
    /// Draws a line of words about a field; the cursor stands in it.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { look, .. } = *scene;
        let language = scene.shared.language;
        let note = self;
        let area = lower(body, body.width.min(70), 4);
        let title = match &note.words {
            WordsFor::Note => language.note_on(&note.label),
            WordsFor::Query { step, .. } => language.query_words(*step, &note.label),
            WordsFor::Missing(_) => language.why_missing(&note.label),
            WordsFor::Keep { .. } => language.reason_of(&note.label),
            WordsFor::Why { .. } | WordsFor::Outside(_) => note.label.clone(),
        };
        let inside = canvas.framed(area, &cut(&title, area.width.saturating_sub(6), look), look);
        let view = note.line.view(usize::from(inside.width.saturating_sub(1)));
        canvas.text(
            inside.x,
            inside.y,
            inside.width,
            &look.plain(view.text),
            look.style(tone_of(&note.line, Tone::Plain)),
        );
        Some(Position {
            x: inside.x.saturating_add(columns_of(view.cursor)),
            y: inside.y,
        })
    }
}
