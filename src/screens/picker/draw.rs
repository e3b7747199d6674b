//! Short lists, questions and lines of text over the screen.

use crate::domain::record::query::Step;
use crate::screens::canvas::{Canvas, columns, columns_of, cut, part, scroll, wrap};
use crate::screens::goto::update::GoTo;
use crate::screens::look::{Look, Tone};
use crate::screens::picker::state::{Pick, PickLine, Picker, Purpose, WordsFor};
use crate::screens::stack::NoteState;
use ratatui::layout::{Position, Rect};

/// Draws a picker; the cursor stands on the chosen line.
pub fn picker(
    picker: &Picker,
    look: &Look,
    canvas: &mut Canvas<'_>,
    body: Rect,
) -> Option<Position> {
    let width = body.width.min(64);
    let inner = width.saturating_sub(4);
    let text: Vec<String> = picker
        .text
        .iter()
        .flat_map(|text| wrap(text, inner))
        .collect();
    let gap = u16::from(!text.is_empty());
    let text_rows = u16::try_from(text.len()).unwrap_or(0);
    let unarmed = unarmed_lines(&picker.purpose);
    let shown: &[PickLine] = if picker.armed {
        &picker.lines
    } else {
        &unarmed
    };
    let lines = u16::try_from(shown.len()).unwrap_or(u16::MAX);
    let height = lines
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
    let list = part(
        inside,
        0,
        text_rows.saturating_add(gap),
        inside.width,
        inside.height,
    );
    let first = scroll(picker.cursor.unwrap_or(0), shown.len(), list.height);
    let mut cursor = Some(Position {
        x: list.x,
        y: list.y,
    });
    for (y, (index, line)) in (list.top()..list.bottom()).zip(shown.iter().enumerate().skip(first))
    {
        let chosen = picker.cursor == Some(index);
        let marker = if chosen { look.cursor() } else { "" };
        canvas.text(list.x, y, 2, marker, look.style(Tone::Plain));
        if line.key != ' ' {
            let key = line.key.to_string();
            canvas.text(list.x.saturating_add(2), y, 2, &key, look.style(Tone::Key));
        }
        let whole = matches!(picker.purpose, Purpose::Logs);
        let label = if whole { columns(&line.label) } else { 0 };
        let room = list.width.saturating_sub(6).saturating_sub(label);
        let text = cut(&line.aside, room, look);
        let aside = columns(&text);
        let room = list.width.saturating_sub(6).saturating_sub(aside);
        canvas.text(
            list.x.saturating_add(4),
            y,
            room,
            &cut(&line.label, room, look),
            look.style(Tone::Plain),
        );
        canvas.text_right(list.right(), y, aside, &text, look.style(Tone::Muted));
        if chosen {
            cursor = Some(Position {
                x: list.x.saturating_add(2),
                y,
            });
        }
    }
    if matches!(picker.purpose, Purpose::Menu) {
        cursor
    } else {
        cursor.filter(|_| list.height > 0)
    }
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
    let area = lower(body, body.width.min(56), body.height.min(14));
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
    for (y, (index, target)) in
        (list.top()..list.bottom()).zip(goto.found.iter().enumerate().skip(first))
    {
        let Some(target) = goto.all.get(*target) else {
            continue;
        };
        let marker = if index == goto.cursor {
            look.cursor()
        } else {
            ""
        };
        canvas.text(list.x, y, 2, marker, look.style(Tone::Plain));
        let room = list.width.saturating_sub(2);
        canvas.text(
            list.x.saturating_add(2),
            y,
            room,
            &cut(&target.label, room, look),
            look.style(Tone::Plain),
        );
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
