//! The box in which the own passphrase is set or changed.

use crate::screens::canvas::{Canvas, columns_of, wrap};
use crate::screens::look::{Look, Tone};
use crate::screens::passphrase::state::PassphraseState;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::screen_lock::secret::Secret;
use ratatui::layout::{Position, Rect};

/// Most columns of the box.
const WIDTH: u16 = 62;
/// Most marks of characters typed; more are there and not shown.
const MARKS: usize = 40;

/// Draws a label and a mark for each character typed behind it, on the first line of an area; returns where the cursor
/// stands.
pub(crate) fn masked(
    label: &str,
    secret: &Secret,
    look: &Look,
    canvas: &mut Canvas<'_>,
    area: Rect,
) -> Position {
    let used = canvas.text(area.x, area.y, area.width, label, look.style(Tone::Muted));
    let marks = secret.typed().min(MARKS);
    let x = area.x.saturating_add(used);
    let room = area.width.saturating_sub(used);
    let typed = look.masked().repeat(marks);
    canvas.text(x, area.y, room, &typed, look.style(Tone::Plain));
    let x = x
        .saturating_add(columns_of(marks))
        .min(area.right().saturating_sub(1));
    Position { x, y: area.y }
}

/// Returns what is said below a passphrase, wrapped: that the owner looks at it, or why it was refused.
pub(crate) fn said(
    waits: Option<&str>,
    refusal: Option<&String>,
    look: &Look,
    width: u16,
) -> Vec<(String, Tone)> {
    let (words, tone) = match (waits, refusal) {
        (Some(words), _) => (words.to_owned(), Tone::Muted),
        (None, Some(refusal)) => (format!("! {refusal}"), Tone::Bad),
        (None, None) => return Vec::new(),
    };
    let lines = wrap(&look.plain(&words), width).into_iter();
    lines.map(|line| (line, tone)).collect()
}

impl Draw for PassphraseState {
    /// Draws what is asked and why; the cursor stands behind what is typed.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let language = shared.language;
        let width = body.width.saturating_sub(2).min(WIDTH);
        let inner = width.saturating_sub(4);
        let terminal = &shared.study.protocol.terminal;
        let (minutes, least) = (
            terminal.lock_after_minutes,
            terminal.passphrase_least_length,
        );
        let mut lines = Vec::new();
        for paragraph in language.passphrase_occasion(self.occasion, self.changes(), minutes, least)
        {
            lines.extend(wrap(&paragraph, inner));
        }
        let waits = self.waits.then(|| language.server_checks_signature());
        let said = said(waits, self.refusal.as_ref(), look, inner);
        // A line stands between what is explained, asked and said.
        let rows = lines.len() + 2 + said.len() + usize::from(!said.is_empty()) + 2;
        let height = columns_of(rows).min(body.height);
        let area = Rect {
            x: body.x.saturating_add(body.width.saturating_sub(width) / 2),
            y: body
                .y
                .saturating_add(body.height.saturating_sub(height) / 2),
            width,
            height,
        };
        let inside = canvas.framed(area, language.passphrase_title(self.changes()), look);
        let below = said.len() + usize::from(!said.is_empty()) + 1;
        // On a low screen the explanation gives way, never the question.
        let room = usize::from(inside.height).saturating_sub(below);
        let mut y = inside.y;
        for line in lines.iter().take(room.saturating_sub(1)) {
            canvas.text(inside.x, y, inside.width, line, look.style(Tone::Plain));
            y = y.saturating_add(1);
        }
        if y > inside.y {
            y = y.saturating_add(1);
        }
        let label = format!("{}: ", language.ask_passphrase(self.ask));
        let question = Rect { y, ..inside };
        let cursor = masked(&label, &self.secret, look, canvas, question);
        y = y.saturating_add(2);
        for (line, tone) in &said {
            if y < inside.bottom() {
                canvas.text(inside.x, y, inside.width, line, look.style(*tone));
                y = y.saturating_add(1);
            }
        }
        Some(cursor)
    }
}
