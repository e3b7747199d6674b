//! Lines of words on their way into the record: a note, a reason, a query. They take no more than is stored.
//!
//! What does not fit changes nothing of what stands there, and a notice says so.

use crate::domain::base::text::{TextFault, check, may_stand, says_nothing};
use crate::domain::rules::text_limits::TEXT;
use crate::input::line::Line;
use crate::screens::line_edit::one_line;
use crate::screens::look::Tone;
use crate::screens::workspace::Workspace;
use crate::screens::workspace::notice::Notice;

/// Returns the most characters of words that are stored behind the code of a reason.
pub(crate) fn behind(code: &str) -> usize {
    TEXT.saturating_sub(code.chars().count() + ": ".len())
}

/// Returns the first character of a line that can stand in no words.
fn unseen_in(line: &Line) -> Option<char> {
    line.text().chars().find(|c| !may_stand(*c))
}

/// Returns how a line of words is drawn: marked where it holds what is not stored.
pub(crate) fn tone_of(line: &Line, tone: Tone) -> Tone {
    unseen_in(line).map_or(tone, |_| Tone::Bad)
}

impl Workspace {
    /// Takes a character into a line of at most so many. One that nobody sees is taken too: it is shown escaped, said to
    /// be wrong, and refused with the words, so that nobody believes that it is not there.
    pub(crate) fn type_words(&mut self, line: &mut Line, most: usize, c: char) {
        let there = line.text().chars().count();
        if there >= most {
            self.notice = Some(Notice::warn(self.language.line_is_full(most)));
            return;
        }
        line.insert(c);
        self.say_how_full(there.saturating_add(1), most);
        if let Some(unseen) = unseen_in(line) {
            self.notice = Some(Notice::warn(self.language.character_is_unseen(unseen)));
        }
    }

    /// Takes pasted text into a line, whole or not at all.
    pub(crate) fn paste_words(&mut self, line: &mut Line, most: usize, text: &str) {
        let text = one_line(text);
        if let Some(c) = text.chars().find(|c| !may_stand(*c)) {
            self.notice = Some(Notice::warn(self.language.paste_has_character(c)));
            return;
        }
        let (there, more) = (line.text().chars().count(), text.chars().count());
        if there.saturating_add(more) <= most {
            line.insert_str(&text);
            self.say_how_full(there.saturating_add(more), most);
            return;
        }
        self.notice = Some(Notice::warn(
            self.language
                .paste_is_too_long(more, most.saturating_sub(there)),
        ));
    }

    /// Says how full a line is, from the point on at which it matters.
    pub(crate) fn say_how_full(&mut self, there: usize, most: usize) {
        if there >= most.saturating_mul(4).div_ceil(5) {
            self.notice = Some(Notice::info(self.language.line_fills(there, most)));
        }
    }

    /// Says so when a reason is none that is stored, or says nothing; returns whether it is so.
    pub(crate) fn is_reason_unfit(&mut self, line: &Line, most: usize) -> bool {
        if self.are_words_unfit(line, most) {
            return true;
        }
        let nothing = says_nothing(line.text());
        if nothing {
            self.notice = Some(Notice::warn(self.language.says_nothing().to_owned()));
        }
        nothing
    }

    /// Says so when a line holds what is not stored: more than fits, as one of an earlier version may, or a character that
    /// nobody sees; returns whether it does.
    pub(crate) fn are_words_unfit(&mut self, line: &Line, most: usize) -> bool {
        let words = match check(line.text().trim(), most) {
            Ok(()) => return false,
            Err(TextFault::Unfit(c)) => self.language.character_not_stored(c),
            Err(TextFault::TooLong(there) | TextFault::TooLarge(there)) => {
                self.language.words_are_too_long(there, most)
            }
        };
        self.notice = Some(Notice::warn(words));
        true
    }
}
