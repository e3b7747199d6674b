//! Text made to fit a width: cut with a mark, or broken into lines.

use super::width::{columns, start_of};
use crate::domain::base::shown::shown_line;
use crate::screens::look::Look;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Returns text cut to a width, with a mark where something was cut off.
pub fn cut(text: &str, width: u16, look: &Look) -> String {
    let text = look.plain(&shown_line(text));
    if columns(&text) <= width {
        return text;
    }
    if width == 0 {
        return String::new();
    }
    let room = width.saturating_sub(columns(look.ellipsis()));
    format!("{}{}", start_of(&text, room), look.ellipsis())
}

/// Returns texts that stand in one list, each cut to a width; those that would look the same are cut in the middle,
/// so that what tells them apart is seen.
pub fn cut_apart(texts: &[&str], width: u16, look: &Look) -> Vec<String> {
    let texts: Vec<(&str, u16)> = texts.iter().map(|text| (*text, width)).collect();
    cut_each_apart(&texts, look)
}

/// Does the same as [`cut_apart`], with a width for each.
pub fn cut_each_apart(texts: &[(&str, u16)], look: &Look) -> Vec<String> {
    let each = texts.iter();
    let ends: Vec<String> = each.map(|(text, width)| cut(text, *width, look)).collect();
    if texts.iter().all(|(text, width)| columns(text) <= *width) {
        return ends;
    }
    let apart = texts.iter().zip(&ends).map(|((text, width), end)| {
        let mut alike = texts
            .iter()
            .zip(&ends)
            .filter(|((other, _), its_end)| other != text && *its_end == end)
            .map(|((other, _), _)| *other)
            .peekable();
        if alike.peek().is_none() {
            return end.clone();
        }
        let same = alike
            .map(|other| same_start(text, other))
            .min()
            .unwrap_or(0);
        cut_middle(text, same, *width, look)
    });
    apart.collect()
}

/// Returns text without what lies before the word in which it differs, but for its start.
fn cut_middle(text: &str, same: usize, width: u16, look: &Look) -> String {
    let (common, _) = text.split_at(same);
    let word = common.rfind(' ').map_or(0, |space| space + 1);
    let (_, rest) = text.split_at(if word == 0 { same } else { word });
    let mark = columns(look.ellipsis());
    if width <= mark {
        return cut(text, width, look);
    }
    // A few columns at least say what the text begins with.
    let most = width.saturating_sub(mark).saturating_sub(width / 4);
    let rest = cut(rest, most, look);
    let room = width.saturating_sub(mark).saturating_sub(columns(&rest));
    let plain = look.plain(&shown_line(text));
    let head = start_of(&plain, room).trim_end();
    format!("{head}{}{rest}", look.ellipsis())
}

/// Returns how many bytes two texts have in common at their start, in whole characters.
fn same_start(one: &str, other: &str) -> usize {
    let pairs = one.graphemes(true).zip(other.graphemes(true));
    pairs
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len())
        .sum()
}

/// Returns text broken at spaces into lines of at most `width` columns; a word that is wider than that is broken between
/// its characters, since some languages write no spaces.
pub fn wrap(text: &str, width: u16) -> Vec<String> {
    let most = width.max(1);
    let width = usize::from(most);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let paragraph = shown_line(paragraph);
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let needed = line.width() + usize::from(!line.is_empty()) + word.width();
            if !line.is_empty() && needed > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            let mut rest = word;
            while rest.width() > width {
                let (piece, behind) = rest.split_at(start_of(rest, most).len());
                if piece.is_empty() {
                    // Not even one character fits.
                    break;
                }
                lines.push(piece.to_owned());
                rest = behind;
            }
            line.push_str(rest);
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{columns, cut, cut_apart, wrap};
    use crate::screens::look::{Glyphs, Look};

    const ASCII: Look = Look {
        colour: false,
        glyphs: Glyphs::Ascii,
    };

    #[test]
    fn text_is_cut_by_what_it_takes_on_the_screen() {
        for (width, expected) in [
            (0, ""),
            (1, "…"),
            (2, "…"),
            (3, "界…"),
            (4, "界…"),
            (6, "界界界"),
        ] {
            assert_eq!(cut("界界界", width, &Look::FULL), expected);
        }
        // A sign in ASCII takes the columns of what it stands for.
        assert_eq!(cut("界a", 3, &ASCII), "??a");
        assert_eq!(columns(&cut("e\u{301}界", 9, &ASCII)), 3);
    }

    #[test]
    fn text_without_spaces_is_broken_between_its_characters() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(
            wrap("a \u{754c}\u{754c}\u{754c} b", 5),
            ["a", "\u{754c}\u{754c}", "\u{754c} b"]
        );
        assert_eq!(wrap("\u{754c}", 1), ["\u{754c}"]);
        for width in 2..20 {
            let text =
                "\u{754c}\u{754c}e\u{301}\u{754c} longer than all of it \u{754c}\u{754c}\u{754c}";
            let lines = wrap(text, width);
            assert!(lines.iter().all(|line| columns(line) <= width), "{lines:?}");
            let bare = |text: &str| text.replace(' ', "");
            assert_eq!(bare(&lines.concat()), bare(text));
        }
    }

    #[test]
    fn what_tells_texts_of_one_list_apart_is_not_cut_off() {
        let kinds = [
            "dermatomyositis, definite",
            "dermatomyositis, probable",
            "dermatomyositis, possible",
            "polymyositis",
        ];
        assert_eq!(
            cut_apart(&kinds, 16, &Look::FULL),
            [
                "dermato…definite",
                "dermato…probable",
                "dermato…possible",
                "polymyositis"
            ]
        );
        assert_eq!(
            cut_apart(&kinds, 16, &ASCII),
            [
                "dermato~definite",
                "dermato~probable",
                "dermato~possible",
                "polymyositis"
            ]
        );
        let alone = ["dermatomyositis, definite", "polymyositis"];
        assert_eq!(
            cut_apart(&alone, 12, &Look::FULL),
            ["dermatomyos…", "polymyositis"]
        );
        assert_eq!(cut_apart(&kinds, 40, &Look::FULL), kinds);
        // One that is the start of another, and words without a blank.
        let starts = ["infusion reaction", "infusion reaction with fever"];
        assert_eq!(
            cut_apart(&starts, 14, &Look::FULL),
            ["infus…reaction", "inf…reaction …"]
        );
        for width in 0..40 {
            for look in [Look::FULL, ASCII] {
                for text in cut_apart(
                    &["界界界界一", "界界界界二", "", "e\u{301}e\u{301}"],
                    width,
                    &look,
                ) {
                    assert!(columns(&text) <= width, "{text:?} in {width}");
                }
            }
        }
    }
}
