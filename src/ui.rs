//! `view(&Model)` -> frame: what the assessor sees. Reads the model and changes nothing.
//!
//! Written for 80x24 first; wider screens show more, narrower ones fall back to one column, and
//! below 40x12 there is a notice. Colour is never the only sign.

pub mod canvas;
pub mod change;
pub mod chart;
pub mod form;
pub mod history;
pub mod late;
pub mod locked;
pub mod log;
pub mod look;
pub mod overlay;
pub mod page;
pub mod participant;
pub mod participants;
pub mod present;
pub mod queries;
pub mod review;
pub mod safekeeping;
pub mod screen_lock;
pub mod sheet;
pub mod sign;
pub mod study;
pub mod surround;
pub mod timeline;
pub mod visit;

use crate::app::layer::Layer;
use crate::app::model::{MIN_COLUMNS, MIN_ROWS, Model};
use canvas::Canvas;
use look::Look;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws the whole screen and puts the cursor where the next key goes.
pub fn view(model: &Model, look: &Look, frame: &mut Frame<'_>) {
    let area = frame.area();
    let mut canvas = Canvas::new(frame.buffer_mut(), area);
    let cursor = if area.width < MIN_COLUMNS || area.height < MIN_ROWS {
        surround::too_small(&mut canvas, area, look);
        None
    } else if let Some(locked) = &model.locked {
        screen_lock::draw(model, locked, look, &mut canvas, area)
    } else {
        surround::header(model, look, &mut canvas);
        surround::footer(model, look, &mut canvas);
        let body = Rect {
            y: 1,
            height: area.height.saturating_sub(3),
            ..area
        };
        let body = late::banner(model, look, &mut canvas, body);
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
    let bottom = model.layers.iter().rposition(covers).unwrap_or(0);
    let mut cursor = None;
    for layer in model.layers.iter().skip(bottom) {
        cursor = match layer {
            Layer::Participants(list) => participants::draw(model, list, look, canvas, body),
            Layer::Finder(_) => model
                .list()
                .and_then(|list| participants::draw(model, list, look, canvas, body)),
            Layer::Participant(visits) => participant::draw(model, visits, look, canvas, body),
            Layer::Visit(forms) => visit::draw(model, forms, look, canvas, body),
            Layer::Log(state) => log::draw(model, state, look, canvas, body),
            Layer::Form(state) => form::draw(model, state, look, canvas, body),
            Layer::Picker(picker) => overlay::picker(picker, look, canvas, body),
            Layer::GoTo(goto) => overlay::goto(goto, look, canvas, body),
            Layer::Note(note) => overlay::note(note, look, canvas, body),
            Layer::Page(page) => page::draw(model, page, look, canvas, body),
            Layer::Timeline(state) => timeline::draw(model, state, look, canvas, body),
            Layer::Chart => chart::draw(model, look, canvas, body),
            Layer::Queries(state) => queries::draw(model, state, look, canvas, body),
            Layer::Study(state) => study::draw(model, state, look, canvas, body),
            Layer::Review(state) => review::draw(model, state, look, canvas, body),
            Layer::Sign(state) => sign::draw(model, state, look, canvas, body),
            Layer::Locking(state) => locked::draw(state, look, canvas, body),
            Layer::History(state) => history::draw(model, state, look, canvas, body),
            Layer::Late(asked) => late::ask(asked, look, canvas, body),
        };
    }
    cursor
}

/// Returns whether a layer covers all that lies under it.
fn covers(layer: &Layer) -> bool {
    !matches!(
        layer,
        Layer::Picker(_) | Layer::GoTo(_) | Layer::Note(_) | Layer::Locking(_) | Layer::Late(_)
    )
}
