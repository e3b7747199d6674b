//! The line of the study screen about the export: how far it is, then where the files are or why there are none.

use crate::input::action::{Action, Context};
use crate::screens::canvas::{Canvas, cut, wrap};
use crate::screens::look::{Look, Tone};
use crate::screens::workspace::Workspace;
use crate::screens::workspace::exporting::Exporting;
use ratatui::layout::Rect;

/// Most lines that it takes of the screen.
const LINES: usize = 3;

/// Draws the line; returns what is left of the body.
pub(crate) fn banner(shared: &Workspace, look: &Look, canvas: &mut Canvas<'_>, body: Rect) -> Rect {
    let Some((tone, words)) = in_words(shared, look) else {
        return body;
    };
    let width = body.width.saturating_sub(2);
    let mut left = body;
    for line in wrap(&look.plain(&words), width).into_iter().take(LINES) {
        let line = cut(&line, width, look);
        canvas.text(1, left.y, width, &line, look.style(tone));
        left.y = left.y.saturating_add(1);
        left.height = left.height.saturating_sub(1);
    }
    left
}

fn in_words(shared: &Workspace, look: &Look) -> Option<(Tone, String)> {
    let language = shared.language;
    let key = shared
        .keymap
        .sure_key(Context::List, Action::Back, |_| true);
    let key = key.map(|key| language.key(key, look.is_ascii()));
    match &shared.exporting {
        Exporting::Nothing => None,
        Exporting::Asked { formats, .. } => {
            let words = language.exporting(*formats, 0, key.as_deref());
            Some((Tone::Key, words))
        }
        Exporting::GoesOn {
            formats, percent, ..
        } => {
            let words = language.exporting(*formats, *percent, key.as_deref());
            Some((Tone::Key, words))
        }
        Exporting::Done(placed) => {
            let words = language.exported_files(&placed.folder, placed.files, placed.as_of);
            Some((Tone::Good, words))
        }
        Exporting::Failed(why) => Some((Tone::Bad, format!("! {why}"))),
    }
}
