//! Short lists, questions and lines of text over the screen.

use crate::domain::record::query::Step;
use crate::screens::canvas::{
    Canvas, columns, columns_of, cut, cut_apart, cut_each_apart, part, scroll, wrap,
};
use crate::screens::goto::state::GoTo;
use crate::screens::look::{Look, Tone};
use crate::screens::note::state::NoteState;
use crate::screens::picker::state::{Pick, PickLine, Picker, Purpose, WordsFor};
use ratatui::layout::{Position, Rect};

/// Draws a picker; the cursor stands on the chosen line.
pub fn picker(
    picker: &Picker,
    look: &Look,
    canvas: &mut Canvas<'_>,
    body: Rect,
) -> Option<Position> {
    let width = box_width(picker, body.width);
    let inner = width.saturating_sub(4);
    let text: Vec<String> = picker
        .text
        .iter()
        .flat_map(|text| wrap(text, inner))
        .collect();
    let gap = u16::from(!text.is_empty());
    let text_rows = u16::try_from(text.len()).unwrap_or(0);
    let unarmed = unarmed_lines(&picker.purpose);
    let shown: Vec<&PickLine> = if picker.armed {
        picker.shown()
    } else {
        unarmed.iter().collect()
    };
    // What is narrowed keeps its box.
    let lines = if picker.armed {
        picker.lines.len()
    } else {
        unarmed.len()
    };
    let filter = u16::from(picker.filter.is_some());
    let height = columns_of(lines)
        .saturating_add(filter)
        .saturating_add(text_rows)
        .saturating_add(gap)
        .saturating_add(2)
        .min(body.height);
    let inside = canvas.framed(lower(body, width, height), &picker.title, look);
    for (y, line) in (inside.top()..inside.bottom()).zip(&text) {
        canvas.text(
            inside.x,
            y,
            inside.width,
            &look.plain(line),
            look.style(Tone::Plain),
        );
    }
    let top = text_rows.saturating_add(gap);
    let filtered = picker.filter.as_deref().map(|words| {
        let y = inside.y.saturating_add(top);
        let mut x = inside.x;
        x += canvas.text(x, y, inside.width, "Narrowed by: ", look.style(Tone::Muted));
        x += canvas.text(
            x,
            y,
            inside.width,
            &look.plain(words),
            look.style(Tone::Plain),
        );
        Position { x, y }
    });
    let list = part(
        inside,
        0,
        top.saturating_add(filter),
        inside.width,
        inside.height,
    );
    let first = scroll(picker.cursor.unwrap_or(0), shown.len(), list.height);
    let room = list.width.saturating_sub(6);
    let asides: Vec<String> = shown
        .iter()
        .map(|line| {
            let whole = matches!(picker.purpose, Purpose::Logs);
            let label = if whole { columns(&line.label) } else { 0 };
            cut(&line.aside, room.saturating_sub(label), look)
        })
        .collect();
    let labels: Vec<(&str, u16)> = shown
        .iter()
        .zip(&asides)
        .map(|(line, aside)| (line.label.as_str(), room.saturating_sub(columns(aside))))
        .collect();
    let labels = cut_each_apart(&labels, look);
    let texts = labels.iter().zip(&asides);
    let mut cursor = Some(Position {
        x: list.x,
        y: list.y,
    });
    let below = shown
        .len()
        .saturating_sub(first.saturating_add(usize::from(list.height)));
    if below > 0 {
        let words = format!(" {below} more ");
        canvas.text_right(
            inside.right(),
            inside.bottom(),
            inside.width,
            &words,
            look.style(Tone::Plain),
        );
    }
    let lines = shown.iter().zip(texts).enumerate().skip(first);
    for (y, (index, (line, (label, aside)))) in (list.top()..list.bottom()).zip(lines) {
        let chosen = picker.cursor == Some(index);
        let marker = if chosen { look.cursor() } else { "" };
        canvas.text(list.x, y, 2, marker, look.style(Tone::Plain));
        if line.key != ' ' {
            let key = line.key.to_string();
            canvas.text(list.x.saturating_add(2), y, 2, &key, look.style(Tone::Key));
        }
        let x = list.x.saturating_add(4);
        canvas.text(x, y, room, label, look.style(Tone::Plain));
        let muted = look.style(Tone::Muted);
        canvas.text_right(list.right(), y, columns(aside), aside, muted);
        if chosen {
            cursor = Some(Position {
                x: list.x.saturating_add(2),
                y,
            });
        }
    }
    if filtered.is_some() {
        filtered
    } else if matches!(picker.purpose, Purpose::Menu) {
        cursor
    } else {
        cursor.filter(|_| list.height > 0)
    }
}

