//! One field on its row: label, value, last visit's value.

use super::columns::Columns;
use super::paragraph::Paragraph;
use super::words::{Before, Words, choice, said};
use crate::domain::base::answer::Answer;
use crate::domain::forms::engine::instrument::{Choice, Field, FieldKind, Instrument};
use crate::domain::forms::engine::progress;
use crate::domain::forms::engine::typing;
use crate::domain::record::query::State;
use crate::domain::record::session::{Cell, FormCells};
use crate::screens::canvas::{Canvas, columns, columns_of, cut, cut_apart};
use crate::screens::form::state::FormState;
use crate::screens::look::{Look, Tone};
use crate::text::Language;
use ratatui::layout::Position;

/// Fewest columns in which both ends of a text say something.
const BOTH_ENDS: u16 = 12;

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
    pub(super) state: &'a FormState,
    pub(super) instrument: &'a Instrument,
    pub(super) field: &'a Field,
    pub(super) cells: &'a FormCells,
    pub(super) columns: Columns,
    /// Its label, cut to its columns.
    pub(super) label: &'a str,
    pub(super) language: &'a dyn Language,
    /// What it had at the last visit, where that may be seen.
    pub(super) before: Option<&'a Before<'a>>,
    /// Whether its value was kept although it is unusual, as it still is.
    pub(super) unusual: bool,
    /// The text of several lines that is being written in the focused field; its rows stand below.
    pub(super) written: Option<&'a Paragraph<'a>>,
}

impl Row<'_> {
    /// Returns what is stored and is not by the rules: in words where there is room, else with the mark of what is no
    /// answer.
    fn unfit(&self, stored: &Answer, room: u16, look: &Look) -> String {
        let stored = typing::show(self.instrument, self.field, stored);
        let words = self.language.not_by_rules(&stored);
        if columns(&words) <= room {
            return words;
        }
        let mark = mark(&stored, room);
        let room = room.saturating_sub(columns(mark));
        format!("{}{mark}", cut(&stored, room, look))
    }

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
        let label_width = self.columns.label();
        canvas.text(2, y, label_width, self.label, look.style(Tone::Plain));
        if last_x < width {
            let room = width.saturating_sub(last_x);
            let last = self.last(room, look);
            canvas.text(last_x, y, room, &last, look.style(Tone::Muted));
        }
        let unfinished = self.state.unfinished.get(&self.field.id);
        let room = last_x.saturating_sub(value_x).saturating_sub(1);
        if let Some(written) = self.written.filter(|_| focused) {
            let refused = self.state.refusal.is_some();
            let tone = if refused { Tone::Bad } else { Tone::Muted };
            let (first, last, all) = written.in_sight().unwrap_or_default();
            let mut said = if refused { "! " } else { "" }.to_owned();
            if all > 0 {
                said += &self.language.rows_in_sight(first, last, all);
            }
            canvas.text(value_x, y, room, &cut(&said, room, look), look.style(tone));
            return None;
        }
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
            (None, Some(answer)) => (self.value(answer, cell, room, look), Tone::Value),
            (None, None) => match cell.and_then(|cell| cell.unfit.as_ref()) {
                Some(stored) => (self.unfit(stored, room, look), Tone::Bad),
                None if progress::is_owed(self.instrument, self.cells, self.field) => {
                    (look.empty().to_owned(), Tone::Muted)
                }
                None => (String::new(), Tone::Muted),
            },
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
    fn value(&self, answer: &Answer, cell: Option<&Cell>, room: u16, look: &Look) -> String {
        let marks = cell.map_or(String::new(), |cell| {
            let kept = if self.unusual { "?" } else { "" };
            let note = if cell.note.is_some() { "*" } else { "" };
            let open = cell
                .queries
                .iter()
                .any(|query| query.state != State::Closed);
            let query = if open { " Q" } else { "" };
            format!("{kept}{note}{query}")
        });
        if let Some(choice) = choice(self.instrument, self.field, answer) {
            // A letter says little: what it is called is said where there is room.
            let letter = choice.code.chars().all(char::is_alphabetic);
            let choices = self.instrument.choices(self.field);
            let named = || columns(&Words::Short.of(choice, choices, &marks)) <= room;
            let words = match self.columns.words {
                Words::Code if letter && named() => Words::Short,
                words => words,
            };
            return self.whole_or_apart(choice, &marks, words, room, look);
        }
        let mut text = typing::show(self.instrument, self.field, answer);
        let lines = text.split('\n').count();
        if self.field.kind == FieldKind::Paragraph && lines > 1 {
            // How many lines there are is not what is cut.
            let marks = format!(" ({}){marks}", self.language.lines_of_text(lines));
            let room = room.saturating_sub(columns(&marks));
            return format!("{}{marks}", cut(&text, room, look));
        }
        let unit = answer
            .unit()
            .filter(|_| matches!(self.field.kind, FieldKind::Number { .. }));
        if let Some(unit) = unit {
            text = format!("{text} {unit}");
        }
        format!("{text}{marks}")
    }

    /// Returns an option in a width; one that is cut shows what tells it from the others.
    fn whole_or_apart(
        &self,
        choice: &Choice,
        marks: &str,
        words: Words,
        room: u16,
        look: &Look,
    ) -> String {
        let choices = self.instrument.choices(self.field);
        let text = words.of(choice, choices, "");
        let room = room.saturating_sub(columns(marks));
        if columns(&text) <= room {
            return words.of(choice, choices, marks);
        }
        let each = choices.iter();
        let all: Vec<String> = each.map(|choice| words.of(choice, choices, "")).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let place = all.iter().position(|other| *other == text);
        let cut = cut_apart(&all, room, look);
        let cut = place.and_then(|place| cut.get(place));
        format!("{}{marks}", cut.unwrap_or(&text))
    }

    /// Returns last visit's answer, where it may be seen now.
    fn last(&self, room: u16, look: &Look) -> String {
        let Some(before) = self.before else {
            return String::new();
        };
        let words = self.columns.last_words;
        match before {
            Before::Choice(choice, _)
                if columns(&said(before, words)) > room && room >= BOTH_ENDS =>
            {
                let inside = room.saturating_sub(2);
                format!("({})", self.whole_or_apart(choice, "", words, inside, look))
            }
            // The mark is at the end, and is not what is cut.
            Before::Unfit(_, marked) if columns(&said(before, words)) > room => {
                let marked = format!("{marked})");
                let text = marked.strip_suffix(" !)").unwrap_or(&marked);
                format!("({}!)", cut(text, room.saturating_sub(3), look))
            }
            before => cut(&said(before, words), room, look),
        }
    }
}
