//! `view(&Model)` -> frame: what the assessor sees. Reads the model and changes nothing.
//!
//! Written for 80x24 first; wider screens show more, narrower ones fall back to one column, and
//! below 40x12 there is a notice. Colour is never the only sign.

use super::{
    drafts, form, header, help, history, late_entry, lock, logs, participant, participants, picker,
    queries, review, screen_lock, sign, study, timeline, visit,
};
use crate::screens::canvas::Canvas;
use crate::screens::look::Look;
use crate::screens::model::Model;
use crate::screens::stack::Layer;
use crate::screens::workspace::{MIN_COLUMNS, MIN_ROWS};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws the whole screen and puts the cursor where the next key goes.
pub fn view(model: &Model, look: &Look, frame: &mut Frame<'_>) {
    let area = frame.area();
    let mut canvas = Canvas::new(frame.buffer_mut(), area);
    let cursor = if area.width < MIN_COLUMNS || area.height < MIN_ROWS {
        header::too_small(&mut canvas, area, look);
        None
    } else if let Some(locked) = &model.shared.locked {
        screen_lock::draw::draw(model, locked, look, &mut canvas, area)
    } else {
        header::header(model, look, &mut canvas);
        header::footer(model, look, &mut canvas);
        let body = Rect {
            y: 1,
            height: area.height.saturating_sub(3),
            ..area
        };
        let body = late_entry::draw::banner(model, look, &mut canvas, body);
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
    for layer in model.layers.iter().skip(bottom) {
        cursor = match layer {
            Layer::Participants(list) => participants::draw::draw(model, list, look, canvas, body),
            Layer::Finder(_) => model
                .list()
                .and_then(|list| participants::draw::draw(model, list, look, canvas, body)),
            Layer::Participant(visits) => {
                participant::draw::draw(model, visits, look, canvas, body)
            }
            Layer::Visit(forms) => visit::draw::draw(model, forms, look, canvas, body),
            Layer::Log(state) => logs::draw::draw(model, state, look, canvas, body),
            Layer::Form(state) => form::draw::draw(model, state, look, canvas, body),
            Layer::Picker(picker) => picker::draw::picker(picker, look, canvas, body),
            Layer::GoTo(goto) => picker::draw::goto(goto, look, canvas, body),
            Layer::Note(note) => picker::draw::note(note, look, canvas, body),
            Layer::Page(page) => help::draw::draw(model, page, look, canvas, body),
            Layer::Timeline(state) if state.chart => {
                timeline::chart::draw(model, look, canvas, body)
            }
            Layer::Timeline(state) => timeline::draw::draw(model, state, look, canvas, body),
            Layer::Queries(state) => queries::draw::draw(model, state, look, canvas, body),
            Layer::Drafts(state) => drafts::draw::draw(model, state, look, canvas, body),
            Layer::Study(state) => study::draw::draw(model, state, look, canvas, body),
            Layer::Review(state) => review::draw::draw(model, state, look, canvas, body),
            Layer::Sign(state) => sign::draw::draw(model, state, look, canvas, body),
            Layer::Locking(state) => lock::draw::draw(state, look, canvas, body),
            Layer::History(state) => history::draw::draw(model, state, look, canvas, body),
            Layer::Late(asked) => late_entry::draw::ask(asked, look, canvas, body),
        };
    }
    cursor
}
