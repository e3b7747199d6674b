//! Lines of words on their way into the record: a note, a reason, a query. They take no more than is stored.
//!
//! What does not fit changes nothing of what stands there, and a notice says so.

use crate::domain::rules::text_limits::TEXT;
use crate::input::line::Line;
use crate::screens::line_edit::one_line;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

/// Returns the most characters of words that are stored behind the code of a reason.
pub(crate) fn behind(code: &str) -> usize {
    TEXT.saturating_sub(code.chars().count() + ": ".len())
}

impl Workspace {
    /// Takes a character into a line of at most so many.
    pub(crate) fn type_words(&mut self, line: &mut Line, most: usize, c: char) {
        if line.text().chars().count() < most {
            return line.insert(c);
        }
        self.notice = Some(Notice::warn(self.language.line_is_full(most)));
    }

    /// Takes pasted text into a line, whole or not at all.
    pub(crate) fn paste_words(&mut self, line: &mut Line, most: usize, text: &str) {
        let text = one_line(text);
        let (there, more) = (line.text().chars().count(), text.chars().count());
        if there.saturating_add(more) <= most {
            return line.insert_str(&text);
        }
        self.notice = Some(Notice::warn(
            self.language
                .paste_is_too_long(more, most.saturating_sub(there)),
        ));
    }

    /// Says so when a line holds more than is stored, as one of an earlier version may; returns whether it does.
    pub(crate) fn are_words_too_long(&mut self, line: &Line, most: usize) -> bool {
        let there = line.text().trim().chars().count();
        let long = there > most;
        if long {
            self.notice = Some(Notice::warn(self.language.words_are_too_long(there, most)));
        }
        long
    }
}
