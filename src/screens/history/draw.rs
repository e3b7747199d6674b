//! The history of a field: what happened to it, newest first.

use crate::screens::canvas::{Canvas, cut, wrap};
use crate::screens::history::state::HistoryState;
use crate::screens::look::Tone;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::workspace::Workspace;
use crate::text::entries::Weight;
use ratatui::layout::{Position, Rect};

impl Draw for HistoryState {
    /// Draws a history from its scroll position on.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let state = self;
        let width = body.width.saturating_sub(4);
        let title = shared
            .language
            .history_of(&shared.history_title(&state.place));
        let titles = wrap(&title, width);
        let mut y = body.y;
        for line in &titles {
            let line = cut(line, width, look);
            canvas.text(2, y, width, &line, look.style(Tone::Heading));
            y = y.saturating_add(1);
        }
        let top = y.saturating_add(1);
        let lines = lines(shared, state, width);
        let room = usize::from(body.bottom().saturating_sub(top));
        let first = state.scroll.first(lines.len().saturating_sub(room));
        for (y, (tone, line)) in (top..body.bottom()).zip(lines.iter().skip(first)) {
            canvas.text(2, y, width, &cut(line, width, look), look.style(*tone));
        }
        Some(Position { x: 2, y: top })
    }
}

impl HistoryState {
    /// Returns the line that is the first on the screen at the end of the history.
    pub(crate) fn last_scroll(&self, scene: &Scene<'_>, body: Rect) -> usize {
        let width = body.width.saturating_sub(4);
        let shared = scene.shared;
        let title = shared.history_title(&self.place);
        let titles = wrap(&shared.language.history_of(&title), width).len();
        let room = usize::from(body.height).saturating_sub(titles + 1);
        let lines = lines(shared, self, width);
        lines.len().saturating_sub(room)
    }
}

fn lines(shared: &Workspace, state: &HistoryState, width: u16) -> Vec<(Tone, String)> {
    let plain = |text: &str| {
        let lines = wrap(text, width).into_iter();
        lines.map(|line| (Tone::Plain, line)).collect()
    };
    let Some(entries) = &state.entries else {
        return match (&state.failed, &shared.connection.lost) {
            (_, Some(_)) => plain(shared.language.history_needs_connection()),
            (Some(reason), None) => plain(reason),
            (None, None) => plain(shared.language.reading_history()),
        };
    };
    if entries.is_empty() {
        return plain(shared.language.no_history());
    }
    let mut lines = Vec::new();
    let record = shared.open.record.as_ref();
    let who = record.map(|record| &record.participant);
    for entry in shared.language.history(
        shared.study_of(&state.place.visit, &state.place.form),
        who.filter(|who| who.id == state.place.participant),
        &state.place,
        entries,
    ) {
        for told in entry {
            let (tone, indent) = match told.weight {
                Weight::What => (Tone::Plain, ""),
                Weight::More => (Tone::Plain, "  "),
                Weight::Who => (Tone::Muted, "  "),
            };
            // A continuation line is indented.
            let wrapped = wrap(&told.text, width.saturating_sub(4));
            for (number, line) in wrapped.into_iter().enumerate() {
                let more = if number > 0 { "  " } else { "" };
                lines.push((tone, format!("{indent}{more}{line}")));
            }
        }
        lines.push((Tone::Plain, String::new()));
    }
    lines.pop();
    lines
}
