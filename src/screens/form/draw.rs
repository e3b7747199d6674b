//! A form: its fields in bedside order on the left, the live change on the right, and below the
//! fields what the focused one takes.

mod columns;
mod earlier;
mod legend;
mod lines;
mod options;
mod paragraph;
mod row;
mod words;

pub(crate) use earlier::before;
pub(crate) use paragraph::text_columns;

use crate::domain::course::facts::Fact;
use crate::domain::forms::engine::instrument::Field;
use crate::domain::record::rows::SESSION;
use crate::screens::canvas;
use crate::screens::canvas::{Canvas, columns, cut, cut_each_apart, part, wrap};
use crate::screens::change;
use crate::screens::change::draw::OpenForm;
use crate::screens::change::state::View;
use crate::screens::form::state::FormState;
use crate::screens::lock;
use crate::screens::logs::draw::{fact_rows, write_rows};
use crate::screens::look::Tone;
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::screens::workspace::Workspace;
use columns::{Columns, Part};
use legend::{Beside, draw_legend, end_rows, legend_rows};
use lines::{HINT_GAP, Line, end_text, lines};
use paragraph::Paragraph;
use ratatui::layout::{Position, Rect};
use row::Row;
use words::{Before, last};

/// Columns of the fields beside the change panel.
const FIELDS_WIDTH: u16 = 45;
/// The same beside what follows from a row of a log.
const KEPT_WIDTH: u16 = 50;
/// Columns that this needs, with the line before it.
const LEAST_FACTS: u16 = 24;
/// Columns that the change panel needs, with the line before it.
const LEAST_BESIDE: u16 = 35;

