//! The texts of the study's files that the record keeps, so that the record alone gives every version again.
//!
//! Cuts texts into parts for entries and puts parts together; which files make a version is for `files` and `versions`.

use crate::domain::record::event::Event;
use std::collections::BTreeMap;

/// Most bytes of a part, as a journal line has them.
pub const PART: usize = 32 << 10;

/// Most parts of a file, far more than any file of a study has.
const MOST_PARTS: usize = 32_768;

/// Texts by their hashes, as far as their parts have been seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptTexts {
    parts: BTreeMap<String, Vec<Option<String>>>,
}

impl KeptTexts {
    /// Takes a part; returns whether it is one that is ever made. One that is larger, or of more parts than any file of a
    /// study has, is left out.
    pub(super) fn take(&mut self, hash: &str, part: u32, parts: u32, text: &str) -> bool {
        let count = usize::try_from(parts)
            .ok()
            .filter(|count| *count <= MOST_PARTS);
        let Some(count) = count.filter(|_| is_part(text)) else {
            return false;
        };
        let known = self.parts.entry(hash.to_owned()).or_default();
        known.resize(known.len().max(count), None);
        let index = usize::try_from(part).ok().and_then(|n| n.checked_sub(1));
        if let Some(place) = index.and_then(|index| known.get_mut(index)) {
            *place = Some(text.to_owned());
        }
        true
    }

    /// Returns the text of a hash; none when a part is missing or the text has another hash.
    pub fn text(&self, hash: &str) -> Option<String> {
        let parts = self.parts.get(hash)?;
        let text: Option<String> = parts.iter().map(Option::as_deref).collect();
        text.filter(|text| blake3::hash(text.as_bytes()).to_hex().as_str() == hash)
    }

    /// Returns whether the whole text of a hash is kept.
    pub fn has(&self, hash: &str) -> bool {
        self.text(hash).is_some()
    }
}

/// Returns the events that keep a file, in parts that end with a line where a line is no longer than a part.
pub fn keep(name: &str, text: &str) -> Vec<Event> {
    let hash = blake3::hash(text.as_bytes()).to_hex().to_string();
    let texts = parts(text);
    let count = u32::try_from(texts.len()).unwrap_or(u32::MAX);
    let events = (1..).zip(texts).map(|(part, text)| Event::FileKept {
        name: name.to_owned(),
        hash: hash.clone(),
        part,
        parts: count,
        text: text.to_owned(),
    });
    events.collect()
}

/// Cuts a text; an empty one is one part.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() || parts.is_empty() {
        let (part, behind) = rest.split_at(end_of_part(rest));
        parts.push(part);
        rest = behind;
    }
    parts
}

/// Returns where the first part of a text ends: behind the last line that fits, or inside one that is too long.
fn end_of_part(text: &str) -> usize {
    let (mut size, mut line_end) = (0, None);
    for (at, character) in text.char_indices() {
        size += written(character);
        if size > PART {
            return line_end.unwrap_or(at);
        }
        if character == '\n' {
            line_end = Some(at + 1);
        }
    }
    text.len()
}

/// Returns whether a text is no larger than a part of a file is made.
pub fn is_part(text: &str) -> bool {
    text.chars().map(written).sum::<usize>() <= PART
}

/// Returns how many bytes of a journal line a character takes.
fn written(character: char) -> usize {
    match character {
        '"' | '\\' | '\n' | '\r' | '\t' => 2,
        control if control < ' ' => 6,
        other => other.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::forms::table::FORMS;
    use crate::domain::study::shipped::STUDY;
    use proptest::prelude::*;

    fn take_all(events: &[Event]) -> KeptTexts {
        let mut kept = KeptTexts::default();
        for event in events {
            let Event::FileKept {
                hash,
                part,
                parts,
                text,
                ..
            } = event
            else {
                panic!("{event:?}");
            };
            assert!(kept.take(hash, *part, *parts, text));
        }
        kept
    }

    #[test]
    fn every_file_that_comes_with_the_program_is_kept_whole() {
        for file in FORMS.iter().chain([&STUDY]) {
            let events = keep(file.name, file.text);
            let hash = blake3::hash(file.text.as_bytes()).to_hex().to_string();
            assert_eq!(take_all(&events).text(&hash).as_deref(), Some(file.text));
        }
    }

    #[test]
    fn an_empty_file_is_one_part() {
        let events = keep("study.toml", "");
        assert_eq!(events.len(), 1);
        let hash = blake3::hash(b"").to_hex().to_string();
        assert_eq!(take_all(&events).text(&hash).as_deref(), Some(""));
    }

    #[test]
    fn a_part_that_is_missing_or_changed_gives_no_text() {
        let text = "a line of some length\n".repeat(5_000);
        let hash = blake3::hash(text.as_bytes()).to_hex().to_string();
        let mut events = keep("study.toml", &text);
        assert!(events.len() > 2);
        assert!(!take_all(&events[1..]).has(&hash));
        let Some(Event::FileKept { text, .. }) = events.first_mut() else {
            panic!("no part");
        };
        text.insert(0, '#');
        assert!(!take_all(&events).has(&hash));
    }

    #[test]
    fn a_part_that_is_larger_than_a_part_is_made_is_left_out() {
        let text = "x".repeat(PART + 1);
        let hash = blake3::hash(text.as_bytes()).to_hex().to_string();
        let mut kept = KeptTexts::default();
        assert!(!kept.take(&hash, 1, 1, &text));
        assert!(!kept.has(&hash));
        assert!(!kept.take(&hash, 1, u32::MAX, "x"));
        let most = u32::try_from(MOST_PARTS).unwrap();
        assert!(!kept.take(&hash, 1, most + 1, "x") && kept.take("other", 1, most, "x"));
        assert_eq!(take_all(&keep("study.toml", &text)).text(&hash), Some(text));
    }

    proptest! {
        #[test]
        fn parts_are_the_text_and_small_and_end_with_lines(
            lines in prop::collection::vec("[\"\\\\a-zé]{0,9000}", 0..12)
        ) {
            let text = lines.join("\n");
            let parts = parts(&text);
            prop_assert_eq!(parts.concat(), text.clone());
            for (index, part) in parts.iter().enumerate() {
                let line = serde_json::to_string(part).unwrap();
                prop_assert!(line.len() <= PART + 2);
                let last = index + 1 == parts.len();
                prop_assert!(last || part.ends_with('\n') || !part.contains('\n'));
            }
        }
    }
}
