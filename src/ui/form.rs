//! A form: its fields in bedside order on the left, the live change on the right, and below the
//! fields what the focused one takes.

use super::canvas::{Canvas, columns, columns_of, fit, part, wrap};
use super::look::{Look, Tone};
use crate::app::form::FormState;
use crate::app::model::Model;
use crate::domain::answer::Answer;
use crate::domain::instrument::{Choice, Field, FieldKind, Instrument};
use crate::domain::session::{Cell, FormCells};
use crate::domain::typing;
use ratatui::layout::{Position, Rect};

/// Columns of the fields beside the change panel.
const FIELDS_WIDTH: u16 = 45;
/// Columns of a value, and of one with its meaning in words.
const VALUE_WIDTH: u16 = 10;
const WORDS_WIDTH: u16 = 24;
/// Columns of last visit's value.
const LAST_WIDTH: u16 = 7;
/// Rows below the fields that explain the focused one.
const LEGEND_ROWS: u16 = 5;

/// Draws a form; the cursor stands in the focused field.
pub fn draw(
    model: &Model,
    state: &FormState,
    look: &Look,
    canvas: &mut Canvas<'_>,
    body: Rect,
) -> Option<Position> {
    let instrument = model.instrument(state)?;
    let cells = model.form_cells(state);
    let fields = model.asked(instrument, state.visit.as_ref(), &cells);
    let two = body.width >= 76 && state.visit.is_some();
    let width = match (two, body.width) {
        (true, 100..) => FIELDS_WIDTH.saturating_add((body.width.saturating_sub(90)) / 2),
        (true, _) => FIELDS_WIDTH,
        (false, _) => body.width,
    };
    let left = part(body, 0, 0, width, body.height);
    let lines = lines(instrument, &fields);
    let legend_rows = LEGEND_ROWS.min(left.height / 3);
    let room = part(left, 0, 0, width, left.height.saturating_sub(legend_rows));
    let focus = lines
        .iter()
        .position(|line| matches!(line, Line::Field(field) if field.id == state.focus));
    let at = if state.at_end {
        lines.len().saturating_sub(1)
    } else {
        focus.unwrap_or(0)
    };
    let first = super::canvas::scroll(at, lines.len(), room.height);
    let columns = Columns::of(model, state, width);
    let mut cursor = None;
    for (y, line) in (room.top()..room.bottom()).zip(lines.iter().skip(first)) {
        match line {
            Line::Heading(title, hint) => {
                let used = canvas.text(
                    1,
                    y,
                    width.saturating_sub(1),
                    &look.plain(title),
                    look.style(Tone::Heading),
                );
                if let Some(hint) = hint {
                    let x = used.saturating_add(3);
                    let rest = width.saturating_sub(x);
                    canvas.text(x, y, rest, &fit(hint, rest, look), look.style(Tone::Muted));
                }
            }
            Line::Field(field) => {
                let row = Row {
                    model,
                    state,
                    instrument,
                    field,
                    cells: &cells,
                    columns,
                };
                let position = row.draw(look, canvas, y);
                cursor = cursor.or(position);
            }
            Line::End => {
                let text = end_text(model, state, instrument);
                let tone = if state.at_end {
                    Tone::Focus
                } else {
                    Tone::Muted
                };
                let marker = if state.at_end { look.cursor() } else { "" };
                canvas.text(0, y, 2, marker, look.style(Tone::Plain));
                canvas.text(
                    2,
                    y,
                    width.saturating_sub(2),
                    &fit(&text, width.saturating_sub(2), look),
                    look.style(tone),
                );
                if state.at_end {
                    cursor = Some(Position { x: 2, y });
                }
            }
        }
    }
    let legend = part(
        left,
        1,
        left.height.saturating_sub(legend_rows),
        width.saturating_sub(2),
        legend_rows,
    );
    draw_legend(model, state, instrument, look, canvas, legend);
    if two {
        let x = width;
        for y in body.top()..body.bottom() {
            canvas.text(x, y, 1, look.bar(), look.style(Tone::Muted));
        }
        let area = part(
            body,
            x.saturating_add(2),
            0,
            body.width.saturating_sub(x).saturating_sub(2),
            body.height,
        );
        if let Some(visit) = &state.visit {
            super::change::panel(model, visit, Some(state), look, canvas, area);
        }
    }
    cursor
}

