//! Which texts fit, and which words say nothing.

use super::*;
use proptest::prelude::*;

#[test]
fn letters_signs_and_emoji_of_any_writing_are_text() {
    for text in [
        "",
        "pain, 3/10; \u{2265} 2 \u{b5}g",
        "\u{c5}sa e\u{301} \u{738b}\u{5c0f}\u{660e} \u{3072}\u{3089}",
        // Persian: a joiner that keeps two letters apart.
        "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}",
        // Devanagari and Malayalam: a joiner behind the sign that takes the vowel away.
        "\u{915}\u{94d}\u{200d}\u{937}",
        "\u{d28}\u{d4d}\u{200d}\u{d2e}",
        // A family, a doctor with a skin, a heart on fire, a keycap.
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
        "\u{1f469}\u{1f3fd}\u{200d}\u{2695}\u{fe0f}",
        "\u{2764}\u{fe0f}\u{200d}\u{1f525} 1\u{fe0f}\u{20e3}",
    ] {
        assert_eq!(unfit(text), None, "{text:?}");
    }
}

#[test]
fn what_nobody_sees_is_no_text_but_a_joiner_in_its_place() {
    for (text, c) in [
        ("a\nb", '\n'),
        ("a\tb", '\t'),
        ("\u{1b}[2J", '\u{1b}'),
        ("a\u{85}", '\u{85}'),
        ("note \u{202e}evil", '\u{202e}'),
        ("\u{2066}x\u{2069}", '\u{2066}'),
        ("a\u{200e}b", '\u{200e}'),
        ("a\u{61c}b", '\u{61c}'),
        ("a\u{200b}b", '\u{200b}'),
        ("\u{feff}a", '\u{feff}'),
        ("a\u{2060}b", '\u{2060}'),
        ("co\u{ad}op", '\u{ad}'),
        ("\u{3164}", '\u{3164}'),
        ("a\u{fe0f}", '\u{fe0f}'),
        ("\u{1f3f4}\u{e0067}\u{e007f}", '\u{e0067}'),
        // Joiners: alone, at an end, beside a space or a digit, between two scripts, two of them, and one that
        // keeps emoji apart.
        ("\u{200d}", '\u{200d}'),
        ("a\u{200c}", '\u{200c}'),
        ("\u{200d}a", '\u{200d}'),
        ("\u{645} \u{200c}\u{645}", '\u{200c}'),
        ("1\u{200d}2", '\u{200d}'),
        ("a\u{200d}\u{430}", '\u{200d}'),
        ("\u{645}\u{200c}\u{200c}\u{645}", '\u{200c}'),
        ("\u{1f468}\u{200c}\u{1f469}", '\u{200c}'),
        ("\u{1f468}\u{200d}a", '\u{200d}'),
    ] {
        assert_eq!(unfit(text), Some(c), "{text:?}");
    }
    assert_eq!(unfit_in_lines("one\n\ttwo"), None);
    assert_eq!(unfit_in_lines("one\n\u{202e}two"), Some('\u{202e}'));
}

#[test]
fn a_paragraph_has_lines_and_no_tab_or_other_end_of_a_line() {
    assert_eq!(check_paragraph("one\n\n two\n"), Ok(()));
    for (text, c) in [
        ("one\ttwo", '\t'),
        ("one\r\ntwo", '\r'),
        ("one\u{2028}two", '\u{2028}'),
        ("one\n\u{202e}two", '\u{202e}'),
        // A joiner joins nothing over the end of a line.
        ("\u{1f468}\u{200d}\n\u{1f469}", '\u{200d}'),
    ] {
        assert_eq!(check_paragraph(text), Err(TextFault::Unfit(c)), "{text:?}");
    }
    assert_eq!(pasted_lines("a\r\nb\rc\nd\te\r\n\r\n"), "a\nb\nc\nd e\n\n");
}

