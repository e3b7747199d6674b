//! Tables as CSV: the one writer for all of them. No cell is a formula to a spreadsheet, and each can be read back exactly.

use crate::cli::failure::Failure;
use crate::domain::base::shown::{escaped, is_unseen};
use std::borrow::Cow;
use std::fmt::Write as _;

/// Returns rows as CSV, lines ended as its standard has them.
///
/// A cell that a spreadsheet would run, and one that begins with an apostrophe, has an apostrophe before it. What nobody
/// could see stands as `\u{...}`, and so does the backslash of a text that reads like that.
///
/// # Errors
/// When a row has more or fewer cells than the first.
pub(in crate::cli) fn csv_rows(
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<String, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::new(error.to_string());
    let mut writer = csv::WriterBuilder::new()
        .has_headers(false)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        let cells = row.iter().map(|cell| guarded(cell));
        let cells: Vec<String> = cells.collect();
        writer
            .write_record(&cells)
            .map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|error| failed(&error))
}

/// Returns a cell as it is written.
fn guarded(cell: &str) -> String {
    let mut text = exact(cell).into_owned();
    // A spreadsheet that takes semicolons for the edges of cells sees another cell behind each.
    if text.contains(';') {
        let mut parts = text.split(';');
        let mut all = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            all += if runs(part) { "\\u{3b}" } else { ";" };
            all += part;
        }
        text = all;
    }
    if text.starts_with('\'') || runs(&text) {
        text.insert(0, '\'');
    }
    text
}

/// Returns text in which each escape is one of ours.
fn exact(text: &str) -> Cow<'_, str> {
    let seen = |c: char, out: &mut String| {
        let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
    };
    match text.contains("\\u{") {
        true => {
            Cow::Owned(escaped(&text.replace("\\u{", "\\u{5c}u{"), is_unseen, seen).into_owned())
        }
        false => escaped(text, is_unseen, seen),
    }
}

/// Returns whether a spreadsheet would run what stands in a cell: a sign of a formula at its start, or behind blanks and
/// quotes. A plain number is none.
fn runs(text: &str) -> bool {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || "\"'".contains(c));
    let sign = |c: char| "=+-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}\u{2212}".contains(c);
    start.starts_with(sign) && !is_number(text)
}

/// Returns whether text is a number: a sign, digits, and digits behind a point.
fn is_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let bare = text.strip_prefix(['-', '+']).unwrap_or(text);
    match bare.split_once('.') {
        Some((whole, part)) => digits(whole) && digits(part),
        None => digits(bare),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads a cell as the documentation tells its reader to.
    fn read(cell: &str) -> String {
        let mut rest = cell.strip_prefix('\'').unwrap_or(cell);
        let mut out = String::new();
        while let Some((before, escape)) = rest.split_once("\\u{") {
            out += before;
            let (code, behind) = escape.split_once('}').unwrap();
            let code = u32::from_str_radix(code, 16).unwrap();
            out.push(char::from_u32(code).unwrap());
            rest = behind;
        }
        out + rest
    }

    #[test]
    fn a_cell_that_would_run_is_guarded_and_a_number_stays_one() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"),
            ("  =1", "'  =1"),
            ("\"=1", "'\"=1"),
            ("' =1", "'' =1"),
            ("\t=1", "\\u{9}=1"),
            ("\r=1", "\\u{d}=1"),
            ("\n=1", "\\u{a}=1"),
            ("\u{ff1d}1", "'\u{ff1d}1"),
            ("\u{2212}1", "'\u{2212}1"),
            ("a;=1;b; @x;-1.5", "a\\u{3b}=1;b\\u{3b} @x;-1.5"),
            ("-1.5", "-1.5"),
            ("+3", "+3"),
            ("-", "'-"),
            ("-1.5e3", "'-1.5e3"),
            ("-.5", "'-.5"),
            ("- 1", "'- 1"),
            ("'s", "''s"),
            ("a=b", "a=b"),
            ("", ""),
            ("\u{202e}=1", "\\u{202e}=1"),
            ("\\u{202e}", "\\u{5c}u{202e}"),
            ("C:\\u", "C:\\u"),
        ] {
            assert_eq!(guarded(cell), written, "{cell:?}");
            assert_eq!(read(written), cell, "{written:?}");
        }
    }

    proptest! {
        #[test]
        fn any_cell_is_read_back_exactly_and_none_would_run(
            cell in prop_oneof![any::<String>(), "[-=+@' \";,\\\\u{}\t\r\n0-9.\u{202e}a]{0,12}"]
        ) {
            let text = csv_rows([vec!["1".to_owned(), cell.clone()]]).unwrap();
            let bare = text.strip_suffix("\r\n").unwrap();
            prop_assert!(!bare.contains(is_unseen));
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let row = reader.records().next().unwrap().unwrap();
            prop_assert_eq!(read(&row[1]), cell);
            prop_assert!(row[1].starts_with('\'') || !runs(&row[1]));
            for part in row[1].split(';').skip(1) {
                prop_assert!(!runs(part));
            }
        }
    }
}
