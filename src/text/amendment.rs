//! What a new version of a study changes, line by line.

use crate::domain::study::version::change::Change;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr as _;

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
