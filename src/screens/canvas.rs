//! Writing on the frame without ever leaving it: every write is clipped to the screen, and what nobody could see of a text
//! is shown.

use super::look::Look;
use crate::domain::base::shown::shown_line;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::fmt::{self, Write as _};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

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

/// Returns the columns that a text takes.
pub fn columns(text: &str) -> u16 {
    let plain = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if plain {
        return columns_of(text.len());
    }
    u16::try_from(shown_line(text).width()).unwrap_or(u16::MAX)
}

/// Returns a number of columns as the screen counts them.
pub fn columns_of(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// Returns text cut to a width, with a mark where something was cut off.
pub fn cut(text: &str, width: u16, look: &Look) -> String {
    let text = look.plain(&shown_line(text));
    if columns(&text) <= width {
        return text;
    }
    if width == 0 {
        return String::new();
    }
    let room = width.saturating_sub(columns(look.ellipsis()));
    format!("{}{}", start_of(&text, room), look.ellipsis())
}

/// Returns texts that stand in one list, each cut to a width; those that would look the same are cut in the middle,
/// so that what tells them apart is seen.
pub fn cut_apart(texts: &[&str], width: u16, look: &Look) -> Vec<String> {
    let texts: Vec<(&str, u16)> = texts.iter().map(|text| (*text, width)).collect();
    cut_each_apart(&texts, look)
}

/// Does the same as [`cut_apart`], with a width for each.
pub fn cut_each_apart(texts: &[(&str, u16)], look: &Look) -> Vec<String> {
    let each = texts.iter();
    let ends: Vec<String> = each.map(|(text, width)| cut(text, *width, look)).collect();
    if texts.iter().all(|(text, width)| columns(text) <= *width) {
        return ends;
    }
    let apart = texts.iter().zip(&ends).map(|((text, width), end)| {
        let mut alike = texts
            .iter()
            .zip(&ends)
            .filter(|((other, _), its_end)| other != text && *its_end == end)
            .map(|((other, _), _)| *other)
            .peekable();
        if alike.peek().is_none() {
            return end.clone();
        }
        let same = alike
            .map(|other| same_start(text, other))
            .min()
            .unwrap_or(0);
        cut_middle(text, same, *width, look)
    });
    apart.collect()
}

/// Returns text without what lies before the word in which it differs, but for its start.
fn cut_middle(text: &str, same: usize, width: u16, look: &Look) -> String {
    let (common, _) = text.split_at(same);
    let word = common.rfind(' ').map_or(0, |space| space + 1);
    let (_, rest) = text.split_at(if word == 0 { same } else { word });
    let mark = columns(look.ellipsis());
    if width <= mark {
        return cut(text, width, look);
    }
    // A few columns at least say what the text begins with.
    let most = width.saturating_sub(mark).saturating_sub(width / 4);
    let rest = cut(rest, most, look);
    let room = width.saturating_sub(mark).saturating_sub(columns(&rest));
    let plain = look.plain(&shown_line(text));
    let head = start_of(&plain, room).trim_end();
    format!("{head}{}{rest}", look.ellipsis())
}

/// Returns how many bytes two texts have in common at their start, in whole characters.
fn same_start(one: &str, other: &str) -> usize {
    let pairs = one.graphemes(true).zip(other.graphemes(true));
    pairs
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len())
        .sum()
}

/// Returns as much of the start of a text as stands in a width, in whole characters.
fn start_of(text: &str, width: u16) -> &str {
    let mut used = 0_usize;
    let fits = text.grapheme_indices(true).take_while(|(_, grapheme)| {
        used = used.saturating_add(grapheme.width());
        used <= usize::from(width)
    });
    let end = fits.last().map_or(0, |(at, grapheme)| at + grapheme.len());
    text.get(..end).unwrap_or(text)
}

/// Returns the columns of a list's texts with a blank behind: at least `least`, and as many of `free` more as the longest
/// of them takes.
pub fn widen<'a>(texts: impl Iterator<Item = &'a str>, least: u16, free: u16) -> u16 {
    let longest = texts.map(columns).max().unwrap_or(0).saturating_add(1);
    longest.clamp(least, least.saturating_add(free))
}

/// The edge of its column at which a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Text with blanks up to a width, see [`pad`].
#[derive(Clone, Copy, Debug)]
pub struct Padded<'a> {
    text: &'a str,
    width: u16,
    edge: Edge,
}

/// Fills text up with blanks to a width, in columns of the screen; what is longer stays whole.
///
/// The width specifiers of `format!` count characters, and would set what stands behind a text in double width askew.
pub fn pad(text: &str, width: u16, edge: Edge) -> Padded<'_> {
    Padded { text, width, edge }
}

impl fmt::Display for Padded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let blank = || (columns(self.text)..self.width).map(|_| ' ');
        match self.edge {
            Edge::Left => {
                f.write_str(self.text)?;
                blank().try_for_each(|blank| f.write_char(blank))
            }
            Edge::Right => {
                blank().try_for_each(|blank| f.write_char(blank))?;
                f.write_str(self.text)
            }
        }
    }
}

/// Returns text broken at spaces into lines of at most `width` columns; a word that is wider than that is broken between
/// its characters, since some languages write no spaces.
pub fn wrap(text: &str, width: u16) -> Vec<String> {
    let most = width.max(1);
    let width = usize::from(most);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let paragraph = shown_line(paragraph);
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let needed = line.width() + usize::from(!line.is_empty()) + word.width();
            if !line.is_empty() && needed > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            let mut rest = word;
            while rest.width() > width {
                let (piece, behind) = rest.split_at(start_of(rest, most).len());
                if piece.is_empty() {
                    // Not even one character fits.
                    break;
                }
                lines.push(piece.to_owned());
                rest = behind;
            }
            line.push_str(rest);
        }
        lines.push(line);
    }
    lines
}

