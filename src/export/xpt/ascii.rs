//! Texts in printable ASCII: letters without their marks, plain quotes and dashes, `?` for all else.

/// Returns a text in printable ASCII, and whether it is another one than before.
pub(super) fn plain(text: &str) -> (String, bool) {
    let mut plain = String::with_capacity(text.len());
    let mut is_other = false;
    for char in text.chars() {
        match char {
            ' '..='~' => plain.push(char),
            _ => {
                is_other = true;
                plain.push_str(instead(char));
            }
        }
    }
    (plain, is_other)
}

/// Returns what stands for a character that is no printable ASCII.
fn instead(char: char) -> &'static str {
    match char {
        '\t' | '\n' | '\r' | '\u{a0}' | '\u{202f}' | '\u{2009}' => " ",
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ą' => "a",
        'À' | 'Á' | 'Â' | 'Ã' | 'Å' | 'Ā' | 'Ą' => "A",
        'ä' | 'æ' => "ae",
        'Ä' | 'Æ' => "Ae",
        'ç' | 'ć' | 'č' => "c",
        'Ç' | 'Ć' | 'Č' => "C",
        'ď' | 'đ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => "e",
        'È' | 'É' | 'Ê' | 'Ë' | 'Ē' | 'Ę' | 'Ě' => "E",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'Ì' | 'Í' | 'Î' | 'Ï' | 'İ' => "I",
        'ł' => "l",
        'Ł' => "L",
        'ñ' | 'ń' | 'ň' => "n",
        'Ñ' => "N",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'ō' => "o",
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ø' => "O",
        'ö' | 'œ' => "oe",
        'Ö' | 'Œ' => "Oe",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'Ś' | 'Š' | 'Ş' => "S",
        'ß' => "ss",
        'ť' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ů' | 'ū' | 'ű' => "u",
        'Ù' | 'Ú' | 'Û' => "U",
        'ü' => "ue",
        'Ü' => "Ue",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'Ź' | 'Ż' | 'Ž' => "Z",
        'µ' | 'μ' => "u",
        '–' | '—' | '−' | '‐' | '‑' => "-",
        '‘' | '’' | '′' => "'",
        '“' | '”' | '„' | '″' => "\"",
        '…' => "...",
        '×' => "x",
        '≤' => "<=",
        '≥' => ">=",
        '±' => "+-",
        '°' => " deg ",
        _ => "?",
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_letter_loses_its_mark_and_what_has_no_letter_becomes_a_question_mark() {
        for (text, expected) in [
            ("plain text", "plain text"),
            ("Müller – 5 µg", "Mueller - 5 ug"),
            ("two\nlines", "two lines"),
            ("皮肌炎", "???"),
        ] {
            assert_eq!(
                plain(text),
                (expected.to_owned(), text != expected),
                "{text}"
            );
        }
    }
}
