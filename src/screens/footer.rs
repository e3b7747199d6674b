//! The last row: the next keys.

use super::canvas::Canvas;
use super::look::{Look, Tone};
use crate::screens::key_line::key_line;
use crate::screens::model::Model;
use crate::screens::scene::Scene;
use ratatui::layout::Rect;

/// Draws the keys of this place, whose screen is in `body`.
pub(crate) fn footer(model: &Model, look: &Look, canvas: &mut Canvas<'_>, body: Rect) {
    let area = canvas.area();
    let shared = &model.shared;
    let Some(screen) = model.screen() else {
        return;
    };
    let (_, beneath) = model.layers.split_last().unzip();
    let scene = Scene {
        shared,
        beneath: beneath.unwrap_or_default(),
        away: &model.away,
        look,
    };
    let offers = screen.hints(&scene, body);
    let room = usize::from(area.width.saturating_sub(1));
    let mut x = 1;
    let y = area.height.saturating_sub(1);
    for hint in key_line(screen, shared, offers, room, look) {
        x += canvas.text(x, y, area.width, &hint.keys, look.style(Tone::Key));
        x += 1;
        x += canvas.text(x, y, area.width, hint.text, look.style(Tone::Muted));
        x += 2;
    }
}
