//! Below the fields: what the focused one takes, or why its text is refused.

use crate::domain::base::answer::Answer;
use crate::domain::course::facts::{Fact, Mark};
use crate::domain::forms::engine::instrument::{Choice, Field, FieldKind, Instrument};
use crate::domain::forms::engine::typing;
use crate::domain::forms::engine::typing::Typed;
use crate::domain::record::rows::SESSION;
use crate::screens::canvas::{Canvas, Edge, columns, columns_of, cut, pad, part, wrap};
use crate::screens::form::state::FormState;
use crate::screens::look::{Look, Tone};
use crate::screens::workspace::Model;
use ratatui::layout::Rect;

/// Fewest rows of the legend, its rule included.
const FEWEST_ROWS: u16 = 5;

/// Returns the rows that the legend of a form takes: enough for its longest list of options, and the
/// same for all its fields, so that nothing jumps.
pub(super) fn legend_rows(
    instrument: &Instrument,
    fields: &[&Field],
    width: u16,
    height: u16,
) -> u16 {
    let longest = fields.iter().map(|field| {
        let choices = instrument.choices(field);
        u16::try_from(choices.len().div_ceil(across(choices, width))).unwrap_or(u16::MAX)
    });
    // One row for the rule, one for what is to be said at the moment.
    let needed = longest
        .max()
        .unwrap_or(0)
        .saturating_add(2)
        .max(FEWEST_ROWS);
    let spare = if height > 30 { 4 } else { 0 };
    needed.saturating_add(spare).min(height / 3)
}

/// Draws what the focused field takes, or why its text is refused; of facts the gravest.
pub(super) fn draw_legend(
    model: &Model,
    state: &FormState,
    instrument: &Instrument,
    facts: &[Fact],
    look: &Look,
    canvas: &mut Canvas<'_>,
    area: Rect,
) {
    let rule = look.rule().repeat(usize::from(area.width));
    canvas.text(area.x, area.y, area.width, &rule, look.style(Tone::Muted));
    crate::screens::presence::draw::in_form(model, state, look, canvas, area);
    let area = part(area, 0, 1, area.width, area.height);
    if state.at_end {
        let questions = model.open_questions(state);
        let text = match (&state.visit, questions.first()) {
            (Some(_), Some((_, question))) => format!(
                "? {} Enter asks about {}.",
                question.text,
                if questions.len() == 1 { "it".to_owned() } else { format!("this and {} more", questions.len() - 1) }
            ),
            (Some(visit), None) if visit.as_str() == SESSION => {
                "Enter goes back to where this was opened; back returns to the last field.".to_owned()
            }
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
    let mut lines = notes(model, state, field);
    // What stands beside the fields on a wide screen; the gravest of it on a narrow one.
    let grave = |fact: &&Fact| matches!(fact.mark, Mark::Warn | Mark::Bad);
    if let Some(fact) = facts.iter().find(grave) {
        lines.push(format!("! {}", fact.text));
    }
    match &field.kind {
        FieldKind::Choice { .. } => {
            lines.extend(wrap_choices(instrument.choices(field), area.width))
        }
        _ => lines.extend(wrap(&typing::expects(instrument, field), area.width)),
    }
    if lines.len() < usize::from(area.height) && !field.help.is_empty() {
        lines.extend(wrap(&field.help, area.width));
    }
    if lines.len() > usize::from(area.height)
        && let Some(last) = usize::from(area.height).checked_sub(1)
        && let Some(line) = lines.get_mut(last)
    {
        let more = format!("{} ? more", look.ellipsis());
        let room = area.width.saturating_sub(columns(&more));
        *line = format!(
            "{}{more}",
            cut(line, room, look).trim_end_matches(look.ellipsis())
        );
    }
    write_lines(lines, Tone::Muted, look, canvas, area);
}

/// Returns what is to be said of the focused field at this moment, before what it takes.
fn notes(model: &Model, state: &FormState, field: &Field) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(news) = model.news_here() {
        lines.push(format!("{news}; yours is not."));
    }
    if let (false, Some(Typed::Ready(_))) = (state.line.is_empty(), model.typed())
        && matches!(field.kind, FieldKind::Choice { .. })
    {
        lines.push(format!(
            "Enter takes {}; or go on typing.",
            state.line.text()
        ));
    }
    if state.line.is_empty() && state.unfinished.contains_key(&state.focus) {
        lines.push("Not saved: Enter or Backspace opens it.".to_owned());
    }
    let cell = state
        .visit
        .as_ref()
        .and_then(|visit| model.cells(visit, &state.form)?.get(&state.focus));
    let queries = cell.map_or(&[][..], |cell| cell.queries.as_slice());
    lines.extend(crate::screens::queries::draw::about(queries));
    if let Some(Answer::Missing { reason, text }) = cell.and_then(|cell| cell.answer.as_ref()) {
        let label = model
            .study
            .missing_reason(reason)
            .map_or(reason.as_str(), |r| &r.label);
        let text = text
            .as_deref()
            .map(|text| format!(", {text}"))
            .unwrap_or_default();
        lines.push(format!("No value: {label}{text}"));
    }
    if let Some(note) = cell.and_then(|cell| cell.note.as_ref()) {
        lines.push(format!("* {note}"));
    }
    for (_, reason) in cell.map(|cell| cell.kept.as_slice()).unwrap_or_default() {
        let known = model
            .study
            .protocol
            .keep_reasons
            .iter()
            .find(|known| known.code == *reason);
        lines.push(format!(
            "? kept: {}",
            known.map_or(reason.as_str(), |known| &known.label)
        ));
    }
    lines.dedup();
    lines.extend(score_note(model, state));
    lines
}

/// Returns what the score of the form says about the focused field, such as a suggested category.
fn score_note(model: &Model, state: &FormState) -> Option<String> {
    let score = crate::screens::change::draw::own_score(model, state.visit.as_ref()?, state)?;
    let line = score
        .lines
        .into_iter()
        .find(|line| line.about.as_ref() == Some(&state.focus))?;
    Some(format!("{}: {}", line.label, line.note))
}

fn write_lines(lines: Vec<String>, tone: Tone, look: &Look, canvas: &mut Canvas<'_>, area: Rect) {
    for (y, line) in (area.top()..area.bottom()).zip(lines) {
        canvas.text(
            area.x,
            y,
            area.width,
            &cut(&line, area.width, look),
            look.style(tone),
        );
    }
}

/// Returns an option as the legend shows it: the key to press, and what it means.
fn item(choice: &Choice) -> String {
    let key = choice
        .key
        .as_deref()
        .filter(|_| choice.code.chars().count() > 2);
    let full = choice.label.as_str();
    let short = full.split([':', '(']).next().unwrap_or(full).trim();
    format!("{} {short}", key.unwrap_or(&choice.code))
}

/// Returns how many options fit beside each other.
fn across(choices: &[Choice], width: u16) -> usize {
    let longest = choices.iter().map(|choice| columns(&item(choice))).max();
    usize::from(width / longest.unwrap_or(0).saturating_add(2).max(1)).max(1)
}

/// Returns the options in as many columns as fit.
fn wrap_choices(choices: &[Choice], width: u16) -> Vec<String> {
    let across = across(choices, width);
    let rows = choices.len().div_ceil(across).max(1);
    let column = width / columns_of(across);
    (0..rows)
        .map(|row| {
            let cells = choices.iter().skip(row).step_by(rows);
            let line: String = cells
                .map(|choice| pad(&item(choice), column, Edge::Left).to_string())
                .collect();
            line.trim_end().to_owned()
        })
        .collect()
}
