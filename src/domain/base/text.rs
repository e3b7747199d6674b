//! What a text may hold: one rule for what is typed, sent and read from files.
//!
//! A character that nobody sees could make a text show something else than is stored: controls, marks that turn the
//! direction of what follows, and characters without a width. The joiners without a width are a part of some writings,
//! so that one may stand between letters of one script or inside an emoji. What was stored before is judged by nobody
//! here: it opens, and [`super::shown`] shows it escaped.

use super::shown::{braced, escaped, is_unseen};
use std::borrow::Cow;

/// Most characters (Unicode scalar values) of a text.
pub const MOST: usize = 2_000;
/// Most characters of a paragraph, its line ends included.
pub const PARAGRAPH: usize = 20_000;
/// Most bytes of a paragraph as it stands in its entry: what an entry may have, less what stands there besides.
pub const PARAGRAPH_BYTES: usize = 60 << 10;

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFault {
    /// A character that no text may hold where it stands.
    Unfit(char),
    /// It has so many characters, more than it may have.
    TooLong(usize),
    /// It takes so many bytes, more than an entry has room for.
    TooLarge(usize),
}

/// Checks a text on one line, of at most so many characters.
///
/// # Errors
/// The first character that may not stand where it does; else that it is too long.
pub fn check(text: &str, most: usize) -> Result<(), TextFault> {
    match unfit(text) {
        Some(c) => Err(TextFault::Unfit(c)),
        None => check_length(text, most),
    }
}

/// Checks a text whose lines end in `\n`. A tab stands in none: its width is not known, and its key leaves the field.
///
/// # Errors
/// The first character that may not stand where it does; else that it is too long, or takes too many bytes.
pub fn check_paragraph(text: &str) -> Result<(), TextFault> {
    if let Some(c) = text.split('\n').find_map(unfit) {
        return Err(TextFault::Unfit(c));
    }
    check_length(text, PARAGRAPH)?;
    match entry_bytes(text) {
        0..=PARAGRAPH_BYTES => Ok(()),
        bytes => Err(TextFault::TooLarge(bytes)),
    }
}

/// Returns the bytes that a text takes in an entry, of characters that may stand in a paragraph.
pub fn entry_bytes(text: &str) -> usize {
    // JSON writes a backslash before these.
    let marked = text
        .bytes()
        .filter(|byte| matches!(byte, b'\n' | b'"' | b'\\'));
    text.len().saturating_add(marked.count())
}

/// Returns what is pasted as lines of a paragraph: each line ends in `\n`, however it ended, and a tab, as it stands
/// between the cells of a table, is a space.
pub fn pasted_lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.replace('\r', "\n").replace('\t', " ")
}

/// Returns the first character of pasted text for which all of it is refused, whatever it is pasted into: a control
/// character but a tab and the end of a line, or U+FFFD, which stands for bytes that are no text.
pub fn unfit_in_paste(text: &str) -> Option<char> {
    let unfit = |c: &char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || *c == char::REPLACEMENT_CHARACTER
    };
    text.chars().find(unfit)
}

/// Checks the length of a text.
///
/// # Errors
/// That it is too long.
pub fn check_length(text: &str, most: usize) -> Result<(), TextFault> {
    // A text of so few bytes has no more characters than that.
    if text.len() <= most {
        return Ok(());
    }
    match text.chars().count() {
        length if length > most => Err(TextFault::TooLong(length)),
        _ => Ok(()),
    }
}

/// Returns whether a character can stand in a text at all: whether a joiner may stand where it does is said by what
/// comes behind it.
pub fn may_stand(c: char) -> bool {
    matches!(c, ZWNJ | ZWJ | TEXT_STYLE | EMOJI_STYLE) || (!is_unseen(c) && !is_hidden(c))
}

