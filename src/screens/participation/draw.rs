//! The questions how somebody takes part: what is said so far, what is asked, and what follows.

use crate::domain::record::status::StatusName;
use crate::domain::views::status_effect;
use crate::screens::canvas::{Canvas, columns_of, cut, lower, wrap};
use crate::screens::look::{Look, Tone};
use crate::screens::participation::state::{ParticipationState, Question};
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::text_limit::tone_of;
use crate::screens::workspace::Workspace;
use ratatui::layout::{Position, Rect};

/// Columns of the box on a wide screen.
const WIDTH: u16 = 72;

impl Draw for ParticipationState {
    /// Draws the box; the cursor stands on the chosen line, or in the one that is typed in.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let width = body.width.min(WIDTH);
        let inner = width.saturating_sub(4);
        let above = self.above(shared, inner);
        let options = self.options(shared);
        let question = self.said.question();
        let below = self.below(shared, inner);
        let typed = usize::from(question.is_typed());
        let asked = options.len() + typed;
        let rows = columns_of(above.len() + 1 + asked + below.len());
        let height = rows.saturating_add(2).min(body.height);
        let title = shared.language.participation();
        let inside = canvas.framed(lower(body, width, height), title, look);
        // What is chosen from stays in sight; what was said before goes first.
        let spare = usize::from(inside.height).saturating_sub(1 + asked);
        let kept = above.len().min(spare);
        let skipped = above.len() - kept;
        let mut y = inside.y;
        for (text, tone) in above.iter().skip(skipped) {
            canvas.text(
                inside.x,
                y,
                inside.width,
                &look.plain(text),
                look.style(*tone),
            );
            y = y.saturating_add(1);
        }
        let asks = shared.language.asks_status(question);
        canvas.text(inside.x, y, inside.width, asks, look.style(Tone::Heading));
        y = y.saturating_add(1);
        let mut cursor = Position { x: inside.x, y };
        for (place, text) in options.iter().enumerate() {
            if y >= inside.bottom() {
                break;
            }
            let chosen = place == self.cursor;
            let marker = if chosen { look.cursor() } else { "" };
            canvas.text(inside.x, y, 2, marker, look.style(Tone::Plain));
            if question != Question::Agree {
                let key = (place + 1).to_string();
                canvas.text(inside.x + 2, y, 2, &key, look.style(Tone::Key));
            }
            let room = inside.width.saturating_sub(4);
            let text = cut(&look.plain(text), room, look);
            canvas.text(inside.x + 4, y, room, &text, look.style(Tone::Plain));
            if chosen {
                cursor = Position { x: inside.x, y };
            }
            y = y.saturating_add(1);
        }
        if question.is_typed() && y < inside.bottom() {
            let view = self.line.view(usize::from(inside.width.saturating_sub(1)));
            let style = look.style(tone_of(&self.line, Tone::Focus));
            canvas.text(inside.x, y, inside.width, &look.plain(view.text), style);
            cursor = Position {
                x: inside.x.saturating_add(columns_of(view.cursor)),
                y,
            };
            y = y.saturating_add(1);
        }
        for (row, (text, tone)) in (y..inside.bottom()).zip(&below) {
            canvas.text(
                inside.x,
                row,
                inside.width,
                &look.plain(text),
                look.style(*tone),
            );
        }
        Some(cursor)
    }
}

impl ParticipationState {
    /// Returns what is said so far and, before it is sent, what follows.
    fn above(&self, shared: &Workspace, width: u16) -> Vec<(String, Tone)> {
        let language = shared.language;
        let mut lines = Vec::new();
        let mut add = |text: &str, tone| {
            lines.extend(wrap(text, width).into_iter().map(|line| (line, tone)));
        };
        let Some(record) = &shared.open.record else {
            return lines;
        };
        let Some(name) = self.said.name else {
            add(&language.takes_part_now(record.statuses.now()), Tone::Muted);
            return lines;
        };
        let (status, day) = (self.said.status(), self.said.day);
        match status.as_ref().zip(day) {
            Some((status, day)) => {
                let words = self.said.words.as_deref().unwrap_or_default();
                add(&language.status_since(day, status, words), Tone::Plain);
            }
            None => add(language.choose_status(name), Tone::Plain),
        }
        if name == StatusName::ScreenFailure {
            add(
                &language.criteria_not_met(&self.criteria(shared)),
                Tone::Plain,
            );
        }
        if let (Question::Agree, Some(status), Some(day)) =
            (self.said.question(), &status, self.said.day)
        {
            let today = shared.today();
            for effect in status_effect::effects(&shared.study, record, (day, status), today) {
                add(&language.status_effect(&effect), Tone::Plain);
            }
        }
        lines
    }

    /// Returns the criteria that are not met, as the form labels them.
    fn criteria(&self, shared: &Workspace) -> Vec<String> {
        let form = shared.study.protocol.eligibility.as_ref();
        let form = form.and_then(|form| shared.study.form(form.as_str()));
        let label = |field: &str| {
            let known = form.and_then(|form| form.field(field));
            known.map_or_else(|| field.to_owned(), |known| known.label.clone())
        };
        let criteria = self.said.criteria.iter();
        criteria.map(|field| label(field.as_str())).collect()
    }

    /// Returns how the line is typed, or why what stands in it is not taken.
    fn below(&self, shared: &Workspace, width: u16) -> Vec<(String, Tone)> {
        let needed = self
            .said
            .status()
            .is_some_and(|status| status.needs_words());
        let question = self.said.question();
        let (text, tone) = match &self.refusal {
            Some(refusal) => (refusal.as_str(), Tone::Warn),
            None => (
                shared.language.status_typed_as(question, needed),
                Tone::Muted,
            ),
        };
        let lines = wrap(text, width).into_iter();
        let lines = lines.filter(|line| !line.is_empty());
        lines.map(|line| (line, tone)).collect()
    }
}

/// Draws how the open participant takes part, where something was said; returns whether it was.
pub fn banner(shared: &Workspace, look: &Look, canvas: &mut Canvas<'_>, line: Rect) -> bool {
    let record = shared.open.record.as_ref();
    let Some(said) = record.and_then(|record| record.statuses.now()) else {
        return false;
    };
    let words = shared
        .language
        .status_since(said.day, &said.status, &said.words);
    let words = cut(&look.plain(&words), line.width, look);
    canvas.text(line.x, line.y, line.width, &words, look.style(Tone::Warn));
    true
}
