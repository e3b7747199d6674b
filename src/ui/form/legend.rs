//! Below the fields: what the focused one takes, or why its text is refused.

use crate::app::form::FormState;
use crate::app::model::Model;
use crate::domain::instrument::{Choice, FieldKind, Instrument};
use crate::domain::typing;
use crate::ui::canvas::{Canvas, columns, fit, part, wrap};
use crate::ui::look::{Look, Tone};
use ratatui::layout::Rect;

/// Draws what the focused field takes, or why its text is refused.
pub(super) fn draw_legend(
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
    let score = crate::ui::change::own_score(model, state.visit.as_ref()?, state)?;
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