#[test]
fn a_paragraph_has_at_most_20000_characters_and_what_fits_an_entry() {
    assert_eq!(check_paragraph(&"\u{738b}".repeat(20_000)), Ok(()));
    let longer = "a".repeat(20_001);
    assert_eq!(check_paragraph(&longer), Err(TextFault::TooLong(20_001)));
    // Four bytes each, and what JSON writes with two characters.
    let fits = "\u{1f9ea}".repeat(PARAGRAPH_BYTES / 4);
    assert_eq!(check_paragraph(&fits), Ok(()));
    for more in ["\u{1f9ea}", "a", "\n"] {
        let bytes = PARAGRAPH_BYTES + if more == "\n" { 2 } else { more.len() };
        let large = format!("{fits}{more}");
        assert_eq!(check_paragraph(&large), Err(TextFault::TooLarge(bytes)));
    }
    let marked = "\"\\\n".repeat(6_000);
    assert_eq!(check_paragraph(&marked), Ok(()));
}

#[test]
fn a_text_has_at_most_its_number_of_characters() {
    let text = "\u{1f9ea}".repeat(MOST);
    assert_eq!(check(&text, MOST), Ok(()));
    let longer = format!("{text}a");
    assert_eq!(check(&longer, MOST), Err(TextFault::TooLong(MOST + 1)));
    assert_eq!(check("abc\u{7}", 3), Err(TextFault::Unfit('\u{7}')));
}

#[test]
fn a_mark_a_letter_or_a_number_says_nothing_and_two_letters_may() {
    for text in [
        "",
        ".",
        " . ",
        "a",
        "a.",
        "-- 1 --",
        "10",
        "4.1",
        "2026-03-02",
        "\u{2026}",
        "\u{1f600}",
        "?!",
        "\u{430}",
    ] {
        assert!(says_nothing(text), "{text:?}");
    }
    for text in [
        "ok",
        "no",
        "day 10",
        "pain",
        "a b",
        "\u{75db}",
        "\u{3042}",
        "\u{41e}\u{43a}",
    ] {
        assert!(!says_nothing(text), "{text:?}");
    }
}

#[test]
fn a_text_that_does_not_fit_is_told_with_what_nobody_sees_escaped() {
    for (text, told) in [
        ("head", "head"),
        ("\u{2764}\u{fe0f}", "\u{2764}\u{fe0f}"),
        ("he\u{202e}ad\u{200b}x", "he\\u{202e}ad\\u{200b}x"),
        ("a\u{fe0f}", "a\\u{fe0f}"),
        ("1234567890123", "123456789..."),
    ] {
        assert_eq!(
            made_fit(text, if text == "1234567890123" { 12 } else { MOST }),
            told
        );
    }
}

proptest! {
    #[test]
    fn a_text_made_fit_may_be_stored(
        text in "[a\u{430}\u{645}\u{94d}1 \u{1b}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2764}\u{1f469}\u{fe00}\u{fe0f}\u{1f3fd}]{0,12}",
        most in 4usize..40,
    ) {
        prop_assert_eq!(check(&made_fit(&text, most), most), Ok(()));
    }

    #[test]
    fn a_text_that_fits_shows_all_that_it_holds(
        text in prop_oneof![
            any::<String>(),
            "[a\u{430}\u{645}\u{94d}1 \u{200b}-\u{200f}\u{202a}-\u{202e}\u{2764}\u{1f469}\u{fe0f}\u{1f3fd}]{0,8}",
        ],
    ) {
        let joiner = |c| matches!(c, ZWNJ | ZWJ);
        if unfit(&text).is_none() {
            prop_assert!(!text.contains(|c| is_unseen(c) && !joiner(c)));
            prop_assert!(!text.starts_with(joiner) && !text.ends_with(joiner));
            let chars: Vec<char> = text.chars().collect();
            let seen = |c: char| !c.is_whitespace() && !c.is_ascii_digit() && !joiner(c);
            let stands = |three: &&[char]| joiner(three[1]);
            let apart = chars.windows(3).filter(stands).all(|three| seen(three[0]) && seen(three[2]));
            prop_assert!(apart, "{:?}", text);
        }
        // Without the characters that nobody sees every text fits.
        let seen: String = text
            .chars()
            .filter(|c| !is_unseen(*c) && !is_hidden(*c) && !matches!(*c, TEXT_STYLE | EMOJI_STYLE))
            .collect();
        prop_assert_eq!(unfit(&seen), None);
    }
}