/// Returns the first character of a text on one line that may not stand where it does.
pub fn unfit(text: &str) -> Option<char> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return None;
    }
    let mut before = Before::default();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let fits = match c {
            ZWNJ | ZWJ => before.joins_with(c, chars.peek().copied()),
            // How an emoji is drawn; elsewhere it is a character that nobody sees.
            TEXT_STYLE | EMOJI_STYLE => before.may_be_styled(),
            _ => !is_unseen(c) && !is_hidden(c),
        };
        if !fits {
            return Some(c);
        }
        before.step(c);
    }
    None
}

/// Returns the first character that may not stand where it does in a text of several lines.
pub fn unfit_in_lines(text: &str) -> Option<char> {
    text.split(['\n', '\t']).find_map(unfit)
}

/// Returns a text as one that may be stored: each character that nobody sees stands as a visible escape where one of them
/// does not fit, and at most so many characters are left.
pub fn made_fit(text: &str, most: usize) -> Cow<'_, str> {
    let styles = |c| matches!(c, TEXT_STYLE | EMOJI_STYLE);
    let fit = match unfit(text) {
        None => Cow::Borrowed(text),
        Some(_) => escaped(text, |c| is_unseen(c) || is_hidden(c) || styles(c), braced),
    };
    if check_length(&fit, most).is_ok() {
        return fit;
    }
    let start = fit.chars().take(most.saturating_sub(CUT.len()));
    let start: String = start.collect();
    // The cut may have parted a joiner from what it joins.
    let start = start.trim_end_matches(is_unseen);
    Cow::Owned(format!("{start}{CUT}"))
}

/// Stands for the rest of a text that is too long.
const CUT: &str = "...";

/// Returns whether words say nothing: marks alone, one letter of a writing in which one is no word, or a number, which is
/// a value that was typed on behind the one that asked.
pub fn says_nothing(text: &str) -> bool {
    if !text.contains(char::is_alphabetic) {
        return true;
    }
    let mut letters = text.chars().filter(|c| c.is_alphanumeric());
    match (letters.next(), letters.next()) {
        (None, _) => true,
        (Some(one), None) => !is_word(one),
        (Some(_), Some(_)) => false,
    }
}

/// Returns whether a letter can be a word: a Chinese character, a syllable of Japanese or Korean.
fn is_word(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
        || matches!(c, '\u{20000}'..='\u{3ffff}')
}

const ZWNJ: char = '\u{200c}';
const ZWJ: char = '\u{200d}';
const TEXT_STYLE: char = '\u{fe0e}';
const EMOJI_STYLE: char = '\u{fe0f}';

/// Returns whether a character without a width is one that the outputs do not escape: selectors of variants, and vowels
/// that are not drawn.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0d}' | '\u{180b}'..='\u{180f}' | '\u{17b4}' | '\u{17b5}')
}

/// What stands before a character, as far as a joiner asks for it.
#[derive(Clone, Copy, Default)]
struct Before {
    last: Option<char>,
    /// The last character belongs to an emoji that a joiner can make longer.
    emoji: bool,
}

impl Before {
    fn step(&mut self, c: char) {
        // Style and skin belong to the emoji before them.
        let goes_on = matches!(c, EMOJI_STYLE | '\u{1f3fb}'..='\u{1f3ff}') && self.emoji;
        self.emoji = goes_on || is_emoji(c);
        self.last = Some(c);
    }

    /// Returns whether a joiner may stand between this and the next character.
    fn joins_with(self, joiner: char, next: Option<char>) -> bool {
        let (Some(last), Some(next)) = (self.last, next) else {
            return false;
        };
        let letters = script(last).is_some_and(|own| script(next) == Some(own));
        letters || (joiner == ZWJ && self.emoji && is_emoji(next))
    }

    fn may_be_styled(self) -> bool {
        self.emoji
            || self
                .last
                .is_some_and(|c| matches!(c, '0'..='9' | '#' | '*'))
    }
}

/// Returns whether a character is drawn as an emoji or can be.
fn is_emoji(c: char) -> bool {
    matches!(
        c,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
    ) || matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{24c2}')
        || matches!(c, '\u{25a0}'..='\u{27bf}' | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}')
        || matches!(c, '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}')
        || matches!(c, '\u{1f000}'..='\u{1faff}')
}