/// Returns a part of a screen, `x` and `y` counted from its corner, cut to fit.
pub fn part(area: Rect, x: u16, y: u16, width: u16, height: u16) -> Rect {
    Rect {
        x: area.x.saturating_add(x),
        y: area.y.saturating_add(y),
        width,
        height,
    }
    .intersection(area)
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

/// Returns the first line of a list of `len` to show in `rows`, so that `cursor` is in sight.
///
/// It goes on in steps of a third of the rows: most moves leave all other lines where they are, which
/// spares the bytes of drawing them again, and there is always a third to see above and below.
pub fn scroll(cursor: usize, len: usize, rows: u16) -> usize {
    let rows = usize::from(rows).max(1);
    let step = (rows / 3).max(1);
    let above = usize::from(rows > 1);
    let first = (cursor / step).saturating_sub(above) * step;
    first.min(len.saturating_sub(rows))
}

#[cfg(test)]
mod tests {
    use super::{Canvas, Edge, columns, cut, cut_apart, pad, plain_start, scroll, wrap};
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

    #[test]
    fn text_is_padded_and_cut_by_what_it_takes_on_the_screen() {
        for (text, left, right) in [
            ("ab", "ab   |", "   ab|"),
            ("\u{754c}", "\u{754c}   |", "   \u{754c}|"),
            ("e\u{301}", "e\u{301}    |", "    e\u{301}|"),
            ("longer", "longer|", "longer|"),
            ("", "     |", "     |"),
        ] {
            assert_eq!(format!("{}|", pad(text, 5, Edge::Left)), left);
            assert_eq!(format!("{}|", pad(text, 5, Edge::Right)), right);
        }
        for (width, expected) in [
            (0, ""),
            (1, "…"),
            (2, "…"),
            (3, "界…"),
            (4, "界…"),
            (6, "界界界"),
        ] {
            assert_eq!(cut("界界界", width, &Look::FULL), expected);
        }
        // A sign in ASCII takes the columns of what it stands for.
        assert_eq!(cut("界a", 3, &ASCII), "??a");
        assert_eq!(columns(&cut("e\u{301}界", 9, &ASCII)), 3);
    }

    #[test]
    fn text_without_spaces_is_broken_between_its_characters() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(
            wrap("a \u{754c}\u{754c}\u{754c} b", 5),
            ["a", "\u{754c}\u{754c}", "\u{754c} b"]
        );
        assert_eq!(wrap("\u{754c}", 1), ["\u{754c}"]);
        for width in 2..20 {
            let text =
                "\u{754c}\u{754c}e\u{301}\u{754c} longer than all of it \u{754c}\u{754c}\u{754c}";
            let lines = wrap(text, width);
            assert!(lines.iter().all(|line| columns(line) <= width), "{lines:?}");
            let bare = |text: &str| text.replace(' ', "");
            assert_eq!(bare(&lines.concat()), bare(text));
        }
    }

    #[test]
    fn what_tells_texts_of_one_list_apart_is_not_cut_off() {
        let kinds = [
            "dermatomyositis, definite",
            "dermatomyositis, probable",
            "dermatomyositis, possible",
            "polymyositis",
        ];
        assert_eq!(
            cut_apart(&kinds, 16, &Look::FULL),
            [
                "dermato…definite",
                "dermato…probable",
                "dermato…possible",
                "polymyositis"
            ]
        );
        assert_eq!(
            cut_apart(&kinds, 16, &ASCII),
            [
                "dermato~definite",
                "dermato~probable",
                "dermato~possible",
                "polymyositis"
            ]
        );
        let alone = ["dermatomyositis, definite", "polymyositis"];
        assert_eq!(
            cut_apart(&alone, 12, &Look::FULL),
            ["dermatomyos…", "polymyositis"]
        );
        assert_eq!(cut_apart(&kinds, 40, &Look::FULL), kinds);
        // One that is the start of another, and words without a blank.
        let starts = ["infusion reaction", "infusion reaction with fever"];
        assert_eq!(
            cut_apart(&starts, 14, &Look::FULL),
            ["infus…reaction", "inf…reaction …"]
        );
        for width in 0..40 {
            for look in [Look::FULL, ASCII] {
                for text in cut_apart(
                    &["界界界界一", "界界界界二", "", "e\u{301}e\u{301}"],
                    width,
                    &look,
                ) {
                    assert!(columns(&text) <= width, "{text:?} in {width}");
                }
            }
        }
    }

    #[test]
    fn the_cursor_is_in_sight_and_most_moves_do_not_scroll() {
        for rows in 1..30_u16 {
            for len in 1..100_usize {
                let firsts: Vec<usize> = (0..len).map(|cursor| scroll(cursor, len, rows)).collect();
                for (cursor, first) in firsts.iter().enumerate() {
                    let row = cursor.checked_sub(*first).unwrap();
                    assert!(row < usize::from(rows), "{cursor} of {len} in {rows}");
                    assert!(*first == 0 || first + usize::from(rows) <= len);
                }
                let scrolled = firsts.windows(2).filter(|pair| pair[0] != pair[1]).count();
                let steps = len / usize::from(rows / 3).max(1);
                assert!(scrolled <= steps, "{scrolled} of {len} in {rows}");
            }
        }
        assert_eq!(scroll(0, 0, 10), 0);
    }
}
