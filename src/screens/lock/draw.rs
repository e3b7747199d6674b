//! What is locked, by whom and why: a line at the top of a participant, a visit or a form; and the reason being
//! written.

use crate::domain::base::ids::{FormId, VisitId};
use crate::screens::canvas::{Canvas, columns_of, cut};
use crate::screens::lock::state::LockingState;
use crate::screens::look::{Look, Tone};
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::workspace::Workspace;
use ratatui::layout::{Position, Rect};

/// Returns whether a part of the open participant is locked.
pub fn is_locked(shared: &Workspace, visit: Option<&VisitId>, form: Option<&FormId>) -> bool {
    shared.lock_mark(visit, form).is_some()
}

/// Draws on the first line who locked this part and why; returns whether it is locked.
pub fn banner(
    shared: &Workspace,
    visit: Option<&VisitId>,
    form: Option<&FormId>,
    look: &Look,
    canvas: &mut Canvas<'_>,
    body: Rect,
) -> bool {
    let Some(words) = shared.lock_mark(visit, form) else {
        return false;
    };
    line(&words, look, canvas, body);
    true
}

/// Draws a lock in words on the first line.
pub fn line(words: &str, look: &Look, canvas: &mut Canvas<'_>, body: Rect) {
    let width = body.width.saturating_sub(3);
    let words = cut(words, width, look);
    canvas.text(2, body.y, width, &words, look.style(Tone::Warn));
}

impl Draw for LockingState {
    /// Draws the line for a reason; the cursor stands in it.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let state = self;
        let width = body.width.min(70);
        let area = Rect {
            x: body.x.saturating_add(body.width.saturating_sub(width) / 2),
            y: body.bottom().saturating_sub(4.min(body.height)),
            width,
            height: 4.min(body.height),
        };
        let title = match state.unlock {
            true => shared.language.why_unlock(&state.scope, &state.form),
            false => shared.language.why_lock(&state.scope, &state.form),
        };
        let inside = canvas.framed(area, &cut(&title, width.saturating_sub(6), look), look);
        let view = state.line.view(usize::from(inside.width.saturating_sub(1)));
        let plain = look.style(Tone::Plain);
        canvas.text(
            inside.x,
            inside.y,
            inside.width,
            &look.plain(view.text),
            plain,
        );
        Some(Position {
            x: inside.x.saturating_add(columns_of(view.cursor)),
            y: inside.y,
        })
    }
}
