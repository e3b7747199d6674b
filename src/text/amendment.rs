//! What a new version of a study changes, line by line.

use crate::domain::study::version::change::Change;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr as _;

/// Columns of a line.
const LINE: usize = 80;

/// Columns of a value that is shown whole.
const WHOLE: usize = 60;

/// Columns that stay at each end of what is cut in its middle.
const END: usize = 12;

/// Stands where something was cut out.
const CUT: &str = "…";

/// What a new version of a study changes, line by line.
pub trait Amendment {
    /// Says one change between two versions: where it is and what it is, on one line without a full stop.
    fn content_change(&self, change: &Change) -> String;

    /// Says that nothing waits, and which version is in force.
    fn no_amendment(&self, version: u32) -> String;

    /// The same as a mistake.
    fn nothing_to_accept(&self, version: u32) -> String;

    /// Says how many changes make a waiting version of the one in force, without a full stop.
    fn amendment_heading(&self, version: u32, waits: u32, changes: usize) -> String;

    /// Says how much of what was begun an amendment is about, and what becomes of it.
    fn amendment_touches(&self, waits: &Waiting) -> String;

    /// Lists what an amendment of a version changes, and how much was begun before it.
    fn amendment_shown(&self, version: u32, waits: &Waiting, changes: &[String]) -> String;

    /// Says how the command is told that a day in the past is meant.
    fn with_past(&self) -> &'static str;

    /// Says how the amendment that was shown, which has this id, is accepted.
    fn how_to_accept(&self, id: &str) -> String;

    /// Names the page of a waiting amendment.
    fn amendment_title(&self) -> &'static str;

    /// Says that the page is being read.
    fn amendment_is_read(&self) -> &'static str;

    /// Says that the page cannot be read without the server.
    fn amendment_needs_connection(&self) -> &'static str;

    /// Says who accepts an amendment.
    fn who_amends(&self) -> &'static str;

    /// Says what Enter does on the page, in a word.
    fn enter_accepts(&self) -> &'static str;

    /// Asks why an amendment is accepted.
    fn amend_reason(&self) -> &'static str;

    /// Asks from which day on it holds.
    fn amend_day(&self) -> &'static str;

    /// Says what that day means.
    fn amend_day_means(&self) -> &'static str;

    /// Asks whether participants consent again.
    fn amend_reconsent(&self) -> &'static str;

    /// Names the answers to that.
    fn amend_yes_no(&self) -> &'static str;

    /// Asks whether a day in the past is meant.
    fn amend_past(&self) -> &'static str;

    /// Names the answers to that.
    fn amend_past_answers(&self) -> &'static str;

    /// Said to who gives no reason.
    fn amend_needs_reason(&self) -> &'static str;

    /// Said to who types something else than a day.
    fn amend_needs_day(&self) -> &'static str;

    /// Says that an acceptance was not sent, and what to do.
    fn amendment_not_sent(&self) -> &'static str;

    /// Says that the server looks at an acceptance.
    fn server_checks_amendment(&self) -> &'static str;

    /// Says that nobody knows whether an acceptance was stored, and what to do.
    fn perhaps_amended(&self) -> &'static str;

    /// Says by which version something was taken out of the study, without a full stop.
    fn removed_by(&self, version: u32) -> String;

    /// The same in a sentence, with what that means.
    fn removed_here(&self, version: u32) -> String;

    /// The same in a word of at most 9 columns, beside which the whole is said.
    fn removed_short(&self) -> &'static str;

    /// Says that a version is in force.
    fn amended(&self, version: u32) -> String;
}

/// How much an amendment that waits leaves as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Number of the version.
    pub number: u32,
    /// Visits that were begun of which something changes.
    pub sessions: usize,
    /// How many of them are signed.
    pub signed: usize,
    /// Rows of logs that change, and forms beside the visits that were begun.
    pub rows: usize,
}

/// Returns a line as lines of 80 columns behind an indent, all but the first two columns further in. A word that is wider
/// stays whole.
pub fn folded(text: &str, indent: usize) -> String {
    let mut lines = String::new();
    let mut line = " ".repeat(indent);
    let mut is_bare = true;
    for word in text.split(' ') {
        if !is_bare && line.width() + 1 + word.width() > LINE {
            lines += &format!("{line}\n");
            line = " ".repeat(indent + 2);
            is_bare = true;
        }
        if !is_bare {
            line.push(' ');
        }
        line.push_str(word);
        is_bare = false;
    }
    format!("{lines}{line}\n")
}

/// Returns a text cut in its middle, at most 60 columns wide.
pub fn shorten(text: &str) -> String {
    if text.width() <= WHOLE {
        return text.to_owned();
    }
    let pieces: Vec<&str> = text.graphemes(true).collect();
    let end = tail(&pieces, END);
    let head = head(&pieces, WHOLE - END - CUT.width());
    format!("{head}{CUT}{end}")
}

