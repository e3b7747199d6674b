//! scene.shared.language.go_to_field() on the screen.

use crate::screens::canvas::{Canvas, columns, columns_of, cut_apart, lower, part, scroll};
use crate::screens::goto::state::GoTo;
use crate::screens::look::Tone;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use ratatui::layout::{Position, Rect};

impl Draw for GoTo {
    /// Draws "go to field"; the cursor stands in its line.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { look, .. } = *scene;
        let goto = self;
        let widest = goto.all.iter().map(|target| columns(&target.label)).max();
        let width = widest.unwrap_or(0).saturating_add(6).max(56);
        let area = lower(body, body.width.min(width), body.height.min(14));
        let inside = canvas.framed(area, scene.shared.language.go_to_field(), look);
        let view = goto.line.view(usize::from(inside.width.saturating_sub(1)));
        canvas.text(
            inside.x,
            inside.y,
            inside.width,
            &look.plain(view.text),
            look.style(Tone::Focus),
        );
        let list = part(inside, 0, 1, inside.width, inside.height);
        let first = scroll(goto.cursor, goto.found.len(), list.height);
        let room = list.width.saturating_sub(2);
        let found = goto.found.iter().map(|place| goto.all.get(*place));
        let labels: Vec<&str> = found
            .map(|target| target.map_or("", |target| target.label.as_str()))
            .collect();
        let labels = cut_apart(&labels, room, look);
        for (y, (index, label)) in
            (list.top()..list.bottom()).zip(labels.iter().enumerate().skip(first))
        {
            let marker = if index == goto.cursor {
                look.cursor()
            } else {
                ""
            };
            canvas.text(list.x, y, 2, marker, look.style(Tone::Plain));
            let x = list.x.saturating_add(2);
            canvas.text(x, y, room, label, look.style(Tone::Plain));
        }
        Some(Position {
            x: inside.x.saturating_add(columns_of(view.cursor)),
            y: inside.y,
        })
    }
}
