//! A text of several lines in rows of so many columns: where each row begins and ends, and how the cursor goes from one to
//! another.
//!
//! A row ends with its line, or behind the blanks after the last word that fits; a word that fits in no row is broken.
//! Blanks at the end of a row may lie beyond its columns.

use super::{Line, width};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A text in rows, and where the cursor is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows<'a> {
    /// The rows, at least one; none holds the end of a line.
    pub rows: Vec<&'a str>,
    /// The row of the cursor.
    pub row: usize,
    /// Columns before the cursor in it, at most those asked for.
    pub column: usize,
}

impl Line {
    /// Returns the text in rows of so many columns.
    pub fn rows(&self, columns: usize) -> Rows<'_> {
        let rows = ranges(&self.text, columns);
        let row = self.row_in(&rows);
        let start = rows.get(row).map_or(0, |row| row.start);
        let before = self.text.get(start..self.at).unwrap_or_default();
        let text = |row: Range<usize>| self.text.get(row).unwrap_or_default();
        Rows {
            row,
            column: width(before).min(columns),
            rows: rows.into_iter().map(text).collect(),
        }
    }

    /// Moves to the same column of the row above; returns whether there was one.
    pub fn up(&mut self, columns: usize) -> bool {
        let rows = ranges(&self.text, columns);
        let above = self.row_in(&rows).checked_sub(1);
        self.go_to_row(&rows, above)
    }

    /// Moves to the same column of the row below; returns whether there was one.
    pub fn down(&mut self, columns: usize) -> bool {
        let rows = ranges(&self.text, columns);
        let below = self.row_in(&rows).saturating_add(1);
        self.go_to_row(&rows, Some(below))
    }

    fn row_in(&self, rows: &[Range<usize>]) -> usize {
        let before = rows.iter().filter(|row| row.start <= self.at);
        before.count().saturating_sub(1)
    }

    fn go_to_row(&mut self, rows: &[Range<usize>], to: Option<usize>) -> bool {
        let start = rows.get(self.row_in(rows)).map_or(0, |row| row.start);
        let Some((to, row)) = to.and_then(|to| Some((to, rows.get(to)?.clone()))) else {
            return false;
        };
        let column = width(self.text.get(start..self.at).unwrap_or_default());
        // Behind a row that goes on in the next one is the start of that one.
        let goes_on = rows.get(to + 1).is_some_and(|next| next.start == row.end);
        let text = self.text.get(row.clone()).unwrap_or_default();
        let mut places: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
        if !goes_on || places.is_empty() {
            places.push(text.len());
        }
        let fits = |at: &&usize| width(text.get(..**at).unwrap_or_default()) <= column;
        let at = places.iter().rev().find(fits).copied().unwrap_or(0);
        self.at = row.start.saturating_add(at);
        true
    }
}

/// Returns the bytes of each row.
fn ranges(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        wrap(line, start, columns.max(1), &mut rows);
        start = start.saturating_add(line.len()).saturating_add(1);
    }
    rows
}

/// Adds the rows of a line that begins at a byte of the text.
fn wrap(line: &str, begins: usize, columns: usize, rows: &mut Vec<Range<usize>>) {
    // Bytes of the line: where the row starts, and where it can end, with the columns before that.
    let (mut start, mut used) = (0, 0);
    let mut end: Option<(usize, usize)> = None;
    for (at, piece) in line.grapheme_indices(true) {
        let piece_width = width(piece);
        let is_blank = piece.chars().all(char::is_whitespace);
        while !is_blank && used + piece_width > columns && at > start {
            let (cut, before) = end.take().unwrap_or((at, used));
            rows.push(begins + start..begins + cut);
            start = cut;
            used = used.saturating_sub(before);
        }
        used += piece_width;
        if is_blank {
            end = Some((at + piece.len(), used));
        }
    }
    rows.push(begins + start..begins + line.len());
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Line {
        let (before, after) = text.split_once('|').unwrap();
        let mut line = Line::of_lines(after);
        line.home();
        line.insert_lines(before);
        line
    }

    fn shown(line: &Line) -> String {
        format!("{}|{}", line.before(), line.after())
    }

    #[test]
    fn rows_end_with_their_line_or_behind_a_word() {
        for (text, columns, rows) in [
            ("", 4, vec![""]),
            ("one two", 7, vec!["one two"]),
            ("one two", 6, vec!["one ", "two"]),
            ("one   two", 3, vec!["one   ", "two"]),
            ("one\n\ntwo\n", 9, vec!["one", "", "two", ""]),
            ("abcdefg hi", 3, vec!["abc", "def", "g ", "hi"]),
            ("a bc\u{6f22}", 3, vec!["a ", "bc", "\u{6f22}"]),
            ("a bcdef", 4, vec!["a ", "bcde", "f"]),
            (
                "\u{6f22}\u{5b57}\u{6f22}",
                4,
                vec!["\u{6f22}\u{5b57}", "\u{6f22}"],
            ),
            ("\u{6f22}", 1, vec!["\u{6f22}"]),
        ] {
            assert_eq!(Line::of_lines(text).rows(columns).rows, rows, "{text:?}");
        }
    }

    #[test]
    fn the_cursor_stands_in_its_row_and_at_its_end_within_the_columns() {
        let place = |text: &str, columns| {
            let line = at(text);
            let rows = line.rows(columns);
            (rows.row, rows.column)
        };
        assert_eq!(place("one |two", 6), (1, 0));
        assert_eq!(place("one| two", 6), (0, 3));
        assert_eq!(place("one\n|", 6), (1, 0));
        assert_eq!(place("one     |", 6), (0, 6));
    }

    #[test]
    fn up_and_down_keep_the_column_where_the_row_has_it() {
        let mut line = at("one two\nab\nthree fo|ur");
        assert!(line.up(20));
        assert_eq!(shown(&line), "one two\nab|\nthree four");
        assert!(line.up(20));
        assert_eq!(shown(&line), "on|e two\nab\nthree four");
        assert!(!line.up(20));
        assert!(line.down(20) && line.down(20));
        assert_eq!(shown(&line), "one two\nab\nth|ree four");
        assert!(!line.down(20));
        // A row that goes on ends before the place that belongs to the next one.
        let mut line = at("one two |three");
        line.end();
        assert!(line.up(8));
        assert_eq!(shown(&line), "one t|wo three");
        let mut line = at("ab cdefgh|");
        assert!(line.up(7));
        assert_eq!(shown(&line), "ab| cdefgh");
    }

    proptest! {
        #[test]
        fn rows_are_the_text_and_hold_the_cursor(
            text in "[a-c \n\u{6f22}e\u{301}]{0,40}",
            steps in proptest::collection::vec(0u8..4, 0..20),
            columns in 1usize..12,
        ) {
            let mut line = Line::of_lines(&text);
            for step in steps {
                match step {
                    0 => { line.up(columns); }
                    1 => { line.down(columns); }
                    2 => { line.left(); }
                    _ => line.insert_line_end(),
                }
                let rows = line.rows(columns);
                prop_assert!(rows.row < rows.rows.len() && rows.column <= columns);
                let all: String = rows.rows.concat();
                prop_assert_eq!(all, line.text().replace('\n', ""));
                for row in &rows.rows {
                    let seen = width(row.trim_end());
                    prop_assert!(seen <= columns || row.trim_end().graphemes(true).count() == 1);
                }
                let edges = line.text.grapheme_indices(true).map(|(at, _)| at);
                prop_assert!(edges.chain([line.text.len()]).any(|edge| edge == line.at));
            }
        }
    }
}
