//! A line of text being edited, or several: text, cursor, and the part of it that fits in so many columns.
//!
//! Pure. The cursor stands between characters as people see them (grapheme clusters), never inside
//! one; widths are columns of the terminal.

mod rows;

pub use rows::Rows;

use crate::domain::base::shown::shown_line;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A line of text with a cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    /// Bytes before the cursor; always at the edge of a grapheme cluster.
    at: usize,
}

/// The part of a line that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View<'a> {
    /// The text, never wider than asked for.
    pub text: &'a str,
    /// Columns before the cursor, at most one less than the columns asked for.
    pub cursor: usize,
    /// Whether text is hidden to the left.
    pub more_left: bool,
    /// Whether text is hidden to the right.
    pub more_right: bool,
}

impl Line {
    /// Returns a line with the cursor at its end; control characters are left out.
    pub fn new(text: &str) -> Self {
        let mut line = Self::default();
        line.insert_str(text);
        line
    }

    /// Returns lines with the cursor at the end of the last; control characters but the ends of lines are left out.
    pub fn of_lines(text: &str) -> Self {
        let mut line = Self::default();
        line.insert_lines(text);
        line
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns how many grapheme clusters stand before the cursor.
    pub fn position(&self) -> usize {
        self.before().graphemes(true).count()
    }

    /// Returns whether the cursor stands behind the last character.
    pub fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    /// Replaces the text; the cursor goes to its end.
    pub fn set(&mut self, text: &str) {
        *self = Self::new(text);
    }

    /// Removes the text and returns it.
    pub fn take(&mut self) -> String {
        self.at = 0;
        std::mem::take(&mut self.text)
    }

    /// Inserts a character at the cursor; a control character is left out.
    pub fn insert(&mut self, c: char) {
        if c.is_control() {
            return;
        }
        self.text.insert(self.at, c);
        self.at += c.len_utf8();
        self.settle();
    }

    /// Inserts text at the cursor. Line ends and tabs become a space each, other control characters
    /// are left out.
    pub fn insert_str(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' | '\t' => self.text.insert(self.at, ' '),
                c if c.is_control() => continue,
                c => self.text.insert(self.at, c),
            }
            self.at += if c.is_control() { 1 } else { c.len_utf8() };
        }
        self.settle();
    }

    /// Inserts lines at the cursor; control characters but their ends are left out.
    pub fn insert_lines(&mut self, text: &str) {
        let kept = |c: &char| *c == '\n' || !c.is_control();
        let text: String = text.chars().filter(kept).collect();
        self.text.insert_str(self.at, &text);
        self.at += text.len();
        self.settle();
    }

    /// Ends the line at the cursor and goes to the next.
    pub fn insert_line_end(&mut self) {
        self.insert_lines("\n");
    }

    /// Moves one character to the left; returns whether there was one.
    pub fn left(&mut self) -> bool {
        let step = self.before().graphemes(true).next_back().map(str::len);
        self.at -= step.unwrap_or(0);
        step.is_some()
    }

    /// Moves one character to the right; returns whether there was one.
    pub fn right(&mut self) -> bool {
        let step = self.after().graphemes(true).next().map(str::len);
        self.at += step.unwrap_or(0);
        step.is_some()
    }

    /// Moves before the first character.
    pub fn home(&mut self) {
        self.at = 0;
    }

    /// Moves behind the last character.
    pub fn end(&mut self) {
        self.at = self.text.len();
    }

    /// Deletes the character before the cursor; returns whether there was one.
    pub fn delete_back(&mut self) -> bool {
        let end = self.at;
        let deleted = self.left();
        self.cut(self.at, end);
        deleted
    }

    /// Deletes the character behind the cursor; returns whether there was one.
    pub fn delete_forward(&mut self) -> bool {
        let step = self.after().graphemes(true).next().map(str::len);
        self.cut(self.at, self.at + step.unwrap_or(0));
        step.is_some()
    }

    /// Deletes the word before the cursor and the spaces behind it; returns whether there was one.
    pub fn delete_word(&mut self) -> bool {
        let before = self.before();
        let word_end = before.trim_end().len();
        let start = before
            .get(..word_end)
            .and_then(|head| head.char_indices().rfind(|(_, c)| c.is_whitespace()))
            .map_or(0, |(space, c)| space + c.len_utf8());
        let end = self.at;
        self.cut(start, end);
        start < end
    }

    /// Deletes everything before the cursor; returns whether there was anything.
    pub fn delete_line(&mut self) -> bool {
        let end = self.at;
        self.cut(0, end);
        end > 0
    }

    /// Returns the part to show in so many columns, with the cursor inside; when the text is wider,
    /// the cursor stands as far right as it can, for what was just typed is to its left.
    pub fn view(&self, columns: usize) -> View<'_> {
        // The cursor needs a column of its own, or those of the character it stands on.
        let under = self.after().graphemes(true).next().map_or(1, width).max(1);
        let room = columns.saturating_sub(under);
        let mut cursor = 0;
        let mut start = self.at;
        for piece in self.before().graphemes(true).rev() {
            if cursor + width(piece) > room {
                break;
            }
            cursor += width(piece);
            start -= piece.len();
        }
        let mut used = cursor;
        let mut end = self.at;
        for piece in self.after().graphemes(true) {
            if used + width(piece) > columns {
                break;
            }
            used += width(piece);
            end += piece.len();
        }
        View {
            text: self.text.get(start..end).unwrap_or_default(),
            cursor,
            more_left: start > 0,
            more_right: end < self.text.len(),
        }
    }

    fn before(&self) -> &str {
        self.text.get(..self.at).unwrap_or_default()
    }

    fn after(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Deletes the bytes from `start` to `end` and leaves the cursor there.
    fn cut(&mut self, start: usize, end: usize) {
        if start < end && self.text.get(start..end).is_some() {
            self.text.drain(start..end);
            self.at = start;
            self.settle();
        }
    }

    /// Moves the cursor to the next edge of a grapheme cluster: an edit can join what stood apart.
    fn settle(&mut self) {
        let mut edges = self.text.grapheme_indices(true).map(|(edge, _)| edge);
        let at = self.at;
        self.at = edges.find(|edge| *edge >= at).unwrap_or(self.text.len());
    }
}