/// Returns the number of the script of a letter or of a mark on one; `None` for what is no letter, and for letters of
/// scripts that no joiner is written in.
fn script(c: char) -> Option<usize> {
    let letter = c.is_alphabetic() || is_mark(c);
    let among = |(first, last): &(char, char)| (*first..=*last).contains(&c);
    let found = || SCRIPTS.iter().position(|ranges| ranges.iter().any(among));
    letter.then(found).flatten()
}

/// Returns whether a character is a mark on a letter that a joiner may follow and that is no letter itself: the sign
/// below or behind a consonant that takes its vowel away, and the dot of borrowed letters.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0900..=0x0d7f if matches!(u32::from(c) & 0x7f, 0x3c | 0x4d))
        || matches!(c, '\u{dca}' | '\u{1039}' | '\u{103a}' | '\u{17d2}')
}

/// The letters of each script, by its blocks (Unicode 16, Blocks.txt).
const SCRIPTS: [&[(char, char)]; 30] = [
    // Latin.
    &[('A', 'z'), ('\u{c0}', '\u{24f}'), ('\u{1e00}', '\u{1eff}')],
    // Greek.
    &[('\u{370}', '\u{3ff}'), ('\u{1f00}', '\u{1fff}')],
    // Cyrillic.
    &[('\u{400}', '\u{52f}')],
    // Armenian.
    &[('\u{530}', '\u{58f}')],
    // Hebrew.
    &[('\u{590}', '\u{5ff}')],
    // Arabic.
    &[
        ('\u{600}', '\u{6ff}'),
        ('\u{750}', '\u{77f}'),
        ('\u{870}', '\u{8ff}'),
        ('\u{fb50}', '\u{fdff}'),
        ('\u{fe70}', '\u{fefc}'),
    ],
    // Syriac.
    &[('\u{700}', '\u{74f}')],
    // Thaana.
    &[('\u{780}', '\u{7bf}')],
    // N'Ko.
    &[('\u{7c0}', '\u{7ff}')],
    // Mandaic.
    &[('\u{840}', '\u{85f}')],
    // Devanagari.
    &[('\u{900}', '\u{97f}'), ('\u{a8e0}', '\u{a8ff}')],
    // Bengali.
    &[('\u{980}', '\u{9ff}')],
    // Gurmukhi.
    &[('\u{a00}', '\u{a7f}')],
    // Gujarati.
    &[('\u{a80}', '\u{aff}')],
    // Oriya.
    &[('\u{b00}', '\u{b7f}')],
    // Tamil.
    &[('\u{b80}', '\u{bff}')],
    // Telugu.
    &[('\u{c00}', '\u{c7f}')],
    // Kannada.
    &[('\u{c80}', '\u{cff}')],
    // Malayalam.
    &[('\u{d00}', '\u{d7f}')],
    // Sinhala.
    &[('\u{d80}', '\u{dff}')],
    // Thai.
    &[('\u{e00}', '\u{e7f}')],
    // Lao.
    &[('\u{e80}', '\u{eff}')],
    // Tibetan.
    &[('\u{f00}', '\u{fff}')],
    // Myanmar.
    &[('\u{1000}', '\u{109f}'), ('\u{aa60}', '\u{aa7f}')],
    // Georgian.
    &[('\u{10a0}', '\u{10ff}')],
    // Ethiopic.
    &[('\u{1200}', '\u{139f}')],
    // Khmer.
    &[('\u{1780}', '\u{17ff}')],
    // Mongolian.
    &[('\u{1800}', '\u{18af}')],
    // Kana.
    &[('\u{3040}', '\u{30ff}')],
    // Han.
    &[('\u{3400}', '\u{4dbf}'), ('\u{4e00}', '\u{9fff}')],
];

#[cfg(test)]
mod tests;
