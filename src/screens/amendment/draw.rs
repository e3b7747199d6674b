//! What differs in a waiting amendment, line by line, and the questions about its acceptance below it.

use crate::screens::amendment::state::{Accept, AcceptStep, AmendmentState};
use crate::screens::canvas::{Canvas, columns_of, cut, lower, wrap};
use crate::screens::look::{Look, Tone};
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::workspace::Workspace;
use crate::text::amendment::Waiting;
use ratatui::layout::{Position, Rect};

impl Draw for AmendmentState {
    /// Draws the page from its scroll position on; the cursor stands in what is typed.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let width = body.width.saturating_sub(4);
        let lines = lines(shared, self, width);
        let room = usize::from(body.height);
        let first = self.scroll.first(lines.len().saturating_sub(room));
        for (y, (tone, line)) in (body.top()..body.bottom()).zip(lines.iter().skip(first)) {
            canvas.text(2, y, width, &cut(line, width, look), look.style(*tone));
        }
        match &self.accept {
            Some(accept) => Some(question(shared, accept, look, canvas, body)),
            None => Some(Position { x: 2, y: body.y }),
        }
    }
}

impl AmendmentState {
    /// Returns the line that is the first on the screen at the end of the page.
    pub(crate) fn last_scroll(&self, scene: &Scene<'_>, body: Rect) -> usize {
        let lines = lines(scene.shared, self, body.width.saturating_sub(4));
        lines.len().saturating_sub(usize::from(body.height))
    }
}

fn lines(shared: &Workspace, state: &AmendmentState, width: u16) -> Vec<(Tone, String)> {
    let language = shared.language;
    let plain = |text: &str, tone: Tone| -> Vec<(Tone, String)> {
        let lines = wrap(text.trim_end(), width).into_iter();
        lines.map(|line| (tone, line)).collect()
    };
    let waits = match (&state.waits, &state.failed, &shared.connection.lost) {
        (None, _, Some(_)) => return plain(language.amendment_needs_connection(), Tone::Warn),
        (None, Some(reason), None) => return plain(reason, Tone::Warn),
        (None, None, None) => return plain(language.amendment_is_read(), Tone::Muted),
        (Some(None), _, _) => {
            return plain(&language.no_amendment(shared.study.number), Tone::Plain);
        }
        (Some(Some(waits)), _, _) => waits,
    };
    let count = waits.changes.len();
    let heading = language.amendment_heading(shared.study.number, waits.number, count);
    let mut lines = plain(&heading, Tone::Heading);
    lines.extend(plain(
        &language.amendment_touches(&Waiting::from(&**waits)),
        Tone::Plain,
    ));
    if let Some(refused) = &waits.refused {
        lines.extend(plain(&language.refusal(refused), Tone::Bad));
    } else if !shared.may_amend() {
        lines.extend(plain(language.who_amends(), Tone::Muted));
    }
    lines.push((Tone::Plain, String::new()));
    for change in &waits.changes {
        let text = language.content_change(change);
        // A continuation line is indented.
        for (number, line) in wrap(&text, width.saturating_sub(2)).into_iter().enumerate() {
            let indent = if number > 0 { "  " } else { "" };
            lines.push((Tone::Plain, format!("{indent}{line}")));
        }
    }
    lines
}

/// Draws the open question about an acceptance, and what is typed; returns where the cursor stands.
fn question(
    shared: &Workspace,
    accept: &Accept,
    look: &Look,
    canvas: &mut Canvas<'_>,
    body: Rect,
) -> Position {
    let language = shared.language;
    let width = body.width.min(70);
    let inner = width.saturating_sub(4);
    let (title, below) = match accept.step {
        AcceptStep::Reason => (language.amend_reason(), None),
        AcceptStep::Day => (language.amend_day(), Some(language.amend_day_means())),
        AcceptStep::Reconsent => (language.amend_reconsent(), Some(language.amend_yes_no())),
        // The owner's words come first, and below them the answers.
        AcceptStep::Past => (language.amend_past(), None),
    };
    let asks_past = accept.step == AcceptStep::Past;
    let waits = accept.waits.then(|| language.server_checks_amendment());
    let mut said: Vec<(Tone, String)> = Vec::new();
    let parts = [
        below.map(|text| (Tone::Muted, text)),
        accept.refusal.as_deref().map(|text| (Tone::Bad, text)),
        asks_past.then(|| (Tone::Plain, language.amend_past_answers())),
        waits.map(|text| (Tone::Muted, text)),
    ];
    for (tone, text) in parts.into_iter().flatten() {
        said.extend(wrap(text, inner).into_iter().map(|line| (tone, line)));
    }
    let height = columns_of(said.len()).saturating_add(3);
    let area = lower(body, width, height);
    let title = cut(title, width.saturating_sub(6), look);
    let inside = canvas.framed(area, &title, look);
    let view = accept
        .line
        .view(usize::from(inside.width.saturating_sub(1)));
    let plain = look.style(Tone::Plain);
    canvas.text(
        inside.x,
        inside.y,
        inside.width,
        &look.plain(view.text),
        plain,
    );
    let rows = inside.y.saturating_add(1)..inside.bottom();
    for (y, (tone, line)) in rows.zip(&said) {
        canvas.text(inside.x, y, inside.width, line, look.style(*tone));
    }
    Position {
        x: inside.x.saturating_add(columns_of(view.cursor)),
        y: inside.y,
    }
}