/// One line of the list of fields.
enum Line<'a> {
    Heading(&'a str, Option<&'a str>),
    Field(&'a Field),
    End,
}

fn lines<'a>(instrument: &'a Instrument, fields: &[&'a Field]) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    for section in &instrument.sections {
        let own: Vec<_> = fields
            .iter()
            .filter(|field| section.fields.iter().any(|f| f.id == field.id))
            .collect();
        if own.is_empty() {
            continue;
        }
        lines.push(Line::Heading(&section.title, section.hint.as_deref()));
        lines.extend(own.into_iter().map(|field| Line::Field(field)));
    }
    lines.push(Line::End);
    lines
}

fn end_text(model: &Model, state: &FormState, instrument: &Instrument) -> String {
    let Some(visit) = &state.visit else {
        return "End. Enter: check and enrol".to_owned();
    };
    let progress = model.progress(visit, &state.form);
    if progress.is_complete() {
        format!("End of {}: complete", instrument.title)
    } else {
        let left = crate::app::picker::count(progress.empty_required, "required field");
        format!("End of {}: {left} empty", instrument.title)
    }
}

/// Where the parts of a field's row stand.
#[derive(Clone, Copy)]
struct Columns {
    value: u16,
    last: u16,
    width: u16,
    words: bool,
}

impl Columns {
    /// Divides a row: last visit's values get their columns only where there was a visit before.
    fn of(model: &Model, state: &FormState, width: u16) -> Self {
        let earlier = state
            .visit
            .as_ref()
            .is_some_and(|visit| model.earlier_sessions(visit).next().is_some());
        let last = width.saturating_sub(if earlier { LAST_WIDTH } else { 0 });
        let words = last >= 52;
        let value = last.saturating_sub(if words { WORDS_WIDTH } else { VALUE_WIDTH });
        Self {
            value,
            last,
            width,
            words,
        }
    }
}

/// One field on its row.
struct Row<'a> {
    model: &'a Model,
    state: &'a FormState,
    instrument: &'a Instrument,
    field: &'a Field,
    cells: &'a FormCells,
    columns: Columns,
}

