//! The row above the keys: what is said and what is saved. A long notice takes more rows, above it.

use crate::input::action::{Action, Context};
use crate::screens::canvas::{Canvas, columns, columns_of, cut, wrap};
use crate::screens::look::{Look, Tone};
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::{Grade, Notice};
use ratatui::layout::Rect;

/// What the rows above the keys say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Status {
    /// The notice, a row each, and how grave it is.
    notice: Vec<String>,
    tone: Tone,
    /// What is said of saving, and how grave it is.
    saved: (String, Tone),
}

impl Status {
    /// Returns what is said now on a screen as large as `area`, where the keys are those of `context`.
    pub(crate) fn of(shared: &Workspace, context: Context, area: Rect, look: &Look) -> Self {
        let (mut saved, grave) = saved(shared);
        if shared.notice.is_some()
            && shared.saving.refusal.is_none()
            && shared.connection.lost.is_none()
            && !shared.connection.silent
        {
            // A notice has the whole row; what is saved is said again with the next key.
            saved = String::new();
        }
        let room = area.width.saturating_sub(columns(&saved)).saturating_sub(3);
        let notice = shared.notice.as_ref();
        let tone = match notice.map(|notice| notice.grade) {
            Some(Grade::Info) | None => Tone::Plain,
            Some(Grade::Warn) => Tone::Warn,
            Some(Grade::Error) => Tone::Bad,
        };
        let mut lines = notice.map_or_else(Vec::new, |notice| in_rows(notice, room));
        let most = usize::from(area.height / 3).max(1);
        if lines.len() > most {
            let mark = more(shared, context, look);
            let room = room.saturating_sub(columns(&mark));
            let mut rest = lines.split_off(most.saturating_sub(1)).into_iter();
            let last = rest.next().unwrap_or_default();
            // The mark says that there is more, and must not push out what says so itself.
            let last: Vec<String> = wrap(&last, room).into_iter().take(1).collect();
            lines.push(format!("{}{mark}", last.concat()));
        }
        Self {
            notice: lines,
            tone,
            saved: (saved, grave),
        }
    }

    /// Returns how many rows it takes: one at the least.
    pub(crate) fn rows(&self) -> u16 {
        columns_of(self.notice.len()).max(1)
    }

    /// Draws it on the rows down to the last but one.
    pub(crate) fn draw(&self, look: &Look, canvas: &mut Canvas<'_>) {
        let area = canvas.area();
        let end = area.height.saturating_sub(1);
        let top = end.saturating_sub(self.rows());
        let (saved, grave) = &self.saved;
        let room = area.width.saturating_sub(columns(saved)).saturating_sub(3);
        for (y, line) in (top..end).zip(&self.notice) {
            canvas.text(1, y, room, &cut(line, room, look), look.style(self.tone));
        }
        let right = area.width.saturating_sub(1);
        let y = end.saturating_sub(1);
        canvas.text_right(right, y, area.width, saved, look.style(*grave));
    }
}

/// Returns a notice broken into rows of a width.
pub(crate) fn in_rows(notice: &Notice, width: u16) -> Vec<String> {
    let mark = match notice.grade {
        Grade::Info => "",
        Grade::Warn | Grade::Error => "! ",
    };
    wrap(&format!("{mark}{}", notice.text), width)
}

/// Returns the mark at the end of a notice that goes on: the help has all of it.
fn more(shared: &Workspace, context: Context, look: &Look) -> String {
    let key = shared.keymap.sure_key(context, Action::Help, |_| true);
    let key = key.map(|key| shared.language.key(key, look.is_ascii()));
    let words = shared.language.goes_on(key.as_deref());
    format!(" {} {words}", look.ellipsis())
        .trim_end()
        .to_owned()
}

/// Returns what is said of saving, and how grave it is.
fn saved(shared: &Workspace) -> (String, Tone) {
    let saving = &shared.saving;
    let language = shared.language;
    if shared.connection.lost.is_some() {
        let words = language.no_connection(saving.pending.len());
        return (words, Tone::Bad);
    }
    if shared.connection.silent {
        let words = language.silent_with(saving.pending.len());
        return (words, Tone::Warn);
    }
    if saving.refusal.is_some() {
        let words = language.not_saved_yet(saving.pending.len());
        return (words, Tone::Bad);
    }
    match &saving.last {
        _ if saving.waits() => (language.saving_now().to_owned(), Tone::Muted),
        Some(receipt) => (
            language.all_saved(receipt.last, receipt.at.time()),
            Tone::Muted,
        ),
        None => (String::new(), Tone::Muted),
    }
}
