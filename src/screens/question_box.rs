//! A box with one question of several: what was said before, the question, what it is answered with, and what is to be said
//! of that.

use crate::input::line::Line;
use crate::screens::canvas::{Canvas, columns_of, cut, lower, scroll, wrap};
use crate::screens::look::{Look, Tone};
use crate::screens::text_limit::tone_of;
use crate::text::Language;
use ratatui::layout::{Position, Rect};

/// Columns of the box on a wide screen.
const WIDTH: u16 = 72;

/// Such a box.
pub(crate) struct QuestionBox<'a> {
    /// Heading.
    pub(crate) title: &'a str,
    /// What was said before, and what follows from it.
    pub(crate) above: Vec<(String, Tone)>,
    /// The first line of that which is in sight, where not all is; none to show the end of it.
    pub(crate) from: Option<usize>,
    /// The question.
    pub(crate) asks: &'a str,
    /// The lines to choose from; none where something is typed.
    pub(crate) options: Vec<String>,
    /// Whether a digit chooses a line.
    pub(crate) by_digit: bool,
    /// The chosen line.
    pub(crate) cursor: usize,
    /// What is typed, where something is.
    pub(crate) line: Option<&'a Line>,
    /// How it is typed, or why it is not taken.
    pub(crate) below: (&'a str, Tone),
}

impl QuestionBox<'_> {
    /// Draws it; the cursor stands on the chosen line, or in the one that is typed in.
    pub(crate) fn draw(
        &self,
        language: &dyn Language,
        look: &Look,
        canvas: &mut Canvas<'_>,
        body: Rect,
    ) -> Position {
        let width = body.width.min(WIDTH);
        let inner = width.saturating_sub(4);
        let wrapped = |(text, tone): &(String, Tone)| {
            let lines = wrap(text, inner).into_iter();
            let tone = *tone;
            lines.map(move |line| (line, tone)).collect::<Vec<_>>()
        };
        let above: Vec<(String, Tone)> = self.above.iter().flat_map(wrapped).collect();
        let (text, tone) = self.below;
        let below = wrap(text, inner).into_iter();
        let below: Vec<String> = below.filter(|line| !line.is_empty()).collect();
        let asked = self.options.len() + usize::from(self.line.is_some());
        let rows = columns_of(above.len() + 1 + asked + below.len());
        let area = lower(body, width, rows.saturating_add(2).min(body.height));
        let inside = canvas.framed(area, self.title, look);
        // What is chosen from stays in sight, and why it is refused; what was said before goes first, but for its first line.
        let refused = match tone {
            Tone::Warn => below.len(),
            _ => 0,
        };
        let asked = asked.min(
            usize::from(inside.height)
                .saturating_sub(1 + refused)
                .max(2),
        );
        let spare = usize::from(inside.height).saturating_sub(1 + asked + refused);
        let most = above.len() - above.len().min(spare);
        let skipped = self.from.map_or(most, |from| from.min(most));
        let beyond = above.len().saturating_sub(skipped.saturating_add(spare));
        if self.from.is_some() && (skipped > 0 || beyond > 0) {
            let words = format!(" {} ", language.more_lines(skipped, beyond));
            let style = look.style(Tone::Plain);
            canvas.text_right(inside.right(), inside.bottom(), inside.width, &words, style);
        }
        let mut shown: Vec<&(String, Tone)> = above.iter().skip(skipped).take(spare).collect();
        if let (None, Some(first), Some(statement)) = (self.from, shown.first_mut(), above.first())
        {
            *first = statement;
        }
        let mut y = inside.y;
        let put = |canvas: &mut Canvas<'_>, y: u16, x: u16, text: &str, tone: Tone| {
            let x = inside.x.saturating_add(x);
            let room = inside.right().saturating_sub(x);
            let text = look.plain(text);
            canvas.text(x, y, room, &cut(&text, room, look), look.style(tone));
        };
        for (text, tone) in shown {
            put(canvas, y, 0, text, *tone);
            y = y.saturating_add(1);
        }
        put(canvas, y, 0, self.asks, Tone::Heading);
        y = y.saturating_add(1);
        let mut cursor = Position { x: inside.x, y };
        let room = inside.bottom().saturating_sub(y);
        let room = room.saturating_sub(columns_of(refused));
        let first = scroll(self.cursor, self.options.len(), room);
        let hidden = self.options.len().saturating_sub(first + usize::from(room));
        if hidden > 0 || first > 0 {
            let words = format!(" {} ", language.more_lines(first, hidden));
            let style = look.style(Tone::Plain);
            canvas.text_right(inside.right(), inside.bottom(), inside.width, &words, style);
        }
        let bottom = y.saturating_add(room);
        for (place, text) in self.options.iter().enumerate().skip(first) {
            if y >= bottom {
                break;
            }
            if place == self.cursor {
                put(canvas, y, 0, look.cursor(), Tone::Plain);
                cursor = Position { x: inside.x, y };
            }
            // The lines after the ninth are chosen by the cursor.
            if self.by_digit && place < 9 {
                put(canvas, y, 2, &(place + 1).to_string(), Tone::Key);
            }
            put(canvas, y, 4, text, Tone::Plain);
            y = y.saturating_add(1);
        }
        if let Some(line) = self.line.filter(|_| y < inside.bottom()) {
            let view = line.view(usize::from(inside.width.saturating_sub(1)));
            put(canvas, y, 0, view.text, tone_of(line, Tone::Focus));
            cursor = Position {
                x: inside.x.saturating_add(columns_of(view.cursor)),
                y,
            };
            y = y.saturating_add(1);
        }
        for (row, text) in (y..inside.bottom()).zip(&below) {
            put(canvas, row, 0, text, tone);
        }
        cursor
    }
}

/// Returns the line that a digit chooses among so many.
pub(crate) fn line_of_digit(c: char, lines: usize) -> Option<usize> {
    let place = c.to_digit(10)?.checked_sub(1)?;
    let place = usize::try_from(place).ok()?;
    (place < lines).then_some(place)
}

/// Returns the digits that choose one of so many lines, as they are named.
pub(crate) fn digits(lines: usize) -> String {
    match lines {
        0 | 1 => "1".to_owned(),
        lines => format!("1-{}", lines.min(9)),
    }
}
