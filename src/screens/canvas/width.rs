//! How many columns a text takes, and text filled up to a number of them.

use crate::domain::base::shown::shown_line;
use std::fmt::{self, Write as _};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

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

/// Returns as much of the start of a text as stands in a width, in whole characters.
pub(super) fn start_of(text: &str, width: u16) -> &str {
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

#[cfg(test)]
mod tests {
    use super::{Edge, pad};

    #[test]
    fn text_is_padded_by_what_it_takes_on_the_screen() {
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
    }
}