impl Row<'_> {
    /// Draws the row; returns the cursor when the field has the focus.
    fn draw(&self, look: &Look, canvas: &mut Canvas<'_>, y: u16) -> Option<Position> {
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
        let label = fit(&self.field.label, label_width, look);
        canvas.text(2, y, label_width, &label, look.style(Tone::Plain));
        if last_x < width {
            let room = width.saturating_sub(last_x);
            canvas.text(
                last_x,
                y,
                room,
                &fit(&self.last(), room, look),
                look.style(Tone::Muted),
            );
        }
        let unfinished = self.state.unfinished.get(&self.field.id);
        let room = last_x.saturating_sub(value_x).saturating_sub(1);
        if focused && !self.state.line.is_empty() {
            let view = self.state.line.view(usize::from(room));
            canvas.text(
                value_x,
                y,
                room,
                &look.plain(view.text),
                look.style(Tone::Focus),
            );
            return Some(Position {
                x: value_x.saturating_add(columns_of(view.cursor)),
                y,
            });
        }
        let (text, tone) = match (unfinished, answer) {
            (Some(text), _) => (format!("{text} !"), Tone::Warn),
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
        canvas.text(value_x, y, room, &fit(&shown, room, look), style);
        focused.then_some(Position { x: value_x, y })
    }

    fn value(&self, answer: &Answer, cell: Option<&Cell>) -> String {
        let mut text = typing::show(self.instrument, self.field, answer);
        if let Some(choice) = self.choice(answer)
            && (self.columns.words || choice.code.len() > 2)
        {
            // A code that is a word of its own says enough.
            text = match choice.code.len() {
                ..=2 => format!("{:<2} {}", choice.code, choice.label),
                _ => choice.label.clone(),
            };
        }
        let unit = answer
            .unit()
            .filter(|_| matches!(self.field.kind, FieldKind::Number { .. }));
        if let Some(unit) = unit {
            text = format!("{text} {unit}");
        }
        let flags = cell.map_or(String::new(), |cell| {
            let kept = if !cell.kept.is_empty() { "?" } else { "" };
            let note = if cell.note.is_some() { "*" } else { "" };
            format!("{kept}{note}")
        });
        format!("{text}{flags}")
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
        let visible = crate::app::change::shows_last(self.model, self.state, self.field);
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

/// Draws what the focused field takes, or why its text is refused.
fn draw_legend(
    model: &Model,
    state: &FormState,
    instrument: &Instrument,
    look: &Look,
    canvas: &mut Canvas<'_>,
    area: Rect,
) {
    let rule = look.rule().repeat(usize::from(area.width));
    canvas.text(area.x, area.y, area.width, &rule, look.style(Tone::Muted));
    let area = part(area, 0, 1, area.width, area.height);
    if state.at_end {
        let questions = model.open_questions(state);
        let text = match (&state.visit, questions.first()) {
            (Some(_), Some((_, question))) => format!(
                "? {} Enter asks about {}.",
                question.text,
                if questions.len() == 1 { "it".to_owned() } else { format!("this and {} more", questions.len() - 1) }
            ),
            (Some(_), None) => "Enter goes on to the next form that is not complete; back returns to the last field.".to_owned(),
            (None, _) => "Enter shows what was typed and asks whether to enrol.".to_owned(),
        };
        let tone = if questions.is_empty() {
            Tone::Plain
        } else {
            Tone::Warn
        };
        write_lines(wrap(&text, area.width), tone, look, canvas, area);
        return;
    }
    if let Some(refusal) = &state.refusal {
        write_lines(
            wrap(&format!("! {refusal}"), area.width),
            Tone::Bad,
            look,
            canvas,
            area,
        );
        return;
    }
    let Some(field) = instrument.field(state.focus.as_str()) else {
        return;
    };
    let mut lines = Vec::new();
    match &field.kind {
        FieldKind::Choice { .. } => {
            let choices = instrument.choices(field);
            lines.extend(wrap_choices(choices, area.width, area.height));
        }
        _ => lines.push(typing::expects(instrument, field)),
    }
    if let Some(note) = score_note(model, state) {
        lines.insert(0, note);
    }
    if let Some(note) = cell_note(model, state) {
        lines.insert(0, format!("* {note}"));
    }
    if lines.len() < usize::from(area.height) && !field.help.is_empty() {
        lines.extend(wrap(&field.help, area.width));
    }
    write_lines(lines, Tone::Muted, look, canvas, area);
}

/// Returns what the score of the form says about the focused field, such as a suggested category.
fn score_note(model: &Model, state: &FormState) -> Option<String> {
    let score = super::change::own_score(model, state.visit.as_ref()?, state)?;
    let line = score
        .lines
        .into_iter()
        .find(|line| line.about.as_ref() == Some(&state.focus))?;
    Some(format!("{}: {}", line.label, line.note))
}

fn cell_note(model: &Model, state: &FormState) -> Option<String> {
    let visit = state.visit.as_ref()?;
    model
        .cells(visit, &state.form)?
        .get(&state.focus)?
        .note
        .clone()
}

fn write_lines(lines: Vec<String>, tone: Tone, look: &Look, canvas: &mut Canvas<'_>, area: Rect) {
    for (y, line) in (area.top()..area.bottom()).zip(lines) {
        canvas.text(
            area.x,
            y,
            area.width,
            &fit(&line, area.width, look),
            look.style(tone),
        );
    }
}

/// Returns the options in as many columns as fit.
fn wrap_choices(choices: &[Choice], width: u16, rows: u16) -> Vec<String> {
    let rows = usize::from(rows).max(1);
    let across = choices.len().div_ceil(rows).max(1);
    let items: Vec<String> = choices
        .iter()
        .map(|choice| {
            let full = choice.label.as_str();
            let short = full.split([':', '(']).next().unwrap_or(full).trim();
            format!("{} {}", choice.code, if across > 1 { short } else { full })
        })
        .collect();
    let per_row = items.len().div_ceil(across).max(1);
    let column = usize::from(width) / across;
    (0..per_row)
        .map(|row| {
            let mut line = String::new();
            for item in items.iter().skip(row).step_by(per_row) {
                let cut: String = item.chars().take(column.saturating_sub(1)).collect();
                let pad = column.saturating_sub(usize::from(columns(&cut)));
                line.push_str(&cut);
                line.push_str(&" ".repeat(pad));
            }
            line.trim_end().to_owned()
        })
        .collect()
}
