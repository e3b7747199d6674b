//! What is locked, by whom and why: a line at the top of a participant, a visit or a form; and the reason being
//! written.

use crate::domain::base::ids::{FormId, VisitId};
use crate::screens::canvas::{Canvas, columns_of, cut, lower};
use crate::screens::lock::state::LockingState;
use crate::screens::look::{Look, Tone};
use crate::screens::passphrase::draw::{masked, said};
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::text_limit::tone_of;
use crate::screens::workspace::Workspace;
use ratatui::layout::{Position, Rect};

/// Returns whether a part of the open participant is locked.
pub fn is_locked(shared: &Workspace, visit: Option<&VisitId>, form: Option<&FormId>) -> bool {
    shared.lock_mark(visit, form).is_some()
}

/// Draws on the first line who locked this part and why, or that an amendment took it away; returns whether either is so.
pub fn banner(
    shared: &Workspace,
    visit: Option<&VisitId>,
    form: Option<&FormId>,
    look: &Look,
    canvas: &mut Canvas<'_>,
    body: Rect,
) -> bool {
    let removed = || shared.removed_words(visit?, form);
    let Some(words) = shared.lock_mark(visit, form).or_else(removed) else {
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
    /// Draws the line for a reason, and below it that of the passphrase; the cursor stands in the one that is typed in.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let state = self;
        let width = body.width.min(70);
        let waits = state
            .waits
            .then(|| shared.language.server_checks_signature());
        let inner = width.saturating_sub(4);
        let said = said(waits, state.refusal.as_ref(), look, inner);
        let asked = 4 + u16::from(state.proves);
        let area = lower(body, width, asked.saturating_add(columns_of(said.len())));
        let title = match state.unlock {
            true => shared.language.why_unlock(&state.scope, &state.form),
            false => shared.language.why_lock(&state.scope, &state.form),
        };
        let inside = canvas.framed(area, &cut(&title, width.saturating_sub(6), look), look);
        let view = state.line.view(usize::from(inside.width.saturating_sub(1)));
        canvas.text(
            inside.x,
            inside.y,
            inside.width,
            &look.plain(view.text),
            look.style(tone_of(&state.line, Tone::Plain)),
        );
        let mut y = inside.y.saturating_add(1);
        let mut cursor = Position {
            x: inside.x.saturating_add(columns_of(view.cursor)),
            y: inside.y,
        };
        if state.proves {
            let label = shared.language.passphrase_to_sign();
            cursor = masked(label, &state.secret, look, canvas, Rect { y, ..inside });
            y = y.saturating_add(1);
        }
        for (line, tone) in &said {
            if y < inside.bottom() {
                canvas.text(inside.x, y, inside.width, line, look.style(*tone));
                y = y.saturating_add(1);
            }
        }
        Some(cursor)
    }
}
