//! `view(&Model)` -> frame: what the assessor sees. Reads the model and changes nothing.
//!
//! Written for 80x24 first; wider screens show more, narrower ones fall back to one column, and
//! below 40x12 there is a notice. Colour is never the only sign.

use super::{footer, header, lasting, late_entry, screen_lock};
use crate::screens::canvas::Canvas;
use crate::screens::look::Look;
use crate::screens::model::Model;
use crate::screens::scene::Scene;
use crate::screens::stack::Layer;
use crate::screens::status::Status;
use crate::screens::study::export;
use crate::screens::workspace::{MIN_COLUMNS, MIN_ROWS};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws the whole screen and puts the cursor where the next key goes.
pub fn view(model: &Model, look: &Look, frame: &mut Frame<'_>) {
    let area = frame.area();
    let mut canvas = Canvas::new(frame.buffer_mut(), area);
    let cursor = if area.width < MIN_COLUMNS || area.height < MIN_ROWS {
        header::too_small(model.shared.language, &mut canvas, area, look);
        None
    } else if let Some(locked) = &model.shared.lock.locked {
        screen_lock::draw::draw(&model.shared, locked, look, &mut canvas, area)
    } else {
        header::header(model, look, &mut canvas);
        let status = Status::of(&model.shared, model.context(), area, look);
        status.draw(look, &mut canvas);
        let body = Rect {
            y: 1,
            height: area.height.saturating_sub(2).saturating_sub(status.rows()),
            ..area
        };
        let body = lasting::banner(model, look, &mut canvas, body);
        let body =
            late_entry::draw::banner(&model.shared, model.open_visit(), look, &mut canvas, body);
        let body = match model.is_study_seen() {
            true => export::banner(&model.shared, look, &mut canvas, body),
            false => body,
        };
        footer::footer(model, look, &mut canvas, body);
        body_of(model, look, &mut canvas, body)
    };
    if let Some(position) = cursor {
        frame.set_cursor_position(position);
    }
}

/// Returns what was drawn as text, a line a row, without what is blank at the end.
pub(crate) fn text_of(buffer: &Buffer) -> String {
    let width = usize::from(buffer.area.width).max(1);
    let rows = buffer.content().chunks(width);
    let lines = rows.map(|row| {
        let line: String = row.iter().map(ratatui::buffer::Cell::symbol).collect();
        line.trim_end().to_owned()
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    format!("{}\n", text.trim_end())
}

/// Draws the layers from the lowest that covers the rest; returns where the cursor stands.
fn body_of(model: &Model, look: &Look, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
    let bottom = model.layers.iter().rposition(Layer::covers).unwrap_or(0);
    let mut cursor = None;
    for (place, layer) in model.layers.iter().enumerate().skip(bottom) {
        let scene = Scene {
            shared: &model.shared,
            beneath: model.layers.get(..place).unwrap_or_default(),
            away: &model.away,
            look,
        };
        // The finder is the list, which lies at the bottom of all.
        let screen = layer.screen().or_else(|| model.layers.first()?.screen());
        cursor = screen.and_then(|screen| screen.draw(&scene, canvas, body));
    }
    cursor
}
