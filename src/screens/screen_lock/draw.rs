//! The locked screen: who locked it and how to go on, and nothing of the study.

use crate::input::action::{Action, Context};
use crate::screens::canvas::{Canvas, wrap};
use crate::screens::key_hints::{self, Hint};
use crate::screens::look::{Look, Tone};
use crate::screens::passphrase::draw::masked;
use crate::screens::screen_lock::state::Locked;
use crate::screens::workspace::Workspace;
use ratatui::layout::{Position, Rect};

/// Most columns of the box.
const WIDTH: u16 = 62;

/// Draws the locked screen; the cursor stands behind what is typed.
pub fn draw(
    shared: &Workspace,
    locked: &Locked,
    look: &Look,
    canvas: &mut Canvas<'_>,
    area: Rect,
) -> Option<Position> {
    let bar = look.style(Tone::Bar);
    canvas.text(0, 0, area.width, &" ".repeat(usize::from(area.width)), bar);
    canvas.text(1, 0, area.width, "coreset", bar);
    let width = area.width.saturating_sub(2).min(WIDTH);
    let inner = width.saturating_sub(4);
    let language = shared.language;
    let who = language.screen_locked_for(&look.plain(&shared.account.who.name));
    let mut lines: Vec<(String, Tone)> = Vec::new();
    let how = match (shared.account.passphrase, locked.had_passphrase) {
        (true, _) => language.unlock_by_passphrase(),
        (false, true) => language.unlock_passphrase_taken(),
        (false, false) => language.unlock_without_passphrase(),
    };
    for text in [&[who.as_str()], how].concat() {
        lines.extend(
            wrap(text, inner)
                .into_iter()
                .map(|line| (line, Tone::Plain)),
        );
    }
    let said = match (&locked.refusal, locked.waits) {
        (_, true) if shared.connection.silent => {
            Some((format!("! {}", language.comparing_long()), Tone::Warn))
        }
        (_, true) => Some((language.comparing_passphrase().to_owned(), Tone::Muted)),
        (Some(refusal), _) => Some((format!("! {refusal}"), Tone::Bad)),
        (None, _) if shared.connection.lost.is_some() => {
            Some((format!("! {}", language.locked_unconnected()), Tone::Warn))
        }
        (None, _) => None,
    };
    let said: Vec<(String, Tone)> = said
        .map(|(text, tone)| {
            wrap(&look.plain(&text), inner)
                .into_iter()
                .map(|line| (line, tone))
                .collect()
        })
        .unwrap_or_default();
    let asked = if shared.account.passphrase { 2 } else { 0 };
    let rows = lines.len() + asked + said.len() + usize::from(!said.is_empty()) + 2;
    let height = u16::try_from(rows)
        .unwrap_or(u16::MAX)
        .min(area.height.saturating_sub(2));
    let frame = Rect {
        x: area.width.saturating_sub(width) / 2,
        y: 1 + area.height.saturating_sub(2).saturating_sub(height) / 2,
        width,
        height,
    };
    let inside = canvas.framed(frame, language.screen_locked(), look);
    let mut y = inside.y;
    for (line, tone) in &lines {
        canvas.text(inside.x, y, inside.width, line, look.style(*tone));
        y = y.saturating_add(1);
    }
    let mut cursor = None;
    if shared.account.passphrase {
        y = y.saturating_add(1);
        let label = language.passphrase_to_unlock();
        let line = Rect { y, ..inside };
        cursor = Some(masked(label, &locked.secret, look, canvas, line));
        y = y.saturating_add(1);
    }
    if !said.is_empty() {
        y = y.saturating_add(1);
    }
    for (line, tone) in &said {
        if y < inside.bottom() {
            canvas.text(inside.x, y, inside.width, line, look.style(*tone));
            y = y.saturating_add(1);
        }
    }
    let y = area.height.saturating_sub(1);
    let mut x = 1;
    for hint in hints(shared, locked, look, area.width) {
        x += canvas.text(x, y, area.width, &hint.keys, look.style(Tone::Key));
        x += 1;
        x += canvas.text(x, y, area.width, hint.text, look.style(Tone::Muted));
        x += 2;
    }
    cursor
}

/// Returns the keys that do something at the locked screen now, each with what it does there.
fn hints(shared: &Workspace, locked: &Locked, look: &Look, width: u16) -> Vec<Hint> {
    let language = shared.language;
    let opens = shared.account.passphrase;
    let mut actions = Vec::new();
    if !(opens && locked.waits) {
        actions.push(Action::Open);
    }
    if opens && !locked.waits && !locked.secret.is_empty() {
        actions.push(Action::Back);
    }
    actions.push(Action::Quit);
    let hint = |action: Action| {
        let room = usize::from(width.saturating_sub(2));
        let (keymap, context) = (&shared.keymap, Context::Line);
        let found = key_hints::hints(keymap, context, &[action], room, look.is_ascii(), language);
        let hint = found.into_iter().next()?;
        // The first two mean something of their own here.
        let text = match action {
            Action::Open if opens => language.enter_unlocks(),
            Action::Open => language.action_in_short(Action::Quit, context),
            Action::Back => language.clears_passphrase(),
            _ => hint.text,
        };
        Some(Hint { text, ..hint })
    };
    actions.into_iter().filter_map(hint).collect()
}
