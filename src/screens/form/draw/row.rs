//! One field on its row: label, value, last visit's value.

use crate::domain::base::answer::Answer;
use crate::domain::forms::engine::instrument::{Choice, Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing;
use crate::domain::record::query::State;
use crate::domain::record::session::{Cell, FormCells};
use crate::screens::canvas::{Canvas, Edge, columns, columns_of, cut, pad};
use crate::screens::form::state::FormState;
use crate::screens::look::{Look, Tone};
use crate::screens::workspace::Model;
use ratatui::layout::Position;

/// Columns of a value, and of one with its meaning in words.
const VALUE_WIDTH: u16 = 13;
/// Columns of a value in a form that has short codes and scales only.
const CODE_WIDTH: u16 = 6;
const WORDS_WIDTH: u16 = 24;
/// Columns of last visit's value.
const LAST_WIDTH: u16 = 7;

/// Where the parts of a field's row stand.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    value: u16,
    last: u16,
    width: u16,
    words: bool,
}

impl Columns {
    /// Divides a row: last visit's values get their columns only where there was a visit before.
    pub(super) fn of(
        model: &Model,
        state: &FormState,
        instrument: &Instrument,
        fields: &[&Field],
        width: u16,
    ) -> Self {
        let earlier = state
            .visit
            .as_ref()
            .is_some_and(|visit| model.earlier_sessions(visit).next().is_some());
        let last = width.saturating_sub(if earlier { LAST_WIDTH } else { 0 });
        let words = last >= 52;
        let short = fields.iter().all(|field| match field.kind {
            FieldKind::Vas { .. } => true,
            _ => is_short(instrument.choices(field)),
        });
        let value = last.saturating_sub(match (words, short) {
            (true, _) => WORDS_WIDTH,
            (false, true) => CODE_WIDTH,
            (false, false) => VALUE_WIDTH,
        });
        Self {
            value,
            last,
            width,
            words,
        }
    }
}

/// Returns whether these are options with codes of one or two characters.
fn is_short(choices: &[Choice]) -> bool {
    !choices.is_empty() && choices.iter().all(|choice| choice.code.len() <= 2)
}

/// Returns the mark of text that is no answer: apart from the text where both fit.
fn mark(text: &str, room: u16) -> &'static str {
    if columns(text).saturating_add(2) <= room {
        " !"
    } else {
        "!"
    }
}

/// One field on its row.
pub(super) struct Row<'a> {
    pub(super) model: &'a Model,
    pub(super) state: &'a FormState,
    pub(super) instrument: &'a Instrument,
    pub(super) field: &'a Field,
    pub(super) cells: &'a FormCells,
    pub(super) columns: Columns,
    /// Whether last visit's ratings may be seen.
    pub(super) last: bool,
}

impl Row<'_> {
    /// Draws the row; returns the cursor when the field has the focus.
    pub(super) fn draw(&self, look: &Look, canvas: &mut Canvas<'_>, y: u16) -> Option<Position> {
        let focused = self.field.id == self.state.focus && !self.state.at_end;
        let cell = self.cells.get(&self.field.id);
        let answer = cell.and_then(|cell| cell.answer.as_ref());
        let Columns {
            value: value_x,
            last: last_x,
            width,
            ..
        } = self.columns;
        if focused {
            canvas.text(0, y, 2, look.cursor(), look.style(Tone::Plain));
        }
        let label_width = value_x.saturating_sub(3);
        let label = cut(&self.field.label, label_width, look);
        canvas.text(2, y, label_width, &label, look.style(Tone::Plain));
        if last_x < width {
            let room = width.saturating_sub(last_x);
            canvas.text(
                last_x,
                y,
                room,
                &cut(&self.last(), room, look),
                look.style(Tone::Muted),
            );
        }
        let unfinished = self.state.unfinished.get(&self.field.id);
        let room = last_x.saturating_sub(value_x).saturating_sub(1);
        if focused && !self.state.line.is_empty() {
            // A word that is refused has its mark behind it, as a draft has; the mark takes the cursor's column where
            // there is no other.
            let refused = self.state.refusal.is_some();
            let mark = if refused {
                mark(self.state.line.text(), room.saturating_sub(1))
            } else {
                ""
            };
            let at_end = self.state.line.is_at_end();
            let taken = if at_end { 0 } else { columns(mark) };
            let for_text = room.saturating_sub(taken);
            let view = self.state.line.view(usize::from(for_text));
            let text = look.plain(view.text);
            let used = canvas.text(value_x, y, for_text, &text, look.style(Tone::Focus));
            let rest = room.saturating_sub(used);
            let x = value_x.saturating_add(used);
            canvas.text(x, y, rest, mark, look.style(Tone::Bad));
            return Some(Position {
                x: value_x.saturating_add(columns_of(view.cursor)),
                y,
            });
        }
        let (text, tone) = match (unfinished, answer) {
            (Some(text), _) => {
                let mark = mark(text, room);
                let room = room.saturating_sub(columns(mark));
                (format!("{}{mark}", cut(text, room, look)), Tone::Warn)
            }
            (None, Some(answer)) => (self.value(answer, cell), Tone::Value),
            (None, None) if self.field.required => (look.empty().to_owned(), Tone::Muted),
            (None, None) => (String::new(), Tone::Muted),
        };
        let style = if focused {
            look.style(Tone::Focus)
        } else {
            look.style(tone)
        };
        let shown = if focused && text.trim().is_empty() {
            " ".to_owned()
        } else {
            text
        };
        canvas.text(value_x, y, room, &cut(&shown, room, look), style);
        focused.then_some(Position { x: value_x, y })
    }

    /// Returns a value with its marks: `?` kept although unusual, `*` with a note, `Q` asked about.
    fn value(&self, answer: &Answer, cell: Option<&Cell>) -> String {
        let marks = cell.map_or(String::new(), |cell| {
            let kept = if cell.kept.is_empty() { "" } else { "?" };
            let note = if cell.note.is_some() { "*" } else { "" };
            let open = cell
                .queries
                .iter()
                .any(|query| query.state != State::Closed);
            let query = if open { " Q" } else { "" };
            format!("{kept}{note}{query}")
        });
        if let Some(choice) = self.choice(answer)
            && (self.columns.words || choice.code.len() > 2)
        {
            // A code that is a word of its own says enough.
            return match choice.code.len() {
                ..=2 => format!(
                    "{} {}",
                    pad(&format!("{}{marks}", choice.code), 2, Edge::Left),
                    choice.label
                ),
                _ => format!("{}{marks}", choice.label),
            };
        }
        let mut text = typing::show(self.instrument, self.field, answer);
        let unit = answer
            .unit()
            .filter(|_| matches!(self.field.kind, FieldKind::Number { .. }));
        if let Some(unit) = unit {
            text = format!("{text} {unit}");
        }
        format!("{text}{marks}")
    }

    fn choice(&self, answer: &Answer) -> Option<&Choice> {
        let code = answer.as_code()?;
        self.instrument
            .choices(self.field)
            .iter()
            .find(|choice| choice.code == code)
    }

    /// Returns last visit's answer, where it may be seen now.
    fn last(&self) -> String {
        let visible = self.last || self.field.fact;
        let found = || {
            let visit = self.state.visit.as_ref()?;
            let (form, field) = (self.state.form.as_str(), self.field.id.as_str());
            let answer = self.model.last_answer(visit, form, field)?;
            Some(format!(
                "({})",
                typing::show(self.instrument, self.field, answer)
            ))
        };
        if visible {
            found().unwrap_or_default()
        } else {
            String::new()
        }
    }
}