/// Columns of a box whose lines are short.
const WIDTH: u16 = 64;

/// Returns the columns of a box: as many as its widest line takes, where there are so many.
fn box_width(picker: &Picker, most: u16) -> u16 {
    let line = |line: &PickLine| {
        let aside = columns(&line.aside);
        let gap = if aside > 0 { 2 } else { 0 };
        columns(&line.label)
            .saturating_add(aside)
            .saturating_add(gap)
    };
    let widest = picker.lines.iter().map(line).max().unwrap_or(0);
    // The edges, marker and key stand beside it.
    widest.saturating_add(8).max(WIDTH).min(most)
}

/// Returns what can be done about a question that came up while somebody typed.
fn unarmed_lines(purpose: &Purpose) -> [PickLine; 2] {
    let enter = match purpose {
        Purpose::Which { .. } => "Enter      choose which one stays",
        Purpose::Reading { .. } => "Enter      choose which number it is",
        Purpose::Why { .. } => "Enter      change it, and say why",
        _ => "Enter      keep it, and say why",
    };
    [enter, "Backspace  back to the field"].map(|label| PickLine {
        key: ' ',
        label: label.to_owned(),
        aside: String::new(),
        pick: Pick::No,
    })
}

/// Draws "go to field"; the cursor stands in its line.
pub fn goto(goto: &GoTo, look: &Look, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
    let widest = goto.all.iter().map(|target| columns(&target.label)).max();
    let width = widest.unwrap_or(0).saturating_add(6).max(56);
    let area = lower(body, body.width.min(width), body.height.min(14));
    let inside = canvas.framed(area, "Go to field", look);
    let view = goto.line.view(usize::from(inside.width.saturating_sub(1)));
    canvas.text(
        inside.x,
        inside.y,
        inside.width,
        &look.plain(view.text),
        look.style(Tone::Focus),
    );
    let list = part(inside, 0, 1, inside.width, inside.height);
    let first = scroll(goto.cursor, goto.found.len(), list.height);
    let room = list.width.saturating_sub(2);
    let found = goto.found.iter().map(|place| goto.all.get(*place));
    let labels: Vec<&str> = found
        .map(|target| target.map_or("", |target| target.label.as_str()))
        .collect();
    let labels = cut_apart(&labels, room, look);
    for (y, (index, label)) in
        (list.top()..list.bottom()).zip(labels.iter().enumerate().skip(first))
    {
        let marker = if index == goto.cursor {
            look.cursor()
        } else {
            ""
        };
        canvas.text(list.x, y, 2, marker, look.style(Tone::Plain));
        let x = list.x.saturating_add(2);
        canvas.text(x, y, room, label, look.style(Tone::Plain));
    }
    Some(Position {
        x: inside.x.saturating_add(columns_of(view.cursor)),
        y: inside.y,
    })
}

/// Draws a line of words about a field; the cursor stands in it.
pub fn note(
    note: &NoteState,
    look: &Look,
    canvas: &mut Canvas<'_>,
    body: Rect,
) -> Option<Position> {
    let area = lower(body, body.width.min(70), 4);
    let title = match &note.words {
        WordsFor::Note => format!("Note on {}", note.label),
        WordsFor::Query { step, .. } => match step {
            Step::Open => format!("Query: what is to be asked about {}?", note.label),
            Step::Reopen => format!("Query on {}: what is still open?", note.label),
            _ => format!("Query on {}: your answer", note.label),
        },
        WordsFor::Missing(_) => format!("Why is there no value for {}?", note.label),
        WordsFor::Keep { .. } => format!("Reason: {}", note.label),
        WordsFor::Why { .. } => note.label.clone(),
    };
    let inside = canvas.framed(area, &cut(&title, area.width.saturating_sub(6), look), look);
    let view = note.line.view(usize::from(inside.width.saturating_sub(1)));
    canvas.text(
        inside.x,
        inside.y,
        inside.width,
        &look.plain(view.text),
        look.style(Tone::Plain),
    );
    Some(Position {
        x: inside.x.saturating_add(columns_of(view.cursor)),
        y: inside.y,
    })
}

/// Returns a box at the lower edge, so that the fields above stay in sight.
pub(crate) fn lower(body: Rect, width: u16, height: u16) -> Rect {
    let width = width.min(body.width);
    let height = height.min(body.height);
    Rect {
        x: body.x.saturating_add(body.width.saturating_sub(width) / 2),
        y: body.bottom().saturating_sub(height),
        width,
        height,
    }
}
