//! Characters that a file cannot hold, and what stands in their place: one rule for every format.
//!
//! Texts are refused at entry that hold any; what old journals hold is replaced here, and each format says how often.

/// What stands in the place of a character that a file cannot hold.
const REPLACEMENT: char = '\u{fffd}';

/// Returns whether a character may stand in XML 1.0 (production 2 of the recommendation). A table holds the same ones: programs
/// end a text at others.
pub(super) fn is_in_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Returns whether a character may stand in HTML: none that controls something but the ends of lines and tabs.
pub(super) fn is_in_html(c: char) -> bool {
    !c.is_control() || matches!(c, '\n' | '\t')
}

/// Returns a text with every other character replaced, and how many were; `None` where all of them may stand.
pub(super) fn replaced(text: &str, may_stand: impl Fn(char) -> bool) -> Option<(String, u64)> {
    if text.chars().all(&may_stand) {
        return None;
    }
    let mut count = 0;
    let legible = text.chars().map(|c| match may_stand(c) {
        true => c,
        false => {
            count += 1;
            REPLACEMENT
        }
    });
    let legible = legible.collect();
    Some((legible, count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_may_not_stand_is_replaced_and_counted() {
        let found = replaced("a\u{1}b\u{b}\u{ffff}c", is_in_xml);
        assert_eq!(found, Some(("a\u{fffd}b\u{fffd}\u{fffd}c".to_owned(), 3)));
        assert_eq!(replaced("a\r\n\tb\u{85}", is_in_xml), None);
        let found = replaced("a\r\n\tb\u{85}", is_in_html);
        assert_eq!(found, Some(("a\u{fffd}\n\tb\u{fffd}".to_owned(), 2)));
    }

    proptest! {
        #[test]
        fn nothing_is_left_to_replace_and_all_else_stays(text in any::<String>()) {
            for may_stand in [is_in_xml, is_in_html] {
                let Some((legible, count)) = replaced(&text, may_stand) else {
                    prop_assert!(text.chars().all(may_stand));
                    continue;
                };
                prop_assert_eq!(replaced(&legible, may_stand), None);
                let pairs = text.chars().zip(legible.chars());
                let others = pairs.filter(|(was, is)| was != is);
                prop_assert_eq!(others.count() as u64, count);
            }
        }
    }
}