/// Returns the columns of a grapheme cluster as the screens show it.
fn width(piece: &str) -> usize {
    shown_line(piece).width()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The line with `|` at the cursor.
    fn shown(line: &Line) -> String {
        format!("{}|{}", line.before(), line.after())
    }

    fn at(text: &str) -> Line {
        let (before, after) = text.split_once('|').unwrap();
        let mut line = Line::new(after);
        line.home();
        line.insert_str(before);
        line
    }

    #[test]
    fn inserts_at_the_cursor() {
        let mut line = at("a|c");
        line.insert('b');
        assert_eq!(shown(&line), "ab|c");
        line.insert('\u{7}');
        line.insert_str("x\ny\t\u{1b}z");
        assert_eq!(shown(&line), "abx y z|c");
        assert_eq!(line.take(), "abx y zc");
        assert_eq!(shown(&line), "|");
    }

    #[test]
    fn moves_by_what_people_see() {
        let mut line = Line::new("ae\u{301}👨‍👩‍👧漢");
        assert_eq!(line.position(), 4);
        let mut places = vec![shown(&line)];
        while line.left() {
            places.push(shown(&line));
        }
        assert_eq!(
            places,
            [
                "ae\u{301}👨‍👩‍👧漢|",
                "ae\u{301}👨‍👩‍👧|漢",
                "ae\u{301}|👨‍👩‍👧漢",
                "a|e\u{301}👨‍👩‍👧漢",
                "|ae\u{301}👨‍👩‍👧漢",
            ]
        );
        assert!(line.right() && line.right());
        assert_eq!(shown(&line), places[2]);
        line.end();
        assert!(!line.right());
    }

    #[test]
    fn combining_character_joins_the_one_before() {
        let mut line = at("e|x");
        line.insert('\u{301}');
        assert_eq!(shown(&line), "e\u{301}|x");
        assert!(line.delete_back());
        assert_eq!(shown(&line), "|x");
    }

    #[test]
    fn deletes() {
        let mut line = at("one two  |three");
        assert!(line.delete_word());
        assert_eq!(shown(&line), "one |three");
        assert!(line.delete_word());
        assert_eq!(shown(&line), "|three");
        assert!(!line.delete_word() && !line.delete_back() && !line.delete_line());
        assert!(line.delete_forward());
        assert_eq!(shown(&line), "|hree");
        line.end();
        assert!(!line.delete_forward());
        line.left();
        assert!(line.delete_line());
        assert_eq!(shown(&line), "|e");
        let mut wide = at("über\u{3000}größe|");
        assert!(wide.delete_word());
        assert_eq!(shown(&wide), "über\u{3000}|");
    }

    #[test]
    fn shows_what_fits() {
        let mut line = Line::new("abcdef");
        let view = line.view(10);
        assert_eq!((view.text, view.cursor), ("abcdef", 6));
        assert!(!view.more_left && !view.more_right);
        let view = line.view(4);
        assert_eq!((view.text, view.cursor), ("def", 3));
        assert!(view.more_left && !view.more_right);
        line.home();
        let view = line.view(4);
        assert_eq!((view.text, view.cursor), ("abcd", 0));
        assert!(!view.more_left && view.more_right);
        let mut wide = Line::new("漢字漢字");
        let view = wide.view(6);
        assert_eq!((view.text, view.cursor), ("漢字", 4));
        wide.left();
        assert_eq!((wide.view(6).text, wide.view(6).cursor), ("字漢字", 4));
        assert_eq!((wide.view(0).text, wide.view(0).cursor), ("", 0));
    }

    proptest! {
        #[test]
        fn never_loses_its_place(
            start in ".{0,12}",
            edits in proptest::collection::vec((0u8..10, any::<char>()), 0..40),
            columns in 0usize..20,
        ) {
            let mut line = Line::new(&start);
            for (edit, c) in edits {
                match edit {
                    0 | 1 => line.insert(c),
                    2 => { line.left(); }
                    3 => { line.right(); }
                    4 => line.home(),
                    5 => line.end(),
                    6 => { line.delete_back(); }
                    7 => { line.delete_forward(); }
                    8 => { line.delete_word(); }
                    _ => line.insert_str("e\u{301} 漢"),
                }
                let edges: Vec<usize> = line.text.grapheme_indices(true).map(|(at, _)| at)
                    .chain([line.text.len()]).collect();
                prop_assert!(edges.contains(&line.at));
                let view = line.view(columns);
                prop_assert!(view.text.graphemes(true).map(width).sum::<usize>() <= columns);
                prop_assert!(view.cursor < columns.max(1));
            }
        }
    }
}
