//! Lines of at most 80 columns.

use super::COLUMNS;
use crate::domain::base::shown::shown_line;
use unicode_width::UnicodeWidthStr as _;

/// Lines of a page.
#[derive(Default)]
pub(super) struct Lines(Vec<String>);

impl Lines {
    /// Adds words, wrapped, each line with the same beginning.
    pub(super) fn add(&mut self, indent: &str, text: &str) {
        for line in wrapped(text, COLUMNS.saturating_sub(indent.width())) {
            self.put(format!("{indent}{line}"));
        }
    }

    /// Adds a line as it is.
    pub(super) fn put(&mut self, line: String) {
        self.0.push(shown_line(line.trim_end()).into_owned());
    }

    /// Adds an empty line.
    pub(super) fn blank(&mut self) {
        self.0.push(String::new());
    }

    /// Adds a line across.
    pub(super) fn rule(&mut self, of: char) {
        self.put(of.to_string().repeat(COLUMNS));
    }

    /// Adds boxes with their words, as many on a line as there is room for.
    pub(super) fn boxes(&mut self, indent: &str, boxes: &[String]) {
        let mut line = String::new();
        let room = COLUMNS.saturating_sub(indent.width());
        for one in boxes {
            if !line.is_empty() && line.width() + 3 + one.width() > room {
                self.put(format!("{indent}{line}"));
                line.clear();
            }
            if one.width() > room {
                self.add(indent, one);
                continue;
            }
            if !line.is_empty() {
                line += "   ";
            }
            line += one;
        }
        if !line.is_empty() {
            self.put(format!("{indent}{line}"));
        }
    }

    /// Returns the page.
    pub(super) fn text(&self) -> String {
        self.0.join("\n") + "\n"
    }
}

/// Returns two texts on one line, the second at its end; the first alone on it when there is no room for both.
pub(super) fn beside(left: &str, right: &str) -> String {
    let room = COLUMNS.saturating_sub(left.width() + right.width());
    if room == 0 {
        return left.to_owned();
    }
    format!("{left}{}{right}", " ".repeat(room))
}

/// Returns words on lines of a width; a word that is wider alone is broken.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let word = &*shown_line(word);
        if !line.is_empty() && line.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for c in word.chars() {
            let next = unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
            if line.width() + next > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_wrapped_and_broken_only_where_they_must() {
        assert_eq!(wrapped("a bb ccc", 4), ["a bb", "ccc"]);
        assert_eq!(wrapped("abcdef g", 4), ["abcd", "ef g"]);
        assert_eq!(
            wrapped("\u{738b}\u{738b}\u{738b}", 4),
            ["\u{738b}\u{738b}", "\u{738b}"]
        );
        assert_eq!(wrapped("", 4), [""; 0]);
    }
}
