//! Lines of words on their way into the record: a note, a reason, a query. They take no more than is stored.
//!
//! What does not fit changes nothing of what stands there, and a notice says so.

use crate::domain::rules::text_limits::TEXT;
use crate::input::line::Line;
use crate::screens::late_entry::update::{LateAsk, Step};
use crate::screens::picker::state::WordsFor;
use crate::screens::session::{Model, Notice};
use crate::screens::stack::{Layer, NoteState};

/// Returns the most characters of words that are stored behind the code of a reason.
fn behind(code: &str) -> usize {
    TEXT.saturating_sub(code.chars().count() + ": ".len())
}

/// Returns the most characters of a note, or of whatever words are asked for in its place.
fn most_of_note(note: &NoteState) -> usize {
    match &note.words {
        WordsFor::Keep { code, .. } | WordsFor::Why { code, .. } => behind(code),
        WordsFor::Note | WordsFor::Query { .. } | WordsFor::Missing(_) => TEXT,
    }
}

fn most_of_late(ask: &LateAsk) -> usize {
    match &ask.step {
        Step::Words(_, code) => behind(code),
        Step::Day | Step::Time(_) => TEXT,
    }
}

impl Model {
    /// Returns the line on top, when words are typed in it, and the most characters that it may hold.
    fn line_of_words(&mut self) -> Option<(&mut Line, usize)> {
        match self.layers.last_mut()? {
            Layer::Note(note) => {
                let most = most_of_note(note);
                Some((&mut note.line, most))
            }
            Layer::Late(ask) => {
                let most = most_of_late(ask);
                ask.refusal = None;
                Some((&mut ask.line, most))
            }
            Layer::Locking(locking) => Some((&mut locking.line, TEXT)),
            _ => None,
        }
    }

    /// Types a character in the line on top.
    pub(crate) fn type_in_words(&mut self, c: char) {
        let Some((line, most)) = self.line_of_words() else {
            return;
        };
        if line.text().chars().count() < most {
            return line.insert(c);
        }
        self.notice = Some(Notice::warn(format!(
            "The line is full: at most {most} characters are stored here."
        )));
    }

    /// Pastes text of one line into the line on top, all of it or nothing.
    pub(crate) fn paste_in_words(&mut self, text: &str) {
        let Some((line, most)) = self.line_of_words() else {
            return;
        };
        let (there, more) = (line.text().chars().count(), text.chars().count());
        if there.saturating_add(more) <= most {
            return line.insert_str(text);
        }
        self.notice = Some(Notice::warn(format!(
            "Not pasted: it has {more} characters, and {} more can be stored here. Paste less.",
            most.saturating_sub(there)
        )));
    }

    /// Returns whether the words in the line on top are more than is stored, and says so: words of an earlier version
    /// may be.
    pub(crate) fn are_words_too_long(&mut self) -> bool {
        let Some((line, most)) = self.line_of_words() else {
            return false;
        };
        let there = line.text().trim().chars().count();
        let long = there > most;
        if long {
            self.notice = Some(Notice::warn(format!(
                "Not saved: this has {there} characters, and at most {most} are stored here. Shorten it."
            )));
        }
        long
    }
}
