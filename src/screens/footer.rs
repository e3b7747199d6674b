//! The two lines at the bottom: what is said or saved, and the next keys.

use super::canvas::{Canvas, columns, cut, wrap};
use super::look::{Look, Tone};
use crate::input::action::Action;
use crate::screens::key_hints;
use crate::screens::model::Model;
use crate::screens::scene::Scene;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Grade;
use ratatui::layout::Rect;

/// Draws the two lines at the bottom: a notice or what is saved, and the keys of this place, whose screen is in `body`.
pub(crate) fn footer(model: &Model, look: &Look, canvas: &mut Canvas<'_>, body: Rect) {
    let area = canvas.area();
    let shared = &model.shared;
    let y = area.height.saturating_sub(2);
    let (mut saved, tone) = saved(shared);
    if shared.notice.is_some()
        && shared.saving.refusal.is_none()
        && shared.connection.lost.is_none()
        && !shared.connection.silent
    {
        // A notice has the whole line; what is saved is said again with the next key.
        saved = String::new();
    }
    let saved_width = columns(&saved);
    let room = area.width.saturating_sub(saved_width).saturating_sub(3);
    let mut long = false;
    if let Some(notice) = &shared.notice {
        let tone = match notice.grade {
            Grade::Info => Tone::Plain,
            Grade::Warn => Tone::Warn,
            Grade::Error => Tone::Bad,
        };
        let mark = if notice.grade == Grade::Info {
            ""
        } else {
            "! "
        };
        let lines = wrap(&format!("{mark}{}", notice.text), room);
        long = lines.len() > 1;
        for (y, line) in (y..area.height).zip(lines) {
            canvas.text(1, y, room, &cut(&line, room, look), look.style(tone));
        }
    }
    canvas.text_right(
        area.width.saturating_sub(1),
        y,
        area.width,
        &saved,
        look.style(tone),
    );
    if long {
        // A notice that needs two lines has them; the keys come back with the next one pressed.
        return;
    }
    let screen = model.screen();
    let (_, beneath) = model.layers.split_last().unzip();
    let scene = Scene {
        shared,
        beneath: beneath.unwrap_or_default(),
        away: &model.away,
        look,
    };
    let offers = screen.map_or_else(Vec::new, |screen| screen.hints(&scene, body));
    let acts = offers.into_iter().filter(|(_, acts)| *acts);
    let context = model.context();
    let worded = |(action, _)| {
        let own = screen.and_then(|screen| screen.word(shared, action));
        let word = own.unwrap_or_else(|| shared.language.action_in_short(action, context));
        (action, word)
    };
    let actions: Vec<(Action, &'static str)> = acts.map(worded).collect();
    let hints = key_hints::worded_hints(
        &shared.keymap,
        context,
        &actions,
        usize::from(area.width.saturating_sub(1)),
        look.is_ascii(),
        shared.language,
    );
    let mut x = 1;
    let y = area.height.saturating_sub(1);
    for (keys, word) in screen.map_or_else(Vec::new, |screen| screen.answers(shared)) {
        x += canvas.text(x, y, area.width, &keys, look.style(Tone::Key));
        x += 1;
        x += canvas.text(x, y, area.width, word, look.style(Tone::Muted));
        x += 2;
    }
    for hint in hints {
        x += canvas.text(x, y, area.width, &hint.keys, look.style(Tone::Key));
        x += 1;
        x += canvas.text(x, y, area.width, hint.text, look.style(Tone::Muted));
        x += 2;
    }
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
