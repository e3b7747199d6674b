//! Short lists, questions and lines of text over the screen.

use crate::screens::canvas::{Canvas, columns, columns_of, cut, lower, part, scroll, wrap};
use crate::screens::look::{Look, Tone};
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
        let every: Vec<&PickLine> = if picker.armed {
            picker.lines.iter().collect()
        } else {
            unarmed.iter().collect()
        };
        // Marker and key stand before the words.
        let words = inner.saturating_sub(WORDS_AT);
        let in_rows = |line: &&PickLine| rows_of(line, &picker.purpose, words, look);
        let lines: usize = every.iter().map(|line| in_rows(line).len()).sum();
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
        let words = list.width.saturating_sub(WORDS_AT);
        let in_rows = |line: &&PickLine| rows_of(line, &picker.purpose, words, look);
        // Every row of every line, with the place of its line.
        let rows: Vec<(usize, LineRow)> = shown
            .iter()
            .enumerate()
            .flat_map(|(place, line)| in_rows(line).into_iter().map(move |row| (place, row)))
            .collect();
        let chosen = picker.cursor.unwrap_or(0);
        let at = rows.iter().rposition(|(place, _)| *place == chosen);
        let first = scroll(at.unwrap_or(0), rows.len(), list.height);
        let end = first.saturating_add(usize::from(list.height));
        let mut cursor = Some(Position {
            x: list.x,
            y: list.y,
        });
        // A line of which a row is out of sight is left to the scrolling, but for the chosen one.
        let begun_before = rows.get(first).filter(|(_, row)| !row.is_first);
        let goes_on = rows.get(end).filter(|(_, row)| !row.is_first);
        let parted = [begun_before, goes_on].map(|row| row.map(|(place, _)| *place));
        let is_whole = |place: usize| place == chosen || !parted.contains(&Some(place));
        let seen = rows.iter().enumerate().skip(first);
        let seen: Vec<(usize, &(usize, LineRow))> = seen
            .take(usize::from(list.height))
            .filter(|(_, (place, _))| is_whole(*place))
            .collect();
        let above = seen.first().map_or(0, |(_, (place, _))| *place);
        let below = seen
            .last()
            .map_or(0, |(_, (place, _))| shown.len() - 1 - place);
        if below > 0 || above > 0 {
            let words = format!(" {} ", scene.shared.language.more_lines(above, below));
            canvas.text_right(
                inside.right(),
                inside.bottom(),
                inside.width,
                &words,
                look.style(Tone::Plain),
            );
        }
        for (at, (place, row)) in seen {
            let y = list.y.saturating_add(columns_of(at - first));
            let chosen = row.is_first && picker.cursor == Some(*place);
            if let Some(line) = shown.get(*place).filter(|_| row.is_first) {
                let marker = if chosen { look.cursor() } else { "" };
                canvas.text(list.x, y, 2, marker, look.style(Tone::Plain));
                if line.key != ' ' {
                    let key = line.key.to_string();
                    canvas.text(list.x.saturating_add(2), y, 2, &key, look.style(Tone::Key));
                }
            }
            let x = list.x.saturating_add(4);
            canvas.text(x, y, words, &row.label, look.style(Tone::Plain));
            let muted = look.style(Tone::Muted);
            let columns = columns(&row.aside);
            canvas.text_right(list.right(), y, columns, &row.aside, muted);
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

/// Columns of marker and key before the words of a line, and of what keeps words and key apart.
const WORDS_AT: u16 = 6;

/// One row of a line to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
struct LineRow {
    label: String,
    aside: String,
    is_first: bool,
}

/// Returns a line in as many rows as its words take, with what stands at the right edge in the first ones.
fn rows_of(line: &PickLine, purpose: &Purpose, width: u16, look: &Look) -> Vec<LineRow> {
    // The name of a log is short, and what is said of it may be long; elsewhere a key stands at the edge.
    let (labels, asides) = if matches!(purpose, Purpose::Logs) {
        let room = width.saturating_sub(columns(&line.label));
        (vec![line.label.clone()], wrap(&line.aside, room))
    } else {
        let aside = cut(&line.aside, width, look);
        let room = width.saturating_sub(columns(&aside));
        (wrap(&line.label, room), vec![aside])
    };
    let rows = labels.len().max(asides.len()).max(1);
    let text = |texts: &[String], row| look.plain(texts.get(row).map_or("", String::as_str));
    let rows = (0..rows).map(|row| LineRow {
        label: text(&labels, row),
        aside: text(&asides, row),
        is_first: row == 0,
    });
    rows.collect()
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
    let mut lines = vec![language.enter_line(enter).to_owned()];
    if enter == EnterOpens::Same {
        lines.push(language.other_reasons_line().to_owned());
    }
    if picker.guarded {
        for line in &mut lines {
            *line = language.not_at_once(line);
        }
    }
    lines.push(language.backspace_line(enter).to_owned());
    let lines = lines.into_iter().map(|label| PickLine {
        key: ' ',
        label,
        aside: String::new(),
        pick: Pick::No,
    });
    lines.collect()
}
