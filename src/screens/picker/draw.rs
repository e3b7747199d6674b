//! Short lists, questions and lines of text over the screen.

use crate::screens::canvas::{
    Canvas, columns, columns_of, cut, cut_each_apart, lower, part, scroll, wrap,
};
use crate::screens::look::Tone;
use crate::screens::picker::state::{Pick, PickLine, Picker, Purpose};
use crate::screens::scene::Scene;
use crate::screens::screen::Draw;
use crate::text::Language;
use crate::text::screens::picker::EnterOpens;
use ratatui::layout::{Position, Rect};

impl Draw for Picker {
    /// Draws a picker; the cursor stands on the chosen line.
    fn draw(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>, body: Rect) -> Option<Position> {
        let Scene { look, .. } = *scene;
        let picker = self;
        let width = box_width(picker, body.width);
        let inner = width.saturating_sub(4);
        let mut text: Vec<String> = picker
            .text
            .iter()
            .flat_map(|text| wrap(text, inner))
            .collect();
        let gap = u16::from(!text.is_empty());
        let unarmed = unarmed_lines(picker, scene.shared.language);
        let shown: Vec<&PickLine> = if picker.armed {
            picker.shown()
        } else {
            unarmed.iter().collect()
        };
        // A menu that was narrowed keeps its size.
        let lines = if picker.armed {
            picker.lines.len()
        } else {
            unarmed.len()
        };
        let filter = u16::from(picker.filter.is_some());
        // Long words leave two lines to choose from at the least.
        let least = columns_of(lines.min(2)) + filter + gap + 2;
        let room = usize::from(body.height.saturating_sub(least));
        if text.len() > room {
            text.truncate(room);
            if let Some(last) = text.last_mut() {
                *last = cut(&format!("{last} {}", look.ellipsis()), inner, look);
            }
        }
        let text_rows = columns_of(text.len());
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
            x += canvas.text(
                x,
                y,
                inside.width,
                scene.shared.language.narrowed_by(),
                look.style(Tone::Muted),
            );
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
        if below > 0 || first > 0 {
            let words = format!(" {} ", scene.shared.language.more_lines(first, below));
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
fn unarmed_lines(picker: &Picker, language: &dyn Language) -> Vec<PickLine> {
    let enter = picker.enter_opens();
    let mut lines = vec![language.enter_line(enter)];
    if enter == EnterOpens::Same {
        lines.push(language.other_reasons_line());
    }
    lines.push(language.backspace_line(enter));
    let lines = lines.into_iter().map(|label| PickLine {
        key: ' ',
        label: label.to_owned(),
        aside: String::new(),
        pick: Pick::No,
    });
    lines.collect()
}
