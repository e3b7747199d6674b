//! The history of a field: what happened to it, newest first.

use crate::screens::canvas::{Canvas, cut, wrap};
use crate::screens::history::update::HistoryState;
use crate::screens::look::{Look, Tone};
use crate::screens::workspace::Model;
use crate::text::entries::Weight;
use ratatui::layout::{Position, Rect};

/// Draws a history from its scroll position on.
pub fn draw(
    model: &Model,
    state: &HistoryState,
    look: &Look,
    canvas: &mut Canvas<'_>,
    body: Rect,
) -> Option<Position> {
    let width = body.width.saturating_sub(4);
    let title = format!("History: {}", model.shared.history_title(&state.place));
    let titles = wrap(&title, width);
    let mut y = body.y;
    for line in &titles {
        let line = cut(line, width, look);
        canvas.text(2, y, width, &line, look.style(Tone::Heading));
        y = y.saturating_add(1);
    }
    let top = y.saturating_add(1);
    let lines = lines(model, state, width);
    let room = usize::from(body.bottom().saturating_sub(top));
    let first = state.scroll.min(lines.len().saturating_sub(room));
    for (y, (tone, line)) in (top..body.bottom()).zip(lines.iter().skip(first)) {
        canvas.text(2, y, width, &cut(line, width, look), look.style(*tone));
    }
    Some(Position { x: 2, y: top })
}

fn lines(model: &Model, state: &HistoryState, width: u16) -> Vec<(Tone, String)> {
    let plain = |text: &str| {
        let lines = wrap(text, width).into_iter();
        lines.map(|line| (Tone::Plain, line)).collect()
    };
    let Some(entries) = &state.entries else {
        return match (&state.failed, &model.shared.lost) {
            (_, Some(_)) => plain(
                "There is no connection, so that the history cannot be read now. It comes when the study is reached again.",
            ),
            (Some(reason), None) => plain(reason),
            (None, None) => plain("The history is being read ..."),
        };
    };
    if entries.is_empty() {
        return plain("Nothing was ever entered here.");
    }
    let mut lines = Vec::new();
    let shared = &model.shared;
    for entry in shared
        .language
        .history(&shared.study, &state.place, entries)
    {
        for told in entry {
            let (tone, indent) = match told.weight {
                Weight::What => (Tone::Plain, ""),
                Weight::More => (Tone::Plain, "  "),
                Weight::Who => (Tone::Muted, "  "),
            };
            // What goes on in the next line stands further in.
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