impl Draw for FormState {
    /// Draws a form; the cursor stands in the focused field.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { shared, look, .. } = *scene;
        let state = self;
        let instrument = shared.instrument(state)?;
        let locked = state.visit.as_ref().is_some_and(|visit| {
            lock::draw::banner(shared, Some(visit), Some(&state.form), look, canvas, body)
        });
        let body = if locked {
            part(body, 0, 1, body.width, body.height)
        } else {
            body
        };
        let hidden = |visit| shared.hidden_words(visit, &state.form);
        if let Some(words) = state.visit.as_ref().and_then(hidden) {
            let lines = wrap(&words, body.width.saturating_sub(2)).into_iter();
            for (y, line) in (body.top()..body.bottom()).zip(lines) {
                canvas.text(1, y, body.width, &line, look.style(Tone::Muted));
            }
            return None;
        }
        let cells = shared.form_cells(state);
        let fields = shared.asked(instrument, state.visit.as_ref(), &cells);
        let view = view_beside(shared, state, body.width);
        let facts = shared.facts_of(state);
        let kept = state.kept(shared);
        let told = body.width >= 76 && is_kept(state);
        let two = view.is_some() || told;
        let shows_last = change::update::shows_last(shared, state);
        let visit = state.visit.as_ref();
        let score = visit.and_then(|visit| change::draw::own_score(shared, visit, state));
        let score = score.as_deref();
        // Each part by itself: long words in one do not cut the labels of the others.
        let own: Vec<Vec<&Field>> = instrument
            .sections
            .iter()
            .map(|section| {
                let asked = fields.iter().copied();
                asked
                    .filter(|field| section.fields.iter().any(|f| f.id == field.id))
                    .collect()
            })
            .collect();
        let befores: Vec<Vec<Option<Before<'_>>>> = own
            .iter()
            .map(|fields| {
                let before = |field: &&Field| last(shared, state, instrument, field, shows_last);
                fields.iter().map(before).collect()
            })
            .collect();
        let has_earlier =
            visit.is_some_and(|visit| shared.earlier_sessions(visit).next().is_some());
        let parts = own.iter().zip(&befores).map(|(fields, befores)| Part {
            instrument,
            fields,
            befores,
            has_earlier,
        });
        let least = least_of(told, two, body.width);
        let width = match (two, body.width) {
            // What follows from a row is short sentences; its fields have long names.
            (true, ..100) if told => {
                let uncut = parts.clone().map(|part| part.uncut()).max().unwrap_or(0);
                let most = body.width.saturating_sub(LEAST_FACTS).max(least);
                uncut.clamp(least, most)
            }
            (true, 100..) => {
                let whole = parts.clone().map(|part| part.whole()).max().unwrap_or(0);
                let most = body.width.saturating_sub(LEAST_BESIDE).max(least);
                whole.clamp(least, most)
            }
            (true, _) | (false, _) => least,
        };
        let divided: Vec<(&Field, Columns)> = parts
            .flat_map(|part| {
                let columns = Columns::of_rows(&part, width);
                part.fields.iter().copied().zip(columns)
            })
            .collect();
        let whole: Vec<(&str, u16)> = divided
            .iter()
            .map(|(field, columns)| (field.label.as_str(), columns.label()))
            .collect();
        // Those of all parts at once: no two rows of a form show the same label unless it is the same.
        let labels = cut_each_apart(&whole, look);
        let divided_for = |field: &Field| {
            let place = divided.iter().position(|(other, _)| other.id == field.id)?;
            let (_, columns) = divided.get(place)?;
            let before = befores.iter().flatten().nth(place)?.as_ref();
            Some((*columns, labels.get(place)?.as_str(), before))
        };
        let is_cut = |(label, width): &&(&str, u16)| columns(label) > *width;
        let cut_labels: Vec<&str> = whole.iter().filter(is_cut).map(|(l, _)| *l).collect();
        let focused = divided
            .iter()
            .find(|(field, _)| field.id == state.focus)
            .map(|(field, _)| field.label.as_str());
        let focused = focused.filter(|label| cut_labels.contains(label));
        let left = part(body, 0, 0, width, body.height);
        let mut lines = lines(shared, instrument, &fields, width.saturating_sub(2));
        let inside = width.saturating_sub(2);
        let legend_rows = legend_rows(instrument, &fields, &cut_labels, inside, left.height);
        // What is offered at the end is seen before a letter chooses it.
        let offered = end_rows(shared, state, inside).min(left.height / 2);
        let legend_rows = legend_rows.max(offered);
        let room = part(left, 0, 0, width, left.height.saturating_sub(legend_rows));
        let focus = lines
            .iter()
            .position(|line| matches!(line, Line::Field(field) if field.id == state.focus));
        let written = Paragraph::of(shared, state, body.width, body.height);
        let rows = written.as_ref().map_or(0, |written| written.len);
        let below = focus.map_or(0, |focus| focus.saturating_add(1));
        lines.splice(below..below, (0..rows).map(Line::Written));
        let at = if state.at_end {
            lines.len().saturating_sub(1)
        } else {
            focus.unwrap_or(0)
        };
        // All rows of a text are in sight below its label.
        let last = at.saturating_add(rows).saturating_add(1);
        let first = canvas::scroll(at, lines.len(), room.height)
            .max(last.saturating_sub(usize::from(room.height)));
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
                        let x = used.saturating_add(HINT_GAP);
                        let rest = width.saturating_sub(x);
                        canvas.text(x, y, rest, &look.plain(hint), look.style(Tone::Muted));
                    }
                }
                Line::Hint(text) => {
                    let text = look.plain(text);
                    canvas.text(
                        3,
                        y,
                        width.saturating_sub(3),
                        &text,
                        look.style(Tone::Muted),
                    );
                }
                Line::Field(field) => {
                    let Some((columns, label, before)) = divided_for(field) else {
                        continue;
                    };
                    let row = Row {
                        before,
                        state,
                        instrument,
                        field,
                        cells: &cells,
                        columns,
                        label,
                        language: shared.language,
                        unusual: kept.contains_key(&field.id),
                        written: written.as_ref(),
                    };
                    let position = row.draw(look, canvas, y);
                    cursor = cursor.or(position);
                }
                Line::Written(row) => {
                    let written = written.as_ref();
                    let position = written.and_then(|written| written.draw(*row, y, look, canvas));
                    cursor = cursor.or(position);
                }
                Line::Credit(text) => {
                    canvas.text(1, y, width.saturating_sub(1), text, look.style(Tone::Muted));
                }
                Line::End => {
                    let text = end_text(shared, state);
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
                        &cut(&text, width.saturating_sub(2), look),
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
        let beside: &[Fact] = if told { &[] } else { &facts };
        let said = Beside {
            facts: beside,
            score: score.unwrap_or_default(),
            kept: kept.get(&state.focus).map_or(&[][..], Vec::as_slice),
            label: focused,
        };
        draw_legend(shared, state, instrument, &said, look, canvas, legend);
        let used = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        if !told && room.height > used.saturating_add(1) {
            let below = part(
                room,
                1,
                used.saturating_add(1),
                width.saturating_sub(2),
                room.height,
            );
            write_rows(
                &fact_rows(&facts, below.width, shared.language),
                look,
                canvas,
                below,
            );
        }
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
            if told {
                write_rows(
                    &fact_rows(&facts, area.width, shared.language),
                    look,
                    canvas,
                    area,
                );
            } else if let (Some(visit), Some(view)) = (&state.visit, &view) {
                let open = OpenForm { form: state, score };
                change::draw::panel_of(view, shared, visit, Some(open), look, canvas, area);
            }
        }
        cursor
    }
}

/// Returns what the panel of change has to say beside a form, if there is room and anything to say.
fn view_beside(shared: &Workspace, state: &FormState, width: u16) -> Option<View> {
    let visit = state.visit.as_ref().filter(|_| width >= 76)?;
    if is_kept(state) {
        return None;
    }
    let view = shared.change(visit, Some(state))?;
    (!change::draw::hidden(shared, Some(state), &view)).then_some(view)
}

/// Returns the fewest columns of the fields on a screen so wide.
fn least_width(shared: &Workspace, state: &FormState, width: u16) -> u16 {
    let told = width >= 76 && is_kept(state);
    let two = told || view_beside(shared, state, width).is_some();
    least_of(told, two, width)
}

fn least_of(told: bool, two: bool, width: u16) -> u16 {
    match (two, width) {
        // What follows from a row is short sentences; its fields have long names.
        (true, ..100) if told => KEPT_WIDTH,
        (true, 100..) => FIELDS_WIDTH.saturating_add((width.saturating_sub(90)) / 2),
        (true, _) => FIELDS_WIDTH,
        (false, _) => width,
    }
}

/// Returns whether a form is kept beside the visits: what follows from it stands where others have the change.
fn is_kept(state: &FormState) -> bool {
    let visit = state.visit.as_ref();
    visit.is_some_and(|visit| visit.as_str() == SESSION)
}