/// Returns two different texts, both cut when one of them is wider than 60 columns: only what is the same in both is
/// cut, at its start, at its end and never where they differ, so that they stay different and can be wider.
pub fn shorten_apart(one: &str, other: &str) -> (String, String) {
    if one.width() <= WHOLE && other.width() <= WHOLE {
        return (one.to_owned(), other.to_owned());
    }
    let (one, other): (Vec<&str>, Vec<&str>) = (
        one.graphemes(true).collect(),
        other.graphemes(true).collect(),
    );
    let start = alike(one.iter(), other.iter());
    let (same, one_rest) = one.split_at(start);
    let (_, other_rest) = other.split_at(start);
    let end = alike(one_rest.iter().rev(), other_rest.iter().rev());
    let (one_own, same_end) = one_rest.split_at(one_rest.len() - end);
    let (other_own, _) = other_rest.split_at(other_rest.len() - end);
    let (before, after) = (middle_out(same), middle_out(same_end));
    let whole = |own: &[&str]| format!("{before}{}{after}", own.concat());
    (whole(one_own), whole(other_own))
}

fn alike<'a>(
    one: impl Iterator<Item = &'a &'a str>,
    other: impl Iterator<Item = &'a &'a str>,
) -> usize {
    one.zip(other).take_while(|(a, b)| a == b).count()
}

/// Returns the start and the end of what two texts have in common.
fn middle_out(pieces: &[&str]) -> String {
    let whole = pieces.concat();
    if whole.width() <= 2 * END + CUT.width() {
        return whole;
    }
    format!("{}{CUT}{}", head(pieces, END), tail(pieces, END))
}

fn head(pieces: &[&str], columns: usize) -> String {
    fitting(pieces.iter(), columns).concat()
}

fn tail(pieces: &[&str], columns: usize) -> String {
    let mut tail = fitting(pieces.iter().rev(), columns);
    tail.reverse();
    tail.concat()
}

fn fitting<'a>(pieces: impl Iterator<Item = &'a &'a str>, columns: usize) -> Vec<&'a str> {
    let mut used = 0;
    let fits = pieces.copied().take_while(|piece| {
        used += piece.width();
        used <= columns
    });
    fits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_long_text_is_cut_in_its_middle() {
        assert_eq!(shorten(&"a".repeat(60)), "a".repeat(60));
        let long = format!("start {} the end", "x".repeat(60));
        let short = shorten(&long);
        assert_eq!(short.width(), 60);
        assert!(short.starts_with("start x") && short.ends_with("x the end"));
        // Characters of two columns are never halved.
        let wide = shorten(&"痛".repeat(40));
        assert!(wide.width() <= 60 && wide.width() >= 58, "{wide}");
    }

    #[test]
    fn only_what_two_texts_share_is_cut() {
        let same = "0123456789".repeat(4);
        let (one, other) = (format!("{same}old{same}"), format!("{same}newer{same}"));
        let (one, other) = shorten_apart(&one, &other);
        assert_eq!(one, "012345678901…890123456789old012345678901…890123456789");
        assert_eq!(
            other,
            "012345678901…890123456789newer012345678901…890123456789"
        );
    }

    #[test]
    fn a_long_line_is_folded_between_words_and_stays_the_same_words() {
        let words = "one  two ".repeat(30);
        let lines = folded(&words, 2);
        assert!(lines.lines().count() > 3);
        for (number, line) in lines.lines().enumerate() {
            assert!(line.width() <= 80, "{line}");
            let indent = if number == 0 { "  " } else { "    " };
            assert!(line.starts_with(indent));
        }
        let again: Vec<&str> = lines.split_whitespace().collect();
        assert_eq!(again, words.split_whitespace().collect::<Vec<_>>());
        let wide = "x".repeat(100);
        assert_eq!(folded(&wide, 0), format!("{wide}\n"));
    }

    proptest! {
        #[test]
        fn texts_that_differ_still_differ_when_they_are_cut(
            start in "[ab…]{0,50}",
            one in "[ab…痛]{0,50}",
            other in "[ab…痛]{0,50}",
            end in "[ab…]{0,50}",
        ) {
            let (one, other) = (format!("{start}{one}{end}"), format!("{start}{other}{end}"));
            prop_assume!(one != other);
            let (short_one, short_other) = shorten_apart(&one, &other);
            prop_assert_ne!(&short_one, &short_other);
            prop_assert!(short_one.width() <= one.width());
            prop_assert!(short_other.width() <= other.width());
        }
    }
}
