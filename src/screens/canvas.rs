//! Writing on the frame without ever leaving it: every write is clipped to the screen, and what nobody could see of a text
//! is shown.

mod fit;
mod place;
mod width;

pub use fit::{cut, cut_apart, cut_each_apart, wrap};
pub(crate) use place::lower;
pub use place::{part, scroll};
pub use width::{Edge, Padded, columns, columns_of, pad, widen};

use super::look::Look;
use crate::domain::base::shown::shown_line;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The frame being drawn.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
}

impl<'a> Canvas<'a> {
    /// Draws on a buffer.
    pub fn new(buffer: &'a mut Buffer, area: Rect) -> Self {
        let area = area.intersection(*buffer.area());
        Self { buffer, area }
    }

    /// Returns the whole screen.
    pub fn area(&self) -> Rect {
        self.area
    }

    /// Writes text from a cell on, at most `width` columns of it; returns the columns written.
    pub fn text(&mut self, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
        if y < self.area.top() || y >= self.area.bottom() || x >= self.area.right() {
            return 0;
        }
        let width = width.min(self.area.right().saturating_sub(x));
        let text = &*shown_line(text);
        let (plain, rest) = text.split_at(plain_start(text));
        let mut written = 0;
        for c in plain.chars().take(usize::from(width)) {
            if let Some(cell) = self.buffer.cell_mut((x.saturating_add(written), y)) {
                cell.set_char(c).set_style(style);
            }
            written = written.saturating_add(1);
        }
        let room = usize::from(width.saturating_sub(written));
        if rest.is_empty() || room == 0 {
            return written;
        }
        let from = x.saturating_add(written);
        let (end, _) = self.buffer.set_stringn(from, y, rest, room, style);
        end.saturating_sub(x)
    }

    /// Writes text that ends at a column.
    pub fn text_right(&mut self, right: u16, y: u16, width: u16, text: &str, style: Style) {
        let columns = columns(text).min(width);
        self.text(right.saturating_sub(columns), y, columns, text, style);
    }

    /// Gives a stretch of one row a style.
    pub fn paint(&mut self, x: u16, y: u16, width: u16, style: Style) {
        let row = Rect {
            x,
            y,
            width,
            height: 1,
        }
        .intersection(self.area);
        self.buffer.set_style(row, style);
    }

    /// Empties a part of the screen.
    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.area);
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
    }

    /// Draws an empty box with a title and returns the part inside.
    pub fn framed(&mut self, area: Rect, title: &str, look: &Look) -> Rect {
        let area = area.intersection(self.area);
        self.clear(area);
        if area.width < 2 || area.height < 2 {
            return Rect {
                width: 0,
                height: 0,
                ..area
            };
        }
        let style = look.style(super::look::Tone::Plain);
        let [top_left, top_right, bottom_left, bottom_right] = look.corners();
        let across = look
            .rule()
            .repeat(usize::from(area.width.saturating_sub(2)));
        let (right, bottom) = (
            area.right().saturating_sub(1),
            area.bottom().saturating_sub(1),
        );
        for (y, left, end) in [
            (area.y, top_left, top_right),
            (bottom, bottom_left, bottom_right),
        ] {
            self.text(area.x, y, 1, left, style);
            self.text(
                area.x.saturating_add(1),
                y,
                area.width.saturating_sub(2),
                &across,
                style,
            );
            self.text(right, y, 1, end, style);
        }
        for y in area.y.saturating_add(1)..bottom {
            self.text(area.x, y, 1, look.bar(), style);
            self.text(right, y, 1, look.bar(), style);
        }
        let title = format!(" {title} ");
        self.text(
            area.x.saturating_add(2),
            area.y,
            area.width.saturating_sub(4),
            &title,
            look.style(super::look::Tone::Heading),
        );
        Rect {
            x: area.x.saturating_add(2),
            y: area.y.saturating_add(1),
            width: area.width.saturating_sub(4),
            height: area.height.saturating_sub(2),
        }
    }
}

/// Returns how many bytes from the start are characters of one column each that nothing combines with;
/// looking for the ends of characters in all text would take a third of the time of a frame.
fn plain_start(text: &str) -> usize {
    let ascii = text.bytes().take_while(|byte| (b' '..=b'~').contains(byte));
    match ascii.count() {
        all if all == text.len() => all,
        // What follows may belong to the last one.
        some => some.saturating_sub(1),
    }
}

#[cfg(test)]
mod tests {
    use super::{Canvas, columns, cut, plain_start, wrap};
    use crate::domain::base::shown::is_unseen;
    use crate::screens::look::{Glyphs, Look};
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn plain_text_is_drawn_as_the_buffer_draws_any_text() {
        let area = Rect::new(0, 0, 12, 1);
        let texts = [
            "",
            "a",
            "plain",
            "e\u{301}t\u{e9}",
            "ab\u{301}c",
            "\u{25b2} better",
            "x\u{a0}y",
            "longer than the row",
            "end\u{754c}\u{754c}",
            "eleven cols\u{754c}",
        ];
        for text in texts {
            for width in 0..14 {
                let (mut own, mut other) = (Buffer::empty(area), Buffer::empty(area));
                let columns = Canvas::new(&mut own, area).text(1, 0, width, text, Style::new());
                let most = usize::from(width.min(11));
                let (end, _) = other.set_stringn(1, 0, text, most, Style::new());
                assert_eq!((&own, columns), (&other, end - 1), "{text:?} in {width}");
            }
        }
        assert_eq!(plain_start("abe\u{301}"), 2);
    }

    proptest! {
        #[test]
        fn no_text_is_drawn_with_what_nobody_sees_and_its_columns_are_counted_as_drawn(
            text in prop_oneof![any::<String>(), "[a\u{202e}\u{200d}\u{feff}\u{2028}\u{1b}\u{301}\u{754c}]{0,12}"], width in 0_u16..40
        ) {
            let area = Rect::new(0, 0, 200, 1);
            for look in [Look::FULL, ASCII] {
                let lines = wrap(&text, width).into_iter();
                for text in lines.chain([text.clone(), cut(&text, width, &look)]) {
                    let mut buffer = Buffer::empty(area);
                    let drawn = Canvas::new(&mut buffer, area).text(0, 0, 200, &text, Style::new());
                    prop_assert!(buffer.content().iter().all(|cell| !cell.symbol().contains(is_unseen)));
                    // A mark alone, or behind what is cut, has no cell of its own.
                    prop_assert!(drawn == columns(&text).min(200) || drawn >= 199, "{drawn} {text:?}");
                }
            }
        }
    }

    const ASCII: Look = Look {
        colour: false,
        glyphs: Glyphs::Ascii,
    };
}
